/* usage, chains → why an export of a share is used, or why a share can not be shaken, for a person or as JSON.
 *
 * Every use is shown with its place and the shortest import chain from an entry or expose; every construct that uses everything also with what to write
 * instead. What matters most comes first: uses of everything, then the nearest use of each export, the app's own code before its dependencies.
 */
#ifndef MFSHAKE_REPORT_WHY_H
#define MFSHAKE_REPORT_WHY_H

#include "analyze/chains.h"
#include "analyze/share_usage.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "config/config.h"

/* What the answer is taken from; `used` with shares_used_by_others, as in the report. */
struct why_facts {
    const struct config *config;
    const struct graph *graph;
    const struct provided *provided;
    const struct used *used;
    const struct chains *chains;
    const struct share_usage *share_usage;
};

struct why_options {
    bool json;
    bool all;   /* text: every use and every module of a chain, not only the first few */
    bool color; /* text: escape sequences for a terminal */
};

/* Answers `question`, KEY or KEY.EXPORT; both may contain dots, the longest key that fits wins. False after M307 when the app shares no such key, or
 * all exports of the share are known and this is none of them; nothing was put then. All text from outside passes escape_text. */
bool why_put(const struct why_facts *facts, struct text question, struct why_options options, struct buffer *out,
             struct diagnostics *diagnostics);

#endif
