/* A pruned chunk → as it is to be written: a container has its new name, the source map is that of the new text, the comment names it.
 *
 * A map is never kept that is not known to be right: one that is missing, damaged, indexed or of another file is reported (M815 to M817), and the result has none.
 */
#ifndef MFSHAKE_PRUNE_FINISH_H
#define MFSHAKE_PRUNE_FINISH_H

#include "emit/source_map.h"
#include "prune/prune.h"

enum finish_source_map {
    FINISH_MAP_KEEP,  /* where it was: in a file, or in the chunk */
    FINISH_MAP_DROP,  /* the result has none */
    FINISH_MAP_INLINE /* in the chunk, wherever it was */
};

struct finish_options {
    enum finish_source_map source_map;
    struct text given; /* the file that holds the chunk's map, or empty */
    bool has_given;
    const char *unreadable; /* why that file can not be read, a sentence part; NULL: nobody tried, or it was read */
};

struct finished_chunk {
    struct text text;
    bool has_map;          /* in a file of its own: */
    struct source_map map; /* its texts live where those of the arguments do */
    struct text url;       /* what the comment calls it; empty: the chunk has no comment */
    size_t url_at;         /* where that stands in `text` */
};

/* `pruned` is what prune_chunk made of `source`; `path` is for messages. Everything new lives in `arena`. */
void finish_chunk(struct arena *arena, struct text path, struct text source, const struct prune_result *pruned,
                  const struct finish_options *options, struct finished_chunk *finished,
                  struct diagnostics *diagnostics);

/* The same chunk under another name: `name` is its base name, "chunk.0f1e2d3c.js". In `arena`. */
struct finished_chunk finish_renamed(struct arena *arena, const struct finished_chunk *finished, struct text name);

/* The document of a map in a file of its own, in `arena`; `name` is the chunk's base name. */
struct text finish_map_text(struct arena *arena, const struct finished_chunk *finished, struct text name);

/* The file, relative to the chunk's folder, that should hold its map: what its comment names, or the last part of that when it is a URL of a server. Empty when it names
 * none, holds the map itself, or names no file of that folder or below. */
struct text finish_map_file(struct text chunk);

#endif
