/* What units_find, needs_find and shape_find work on together: a chunk's syntax and the shake table in the making. */
#ifndef MFSHAKE_PRUNE_BUILDING_H
#define MFSHAKE_PRUNE_BUILDING_H

#include "base/map.h"
#include "base/names.h"
#include "prune/container.h"
#include "prune/shake_table.h"

struct made_export {
    uint32_t export, unit;
};

struct owned_need {
    uint32_t unit;
    struct shake_need need;
};

/* One unit that declares a binding. */
struct declaration {
    uint32_t unit;
    uint32_t previous; /* declaration of the same binding, or 0 */
};

/* A variable whose value is a module of the chunk, or one that gives the default export of one. */
struct import_variable {
    uint32_t module; /* MODULE_NONE: it is none */
    bool is_default; /* `require.n(x)` */
};

struct building {
    const struct syntax *syntax;
    const struct scopes *scopes;
    const struct container *container;
    struct arena *arena; /* of the table */

    VEC(struct shake_unit) units;
    VEC(struct shake_list) lists;
    VEC(struct shake_range) items;
    VEC(struct shake_export) exports;
    VEC(struct made_export) made;
    VEC(struct owned_need) needs;
    VEC(const char *) reasons;
    struct shake_module *modules;
    bool *has_esm_flag;       /* by module: it calls require.r(exports) whatever happens */
    uint32_t *owner;          /* by node: the innermost unit around it */
    struct map unit_of;       /* node → the unit that it is */
    struct names names;       /* of exports */
    struct map export_of;     /* map_pair(module, name) → export */
    uint32_t *last_declaring; /* by binding: into declarations, or 0 */
    VEC(struct declaration) declarations;
    struct import_variable *imports; /* by binding */
    struct names outer;              /* ids of modules that the chunk names and does not hold */
};

/* units.c: the units of all modules, what they declare and make. */
void units_find(struct building *b);
/* needs.c: what each unit needs. */
void needs_find(struct building *b);
/* The export `name` of `module`, added when it is new. */
uint32_t building_add_export(struct building *b, uint32_t module, struct text name);
/* The export `name` of `module`, or EXPORT_NONE when no unit makes it. */
uint32_t building_export(const struct building *b, uint32_t module, struct text name);

/* How `node` may be used by a module, looked at from its syntax. */

/* The binding that the identifier at `node` means, or BINDING_FREE. */
binding_id building_binding(const struct building *b, node_id node);
/* True when `node` is the plain name of that parameter of a factory. */
bool building_is_parameter(const struct building *b, node_id node, binding_id parameter);
/* The argument at `index` without its parentheses, or NODE_NONE. */
node_id building_argument(const struct syntax *syntax, node_id call, uint32_t index);
/* True for a call of the member `name` of the module's require function, such as `require.d(…)`. */
bool building_is_require_member(const struct building *b, const struct container_module *module, node_id call,
                                const char *name);
/* The module that the call `require("id")` gives, of the chunk or not, or MODULE_NONE. */
uint32_t building_required_module(struct building *b, const struct container_module *module, node_id call);
/* The module `id`, which need not be in the chunk. */
uint32_t building_module_named(struct building *b, struct text id);
static inline bool building_is_outer(const struct building *b, uint32_t module)
{
    return module >= b->container->count;
}

#endif
