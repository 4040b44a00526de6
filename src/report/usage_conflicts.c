#include "report/usage_conflicts.h"

#include "base/vec.h"
#include "config/semver.h"

/* What one report says of one share in one of its scopes. */
struct claim {
    const struct usage *report;
    struct text key, scope;
    struct text version; /* "": the app provides none */
    const struct text_list *required;
    bool singleton;
};

typedef VEC(struct claim) claim_vec;

static void collect(const struct usage *report, claim_vec *claims)
{
    for (uint32_t i = 0; i < report->share_count; i++) {
        const struct usage_share *share = &report->shares[i];
        struct text version = share->versions.count ? share->versions.at[0] : TEXT("");
        for (uint32_t s = 0; s < share->scopes.count; s++) {
            vec_push(claims, (struct claim){report, share->key, share->scopes.at[s], version, &share->required,
                                            share->singleton});
        }
    }
}

static bool meets(const struct claim *a, const struct claim *b)
{
    return text_equal(a->key, b->key) && text_equal(a->scope, b->scope);
}

/* The provider whose version a singleton has; NULL when nobody provides it or nobody calls it a singleton. */
static const struct claim *winner(const claim_vec *claims, const struct claim *of)
{
    const struct claim *best = NULL;
    bool singleton = false;
    for (uint32_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->at[i];
        if (!meets(claim, of)) continue;
        singleton = singleton || claim->singleton;
        if (claim->version.length && (!best || semver_compare(best->version, claim->version) < 0)) best = claim;
    }
    return singleton ? best : NULL;
}

static bool is_provided(const claim_vec *claims, const struct claim *of, struct text range)
{
    for (uint32_t i = 0; i < claims->count; i++) {
        const struct claim *claim = &claims->at[i];
        if (!meets(claim, of) || claim->version.length == 0) continue;
        if (semver_webpack(range, claim->version) != SEMVER_NO) return true;
    }
    return false;
}

static void check_range(const claim_vec *claims, const struct claim *claim, struct text range,
                        struct diagnostics *diagnostics)
{
    struct text speaker = usage_speaker(claim->report);
    const struct claim *used = winner(claims, claim);
    if (used && semver_webpack(range, used->version) == SEMVER_NO) {
        struct text provider = usage_speaker(used->report);
        diag_add(diagnostics, DIAG_SHARE_SINGLETON, diag_place_file(claim->report->path),
                 "%.*s wants the singleton \"%.*s\" as %.*s, but %.*s of %.*s is the one that is used",
                 TEXT_ARGS(speaker), TEXT_ARGS(claim->key), TEXT_ARGS(range), TEXT_ARGS(used->version),
                 TEXT_ARGS(provider));
    } else if (!used && claim->version.length == 0 && !is_provided(claims, claim, range)) {
        diag_add(diagnostics, DIAG_SHARE_NO_PROVIDER, diag_place_file(claim->report->path),
                 "%.*s wants \"%.*s\" as %.*s, and no given report provides such a version", TEXT_ARGS(speaker),
                 TEXT_ARGS(claim->key), TEXT_ARGS(range));
    }
}

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

/* Keys that one app alone shares, when all apps are known. */
static void report_lonely_keys(const struct usage_set *set, struct diagnostics *diagnostics)
{
    if (set->report_count < 2 || set->waiting.length) return;
    for (uint32_t k = 0; k < set->key_count; k++) {
        const struct usage_key *key = &set->keys[k];
        const struct usage *user = only_user(set, key);
        if (!user) continue;
        diag_add(diagnostics, DIAG_SHARE_SINGLE_APP, diag_place_file(user->path),
                 "only %.*s uses the share \"%.*s\"; %u reports are given", TEXT_ARGS(usage_speaker(user)),
                 TEXT_ARGS(key->key), (unsigned)set->report_count);
    }
}

void usage_conflicts_report(const struct usage_set *set, struct diagnostics *diagnostics)
{
    claim_vec claims = {0};
    for (uint32_t i = 0; i < set->report_count; i++) collect(set->reports[i], &claims);
    for (uint32_t i = 0; i < claims.count; i++) {
        const struct claim *claim = &claims.at[i];
        for (uint32_t r = 0; r < claim->required->count; r++)
            check_range(&claims, claim, claim->required->at[r], diagnostics);
    }
    vec_release(&claims);
    report_lonely_keys(set, diagnostics);
}
