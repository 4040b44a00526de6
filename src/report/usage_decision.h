/* A macro's condition + usage → is the export used, and why.
 *
 * macro-spec A.5 and A.6: share keys and export names may hold dots, so every split is tried against the keys that
 * the reports know. What no report decides is undecided, never unused.
 */
#ifndef MFSHAKE_REPORT_USAGE_DECISION_H
#define MFSHAKE_REPORT_USAGE_DECISION_H

#include "report/usage.h"

enum usage_answer { USAGE_USED, USAGE_UNUSED, USAGE_UNDECIDED };

struct usage_decision {
    enum usage_answer answer;
    struct text key, name; /* share key and export that the condition means, as far as known, decoded */
    struct text reason;    /* why, a sentence part such as "used by host" */
    bool has_note;
    enum diag_code note;     /* with has_note: M201, M202 or M203, for `reason` */
    struct diag_place place; /* of M202: the flag in the report; else nowhere */
};

/* Answers a macro's condition (macro-spec A.5, A.6): "treeShake.<key>.<export>" with dots allowed in both and %XX
 * escapes, or any other path into the reports' documents. Texts are in `arena` or in the set. */
void usage_decide(const struct usage_set *set, struct arena *arena, struct text condition,
                  struct usage_decision *decision);

/* The value at a path of the report's document, which is split at dots; NULL when it has none. */
const struct json *usage_value(const struct usage *report, struct text path);

#endif
