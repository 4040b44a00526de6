#include "folder.h"

#include "base/fs_watch.h"

#include <sys/resource.h>
#include <unistd.h>

/* What was noted up to now, as one of "" (nothing), "sources", "others" and "lost". */
static const char *happened(struct fs_watch *watch, struct fs_changes *changes)
{
    fs_changes_release(changes);
    fs_changes_init(changes);
    while (fs_watch_wait(watch, 0, NULL) == FS_WATCH_HAPPENED) fs_watch_take(watch, changes);
    return changes->lost ? "lost" : changes->others.count ? "others" : changes->sources.count ? "sources" : "";
}

static void tells_sources_from_what_else_was_asked(void **state)
{
    struct folder *folder = *state;
    struct text content;
    struct fs_entry *entries;
    uint32_t count;
    const char *why = NULL;
    folder_make(folder, "listed");
    folder_write(folder, "source.js", TEXT("1"));
    folder_write(folder, "package.json", TEXT("{}"));
    folder_write(folder, "unasked", TEXT(""));
    struct fs_watch *watch = fs_watch_new(&why);
    assert_non_null(watch);
    fs_watch_listen(watch, true);
    assert_true(fs_read_source(&folder->arena, folder_path(folder, "source.js"), 9, &content, &why));
    assert_true(fs_read(&folder->arena, folder_path(folder, "package.json"), 9, &content, &why));
    assert_int_equal(fs_kind_of(folder_path(folder, "missing.js")), FS_MISSING);
    assert_true(fs_list(&folder->arena, folder_path(folder, "listed"), &entries, &count));
    fs_watch_listen(watch, false);
    assert_int_equal(fs_kind_of(folder_path(folder, "later.js")), FS_MISSING);

    struct fs_changes changes;
    fs_changes_init(&changes);
    assert_string_equal(happened(watch, &changes), "");
    folder_write(folder, "unasked", TEXT("2"));
    folder_write(folder, "later.js", TEXT("2"));
    assert_string_equal(happened(watch, &changes), "");
    folder_write(folder, "source.js", TEXT("2"));
    assert_string_equal(happened(watch, &changes), "sources");
    assert_true(text_equal(changes.sources.at[0], folder_path(folder, "source.js")));
    folder_write(folder, "package.json", TEXT("2"));
    assert_string_equal(happened(watch, &changes), "others");
    folder_write(folder, "missing.js", TEXT("2"));
    assert_string_equal(happened(watch, &changes), "others");
    folder_write(folder, "listed/new", TEXT("2"));
    assert_string_equal(happened(watch, &changes), "others");
    assert_int_equal(unlink(folder_path(folder, "source.js").at), 0);
    assert_string_equal(happened(watch, &changes), "others");
    assert_true(changes.unsettled);
    assert_int_equal(symlink("unasked", folder_path(folder, "source.js").at), 0);
    assert_string_equal(happened(watch, &changes), "lost");
    fs_changes_release(&changes);
    fs_watch_free(watch);
}

static void follows_links_and_notices_folders_that_go(void **state)
{
    struct folder *folder = *state;
    const char *why = NULL;
    struct text content;
    folder_make(folder, "store");
    folder_make(folder, "store/one");
    folder_write(folder, "store/one/a.js", TEXT("1"));
    assert_int_equal(symlink("one", folder_path(folder, "store/current").at), 0);
    assert_int_equal(symlink("store/current", folder_path(folder, "link").at), 0);
    struct fs_watch *watch = fs_watch_new(&why);
    assert_non_null(watch);
    struct fs_changes changes;
    fs_changes_init(&changes);
    static const char *const removed[] = {"link", "store/current", "store/one/a.js"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(fs_watch_reset(watch, &why));
        fs_watch_listen(watch, true);
        (void)fs_read_source(&folder->arena, folder_path(folder, "link/a.js"), 9, &content, &why);
        fs_watch_listen(watch, false);
        assert_true(fs_watch_folders(watch) > 0);
        assert_int_equal(rename(folder_path(folder, removed[i]).at, folder_path(folder, "gone").at), 0);
        assert_string_equal(happened(watch, &changes), i == 2 ? "others" : "lost");
        assert_int_equal(rename(folder_path(folder, "gone").at, folder_path(folder, removed[i]).at), 0);
        happened(watch, &changes);
    }
    assert_int_equal(rename(folder_path(folder, "store/one").at, folder_path(folder, "store/two").at), 0);
    assert_string_equal(happened(watch, &changes), "lost");
    fs_changes_release(&changes);
    fs_watch_free(watch);
}

static void says_that_the_system_has_no_more(void **state)
{
    (void)state;
    struct rlimit before, none = {0};
    const char *why = NULL;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    struct fs_watch *watch = fs_watch_new(&why);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_null(watch);
    assert_non_null(strstr(why, "max_user_instances"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(tells_sources_from_what_else_was_asked),
        folder_test(follows_links_and_notices_folders_that_go),
        cmocka_unit_test(says_that_the_system_has_no_more),
    };
    return unit_run(tests);
}
