#include "resolve_fixture.h"

static enum side_effects effects_of(struct fixture *f, const char *flag, const char *file)
{
    struct text json =
        arena_format(&f->folder->arena, "{\"name\": \"lib\"%s%s}", *flag ? ", \"sideEffects\": " : "", flag);
    tree_file(f->folder, "node_modules/lib/package.json", json.at);
    configure(f, "");
    struct text path = folder_path(f->folder, "node_modules/lib");
    return resolver_facts(f->resolver, arena_format(&f->folder->arena, "%.*s/%s", TEXT_ARGS(path), file)).side_effects;
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
    files(f, "package.json", "{\"name\": \"app\", \"sideEffects\": false}", "esm/package.json",
          "{\"type\": \"module\"}", "node_modules/lib/package.json",
          "{\"name\": \"lib\", \"sideEffects\": [\"./esm/a.js\"]}", "node_modules/lib/esm/package.json",
          "{\"type\": \"module\"}", "node_modules/lib/esm/a.js", "", "node_modules/lib/esm/b.js", "",
          "node_modules/@s/bare/package.json", "{\"type\": \"module\"}", "node_modules/lib/own/package.json",
          "{\"name\": \"lib/own\"}", NULL);
    configure(f, "");
    struct {
        const char *file;
        enum side_effects wanted;
    } rows[] = {
        {"node_modules/lib/esm/a.js", SIDE_EFFECTS_PRESENT}, {"node_modules/lib/esm/b.js", SIDE_EFFECTS_FREE},
        {"node_modules/@s/bare/a.js", SIDE_EFFECTS_UNKNOWN}, {"esm/a.js", SIDE_EFFECTS_UNKNOWN},
        {"node_modules/lib/own/a.js", SIDE_EFFECTS_UNKNOWN}, {"src/a.js", SIDE_EFFECTS_FREE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text path = folder_path(f->folder, rows[i].file);
        assert_int_equal(resolver_facts(f->resolver, path).side_effects, rows[i].wanted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_side_effects),
        TEST(test_nameless_package_json_inherits_side_effects),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
