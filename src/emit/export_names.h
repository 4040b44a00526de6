/* members → short names for the exports of ES modules that nothing but the code of this chunk can ask for.
 *
 * Renamed are the exports of inner modules (members.h) whose every import in the chunk names what it reads: `import { a }`, `ns.a`, `export { a } from`. A module whose
 * namespace goes anywhere as an object (passed on, indexed, taken apart by a pattern, re-exported as a whole, required, imported dynamically) keeps its names,
 * and so does one that is asked for a name that it does not have. Nobody sees the exports object of a renamed module, so it need not be marked as an ES
 * module's either. Twin: webpack's MangleExportsPlugin.
 */
#ifndef MFSHAKE_EMIT_EXPORT_NAMES_H
#define MFSHAKE_EMIT_EXPORT_NAMES_H

#include "base/map.h"
#include "emit/members.h"

struct export_names {
    struct bitset renamed;    /* by module_id */
    struct map short_name_of; /* map_pair(module, name) → into short_names */
    const struct text *short_names;
};

/* Texts live in `arena`; export_names_release frees the rest. */
void export_names_find(const struct graph *graph, const struct provided *provided, const struct members *members,
                       struct arena *arena, struct export_names *names);
/* Names nothing anew. */
void export_names_none(const struct graph *graph, struct arena *arena, struct export_names *names);
void export_names_release(struct export_names *names);

static inline bool export_names_has(const struct export_names *names, module_id module)
{
    return module != MODULE_NONE && bitset_has(names->renamed, module);
}

/* What the chunk calls the export `name` of `module`. */
struct text export_names_of(const struct export_names *names, const struct graph *graph, module_id module,
                            struct text name);

#endif
