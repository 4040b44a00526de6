/* Reading from the file system: the only place that opens files for reading. */
#ifndef MFSHAKE_BASE_FS_H
#define MFSHAKE_BASE_FS_H

#include "base/arena.h"

enum fs_kind { FS_MISSING, FS_FILE, FS_FOLDER, FS_OTHER };

/* What `path` is, symbolic links followed. */
enum fs_kind fs_kind_of(struct text path);
/* The same, and whether the last part of the path is a symbolic link itself. */
enum fs_kind fs_kind_and_link(struct text path, bool *is_link);

/* Whether both exist and are one file, by whatever path: the same name, a symbolic link or a hard link to it. */
bool fs_is_same_file(struct text a, struct text b);

/* Reads a whole regular file into `arena` (followed by an uncounted NUL). On failure returns false and sets *why to a static
 * sentence part ("no such file", "is a folder", …). Refuses anything that is no regular file and files over `limit` bytes. A
 * file that changes meanwhile is read once more, then refused. */
bool fs_read(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why);
/* The same for the source of a module, which tells nothing but what that module is: fs_watch.h tells such changes from others. */
bool fs_read_source(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why);
/* As fs_read, and refuses a file of another user, a symbolic link, and what others may write to. */
bool fs_read_private(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why);
/* The size of the regular file `path` in bytes; 0 when there is none. */
uint64_t fs_size(struct text path);
/* Reads standard input to its end. */
bool fs_read_stdin(struct arena *arena, size_t limit, struct text *content, const char **why);

/* The absolute path with symbolic links resolved, or an empty text when `path` does not exist. */
struct text fs_real_path(struct arena *arena, struct text path);
/* The absolute, normalised current folder, or an empty text when there is none (it was removed). */
struct text fs_current_folder(struct arena *arena);

struct fs_entry {
    struct text name;
    bool is_folder; /* symbolic links followed */
};
/* The entries of a folder but "." and "..", sorted by name; false when it can not be read. */
bool fs_list(struct arena *arena, struct text folder, struct fs_entry **entries, uint32_t *count);

/* What the system's error number `error` means, as a static sentence part that does not depend on the locale. */
const char *fs_error(int error);

#endif
