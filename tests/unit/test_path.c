#include "unit.h"

#include "base/path.h"

static struct arena arena;

#define joins(folder, path, expected)   assert_text(path_join(&arena, TEXT(folder), TEXT(path)), expected)
#define normal(path, expected)          assert_text(path_normalize(&arena, TEXT(path)), expected)
#define relates(folder, path, expected) assert_text(path_relative(&arena, TEXT(folder), TEXT(path)), expected)

static void normalizes(void **state)
{
    (void)state;
    normal("", ".");
    normal(".", ".");
    normal("./", ".");
    normal("a", "a");
    normal("./a//b/./c/", "a/b/c");
    normal("a/..", ".");
    normal("a/../..", "..");
    normal("../../a/../b", "../../b");
    normal("a/b/../../../c", "../c");
    normal("/", "/");
    normal("//", "/");
    normal("/..", "/");
    normal("/../../a", "/a");
    normal("/a/b/../..", "/");
    normal("/a/./b//", "/a/b");
    normal("...", "...");
    normal("a/.../b", "a/.../b");
    normal("a/..b/.c", "a/..b/.c");
    normal("a\\b/../c", "c");
}

static void joins_to_a_folder(void **state)
{
    (void)state;
    joins("/a/b", "c", "/a/b/c");
    joins("/a/b", "./c/../d", "/a/b/d");
    joins("/a/b", "../../../c", "/c");
    joins("/a/b", "/c//d", "/c/d");
    joins("/", "a", "/a");
    joins("", "a", "a");
    joins("a", "", "a");
    joins("a", "../b", "b");
    joins("a", "../../b", "../b");
    joins("..", "..", "../..");
    joins(".", "x", "x");
}

static void normalizing_again_changes_nothing(void **state)
{
    (void)state;
    static const char *const paths[] = {"a/./b", "../..", "/x/../..", "a//..//b/", "...", "./.x/..", "/", ""};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct text once = path_normalize(&arena, text_of(paths[i]));
        unit_text_equal(path_normalize(&arena, once), once, __FILE__, __LINE__);
    }
}

static void takes_apart(void **state)
{
    (void)state;
    assert_text(path_folder(TEXT("/a/b.js")), "/a");
    assert_text(path_folder(TEXT("/a")), "/");
    assert_text(path_folder(TEXT("/")), "/");
    assert_text(path_folder(TEXT("a")), ".");
    assert_text(path_folder(TEXT("a/b")), "a");
    assert_text(path_base_name(TEXT("/a/b.js")), "b.js");
    assert_text(path_base_name(TEXT("b")), "b");
    assert_text(path_base_name(TEXT("/")), "");
    assert_text(path_extension(TEXT("a.b/c")), "");
    assert_text(path_extension(TEXT("a/c.d.ts")), ".ts");
    assert_text(path_extension(TEXT("a/.npmrc")), "");
    assert_text(path_extension(TEXT("a/.x.js")), ".js");
    assert_text(path_extension(TEXT("a/b.")), ".");
    assert_true(path_is_absolute(TEXT("/a")));
    assert_false(path_is_absolute(TEXT("a/b")));
    assert_false(path_is_absolute(TEXT("")));
}

static void relates_paths(void **state)
{
    (void)state;
    relates("/a/b", "/a/b/c/d", "./c/d");
    relates("/a/b", "/a/c", "../c");
    relates("/a/b", "/a/bc", "../bc");
    relates("/a/bc", "/a/b", "../b");
    relates("/a/b/c", "/", "../../..");
    relates("/a", "/a", ".");
    relates("/a/b", "/a", "..");
    relates("/", "/a/b", "./a/b");
    relates("/", "/", ".");
    relates("/a/b", "/c/d", "../../c/d");
}

static void relative_joins_back(void **state)
{
    (void)state;
    static const char *const paths[] = {"/", "/a", "/a/b", "/ab", "/a/b/c", "/x/y"};
    enum { COUNT = sizeof paths / sizeof *paths };
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < COUNT; j++) {
            struct text relative = path_relative(&arena, text_of(paths[i]), text_of(paths[j]));
            assert_int_equal(relative.at[0], '.');
            unit_text_equal(path_join(&arena, text_of(paths[i]), relative), text_of(paths[j]), __FILE__, __LINE__);
        }
    }
}

static void knows_what_is_below(void **state)
{
    (void)state;
    assert_true(path_is_below(TEXT("/a/b"), TEXT("/a")));
    assert_true(path_is_below(TEXT("/a"), TEXT("/a")));
    assert_true(path_is_below(TEXT("/a"), TEXT("/")));
    assert_true(path_is_below(TEXT("/"), TEXT("/")));
    assert_false(path_is_below(TEXT("/ab"), TEXT("/a")));
    assert_false(path_is_below(TEXT("/"), TEXT("/a")));
    assert_false(path_is_below(TEXT("a"), TEXT("/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normalizes),
        cmocka_unit_test(joins_to_a_folder),
        cmocka_unit_test(normalizing_again_changes_nothing),
        cmocka_unit_test(takes_apart),
        cmocka_unit_test(relates_paths),
        cmocka_unit_test(relative_joins_back),
        cmocka_unit_test(knows_what_is_below),
    };
    arena_init(&arena);
    int failed = unit_run(tests);
    arena_release(&arena);
    return failed;
}
