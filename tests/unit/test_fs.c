#include "folder.h"

#include <errno.h>

static void reads_whole_files(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a", TEXT("one\0two\n"));
    folder_write(folder, "empty", TEXT(""));
    struct text content;
    const char *why = NULL;
    assert_true(fs_read(&folder->arena, folder_path(folder, "a"), 8, &content, &why));
    assert_text(content, "one\0two\n");
    assert_int_equal(content.at[content.length], '\0');
    assert_true(fs_read(&folder->arena, folder_path(folder, "empty"), 0, &content, &why));
    assert_text(content, "");
    assert_null(why);
}

static void not_read(struct folder *folder, struct text path, size_t limit, const char *expected)
{
    struct text content;
    const char *why = NULL;
    assert_false(fs_read(&folder->arena, path, limit, &content, &why));
    assert_string_equal(why, expected);
}

static void says_why_a_file_can_not_be_read(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a", TEXT("12345"));
    folder_make(folder, "dir");
    assert_int_equal(mkfifo(folder_path(folder, "fifo").at, 0600), 0);
    assert_int_equal(symlink("loop", folder_path(folder, "loop").at), 0);
    assert_int_equal(symlink("nowhere", folder_path(folder, "dangling").at), 0);
    not_read(folder, folder_path(folder, "none"), 100, "no such file");
    not_read(folder, folder_path(folder, "dangling"), 100, "no such file");
    not_read(folder, TEXT(""), 100, "no such file");
    not_read(folder, folder_path(folder, "a"), 4, "is too large");
    not_read(folder, folder_path(folder, "dir"), 100, "is a folder");
    not_read(folder, folder_path(folder, "fifo"), 100, "is no regular file"); /* and does not wait for a writer */
    not_read(folder, TEXT("/dev/zero"), 100, "is no regular file");
    not_read(folder, folder_path(folder, "loop"), 100, "too many symbolic links");
    not_read(folder, folder_path(folder, "a/b"), 100, "a part of the path is no folder");

    struct text with_nul = arena_format(&folder->arena, "%s%cx", folder_path(folder, "a").at, '\0');
    not_read(folder, with_nul, 100, "no such file"); /* not the file whose name the NUL cuts out */

    char longest[5000];
    memset(longest, 'a', sizeof longest);
    not_read(folder, (struct text){longest, sizeof longest}, 100, "the name is too long");
    not_read(folder, (struct text){longest, 300}, 100, "the name is too long");
}

static void names_errors_without_the_locale(void **state)
{
    (void)state;
    assert_string_equal(fs_error(ENOSPC), "no space left");
    assert_string_equal(fs_error(EACCES), "permission denied");
    assert_string_equal(fs_error(EIO), "input/output error");
}

static void tells_kinds(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a", TEXT(""));
    folder_make(folder, "dir");
    assert_int_equal(symlink("dir", folder_path(folder, "link").at), 0);
    assert_int_equal(symlink("nowhere", folder_path(folder, "dangling").at), 0);
    assert_int_equal(fs_kind_of(folder_path(folder, "a")), FS_FILE);
    assert_int_equal(fs_kind_of(folder_path(folder, "dir")), FS_FOLDER);
    assert_int_equal(fs_kind_of(folder_path(folder, "link")), FS_FOLDER);
    assert_int_equal(fs_kind_of(folder_path(folder, "dangling")), FS_MISSING);
    assert_int_equal(fs_kind_of(folder_path(folder, "none")), FS_MISSING);
    assert_int_equal(fs_kind_of(folder_path(folder, "a/b")), FS_MISSING);
    assert_int_equal(fs_kind_of(TEXT("")), FS_MISSING);
    assert_int_equal(fs_kind_of(TEXT("/dev/null")), FS_OTHER);
}

static void resolves_links(void **state)
{
    struct folder *folder = *state;
    folder_make(folder, "dir");
    folder_write(folder, "dir/a", TEXT(""));
    assert_int_equal(symlink("dir", folder_path(folder, "link").at), 0);
    struct text real = fs_real_path(&folder->arena, folder_path(folder, "link/../link/./a"));
    unit_text_equal(real, folder_path(folder, "dir/a"), __FILE__, __LINE__);
    assert_text(fs_real_path(&folder->arena, folder_path(folder, "dir/none")), "");
    assert_text(fs_real_path(&folder->arena, TEXT("")), "");
}

static void knows_the_current_folder(void **state)
{
    struct folder *folder = *state;
    struct text before = fs_current_folder(&folder->arena);
    assert_int_equal(chdir(folder->path.at), 0);
    unit_text_equal(fs_current_folder(&folder->arena), folder->path, __FILE__, __LINE__);
    folder_make(folder, "gone");
    assert_int_equal(chdir(folder_path(folder, "gone").at), 0);
    assert_int_equal(rmdir(folder_path(folder, "gone").at), 0);
    assert_text(fs_current_folder(&folder->arena), "");
    assert_int_equal(chdir(before.at), 0);
}

static void lists_sorted(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "b", TEXT(""));
    folder_write(folder, "B", TEXT(""));
    folder_write(folder, ".hidden", TEXT(""));
    folder_write(folder, "new\nline", TEXT(""));
    folder_make(folder, "a");
    assert_int_equal(symlink("a", folder_path(folder, "link").at), 0);
    assert_int_equal(symlink("nowhere", folder_path(folder, "dangling").at), 0);
    struct fs_entry *entries;
    uint32_t count;
    assert_true(fs_list(&folder->arena, folder->path, &entries, &count));
    assert_text(folder_names(folder, "."), ".hidden B a b dangling link new\nline");
    assert_int_equal(count, 7);
    static const bool is_folder[] = {false, false, true, false, false, true, false};
    for (uint32_t i = 0; i < count; i++) assert_int_equal(entries[i].is_folder, is_folder[i]);

    assert_true(fs_list(&folder->arena, folder_path(folder, "a"), &entries, &count));
    assert_int_equal(count, 0);
    assert_false(fs_list(&folder->arena, folder_path(folder, "b"), &entries, &count));
    assert_false(fs_list(&folder->arena, folder_path(folder, "none"), &entries, &count));
}

static void read_stdin_from(struct folder *folder, const char *name)
{
    int file = open(folder_path(folder, name).at, O_RDONLY);
    assert_true(file >= 0);
    assert_int_equal(dup2(file, STDIN_FILENO), STDIN_FILENO);
    close(file);
}

static void reads_standard_input(void **state)
{
    struct folder *folder = *state;
    enum { BYTES = 200000 };
    char *bytes = arena_alloc(&folder->arena, BYTES);
    for (size_t i = 0; i < BYTES; i++) bytes[i] = (char)(i % 251);
    folder_write(folder, "in", (struct text){bytes, BYTES});
    int before = dup(STDIN_FILENO);

    struct text content;
    const char *why;
    read_stdin_from(folder, "in");
    assert_true(fs_read_stdin(&folder->arena, BYTES, &content, &why));
    unit_text_equal(content, (struct text){bytes, BYTES}, __FILE__, __LINE__);
    read_stdin_from(folder, "in");
    assert_false(fs_read_stdin(&folder->arena, BYTES - 1, &content, &why));
    assert_string_equal(why, "is too large");
    close(STDIN_FILENO);
    assert_false(fs_read_stdin(&folder->arena, BYTES, &content, &why));
    assert_string_equal(why, "input/output error");

    assert_int_equal(dup2(before, STDIN_FILENO), STDIN_FILENO);
    close(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(reads_whole_files),
        folder_test(says_why_a_file_can_not_be_read),
        cmocka_unit_test(names_errors_without_the_locale),
        folder_test(tells_kinds),
        folder_test(resolves_links),
        folder_test(knows_the_current_folder),
        folder_test(lists_sorted),
        folder_test(reads_standard_input),
    };
    return unit_run(tests);
}
