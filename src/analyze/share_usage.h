/* uses of shared packages → what the report says of each share key.
 *
 * One row per (scope, key): the names provided by the fallback(s), the names used with the places that use them, and the mode. For anything but
 * SHARE_EXACT every provided name counts as used. used, unused and possibly unused are disjoint and together are what is provided.
 */
#ifndef MFSHAKE_ANALYZE_SHARE_USAGE_H
#define MFSHAKE_ANALYZE_SHARE_USAGE_H

#include "analyze/attribution.h"
#include "analyze/used.h"

enum share_mode {
    SHARE_EXACT,
    SHARE_NAMESPACE,  /* the namespace object escapes somewhere */
    SHARE_DYNAMIC,    /* something could not be understood */
    SHARE_NO_FALLBACK /* import: false, or the package is not installed: the provided names are not known */
};

/* Who makes a use: decides nothing, but is told apart in the reasons. */
enum share_user { SHARE_USER_APP, SHARE_USER_DEPENDENCY, SHARE_USER_SHARED };

struct share_place {
    enum share_user user;
    struct text path;       /* relative to the context, without "./" */
    uint32_t line, column;  /* 0 when there is no place */
    uint8_t reason;         /* enum reason_kind of a whole use, else REASON_NONE */
    struct text shown_path; /* for messages */
    bool only_asks;         /* an app's `"name" in namespace`, or one of several modules that may have the name */
};

struct share_export {
    name_id name;
    bool used;     /* by the app, its dependencies or other shared packages */
    bool possibly; /* provided, not referenced, not provably unused */
    bool provided;
    const struct share_place *places;
    uint32_t place_count; /* of its uses, sorted */
};

struct share_row {
    struct text key, scope;
    enum share_mode mode;
    bool consumed;       /* some module imports it */
    bool provided;       /* the app can provide it */
    struct text version; /* provided; "" when not */
    const struct text *required;
    uint32_t required_count; /* distinct ranges, sorted; "" is not listed */
    module_id fallback;      /* root module, MODULE_NONE without one */
    bool singleton;          /* some importer's share allows one version only */
    bool side_effect_free;
    bool names_open; /* a fallback may export names that are not listed */
    const struct text *aliases;
    uint32_t alias_count; /* other keys of the same module, sorted */
    const struct share_export *exports;
    uint32_t export_count; /* sorted by name */
    const struct share_place *whole_places;
    uint32_t whole_place_count;                             /* what makes the key unshakeable */
    uint32_t modules, ambiguous, external, depth_truncated; /* of the attribution */
};

struct share_usage {
    const struct share_row *rows;
    uint32_t row_count; /* sorted by key, then scope */
};

struct share_outline;
/* `used` is used_compute with shares_used_by_others; the outline has all of its uses but used->own_uses. Everything lives in `arena` and the outline. */
void share_usage_compute(const struct graph *graph, const struct attribution *attribution,
                         const struct share_outline *outline, const struct used *used, struct arena *arena,
                         struct share_usage *usage);

/* Whether the export is used, and the row's exports are known and it is none of them. Not of a name that code only asks for: it does without. */
bool share_export_is_missing(const struct share_row *row, const struct share_export *export);

/* Warns of names that the app's own modules ask of a share whose exports are known and which has no such export, unless the
 * app asks somewhere whether it exists (M603). */
void share_usage_report_missing(const struct share_usage *usage, const struct graph *graph,
                                struct diagnostics *diagnostics);

#endif
