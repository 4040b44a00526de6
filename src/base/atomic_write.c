#include "base/atomic_write.h"

#include "base/fs.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/stray_files.h"
#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* A signal that ends the process must not leave half of a set behind. The commit therefore blocks such signals, asks between the
 * files whether one waits, and gives up cleanly then; the signal arrives as soon as everything is tidied up. From the first
 * rename on the set is finished instead. */

struct output_file {
    struct text path; /* terminated */
    struct text bytes;
    const char *staged; /* the temporary file while it exists, else NULL */
    const char *backup; /* a second name of the file that stood at `path`, while it exists, else NULL */
    bool existed;       /* something stood at `path` before */
    int open;           /* the temporary file while it is written */
    bool has_mode;      /* what stood there had this one: */
    mode_t mode;
    int error; /* of writing, or 0 */
    bool renamed, unsynced;
};

struct commit {
    struct output_set *set;
    struct arena arena;
    VEC(const char *) folders; /* those that were made, outer ones first */
    struct text failed_path;
    const char *why;
};

void output_set_init(struct output_set *set)
{
    *set = (struct output_set){0};
    arena_init(&set->arena);
}

void output_set_release(struct output_set *set)
{
    memory_free(set->files);
    arena_release(&set->arena);
    output_set_init(set);
}

void output_set_add(struct output_set *set, struct text path, struct text bytes)
{
    output_set_add_lent(set, path, arena_copy(&set->arena, bytes));
}

void output_set_add_lent(struct output_set *set, struct text path, struct text bytes)
{
    struct text normalized = path_normalize(&set->arena, path);
    for (uint32_t i = 0; i < set->count; i++) {
        if (!text_equal(normalized, set->files[i].path)) continue;
        set->files[i].bytes = bytes;
        return;
    }
    if (set->count == set->capacity) set->files = vec_grow(set->files, &set->capacity, sizeof *set->files);
    set->files[set->count++] = (struct output_file){.path = normalized, .bytes = bytes};
}

static bool fail(struct commit *commit, struct text path, const char *why)
{
    commit->failed_path = path;
    commit->why = why;
    return false;
}

static bool fail_errno(struct commit *commit, struct text path)
{
    return fail(commit, path, fs_error(errno));
}

/* Makes `folder` and those above it as far as they are missing. */
static bool make_folders(struct commit *commit, struct text folder, mode_t mode)
{
    for (size_t end = 1; end <= folder.length; end++) {
        if (end < folder.length && folder.at[end] != '/') continue;
        struct text path = arena_copy(&commit->arena, text_slice(folder, 0, end));
        if (mkdir(path.at, mode) == 0) {
            vec_push(&commit->folders, path.at);
        } else if (errno != EEXIST) {
            int error = errno; /* some systems mind the parent's permissions before they see that the folder is there */
            if (fs_kind_of(path) == FS_FOLDER) continue;
            errno = error;
            return fail_errno(commit, path);
        }
    }
    return true;
}

/* A name beside `path` that nothing else has. */
static const char *sibling_name(struct commit *commit, struct text path)
{
    uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        random = (uintptr_t)&random ^ (uint64_t)getpid();
    struct text folder = path_folder(path), name = path_base_name(path);
    if (name.length > 200) name.length = 200; /* a name may have 255 bytes */
    struct text sibling = arena_format(&commit->arena, "%.*s/.%.*s.%016llx", TEXT_ARGS(folder), TEXT_ARGS(name),
                                       (unsigned long long)random);
    return sibling.at;
}

static bool write_fully(int file, struct text bytes)
{
    while (bytes.length) {
        ssize_t count = write(file, bytes.at, bytes.length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes = text_slice(bytes, (size_t)count, bytes.length);
    }
    return true;
}

/* Sees what stands at the file's path: nothing, or a file, whose mode counts. Anything else must not be replaced. */
static bool look_at_target(struct commit *commit, struct output_file *file)
{
    struct stat status;
    file->existed = lstat(file->path.at, &status) == 0;
    if (!file->existed) return errno == ENOENT || fail_errno(commit, file->path);
    if (S_ISLNK(status.st_mode) && stat(file->path.at, &status) != 0) return true; /* a link to nothing */
    if (S_ISDIR(status.st_mode)) return fail(commit, file->path, "is a folder");
    if (!S_ISREG(status.st_mode)) return fail(commit, file->path, "is no regular file");
    file->has_mode = true;
    file->mode = status.st_mode & 07777;
    return true;
}

static bool set_mode(int file, mode_t mode)
{
    struct stat status;
    if (fstat(file, &status) != 0) return false;
    return (status.st_mode & 07777) == mode || fchmod(file, mode) == 0;
}

/* Makes an empty temporary file beside the path of `file`. */
static bool stage(struct commit *commit, struct output_file *file)
{
    if (memchr(file->path.at, '\0', file->path.length)) return fail(commit, file->path, "the name has a NUL in it");
    if (!make_folders(commit, path_folder(file->path), 0777)) return false;
    if (!look_at_target(commit, file)) return false;
    const char *staged = sibling_name(commit, file->path);
    file->open = open(staged, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file->open < 0) return fail_errno(commit, file->path);
    file->staged = staged;
    file->unsynced = commit->set->unsynced;
    return true;
}

/* Writes the bytes of one file to its temporary file. */
static void write_staged(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    struct output_file *file = &((struct output_file *)context)[index];
    bool ok = write_fully(file->open, file->bytes) && (!file->has_mode || set_mode(file->open, file->mode)) &&
              (file->unsynced || fsync(file->open) == 0);
    file->error = ok ? 0 : errno;
    if (close(file->open) != 0 && ok) file->error = errno;
}

/* Stages files and writes them, some at a time: most of that is waiting for the disk. */
static bool stage_some(struct commit *commit, struct output_file *files, uint32_t count)
{
    enum { WORKERS = 4 };
    uint32_t staged = 0;
    while (staged < count && stage(commit, &files[staged])) staged++;
    pool_run(WORKERS, staged, write_staged, files);
    for (uint32_t i = 0; i < staged; i++)
        if (files[i].error) return fail(commit, files[i].path, fs_error(files[i].error));
    return staged == count;
}

static void fill_signals(sigset_t *ending)
{
    sigemptyset(ending);
    sigaddset(ending, SIGINT);
    sigaddset(ending, SIGTERM);
    sigaddset(ending, SIGHUP);
}

static bool signal_waits(void)
{
    sigset_t waiting;
    if (sigpending(&waiting) != 0) return false;
    return sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1 ||
           sigismember(&waiting, SIGHUP) == 1;
}

static bool stage_all(struct commit *commit)
{
    enum { MOST_OPEN = 64 };
    struct output_set *set = commit->set;
    for (uint32_t i = 0, count; i < set->count; i += count) {
        count = set->count - i < MOST_OPEN ? set->count - i : MOST_OPEN;
        if (!stage_some(commit, &set->files[i], count)) return false;
        if (signal_waits()) return fail(commit, set->files[i].path, "interrupted");
    }
    return true;
}

/* Gives the file at its place a second name, so that it can be put back when a later rename fails. A file system without
 * hard links goes without. */
static void keep_backup(struct commit *commit, struct output_file *file)
{
    const char *backup = sibling_name(commit, file->path);
    if (linkat(AT_FDCWD, file->path.at, AT_FDCWD, backup, 0) == 0) file->backup = backup;
}

static bool rename_all(struct commit *commit)
{
    bool alone = commit->set->count == 1;
    for (uint32_t i = 0; i < commit->set->count; i++) {
        struct output_file *file = &commit->set->files[i];
        if (file->existed && !alone) keep_backup(commit, file);
        if (rename(file->staged, file->path.at) != 0) return fail_errno(commit, file->path);
        file->staged = NULL;
        file->renamed = true;
    }
    return true;
}

/* Makes the new names themselves durable. A file system that can not do that is no reason to fail. */
static void sync_folders(const struct output_set *set)
{
    struct text last = {"", 0};
    for (uint32_t i = 0; i < set->count; i++) {
        struct text folder = path_folder(set->files[i].path);
        if (i && text_equal(folder, last)) continue;
        last = folder;
        struct arena arena;
        arena_init(&arena);
        int open_folder = open(arena_copy(&arena, folder).at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        arena_release(&arena);
        if (open_folder < 0) continue;
        fsync(open_folder);
        close(open_folder);
    }
}

static void forget_backups(struct output_set *set)
{
    for (uint32_t i = 0; i < set->count; i++) {
        if (set->files[i].backup) unlink(set->files[i].backup);
        set->files[i].backup = NULL;
    }
}

static void undo_file(struct output_file *file)
{
    if (file->staged) unlink(file->staged);
    if (file->renamed && file->backup) rename(file->backup, file->path.at);
    else if (file->renamed && !file->existed) unlink(file->path.at);
    else if (file->backup) unlink(file->backup);
    file->staged = file->backup = NULL;
    file->renamed = false;
}

/* Puts everything back as it was before the commit. */
static void undo(struct commit *commit)
{
    for (uint32_t i = commit->set->count; i-- > 0;) undo_file(&commit->set->files[i]);
    for (uint32_t i = commit->folders.count; i-- > 0;) rmdir(commit->folders.at[i]);
}

bool output_set_commit(struct output_set *set, struct diagnostics *diagnostics)
{
    struct commit commit = {.set = set};
    arena_init(&commit.arena);
    sigset_t ending, before;
    fill_signals(&ending);
    pthread_sigmask(SIG_BLOCK, &ending, &before);

    bool ok = stage_all(&commit) && rename_all(&commit);
    if (ok) {
        forget_backups(set);
        if (!set->unsynced) {
            sync_folders(set);
            for (uint32_t i = 0; i < set->count; i++) stray_files_sweep(set->files[i].path, SIZE_MAX);
        }
        output_set_release(set);
    } else {
        undo(&commit);
        diag_add(diagnostics, DIAG_WRITE_FAILED, diag_place_file(commit.failed_path), "can not be written: %s",
                 commit.why);
    }
    vec_release(&commit.folders);
    arena_release(&commit.arena);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

bool output_remove(struct text base, struct text path, struct diagnostics *diagnostics)
{
    struct arena arena;
    arena_init(&arena);
    struct text file = path_join(&arena, base, path);
    bool ok = unlink(arena_copy(&arena, file).at) == 0 || errno == ENOENT || errno == ENOTDIR;
    if (!ok)
        diag_add(diagnostics, DIAG_WRITE_FAILED, diag_place_file(file),
                 "a chunk of an earlier run can not be deleted: %s", fs_error(errno));
    for (struct text folder = path_folder(path); ok && folder.length && !text_is(folder, ".");
         folder = path_folder(folder)) {
        if (rmdir(arena_copy(&arena, path_join(&arena, base, folder)).at) != 0) break; /* not empty, or not ours */
    }
    arena_release(&arena);
    return ok;
}

static bool write_beside(const char *staged, const char *path, struct text bytes, const char **why)
{
    int file = open(staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = file >= 0 && write_fully(file, bytes);
    if (!ok) *why = fs_error(errno);
    if (file >= 0 && close(file) != 0 && ok) {
        *why = fs_error(errno);
        ok = false;
    }
    if (ok && rename(staged, path) != 0) {
        *why = fs_error(errno);
        ok = false;
    }
    if (!ok && file >= 0) unlink(staged);
    return ok;
}

bool private_file_write(struct text path, struct text bytes, const char **why)
{
    struct commit commit = {0};
    arena_init(&commit.arena);
    sigset_t ending, before;
    fill_signals(&ending);
    pthread_sigmask(SIG_BLOCK, &ending, &before);
    bool ok = make_folders(&commit, path_folder(path), 0700);
    if (ok) ok = write_beside(sibling_name(&commit, path), arena_copy(&commit.arena, path).at, bytes, why);
    else *why = commit.why;
    size_t dash = text_find_char(path_base_name(path), '-', 0);
    if (ok) stray_files_sweep(path, dash == TEXT_NOWHERE ? SIZE_MAX : dash + 1);
    vec_release(&commit.folders);
    arena_release(&commit.arena);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}
