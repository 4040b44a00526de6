/* usage of shares → the table that analyze prints, as text or as JSON.
 *
 * One line per (share key, scope): version, exports used / provided, bytes of the chunk that would stay if the app were alone / all, and for a key
 * that can not be shaken the first place that makes it so.
 */
#ifndef MFSHAKE_REPORT_SHARE_TABLE_H
#define MFSHAKE_REPORT_SHARE_TABLE_H

#include "analyze/share_usage.h"
#include "base/buffer.h"

/* What the table says of a row beyond the usage. */
struct share_size {
    bool known;   /* a chunk was made */
    bool refused; /* it can not be made (M701) */
    size_t bytes;
    bool kept_known; /* what would stay of it was measured */
    size_t kept;
};

/* Exports of the row that count as used, and all that it provides. An app uses names that its copy does not provide, too: those are not counted. */
struct share_counts {
    uint32_t used, provided;
};
struct share_counts share_row_counts(const struct share_row *row);

/* Why the row can not be shaken, as "src/a.js:3 (the namespace object is passed on)"; nothing is put for a row that can. */
void share_row_obstacle(const struct share_row *row, struct buffer *out);

/* Puts the table; sizes[i] belongs to usage->rows[i]. All text from outside passes escape_text. */
void share_table_text(const struct share_usage *usage, const struct share_size *sizes, struct buffer *out);
void share_table_json(const struct share_usage *usage, const struct share_size *sizes, struct buffer *out);

#endif
