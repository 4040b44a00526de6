#include "resolve/resolver.h"

#include "temp_tree.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct fixture {
    struct temp_tree tree;
    struct arena arena;
    struct diagnostics diagnostics;
    struct resolver *resolver;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    temp_tree_init(&f->tree);
    arena_init(&f->arena);
    diag_init(&f->diagnostics);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    resolver_free(f->resolver);
    temp_tree_release(&f->tree);
    arena_release(&f->arena);
    diag_release(&f->diagnostics);
    free(f);
    return 0;
}

/* The files of a tree: name and content in turn, ended by NULL. */
static void files(struct fixture *f, ...)
{
    va_list arguments;
    va_start(arguments, f);
    for (const char *name; (name = va_arg(arguments, const char *));) {
        temp_tree_file(&f->tree, name, va_arg(arguments, const char *));
    }
    va_end(arguments);
}

/* A resolver with `part` in the configuration. */
static void configure(struct fixture *f, const char *part)
{
    struct text json = arena_format(&f->arena, "{\"entry\": \"./src/index.js\", \"shared\": [\"lib\"]%s%s}",
                                    *part ? ", " : "", part);
    temp_tree_file(&f->tree, "mfshake.json", json.at);
    struct config_source source = {.folder = text_of(f->tree.root)};
    const struct config *config = config_load(&f->arena, &f->diagnostics, source);
    assert_non_null(config);
    resolver_free(f->resolver);
    f->resolver = resolver_new(config, &f->diagnostics);
}

static const struct resolution *ask(struct fixture *f, const char *issuer, const char *request, enum resolve_type type)
{
    if (!f->resolver) configure(f, "");
    return resolver_resolve(f->resolver, text_of(request), temp_tree_path(&f->tree, &f->arena, issuer), type);
}

static void say(const char *request, const struct resolution *is, const char *wanted)
{
    static const char *const kinds[] = {"file", "folder", "ignored", "external", "missing"};
    print_error("%s\nis       %s %.*s%.*s %.*s\nmust be  %s\n", request, kinds[is->kind], TEXT_ARGS(is->path),
                TEXT_ARGS(is->query), TEXT_ARGS(is->reason), wanted);
    fail();
}

/* `wanted`: a file of the tree, with its query; "ignored"; "external"; or "missing: part of the reason". */
static const struct resolution *expect(struct fixture *f, const char *issuer, const char *request,
                                       enum resolve_type type, const char *wanted)
{
    const struct resolution *is = ask(f, issuer, request, type);
    struct text missing = TEXT("missing: ");
    if (strcmp(wanted, "ignored") == 0) {
        if (is->kind != RESOLUTION_IGNORED) say(request, is, wanted);
    } else if (strcmp(wanted, "external") == 0) {
        if (is->kind != RESOLUTION_EXTERNAL) say(request, is, wanted);
    } else if (text_starts_with(text_of(wanted), missing)) {
        struct text part = text_of(wanted + missing.length);
        if (is->kind != RESOLUTION_MISSING || text_find(is->reason, part, 0) == TEXT_NOWHERE) say(request, is, wanted);
    } else {
        struct text all = arena_format(&f->arena, "%.*s%.*s", TEXT_ARGS(is->path), TEXT_ARGS(is->query));
        if (is->kind != RESOLUTION_FILE || !text_equal(all, temp_tree_path(&f->tree, &f->arena, wanted))) {
            say(request, is, wanted);
        }
    }
    return is;
}

static void imports(struct fixture *f, const char *request, const char *wanted)
{
    expect(f, "src/index.js", request, RESOLVE_IMPORT, wanted);
}

static void requires(struct fixture *f, const char *request, const char *wanted)
{
    expect(f, "src/index.js", request, RESOLVE_REQUIRE, wanted);
}

/* ── files and folders ───────────────────────────────────────────────────────────────────────────────────────────── */

static void test_relative_files(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.js", "", "src/b.json", "{}", "src/c.js", "", "src/c.json", "{}", "src/d/index.js", "", "src/e.jsx", "",
          "src/f", "", "src/f.js", "", "top.js", "", NULL);
    imports(f, "./a.js", "src/a.js");
    imports(f, "./a", "src/a.js");
    imports(f, "./b", "src/b.json");
    imports(f, "./c", "src/c.js");
    imports(f, "./d", "src/d/index.js");
    imports(f, "./d/", "src/d/index.js");
    imports(f, ".", "missing: no such file");
    imports(f, "../top", "top.js");
    imports(f, "./d/../a", "src/a.js");
    imports(f, "./f", "src/f"); /* the exact name goes first */
    imports(f, "./e", "missing: nor with .js .json .wasm added");
    imports(f, "./a/", "missing: ");
    imports(f, "./A", "missing: ");
    imports(f, "", "missing: empty");
    imports(f, temp_tree_path(&f->tree, &f->arena, "src/a").at, "src/a.js");
    imports(f, "/src/a", "src/a.js"); /* webpack's resolve.roots */
}

static void test_extensions_of_the_configuration(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.jsx", "", "src/a.js", "", "src/b.json", "", NULL);
    configure(f, "\"resolve\": {\"extensions\": [\".jsx\", \"...\"]}");
    imports(f, "./a", "src/a.jsx");
    imports(f, "./b", "src/b.json");
    configure(f, "\"resolve\": {\"extensions\": [\".jsx\"]}");
    imports(f, "./a", "src/a.jsx");
    imports(f, "./b", "missing: nor with .jsx added");
}

static void test_query_fragment_and_loaders(void **state)
{
    struct fixture *f = *state;
    files(f, "src/m.js", "", "src/n#x.js", "", NULL);
    imports(f, "./m.js?x=1", "src/m.js?x=1");
    imports(f, "./m?x#y", "src/m.js?x#y");
    imports(f, "./m#y", "src/m.js#y");
    imports(f, "./n#x", "src/n#x.js"); /* "#" as a letter */
    assert_false(ask(f, "src/index.js", "./m.js?x=1", RESOLVE_IMPORT)->inline_loaders);
    assert_true(expect(f, "src/index.js", "!!raw-loader?a!./m.js", RESOLVE_IMPORT, "src/m.js")->inline_loaders);
    assert_true(ask(f, "src/index.js", "!./m.js?x", RESOLVE_IMPORT)->inline_loaders);
    const struct resolution *nul = resolver_resolve(f->resolver, (struct text){"./m.js\0x", 8},
                                                    temp_tree_path(&f->tree, &f->arena, "src/index.js"), RESOLVE_IMPORT);
    assert_int_equal(nul->kind, RESOLUTION_MISSING);
}

static void test_fully_specified(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json", "{\"type\": \"module\"}", "src/v.js", "", "src/d/index.js", "", "src/in.jsx", "",
          "node_modules/lib/package.json", "{\"main\": \"./main\"}", "node_modules/lib/main.js", "", "node_modules/lib/sub.js",
          "", "cjs/package.json", "{}", "cjs/a.mjs", "", "cjs/a.js", "", "cjs/b.js", "", NULL);
    imports(f, "./v", "missing: must write the extension");
    imports(f, "./d", "missing: is a folder");
    imports(f, "./v.js", "src/v.js");
    imports(f, "lib", "node_modules/lib/main.js");
    imports(f, "lib/sub", "missing: must write the extension");
    requires(f, "./v", "src/v.js");
    expect(f, "src/in.jsx", "./v", RESOLVE_IMPORT, "src/v.js"); /* the rule is for .js and .mjs */
    expect(f, "cjs/a.js", "./b", RESOLVE_IMPORT, "cjs/b.js");
    expect(f, "cjs/a.mjs", "./b", RESOLVE_IMPORT, "missing: must write the extension");
    configure(f, "\"resolve\": {\"fullySpecified\": true}");
    expect(f, "cjs/a.js", "./b", RESOLVE_REQUIRE, "missing: must write the extension");
}

static void test_symlinked_workspace(void **state)
{
    struct fixture *f = *state;
    files(f, "packages/pkg/package.json", "{\"name\": \"@ws/pkg\", \"version\": \"0.1.0\", \"main\": \"src/index.js\", \"sideEffects\": false}",
          "packages/pkg/src/index.js", "", NULL);
    temp_tree_link(&f->tree, "node_modules/@ws/pkg", "../../packages/pkg");
    const struct resolution *found = expect(f, "src/index.js", "@ws/pkg", RESOLVE_IMPORT, "packages/pkg/src/index.js");
    assert_true(text_is(found->facts.package->name, "@ws/pkg"));
    assert_int_equal(found->facts.side_effects, SIDE_EFFECTS_FREE);
    configure(f, "\"resolve\": {\"symlinks\": false}");
    imports(f, "@ws/pkg", "node_modules/@ws/pkg/src/index.js");
}

static void test_contexts(void **state)
{
    struct fixture *f = *state;
    files(f, "src/d/a.js", "", "node_modules/lib/locale/en.js", "", NULL);
    const struct resolution *found = ask(f, "src/index.js", "./d", RESOLVE_CONTEXT);
    assert_int_equal(found->kind, RESOLUTION_FOLDER);
    assert_true(text_equal(found->path, temp_tree_path(&f->tree, &f->arena, "src/d")));
    found = ask(f, "src/index.js", "lib/locale", RESOLVE_CONTEXT);
    assert_int_equal(found->kind, RESOLUTION_FOLDER);
    assert_true(text_equal(found->path, temp_tree_path(&f->tree, &f->arena, "node_modules/lib/locale")));
    assert_int_equal(ask(f, "src/index.js", "./d/a.js", RESOLVE_CONTEXT)->kind, RESOLUTION_MISSING);
}

/* ── packages ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_main_fields(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"main\": \"cjs.js\", \"module\": \"esm.js\"}", "node_modules/lib/cjs.js", "",
          "node_modules/lib/esm.js", "", "node_modules/l2/package.json",
          "{\"main\": \"cjs.js\", \"module\": \"esm.js\", \"browser\": \"br.js\"}", "node_modules/l2/cjs.js", "",
          "node_modules/l2/esm.js", "", "node_modules/l2/br.js", "", "node_modules/l3/package.json", "{\"main\": \"lib\"}",
          "node_modules/l3/lib.js", "", "node_modules/l4/package.json", "{\"main\": \"dir\"}", "node_modules/l4/dir/index.js", "",
          "node_modules/l5/package.json", "{\"main\": \"./\"}", "node_modules/l5/index.js", "", "node_modules/l6/package.json",
          "{\"main\": \"gone.js\"}", "node_modules/l6/index.js", "", "node_modules/l7.js", "", "node_modules/l7/index.js", "",
          "node_modules/l8/package.json", "{\"main\": \"gone.js\"}", NULL);
    imports(f, "lib", "node_modules/lib/esm.js");
    requires(f, "lib", "node_modules/lib/esm.js");
    imports(f, "l2", "node_modules/l2/br.js");
    imports(f, "l3", "node_modules/l3/lib.js");
    imports(f, "l4", "node_modules/l4/dir/index.js");
    imports(f, "l5", "node_modules/l5/index.js");
    imports(f, "l6", "node_modules/l6/index.js");
    imports(f, "l7", "node_modules/l7.js");
    imports(f, "l8", "missing: has no such file");
    imports(f, "none", "missing: no package 'none' in a node_modules folder");
    imports(f, "@s/none/x", "missing: no package '@s/none'");
    configure(f, "\"target\": \"node\"");
    imports(f, "l2", "node_modules/l2/esm.js");
    configure(f, "\"resolve\": {\"mainFields\": [\"main\"]}");
    imports(f, "l2", "node_modules/l2/cjs.js");
}

static void test_circular_main_fields_end(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/a/package.json", "{\"main\": \"../b\"}", "node_modules/b/package.json", "{\"main\": \"../a\"}", NULL);
    imports(f, "a", "missing: circles");
}

static void test_nested_node_modules(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/index.js", "", "node_modules/dep/index.js", "", "node_modules/dep/node_modules/lib/index.js", "",
          "src/nested/n.js", "", "src/nested/node_modules/lib/index.js", "", "src/nested/deep/x.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    expect(f, "node_modules/dep/index.js", "lib", RESOLVE_IMPORT, "node_modules/dep/node_modules/lib/index.js");
    expect(f, "src/nested/deep/x.js", "lib", RESOLVE_IMPORT, "src/nested/node_modules/lib/index.js");
}

static void test_scoped_subpaths(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/@s/lib/package.json", "{\"name\": \"@s/lib\", \"main\": \"index.js\"}", "node_modules/@s/lib/index.js", "",
          "node_modules/@s/lib/sub.js", "", "node_modules/@s/lib/deep/x.js", "", NULL);
    imports(f, "@s/lib", "node_modules/@s/lib/index.js");
    imports(f, "@s/lib/sub", "node_modules/@s/lib/sub.js");
    imports(f, "@s/lib/deep/x.js", "node_modules/@s/lib/deep/x.js");
    imports(f, "@s", "missing: ");
}

static void test_modules_of_the_configuration(void **state)
{
    struct fixture *f = *state;
    files(f, "vendor/a/index.js", "", "node_modules/a/index.js", "", "src/own/b/index.js", "", NULL);
    struct text vendor = temp_tree_path(&f->tree, &f->arena, "vendor");
    configure(f, arena_format(&f->arena, "\"resolve\": {\"modules\": [\"own\", \"%.*s\", \"...\"]}", TEXT_ARGS(vendor)).at);
    imports(f, "a", "vendor/a/index.js");
    imports(f, "b", "src/own/b/index.js");
}

static void test_exports_patterns(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json",
          "{\"name\": \"lib\", \"main\": \"index.js\", \"exports\": {\".\": \"./index.mjs\", \"./features/*\": \"./src/features/*.js\","
          " \"./features/private/*\": null, \"./*.js\": \"./src/*.js\", \"./*\": \"./src/*.js\", \"./folder/\": \"./src/\"}}",
          "node_modules/lib/index.mjs", "", "node_modules/lib/src/features/x.js", "", "node_modules/lib/src/features/private/y.js",
          "", "node_modules/lib/src/z.js", "", "node_modules/lib/secret.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.mjs");
    imports(f, "lib/features/x", "node_modules/lib/src/features/x.js");
    imports(f, "lib/features/private/y", "missing: subpath './features/private/y' is not exported by lib");
    imports(f, "lib/z", "node_modules/lib/src/z.js");
    imports(f, "lib/z.js", "node_modules/lib/src/z.js");
    imports(f, "lib/folder/z.js", "node_modules/lib/src/z.js");
    imports(f, "lib/package.json", "missing: which does not exist");
    imports(f, "lib/features/../../secret", "missing: ");
    imports(f, "lib/features/%2e%2e/%2E%2e/secret", "missing: not inside the package");
    imports(f, "lib/", "missing: folder");
    imports(f, "lib?x", "missing: ");
}

static void test_exports_null_and_missing(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"name\": \"lib\", \"exports\": {\".\": \"./index.js\", \"./internal/*\": null}}",
          "node_modules/lib/index.js", "", "node_modules/lib/internal/x.js", "", "node_modules/lib/other.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    imports(f, "lib/internal/x.js", "missing: subpath './internal/x.js' is not exported by lib");
    imports(f, "lib/other.js", "missing: subpath './other.js' is not exported by lib");
}

static void test_refused_export_ends_the_walk(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/sub.js", "", "src/node_modules/lib/package.json", "{\"name\": \"lib\", \"exports\": \"./a.js\"}",
          "src/node_modules/lib/a.js", "", NULL);
    imports(f, "lib/sub", "missing: not exported");
    imports(f, "lib", "src/node_modules/lib/a.js");
}

static void test_exports_lists_and_conditions(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json",
          "{\"name\": \"lib\", \"exports\": {\".\": [{\"nope\": \"./no.js\"}, \"./ok.js\"],"
          " \"./f\": {\"import\": {\"browser\": \"./f.b.js\", \"default\": \"./f.d.js\"}, \"default\": \"./f.c.js\"},"
          " \"./w\": {\"node\": \"./f.d.js\", \"webpack\": {\"development\": \"./f.b.js\", \"worker\": \"./no.js\"}, \"module-sync\": \"./f.c.js\"},"
          " \"./bad\": [\"bare\", \"./../out.js\", \"./ok.js\"], \"./worse\": \"./node_modules/x.js\", \"./gone\": [\"./gone.js\", \"./ok.js\"],"
          " \"./none\": {\"nope\": \"./ok.js\"}}}",
          "node_modules/lib/ok.js", "", "node_modules/lib/f.b.js", "", "node_modules/lib/f.c.js", "", "node_modules/lib/f.d.js", "",
          "node_modules/lib/node_modules/x.js", "", NULL);
    imports(f, "lib", "node_modules/lib/ok.js");
    imports(f, "lib/f", "node_modules/lib/f.b.js");
    requires(f, "lib/f", "node_modules/lib/f.c.js");
    imports(f, "lib/w", "node_modules/lib/f.c.js");
    imports(f, "lib/bad", "node_modules/lib/ok.js");
    imports(f, "lib/worse", "missing: not inside the package");
    imports(f, "lib/gone", "missing: leads to");
    imports(f, "lib/none", "missing: not exported");
    configure(f, "\"target\": \"node\", \"mode\": \"development\"");
    imports(f, "lib/f", "node_modules/lib/f.d.js");
    imports(f, "lib/w", "node_modules/lib/f.d.js");
    configure(f, "\"mode\": \"development\"");
    imports(f, "lib/w", "node_modules/lib/f.b.js");
    configure(f, "\"resolve\": {\"conditionNames\": [\"nope\", \"...\"]}");
    imports(f, "lib/none", "node_modules/lib/ok.js");
    imports(f, "lib/f", "node_modules/lib/f.b.js");
}

static void test_exports_sugar_and_malformed(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/a/package.json", "{\"name\": \"a\", \"exports\": \"./x.js\"}", "node_modules/a/x.js", "",
          "node_modules/b/package.json", "{\"name\": \"b\", \"exports\": {\"import\": \"./x.js\", \"require\": \"./y.js\"}}",
          "node_modules/b/x.js", "", "node_modules/b/y.js", "", "node_modules/c/package.json",
          "{\"name\": \"c\", \"exports\": {\"import\": \"./x.js\", \".\": \"./x.js\"}}", "node_modules/c/x.js", "",
          "node_modules/d/package.json", "{\"name\": \"d\", \"exports\": {\".\": 1}}", "node_modules/e/package.json",
          "{\"name\": \"e\", \"exports\": {}}", "node_modules/e/index.js", "", "node_modules/g/package.json",
          "{\"name\": \"g\", \"exports\": null, \"main\": \"x.js\"}", "node_modules/g/x.js", "", NULL);
    imports(f, "a", "node_modules/a/x.js");
    imports(f, "a/x.js", "missing: not exported");
    imports(f, "b", "node_modules/b/x.js");
    requires(f, "b", "node_modules/b/y.js");
    imports(f, "c", "missing: malformed");
    imports(f, "d", "missing: malformed");
    imports(f, "e", "missing: exports nothing for its name alone");
    imports(f, "g", "node_modules/g/x.js");
}

static void test_self_reference(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json", "{\"name\": \"app\", \"exports\": {\".\": \"./src/index.js\", \"./x\": \"./src/x.js\"}}", "src/index.js", "",
          "src/x.js", "", "node_modules/lib/package.json", "{\"name\": \"lib\"}", "node_modules/lib/a.js", "", NULL);
    imports(f, "app", "src/index.js");
    imports(f, "app/x", "src/x.js");
    imports(f, "app/y", "missing: not exported by app");
    expect(f, "node_modules/lib/a.js", "lib/b", RESOLVE_IMPORT, "missing: "); /* without exports there is no self reference */
}

static void test_imports_field(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json",
          "{\"imports\": {\"#util\": \"./src/util.js\", \"#lib\": \"lib\", \"#env\": {\"browser\": \"./src/env.browser.js\", \"default\": "
          "\"./src/env.node.js\"}, \"#c/*\": \"./src/c/*.js\", \"#out\": \"../x.js\", \"#loop\": \"#util\"}}",
          "src/util.js", "", "src/env.browser.js", "", "src/env.node.js", "", "src/c/one.js", "", "node_modules/lib/index.js", "",
          "node_modules/other/package.json", "{}", NULL);
    imports(f, "#util", "src/util.js");
    imports(f, "#lib", "node_modules/lib/index.js");
    imports(f, "#env", "src/env.browser.js");
    imports(f, "#c/one", "src/c/one.js");
    imports(f, "#none", "missing: '#none' is not imported by");
    imports(f, "#out", "missing: ");
    imports(f, "#loop", "missing: ");
    expect(f, "node_modules/other/a.js", "#util", RESOLVE_IMPORT, "missing: "); /* another package's */
    configure(f, "\"target\": \"node\"");
    imports(f, "#env", "src/env.node.js");
}

/* ── replacements ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_browser_map(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json",
          "{\"main\": \"./index.js\", \"browser\": {\"./node.js\": \"./browser.js\", \"fs\": false, \"util\": \"./util-shim.js\", "
          "\"./skip.js\": false, \"path\": \"other\", \"./index.js\": \"./index-web.js\"}}",
          "node_modules/lib/index.js", "", "node_modules/lib/index-web.js", "", "node_modules/lib/node.js", "",
          "node_modules/lib/browser.js", "", "node_modules/lib/util-shim.js", "", "node_modules/lib/skip.js", "",
          "node_modules/other/index.js", "", "node_modules/lib/deep/x.js", "", NULL);
    const char *issuer = "node_modules/lib/index.js";
    expect(f, issuer, "./node.js", RESOLVE_IMPORT, "node_modules/lib/browser.js");
    expect(f, issuer, "./node", RESOLVE_REQUIRE, "node_modules/lib/browser.js");
    expect(f, "node_modules/lib/deep/x.js", "../node", RESOLVE_REQUIRE, "node_modules/lib/browser.js");
    expect(f, issuer, "./skip.js", RESOLVE_IMPORT, "ignored");
    expect(f, issuer, "fs", RESOLVE_IMPORT, "ignored");
    expect(f, issuer, "util", RESOLVE_IMPORT, "node_modules/lib/util-shim.js");
    expect(f, issuer, "path", RESOLVE_IMPORT, "node_modules/other/index.js");
    imports(f, "lib", "node_modules/lib/index-web.js");
    imports(f, "lib/node", "node_modules/lib/browser.js");
    imports(f, "fs", "missing: a module of Node.js"); /* the app's own package says nothing */
    configure(f, "\"target\": \"node\"");
    expect(f, issuer, "./node.js", RESOLVE_IMPORT, "node_modules/lib/node.js");
    imports(f, "lib", "node_modules/lib/index.js");
    expect(f, issuer, "fs", RESOLVE_IMPORT, "external");
}

static void test_aliases(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/index.js", "", "node_modules/lib/sub.js", "", "node_modules/lib-impl/index.js", "", "src/util.js", "",
          "src/a.js", "", "src/b.js", "", "src/icons/x.svg.js", "", NULL);
    struct text a = temp_tree_path(&f->tree, &f->arena, "src/a.js");
    configure(f, arena_format(&f->arena,
                              "\"resolve\": {\"alias\": {\"@\": \"./src\", \"my-lib\": \"lib\", \"lib$\": \"lib-impl\", \"gone\": false,"
                              "\"many\": [\"none\", \"lib/sub\"], \"%.*s\": \"./src/b.js\", \"icon-*\": \"@/icons/*.svg\","
                              "\"loop\": \"pool\", \"pool\": \"loop\", \"lost\": \"nowhere\"}}",
                              TEXT_ARGS(a))
                     .at);
    imports(f, "@/util", "src/util.js");
    imports(f, "@/util?q", "src/util.js?q");
    imports(f, "my-lib", "node_modules/lib-impl/index.js");
    imports(f, "my-lib/sub", "node_modules/lib/sub.js");
    imports(f, "lib", "node_modules/lib-impl/index.js");
    imports(f, "lib/sub.js", "node_modules/lib/sub.js");
    imports(f, "gone", "ignored");
    imports(f, "gone/x", "ignored");
    imports(f, "many", "node_modules/lib/sub.js");
    imports(f, "./a", "src/b.js");
    imports(f, "icon-x", "src/icons/x.svg.js");
    imports(f, "@x/y", "missing: ");
    imports(f, "loop", "missing: circles");
    imports(f, "lost", "missing: ");
}

static void test_fallback(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/path-web/index.js", "", "node_modules/util/index.js", "", NULL);
    configure(f, "\"resolve\": {\"fallback\": {\"fs\": false, \"path\": \"path-web\", \"util\": false, \"node:url\": false}}");
    imports(f, "fs", "ignored");
    imports(f, "path", "node_modules/path-web/index.js");
    imports(f, "util", "node_modules/util/index.js"); /* an installed package goes first */
    imports(f, "node:url", "ignored");
    imports(f, "node:os", "missing: a module of Node.js");
}

static void test_externals(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/fsx/index.js", "", NULL);
    imports(f, "data:text/javascript,export{}", "external");
    imports(f, "https://example.com/x.js", "external");
    imports(f, "//example.com/x.js", "external");
    imports(f, "fs/promises", "missing: ");
    configure(f, "\"target\": \"node\"");
    imports(f, "fs", "external");
    imports(f, "fs/promises", "external");
    imports(f, "node:test", "external");
    imports(f, "fsx", "node_modules/fsx/index.js");
    imports(f, "https://example.com/x.js", "missing: ");
}

static void test_urls(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.js", "", "src/pic.png", "", "node_modules/p/index.js", "", NULL);
    expect(f, "src/index.js", "./pic.png", RESOLVE_URL, "src/pic.png");
    expect(f, "src/index.js", "pic.png", RESOLVE_URL, "src/pic.png");
    expect(f, "src/index.js", "./a", RESOLVE_URL, "missing: no such file");
    expect(f, "src/index.js", "a", RESOLVE_WORKER, "src/a.js");
    imports(f, "pic.png", "missing: ");
}

/* ── facts ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static enum module_format format_of(struct fixture *f, const char *name)
{
    return resolver_facts(f->resolver, temp_tree_path(&f->tree, &f->arena, name)).format;
}

static void test_module_format(void **state)
{
    struct fixture *f = *state;
    files(f, "m/package.json", "{\"type\": \"module\"}", "c/package.json", "{\"type\": \"commonjs\"}", "n/package.json", "{}",
          "m/dist/package.json", "{\"type\": \"commonjs\"}", NULL);
    configure(f, "");
    assert_int_equal(format_of(f, "m/a.js"), MODULE_FORMAT_ESM);
    assert_int_equal(format_of(f, "m/deep/a.js"), MODULE_FORMAT_ESM);
    assert_int_equal(format_of(f, "m/a.cjs"), MODULE_FORMAT_COMMONJS);
    assert_int_equal(format_of(f, "m/a.jsx"), MODULE_FORMAT_AUTO);
    assert_int_equal(format_of(f, "m/dist/a.js"), MODULE_FORMAT_COMMONJS);
    assert_int_equal(format_of(f, "c/a.js"), MODULE_FORMAT_COMMONJS);
    assert_int_equal(format_of(f, "c/a.mjs"), MODULE_FORMAT_ESM);
    assert_int_equal(format_of(f, "n/a.js"), MODULE_FORMAT_AUTO);
    assert_int_equal(format_of(f, "n/a.MJS"), MODULE_FORMAT_ESM);
}

static enum side_effects effects_of(struct fixture *f, const char *flag, const char *file)
{
    struct text json = arena_format(&f->arena, "{\"name\": \"lib\"%s%s}", *flag ? ", \"sideEffects\": " : "", flag);
    temp_tree_file(&f->tree, "node_modules/lib/package.json", json.at);
    configure(f, "");
    struct text path = temp_tree_path(&f->tree, &f->arena, "node_modules/lib");
    return resolver_facts(f->resolver, arena_format(&f->arena, "%.*s/%s", TEXT_ARGS(path), file)).side_effects;
}

static void test_side_effects(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(effects_of(f, "", "a.js"), SIDE_EFFECTS_UNKNOWN);
    assert_int_equal(effects_of(f, "null", "a.js"), SIDE_EFFECTS_UNKNOWN);
    assert_int_equal(effects_of(f, "false", "a.js"), SIDE_EFFECTS_FREE);
    assert_int_equal(effects_of(f, "true", "a.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[]", "a.js"), SIDE_EFFECTS_FREE);
    assert_int_equal(effects_of(f, "\"./a.js\"", "a.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "\"./a.js\"", "x/a.js"), SIDE_EFFECTS_FREE);
    assert_int_equal(effects_of(f, "\"a.js\"", "x/a.js"), SIDE_EFFECTS_PRESENT); /* without a slash: in every folder */
    assert_int_equal(effects_of(f, "[\"*.css\", \"x/*.js\"]", "x/a.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[\"*.css\", \"x/*.js\"]", "x/y/a.js"), SIDE_EFFECTS_FREE);
    assert_int_equal(effects_of(f, "[\"./x/**/*.js\"]", "x/y/a.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[\"./x/**/*.js\"]", "x/a.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[\"x/**/\"]", "x/y/a.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[\"{a,b}.js\"]", "b.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[\"{a,b}.js\"]", "c.js"), SIDE_EFFECTS_FREE);
    assert_int_equal(effects_of(f, "[false, \"b.js\"]", "c.js"), SIDE_EFFECTS_FREE);
    assert_int_equal(effects_of(f, "[true]", "c.js"), SIDE_EFFECTS_PRESENT);
    assert_int_equal(effects_of(f, "[\"[\"]", "c.js"), SIDE_EFFECTS_PRESENT); /* unreadable: kept */
}

static void test_nameless_package_json_inherits_side_effects(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json", "{\"name\": \"app\", \"sideEffects\": false}", "esm/package.json", "{\"type\": \"module\"}",
          "node_modules/lib/package.json", "{\"name\": \"lib\", \"sideEffects\": [\"./esm/a.js\"]}", "node_modules/lib/esm/package.json",
          "{\"type\": \"module\"}", "node_modules/lib/esm/a.js", "", "node_modules/lib/esm/b.js", "",
          "node_modules/@s/bare/package.json", "{\"type\": \"module\"}", "node_modules/lib/own/package.json", "{\"name\": \"lib/own\"}", NULL);
    configure(f, "");
    struct {
        const char *file;
        enum side_effects wanted;
    } rows[] = {
        {"node_modules/lib/esm/a.js", SIDE_EFFECTS_PRESENT},   {"node_modules/lib/esm/b.js", SIDE_EFFECTS_FREE},
        {"node_modules/@s/bare/a.js", SIDE_EFFECTS_UNKNOWN},   {"esm/a.js", SIDE_EFFECTS_UNKNOWN},
        {"node_modules/lib/own/a.js", SIDE_EFFECTS_UNKNOWN},   {"src/a.js", SIDE_EFFECTS_FREE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text path = temp_tree_path(&f->tree, &f->arena, rows[i].file);
        assert_int_equal(resolver_facts(f->resolver, path).side_effects, rows[i].wanted);
    }
}

static void test_package_facts(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"name\": \"lib\", \"version\": \"1.2.3\", \"type\": \"module\"}", "node_modules/lib/index.js", "", NULL);
    const struct resolution *found = expect(f, "src/index.js", "lib", RESOLVE_IMPORT, "node_modules/lib/index.js");
    assert_true(text_is(found->facts.package->version, "1.2.3"));
    assert_int_equal(found->facts.package->type, PACKAGE_TYPE_MODULE);
    assert_int_equal(found->facts.format, MODULE_FORMAT_ESM);
    assert_true(text_equal(found->facts.package->folder, temp_tree_path(&f->tree, &f->arena, "node_modules/lib")));
    assert_ptr_equal(found, ask(f, "src/index.js", "lib", RESOLVE_IMPORT));
    assert_ptr_equal(found, ask(f, "src/other.js", "lib", RESOLVE_IMPORT));
}

static void test_broken_package_json_is_reported_once(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"main\": }", "node_modules/lib/index.js", "", "node_modules/lib/a.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    imports(f, "lib/a", "node_modules/lib/a.js");
    assert_int_equal(f->diagnostics.count, 1);
    assert_int_equal(f->diagnostics.list[0].code, DIAG_PACKAGE_JSON);
    assert_int_equal(f->diagnostics.list[0].place.line, 1);
}

static void expect_required(struct fixture *f, const char *folder, const char *name, const char *wanted)
{
    struct text is = resolver_required_version(f->resolver, temp_tree_path(&f->tree, &f->arena, folder), text_of(name));
    if (!text_is(is, wanted)) {
        print_error("%s in %s is '%.*s', must be '%s'\n", name, folder, TEXT_ARGS(is), wanted);
        fail();
    }
}

static void test_required_version(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json",
          "{\"name\": \"app\", \"dependencies\": {\"lib\": \"^1.0.0\", \"both\": \"^1\", \"ws\": \"workspace:*\", \"tag\": \"latest\", \"al\": "
          "\"npm:x@^1\", \"git\": \"user/repo#semver:^2.0\", \"hash\": \"git://github.com/a/b#v1.2\"}, \"devDependencies\": {\"both\": \"^2\", "
          "\"dev\": \"~3\"}, \"peerDependencies\": {\"peer\": \">=4\"}, \"optionalDependencies\": {\"both\": \"^0\", \"star\": \"*\"}}",
          "node_modules/dep/package.json", "{\"name\": \"dep\", \"dependencies\": {\"lib\": \"^2.0.0\"}}", "src/inner/package.json", "{}", NULL);
    configure(f, "");
    expect_required(f, "src", "lib", "^1.0.0");
    expect_required(f, "src/inner", "lib", "^1.0.0"); /* the nearest one that lists it */
    expect_required(f, "node_modules/dep", "lib", "^2.0.0");
    expect_required(f, "node_modules/dep", "dep", ""); /* itself */
    expect_required(f, "node_modules/dep", "peer", ">=4");
    expect_required(f, "src", "both", "^0");
    expect_required(f, "src", "dev", "~3");
    expect_required(f, "src", "star", "*");
    expect_required(f, "src", "ws", "");
    expect_required(f, "src", "tag", "");
    expect_required(f, "src", "al", "");
    expect_required(f, "src", "git", "^2.0");
    expect_required(f, "src", "hash", "v1.2");
    expect_required(f, "src", "none", "");
    expect_required(f, "src", "app", "");
}

static void test_version_of_a_file(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json", "{\"name\": \"app\", \"version\": \"9.0.0\"}", "node_modules/m/package.json", "{\"name\": \"@m/m\", \"version\": \"5.1.0\"}",
          "node_modules/m/styles/package.json", "{\"name\": \"@m/m/styles\"}", "node_modules/m/esm/package.json", "{\"type\": \"module\"}",
          "node_modules/m/other/package.json", "{\"name\": \"other\"}", "node_modules/bare/package.json", "{}", NULL);
    configure(f, "");
    struct {
        const char *file, *wanted;
    } rows[] = {
        {"src/a.js", "9.0.0"},
        {"node_modules/m/a.js", "5.1.0"},
        {"node_modules/m/styles/a.js", "5.1.0"},
        {"node_modules/m/esm/a.js", "5.1.0"},
        {"node_modules/m/other/a.js", ""},
        {"node_modules/bare/a.js", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text is = resolver_version(f->resolver, temp_tree_path(&f->tree, &f->arena, rows[i].file));
        assert_true(text_is(is, rows[i].wanted));
    }
}

static void test_share_of_file(void **state)
{
    struct fixture *f = *state;
    files(f, "src/shared.js", "", "src/abs.js", "", "src/other.js", "", NULL);
    struct text absolute = temp_tree_path(&f->tree, &f->arena, "src/abs.js");
    struct text json = arena_format(&f->arena, "{\"entry\": \"./a\", \"shared\": {\"./src/shared\": {\"shareKey\": \"k\"}, \"%.*s\": {},\n \"./gone\": {}}}",
                                    TEXT_ARGS(absolute));
    temp_tree_file(&f->tree, "mfshake.json", json.at);
    const struct config *config =
        config_load(&f->arena, &f->diagnostics, (struct config_source){.folder = text_of(f->tree.root)});
    f->resolver = resolver_new(config, &f->diagnostics);
    struct text shared = temp_tree_path(&f->tree, &f->arena, "src/shared.js");
    assert_ptr_equal(resolver_share_of_file(f->resolver, shared).share, &config->shares[0]); /* found with its extension */
    assert_ptr_equal(resolver_share_of_file(f->resolver, absolute).share, &config->shares[1]);
    assert_null(resolver_share_of_file(f->resolver, temp_tree_path(&f->tree, &f->arena, "src/other.js")).share);
    assert_int_equal(f->diagnostics.count, 1);
    assert_int_equal(f->diagnostics.list[0].code, DIAG_SHARE_UNRESOLVED);
    assert_int_equal(f->diagnostics.list[0].place.line, 2);
}

static void test_package_name_of_request(void **state)
{
    (void)state;
    assert_true(text_is(package_name_of_request(TEXT("lodash/get")), "lodash"));
    assert_true(text_is(package_name_of_request(TEXT("@s/a/b/c")), "@s/a"));
    assert_true(text_is(package_name_of_request(TEXT("@s/a")), "@s/a"));
    assert_int_equal(package_name_of_request(TEXT("@s")).length, 0);
    assert_int_equal(package_name_of_request(TEXT("./a")).length, 0);
    assert_int_equal(package_name_of_request(TEXT("/a")).length, 0);
    assert_int_equal(package_name_of_request(TEXT("#a")).length, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_relative_files),
        TEST(test_extensions_of_the_configuration),
        TEST(test_query_fragment_and_loaders),
        TEST(test_fully_specified),
        TEST(test_symlinked_workspace),
        TEST(test_contexts),
        TEST(test_main_fields),
        TEST(test_circular_main_fields_end),
        TEST(test_nested_node_modules),
        TEST(test_scoped_subpaths),
        TEST(test_modules_of_the_configuration),
        TEST(test_exports_patterns),
        TEST(test_exports_null_and_missing),
        TEST(test_refused_export_ends_the_walk),
        TEST(test_exports_lists_and_conditions),
        TEST(test_exports_sugar_and_malformed),
        TEST(test_self_reference),
        TEST(test_imports_field),
        TEST(test_browser_map),
        TEST(test_aliases),
        TEST(test_fallback),
        TEST(test_externals),
        TEST(test_urls),
        TEST(test_module_format),
        TEST(test_side_effects),
        TEST(test_nameless_package_json_inherits_side_effects),
        TEST(test_package_facts),
        TEST(test_broken_package_json_is_reported_once),
        TEST(test_required_version),
        TEST(test_version_of_a_file),
        TEST(test_share_of_file),
        TEST(test_package_name_of_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
