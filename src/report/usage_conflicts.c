#include "report/usage_conflicts.h"

#include "config/semver.h"

#include <stdlib.h>

/* What one app says of one share in one of its scopes. */
struct claim {
    struct text key, scope;
    struct text speaker, path;
    struct text version;       /* "": the app provides none */
    struct text_list required; /* ranges */
    bool singleton;
};

typedef VEC(struct claim) claim_vec;

static int compare_claims(const void *a, const void *b)
{
    const struct claim *left = a, *right = b;
    int order = text_compare(left->key, right->key);
    if (!order) order = text_compare(left->scope, right->scope);
    return order ? order : text_compare(left->speaker, right->speaker);
}

/* Claims about one key in one scope: those that meet at run time. */
struct meeting {
    const struct claim *claims;
    uint32_t count;
    const struct claim *winner; /* whose version a singleton has; NULL when nobody provides it or calls it one */
    VEC(struct text) versions;  /* that are provided, without repetition */
};

static void note_version(struct meeting *meeting, struct text version)
{
    for (uint32_t i = 0; i < meeting->versions.count; i++) {
        if (text_equal(meeting->versions.at[i], version)) return;
    }
    vec_push(&meeting->versions, version);
}

static void look_at(struct meeting *meeting)
{
    bool singleton = false;
    meeting->winner = NULL;
    vec_clear(&meeting->versions);
    for (uint32_t i = 0; i < meeting->count; i++) {
        const struct claim *claim = &meeting->claims[i];
        singleton = singleton || claim->singleton;
        if (!claim->version.length) continue;
        note_version(meeting, claim->version);
        if (!meeting->winner || semver_compare(meeting->winner->version, claim->version) < 0) meeting->winner = claim;
    }
    if (!singleton) meeting->winner = NULL;
}

static bool is_provided(const struct meeting *meeting, struct text range)
{
    for (uint32_t i = 0; i < meeting->versions.count; i++) {
        if (semver_webpack(range, meeting->versions.at[i]) != SEMVER_NO) return true;
    }
    return false;
}

static void check_range(const struct meeting *meeting, const struct claim *claim, struct text range,
                        struct diagnostics *diagnostics)
{
    const struct claim *used = meeting->winner;
    if (used && semver_webpack(range, used->version) == SEMVER_NO) {
        diag_add(diagnostics, DIAG_SHARE_SINGLETON, diag_place_file(claim->path),
                 "%.*s wants the singleton \"%.*s\" as %.*s, but %.*s of %.*s is the one that is used",
                 TEXT_ARGS(claim->speaker), TEXT_ARGS(claim->key), TEXT_ARGS(range), TEXT_ARGS(used->version),
                 TEXT_ARGS(used->speaker));
    } else if (!used && claim->version.length == 0 && !is_provided(meeting, range)) {
        diag_add(diagnostics, DIAG_SHARE_NO_PROVIDER, diag_place_file(claim->path),
                 "%.*s wants \"%.*s\" as %.*s, and no given report provides such a version", TEXT_ARGS(claim->speaker),
                 TEXT_ARGS(claim->key), TEXT_ARGS(range));
    }
}

/* Sorts the claims, checks those that meet, and releases them. */
static void check_claims(claim_vec *claims, struct diagnostics *diagnostics)
{
    struct meeting meeting = {0};
    if (claims->count) qsort(claims->at, claims->count, sizeof *claims->at, compare_claims);
    for (uint32_t i = 0, end; i < claims->count; i = end) {
        const struct claim *first = &claims->at[i];
        for (end = i; end < claims->count && text_equal(claims->at[end].key, first->key) &&
                      text_equal(claims->at[end].scope, first->scope);)
            end++;
        meeting.claims = first;
        meeting.count = end - i;
        look_at(&meeting);
        for (uint32_t c = 0; c < meeting.count; c++) {
            for (uint32_t r = 0; r < first[c].required.count; r++)
                check_range(&meeting, &first[c], first[c].required.at[r], diagnostics);
        }
    }
    vec_release(&meeting.versions);
    vec_release(claims);
}

static struct text highest(struct text_list versions)
{
    struct text best = TEXT("");
    for (uint32_t i = 0; i < versions.count; i++) {
        if (!best.length || semver_compare(best, versions.at[i]) < 0) best = versions.at[i];
    }
    return best;
}

/* ---------------------------------------------------------------------------------------------- shares of one app */

static void report_lonely(struct text speaker, struct text path, struct text key, uint32_t apps,
                          struct diagnostics *diagnostics)
{
    diag_add(diagnostics, DIAG_SHARE_SINGLE_APP, diag_place_file(path),
             "only %.*s uses the share \"%.*s\"; %u reports are given", TEXT_ARGS(speaker), TEXT_ARGS(key),
             (unsigned)apps);
}

/* The report of the only app that uses `key` under any of its names, or NULL. */
static const struct usage *only_user(const struct usage_set *set, const struct usage_key *key)
{
    const struct usage *user = NULL;
    for (uint32_t r = 0; r < set->report_count; r++) {
        for (uint32_t i = 0; i < set->reports[r]->share_count; i++) {
            const struct text name = set->reports[r]->shares[i].key;
            bool is_of_key = text_equal(name, key->key);
            for (uint32_t a = 0; a < key->alias_count; a++) is_of_key = is_of_key || text_equal(name, key->aliases[a]);
            if (!is_of_key || user == set->reports[r]) continue;
            if (user) return NULL;
            user = set->reports[r];
        }
    }
    return user;
}

/* The same in the merged table; an index of its apps, or UINT32_MAX. */
static uint32_t only_app(const struct merged_view *view, const struct merged_key *key)
{
    uint32_t app = UINT32_MAX;
    for (uint32_t r = 0; r < key->row_count; r++) {
        if (app != UINT32_MAX && key->rows[r]->app != app) return UINT32_MAX;
        app = key->rows[r]->app;
    }
    for (struct text rest = names_text(&view->merged->names, key->aliases), alias; text_set_next(&rest, &alias);) {
        const struct merged_key *other = merged_view_find(view, alias);
        for (uint32_t r = 0; r < other->row_count; r++) {
            if (app != UINT32_MAX && other->rows[r]->app != app) return UINT32_MAX;
            app = other->rows[r]->app;
        }
    }
    return app;
}

/* ---------------------------------------------------------------------------------------------- both forms */

void usage_conflicts_report(const struct usage_set *set, struct diagnostics *diagnostics)
{
    claim_vec claims = {0};
    for (uint32_t r = 0; r < set->report_count; r++) {
        const struct usage *report = set->reports[r];
        for (uint32_t i = 0; i < report->share_count; i++) {
            const struct usage_share *share = &report->shares[i];
            for (uint32_t s = 0; s < share->scopes.count; s++) {
                vec_push(&claims, (struct claim){share->key, share->scopes.at[s], usage_speaker(report), report->path,
                                                 highest(share->versions), share->required, share->singleton});
            }
        }
    }
    check_claims(&claims, diagnostics);
    for (uint32_t k = 0; set->report_count > 1 && k < set->key_count; k++) {
        const struct usage_key *key = &set->keys[k];
        const struct usage *user = key->waiting.length ? NULL : only_user(set, key);
        if (user) report_lonely(usage_speaker(user), user->path, key->key, set->report_count, diagnostics);
    }
}

void merged_conflicts_report(const struct merged_view *view, struct diagnostics *diagnostics)
{
    const struct merged *merged = view->merged;
    struct arena arena;
    arena_init(&arena);
    claim_vec claims = {0};
    for (uint32_t i = 0; i < merged->rows.count; i++) {
        const struct merged_row *row = &merged->rows.at[i];
        const struct merged_app *app = &merged->apps.at[row->app];
        struct text_list required = merged_list_of(merged, row->facts.required, &arena);
        struct text version = highest(merged_list_of(merged, row->facts.versions, &arena));
        for (struct text rest = names_text(&merged->names, row->facts.scopes), scope; text_set_next(&rest, &scope);) {
            vec_push(&claims,
                     (struct claim){names_text(&merged->names, row->key), scope, names_text(&merged->names, app->name),
                                    merged->sources.at[app->source], version, required, row->facts.singleton});
        }
    }
    check_claims(&claims, diagnostics);
    arena_release(&arena);
    for (uint32_t k = 0; merged->apps.count > 1 && k < view->key_count; k++) {
        const struct merged_key *key = &view->keys[k];
        uint32_t app = key->locked ? UINT32_MAX : only_app(view, key);
        if (app == UINT32_MAX) continue;
        report_lonely(names_text(&merged->names, merged->apps.at[app].name),
                      merged->sources.at[merged->apps.at[app].source], names_text(&merged->names, key->key),
                      merged->apps.count, diagnostics);
    }
}
