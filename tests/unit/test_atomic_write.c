#include "folder.h"

#include "base/atomic_write.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct diagnostics problems;

static int setup(void **state)
{
    diag_init(&problems);
    return folder_setup(state);
}

static int teardown(void **state)
{
    diag_release(&problems);
    return folder_teardown(state);
}

/* Commits the pairs of (name, content) that follow, up to NULL. */
static bool commit(struct folder *folder, ...)
{
    struct output_set set;
    output_set_init(&set);
    va_list args;
    va_start(args, folder);
    for (const char *name; (name = va_arg(args, const char *));) {
        output_set_add(&set, folder_path(folder, name), text_of(va_arg(args, const char *)));
    }
    va_end(args);
    bool ok = output_set_commit(&set, &problems);
    output_set_release(&set);
    return ok;
}

static void failed_with(struct folder *folder, const char *name, const char *message)
{
    assert_int_equal(problems.count, 1);
    assert_int_equal(problems.list[0].code, DIAG_WRITE_FAILED);
    unit_text_equal(problems.list[0].message, text_of(message), __FILE__, __LINE__);
    unit_text_equal(problems.list[0].place.path, folder_path(folder, name), __FILE__, __LINE__);
}

static mode_t mode_of(struct folder *folder, const char *name)
{
    struct stat status;
    assert_int_equal(lstat(folder_path(folder, name).at, &status), 0);
    return status.st_mode;
}

static void writes_files_and_folders(void **state)
{
    struct folder *folder = *state;
    assert_true(commit(folder, "out/a/one.js", "1", "out/b/two.js", "", "three", "3\n", NULL));
    assert_text(folder_read(folder, "out/a/one.js"), "1");
    assert_text(folder_read(folder, "out/b/two.js"), "");
    assert_text(folder_read(folder, "three"), "3\n");
    assert_text(folder_names(folder, "out/a"), "one.js");
    assert_text(folder_names(folder, "out/b"), "two.js");
    assert_text(folder_names(folder, "."), "out three");
    assert_int_equal(problems.count, 0);
}

static void replaces_and_keeps_the_mode(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a", TEXT("old"));
    assert_int_equal(chmod(folder_path(folder, "a").at, 0640), 0);
    mode_t mask = umask(027);
    assert_true(commit(folder, "a", "new", "b", "fresh", NULL));
    umask(mask);
    assert_text(folder_read(folder, "a"), "new");
    assert_int_equal(mode_of(folder, "a") & 07777, 0640);
    assert_int_equal(mode_of(folder, "b") & 07777, 0640); /* 0666 without the mask */
    assert_text(folder_names(folder, "."), "a b");
}

static void a_path_added_twice_keeps_the_later_bytes(void **state)
{
    struct folder *folder = *state;
    assert_true(commit(folder, "x/a", "1", "x/./b/../a", "2", NULL));
    assert_text(folder_read(folder, "x/a"), "2");
    assert_text(folder_names(folder, "x"), "a");
}

static void a_file_in_the_way_of_a_folder_leaves_everything(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "first", TEXT("old"));
    folder_write(folder, "file", TEXT("old"));
    assert_false(commit(folder, "first", "new", "made/deep/a", "1", "file/a", "1", NULL));
    failed_with(folder, "file/a", "can not be written: a part of the path is no folder");
    assert_text(folder_read(folder, "first"), "old");
    assert_text(folder_names(folder, "."), "file first"); /* the folders made are gone again */
}

static void a_folder_or_device_is_not_replaced(void **state)
{
    struct folder *folder = *state;
    folder_make(folder, "dir");
    assert_false(commit(folder, "a", "1", "dir", "1", NULL));
    failed_with(folder, "dir", "can not be written: is a folder");
    assert_text(folder_names(folder, "."), "dir");

    diag_release(&problems);
    diag_init(&problems);
    assert_int_equal(mkfifo(folder_path(folder, "fifo").at, 0600), 0);
    assert_false(commit(folder, "fifo", "1", NULL));
    failed_with(folder, "fifo", "can not be written: is no regular file");
    assert_true(S_ISFIFO(mode_of(folder, "fifo")));

    struct output_set set;
    output_set_init(&set);
    output_set_add(&set, TEXT("/dev/null"), TEXT("x"));
    assert_false(output_set_commit(&set, &problems));
    output_set_release(&set);
}

static void a_link_is_replaced_not_followed(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "target", TEXT("old"));
    assert_int_equal(symlink("target", folder_path(folder, "link").at), 0);
    assert_int_equal(symlink("nowhere", folder_path(folder, "dangling").at), 0);
    assert_true(commit(folder, "link", "1", "dangling", "2", NULL));
    assert_text(folder_read(folder, "target"), "old");
    assert_true(S_ISREG(mode_of(folder, "link")));
    assert_text(folder_read(folder, "dangling"), "2");
    assert_text(folder_names(folder, "."), "dangling link target");
}

static void a_link_to_a_device_is_refused(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(symlink("/dev/null", folder_path(folder, "link").at), 0);
    assert_false(commit(folder, "link", "1", NULL));
    assert_true(S_ISLNK(mode_of(folder, "link")));
}

static void a_failing_rename_puts_the_others_back(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a", TEXT("old a"));
    assert_int_equal(symlink("somewhere", folder_path(folder, "link").at), 0);
    /* Staging "victim/x" makes the folder "victim"; renaming "victim" itself over it must fail after the others were renamed. */
    assert_false(commit(folder, "a", "new a", "link", "new", "fresh", "new", "victim", "1", "victim/x", "2", NULL));
    assert_int_equal(problems.count, 1);
    assert_text(folder_read(folder, "a"), "old a");
    assert_true(S_ISLNK(mode_of(folder, "link")));
    assert_text(folder_names(folder, "."), "a link");
}

static void a_long_name_fits(void **state)
{
    struct folder *folder = *state;
    char name[256] = {0}, longer[257] = {0};
    memset(name, 'n', 255);
    memset(longer, 'n', 256);
    assert_true(commit(folder, name, "1", NULL));
    assert_int_equal(folder_names(folder, ".").length, 255);
    assert_false(commit(folder, longer, "1", NULL));
    failed_with(folder, longer, "can not be written: the name is too long");
}

static void a_nul_in_a_name_is_refused(void **state)
{
    struct folder *folder = *state;
    struct output_set set;
    output_set_init(&set);
    struct text with_nul = arena_format(&folder->arena, "%s/a%cb", folder->path.at, '\0');
    output_set_add(&set, with_nul, TEXT("x"));
    assert_false(output_set_commit(&set, &problems));
    output_set_release(&set);
    assert_text(problems.list[0].message, "can not be written: the name has a NUL in it");
    assert_text(folder_names(folder, "."), "");
}

static void a_failed_set_can_be_committed_again(void **state)
{
    struct folder *folder = *state;
    struct output_set set;
    output_set_init(&set);
    folder_make(folder, "out");
    output_set_add(&set, folder_path(folder, "a"), TEXT("1"));
    output_set_add(&set, folder_path(folder, "out"), TEXT("2"));
    assert_false(output_set_commit(&set, &problems));
    assert_int_equal(rmdir(folder_path(folder, "out").at), 0);
    assert_true(output_set_commit(&set, &problems));
    assert_int_equal(set.count, 0);
    output_set_release(&set);
    assert_text(folder_names(folder, "."), "a out");
}

/* In a child that has already been sent the signal while it was blocked: the commit must give up and tidy up, then die of it. */
static void a_waiting_signal_ends_it_cleanly(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a", TEXT("old"));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGTERM, SIG_DFL);
        sigset_t term;
        sigemptyset(&term);
        sigaddset(&term, SIGTERM);
        sigprocmask(SIG_BLOCK, &term, NULL);
        raise(SIGTERM);
        bool ok = commit(folder, "a", "new", "made/b", "new", NULL);
        sigprocmask(SIG_UNBLOCK, &term, NULL);
        _exit(ok ? 1 : 2);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
    assert_text(folder_read(folder, "a"), "old");
    assert_text(folder_names(folder, "."), "a");
}

static void the_size_limit_leaves_nothing(void **state)
{
    struct folder *folder = *state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {4, 4};
        setrlimit(RLIMIT_FSIZE, &limit);
        bool ok = commit(folder, "a", "1", "b", "too long for the limit", NULL);
        _exit(!ok && text_is(problems.list[0].message, "can not be written: the file would be too large") ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_text(folder_names(folder, "."), "");
}

int main(void)
{
#define write_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        write_test(writes_files_and_folders),
        write_test(replaces_and_keeps_the_mode),
        write_test(a_path_added_twice_keeps_the_later_bytes),
        write_test(a_file_in_the_way_of_a_folder_leaves_everything),
        write_test(a_folder_or_device_is_not_replaced),
        write_test(a_link_is_replaced_not_followed),
        write_test(a_link_to_a_device_is_refused),
        write_test(a_failing_rename_puts_the_others_back),
        write_test(a_long_name_fits),
        write_test(a_nul_in_a_name_is_refused),
        write_test(a_failed_set_can_be_committed_again),
        write_test(a_waiting_signal_ends_it_cleanly),
        write_test(the_size_limit_leaves_nothing),
    };
    return unit_run(tests);
}
