#include "base/fs.h"

#include "base/buffer.h"
#include "base/fs_trace.h"
#include "base/fs_watch.h"
#include "base/path.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Copies `path` into `terminated` (of PATH_MAX bytes); false when the system can not have such a path. */
static bool terminate(struct text path, char *terminated)
{
    if (path.length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (path.length == 0 || memchr(path.at, '\0', path.length)) {
        errno = ENOENT;
        return false;
    }
    memcpy(terminated, path.at, path.length);
    terminated[path.length] = '\0';
    return true;
}

const char *fs_error(int error)
{
    switch (error) {
    case ENOENT: return "no such file";
    case EACCES:
    case EPERM: return "permission denied";
    case EISDIR: return "is a folder";
    case ENOTDIR: return "a part of the path is no folder";
    case ELOOP: return "too many symbolic links";
    case ENAMETOOLONG: return "the name is too long";
    case ENOSPC: return "no space left";
    case EDQUOT: return "the quota is used up";
    case EROFS: return "the file system is read-only";
    case EFBIG: return "the file would be too large";
    case EMFILE:
    case ENFILE: return "too many open files";
    case EEXIST: return "something else appeared there";
    case EINTR: return "interrupted";
    default: return "input/output error";
    }
}

static bool fail(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

static enum fs_kind kind_of_mode(mode_t mode)
{
    if (S_ISREG(mode)) return FS_FILE;
    return S_ISDIR(mode) ? FS_FOLDER : FS_OTHER;
}

enum fs_kind fs_kind_of(struct text path)
{
    bool is_link;
    return fs_kind_and_link(path, &is_link);
}

static enum fs_kind kind_and_link(const char *path, bool *is_link)
{
    struct stat status;
    if (lstat(path, &status) != 0) return FS_MISSING;
    *is_link = S_ISLNK(status.st_mode);
    if (*is_link && stat(path, &status) != 0) return FS_MISSING;
    return kind_of_mode(status.st_mode);
}

enum fs_kind fs_kind_and_link(struct text path, bool *is_link)
{
    char terminated[PATH_MAX];
    *is_link = false;
    if (!terminate(path, terminated)) return FS_MISSING; /* whatever the file system holds */
    fs_watch_note(path, FS_ASKED_KIND);
    enum fs_kind kind = kind_and_link(terminated, is_link);
    fs_trace_note_kind(path, kind, *is_link);
    return kind;
}

bool fs_is_same_file(struct text a, struct text b)
{
    char terminated[PATH_MAX];
    struct stat status[2];
    if (!terminate(a, terminated) || stat(terminated, &status[0]) != 0) return false;
    if (!terminate(b, terminated) || stat(terminated, &status[1]) != 0) return false;
    return status[0].st_dev == status[1].st_dev && status[0].st_ino == status[1].st_ino;
}

/* Reads up to `size` bytes; fewer only at the end of the file. -1 with errno on failure. */
static ssize_t read_fully(int file, char *out, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t count = read(file, out + length, size - length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -1;
        if (count == 0) break;
        length += (size_t)count;
    }
    return (ssize_t)length;
}

/* The same for a regular file whose size was `size` - 1: one read gives it all, and is not asked again whether there is more. */
static ssize_t read_regular(int file, char *out, size_t size)
{
    ssize_t count;
    do count = read(file, out, size);
    while (count < 0 && errno == EINTR);
    if (count < 0 || (size_t)count + 1 == size || (size_t)count == size) return count;
    ssize_t rest = read_fully(file, out + count, size - (size_t)count);
    return rest < 0 ? rest : count + rest;
}

static bool is_unchanged(const struct stat *before, const struct stat *after)
{
    return before->st_size == after->st_size && before->st_mtim.tv_sec == after->st_mtim.tv_sec &&
           before->st_mtim.tv_nsec == after->st_mtim.tv_nsec;
}

enum reading { READ_DONE, READ_FAILED, READ_CHANGED };

/* Reads the open file once; the size before, the bytes read and the status after must agree. */
static enum reading read_once(struct arena *arena, int file, size_t limit, struct text *content, struct stat *status,
                              const char **why)
{
    struct stat before, after;
    if (fstat(file, &before) != 0) return fail(why, fs_error(errno)), READ_FAILED;
    if (S_ISDIR(before.st_mode)) return fail(why, "is a folder"), READ_FAILED;
    if (!S_ISREG(before.st_mode)) return fail(why, "is no regular file"), READ_FAILED;
    if ((uintmax_t)before.st_size > limit) return fail(why, "is too large"), READ_FAILED;

    size_t size = (size_t)before.st_size;
    char *out = arena_alloc_raw(arena, size + 1);
    ssize_t length = read_regular(file, out, size + 1);
    if (length < 0 || fstat(file, &after) != 0) return fail(why, fs_error(errno)), READ_FAILED;
    if ((size_t)length != size || !is_unchanged(&before, &after)) return READ_CHANGED;
    out[size] = '\0';
    *content = (struct text){out, size};
    *status = before;
    return READ_DONE;
}

/* Opens for reading; -1 with *why. O_NONBLOCK: opening a FIFO must not wait for its writer. */
static int open_file(struct text path, int flags, const char **why)
{
    char terminated[PATH_MAX];
    int file = -1;
    if (terminate(path, terminated)) {
        do file = open(terminated, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
        while (file < 0 && errno == EINTR);
    }
    if (file < 0) *why = fs_error(errno);
    return file;
}

static bool read_open(struct arena *arena, int file, size_t limit, struct text *content, struct stat *status,
                      const char **why)
{
    enum reading reading = read_once(arena, file, limit, content, status, why);
    if (reading == READ_CHANGED) {
        if (lseek(file, 0, SEEK_SET) == 0) reading = read_once(arena, file, limit, content, status, why);
        if (reading == READ_CHANGED) *why = "changed while it was read";
    }
    close(file);
    return reading == READ_DONE;
}

static bool read_file(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why)
{
    int file = open_file(path, 0, why);
    struct stat status;
    if (file >= 0 && read_open(arena, file, limit, content, &status, why)) {
        fs_trace_note_content(path, &status);
        return true;
    }
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR) && path.length) fs_trace_note_kind(path, FS_MISSING, false);
    else fs_trace_note_failure();
    return false;
}

bool fs_read(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why)
{
    fs_watch_note(path, FS_ASKED_CONTENT);
    return read_file(arena, path, limit, content, why);
}

bool fs_read_source(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why)
{
    fs_watch_note(path, FS_ASKED_SOURCE);
    return read_file(arena, path, limit, content, why);
}

bool fs_read_private(struct arena *arena, struct text path, size_t limit, struct text *content, const char **why)
{
    int file = open_file(path, O_NOFOLLOW, why);
    if (file < 0) return false;
    struct stat status;
    if (fstat(file, &status) != 0 || status.st_uid != geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH))) {
        close(file);
        return fail(why, "others may have written it");
    }
    return read_open(arena, file, limit, content, &status, why);
}

uint64_t fs_size(struct text path)
{
    char terminated[PATH_MAX];
    struct stat status;
    fs_watch_note(path, FS_ASKED_CONTENT);
    if (!terminate(path, terminated) || stat(terminated, &status) != 0 || !S_ISREG(status.st_mode)) {
        fs_trace_note_failure();
        return 0;
    }
    fs_trace_note_content(path, &status);
    return (uint64_t)status.st_size;
}

bool fs_read_stdin(struct arena *arena, size_t limit, struct text *content, const char **why)
{
    struct buffer buffer;
    buffer_init(&buffer);
    char block[64 * 1024];
    ssize_t length;
    while ((length = read_fully(STDIN_FILENO, block, sizeof block)) > 0 && buffer.length <= limit) {
        buffer_put(&buffer, (struct text){block, (size_t)length});
    }
    bool ok = true;
    if (length < 0) ok = fail(why, fs_error(errno));
    else if (buffer.length > limit) ok = fail(why, "is too large");
    else *content = arena_copy(arena, buffer_text(&buffer));
    buffer_release(&buffer);
    return ok;
}

struct text fs_real_path(struct arena *arena, struct text path)
{
    char terminated[PATH_MAX], resolved[PATH_MAX];
    if (!terminate(path, terminated)) return TEXT("");
    fs_watch_note(path, FS_ASKED_KIND);
    struct text real = realpath(terminated, resolved) ? text_of(resolved) : TEXT("");
    fs_trace_note_real_path(path, real);
    return real.length ? arena_copy(arena, real) : real;
}

struct text fs_current_folder(struct arena *arena)
{
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder) || folder[0] != '/') return TEXT("");
    return path_normalize(arena, text_of(folder));
}

static bool is_folder(DIR *parent, const struct dirent *entry)
{
    /* A link's target may change without the folder. */
    if (entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN) fs_trace_note_failure();
    if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN) return entry->d_type == DT_DIR;
    struct stat status;
    return fstatat(dirfd(parent), entry->d_name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

static int compare_entries(const void *left, const void *right)
{
    const struct fs_entry *a = left, *b = right;
    return text_compare(a->name, b->name);
}

bool fs_list(struct arena *arena, struct text folder, struct fs_entry **entries, uint32_t *count)
{
    char terminated[PATH_MAX];
    if (!terminate(folder, terminated)) return false;
    fs_watch_note(folder, FS_ASKED_CONTENT);
    DIR *open_folder = opendir(terminated);
    struct stat status;
    if (open_folder && fstat(dirfd(open_folder), &status) == 0) fs_trace_note_content(folder, &status);
    else fs_trace_note_failure();
    if (!open_folder) return false;

    VEC(struct fs_entry) found = {0};
    struct dirent *entry;
    errno = 0;
    while ((entry = readdir(open_folder))) {
        struct text name = text_of(entry->d_name);
        if (!text_is(name, ".") && !text_is(name, "..")) {
            vec_push(&found, (struct fs_entry){arena_copy(arena, name), is_folder(open_folder, entry)});
        }
        errno = 0; /* tells the end of the folder from a failure; is_folder may set it */
    }
    bool ok = errno == 0;
    closedir(open_folder);
    if (!ok) {
        vec_release(&found);
        return false;
    }
    if (found.count) qsort(found.at, found.count, sizeof *found.at, compare_entries);
    *count = found.count;
    *entries = vec_freeze(&found, arena);
    return true;
}
