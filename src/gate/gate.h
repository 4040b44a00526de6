/* Two merged reports, what is deployed, sizes → findings by the rules G1 to G7 (macro-spec C.7).
 *
 * The baseline is what was accepted last, and stands for what is deployed unless a manifest of prune says that. Whatever the present reports do not know any more
 * that the baseline knew is a finding: a report that was cut must not pass for one that shrank. What can not be judged is an error, never a pass.
 */
#ifndef MFSHAKE_GATE_GATE_H
#define MFSHAKE_GATE_GATE_H

#include "config/gate_config.h"
#include "gate/deployed.h"
#include "report/merged_view.h"

/* A place of a report, "src/a.js:3:7 (dependency)", taken apart. */
struct gate_place {
    struct text
        path; /* below the app's folder, which stands before it when the configuration tells it; empty: there is no place */
    uint32_t line, column;
    bool is_foreign; /* in a dependency or in another shared package */
};

struct gate_finding {
    uint8_t rule;            /* enum gate_rule */
    uint8_t severity;        /* enum gate_severity, above GATE_OFF */
    struct text key, export; /* `export` may be empty */
    struct text app;         /* whose place it is; may be empty */
    struct gate_place place;
    struct text message, remedy;
};

struct gate_size {
    bool known;
    uint64_t raw, gzip;
};

/* What became of one share key. */
struct gate_key {
    struct text key;
    bool was, is;
    uint32_t used_before, used_now; /* exports that are kept */
    uint32_t names_before, names_now;
    uint8_t mode_before, mode_now; /* enum usage_mode */
    bool locked_before, locked_now;
    struct gate_size size_before, size_now;
};

/* A rule that the configuration turns off. */
struct gate_off {
    uint8_t rule;
    struct text key; /* empty: for all keys */
};

struct gate_question {
    const struct merged_view *before, *now;
    const struct deployed *deployed;                  /* NULL: none is given */
    const struct gate_size *sizes_before, *sizes_now; /* by the keys of `now`; NULL: not measured */
    const struct gate_config *config;
};

struct gate_answer {
    const struct gate_finding *findings; /* by rule, key, export, app and message */
    uint32_t finding_count;
    uint32_t counts[GATE_ERROR + 1]; /* of findings, by enum gate_severity */
    const struct gate_key *keys;     /* of both reports, sorted */
    uint32_t key_count;
    struct gate_off *off; /* those for all keys first, then in the order of the configuration */
    uint32_t off_count;
};

/* Judges; everything new lives in `arena`. False when the question has no answer: after M832 (reports of other apps), M834 (a budget of bytes, and no bytes) or M304 (a key in the
 * configuration that no report has). */
bool gate_judge(struct arena *arena, const struct gate_question *question, struct gate_answer *answer,
                struct diagnostics *diagnostics);

#endif
