#include "resolve_fixture.h"

static void test_imports_field(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json",
          "{\"imports\": {\"#util\": \"./src/util.js\", \"#lib\": \"lib\", \"#env\": {\"browser\": "
          "\"./src/env.browser.js\", \"default\": "
          "\"./src/env.node.js\"}, \"#c/*\": \"./src/c/*.js\", \"#out\": \"../x.js\", \"#loop\": \"#util\"}}",
          "src/util.js", "", "src/env.browser.js", "", "src/env.node.js", "", "src/c/one.js", "",
          "node_modules/lib/index.js", "", "node_modules/other/package.json", "{}", NULL);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_imports_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
