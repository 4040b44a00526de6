/* A source map as a document: chunk.js.map (ECMA-426, version 3).
 *
 * Maps that mfshake writes have one member beyond the standard, "x_mfshake_chunk": a hash of the chunk without its comment that names the map, by which
 * a map that does not belong to a chunk, or a chunk that was changed since, is found.
 */
#ifndef MFSHAKE_EMIT_SOURCE_MAP_H
#define MFSHAKE_EMIT_SOURCE_MAP_H

#include "base/arena.h"
#include "base/buffer.h"

struct source_map_source {
    struct text path;    /* as the map has it; `at` is NULL: null */
    struct text content; /* the source itself; `at` is NULL: not in the map */
    bool is_ignored;     /* in "ignoreList" */
};

struct source_map {
    struct text file;        /* the base name of the chunk, or empty */
    struct text source_root; /* what stands before each path, or empty */
    const struct source_map_source *sources;
    uint32_t source_count;
    const struct text *names;
    uint32_t name_count;
    struct text mappings; /* mappings.h */
    struct text chunk;    /* "x_mfshake_chunk", or empty */
};

/* Reads a document into *map, whose texts live in `arena`. NULL when it was read; else why not, a sentence part in `arena` or static. The mappings are not looked at. */
const char *source_map_read(struct arena *arena, struct text document, struct source_map *map);

/* Puts the document, on one line. */
void source_map_put(const struct source_map *map, struct buffer *out);

/* The hash of a chunk whose text is `before` and `behind` its comment, for "x_mfshake_chunk". */
struct text source_map_hash(struct arena *arena, struct text before, struct text behind);

/* ---------------------------------------------------------------------------------------------- the comment */

/* The comment of a chunk that names its map: `//# sourceMappingURL=chunk.js.map`, among the last lines. */
struct source_map_comment {
    size_t start, end; /* of its line, with the line end */
    struct text url;
};

/* False when the last lines of `chunk`, those that hold nothing else than `//` comments, have none. */
bool source_map_comment_find(struct text chunk, struct source_map_comment *comment);

/* Puts the line for a map that stands in a file of its own. */
void source_map_comment_put(struct text url, struct buffer *out);
/* Puts the line that holds the map itself, as a data URL. */
void source_map_comment_put_inline(const struct source_map *map, struct buffer *out);

/* The map that a data URL holds, in `arena`; false when it is none of JSON. */
bool source_map_of_data_url(struct arena *arena, struct text url, struct text *document);

#endif
