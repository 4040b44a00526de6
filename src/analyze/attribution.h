/* provided shares, connections → which share key each module belongs to, and the condition of each export.
 *
 * The share-key search of macro-spec E.6: breadth-first from every fallback root, consume-shared modules are barriers, attributed up to
 * --share-depth. An export gets a condition only when it is a public export of one share's root that no code of the package asks for but through the
 * share key, or an interior export whose every reference is a re-export that ends at exactly one such public name.
 */
#ifndef MFSHAKE_ANALYZE_ATTRIBUTION_H
#define MFSHAKE_ANALYZE_ATTRIBUTION_H

#include "analyze/provided.h"
#include "base/map.h"

/* All keys that lead to the same physical module; `key` is the smallest of them. */
struct alias_group {
    struct text key;
    module_id root;
    const uint32_t *members; /* into graph->provided_shares */
    uint32_t member_count;
};

struct module_attribution {
    uint32_t owner;    /* alias group, or INDEX_NONE with none or several */
    uint16_t distance; /* from the root (1) of the nearest owner, 0 without one */
    bool several;      /* more than one owner */
    bool external;     /* reachable from an entry or expose without crossing a share key */
    bool truncated;    /* its owner is beyond the depth */
};

struct attribution {
    const struct alias_group *groups;
    uint32_t group_count;
    const struct module_attribution *modules; /* by module_id */
    const uint32_t *group_of_root;            /* by module: the group whose root it is, or INDEX_NONE */
    const bool *locked;                       /* by group: it reaches a module that could not be understood */
    struct map conditions;                    /* map_pair(module, name) -> name_id of the public export; owned */
};

/* Who owns each module. Connections, and which modules are opaque, decide that; there are no conditions yet. */
void attribution_find_owners(const struct graph *graph, uint32_t share_depth, struct arena *arena,
                             struct attribution *attribution);
/* Then the conditions, anew. Chunks are made of them, the report is not. */
void attribution_find_conditions(const struct graph *graph, const struct provided *provided,
                                 struct attribution *attribution);
/* Both. */
void attribution_compute(const struct graph *graph, const struct provided *provided, uint32_t share_depth,
                         struct arena *arena, struct attribution *attribution);
void attribution_release(struct attribution *attribution);

/* The public export name that decides whether `name` of `module` is needed, NAME_NONE when it is always kept. The key is that of the module's
 * owner. */
name_id attribution_condition(const struct attribution *attribution, module_id module, name_id name);

#endif
