/* provided shares → the file of each one's chunk below the output folder: `<folder of the key>/<version>/chunk.js`.
 *
 * The folder of a key is named as Module Federation names its shared files: `@` becomes `scope_`, `-` `_`, `/` `__`, and `.` vanishes, so that
 * `@scope/some.pkg` is `scope_scope__somepkg`. That naming is not injective (`a-b` and `a_b` meet). Of the keys that meet in one name, the first in
 * byte order has it; each other one gets a dot and itself appended, with everything but letters, digits, `-` and `_` as %XX: `a_b.a_b`. A plain name
 * has no dot, so such a name belongs to one key alone. A version is a folder name of its own: characters that no version has are %XX there.
 */
#ifndef MFSHAKE_REPORT_CHUNK_PATH_H
#define MFSHAKE_REPORT_CHUNK_PATH_H

#include "base/arena.h"
#include "model/graph.h"

/* The path of each of graph->provided_shares, in `arena`. Different modules have different paths: a second copy of one version
 * (two installations of a package) gets `~2` after its version, and so on. */
const struct text *chunk_paths(const struct graph *graph, struct arena *arena);

/* What stands beside a chunk: "lib/1.0.0/chunk.shake.json" for "lib/1.0.0/chunk.js". In `arena`. */
struct text chunk_map_path(struct arena *arena, struct text chunk_path);

/* The source map: "lib/1.0.0/chunk.js.map". In `arena`. */
struct text chunk_source_map_path(struct arena *arena, struct text chunk_path);

#endif
