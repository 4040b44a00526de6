#include "resolve_fixture.h"

static void test_exports_patterns(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json",
          "{\"name\": \"lib\", \"main\": \"index.js\", \"exports\": {\".\": \"./index.mjs\", \"./features/*\": "
          "\"./src/features/*.js\","
          " \"./features/private/*\": null, \"./*.js\": \"./src/*.js\", \"./*\": \"./src/*.js\", \"./folder/\": "
          "\"./src/\"}}",
          "node_modules/lib/index.mjs", "", "node_modules/lib/src/features/x.js", "",
          "node_modules/lib/src/features/private/y.js", "", "node_modules/lib/src/z.js", "",
          "node_modules/lib/secret.js", "", NULL);
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
    files(f, "node_modules/lib/package.json",
          "{\"name\": \"lib\", \"exports\": {\".\": \"./index.js\", \"./internal/*\": null}}",
          "node_modules/lib/index.js", "", "node_modules/lib/internal/x.js", "", "node_modules/lib/other.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    imports(f, "lib/internal/x.js", "missing: subpath './internal/x.js' is not exported by lib");
    imports(f, "lib/other.js", "missing: subpath './other.js' is not exported by lib");
}

static void test_refused_export_ends_the_walk(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/sub.js", "", "src/node_modules/lib/package.json",
          "{\"name\": \"lib\", \"exports\": \"./a.js\"}", "src/node_modules/lib/a.js", "", NULL);
    imports(f, "lib/sub", "missing: not exported");
    imports(f, "lib", "src/node_modules/lib/a.js");
}

static void test_exports_lists_and_conditions(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json",
          "{\"name\": \"lib\", \"exports\": {\".\": [{\"nope\": \"./no.js\"}, \"./ok.js\"],"
          " \"./f\": {\"import\": {\"browser\": \"./f.b.js\", \"default\": \"./f.d.js\"}, \"default\": \"./f.c.js\"},"
          " \"./w\": {\"node\": \"./f.d.js\", \"webpack\": {\"development\": \"./f.b.js\", \"worker\": \"./no.js\"}, "
          "\"module-sync\": \"./f.c.js\"},"
          " \"./bad\": [\"bare\", \"./../out.js\", \"./ok.js\"], \"./worse\": \"./node_modules/x.js\", \"./gone\": "
          "[\"./gone.js\", \"./ok.js\"],"
          " \"./none\": {\"nope\": \"./ok.js\"}}}",
          "node_modules/lib/ok.js", "", "node_modules/lib/f.b.js", "", "node_modules/lib/f.c.js", "",
          "node_modules/lib/f.d.js", "", "node_modules/lib/node_modules/x.js", "", NULL);
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
          "node_modules/b/package.json",
          "{\"name\": \"b\", \"exports\": {\"import\": \"./x.js\", \"require\": \"./y.js\"}}", "node_modules/b/x.js",
          "", "node_modules/b/y.js", "", "node_modules/c/package.json",
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
    files(f, "package.json", "{\"name\": \"app\", \"exports\": {\".\": \"./src/index.js\", \"./x\": \"./src/x.js\"}}",
          "src/index.js", "", "src/x.js", "", "node_modules/lib/package.json", "{\"name\": \"lib\"}",
          "node_modules/lib/a.js", "", NULL);
    imports(f, "app", "src/index.js");
    imports(f, "app/x", "src/x.js");
    imports(f, "app/y", "missing: not exported by app");
    expect(f, "node_modules/lib/a.js", "lib/b", RESOLVE_IMPORT,
           "missing: "); /* without exports there is no self reference */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_exports_patterns),
        TEST(test_exports_null_and_missing),
        TEST(test_refused_export_ends_the_walk),
        TEST(test_exports_lists_and_conditions),
        TEST(test_exports_sugar_and_malformed),
        TEST(test_self_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
