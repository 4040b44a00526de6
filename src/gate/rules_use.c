/* G1 and G2: what is used now, beside what is deployed and what is provided. */
#include "gate/judging.h"

#include "config/semver.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- G1: new use */

static bool some_row(const struct merged_key *key, bool (*holds)(const struct merged_facts *))
{
    for (uint32_t r = 0; r < key->row_count; r++) {
        if (holds(&key->rows[r]->facts)) return true;
    }
    return false;
}

static bool leaves_open(const struct merged_facts *facts)
{
    return facts->unlisted == USAGE_UNLISTED_OPEN;
}

/* Whether a bundle that was pruned by the baseline has the export. */
static bool baseline_keeps(const struct merged_view *before, const struct merged_key *key, struct text name)
{
    const struct merged_export *export = merged_view_find_export(before, key, name);
    bool is_whole = key->mode != USAGE_EXACT || key->locked != NAME_NONE;
    if (export) return is_whole || export->state != MERGED_UNUSED;
    return is_whole ? !some_row(key, judging_knows_exports) : some_row(key, leaves_open);
}

/* Whether what is deployed serves `row`, which uses the export. */
static bool is_deployed(struct judging *j, const struct judged_key *key, const struct merged_row *row, struct text name)
{
    const struct gate_question *q = j->question;
    if (!q->deployed) return baseline_keeps(q->before, key->before, name);
    return deployed_has(q->deployed, key->key, judging_list(j, q->now, row->facts.versions), name);
}

/* An export that an app uses, or may use, and that is not deployed. */
struct new_use {
    struct text name;
    const struct merged_row *row;
    name_id places;
    bool possibly;
};

typedef VEC(struct new_use) new_uses;

static int compare_new_uses(const void *a, const void *b)
{
    const struct new_use *left = a, *right = b;
    int order = text_compare(left->name, right->name);
    return order ? order : (left->possibly > right->possibly) - (left->possibly < right->possibly);
}

static void collect_new_uses(struct judging *j, const struct judged_key *key, const struct merged_row *row,
                             new_uses *uses)
{
    const struct names *names = &j->question->now->merged->names;
    for (uint32_t u = 0; u < row->use_count; u++) {
        struct text name = names_text(names, row->uses[u].name);
        if (!is_deployed(j, key, row, name)) vec_push(uses, (struct new_use){name, row, row->uses[u].places, false});
    }
    if (row->facts.mode != USAGE_EXACT) return; /* what it may use beside is what G3 is about */
    for (struct text rest = names_text(names, row->facts.possibly), name; text_set_next(&rest, &name);) {
        if (!is_deployed(j, key, row, name)) vec_push(uses, (struct new_use){name, row, NAME_NONE, true});
    }
}

/* `uses` are those of one export. */
static void find_new_use(struct judging *j, const struct judged_key *key, const struct new_use *uses, uint32_t count)
{
    const struct gate_question *q = j->question;
    struct text *apps = ARENA_ARRAY(j->arena, struct text, count);
    uint32_t app_count = 0;
    const struct new_use *shown = &uses[0];
    for (uint32_t i = 0; i < count; i++) {
        if (uses[i].possibly != uses[0].possibly) break;
        apps[app_count++] = judging_app(q->now, uses[i].row);
        if (!shown->places && uses[i].places) shown = &uses[i];
    }
    struct subject subject = {
        .rule = GATE_NEW_USE,
        .severity = GATE_ERROR,
        .key = key,
        .export = shown->name,
        .app = judging_app(q->now, shown->row),
        .place = judging_new_place(q->now, shown->places, NULL, NAME_NONE),
        .remedy = "deploy a bundle that has it before this goes live (mfshake prune with the new reports), then accept "
                  "it with mfshake gate --update; or do without the export",
    };
    judging_find(j, subject, "%.*s.%.*s %s used by %.*s now, and the %s does not have it", TEXT_ARGS(key->key),
                 TEXT_ARGS(shown->name), shown->possibly ? "may be" : "is",
                 TEXT_ARGS(judging_names(j->arena, apps, app_count)),
                 q->deployed ? "deployed bundle" : "bundle pruned by the baseline");
}

void rule_new_use(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    if (!key->before && !q->deployed) return; /* a new key is a finding of G5 */
    if (q->deployed && !deployed_has_key(q->deployed, key->key)) {
        judging_find(
            j,
            (struct subject){.rule = GATE_NEW_USE,
                             .severity = GATE_ERROR,
                             .key = key,
                             .remedy = "deploy a bundle of it; or turn the rule off for a key that is not to have one"},
            "no bundle of %.*s is deployed: the manifest does not tell of it", TEXT_ARGS(key->key));
        return;
    }
    new_uses uses = {0};
    for (uint32_t r = 0; r < key->now->row_count; r++) collect_new_uses(j, key, key->now->rows[r], &uses);
    if (uses.count) qsort(uses.at, uses.count, sizeof *uses.at, compare_new_uses);
    for (uint32_t i = 0, end; i < uses.count; i = end) {
        for (end = i; end < uses.count && text_equal(uses.at[end].name, uses.at[i].name);) end++;
        find_new_use(j, key, &uses.at[i], end - i);
    }
    vec_release(&uses);
}

/* ---------------------------------------------------------------------------------------------- G2: not provided */

/* The copies of a key that meet at run time, one for each group of equal facts. */
struct copies {
    const struct merged_view *view;
    VEC(const struct merged_row *) rows;
    bool singleton;
};

static bool is_same_copy(const struct merged_facts *a, const struct merged_facts *b)
{
    return a->versions == b->versions && a->scopes == b->scopes && a->names == b->names && a->missing == b->missing &&
           a->mode == b->mode && a->unlisted == b->unlisted;
}

static struct copies copies_of(const struct merged_view *view, const struct merged_key *key)
{
    struct copies copies = {.view = view};
    for (uint32_t r = 0; key && r < key->row_count; r++) {
        const struct merged_facts *facts = &key->rows[r]->facts;
        copies.singleton = copies.singleton || facts->singleton;
        bool is_new = facts->versions != NAME_NONE;
        for (uint32_t i = 0; i < copies.rows.count && is_new; i++)
            is_new = !is_same_copy(&copies.rows.at[i]->facts, facts);
        if (is_new) vec_push(&copies.rows, key->rows[r]);
    }
    return copies;
}

static bool meet(const struct merged_view *view, const struct merged_row *a, const struct merged_row *b)
{
    if (a->facts.scopes == b->facts.scopes) return true;
    for (struct text rest = names_text(&view->merged->names, a->facts.scopes), scope; text_set_next(&rest, &scope);) {
        if (text_set_has(&view->merged->names, b->facts.scopes, scope)) return true;
    }
    return false;
}

static bool suits(const struct copies *copies, const struct merged_row *row, struct text version)
{
    if (copies->singleton) return true; /* of a singleton all get the highest */
    for (struct text rest = names_text(&copies->view->merged->names, row->facts.required), range;
         text_set_next(&rest, &range);) {
        if (semver_webpack(range, version) == SEMVER_NO) return false;
    }
    return true;
}

/* The copy that `row` gets at run time, by webpack's rules: the highest version that suits it; NULL when nobody provides one. */
static const struct merged_row *copy_for(const struct copies *copies, const struct merged_row *row)
{
    const struct merged_row *best = NULL;
    for (uint32_t i = 0; i < copies->rows.count; i++) {
        const struct merged_row *copy = copies->rows.at[i];
        struct text version = judging_version(copies->view, copy);
        if (!meet(copies->view, row, copy) || !suits(copies, row, version)) continue;
        if (!best || semver_compare(judging_version(copies->view, best), version) < 0) best = copy;
    }
    return best ? best : row->facts.versions ? row : NULL;
}

static bool provides(const struct merged_view *view, const struct merged_row *copy, struct text name)
{
    if (!judging_knows_exports(&copy->facts)) return true; /* as far as anybody knows */
    const struct names *names = &view->merged->names;
    return text_set_has(names, copy->facts.names, name) && !text_set_has(names, copy->facts.missing, name);
}

static bool uses(const struct merged_view *view, const struct merged_row *row, struct text name)
{
    name_id id = names_find(&view->merged->names, name);
    for (uint32_t u = 0; id && u < row->use_count; u++) {
        if (row->uses[u].name == id) return true;
    }
    return false;
}

/* Whether it was so before, and is nothing that this change brought. */
static bool was_so(const struct copies *before, const struct merged_row *row, struct text name)
{
    if (!row || !uses(before->view, row, name)) return false;
    const struct merged_row *copy = copy_for(before, row);
    return !copy || !provides(before->view, copy, name);
}

static void find_not_provided(struct judging *j, const struct judged_key *key, const struct merged_row *row,
                              const struct merged_use *use, const struct merged_row *copy)
{
    const struct merged_view *now = j->question->now;
    struct text app = judging_app(now, row), provider = judging_app(now, copy), version = judging_version(now, copy);
    struct text name = names_text(&now->merged->names, use->name);
    struct subject subject = {
        .rule = GATE_NOT_PROVIDED,
        .severity = GATE_ERROR,
        .key = key,
        .export = name,
        .app = app,
        .place = judging_new_place(now, use->places, NULL, NAME_NONE),
        .remedy = "use what the version has, or bring the apps to versions that fit together",
    };
    if (copy == row) {
        judging_find(j, subject, "%.*s uses %.*s.%.*s, and its own copy%s%.*s does not provide it", TEXT_ARGS(app),
                     TEXT_ARGS(key->key), TEXT_ARGS(name), version.length ? " " : "", TEXT_ARGS(version));
    } else {
        judging_find(j, subject,
                     "%.*s uses %.*s.%.*s, and %.*s of %.*s, which it gets at run time, does not provide it",
                     TEXT_ARGS(app), TEXT_ARGS(key->key), TEXT_ARGS(name), TEXT_ARGS(version), TEXT_ARGS(provider));
    }
}

static void check_row(struct judging *j, const struct judged_key *key, const struct copies *copies_now,
                      const struct copies *copies_before, const struct merged_row *row)
{
    const struct merged_view *now = j->question->now, *before = j->question->before;
    struct text app = judging_app(now, row);
    const struct merged_row *copy = copy_for(copies_now, row), *old = judging_row(before, key->before, app);
    if (!copy) {
        if (!old || !copy_for(copies_before, old)) return; /* M613 says so when merging */
        struct subject subject = {
            .rule = GATE_NOT_PROVIDED,
            .severity = GATE_ERROR,
            .key = key,
            .remedy = "let an app provide a version that suits, or give this one a copy of its own",
        };
        judging_show_use(now, row, &subject);
        judging_find(j, subject, "no app provides %.*s any more in a version that %.*s takes", TEXT_ARGS(key->key),
                     TEXT_ARGS(app));
        return;
    }
    if (copy->facts.names == row->facts.names && copy->facts.missing == NAME_NONE) return;
    for (uint32_t u = 0; u < row->use_count; u++) {
        struct text name = names_text(&now->merged->names, row->uses[u].name);
        if (provides(now, copy, name) || was_so(copies_before, old, name)) continue;
        find_not_provided(j, key, row, &row->uses[u], copy);
    }
}

void rule_not_provided(struct judging *j, const struct judged_key *key)
{
    struct copies now = copies_of(j->question->now, key->now), before = copies_of(j->question->before, key->before);
    for (uint32_t r = 0; r < key->now->row_count; r++) check_row(j, key, &now, &before, key->now->rows[r]);
    vec_release(&now.rows);
    vec_release(&before.rows);
}
