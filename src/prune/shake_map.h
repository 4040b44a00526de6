/* Shake table ↔ chunk.shake.json, which stands beside a chunk: with it, prune neither scans nor parses the chunk.
 *
 * The document (schemas/chunk-shake-v1.schema.json) names the build of mfshake that wrote it, the length and a hash of the chunk, and a hash of its own table. The table is arrays of
 * numbers in a fixed order, places mostly as differences. It is read by a reader of its own, which takes exactly what the writer writes: a general JSON
 * parser would cost more than all the rest of prune.
 *
 * The hash finds chunks that were edited, by mistake or by a tool; it is no protection against somebody who writes a wrong map on purpose, who could as well write a wrong chunk. Whatever
 * the map says, reading it stays within its bounds.
 */
#ifndef MFSHAKE_PRUNE_SHAKE_MAP_H
#define MFSHAKE_PRUNE_SHAKE_MAP_H

#include "prune/shake_table.h"

/* The map of `source`, whose table this is, in `arena`; empty when a text of the table can not be told by its place. */
struct text shake_map_write(struct arena *arena, struct text source, const struct shake_table *table,
                            const struct macros *macros);

/* Reads `map` into *table and *macros, in `arena`, with texts in `source`. NULL when it was read; else why it does not serve for this chunk, a sentence part. */
const char *shake_map_read(struct arena *arena, struct text map, struct text source, struct shake_table *table,
                           struct macros *macros);

#endif
