/* What the rules share while they judge. Internal to gate/. */
#ifndef MFSHAKE_GATE_JUDGING_H
#define MFSHAKE_GATE_JUDGING_H

#include "base/vec.h"
#include "gate/gate.h"

struct judging {
    struct arena *arena;
    const struct gate_question *question;
    VEC(struct gate_finding) findings;
};

/* A key of the present report, and of the baseline (NULL: it has none such). */
struct judged_key {
    struct text key;
    const struct merged_key *before, *now;
    struct gate_limits limits;
    struct gate_size size_before, size_now;
};

/* What a finding is about. */
struct subject {
    enum gate_rule rule;
    enum gate_severity severity; /* unless the configuration has another */
    const struct judged_key *key;
    struct text export, app, place; /* `place` as reports write it */
    const char *remedy;
};

void judging_find(struct judging *j, struct subject subject, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The name of a row's app. */
struct text judging_app(const struct merged_view *view, const struct merged_row *row);
/* The row of `app` in `key`, or NULL; `key` may be NULL. */
const struct merged_row *judging_row(const struct merged_view *view, const struct merged_key *key, struct text app);
/* The app of this name in the view, or NULL. */
const struct merged_app *judging_find_app(const struct merged_view *view, struct text name);
/* The first of `places` that is not among `old` (of another view, which may be NULL), the app's own first; the first of all when they all are. */
struct text judging_new_place(const struct merged_view *view, name_id places, const struct merged_view *old_view,
                              name_id old);
/* Says of the finding `subject` where `row` first uses the key: the app, and of its places the first. */
void judging_show_use(const struct merged_view *view, const struct merged_row *row, struct subject *subject);
/* "host", "host and shop", "host, shop and 3 more": up to two of the names. */
struct text judging_names(struct arena *arena, const struct text *names, uint32_t count);
/* The set as a list in the arena, for messages and comparisons. */
struct text_list judging_list(struct judging *j, const struct merged_view *view, name_id set);
/* The members of one view's set that another view's set does not have. */
struct text_list judging_without(struct judging *j, const struct merged_view *view, name_id set,
                                 const struct merged_view *other_view, name_id other);
/* The highest of a row's versions, or an empty text. */
struct text judging_version(const struct merged_view *view, const struct merged_row *row);
/* Whether the facts name every export of the app's copy. */
bool judging_knows_exports(const struct merged_facts *facts);
/* How many exports of the key are kept. */
uint32_t judging_count_kept(const struct merged_key *key);

/* The rules; each adds its findings about one key, which is in both reports unless it says otherwise. */
void rule_new_use(struct judging *j, const struct judged_key *key);      /* G1; `before` may be NULL */
void rule_not_provided(struct judging *j, const struct judged_key *key); /* G2; `before` may be NULL */
void rule_inexact(struct judging *j, const struct judged_key *key);      /* G3 */
void rule_growth(struct judging *j, const struct judged_key *key);       /* G4 */
void rule_changed(struct judging *j, const struct judged_key *key);      /* G5; one of both may be NULL */
void rule_attribution(struct judging *j, const struct judged_key *key);  /* G6 */
void rule_shrink(struct judging *j, const struct judged_key *key);       /* G7 */
/* G5 of versions that the manifest of what is deployed does not have; there is one. */
void rule_other_version(struct judging *j, const struct judged_key *key);
/* G5 of what is no share: remotes and declared consumers that are gone. */
void rule_changed_apps(struct judging *j);

#endif
