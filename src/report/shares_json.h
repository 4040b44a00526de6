/* The document of `mfshake analyze --dump=shares`: every request that belongs to a share, as SharePlugin would attribute it.
 *
 *     [{"file": "src/a.js", "request": "lib/x", "key": "lib/x", "scope": "default", "requiredVersion": "^1.0.0"}, …]
 *
 * Sorted by all members, without repetition; "requiredVersion" is "" for any version. One row for each scope of a share.
 */
#ifndef MFSHAKE_REPORT_SHARES_JSON_H
#define MFSHAKE_REPORT_SHARES_JSON_H

#include "base/buffer.h"
#include "model/graph.h"

void shares_json(const struct graph *graph, struct buffer *out);

#endif
