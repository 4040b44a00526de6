/* The merged table → the merged report (schemas/merged-usage-v1.schema.json).
 *
 * Sorted keys, LF, no time, no absolute path that was not given: the same table gives the same bytes. "treeShake" is what other tools read: a key that is locked, or not used exactly by
 * some app, has every export true. Facts that several apps share stand once, with the names of those apps.
 */
#ifndef MFSHAKE_REPORT_MERGED_JSON_H
#define MFSHAKE_REPORT_MERGED_JSON_H

#include "base/buffer.h"
#include "report/merged_view.h"

/* "no-export", "unused", "open". */
const char *merged_unlisted_name(enum usage_unlisted unlisted);

void merged_json(const struct merged_view *view, struct buffer *out);

#endif
