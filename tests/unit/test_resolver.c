#include "resolve_fixture.h"

static void test_relative_files(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.js", "", "src/b.json", "{}", "src/c.js", "", "src/c.json", "{}", "src/d/index.js", "", "src/e.jsx",
          "", "src/f", "", "src/f.js", "", "top.js", "", NULL);
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
    imports(f, "./e", "src/e.jsx");
    imports(f, "./a/", "missing: ");
    imports(f, "./A", "missing: ");
    imports(f, "", "missing: empty");
    imports(f, folder_path(f->folder, "src/a").at, "src/a.js");
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

static void test_options_by_dependency(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.ts", "", "src/a.js", "", "src/b.cjs", "", "src/c.json", "", "src/side.js", "", NULL);
    configure(f, "\"resolve\": {\"extensions\": [\".js\", \".json\"], \"byDependency\": {"
                 "\"esm\": {\"extensions\": [\".ts\", \"...\"]}, \"default\": {\"extensions\": [\".cjs\"]},"
                 "\"worker\": {\"fullySpecified\": true}}}");
    imports(f, "./a", "src/a.ts");
    imports(f, "./c", "src/c.json");
    requires(f, "./b", "src/b.cjs");
    requires(f, "./a", "missing: nor with .cjs added");
    expect(f, "src/index.js", "./a", RESOLVE_WORKER, "missing: must write the extension");
    expect(f, "src/index.js", "./a.js", RESOLVE_WORKER, "src/a.js");
    configure(f,
              "\"resolve\": {\"preferRelative\": true, \"byDependency\": {\"commonjs\": {\"preferRelative\": false}}}");
    imports(f, "side", "src/side.js");
    requires(f, "side", "missing: no package 'side'");
}

static void test_conditions_by_dependency(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/p/package.json",
          "{\"exports\": {\"special\": \"./s.js\", \"import\": \"./i.js\", \"require\": \"./r.js\"}}",
          "node_modules/p/s.js", "", "node_modules/p/i.js", "", "node_modules/p/r.js", "", NULL);
    configure(f, "\"resolve\": {\"byDependency\": {\"esm\": {\"conditionNames\": [\"special\", \"...\"]}}}");
    imports(f, "p", "node_modules/p/s.js");
    requires(f, "p", "node_modules/p/r.js");
}

static void test_last_extensions(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.ts", "", "src/a/index.js", "", "src/b.tsx", "", "src/c/index.jsx", "", "src/d.mjs", "", "src/d.ts",
          "", NULL);
    imports(f, "./a", "src/a/index.js"); /* webpack finds it: no later extension goes before */
    imports(f, "./b", "src/b.tsx");
    imports(f, "./c", "src/c/index.jsx");
    imports(f, "./d", "src/d.mjs");
    imports(f, "./e", "missing: nor with .js .json .wasm added");
    expect(f, "src/index.js", "./b", RESOLVE_URL, "missing: no such file");
    configure(f, "\"resolve\": {\"extensions\": [\".js\"]}");
    imports(f, "./b", "missing: nor with .js added");
}

static void test_extension_aliases(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.ts", "", "src/b.js", "", "src/c.mjs", "", "src/d.js/index.js", "", "package.json",
          "{\"name\": \"app\", \"imports\": {\"#a\": \"./src/a.js\"}, \"exports\": {\"./a\": \"./src/a.js\"}}", NULL);
    configure(f, "\"resolve\": {\"extensionAlias\": {\".js\": [\".ts\", \".js\"], \".mjs\": \".mts\"}}");
    imports(f, "./a.js", "src/a.ts");
    imports(f, "./a.js?q", "src/a.ts?q");
    imports(f, "./b.js", "src/b.js");
    imports(f, "./c.mjs", "missing: "); /* .mjs is no target of its own alias */
    imports(f, "./d.js", "src/d.js/index.js");
    imports(f, "#a", "src/a.ts");
    imports(f, "app/a", "missing: does not exist"); /* exports are taken at their word */
    imports(f, "./b", "src/b.js");
}

static void test_roots(void **state)
{
    struct fixture *f = *state;
    files(f, "src/a.js", "", "public/src/a.js", "", "public/logo.svg", "", NULL);
    imports(f, "/src/a.js", "src/a.js");
    configure(f, "\"resolve\": {\"roots\": [\"./public\", \"...\"]}");
    imports(f, "/src/a.js", "public/src/a.js");
    imports(f, "/logo.svg", "public/logo.svg");
    configure(f, "\"resolve\": {\"roots\": [\"public\"]}");
    imports(f, "/src/index.js", "missing: ");
    const char *absolute = folder_path(f->folder, "src/a").at;
    struct text shadow = arena_format(&f->folder->arena, "public%s.js", absolute);
    files(f, shadow.at, "", NULL);
    configure(f, "\"resolve\": {\"roots\": [\"public\"]}");
    imports(f, absolute, shadow.at);
    configure(f, "\"resolve\": {\"roots\": [\"public\"], \"preferAbsolute\": true}");
    imports(f, absolute, "src/a.js");
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
                                                    folder_path(f->folder, "src/index.js"), RESOLVE_IMPORT);
    assert_int_equal(nul->kind, RESOLUTION_MISSING);
}

static void test_fully_specified(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json", "{\"type\": \"module\"}", "src/v.js", "", "src/d/index.js", "", "src/in.jsx", "",
          "node_modules/lib/package.json", "{\"main\": \"./main\"}", "node_modules/lib/main.js", "",
          "node_modules/lib/sub.js", "", "cjs/package.json", "{}", "cjs/a.mjs", "", "cjs/a.js", "", "cjs/b.js", "",
          NULL);
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
    files(f, "packages/pkg/package.json",
          "{\"name\": \"@ws/pkg\", \"version\": \"0.1.0\", \"main\": \"src/index.js\", \"sideEffects\": false}",
          "packages/pkg/src/index.js", "", NULL);
    tree_link(f->folder, "node_modules/@ws/pkg", "../../packages/pkg");
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
    assert_true(text_equal(found->path, folder_path(f->folder, "src/d")));
    found = ask(f, "src/index.js", "lib/locale", RESOLVE_CONTEXT);
    assert_int_equal(found->kind, RESOLUTION_FOLDER);
    assert_true(text_equal(found->path, folder_path(f->folder, "node_modules/lib/locale")));
    assert_int_equal(ask(f, "src/index.js", "./d/a.js", RESOLVE_CONTEXT)->kind, RESOLUTION_MISSING);
}

static void test_main_fields(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"main\": \"cjs.js\", \"module\": \"esm.js\"}",
          "node_modules/lib/cjs.js", "", "node_modules/lib/esm.js", "", "node_modules/l2/package.json",
          "{\"main\": \"cjs.js\", \"module\": \"esm.js\", \"browser\": \"br.js\"}", "node_modules/l2/cjs.js", "",
          "node_modules/l2/esm.js", "", "node_modules/l2/br.js", "", "node_modules/l3/package.json",
          "{\"main\": \"lib\"}", "node_modules/l3/lib.js", "", "node_modules/l4/package.json", "{\"main\": \"dir\"}",
          "node_modules/l4/dir/index.js", "", "node_modules/l5/package.json", "{\"main\": \"./\"}",
          "node_modules/l5/index.js", "", "node_modules/l6/package.json", "{\"main\": \"gone.js\"}",
          "node_modules/l6/index.js", "", "node_modules/l7.js", "", "node_modules/l7/index.js", "",
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
    files(f, "node_modules/a/package.json", "{\"main\": \"../b\"}", "node_modules/b/package.json",
          "{\"main\": \"../a\"}", NULL);
    imports(f, "a", "missing: circles");
    files(f, "node_modules/self/package.json", "{\"main\": \"../self\"}", "node_modules/self/index.js", "", NULL);
    imports(f, "self", "node_modules/self/index.js");
}

static void test_nested_node_modules(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/index.js", "", "node_modules/dep/index.js", "",
          "node_modules/dep/node_modules/lib/index.js", "", "src/nested/n.js", "",
          "src/nested/node_modules/lib/index.js", "", "src/nested/deep/x.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    expect(f, "node_modules/dep/index.js", "lib", RESOLVE_IMPORT, "node_modules/dep/node_modules/lib/index.js");
    expect(f, "src/nested/deep/x.js", "lib", RESOLVE_IMPORT, "src/nested/node_modules/lib/index.js");
}

static void test_scoped_subpaths(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/@s/lib/package.json", "{\"name\": \"@s/lib\", \"main\": \"index.js\"}",
          "node_modules/@s/lib/index.js", "", "node_modules/@s/lib/sub.js", "", "node_modules/@s/lib/deep/x.js", "",
          NULL);
    imports(f, "@s/lib", "node_modules/@s/lib/index.js");
    imports(f, "@s/lib/sub", "node_modules/@s/lib/sub.js");
    imports(f, "@s/lib/deep/x.js", "node_modules/@s/lib/deep/x.js");
    imports(f, "@s", "missing: ");
}

static void test_modules_of_the_configuration(void **state)
{
    struct fixture *f = *state;
    files(f, "vendor/a/index.js", "", "node_modules/a/index.js", "", "src/own/b/index.js", "", NULL);
    struct text vendor = folder_path(f->folder, "vendor");
    configure(f, arena_format(&f->folder->arena, "\"resolve\": {\"modules\": [\"own\", \"%.*s\", \"...\"]}",
                              TEXT_ARGS(vendor))
                     .at);
    imports(f, "a", "vendor/a/index.js");
    imports(f, "b", "src/own/b/index.js");
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

static void test_share_of_file(void **state)
{
    struct fixture *f = *state;
    files(f, "src/shared.js", "", "src/abs.js", "", "src/other.js", "", NULL);
    struct text absolute = folder_path(f->folder, "src/abs.js");
    struct text json = arena_format(
        &f->folder->arena,
        "{\"entry\": \"./a\", \"shared\": {\"./src/shared\": {\"shareKey\": \"k\"}, \"%.*s\": {},\n \"./gone\": {}}}",
        TEXT_ARGS(absolute));
    tree_file(f->folder, "mfshake.json", json.at);
    const struct config *config =
        config_load(&f->folder->arena, &f->diagnostics, (struct config_source){.folder = f->folder->path});
    f->resolver = resolver_new(config, &f->diagnostics);
    struct text shared = folder_path(f->folder, "src/shared.js");
    assert_ptr_equal(resolver_share_of_file(f->resolver, shared).share,
                     &config->shares[0]); /* found with its extension */
    assert_ptr_equal(resolver_share_of_file(f->resolver, absolute).share, &config->shares[1]);
    assert_null(resolver_share_of_file(f->resolver, folder_path(f->folder, "src/other.js")).share);
    assert_int_equal(f->diagnostics.count, 1);
    assert_int_equal(f->diagnostics.list[0].code, DIAG_SHARE_UNRESOLVED);
    assert_int_equal(f->diagnostics.list[0].place.line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_relative_files),
        TEST(test_extensions_of_the_configuration),
        TEST(test_options_by_dependency),
        TEST(test_conditions_by_dependency),
        TEST(test_last_extensions),
        TEST(test_extension_aliases),
        TEST(test_roots),
        TEST(test_query_fragment_and_loaders),
        TEST(test_fully_specified),
        TEST(test_symlinked_workspace),
        TEST(test_contexts),
        TEST(test_main_fields),
        TEST(test_circular_main_fields_end),
        TEST(test_nested_node_modules),
        TEST(test_scoped_subpaths),
        TEST(test_modules_of_the_configuration),
        TEST(test_externals),
        TEST(test_urls),
        TEST(test_share_of_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
