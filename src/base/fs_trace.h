/* What a process asks of the file system through fs.h, and what it is told: for finding out later, without asking for contents again, whether it would be told the same.
 *
 * One trace at a time, of all threads. A file's content counts as the same when device, inode, size, and the times of modification and change are; what was changed so
 * shortly before it was read that such a time might not tell is not trusted, and a trace that holds it is not kept.
 */
#ifndef MFSHAKE_BASE_FS_TRACE_H
#define MFSHAKE_BASE_FS_TRACE_H

#include "base/buffer.h"
#include "base/fs.h"

struct stat;

/* What tells the states of one file apart. Without gaps, so that it can be compared and stored as bytes. */
struct fs_fingerprint {
    uint64_t device, inode, size;
    int64_t modified, modified_ns, changed, changed_ns;
};
struct fs_fingerprint fs_fingerprint_of(const struct stat *status);
/* Of the file at `path`, symbolic links followed; false when there is none. */
bool fs_fingerprint_at(struct text path, struct fs_fingerprint *fingerprint);

struct fs_trace;
/* From now on questions are noted. NULL when a trace is going on already. */
struct fs_trace *fs_trace_start(void);
/* No more is noted; nothing when it was stopped before. */
void fs_trace_stop(struct fs_trace *trace);
void fs_trace_free(struct fs_trace *trace);

/* Appends the questions and answers to `out`, whose length is a multiple of 8 before and after. False when they can not be relied on. */
bool fs_trace_put(const struct fs_trace *trace, struct buffer *out);
/* Would every question in `bytes` (as fs_trace_put wrote them, aligned to 8) be answered as it was then? False, too, when they are damaged. */
bool fs_trace_holds(struct text bytes, uint32_t workers);

/* For fs.c. */
void fs_trace_note_kind(struct text path, enum fs_kind kind, bool is_link);
void fs_trace_note_content(struct text path, const struct stat *status);
void fs_trace_note_real_path(struct text path, struct text real);
/* An answer that asking again would not show. */
void fs_trace_note_failure(void);

#endif
