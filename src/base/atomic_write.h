/* A set of output files that appears as a whole or not at all.
 *
 *     struct output_set set;
 *     output_set_init(&set);
 *     output_set_add(&set, path, bytes);      any number; folders are made as needed
 *     ok = output_set_commit(&set, diagnostics);
 *     output_set_release(&set);
 *
 * Every file is written to a temporary name in its own folder, synced, and only when all are written renamed, in order of
 * adding (put the report last: it is the commit marker). A failure, or SIGINT, SIGTERM and SIGHUP on the way, removes the
 * temporary files and the folders made for them, and puts back files that were already replaced. An existing file keeps its
 * mode. What killed processes left of earlier sets goes when a set was written (stray_files.h). A symbolic link at the file's own name is replaced, not followed; a folder or a device there is refused.
 */
#ifndef MFSHAKE_BASE_ATOMIC_WRITE_H
#define MFSHAKE_BASE_ATOMIC_WRITE_H

#include "base/diag.h"

struct output_set {
    struct arena arena;
    struct output_file *files;
    uint32_t count, capacity;
    bool
        unsynced; /* nothing waits for the disk: after a loss of power a file may be gone, or be empty. For what is written again and again */
};

void output_set_init(struct output_set *set);
void output_set_release(struct output_set *set);
/* Adds a file; `path` and `bytes` are copied. A path added twice keeps the later bytes. */
void output_set_add(struct output_set *set, struct text path, struct text bytes);
/* The same without a copy of `bytes`, which must stay until the set is committed or released. */
void output_set_add_lent(struct output_set *set, struct text path, struct text bytes);
/* Writes all; the set is empty afterwards. On failure reports M901 with the path and the system's reason, and leaves everything as it was, the set too. */
bool output_set_commit(struct output_set *set, struct diagnostics *diagnostics);
/* Deletes the file `path`, and its folders below `base` that are empty then. A file that is not there is fine; M901 when it can not be deleted. */
bool output_remove(struct text base, struct text path, struct diagnostics *diagnostics);

/* Puts a file in place that is for this user alone (mode 0600; folders made for it 0700), in one step: whoever opens `path` sees the old bytes
 * or the new ones. Temporary files that killed processes left of files whose name begins as this one does, up to a `-`, go. Not synced to the disk: for what can be made again. False with *why, as fs_read sets it. */
bool private_file_write(struct text path, struct text bytes, const char **why);

#endif
