#include "report/usage_conflicts.h"

#include "base/vec.h"
#include "config/semver.h"

/* What one report says of one share in one of its scopes. */
struct claim {
    const struct usage *report;
    struct text key, scope;
    struct text version; /* "": the app provides none */
    const struct json *required;
    bool singleton;
};

typedef VEC(struct claim) claim_vec;

static const struct json *object_member(const struct json *object, const char *key)
{
    const struct json *member = object && object->type == JSON_OBJECT ? json_member(object, key) : NULL;
    return member && (member->type == JSON_OBJECT || member->type == JSON_ARRAY) ? member : NULL;
}

static void collect(const struct usage *report, claim_vec *claims)
{
    const struct json *shares = object_member(object_member(report->document, "mfshake"), "shares");
    if (!shares || shares->type != JSON_OBJECT) return;
    JSON_EACH (share, shares) {
        const struct json *scopes = object_member(share, "scope");
        if (!scopes) continue;
        const struct json *singleton = json_member(share, "singleton");
        JSON_EACH (scope, scopes) {
            if (scope->type != JSON_STRING) continue;
            vec_push(claims,
                     (struct claim){report, share->key, scope->string, json_member_string(share, "version", TEXT("")),
                                    object_member(share, "required"), singleton && singleton->type == JSON_TRUE});
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

void usage_conflicts_report(const struct usage_set *set, struct diagnostics *diagnostics)
{
    claim_vec claims = {0};
    for (uint32_t i = 0; i < set->report_count; i++) collect(set->reports[i], &claims);
    for (uint32_t i = 0; i < claims.count; i++) {
        const struct claim *claim = &claims.at[i];
        if (!claim->required) continue;
        JSON_EACH (range, claim->required) {
            if (range->type == JSON_STRING) check_range(&claims, claim, range->string, diagnostics);
        }
    }
    vec_release(&claims);
}
