/* G3, G5 and G6: how shares are used and shared, beside how they were. */
#include "gate/judging.h"

#include "config/semver.h"

static const char accept_remedy[] = "if it is meant, accept it with mfshake gate --update";

static uint8_t inexactness_of(const struct merged_row *row)
{
    return merged_inexactness(row->facts.mode, row->facts.at_least);
}

/* ---------------------------------------------------------------------------------------------- G3: inexact */

/* The first app that is as inexact as the key, before those that were so in the baseline. */
static const struct merged_row *inexact_row(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    const struct merged_row *first = NULL;
    uint8_t wanted = merged_inexactness(key->now->mode, key->now->at_least);
    for (uint32_t r = 0; r < key->now->row_count; r++) {
        const struct merged_row *row = key->now->rows[r];
        if (inexactness_of(row) != wanted) continue;
        const struct merged_row *old = judging_row(q->before, key->before, judging_app(q->now, row));
        if (!old || inexactness_of(old) < wanted) return row;
        if (!first) first = row;
    }
    return first; /* NULL when it is an alias that is used so */
}

static void find_inexact(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    const struct merged_row *row = inexact_row(j, key);
    const struct merged_row *old = row ? judging_row(q->before, key->before, judging_app(q->now, row)) : NULL;
    struct text app = row ? judging_app(q->now, row) : TEXT("an app that knows it by another key");
    struct subject subject = {
        .rule = GATE_INEXACT,
        .severity = GATE_ERROR,
        .key = key,
        .app = row ? app : TEXT(""),
        .place = row ? judging_new_place(q->now, row->whole_places, old ? q->before : NULL,
                                         old ? old->whole_places : NAME_NONE)
                     : TEXT(""),
        .remedy = "import the names that are needed instead of the whole namespace (mfshake why KEY tells how); "
                  "nothing of the "
                  "share is removed until then",
    };
    judging_find(j, subject, "%.*s was used exactly, and is %s now: %.*s %s", TEXT_ARGS(key->key),
                 usage_mode_name((enum usage_mode)key->now->mode), TEXT_ARGS(app),
                 usage_mode_reason((enum usage_mode)key->now->mode, key->now->at_least));
}

void rule_inexact(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    uint8_t was = merged_inexactness(key->before->mode, key->before->at_least);
    uint8_t is = merged_inexactness(key->now->mode, key->now->at_least);
    if (was == 0 && is > 0) find_inexact(j, key);
    struct text_list waited = judging_without(j, q->now, key->now->locked, q->before, key->before->locked);
    if (!waited.count) return;
    judging_find(
        j,
        (struct subject){.rule = GATE_INEXACT,
                         .severity = GATE_ERROR,
                         .key = key,
                         .remedy = "give the report of that app; or say in a federation.json which shares it consumes"},
        "%.*s is locked now: no report is given of %.*s", TEXT_ARGS(key->key),
        TEXT_ARGS(judging_names(j->arena, waited.at, waited.count)));
}

/* ---------------------------------------------------------------------------------------------- G5: changed */

static struct subject changed(const struct judged_key *key, enum gate_severity severity, struct text app)
{
    return (struct subject){
        .rule = GATE_CHANGED, .severity = severity, .key = key, .app = app, .remedy = accept_remedy};
}

/* A key that only one of the reports has and that is the same module as one that only the other has. */
static struct text other_name(struct judging *j, const struct merged_view *view, const struct merged_key *key,
                              const struct merged_view *other)
{
    for (uint32_t k = 0; k < other->key_count; k++) {
        const struct merged_key *candidate = &other->keys[k];
        struct text name = names_text(&other->merged->names, candidate->key);
        if (merged_view_find(view, name)) continue;
        for (uint32_t a = 0; a < key->row_count; a++) {
            struct text_list roots = judging_list(j, view, key->rows[a]->facts.fallbacks);
            const struct merged_row *row = judging_row(other, candidate, judging_app(view, key->rows[a]));
            for (uint32_t i = 0; row && i < roots.count; i++) {
                if (text_set_has(&other->merged->names, row->facts.fallbacks, roots.at[i])) return name;
            }
        }
    }
    return TEXT("");
}

static void find_lost_or_new(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    if (key->before) {
        struct text name = other_name(j, q->before, key->before, q->now);
        struct subject lost = changed(key, GATE_ERROR, TEXT(""));
        if (name.length)
            judging_find(j, lost, "%.*s is called %.*s now: what is deployed under the old key is not found any more",
                         TEXT_ARGS(key->key), TEXT_ARGS(name));
        else judging_find(j, lost, "%.*s is not shared any more", TEXT_ARGS(key->key));
        return;
    }
    struct subject new = changed(key, GATE_ERROR, TEXT(""));
    for (uint32_t r = 0; r < key->now->row_count && !new.place.length; r++)
        judging_show_use(q->now, key->now->rows[r], &new);
    judging_find(j, new, "%.*s is shared now, and the baseline does not know it", TEXT_ARGS(key->key));
}

/* "1.2.3", with what may follow: nothing else is a version that ranges can be compared with. */
static bool is_version(struct text version)
{
    size_t at = 0;
    for (int part = 0; part < 3; part++) {
        size_t start = at;
        while (at < version.length && version.at[at] >= '0' && version.at[at] <= '9') at++;
        if (at == start) return false;
        if (part < 2 && (at == version.length || version.at[at++] != '.')) return false;
    }
    return at == version.length || version.at[at] == '-' || version.at[at] == '+';
}

static void compare_versions(struct judging *j, const struct judged_key *key, const struct merged_row *old,
                             const struct merged_row *new, struct text app)
{
    const struct gate_question *q = j->question;
    struct text was = judging_version(q->before, old), is = judging_version(q->now, new);
    if (text_equal(was, is)) return;
    if (!was.length)
        judging_find(j, changed(key, GATE_ERROR, app), "%.*s provides %.*s now, in version %.*s", TEXT_ARGS(app),
                     TEXT_ARGS(key->key), TEXT_ARGS(is));
    else if (!is.length)
        judging_find(j, changed(key, GATE_ERROR, app), "%.*s does not provide %.*s any more; it provided version %.*s",
                     TEXT_ARGS(app), TEXT_ARGS(key->key), TEXT_ARGS(was));
    else
        judging_find(j, changed(key, is_version(was) && is_version(is) ? GATE_WARNING : GATE_ERROR, app),
                     "%.*s provides %.*s in version %.*s now; it was %.*s", TEXT_ARGS(app), TEXT_ARGS(key->key),
                     TEXT_ARGS(is), TEXT_ARGS(was));
}

void rule_other_version(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    for (uint32_t r = 0; r < key->now->row_count; r++) {
        const struct merged_row *row = key->now->rows[r];
        struct text version = judging_version(q->now, row), other;
        struct text_list versions = judging_list(j, q->now, row->facts.versions);
        if (!version.length || deployed_has_version(q->deployed, key->key, versions, &other)) continue;
        struct subject subject = changed(key, GATE_WARNING, TEXT(""));
        judging_show_use(q->now, row, &subject);
        subject.remedy = "deploy a bundle of this version before it goes live: until then the app gets another one";
        judging_find(j, subject, "%.*s provides %.*s in version %.*s, of which no bundle is deployed; %.*s is",
                     TEXT_ARGS(subject.app), TEXT_ARGS(key->key), TEXT_ARGS(version), TEXT_ARGS(other));
    }
}

/* Says which members of a set are gone, and which are new. */
static void compare_sets(struct judging *j, const struct judged_key *key, struct text app, const char *what,
                         enum gate_severity severity, name_id old, name_id new)
{
    const struct gate_question *q = j->question;
    struct text_list gone = judging_without(j, q->before, old, q->now, new);
    struct text_list added = judging_without(j, q->now, new, q->before, old);
    if (gone.count && added.count)
        judging_find(j, changed(key, severity, app), "%.*s shares %.*s with the %s %.*s now instead of %.*s",
                     TEXT_ARGS(app), TEXT_ARGS(key->key), what,
                     TEXT_ARGS(judging_names(j->arena, added.at, added.count)),
                     TEXT_ARGS(judging_names(j->arena, gone.at, gone.count)));
    else if (gone.count)
        judging_find(j, changed(key, severity, app), "%.*s shares %.*s without the %s %.*s now", TEXT_ARGS(app),
                     TEXT_ARGS(key->key), what, TEXT_ARGS(judging_names(j->arena, gone.at, gone.count)));
    else if (added.count)
        judging_find(j, changed(key, severity, app), "%.*s shares %.*s with the %s %.*s now", TEXT_ARGS(app),
                     TEXT_ARGS(key->key), what, TEXT_ARGS(judging_names(j->arena, added.at, added.count)));
}

/* Another range is usual; none, or one that can not be read, is not. */
static void compare_ranges(struct judging *j, const struct judged_key *key, const struct merged_row *old,
                           const struct merged_row *new, struct text app)
{
    bool is_usual = (old->facts.required == NAME_NONE) == (new->facts.required == NAME_NONE);
    const struct merged_view *views[] = {j->question->before, j->question->now};
    const name_id sets[] = {old->facts.required, new->facts.required};
    for (int i = 0; i < 2; i++) {
        for (struct text rest = names_text(&views[i]->merged->names, sets[i]), range; text_set_next(&rest, &range);)
            is_usual = is_usual && semver_npm(range, TEXT("1.0.0")) != SEMVER_INVALID;
    }
    compare_sets(j, key, app, "version range", is_usual ? GATE_WARNING : GATE_ERROR, sets[0], sets[1]);
}

/* The exports of one version do not change, unless the report was cut or the package is one that has no versions. */
static void compare_exports(struct judging *j, const struct judged_key *key, const struct merged_row *old,
                            const struct merged_row *new, struct text app)
{
    const struct gate_question *q = j->question;
    if (!text_equal(judging_version(q->before, old), judging_version(q->now, new))) return;
    if (!judging_knows_exports(&old->facts) || !judging_knows_exports(&new->facts)) return;
    struct text_list gone = judging_without(j, q->before, old->facts.names, q->now, new->facts.names);
    if (!gone.count) return;
    struct subject subject = changed(key, GATE_ERROR, app);
    subject.export = gone.at[0];
    subject.remedy = "if the package changes without a new version, accept it with mfshake gate --update; if not, the "
                     "report was cut";
    judging_find(j, subject, "%.*s of %.*s has the exports %.*s no more, in the same version", TEXT_ARGS(key->key),
                 TEXT_ARGS(app), TEXT_ARGS(judging_names(j->arena, gone.at, gone.count)));
}

static void compare_rows(struct judging *j, const struct judged_key *key, const struct merged_row *old,
                         const struct merged_row *new)
{
    const struct gate_question *q = j->question;
    struct text app = judging_app(q->before, old);
    if (!new) {
        judging_find(j, changed(key, GATE_ERROR, app), "%.*s does not share %.*s any more", TEXT_ARGS(app),
                     TEXT_ARGS(key->key));
        return;
    }
    compare_versions(j, key, old, new, app);
    compare_exports(j, key, old, new, app);
    compare_ranges(j, key, old, new, app);
    compare_sets(j, key, app, "scope", GATE_ERROR, old->facts.scopes, new->facts.scopes);
    compare_sets(j, key, app, "other key", GATE_ERROR, old->facts.aliases, new->facts.aliases);
    compare_sets(j, key, app, "role", GATE_ERROR, old->facts.roles, new->facts.roles);
    if (text_equal(judging_version(q->before, old), judging_version(q->now, new))) {
        /* Ids in chunks are paths: a bundle with another root does not fit. */
        compare_sets(j, key, app, "root module", GATE_ERROR, old->facts.fallbacks, new->facts.fallbacks);
        compare_sets(j, key, app, "chunk", GATE_ERROR, old->facts.chunks, new->facts.chunks);
    }
    if (old->facts.singleton != new->facts.singleton)
        judging_find(j, changed(key, GATE_ERROR, app), "%.*s shares %.*s as a singleton%s", TEXT_ARGS(app),
                     TEXT_ARGS(key->key), new->facts.singleton ? " now" : " no more");
}

void rule_changed(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    if (!key->before || !key->now) {
        find_lost_or_new(j, key);
        return;
    }
    for (uint32_t r = 0; r < key->before->row_count; r++) {
        const struct merged_row *old = key->before->rows[r];
        compare_rows(j, key, old, judging_row(q->now, key->now, judging_app(q->before, old)));
    }
    if (key->now->export_count || !key->before->export_count) return;
    judging_find(j, changed(key, GATE_ERROR, TEXT("")), "%.*s has no export any more; it had %u", TEXT_ARGS(key->key),
                 (unsigned)key->before->export_count);
}

static const struct merged_consumer *find_consumer(const struct merged_view *view, struct text name)
{
    const struct merged *merged = view->merged;
    name_id id = names_find(&merged->names, name);
    for (uint32_t i = 0; id && i < merged->consumers.count; i++) {
        if (merged->consumers.at[i].name == id) return &merged->consumers.at[i];
    }
    return NULL;
}

/* Who is waited for decides what is kept: nobody may get out of sight. */
void rule_changed_apps(struct judging *j)
{
    const struct gate_question *q = j->question;
    const struct merged *before = q->before->merged;
    for (uint32_t i = 0; i < before->apps.count; i++) {
        const struct merged_app *old = &before->apps.at[q->before->apps[i]];
        struct text name = names_text(&before->names, old->name);
        const struct merged_app *new = judging_find_app(q->now, name);
        struct text_list gone = judging_without(j, q->before, old->remotes, q->now, new ? new->remotes : NAME_NONE);
        if (gone.count)
            judging_find(j, changed(NULL, GATE_ERROR, name), "%.*s does not name the remote %.*s any more",
                         TEXT_ARGS(name), TEXT_ARGS(judging_names(j->arena, gone.at, gone.count)));
    }
    for (uint32_t i = 0; i < before->consumers.count; i++) {
        const struct merged_consumer *old = &before->consumers.at[q->before->consumers[i]];
        struct text name = names_text(&before->names, old->name);
        const struct merged_consumer *new = find_consumer(q->now, name);
        bool is_less = !new || (old->every_key && !new->every_key) ||
                       (!new->every_key &&judging_without(j, q->before, old->keys, q->now, new->keys).count);
        if (is_less && !judging_find_app(q->now, name))
            judging_find(j, changed(NULL, GATE_ERROR, name),
                         "%.*s is not declared any more as the consumer that it was", TEXT_ARGS(name));
    }
}

/* ---------------------------------------------------------------------------------------------- G6: attribution */

void rule_attribution(struct judging *j, const struct judged_key *key)
{
    const struct gate_question *q = j->question;
    for (uint32_t r = 0; r < key->now->row_count; r++) {
        const struct merged_row *new = key->now->rows[r];
        struct text app = judging_app(q->now, new);
        const struct merged_row *old = judging_row(q->before, key->before, app);
        if (!old) continue;
        const struct usage_attribution *was = &old->facts.attribution, *is = &new->facts.attribution;
        const struct {
            const char *what;
            uint64_t was, is;
        } counts[] = {
            {"belong to several packages", was->ambiguous, is->ambiguous},
            {"are imported past their share key", was->external, is->external},
            {"lie deeper than --share-depth", was->depth_truncated, is->depth_truncated},
        };
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            if (counts[i].is <= counts[i].was) continue;
            judging_find(j,
                         (struct subject){.rule = GATE_ATTRIBUTION,
                                          .severity = GATE_WARNING,
                                          .key = key,
                                          .app = app,
                                          .remedy = "share the package that they belong to, or raise --share-depth; "
                                                    "what is not told apart is kept"},
                         "%llu modules of %.*s in %.*s %s; they were %llu", (unsigned long long)counts[i].is,
                         TEXT_ARGS(key->key), TEXT_ARGS(app), counts[i].what, (unsigned long long)counts[i].was);
        }
    }
}
