/* usage, chains → why an export of a share is used, or why a share can not be shaken, for a person, as JSON, or as a diagram.
 *
 * Every use is shown with its place and the shortest import chain from an entry or expose; every construct that uses everything also with what to write
 * instead. What matters most comes first: uses of everything, then the nearest use of each export, the app's own code before its dependencies.
 */
#ifndef MFSHAKE_REPORT_WHY_H
#define MFSHAKE_REPORT_WHY_H

#include "analyze/chain_paths.h"
#include "analyze/chains.h"
#include "analyze/share_usage.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "config/config.h"
#include "report/retained.h"

/* What the answer is taken from; `used` with shares_used_by_others, as in the report. */
struct why_facts {
    const struct config *config;
    const struct graph *graph;
    const struct provided *provided;
    const struct used *used;
    const struct chains *chains;
    const struct share_usage *share_usage;
    const struct retained *retained; /* by row of share_usage; NULL: nobody asked for it */
};

/* A share key, and an export of it or an empty name. */
struct why_question {
    struct text key, name;
};

enum why_format {
    WHY_TEXT,
    WHY_JSON,
    WHY_MERMAID, /* a flowchart: https://mermaid.js.org/syntax/flowchart.html */
    WHY_DOT,     /* a digraph: https://graphviz.org/doc/info/lang.html */
};

struct why_options {
    enum why_format format;
    bool
        all; /* every use, every module of a chain, and of an export every chain (of text and JSON the 100 shortest to each use), not only the first few */
    bool color; /* text: escape sequences for a terminal */
};

/* Reads `asked`, KEY or KEY.EXPORT; both may contain dots, the longest key that fits wins. False after M307 when the app shares no such key, or
 * all exports of the share are known and this is none of them. Texts of the question are in `asked` or in the facts. */
bool why_ask(const struct why_facts *facts, struct text asked, struct arena *arena, struct why_question *question,
             struct diagnostics *diagnostics);

/* Puts the answer. All text from outside is escaped as the format wants it. */
void why_put(const struct why_facts *facts, const struct why_question *question, struct why_options options,
             struct buffer *out);

#endif
