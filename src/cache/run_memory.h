/* Whole runs that need not be done again: what a run was asked, what it asked of the file system (base/fs_trace.h), what it wrote and what it printed.
 *
 * When a later run is asked the same, would be told the same, and what was written lies where it was put and as it was put, it prints the same and is done. One file for each
 * question in the cache's folder, written and trusted as those of record_cache.h: it is for this user, of this build, with a checksum; else it counts as none.
 */
#ifndef MFSHAKE_CACHE_RUN_MEMORY_H
#define MFSHAKE_CACHE_RUN_MEMORY_H

#include "base/arena.h"
#include "base/fs_trace.h"

/* What a run printed. */
struct run_output {
    struct text result, talk; /* to standard output, to standard error */
};

/* The output of the run that `question` (any bytes) describes, if all of it holds still. Texts live in `arena`. */
bool run_memory_recall(struct arena *arena, struct text folder, struct text question, uint32_t workers,
                       struct run_output *output);

/* Remembers a run that succeeded and wrote the `count` files `written` (absolute paths). What can not be remembered soundly, or not be written, is not: that costs the next
 * run its time alone. */
void run_memory_keep(struct text folder, struct text question, const struct fs_trace *trace, const struct text *written,
                     uint32_t count, struct run_output output);

/* Is this the name of a file of a remembered run, of any build? */
bool run_memory_is_file(struct text name);

#endif
