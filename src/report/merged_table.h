/* The merged table → what `mfshake merge` prints: per share key the versions, apps, exports used, and what keeps it whole. */
#ifndef MFSHAKE_REPORT_MERGED_TABLE_H
#define MFSHAKE_REPORT_MERGED_TABLE_H

#include "base/buffer.h"
#include "report/merged_view.h"

void merged_table_text(const struct merged_view *view, struct buffer *out);
void merged_table_json(const struct merged_view *view, struct buffer *out);

/* "admin, shop": the members of a set. */
void merged_put_set(const struct merged *merged, name_id set, struct buffer *out);
/* "no report is given of admin", or which app does not use the key exactly and how; nothing when its unused exports may be removed. */
void merged_put_obstacle(const struct merged_view *view, const struct merged_key *key, struct buffer *out);

#endif
