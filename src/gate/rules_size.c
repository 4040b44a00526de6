/* G4 and G7: how much is kept, beside how much was. */
#include "gate/judging.h"

/* ---------------------------------------------------------------------------------------------- what is new, what is gone */

/* Exports that are kept in one report and not in the other, sorted. */
static struct text_list kept_only(struct judging *j, const struct merged_view *view, const struct merged_key *key,
                                  const struct merged_view *other_view, const struct merged_key *other)
{
    struct text_list list = {ARENA_ARRAY(j->arena, struct text, key->export_count), 0};
    for (uint32_t i = 0; i < key->export_count; i++) {
        if (key->exports[i].state == MERGED_UNUSED) continue;
        struct text name = names_text(&view->merged->names, key->exports[i].name);
        const struct merged_export *there = merged_view_find_export(other_view, other, name);
        if (!there || there->state == MERGED_UNUSED) list.at[list.count++] = name;
    }
    return list;
}

/* Where the first of the new exports is used, else where all are: an app and its place. */
static void show_first_use(struct judging *j, const struct judged_key *key, struct text_list added,
                           struct subject *subject)
{
    const struct merged_view *now = j->question->now;
    for (uint32_t i = 0; i < added.count; i++) {
        name_id name = names_find(&now->merged->names, added.at[i]);
        for (uint32_t r = 0; r < key->now->row_count; r++) {
            const struct merged_row *row = key->now->rows[r];
            for (uint32_t u = 0; u < row->use_count; u++) {
                if (row->uses[u].name != name || !row->uses[u].places) continue;
                subject->export = added.at[i];
                subject->app = judging_app(now, row);
                subject->place = judging_new_place(now, row->uses[u].places, NULL, NAME_NONE);
                return;
            }
        }
    }
    for (uint32_t r = 0; r < key->now->row_count && !subject->place.length; r++)
        judging_show_use(now, key->now->rows[r], subject);
}

/* ---------------------------------------------------------------------------------------------- G4: growth */

static void check_growth(struct judging *j, const struct judged_key *key, struct subject subject,
                         const struct gate_budget *budget, const char *unit, uint64_t was, uint64_t is)
{
    if (!budget->given || is <= was) return;
    uint64_t allowed = gate_budget_allows(budget, was);
    if (is - was <= allowed) return;
    judging_find(j, subject,
                 "%.*s keeps %llu more %s%s%s than the baseline (%llu, it was %llu), and %llu more are allowed",
                 TEXT_ARGS(key->key), (unsigned long long)(is - was), unit, is - was == 1 ? "" : "s",
                 budget == &key->limits.gzip ? " of gzip" : "", (unsigned long long)is, (unsigned long long)was,
                 (unsigned long long)allowed);
}

void rule_growth(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    const struct gate_limits *limits = &key->limits;
    if (!limits->exports.given && !limits->bytes.given && !limits->gzip.given) return;
    struct subject subject = {
        .rule = GATE_GROWTH,
        .severity = GATE_ERROR,
        .key = key,
        .remedy = "use less of it, raise the budget, or accept the growth with mfshake gate --update",
    };
    show_first_use(j, key, kept_only(j, q->now, key->now, q->before, key->before), &subject);
    check_growth(j, key, subject, &limits->exports, "export", judging_count_kept(key->before),
                 judging_count_kept(key->now));
    if (!key->size_before.known || !key->size_now.known) return;
    check_growth(j, key, subject, &limits->bytes, "byte", key->size_before.raw, key->size_now.raw);
    check_growth(j, key, subject, &limits->gzip, "byte", key->size_before.gzip, key->size_now.gzip);
}

/* ---------------------------------------------------------------------------------------------- G7: shrink */

void rule_shrink(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    struct subject subject = {
        .rule = GATE_SHRINK,
        .severity = GATE_INFO,
        .key = key,
        .remedy = "prune again to make the bundle smaller, and keep the gain with mfshake gate --update",
    };
    struct text_list gone = kept_only(j, q->before, key->before, q->now, key->now);
    if (gone.count) {
        subject.export = gone.at[0];
        judging_find(j, subject, "%.*s: %.*s %s not used any more", TEXT_ARGS(key->key),
                     TEXT_ARGS(judging_names(j->arena, gone.at, gone.count)), gone.count == 1 ? "is" : "are");
    }
    if (!key->size_before.known || !key->size_now.known || key->size_now.raw >= key->size_before.raw) return;
    subject.export = TEXT("");
    judging_find(j, subject, "%.*s keeps %llu bytes less than the baseline (%llu, it was %llu)", TEXT_ARGS(key->key),
                 (unsigned long long)(key->size_before.raw - key->size_now.raw), (unsigned long long)key->size_now.raw,
                 (unsigned long long)key->size_before.raw);
}
