/* An answer of the gate → what people, continuous integration and code hosts read.
 *
 * Names and paths come from reports that anybody may have written: in each form they are text and nothing else, never markup, a command or a control sequence.
 */
#ifndef MFSHAKE_GATE_REPORT_H
#define MFSHAKE_GATE_REPORT_H

#include "base/buffer.h"
#include "gate/gate.h"

enum gate_reporter {
    GATE_REPORT_TEXT,     /* for people: a table of the shares, and the findings with their remedies */
    GATE_REPORT_JSON,     /* schemas/gate-result-v1.schema.json */
    GATE_REPORT_GITHUB,   /* workflow commands: annotations of a pull request */
    GATE_REPORT_SARIF,    /* SARIF 2.1.0 */
    GATE_REPORT_MARKDOWN, /* for a comment on a pull request */
    GATE_REPORT_JUNIT,    /* a test suite for each share, a test case for each rule */
};

struct gate_report {
    const struct gate_answer *answer;
    struct text baseline, current; /* what was compared, for people */
    bool passed;
    bool is_strict;   /* warnings close the gate, too */
    bool color;       /* of the text form */
    bool errors_only; /* of the text form: without the table, too */
};

void gate_report_put(const struct gate_report *report, enum gate_reporter form, struct buffer *out);

/* The forms, each in the file of its name. */
void gate_report_text(const struct gate_report *report, struct buffer *out);
void gate_report_json(const struct gate_report *report, struct buffer *out);
void gate_report_github(const struct gate_report *report, struct buffer *out);
void gate_report_sarif(const struct gate_report *report, struct buffer *out);
void gate_report_markdown(const struct gate_report *report, struct buffer *out);
void gate_report_junit(const struct gate_report *report, struct buffer *out);

/* "2 errors, 1 warning", "no finding". */
void gate_report_put_counts(const struct gate_report *report, struct buffer *out);
/* "G1, G5 of lib": the rules that the configuration turns off, the keys as `put_name` writes them. */
void gate_report_put_off(const struct gate_answer *answer, void (*put_name)(struct text name, struct buffer *out),
                         struct buffer *out);
/* "src/a.js:3:7", escaped; nothing without a place. */
void gate_report_put_place(const struct gate_place *place, struct buffer *out);
/* `before` → `now` when they differ, else one of them. */
void gate_report_put_change(bool was, uint64_t before, bool is, uint64_t now, struct buffer *out);
/* The key's modes in the same way, with "locked". */
void gate_report_put_modes(const struct gate_key *key, struct buffer *out);

/* "new-use: an export is used now, and the deployed bundle lacks it" and the rest of the documentation of a rule. */
extern const char *const gate_rule_summaries[GATE_RULE_COUNT];

#endif
