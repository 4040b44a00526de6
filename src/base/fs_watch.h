/* Noticing that what a process asked of the file system through fs.h would be answered in another way now. The only place that knows of inotify.
 *
 * A folder is watched before anything in it is asked for, and so are the folders above it and those that symbolic links on the way lead to: no change falls between an answer and
 * its watch. Any thread may ask; one watch at a time. What is written through another hard link of a file, or by another machine, the kernel does not tell.
 */
#ifndef MFSHAKE_BASE_FS_WATCH_H
#define MFSHAKE_BASE_FS_WATCH_H

#include "base/arena.h"
#include "base/vec.h"

#include <signal.h>

/* What is asked of a path. A set. */
enum fs_asked {
    FS_ASKED_KIND = 1,    /* what lies there */
    FS_ASKED_CONTENT = 2, /* what is in the file or folder */
    FS_ASKED_SOURCE = 4,  /* what is in the file, which is a module's source */
};

struct fs_watch;

/* NULL with *why when the system has no more of them. Nothing is noted before fs_watch_listen. */
struct fs_watch *fs_watch_new(const char **why);
void fs_watch_free(struct fs_watch *watch);
/* From now on what is asked is noted, or is not. */
void fs_watch_listen(struct fs_watch *watch, bool listens);
/* Forgets all, and what is still to be read. */
bool fs_watch_reset(struct fs_watch *watch, const char **why);

/* For fs.c: `path` is asked for next. Nothing without a watch that listens. */
void fs_watch_note(struct text path, enum fs_asked asked);

/* How many folders are watched. */
uint32_t fs_watch_folders(const struct fs_watch *watch);
/* The first folder that could not be watched for want of the system's means, with *why; an empty text when there is none. */
struct text fs_watch_failure(const struct fs_watch *watch, const char **why);

enum fs_watch_end { FS_WATCH_HAPPENED, FS_WATCH_TIMED_OUT, FS_WATCH_INTERRUPTED };
/* Waits until something happens in a watched folder, for `milliseconds` (-1: for any time), or until a signal that `allowed` lets through is handled. */
enum fs_watch_end fs_watch_wait(struct fs_watch *watch, int milliseconds, const sigset_t *allowed);

/* What happened. Paths are absolute and as they were asked for. */
struct fs_changes {
    struct arena arena;
    VEC(struct text)
    sources;                 /* regular files that only their content was asked of, as sources: it may be another one */
    VEC(struct text) others; /* anything else that matters */
    bool
        lost; /* folders came, went or moved, or it is not known what happened: nothing that was learned holds, and the watch is to be reset */
    bool unsettled; /* a file was made or went away: whoever does it may not be done */
};
void fs_changes_init(struct fs_changes *changes);
void fs_changes_release(struct fs_changes *changes);
/* Adds what happened since the last time; a path may come more than once. */
void fs_watch_take(struct fs_watch *watch, struct fs_changes *changes);

#endif
