/* A fresh folder in the file system for one test, and looking into it. */
#ifndef MFSHAKE_TESTS_FOLDER_H
#define MFSHAKE_TESTS_FOLDER_H

#define _GNU_SOURCE /* nftw */

#include "unit.h"

#include "base/arena.h"
#include "base/fs.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    struct arena arena;
    struct text path;
};

/* For cmocka_unit_test_setup_teardown: *state is a struct folder. */
static inline int folder_setup(void **state)
{
    static struct folder folder;
    arena_init(&folder.arena);
    char path[] = "/tmp/mfshake-unit-XXXXXX";
    if (!mkdtemp(path)) return -1;
    folder.path = fs_real_path(&folder.arena, text_of(path));
    *state = &folder;
    return 0;
}

static inline int folder_remove_one(const char *path, const struct stat *status, int kind, struct FTW *position)
{
    (void)status;
    (void)kind;
    (void)position;
    return remove(path);
}

static inline int folder_teardown(void **state)
{
    struct folder *folder = *state;
    int result = nftw(folder->path.at, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_release(&folder->arena);
    return result;
}

/* The path of `name` in the folder. */
static inline struct text folder_path(struct folder *folder, const char *name)
{
    return arena_format(&folder->arena, "%s/%s", folder->path.at, name);
}

static inline void folder_write(struct folder *folder, const char *name, struct text bytes)
{
    FILE *file = fopen(folder_path(folder, name).at, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.length, file), bytes.length);
    assert_int_equal(fclose(file), 0);
}

static inline void folder_make(struct folder *folder, const char *name)
{
    assert_int_equal(mkdir(folder_path(folder, name).at, 0777), 0);
}

/* The content of `name`, or "<why>" when it can not be read. */
static inline struct text folder_read(struct folder *folder, const char *name)
{
    struct text content;
    const char *why;
    if (fs_read(&folder->arena, folder_path(folder, name), 1 << 20, &content, &why)) return content;
    return arena_format(&folder->arena, "<%s>", why);
}

/* The names in the folder `name` ("." for the test's folder), sorted and separated by spaces. */
static inline struct text folder_names(struct folder *folder, const char *name)
{
    struct fs_entry *entries;
    uint32_t count;
    if (!fs_list(&folder->arena, folder_path(folder, name), &entries, &count)) return TEXT("<unreadable>");
    struct text names = TEXT("");
    for (uint32_t i = 0; i < count; i++) {
        names = arena_format(&folder->arena, "%.*s%s%.*s", TEXT_ARGS(names), i ? " " : "", TEXT_ARGS(entries[i].name));
    }
    return names;
}

#define folder_test(function) cmocka_unit_test_setup_teardown(function, folder_setup, folder_teardown)

#endif
