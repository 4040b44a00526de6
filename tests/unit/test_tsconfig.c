#include "resolve_fixture.h"

static const struct tsconfig *tsconfig_of(struct fixture *f, const char *file)
{
    if (!f->resolver) configure(f, "");
    return resolver_tsconfig(f->resolver, folder_path(f->folder, file));
}

static void test_none(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/p/tsconfig.json", "{broken", "node_modules/p/a.ts", "", NULL);
    assert_null(tsconfig_of(f, "src/a.ts"));
    assert_null(tsconfig_of(f, "node_modules/p/a.ts"));
    assert_int_equal(f->diagnostics.count, 0);
}

static void test_nearest_and_relaxed(void **state)
{
    struct fixture *f = *state;
    files(f, "tsconfig.json", "\xEF\xBB\xBF{ // all\n \"compilerOptions\": {\"jsx\": \"react-jsx\", },\n}",
          "src/deep/a.ts", "", "old/tsconfig.json",
          "{\"compilerOptions\": {\"jsx\": \"React\", \"jsxImportSource\": \"preact\"}}", NULL);
    assert_int_equal(tsconfig_of(f, "src/deep/a.ts")->jsx, TSCONFIG_JSX_AUTOMATIC);
    assert_false(tsconfig_of(f, "src/deep/a.ts")->keep_unused_imports);
    assert_int_equal(tsconfig_of(f, "old/x/a.ts")->jsx, TSCONFIG_JSX_CLASSIC);
    unit_text_equal(tsconfig_of(f, "old/x/a.ts")->jsx_import_source, TEXT("preact"), __FILE__, __LINE__);
    assert_int_equal(f->diagnostics.count, 0);
}

static void test_kept_imports(void **state)
{
    struct fixture *f = *state;
    files(f, "a/tsconfig.json", "{\"compilerOptions\": {\"verbatimModuleSyntax\": true}}", "b/tsconfig.json",
          "{\"compilerOptions\": {\"preserveValueImports\": true}}", "c/tsconfig.json",
          "{\"compilerOptions\": {\"importsNotUsedAsValues\": \"preserve\"}}", "d/tsconfig.json",
          "{\"compilerOptions\": {\"importsNotUsedAsValues\": \"remove\", \"isolatedModules\": true}}",
          "e/tsconfig.json",
          "{\"extends\": \"../a/tsconfig.json\", \"compilerOptions\": {\"verbatimModuleSyntax\": false}}", NULL);
    assert_true(tsconfig_of(f, "a/x.ts")->keep_unused_imports);
    assert_true(tsconfig_of(f, "b/x.ts")->keep_unused_imports);
    assert_true(tsconfig_of(f, "c/x.ts")->keep_unused_imports);
    assert_false(tsconfig_of(f, "d/x.ts")->keep_unused_imports);
    assert_false(tsconfig_of(f, "e/x.ts")->keep_unused_imports);
}

static void test_extends(void **state)
{
    struct fixture *f = *state;
    files(f, "tsconfig.json", "{\"extends\": [\"./one\", \"@base/strict/tsconfig.json\", \"plain\", \"mapped/web\"]}",
          "one.json", "{\"compilerOptions\": {\"jsx\": \"react-jsx\", \"verbatimModuleSyntax\": true}}",
          "node_modules/@base/strict/tsconfig.json", "{\"extends\": \"./more.json\"}",
          "node_modules/@base/strict/more.json", "{\"compilerOptions\": {\"jsx\": \"react\"}}",
          "node_modules/plain/package.json", "{\"tsconfig\": \"./base.json\"}", "node_modules/plain/base.json",
          "{\"compilerOptions\": {\"jsxImportSource\": \"plain\"}}", "node_modules/mapped/package.json",
          "{\"exports\": {\"./web\": \"./in/web.json\"}}", "node_modules/mapped/in/web.json",
          "{\"compilerOptions\": {\"jsxImportSource\": \"mapped\"}}", NULL);
    const struct tsconfig *tsconfig = tsconfig_of(f, "a.ts");
    assert_int_equal(f->diagnostics.count, 0);
    assert_true(tsconfig->keep_unused_imports);
    assert_int_equal(tsconfig->jsx, TSCONFIG_JSX_CLASSIC); /* the later one overrides */
    unit_text_equal(tsconfig->jsx_import_source, TEXT("mapped"), __FILE__, __LINE__);
}

static void test_circles_end(void **state)
{
    struct fixture *f = *state;
    files(f, "tsconfig.json", "{\"extends\": \"./b.json\"}", "b.json",
          "{\"extends\": [\"./tsconfig.json\", \"./b\"], \"compilerOptions\": {\"jsx\": \"react\"}}", NULL);
    assert_int_equal(tsconfig_of(f, "a.ts")->jsx, TSCONFIG_JSX_CLASSIC);
    assert_int_equal(f->diagnostics.count, 0);
}

static void expect_broken(struct fixture *f, const char *json, unsigned line, unsigned column, const char *message)
{
    files(f, "tsconfig.json", json, NULL);
    configure(f, "");
    uint32_t before = f->diagnostics.count;
    assert_true(tsconfig_of(f, "a.ts")->keep_unused_imports);
    assert_non_null(tsconfig_of(f, "src/b.ts"));
    assert_int_equal(f->diagnostics.count, before + 1);
    const struct diagnostic *diagnostic = &f->diagnostics.list[before];
    assert_int_equal(diagnostic->code, DIAG_TSCONFIG);
    assert_int_equal(diagnostic->place.line, line);
    assert_int_equal(diagnostic->place.column, column);
    assert_true(text_find(diagnostic->message, text_of(message), 0) != TEXT_NOWHERE);
}

static void test_broken_keeps(void **state)
{
    struct fixture *f = *state;
    expect_broken(f, "{\n \"compilerOptions\": {", 2, 22, "");
    expect_broken(f, "[]", 0, 0, "no object");
    expect_broken(f, "{\"extends\": \"nowhere/base\"}", 1, 13, "'nowhere/base'");
    expect_broken(f, "{\"extends\": [\"./no\"]}", 1, 14, "'./no'");
    expect_broken(f, "{\"extends\": 1}", 1, 13, "does not exist");
}

static void test_referenced_projects(void **state)
{
    struct fixture *f = *state;
    files(f, "tsconfig.json",
          "{\"files\": [], \"references\": [{\"path\": \"./tsconfig.node.json\"}, {\"path\": \"./app\"}]}",
          "tsconfig.node.json", "{}", "app/tsconfig.json",
          "{\"compilerOptions\": {\"verbatimModuleSyntax\": true, \"jsx\": \"react-jsx\"}}", NULL);
    assert_true(tsconfig_of(f, "src/a.ts")->keep_unused_imports);
    assert_int_equal(tsconfig_of(f, "src/a.ts")->jsx, TSCONFIG_JSX_AUTOMATIC);
}

static void test_paths(void **state)
{
    struct fixture *f = *state;
    files(f, "tsconfig.json",
          "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./gen/*\", \"./src/*\"], \"@/long/*\": [\"./long/*\"], "
          "\"exact\": "
          "[\"./src/a.js\"], \"~*\": [\"${configDir}/src/*\"], \"lib\": [\"./nowhere\"]}}}",
          "src/a.js", "", "gen/g.js", "", "long/b.js", "", "node_modules/lib/index.js", "", "node_modules/q/index.js",
          "", "node_modules/exact/index.js", "", NULL);
    imports(f, "@/a", "missing: no package '@/a'");
    configure(f, "\"resolve\": {\"tsconfig\": true}");
    imports(f, "@/a", "src/a.js");
    imports(f, "@/g", "gen/g.js");
    imports(f, "@/long/b", "long/b.js");
    imports(f, "~a", "src/a.js");
    imports(f, "exact", "src/a.js");
    imports(f, "lib", "node_modules/lib/index.js");
    imports(f, "@/none", "missing: ");
    expect(f, "node_modules/q/index.js", "exact", RESOLVE_IMPORT, "node_modules/exact/index.js");
    assert_int_equal(f->diagnostics.count, 0);
}

static void test_base_url(void **state)
{
    struct fixture *f = *state;
    files(f, "conf/base.json",
          "{\"compilerOptions\": {\"baseUrl\": \"../src\", \"paths\": {\"u/*\": [\"util/*\"], \"*\": [\"types/*\"]}}}",
          "tsconfig.json", "{\"extends\": \"./conf/base.json\"}", "src/util/a.js", "", "src/components/b.js", "",
          "src/types/c.js", "", "node_modules/components/index.js", "", NULL);
    configure(f, "\"resolve\": {\"tsConfig\": {}}");
    imports(f, "u/a", "src/util/a.js");
    imports(f, "components/b", "src/components/b.js");
    imports(f, "c", "src/types/c.js");
    imports(f, "components", "node_modules/components/index.js");
}

static void test_named_file(void **state)
{
    struct fixture *f = *state;
    files(f, "ts/web.json", "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./*\"]}}}", "ts/a.js", "", "ts/b.js", "",
          NULL);
    configure(f, "\"resolve\": {\"tsconfig\": \"./ts/web.json\"}");
    expect(f, "ts/b.js", "@/a", RESOLVE_IMPORT, "ts/a.js");
    imports(f, "@/a", "missing: "); /* not below its folder */
    configure(f, "\"resolve\": {\"tsconfig\": {\"configFile\": \"./nowhere.json\"}}");
    imports(f, "@/a", "missing: ");
    assert_int_equal(f->diagnostics.count, 1);
    assert_int_equal(f->diagnostics.list[0].code, DIAG_TSCONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_none),        TEST(test_nearest_and_relaxed), TEST(test_kept_imports),        TEST(test_extends),
        TEST(test_circles_end), TEST(test_broken_keeps),        TEST(test_referenced_projects), TEST(test_paths),
        TEST(test_base_url),    TEST(test_named_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
