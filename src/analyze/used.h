/* graph, provided exports → used exports, live parts, and every use of a shared package.
 *
 * From the roots: an entry is evaluated, an exposed module is used as a whole. An evaluated module runs its impure parts, a pure part is live
 * when something live reads what it declares (webpack's InnerGraph). Each reference in a live part uses the export that its path leads to, through
 * re-exports, by the importer's view of the target (provided_import_type). A module declared free of side effects is evaluated only when something of
 * it is used (SideEffectsFlagPlugin). Whatever can not be followed uses everything, with a reason.
 * Twins: FlagDependencyUsagePlugin, InnerGraph, HarmonyImportSpecifierDependency.getReferencedExports.
 */
#ifndef MFSHAKE_ANALYZE_USED_H
#define MFSHAKE_ANALYZE_USED_H

#include "analyze/provided.h"
#include "base/bitset.h"

struct used_base;

/* What starts the analysis. */
struct used_options {
    uint32_t root; /* only the entry or expose that this one of graph->roots belongs to, or INDEX_NONE for all */
    bool
        shares_used_by_others; /* the provided shares' roots count as used as a whole: other apps may use any of their exports */
    const struct used_base *base; /* the same, of which it is known already what follows from it; NULL: it is not */
    const uint32_t *circles;      /* circles_compute of the same; NULL: it is computed here */
    bool stops_at_shares;         /* only the code on this side of the share keys */
    bool brief;                   /* `names` and, with a base, `share_uses` are not asked for */
    bool
        names_of_any_version; /* a share may have names that this app's own copy lacks, and lack some that it has; so it is with shares_used_by_others, too */
};

/* What follows from it alone that other apps may use everything that is shared. It depends on the modules of `reach` (analyze/share_reach.h) and on no others, and holds as long as none of
 * these changes. `circles` is circles_compute of the same. All must stay in place. */
struct used_base *used_base_new(const struct graph *graph, const struct provided *provided, const uint32_t *circles,
                                struct bitset reach);
void used_base_free(struct used_base *base);
/* Its uses of shares, sorted. */
const struct share_use *used_base_uses(const struct used_base *base, uint32_t *count);

/* One crossing of a share key by a live reference. */
struct share_use {
    module_id consumed; /* the consume-shared module */
    name_id name;       /* NAME_NONE: everything (see `whole`) or evaluation only */
    bool whole;
    uint8_t reason;    /* enum reason_kind of a whole use */
    module_id from;    /* the module whose source says it */
    uint32_t offset;   /* where; UINT32_MAX when there is no place (an exposed module's exports) */
    module_id through; /* the module whose request crosses the key: `from`, or the re-exporting module */
    bool only_asks;    /* this is one of several modules that may have the name */
};

struct used_name {
    module_id module;
    name_id name;
};

struct used {
    struct bitset evaluated; /* by module */
    struct bitset whole;     /* by module: everything may be used */
    const struct used_name *names;
    uint32_t name_count;        /* sorted by module, then by the bytes of the name; also names that are not provided */
    const uint32_t *first_name; /* by module: names of module m are first_name[m] … first_name[m + 1] - 1 */
    struct bitset live_parts;   /* by first_part[m] + part */
    const uint32_t *first_part; /* by module */
    const struct share_use *share_uses;
    uint32_t share_use_count;         /* sorted by consumed module, name, from, offset */
    const struct share_use *own_uses; /* those that the base does not have; without a base, all */
    uint32_t own_use_count;
};

/* Everything lives in `arena`. */
void used_compute(const struct graph *graph, const struct provided *provided, struct used_options options,
                  struct arena *arena, struct used *used);

#endif
