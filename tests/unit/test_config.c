#include "tree.h"

#include "config/config.h"

struct fixture {
    struct folder *folder;
    struct diagnostics diagnostics;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    void *folder;
    if (folder_setup(&folder)) return -1;
    f->folder = folder;
    diag_init(&f->diagnostics);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    void *folder = f->folder;
    int result = folder_teardown(&folder);
    diag_release(&f->diagnostics);
    free(f);
    return result;
}

static const struct config *load_in(struct fixture *f, const char *folder, const char *file)
{
    struct config_source source = {0};
    if (folder) source.folder = folder_path(f->folder, folder);
    if (file) source.file = folder_path(f->folder, file);
    return config_load(&f->folder->arena, &f->diagnostics, source);
}

static const struct config *load(struct fixture *f, const char *json)
{
    tree_file(f->folder, "mfshake.json", json);
    return load_in(f, "", NULL);
}

/* A configuration that must be fine; `part` stands between a minimal entry and share. */
static const struct config *load_part(struct fixture *f, const char *part)
{
    const char *separator = *part ? "," : "";
    struct text json =
        arena_format(&f->folder->arena, "{\"entry\": \"./a\", \"shared\": [\"lib\"]%s%s}", separator, part);
    const struct config *config = load(f, json.at);
    for (uint32_t i = 0; i < f->diagnostics.count; i++) {
        print_error("%.*s\n", TEXT_ARGS(f->diagnostics.list[i].message));
    }
    assert_non_null(config);
    assert_int_equal(f->diagnostics.count, 0);
    return config;
}

#define assert_string(actual, expected) unit_text_equal((actual), text_of(expected), __FILE__, __LINE__)

#define assert_texts(list, ...)                                                                  \
    do {                                                                                         \
        const char *const wanted[] = {__VA_ARGS__};                                              \
        assert_int_equal((list).count, sizeof wanted / sizeof *wanted);                          \
        for (uint32_t at = 0; at < (list).count; at++) assert_string((list).at[at], wanted[at]); \
    } while (0)

/* ── folders ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_folder_of_the_file_is_the_context(void **state)
{
    struct fixture *f = *state;
    tree_file(f->folder, "ci/app.json",
              "{\"entry\": \"./a\", \"shared\": [\"./x.js\"], \"output\": {\"path\": \"out\"}}");
    const struct config *config = load_in(f, NULL, "ci/app.json");
    assert_non_null(config);
    assert_string(config->context, folder_path(f->folder, "ci").at);
    assert_string(config->output_path, folder_path(f->folder, "ci/out").at);
    assert_string(config->shares[0].request, folder_path(f->folder, "ci/x.js").at);
}

static void test_given_folder_is_the_context(void **state)
{
    struct fixture *f = *state;
    tree_file(f->folder, "ci/app.json", "{\"entry\": \"./a\", \"shared\": [\"lib\"]}");
    tree_file(f->folder, "app/a.js", "");
    const struct config *config = load_in(f, "app", "ci/app.json");
    assert_non_null(config);
    assert_string(config->context, folder_path(f->folder, "app").at);
    assert_string(config->path, folder_path(f->folder, "ci/app.json").at);
    assert_string(config->output_path, folder_path(f->folder, "app/dist/shared").at);
}

static void test_context_is_a_real_path(void **state)
{
    struct fixture *f = *state;
    tree_file(f->folder, "app/mfshake.json", "{\"entry\": \"./a\", \"shared\": [\"lib\"]}");
    tree_link(f->folder, "link", "app");
    const struct config *config = load_in(f, "link", NULL);
    assert_non_null(config);
    assert_string(config->context, folder_path(f->folder, "app").at);
}

static void test_current_folder_is_searched(void **state)
{
    struct fixture *f = *state;
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    tree_file(f->folder, "mfshake.json", "{\"entry\": \"./a\", \"shared\": [\"lib\"], \"nam\": 1}");
    assert_int_equal(chdir(f->folder->path.at), 0);
    const struct config *config = config_load(&f->folder->arena, &f->diagnostics, (struct config_source){0});
    assert_int_equal(chdir(before), 0);
    assert_null(config);
    assert_string(f->diagnostics.list[0].place.path, "mfshake.json"); /* as one would type it there */
}

static void test_package_json(void **state)
{
    struct fixture *f = *state;
    tree_file(f->folder, "package.json", "{\"name\": \"p\", \"mfshake\": {\"entry\": \"./a\", \"shared\": [\"lib\"]}}");
    const struct config *config = load_in(f, "", NULL);
    assert_non_null(config);
    assert_string(config->unique_name, "p");
    tree_file(f->folder, "mfshake.json", "{\"entry\": \"./b\", \"shared\": [\"lib\"]}");
    config = load_in(f, "", NULL);
    assert_texts(config->entries[0].requests, "./b");
}

static void test_missing(void **state)
{
    struct fixture *f = *state;
    tree_file(f->folder, "package.json", "{\"name\": \"p\"}");
    tree_file(f->folder, "webpack.config.js", "module.exports = {}");
    assert_null(load_in(f, "", NULL));
    assert_null(load_in(f, NULL, "nope.json"));
    assert_null(load_in(f, "nope", NULL));
    assert_null(load_in(f, NULL, "package.json"));
    assert_null(load_in(f, NULL, "webpack.config.js"));
    assert_null(load_in(f, NULL, ""));
    assert_int_equal(f->diagnostics.count, 6);
    for (uint32_t i = 0; i < 6; i++) assert_int_equal(f->diagnostics.list[i].code, DIAG_CONFIG_MISSING);
    assert_int_equal(diag_exit_status(&f->diagnostics), 2);
}

static void test_broken_package_json_is_not_passed_over(void **state)
{
    struct fixture *f = *state;
    tree_file(f->folder, "package.json", "{\"name\": }");
    assert_null(load_in(f, "", NULL));
    assert_int_equal(f->diagnostics.count, 1);
    assert_int_equal(f->diagnostics.list[0].code, DIAG_CONFIG_SYNTAX);
}

/* ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_defaults(void **state)
{
    const struct config *config = load_part(*state, "");
    assert_int_equal(config->mode, CONFIG_PRODUCTION);
    assert_int_equal(config->target, CONFIG_WEB);
    assert_int_equal(config->jsx, CONFIG_JSX_AUTOMATIC);
    assert_int_equal(config->output_format, CONFIG_FORMAT_JSONP);
    assert_int_equal(config->share_depth, 5);
    assert_int_equal(config->name.length, 0);
    assert_int_equal(config->unique_name.length, 0);
    assert_true(config->resolve.symlinks);
    assert_int_equal(config->define_count, 1);
    assert_string(config_define_of(config, TEXT("process.env.NODE_ENV"))->text, "\"production\"");
}

static void test_relaxed_json_and_top_level(void **state)
{
    struct fixture *f = *state;
    const struct config *config =
        load(f, "// host\n{\"$schema\": \"x\", \"name\": \"host\", \"mode\": \"development\", \"target\": \"node\",\n"
                "\"jsx\": \"transform\", /* none */ \"entry\": [], \"exposes\": {\"./a\": \"./a\",},\n"
                "\"shared\": [\"lib\"], \"shareDepth\": 0,\n"
                "\"output\": {\"path\": \"o\", \"format\": \"commonjs\", \"uniqueName\": \"u\"},}");
    assert_non_null(config);
    assert_string(config->name, "host");
    assert_int_equal(config->mode, CONFIG_DEVELOPMENT);
    assert_int_equal(config->target, CONFIG_NODE);
    assert_int_equal(config->jsx, CONFIG_JSX_TRANSFORM);
    assert_int_equal(config->entry_count, 0);
    assert_int_equal(config->share_depth, 0);
    assert_int_equal(config->output_format, CONFIG_FORMAT_COMMONJS);
    assert_string(config->unique_name, "u");
    assert_string(config->output_path, folder_path(f->folder, "o").at);
}

static void test_entries(void **state)
{
    struct fixture *f = *state;
    const struct config *config = load(f, "{\"entry\": [\"./a\", \"./b\"], \"shared\": [\"x\"]}");
    assert_int_equal(config->entry_count, 1);
    assert_string(config->entries[0].name, "main");
    assert_texts(config->entries[0].requests, "./a", "./b");
    config = load(f, "{\"entry\": {\"one\": \"./a\", \"two\": [\"./b\", \"./c\"],\n \"three\": {\"import\": \"./d\"}}, "
                     "\"shared\": [\"x\"]}");
    assert_int_equal(config->entry_count, 3);
    assert_string(config->entries[1].name, "two");
    assert_texts(config->entries[1].requests, "./b", "./c");
    assert_texts(config->entries[2].requests, "./d");
    struct diag_place place = config_place(config, config->entries[2].offset);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 11);
    config =
        load(f, "{\"entry\": {\"a\": \"./a\", \"b\": {\"import\": \"./b\", \"library\": false, \"dependOn\": \"a\"}}, "
                "\"output\": {\"library\": \"x\"}, \"shared\": [\"x\"]}");
    assert_true(config->entries[0].library);
    assert_false(config->entries[1].library);
    config = load(f, "{\"entry\": {\"a\": \"./a\", \"b\": {\"import\": \"./b\", \"library\": {\"type\": \"var\"}}}, "
                     "\"output\": {\"library\": null}, \"shared\": [\"x\"]}");
    assert_false(config->entries[0].library);
    assert_true(config->entries[1].library);
}

static void test_exposes(void **state)
{
    struct fixture *f = *state;
    const struct config *config =
        load(f, "{\"exposes\": {\"./a\": \"./src/a\", \"./b\": [\"./x\", \"./b\"], \"./c\": {\"import\": "
                "[\"./c\"], \"name\": \"chunk\"}}, \"shared\": [\"x\"]}");
    assert_int_equal(config->expose_count, 3);
    assert_string(config->exposes[0].name, "./a");
    assert_texts(config->exposes[0].requests, "./src/a");
    assert_texts(config->exposes[1].requests, "./x", "./b");
    assert_texts(config->exposes[2].requests, "./c");
    config = load(f, "{\"exposes\": [\"./a\", {\"./b\": \"./c\"}, {\"./a\": \"./d\"}], \"shared\": [\"x\"]}");
    assert_int_equal(config->expose_count, 2);
    assert_texts(config->exposes[0].requests, "./d"); /* the last one holds */
    assert_string(config->exposes[1].name, "./b");
}

static void test_remotes(void **state)
{
    const struct config *config =
        load_part(*state, "\"remotes\": {\"shop\": \"shop@http://h/r.js\", \"@s/x\": [\"a\", \"b\"], "
                          "\"c\": {\"external\": \"c@u\", \"shareScope\": \"other\"}}");
    assert_int_equal(config->remote_count, 3);
    assert_texts(config->remotes[1].externals, "a", "b");
    assert_string(config->remotes[0].share_scope, "default");
    assert_string(config->remotes[2].share_scope, "other");
    assert_ptr_equal(config_remote_of(config, TEXT("shop")), &config->remotes[0]);
    assert_ptr_equal(config_remote_of(config, TEXT("shop/Cart")), &config->remotes[0]);
    assert_ptr_equal(config_remote_of(config, TEXT("@s/x/y")), &config->remotes[1]);
    assert_null(config_remote_of(config, TEXT("shopping")));
    assert_null(config_remote_of(config, TEXT("./shop")));
}

static void test_share_forms(void **state)
{
    struct fixture *f = *state;
    const struct config *config = load(f, "{\"entry\": \"./a\", \"shared\": [\"lib\", {\"l2\": \"^1.0.0\", \"l3\": "
                                          "\"other\", \"l4\": \"*\", \"l5\": \"xylo\"},\n"
                                          "{\"lib/\": {}, \"./src/x.js\": {}, \"/abs/y.js\": {}, \"..\": {}}]}");
    assert_non_null(config);
    assert_int_equal(config->share_count, 9);
    const struct share *share = &config->shares[0];
    assert_string(share->key, "lib");
    assert_int_equal(share->kind, SHARE_BARE);
    assert_string(share->import, "lib");
    assert_string(share->share_key, "lib");
    assert_texts(share->share_scopes, "default");
    assert_int_equal(share->required_version_kind, SHARE_VERSION_INFERRED);
    assert_true(share->strict_version);
    assert_true(share->provided);

    assert_int_equal(config->shares[1].required_version_kind, SHARE_VERSION_TEXT);
    assert_string(config->shares[1].required_version, "^1.0.0");
    assert_string(config->shares[1].import, "l2");
    assert_int_equal(config->shares[2].required_version_kind, SHARE_VERSION_INFERRED);
    assert_string(config->shares[2].import, "other");
    assert_string(config->shares[3].required_version, "*");
    assert_string(config->shares[4].import, "xylo"); /* "x" is a version only when it stands alone */

    assert_int_equal(config->shares[5].kind, SHARE_PREFIX);
    assert_int_equal(config->shares[6].kind, SHARE_RELATIVE);
    assert_string(config->shares[6].request, folder_path(f->folder, "src/x.js").at);
    assert_int_equal(config->shares[7].kind, SHARE_ABSOLUTE);
    assert_int_equal(config->shares[8].kind, SHARE_RELATIVE);
    for (uint32_t i = 0; i < config->share_count; i++) assert_int_equal(config->shares[i].index, i);
    struct diag_place place = config_place(config, config->shares[6].offset);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 14);
}

static void test_share_options(void **state)
{
    struct fixture *f = *state;
    const struct config *config =
        load(f, "{\"entry\": \"./a\", \"shared\": {"
                "\"a\": {\"import\": \"a-impl\", \"shareKey\": \"ak\", \"shareScope\": [\"s\", \"t\"], "
                "\"requiredVersion\": false,"
                "        \"version\": \"1.2.3\", \"packageName\": \"pa\", \"singleton\": true, \"eager\": true, "
                "\"treeShaking\": {}},"
                "\"b\": {\"import\": false, \"version\": false, \"requiredVersion\": \"^2\"},"
                "\"c\": {\"singleton\": true, \"strictVersion\": true},"
                "\"lib/\": {\"shareKey\": \"k/\", \"import\": \"es/\", \"shareScope\": \"z\"}}}");
    assert_non_null(config);
    const struct share *a = &config->shares[0], *b = &config->shares[1], *c = &config->shares[2],
                       *lib = &config->shares[3];
    assert_string(a->import, "a-impl");
    assert_string(a->share_key, "ak");
    assert_texts(a->share_scopes, "s", "t");
    assert_int_equal(a->required_version_kind, SHARE_VERSION_NONE);
    assert_string(a->version, "1.2.3");
    assert_string(a->package_name, "pa");
    assert_true(a->singleton && a->eager && !a->strict_version);
    assert_false(b->provided);
    assert_int_equal(b->import.length, 0);
    assert_int_equal(b->version_kind, SHARE_VERSION_NONE);
    assert_string(b->required_version, "^2");
    assert_false(b->strict_version);
    assert_true(c->strict_version);

    struct share_match match = share_of_request(config, TEXT("lib/x/y"), TEXT(""));
    assert_ptr_equal(match.share, lib);
    assert_string(match.rest, "x/y");
    assert_string(share_match_key(&f->folder->arena, match), "k/x/y");
    assert_string(share_match_import(&f->folder->arena, match), "es/x/y");
    match = share_of_request(config, TEXT("b"), TEXT(""));
    assert_int_equal(share_match_import(&f->folder->arena, match).length, 0);
    assert_string(share_match_key(&f->folder->arena, match), "b");
}

static void test_share_of_request(void **state)
{
    struct fixture *f = *state;
    const struct config *config =
        load(f, "{\"entry\": \"./a\", \"shared\": [\"lib/\", \"lib\", \"lib/sub/\", \"lib/sub/exact\", \"./x.js\"]}");
    assert_string(share_of_request(config, TEXT("lib"), TEXT("")).share->key, "lib");
    assert_string(share_of_request(config, TEXT("lib/x"), TEXT("")).share->key, "lib/");
    assert_string(share_of_request(config, TEXT("lib/sub/x"), TEXT("")).share->key,
                  "lib/"); /* the first prefix, as in webpack */
    assert_string(share_of_request(config, TEXT("lib/sub/exact"), TEXT("")).share->key, "lib/sub/exact");
    assert_string(share_of_request(config, TEXT("lib/"), TEXT("")).share->key, "lib/");
    assert_null(share_of_request(config, TEXT("libx"), TEXT("")).share);
    assert_null(share_of_request(config, TEXT("lib?x"), TEXT("")).share);
    assert_null(share_of_request(config, TEXT("./x.js"), TEXT("")).share); /* relative keys match files */
}

static void test_share_filters(void **state)
{
    struct fixture *f = *state;
    const struct config *config =
        load(f, "{\"entry\": \"./a\", \"shareScope\": \"s\", \"shareStrategy\": \"loaded-first\", \"shared\": {"
                "\"a/\": {\"include\": {\"request\": {\"regexp\": \"^X\", \"flags\": \"gi\"}}, \"exclude\": "
                "{\"request\": \"xx\"}},"
                "\"a/x\": {\"issuerLayer\": \"l\"}, \"k\": {\"request\": \"b\", \"layer\": \"l\", "
                "\"allowNodeModulesSuffixMatch\": true},"
                "\"v\": {\"include\": {\"version\": \"^1.0.0\"}, \"exclude\": {\"version\": \"1.2.x\"}},"
                "\"w\": {\"exclude\": {\"version\": \"^2\", \"fallbackVersion\": \"2.1.0\"}}}}");
    assert_non_null(config);
    assert_string(share_of_request(config, TEXT("a/x"), TEXT("")).share->key, "a/"); /* an importer in no layer */
    assert_string(share_of_request(config, TEXT("a/x"), TEXT("m")).share->key, "a/");
    assert_string(share_of_request(config, TEXT("a/x"), TEXT("l")).share->key, "a/x");
    assert_string(share_of_request(config, TEXT("b"), TEXT("l")).share->key, "k"); /* for all layers */
    assert_texts(config->layers, "l");
    assert_string(share_of_request(config, TEXT("a/Xy"), TEXT("")).share->key, "a/");
    assert_null(share_of_request(config, TEXT("a/xx"), TEXT("")).share);
    assert_null(share_of_request(config, TEXT("a/y"), TEXT("")).share);
    const struct share *k = share_of_request(config, TEXT("b"), TEXT("")).share;
    assert_string(k->key, "k");
    assert_string(k->share_key, "k");
    assert_string(k->import, "b");
    assert_string(k->layer, "l");
    assert_texts(k->share_scopes, "s");
    assert_int_equal(k->strategy, SHARE_LOADED_FIRST);
    assert_null(share_of_request(config, TEXT("k"), TEXT("")).share);
    assert_ptr_equal(share_of_suffix(config, TEXT("b"), TEXT("")).share, k);
    assert_null(share_of_suffix(config, TEXT("a/x"), TEXT("")).share);

    const struct share *v = share_of_request(config, TEXT("v"), TEXT("")).share,
                       *w = share_of_request(config, TEXT("w"), TEXT("")).share;
    assert_true(share_filters_take_version(&v->include, &v->exclude, TEXT("1.1.0")));
    assert_false(share_filters_take_version(&v->include, &v->exclude, TEXT("1.2.7")));
    assert_false(share_filters_take_version(&v->include, &v->exclude, TEXT("2.0.0")));
    assert_false(share_filters_take_version(&v->include, &v->exclude, TEXT("")));
    assert_false(share_filters_take_version(&w->include, &w->exclude, TEXT("1.0.0"))); /* fallbackVersion counts */
}

static void test_repeated_share_last_holds(void **state)
{
    struct fixture *f = *state;
    const struct config *config =
        load(f, "{\"entry\": \"./a\", \"shared\": [{\"a\": \"^1\", \"b\": \"^1\"}, {\"a\": {\"singleton\": true}}]}");
    assert_int_equal(config->share_count, 2);
    assert_true(config->shares[0].singleton);
    assert_int_equal(config->shares[0].required_version_kind, SHARE_VERSION_INFERRED);
    assert_int_equal(config->shares[0].index, 0);
}

static void test_resolve(void **state)
{
    struct fixture *f = *state;
    const struct config *config = load_part(
        f,
        "\"resolve\": {\"alias\": {\"@\": \"./src\", \"up\": \"../x\", \"lib$\": \"impl\", \"gone\": false, \"many\": "
        "[\"a\", \"./b\", false]},"
        "\"fallback\": [{\"name\": \"fs\", \"alias\": false}, {\"name\": \"p\", \"alias\": \"q\", \"onlyModule\": "
        "true}],"
        "\"extensions\": [\".jsx\", \"...\"], \"conditionNames\": [], \"mainFields\": [\"main\"], \"symlinks\": false,"
        "\"fullySpecified\": true, \"preferRelative\": true, \"modules\": [\"node_modules\"]}");
    const struct config_resolve *resolve = &config->resolve;
    assert_int_equal(resolve->alias.count, 5);
    assert_texts(resolve->alias.at[0].targets, folder_path(f->folder, "src").at);
    struct text parent = text_slice(config->context, 0, text_find_last_char(config->context, '/'));
    assert_string(resolve->alias.at[1].targets.at[0], arena_format(&f->folder->arena, "%.*s/x", TEXT_ARGS(parent)).at);
    assert_string(resolve->alias.at[2].name, "lib");
    assert_true(resolve->alias.at[2].exact);
    assert_true(resolve->alias.at[3].ignored);
    assert_texts(resolve->alias.at[4].targets, "a", folder_path(f->folder, "b").at);
    assert_true(resolve->alias.at[4].ignored);
    assert_true(resolve->fallback.at[0].ignored);
    assert_true(resolve->fallback.at[1].exact);
    assert_texts(resolve->lookup.extensions.items, ".jsx", "...");
    assert_false(resolve->lookup.condition_names.given);
    assert_true(resolve->lookup.main_fields.given);
    assert_true(!resolve->symlinks && resolve->lookup.fully_specified && resolve->lookup.prefer_relative);
}

static void test_define(void **state)
{
    const struct config *config =
        load_part(*state, "\"define\": {\"A\": \"\\\"text\\\"\", \"B\": true, \"C\": 1.5, \"D\": null, \"E\": 100000,"
                          "\"process.env\": {\"NODE_ENV\": \"\\\"test\\\"\"}, \"x\": {\"y\": {\"z\": false}}}");
    assert_string(config_define_of(config, TEXT("A"))->text, "\"text\"");
    assert_string(config_define_of(config, TEXT("B"))->text, "true");
    assert_string(config_define_of(config, TEXT("C"))->text, "1.5");
    assert_string(config_define_of(config, TEXT("D"))->text, "null");
    assert_string(config_define_of(config, TEXT("E"))->text, "100000");
    assert_string(config_define_of(config, TEXT("process.env.NODE_ENV"))->text, "\"test\"");
    assert_string(config_define_of(config, TEXT("x.y.z"))->text, "false");
    assert_int_equal(config->define_count, 7);
    assert_null(config_define_of(config, TEXT("process.env")));
}

static void test_mode_none_defines_nothing(void **state)
{
    assert_int_equal(load_part(*state, "\"mode\": \"none\"")->define_count, 0);
}

/* ── mistakes ────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct mistake {
    const char *json;
    enum diag_code code;
    uint32_t line, column;
    const char *part; /* of the message */
};

static const struct mistake mistakes[] = {
    {"{", DIAG_CONFIG_SYNTAX, 1, 2, ""},
    {"[]", DIAG_CONFIG_VALUE, 1, 1, "must be an object"},
    {"{\"shared\": [\"x\"]}", DIAG_CONFIG_NO_ENTRY, 1, 1, "neither"},
    {"{\"entry\": [], \"shared\": [\"x\"]}", DIAG_CONFIG_NO_ENTRY, 1, 1, "neither"},
    {"{\"entry\": {}, \"exposes\": {}, \"shared\": [\"x\"]}", DIAG_CONFIG_NO_ENTRY, 1, 1, "neither"},
    {"{\"entry\": \"./a\"}", DIAG_CONFIG_NOTHING_SHARED, 1, 1, "nothing is shared"},
    {"{\"entry\": \"./a\", \"shared\": {}}", DIAG_CONFIG_NOTHING_SHARED, 1, 1, "nothing is shared"},
    {"{\"entry\": \"./a\",\n  \"share\": [\"x\"]}", DIAG_CONFIG_UNKNOWN_KEY, 2, 3, "did you mean \"shared\""},
    {"{\"entry\": \"./a\", \"shared\": [\"x\"],\n\"zzzzzzzz\": 1}", DIAG_CONFIG_UNKNOWN_KEY, 2, 1,
     "known are $schema, name"},
    {"{\"entry\": \"./a\", \"shared\": [\"x\"],\n\"plugins\": []}", DIAG_CONFIG_VALUE, 2, 1,
     "\"plugins\" in the configuration is not supported yet"},
    {"{\"entry\": \"./a\", \"shared\": [\"x\"],\n\"shareStrategy\": \"x\"}", DIAG_CONFIG_VALUE, 2, 18,
     "\"shareStrategy\" must be \"version-first\" or \"loaded-first\""},
    {"{\"entry\": 1, \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 11, "\"entry\" must be a string or a list"},
    {"{\"entry\": \"\", \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 11, "\"entry\" must be"},
    {"{\"entry\": [\"./a\", 1], \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 19, "\"entry\" must hold strings"},
    {"{\"entry\": {\"a\": true}, \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 17, "an entry must be"},
    {"{\"entry\": {\"a\": {}}, \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 17, "needs \"import\""},
    {"{\"entry\": {\"a\": {\"import\": \"./a\", \"imports\": \"b\"}}, \"shared\": [\"x\"]}", DIAG_CONFIG_UNKNOWN_KEY, 1,
     35, "did you mean \"import\""},
    {"{\"exposes\": \"./a\", \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 13, "\"exposes\" must be"},
    {"{\"exposes\": [1], \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 14, "\"exposes\" must hold"},
    {"{\"exposes\": {\"./a\": {}}, \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 21,
     "an exposed module needs \"import\""},
    {"{\"exposes\": {\"./a\": {\"import\": \"a\", \"layer\": \"x\"}}, \"shared\": [\"x\"]}", DIAG_CONFIG_VALUE, 1, 37,
     "\"layer\" in an exposed module"},
    {"{\"entry\": \"./a\", \"shared\": 1}", DIAG_CONFIG_VALUE, 1, 28, "\"shared\" must be"},
    {"{\"entry\": \"./a\", \"shared\": [1]}", DIAG_CONFIG_VALUE, 1, 29, "\"shared\" must hold"},
    {"{\"entry\": \"./a\", \"shared\": [\"\"]}", DIAG_CONFIG_VALUE, 1, 29, "\"shared\" must hold"},
    {"{\"entry\": \"./a\", \"shared\": {\"\": {}}}", DIAG_CONFIG_VALUE, 1, 29, "needs a name"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": true}}", DIAG_CONFIG_VALUE, 1, 34, "the share \"x\" must be"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"singelton\": true}}}", DIAG_CONFIG_UNKNOWN_KEY, 1, 35,
     "did you mean \"singleton\""},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"singleton\": 1}}}", DIAG_CONFIG_VALUE, 1, 48,
     "\"singleton\" must be true or false"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"eager\": \"a\"}}}", DIAG_CONFIG_VALUE, 1, 44,
     "\"eager\" must be true or false"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"strictVersion\": null}}}", DIAG_CONFIG_VALUE, 1, 52,
     "\"strictVersion\" must be"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"import\": true}}}", DIAG_CONFIG_VALUE, 1, 45,
     "\"import\" of a share"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"shareKey\": \"\"}}}", DIAG_CONFIG_VALUE, 1, 47,
     "\"shareKey\" must be"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"packageName\": false}}}", DIAG_CONFIG_VALUE, 1, 50,
     "\"packageName\" must be"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"requiredVersion\": 1}}}", DIAG_CONFIG_VALUE, 1, 54,
     "\"requiredVersion\" of a share"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"version\": true}}}", DIAG_CONFIG_VALUE, 1, 46,
     "\"version\" of a share"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"shareScope\": 1}}}", DIAG_CONFIG_VALUE, 1, 49,
     "\"shareScope\" must be"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"shareScope\": []}}}", DIAG_CONFIG_VALUE, 1, 49,
     "must name a share scope"},
    {"{\"entry\": \"./a\", \"shared\": {\"x/\": {\"shareKey\": \"y\"}}}", DIAG_CONFIG_VALUE, 1, 35,
     "\"shareKey\" must end with a slash"},
    {"{\"entry\": \"./a\", \"shared\": {\"x/\": \"y\"}}", DIAG_CONFIG_VALUE, 1, 35, "\"import\" must end with a slash"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"include\": \"y\"}}}", DIAG_CONFIG_VALUE, 1, 46,
     "a filter of a share must be an object"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"include\": {\"requests\": \"y\"}}}}", DIAG_CONFIG_UNKNOWN_KEY, 1, 47,
     "did you mean \"request\""},
    {"{\"entry\": \"./a\", \"shared\": {\"x/\": {\"exclude\": {\"request\": {\"regexp\": \"(\"}}}}}", DIAG_CONFIG_VALUE,
     1, 70, "this regular expression is not understood"},
    {"{\"entry\": \"./a\", \"shared\": {\"x/\": {\"exclude\": {\"request\": {\"flags\": \"i\"}}}}}", DIAG_CONFIG_VALUE,
     1, 59, "must be a string or have \"regexp\""},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"include\": {\"version\": \"1.2.3-\"}}}}", DIAG_CONFIG_VALUE, 1, 58,
     "this is no version range"},
    {"{\"entry\": \"./a\", \"shared\": {\"x\": {\"shareStrategy\": \"y\"}}}", DIAG_CONFIG_VALUE, 1, 52,
     "\"version-first\" or"},
};

/* The same, with a fine entry and share before it; columns from the first one after them. */
static const struct mistake part_mistakes[] = {
    {"\"name\": 1", DIAG_CONFIG_VALUE, 2, 9, "\"name\" must be a string"},
    {"\"mode\": \"prod\"", DIAG_CONFIG_VALUE, 2, 9, "\"mode\" must be \"production\", \"development\" or \"none\""},
    {"\"target\": [\"web\"]", DIAG_CONFIG_VALUE, 2, 11, "\"target\" must be \"web\" or \"node\""},
    {"\"jsx\": \"preserve\"", DIAG_CONFIG_VALUE, 2, 8, "\"automatic\" or \"transform\""},
    {"\"shareDepth\": -1", DIAG_CONFIG_VALUE, 2, 15, "\"shareDepth\" must be a whole number"},
    {"\"shareDepth\": 1.5", DIAG_CONFIG_VALUE, 2, 15, "\"shareDepth\" must be a whole number"},
    {"\"shareDepth\": \"5\"", DIAG_CONFIG_VALUE, 2, 15, "\"shareDepth\" must be a whole number"},
    {"\"remotes\": []", DIAG_CONFIG_VALUE, 2, 12, "\"remotes\" must be an object"},
    {"\"remotes\": {\"a\": 1}", DIAG_CONFIG_VALUE, 2, 18, "a remote must be"},
    {"\"remotes\": {\"a\": {}}", DIAG_CONFIG_VALUE, 2, 18, "a remote needs \"external\""},
    {"\"remotes\": {\"a\": {\"external\": \"x\", \"entry\": \"y\"}}", DIAG_CONFIG_VALUE, 2, 36, "not supported yet"},
    {"\"resolve\": []", DIAG_CONFIG_VALUE, 2, 12, "\"resolve\" must be an object"},
    {"\"resolve\": {\"aliass\": {}}", DIAG_CONFIG_UNKNOWN_KEY, 2, 13, "did you mean \"alias\""},
    {"\"resolve\": {\"byDependency\": {\"amd\": {}}}", DIAG_CONFIG_VALUE, 2, 30, "not supported yet"},
    {"\"resolve\": {\"byDependency\": {\"emss\": {}}}", DIAG_CONFIG_UNKNOWN_KEY, 2, 30, "did you mean \"esm\""},
    {"\"resolve\": {\"byDependency\": {\"esm\": {\"alias\": {}}}}", DIAG_CONFIG_VALUE, 2, 38, "not supported yet"},
    {"\"resolve\": {\"extensionAlias\": [\".js\"]}", DIAG_CONFIG_VALUE, 2, 31, "must be an object"},
    {"\"resolve\": {\"extensionAlias\": {\".js\": 1}}", DIAG_CONFIG_VALUE, 2, 39, "must be a string or a list"},
    {"\"resolve\": {\"restrictions\": []}", DIAG_CONFIG_VALUE, 2, 13, "not supported yet"},
    {"\"resolve\": {\"roots\": \"x\"}", DIAG_CONFIG_VALUE, 2, 22, "\"roots\" must be a list"},
    {"\"resolve\": {\"tsconfig\": 1}", DIAG_CONFIG_VALUE, 2, 25, "\"tsconfig\" must be true, a path"},
    {"\"resolve\": {\"tsconfig\": {\"references\": []}}", DIAG_CONFIG_VALUE, 2, 26, "not supported yet"},
    {"\"resolve\": {\"alias\": \"x\"}", DIAG_CONFIG_VALUE, 2, 22, "\"alias\" must be an object or a list"},
    {"\"resolve\": {\"alias\": {\"a\": true}}", DIAG_CONFIG_VALUE, 2, 28, "the alias \"a\" must lead to"},
    {"\"resolve\": {\"alias\": {\"a\": [\"b\", 1]}}", DIAG_CONFIG_VALUE, 2, 34, "the alias \"a\" must lead to"},
    {"\"resolve\": {\"alias\": [{\"name\": \"a\"}]}", DIAG_CONFIG_VALUE, 2, 23, "needs \"name\" and \"alias\""},
    {"\"resolve\": {\"fallback\": [\"a\"]}", DIAG_CONFIG_VALUE, 2, 26, "an alias must be an object"},
    {"\"resolve\": {\"extensions\": \".js\"}", DIAG_CONFIG_VALUE, 2, 27, "\"extensions\" must be a list"},
    {"\"resolve\": {\"mainFields\": [[\"a\"]]}", DIAG_CONFIG_VALUE, 2, 28, "\"mainFields\" must hold strings"},
    {"\"resolve\": {\"symlinks\": \"no\"}", DIAG_CONFIG_VALUE, 2, 25, "\"symlinks\" must be true or false"},
    {"\"define\": []", DIAG_CONFIG_VALUE, 2, 11, "\"define\" must be an object"},
    {"\"define\": {\"a\": []}", DIAG_CONFIG_VALUE, 2, 17, "\"a\" must be defined as"},
    {"\"define\": {\"a\": {\"b\": \"\"}}", DIAG_CONFIG_VALUE, 2, 23, "\"a.b\" must be defined as"},
    {"\"output\": \"dist\"", DIAG_CONFIG_VALUE, 2, 11, "\"output\" must be an object"},
    {"\"output\": {\"filename\": \"x\"}", DIAG_CONFIG_UNKNOWN_KEY, 2, 12, "unknown key \"filename\" in \"output\""},
    {"\"output\": {\"format\": \"amd\"}", DIAG_CONFIG_VALUE, 2, 22, "\"container\" or \"module-container\""},
    {"\"output\": {\"path\": \"\"}", DIAG_CONFIG_VALUE, 2, 20, "\"path\" must be a string"},
    {"\"output\": {\"uniqueName\": 1}", DIAG_CONFIG_VALUE, 2, 26, "\"uniqueName\" must be a string"},
};

static void check_mistake(struct fixture *f, const struct mistake *mistake, const char *json)
{
    diag_release(&f->diagnostics);
    diag_init(&f->diagnostics);
    assert_null(load(f, json));
    const struct diagnostic *first = f->diagnostics.list;
    bool right = f->diagnostics.count == 1 && first->code == mistake->code && first->place.line == mistake->line &&
                 first->place.column == mistake->column &&
                 text_find(first->message, text_of(mistake->part), 0) != TEXT_NOWHERE &&
                 diag_exit_status(&f->diagnostics) == 2;
    if (right) return;
    print_error("%s\nmust be %s at %u:%u with '%s'\n", json, diag_code_name(mistake->code), mistake->line,
                mistake->column, mistake->part);
    for (uint32_t i = 0; i < f->diagnostics.count; i++) {
        const struct diagnostic *diagnostic = &f->diagnostics.list[i];
        print_error("is      %s at %u:%u: %.*s\n", diag_code_name(diagnostic->code), diagnostic->place.line,
                    diagnostic->place.column, TEXT_ARGS(diagnostic->message));
    }
    fail();
}

static void test_mistakes(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) check_mistake(f, &mistakes[i], mistakes[i].json);
    for (size_t i = 0; i < sizeof part_mistakes / sizeof *part_mistakes; i++) {
        struct text json =
            arena_format(&f->folder->arena, "{\"entry\": \"./a\", \"shared\": [\"lib\"],\n%s}", part_mistakes[i].json);
        check_mistake(f, &part_mistakes[i], json.at);
    }
}

static void test_all_mistakes_are_said_at_once(void **state)
{
    struct fixture *f = *state;
    assert_null(
        load(f, "{\"entri\": 1, \"mode\": \"x\", \"shared\": {\"a\": {\"eagr\": 1}}, \"resolve\": {\"alias\": 1}}"));
    assert_int_equal(f->diagnostics.count, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_folder_of_the_file_is_the_context),
        TEST(test_given_folder_is_the_context),
        TEST(test_context_is_a_real_path),
        TEST(test_current_folder_is_searched),
        TEST(test_package_json),
        TEST(test_missing),
        TEST(test_broken_package_json_is_not_passed_over),
        TEST(test_defaults),
        TEST(test_relaxed_json_and_top_level),
        TEST(test_entries),
        TEST(test_exposes),
        TEST(test_remotes),
        TEST(test_share_forms),
        TEST(test_share_options),
        TEST(test_share_of_request),
        TEST(test_share_filters),
        TEST(test_repeated_share_last_holds),
        TEST(test_resolve),
        TEST(test_define),
        TEST(test_mode_none_defines_nothing),
        TEST(test_mistakes),
        TEST(test_all_mistakes_are_said_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
