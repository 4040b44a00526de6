#include "folder.h"

#include "base/stray_files.h"

static void names(void **state)
{
    (void)state;
    const struct text digits16 = TEXT(".a-b.0123456789abcdef");
    assert_true(stray_files_is_name(digits16, TEXT("a-b"), SIZE_MAX));
    assert_true(stray_files_is_name(digits16, TEXT("a-b"), 3));
    assert_true(stray_files_is_name(digits16, TEXT("a-c"), 2));
    assert_false(stray_files_is_name(digits16, TEXT("a-c"), 3));
    assert_false(stray_files_is_name(digits16, TEXT("a"), SIZE_MAX));
    assert_false(stray_files_is_name(digits16, TEXT("a-bc"), SIZE_MAX));
    assert_false(stray_files_is_name(TEXT("a-b.0123456789abcdef"), TEXT("a-b"), SIZE_MAX));
    assert_false(stray_files_is_name(TEXT(".a-b.0123456789ABCDEF"), TEXT("a-b"), SIZE_MAX));
    assert_false(stray_files_is_name(TEXT(".a-b.0123456789abcde"), TEXT("a-b"), SIZE_MAX));
    assert_false(stray_files_is_name(TEXT(".a-b.00123456789abcdef"), TEXT("a-b"), SIZE_MAX));
    assert_false(stray_files_is_name(TEXT(".a-b"), TEXT("a-b"), SIZE_MAX));
    assert_false(stray_files_is_name(TEXT(""), TEXT(""), 0));
}

static void only_old_files_go(void **state)
{
    struct folder *folder = *state;
    const char *const strays[] = {".f.0123456789abcdef", ".f.fedcba9876543210", ".g.0123456789abcdef"};
    for (size_t i = 0; i < 3; i++) folder_write(folder, strays[i], TEXT("x"));
    folder_make(folder, ".f.aaaaaaaaaaaaaaaa");
    const struct timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    const char *const aged[] = {strays[0], strays[2], ".f.aaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < 3; i++) assert_int_equal(utimensat(AT_FDCWD, folder_path(folder, aged[i]).at, old, 0), 0);
    stray_files_sweep(folder_path(folder, "f"), SIZE_MAX);
    assert_text(folder_names(folder, "."), ".f.aaaaaaaaaaaaaaaa .f.fedcba9876543210 .g.0123456789abcdef");
    stray_files_sweep(folder_path(folder, "not/there"), SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), folder_test(only_old_files_go)};
    return unit_run(tests);
}
