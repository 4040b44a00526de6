/* usage of shares → share-usage.json (macro-spec C.5, schemas/share-usage-v1.schema.json).
 *
 * Sorted keys, LF, no time, no absolute path: the same facts give the same bytes. A key that stands in several scopes is one share in the document:
 * an export is used when any scope uses it. Any mode but exact sets every known export true. Names with a NUL are left out: JSON could carry them,
 * but no reader of mfshake's takes them, and what is missing is kept.
 *
 * A reason is a place, "src/a.js:3:7", with "(dependency)" after it for a module of node_modules and "(shared)" for a module of another shared
 * package; "*" holds the places that use everything, each with its reason in words.
 */
#ifndef MFSHAKE_REPORT_SHARE_USAGE_JSON_H
#define MFSHAKE_REPORT_SHARE_USAGE_JSON_H

#include "analyze/share_usage.h"
#include "base/buffer.h"
#include "config/config.h"

/* The name by which the app is known in its federation: "name", else output.uniqueName, else the name in package.json, else that of its folder. */
struct text share_usage_app(const struct config *config);

/* Puts the document into `out`. has_chunk[i] tells whether there is a chunk of graph->provided_shares[i]; NULL: there is one of each. */
void share_usage_json(const struct config *config, const struct graph *graph, const struct share_usage *usage,
                      const bool *has_chunk, struct buffer *out);

/* Puts "src/a.js:3:7", or "src/a.js" when the place has no line, and who it is. `with_reason` adds the reason in words. */
void share_place_put(const struct share_place *place, bool with_reason, struct buffer *out);

#endif
