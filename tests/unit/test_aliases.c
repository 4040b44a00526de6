#include "resolve_fixture.h"

static void test_aliases(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/index.js", "", "node_modules/lib/sub.js", "", "node_modules/lib-impl/index.js", "",
          "src/util.js", "", "src/a.js", "", "src/b.js", "", "src/icons/x.svg.js", "", NULL);
    struct text a = folder_path(f->folder, "src/a.js");
    configure(
        f,
        arena_format(
            &f->folder->arena,
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
    configure(
        f,
        "\"resolve\": {\"fallback\": {\"fs\": false, \"path\": \"path-web\", \"util\": false, \"node:url\": false}}");
    imports(f, "fs", "ignored");
    imports(f, "path", "node_modules/path-web/index.js");
    imports(f, "util", "node_modules/util/index.js"); /* an installed package goes first */
    imports(f, "node:url", "ignored");
    imports(f, "node:os", "missing: a module of Node.js");
    files(f, "package.json", "{\"browser\": {\"path\": \"./gone.js\"}}", NULL);
    configure(f, "\"resolve\": {\"fallback\": {\"fs\": false, \"path\": \"path-web\"}}");
    imports(f, "path", "node_modules/path-web/index.js"); /* the browser field leads nowhere */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_aliases),
        TEST(test_fallback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
