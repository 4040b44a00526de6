/* A folder of files for one test, gone afterwards. */
#ifndef MFSHAKE_TESTS_TEMP_TREE_H
#define MFSHAKE_TESTS_TEMP_TREE_H

#include "base/fs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct temp_tree {
    char root[4096]; /* absolute, symbolic links resolved */
};

static inline void temp_tree_die(const char *what)
{
    perror(what);
    abort();
}

static inline void temp_tree_init(struct temp_tree *tree)
{
    const char *parent = getenv("TMPDIR");
    char pattern[2048];
    snprintf(pattern, sizeof pattern, "%s/mfshake-test-XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(pattern)) temp_tree_die("mkdtemp");
    if (!realpath(pattern, tree->root)) temp_tree_die("realpath");
}

static inline void temp_tree_remove(struct arena *arena, struct text folder)
{
    struct fs_entry *entries;
    uint32_t count;
    if (!fs_list(arena, folder, &entries, &count)) return;
    for (uint32_t i = 0; i < count; i++) {
        struct text path = arena_format(arena, "%.*s/%.*s", TEXT_ARGS(folder), TEXT_ARGS(entries[i].name));
        if (remove(path.at) == 0) continue; /* a file, a link or an empty folder */
        temp_tree_remove(arena, path);
    }
    rmdir(folder.at);
}

static inline void temp_tree_release(struct temp_tree *tree)
{
    struct arena arena;
    arena_init(&arena);
    temp_tree_remove(&arena, text_of(tree->root));
    arena_release(&arena);
}

/* The absolute path of `name` in the tree. */
static inline struct text temp_tree_path(struct temp_tree *tree, struct arena *arena, const char *name)
{
    return arena_format(arena, "%s%s%s", tree->root, *name ? "/" : "", name);
}

static inline void temp_tree_make_folders(struct temp_tree *tree, const char *name)
{
    char path[8192];
    size_t root = strlen(tree->root);
    snprintf(path, sizeof path, "%s/%s", tree->root, name);
    for (char *slash = path + root + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        if (mkdir(path, 0777) && errno != EEXIST) temp_tree_die(path);
        *slash = '/';
    }
}

static inline void temp_tree_file(struct temp_tree *tree, const char *name, const char *content)
{
    char path[8192];
    temp_tree_make_folders(tree, name);
    snprintf(path, sizeof path, "%s/%s", tree->root, name);
    FILE *file = fopen(path, "w");
    if (!file || fputs(content, file) < 0 || fclose(file)) temp_tree_die(path);
}

static inline void temp_tree_link(struct temp_tree *tree, const char *name, const char *target)
{
    char path[8192];
    temp_tree_make_folders(tree, name);
    snprintf(path, sizeof path, "%s/%s", tree->root, name);
    if (symlink(target, path)) temp_tree_die(path);
}

#endif
