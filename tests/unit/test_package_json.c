#include "resolve_fixture.h"

static enum module_format format_of(struct fixture *f, const char *name)
{
    return resolver_facts(f->resolver, folder_path(f->folder, name)).format;
}

static void test_module_format(void **state)
{
    struct fixture *f = *state;
    files(f, "m/package.json", "{\"type\": \"module\"}", "c/package.json", "{\"type\": \"commonjs\"}", "n/package.json",
          "{}", "m/dist/package.json", "{\"type\": \"commonjs\"}", NULL);
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

static void test_package_facts(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"name\": \"lib\", \"version\": \"1.2.3\", \"type\": \"module\"}",
          "node_modules/lib/index.js", "", NULL);
    const struct resolution *found = expect(f, "src/index.js", "lib", RESOLVE_IMPORT, "node_modules/lib/index.js");
    assert_true(text_is(found->facts.package->version, "1.2.3"));
    assert_int_equal(found->facts.package->type, PACKAGE_TYPE_MODULE);
    assert_int_equal(found->facts.format, MODULE_FORMAT_ESM);
    assert_true(text_equal(found->facts.package->folder, folder_path(f->folder, "node_modules/lib")));
    assert_ptr_equal(found, ask(f, "src/index.js", "lib", RESOLVE_IMPORT));
    assert_ptr_equal(found, ask(f, "src/other.js", "lib", RESOLVE_IMPORT));
}

static void test_broken_package_json_is_reported_once(void **state)
{
    struct fixture *f = *state;
    files(f, "node_modules/lib/package.json", "{\"main\": }", "node_modules/lib/index.js", "", "node_modules/lib/a.js",
          "", NULL);
    imports(f, "lib", "node_modules/lib/index.js");
    imports(f, "lib/a", "node_modules/lib/a.js");
    assert_int_equal(f->diagnostics.count, 1);
    assert_int_equal(f->diagnostics.list[0].code, DIAG_PACKAGE_JSON);
    assert_int_equal(f->diagnostics.list[0].place.line, 1);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_module_format),
        TEST(test_package_facts),
        TEST(test_broken_package_json_is_reported_once),
        TEST(test_package_name_of_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
