/* usage, chains → why an export of a share is used, or why a share can not be shaken, for a person or as JSON.
 *
 * Every use is shown with its place and the shortest import chain from an entry or expose; every construct that uses everything also with what to write
 * instead.
 */
#ifndef MFSHAKE_REPORT_WHY_H
#define MFSHAKE_REPORT_WHY_H

#include "analyze/chains.h"
#include "base/buffer.h"

enum why_format { WHY_TEXT, WHY_JSON };

enum why_answer {
    WHY_USED,       /* uses were shown */
    WHY_UNUSED,     /* the share exists, nothing uses what was asked for */
    WHY_NO_SUCH_KEY /* the app neither consumes nor provides such a share */
};

/* Answers `question`, KEY or KEY.EXPORT; both may contain dots, the longest key that fits wins. Puts nothing for WHY_NO_SUCH_KEY. All text from outside passes
 * escape_text. */
enum why_answer why_put(const struct graph *graph, const struct used *used, const struct chains *chains,
                        struct text question, enum why_format format, struct buffer *out);

/* The keys that can be asked for, sorted, in `arena`. */
const struct text *why_keys(const struct graph *graph, struct arena *arena, uint32_t *count);

#endif
