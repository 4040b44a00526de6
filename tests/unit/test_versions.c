#include "resolve_fixture.h"

static void expect_required(struct fixture *f, const char *folder, const char *name, const char *wanted)
{
    struct text is = resolver_required_version(f->resolver, folder_path(f->folder, folder), text_of(name));
    if (!text_is(is, wanted)) {
        print_error("%s in %s is '%.*s', must be '%s'\n", name, folder, TEXT_ARGS(is), wanted);
        fail();
    }
}

static void test_required_version(void **state)
{
    struct fixture *f = *state;
    files(f, "package.json",
          "{\"name\": \"app\", \"dependencies\": {\"lib\": \"^1.0.0\", \"both\": \"^1\", \"ws\": \"workspace:*\", "
          "\"tag\": \"latest\", \"al\": "
          "\"npm:x@^1\", \"git\": \"user/repo#semver:^2.0\", \"hash\": \"git://github.com/a/b#v1.2\"}, "
          "\"devDependencies\": {\"both\": \"^2\", "
          "\"dev\": \"~3\"}, \"peerDependencies\": {\"peer\": \">=4\"}, \"optionalDependencies\": {\"both\": \"^0\", "
          "\"star\": \"*\"}}",
          "node_modules/dep/package.json", "{\"name\": \"dep\", \"dependencies\": {\"lib\": \"^2.0.0\"}}",
          "src/inner/package.json", "{}", NULL);
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
    files(f, "package.json", "{\"name\": \"app\", \"version\": \"9.0.0\"}", "node_modules/m/package.json",
          "{\"name\": \"@m/m\", \"version\": \"5.1.0\"}", "node_modules/m/styles/package.json",
          "{\"name\": \"@m/m/styles\"}", "node_modules/m/esm/package.json", "{\"type\": \"module\"}",
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
        struct text is = resolver_version(f->resolver, folder_path(f->folder, rows[i].file));
        assert_true(text_is(is, rows[i].wanted));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_required_version),
        TEST(test_version_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
