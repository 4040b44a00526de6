/* A tree of files in the folder of a test. */
#ifndef MFSHAKE_TESTS_TREE_H
#define MFSHAKE_TESTS_TREE_H

#include "folder.h"

#include <errno.h>

static inline void tree_make_folders(struct folder *folder, const char *name)
{
    for (const char *slash = name; (slash = strchr(slash, '/')); slash++) {
        struct text path = arena_format(&folder->arena, "%s/%.*s", folder->path.at, (int)(slash - name), name);
        if (mkdir(path.at, 0777)) assert_int_equal(errno, EEXIST);
    }
}

/* Writes the file `name`, and the folders that it lies in. */
static inline void tree_file(struct folder *folder, const char *name, const char *content)
{
    tree_make_folders(folder, name);
    folder_write(folder, name, text_of(content));
}

static inline void tree_link(struct folder *folder, const char *name, const char *target)
{
    tree_make_folders(folder, name);
    assert_int_equal(symlink(target, folder_path(folder, name).at), 0);
}

#endif
