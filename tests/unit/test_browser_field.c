#include "resolve_fixture.h"

static void test_browser_map(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json",
          "{\"main\": \"./index.js\", \"browser\": {\"./node.js\": \"./browser.js\", \"fs\": false, \"util\": "
          "\"./util-shim.js\", "
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

static void test_browser_map_to_itself(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json",
          "{\"browser\": {\"lib\": \"lib\", \"./src/a.js\": \"./src/a.js\", \"ping\": \"pong\", \"pong\": \"ping\"}}",
          "node_modules/lib/index.js", "", "src/a.js", "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    imports(f, "./a", "src/a.js");
    imports(f, "ping", "missing: circles");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_browser_map),
        TEST(test_browser_map_to_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
