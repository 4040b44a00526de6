/* Sources that a process has read, and the records that it made of them, for its next graphs: what a watch keeps from one run to the next.
 *
 * Whoever has it says which files changed; what is not forgotten is not read again. All threads may ask and add. What was forgotten stays in memory until all is cleared: graphs
 * may still be made of it.
 */
#ifndef MFSHAKE_GRAPH_SOURCE_MEMORY_H
#define MFSHAKE_GRAPH_SOURCE_MEMORY_H

#include "base/arena.h"
#include "model/record.h"

struct source_memory;

struct source_memory *source_memory_new(void);
void source_memory_free(struct source_memory *memory);

/* The source of the file `path` (absolute); false when it is not known. */
bool source_memory_find(struct source_memory *memory, struct text path, struct text *source);
/* Adds it, if none is known yet; gives the one that is known then. `source` must be in one of the memory's arenas. */
struct text source_memory_add(struct source_memory *memory, struct text path, struct text source);
/* The record that was made of the file's source with the options that `options` describes (graph/record_key.h), or NULL. */
const struct record *source_memory_record(struct source_memory *memory, struct text path, struct text options);
/* Adds one, in one of the memory's arenas, unless it has errors: the parse may have been given up for its time. */
void source_memory_add_record(struct source_memory *memory, struct text path, struct text options,
                              const struct record *record);

/* The file is another one now. */
void source_memory_forget(struct source_memory *memory, struct text path);
/* Forgets all and gives the memory back; no graph that was made of it may be left. */
void source_memory_clear(struct source_memory *memory);
/* Is more forgotten than known? */
bool source_memory_is_stale(const struct source_memory *memory);

/* One arena for each of `count` workers, for what is added. Valid until the next call. */
struct arena *source_memory_arenas(struct source_memory *memory, uint32_t count);

#endif
