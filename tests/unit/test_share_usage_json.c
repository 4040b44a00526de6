#include "unit.h"

#include "base/json.h"
#include "report/share_usage_json.h"

static struct arena arena;
static struct names names;
static struct buffer out;
static struct config config;
static struct graph graph;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    names_init(&names);
    buffer_init(&out);
    static const struct module modules[] = {{.id = {"", 0}}, {.id = {"./node_modules/lib/index.js", 27}}};
    config = (struct config){.name = TEXT("host"), .context = TEXT("/srv/host-app")};
    graph = (struct graph){.names = &names, .modules = modules, .module_count = 2};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    buffer_release(&out);
    names_release(&names);
    arena_release(&arena);
    return 0;
}

static const struct json *written(const struct share_row *rows, uint32_t count)
{
    struct share_usage usage = {rows, count};
    buffer_clear(&out);
    share_usage_json(&config, &graph, &usage, NULL, &out);
    assert_true(text_ends_with(buffer_text(&out), TEXT("}\n")));
    struct json_error error;
    const struct json *document = json_parse(&arena, buffer_text(&out), JSON_STRICT, &error);
    assert_non_null(document);
    return document;
}

static const struct json *at(const struct json *json, const char *const *keys)
{
    for (; *keys; keys++) json = json_member(json, *keys);
    return json;
}
#define AT(document, ...) at((document), (const char *const[]){__VA_ARGS__, NULL})

/* The strings of a list, or the keys of an object with their flags, as one text: "a b", "a+ b-". */
static struct text flat(const struct json *json)
{
    struct buffer buffer;
    buffer_init(&buffer);
    assert_non_null(json);
    JSON_EACH (child, json) {
        if (buffer.length) buffer_put_char(&buffer, ' ');
        buffer_put(&buffer, json->type == JSON_OBJECT ? child->key : child->string);
        if (child->type == JSON_TRUE) buffer_put_char(&buffer, '+');
        if (child->type == JSON_FALSE) buffer_put_char(&buffer, '-');
    }
    struct text text = arena_copy(&arena, buffer_text(&buffer));
    buffer_release(&buffer);
    return text;
}

static struct share_export export_of(struct text name, bool used, bool provided)
{
    return (struct share_export){.name = names_add(&names, name), .used = used, .provided = provided};
}

static void tells_used_unused_and_possibly(void **state)
{
    (void)state;
    struct share_export exports[] = {export_of(TEXT("a"), true, true), export_of(TEXT("b"), false, true),
                                     export_of(TEXT("c"), false, true), export_of(TEXT("gone"), true, false)};
    exports[2].possibly = true;
    const struct share_row row = {.key = TEXT("lib"),
                                  .scope = TEXT("default"),
                                  .consumed = true,
                                  .provided = true,
                                  .version = TEXT("1.2.3"),
                                  .fallback = 1,
                                  .side_effect_free = true,
                                  .exports = exports,
                                  .export_count = 4};
    const struct json *document = written(&row, 1);
    assert_text(flat(AT(document, "treeShake", "lib")), "a+ b- c+ gone+");
    const struct json *share = AT(document, "mfshake", "shares", "lib");
    assert_text(flat(AT(share, "used")), "a gone");
    assert_text(flat(AT(share, "unused")), "b");
    assert_text(flat(AT(share, "possiblyUnused")), "c");
    assert_text(flat(AT(share, "role")), "consume provide");
    assert_text(AT(share, "fallback")->string, "node_modules/lib/index.js");
    assert_text(AT(share, "version")->string, "1.2.3");
    assert_text(AT(share, "mode")->string, "exact");
}

static void all_is_kept_in_any_other_mode(void **state)
{
    (void)state;
    const struct share_export exports[] = {export_of(TEXT("a"), true, true), export_of(TEXT("b"), false, true)};
    struct share_row row = {.key = TEXT("lib"), .scope = TEXT("default"), .exports = exports, .export_count = 2};
    const enum share_mode modes[] = {SHARE_NAMESPACE, SHARE_DYNAMIC, SHARE_NO_FALLBACK};
    const char *const words[] = {"namespace", "dynamic", "no-fallback"};
    for (int i = 0; i < 3; i++) {
        row.mode = modes[i];
        const struct json *document = written(&row, 1);
        assert_text(flat(AT(document, "treeShake", "lib")), "a+ b+");
        assert_text(flat(AT(document, "mfshake", "shares", "lib", "possiblyUnused")), "b");
        assert_true(text_is(AT(document, "mfshake", "shares", "lib", "mode")->string, words[i]));
    }
    assert_int_equal(AT(written(&row, 1), "mfshake", "shares", "lib", "fallback")->type, JSON_NULL);
    assert_int_equal(AT(written(&row, 1), "mfshake", "shares", "lib", "version")->type, JSON_NULL);
}

static void scopes_of_one_key_are_joined(void **state)
{
    (void)state;
    const struct share_export first[] = {export_of(TEXT("a"), true, true), export_of(TEXT("b"), false, true),
                                         export_of(TEXT("d"), false, true)};
    const struct share_export second[] = {export_of(TEXT("b"), true, true), export_of(TEXT("c"), false, true),
                                          export_of(TEXT("d"), false, true)};
    const struct text range = TEXT("^1.0.0");
    const struct share_row rows[] = {
        {.key = TEXT("lib"),
         .scope = TEXT("default"),
         .exports = first,
         .export_count = 3,
         .required = &range,
         .required_count = 1,
         .modules = 2},
        {.key = TEXT("lib"),
         .scope = TEXT("other"),
         .exports = second,
         .export_count = 3,
         .required = &range,
         .required_count = 1,
         .modules = 3},
        {.key = TEXT("lib2"), .scope = TEXT("default")},
    };
    const struct json *document = written(rows, 3);
    assert_text(flat(AT(document, "treeShake", "lib")), "a+ b+ c- d-");
    assert_text(flat(AT(document, "mfshake", "shares", "lib", "scope")), "default other");
    assert_text(flat(AT(document, "mfshake", "shares", "lib", "required")), "^1.0.0");
    assert_int_equal((int)AT(document, "mfshake", "shares", "lib", "attribution", "modules")->number, 5);
    assert_int_equal(AT(document, "mfshake", "shares")->count, 2);
}

static void names_that_need_care(void **state)
{
    (void)state;
    const struct share_place place = {
        .user = SHARE_USER_APP, .path = TEXT("src/a.js"), .line = 1, .column = 1, .reason = REASON_NONE};
    const struct share_place whole = {
        .user = SHARE_USER_SHARED, .path = TEXT("src/b.js"), .line = 2, .column = 1, .reason = REASON_COMPUTED_MEMBER};
    struct share_export exports[] = {export_of(TEXT("\0x"), false, true), export_of(TEXT("*"), true, true),
                                     export_of(TEXT("chunk_characteristics"), false, true),
                                     export_of(TEXT("d\"e\n"), true, true)};
    for (int i = 0; i < 4; i++) {
        exports[i].places = &place;
        exports[i].place_count = exports[i].used;
    }
    const struct share_row row = {.key = TEXT("lib"),
                                  .scope = TEXT("default"),
                                  .exports = exports,
                                  .export_count = 4,
                                  .whole_places = &whole,
                                  .whole_place_count = 1};
    const struct json *document = written(&row, 1);
    assert_text(flat(AT(document, "treeShake", "lib")), "*+ chunk_characteristics+ d\"e\n+");
    assert_text(flat(AT(document, "mfshake", "shares", "lib", "possiblyUnused")), "chunk_characteristics");
    const struct json *reasons = AT(document, "mfshake", "shares", "lib", "reasons");
    assert_text(flat(reasons), "* d\"e\n");
    assert_text(flat(AT(reasons, "*")), "src/b.js:2:1 (shared; a computed member is read)");
}

static void places_tell_who_it_is(void **state)
{
    (void)state;
    struct share_export export = export_of(TEXT("a"), true, true);
    const struct share_place places[] = {
        {.user = SHARE_USER_APP, .path = TEXT("src/a.js"), .line = 3, .column = 1, .reason = REASON_NONE},
        {.user = SHARE_USER_APP, .path = TEXT("src/a.js"), .line = 3, .column = 9, .reason = REASON_NONE},
        {.user = SHARE_USER_APP, .path = TEXT("src/b.js"), .line = 0, .column = 0, .reason = REASON_NONE},
        {.user = SHARE_USER_DEPENDENCY,
         .path = TEXT("node_modules/x/i.js"),
         .line = 1,
         .column = 1,
         .reason = REASON_NONE},
        {.user = SHARE_USER_SHARED,
         .path = TEXT("node_modules/y/i.js"),
         .line = 2,
         .column = 1,
         .reason = REASON_NONE}};
    export.places = places;
    export.place_count = 5;
    const struct share_row row = {.key = TEXT("lib"), .scope = TEXT("default"), .exports = &export, .export_count = 1};
    assert_text(flat(AT(written(&row, 1), "mfshake", "shares", "lib", "reasons", "a")),
                "src/a.js:3:1 src/b.js node_modules/x/i.js:1:1 (dependency) node_modules/y/i.js:2:1 (shared)");
}

static void remotes_are_named_as_apps(void **state)
{
    (void)state;
    struct text externals[] = {TEXT("shopApp@http://localhost/remoteEntry.js"),
                               TEXT("promise new Promise(ok => ok('a@b'))"), TEXT("@scope/x@http://h/r.js"),
                               TEXT("shopApp@http://other/remoteEntry.js")};
    struct config_remote remotes[] = {{.name = TEXT("shop"), .externals = {externals, 1}},
                                      {.name = TEXT("late"), .externals = {externals + 1, 1}},
                                      {.name = TEXT("scoped"), .externals = {externals + 2, 2}}};
    config.remotes = remotes;
    config.remote_count = 3;
    assert_text(flat(AT(written(NULL, 0), "mfshake", "remotes")), "late scoped shopApp");
}

static void the_app_always_has_a_name(void **state)
{
    (void)state;
    assert_text(share_usage_app(&config), "host");
    config.name = TEXT("");
    assert_text(share_usage_app(&config), "host-app");
    config.unique_name = TEXT("unique");
    assert_text(AT(written(NULL, 0), "mfshake", "app")->string, "unique");
}

int main(void)
{
#define report_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        report_test(tells_used_unused_and_possibly), report_test(all_is_kept_in_any_other_mode),
        report_test(scopes_of_one_key_are_joined),   report_test(names_that_need_care),
        report_test(places_tell_who_it_is),          report_test(remotes_are_named_as_apps),
        report_test(the_app_always_has_a_name),
    };
    return unit_run(tests);
}
