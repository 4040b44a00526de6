/* The analysis of used exports under way: what is known so far, and what is still to be looked at. Shared by used.c, which runs the worklist, and follow.c, which takes
 * single uses to the exports that they mean; by nobody else.
 */
#ifndef MFSHAKE_ANALYZE_USING_H
#define MFSHAKE_ANALYZE_USING_H

#include "analyze/callees.h"
#include "analyze/module_index.h"
#include "analyze/used.h"
#include "base/map.h"
#include "base/vec.h"

/* How the importing code reaches the target: decides what `default` means. */
enum access { ACCESS_IMPORT, ACCESS_REQUIRE };

/* Where a use is written. */
struct origin {
    module_id from;
    uint32_t offset;
    uint8_t reason;
};

/* A use on its way to the export it means: `path` of `to`, as `importer` sees it. */
struct use {
    module_id importer, to;
    module_id through; /* the module whose connection this is, once it was moved past modules that do not run */
    const name_id *path;
    uint32_t length;
    bool fixed;            /* the connection is that of require() or import(), which can not be moved past a module */
    bool by_star;          /* it came here by `export *` of a module that runs */
    uint32_t destructured; /* names at the end of the path that come from a pattern */
    enum access access;
    bool called;    /* the end of the path is called: it sees the object before it as `this` */
    bool held;      /* the path follows a variable or pattern that holds what require() gave */
    bool only_asks; /* see struct share_use */
    struct origin origin;
};

struct using
{
    const struct graph *graph;
    const struct provided *provided;
    struct arena *arena;
    struct arena scratch;
    const struct using *base;  /* this one goes on from it: what holds there holds here; NULL: nothing */
    enum callee_shares shares; /* how far functions of shares are known */
    bool stops_at_shares;      /* what lies behind a share key is left alone */
    bool names_of_any_version; /* see struct used_options */
    name_id default_name;
    const uint32_t *circles; /* of modules whose exports lead into one another */
    bool has_circles;
    struct used *used;
    struct module_index *indexes;
    struct map names; /* (module, name) already used */
    VEC(struct used_name) used_names;
    VEC(struct share_use) share_uses;
    VEC(struct use) pending; /* uses that branched off */
    struct map branches;     /* what tells such uses apart, as a tree: (number of a prefix, next value) -> number */
    uint32_t branch_count;
    VEC(module_id) to_evaluate;
    VEC(struct used_name) to_live; /* (module, part) */
};

static inline const struct module *using_module(const struct using *u, module_id module)
{
    return &u->graph->modules[module];
}

static inline bool using_is_side_effect_free(const struct using *u, module_id module)
{
    return using_module(u, module)->side_effects == SIDE_EFFECTS_FREE;
}

/* May the module have names beyond its list? */
static inline bool using_is_open(const struct using *u, module_id module)
{
    const struct provided_module *provided = &u->provided->modules[module];
    return u->names_of_any_version ? provided->open_at_run_time : provided->open;
}

/* The module's references, requests and declarations by part; made when it is first asked for. */
const struct module_index *using_index(struct using *u, module_id module);

/* The module runs. */
void using_evaluate(struct using *u, module_id module);
/* The part runs, whether its module does or not. */
void using_make_live(struct using *u, module_id module, uint32_t part);
/* Makes the parts live that declare the binding. */
void using_read_binding(struct using *u, module_id module, uint32_t binding);
/* The export `name` is used. */
void using_mark_name(struct using *u, module_id module, name_id name);

#endif
