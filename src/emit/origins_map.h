/* Origins of a chunk's bytes → its source map.
 *
 * Of copied text every line, word, string, template and regular expression begins a segment, and every statement that begins with something else; what stands for a token has one, with
 * the identifier that stands in the source as its name. Text that emit made comes from nowhere. Sources and names are in the order of their first use.
 *
 * A source is called by the path of its module relative to the app's folder, "./node_modules/lodash-es/map.js", as a URL: no folder of the machine, the same wherever the
 * app and the output lie.
 */
#ifndef MFSHAKE_EMIT_ORIGINS_MAP_H
#define MFSHAKE_EMIT_ORIGINS_MAP_H

#include "emit/origins.h"
#include "emit/source_map.h"
#include "model/graph.h"

/* Fills *map, in `arena`, but for its hash; the contents are the modules' own sources. */
void origins_map(const struct origins *origins, const struct graph *graph, struct text chunk, bool with_content,
                 struct arena *arena, struct source_map *map);

#endif
