/* What a chunk can lose and what that hangs on, without its syntax: the table between the two halves of prune.
 *
 * units_find and needs_find fill it from a syntax tree; mark.h and cut.h read it. Everything in it is numbers and byte ranges of the chunk, so that it can
 * be stored beside the chunk and used again without parsing.
 *
 * A unit is a range of bytes that can go alone: an entry of the module map, a top-level statement or declarator of a factory, a getter of
 * `require.d(exports, {…})`, the target of an assignment to exports, a property of `module.exports = {…}`. Units nest; what stands in a
 * unit and in no unit inside it is the unit's own, and so are the needs that come of it.
 */
#ifndef MFSHAKE_PRUNE_SHAKE_TABLE_H
#define MFSHAKE_PRUNE_SHAKE_TABLE_H

#include "base/vec.h"
#include "prune/macro.h"

#define MODULE_NONE UINT32_MAX
#define UNIT_NONE   UINT32_MAX
#define EXPORT_NONE UINT32_MAX
#define LIST_NONE   UINT32_MAX
#define OFFSET_NONE UINT32_MAX
/* The unit of all that stands outside of the factories. */
#define UNIT_OUTSIDE 0

enum unit_kind {
    UNIT_MODULE,    /* an entry of the module map: a member of its list */
    UNIT_STATEMENT, /* a statement with its line */
    UNIT_MEMBER,    /* a declarator or property: a member of a list, which may go as a whole */
    UNIT_TARGET,    /* the left side of an assignment: its right side stays */
    UNIT_OUTSIDE_OF_MODULES,
};

struct shake_unit {
    uint8_t kind;     /* enum unit_kind */
    bool runs;        /* evaluating the module needs it, read or not */
    bool has_effects; /* and does something that others see */
    bool is_part;     /* a statement or declarator of a factory, not an export of it */
    bool is_import;   /* does nothing but bring in another module */
    bool is_in_list;  /* UNIT_STATEMENT: stands among statements; else a `;` has to take its place */
    bool starts;      /* UNIT_TARGET: the assignment starts a statement */
    bool is_wrapped;  /* UNIT_TARGET: the right side needs parentheses to stand alone */
    uint32_t module;  /* around it; MODULE_NONE for UNIT_OUTSIDE */
    uint32_t parent;  /* the unit around it, or UNIT_NONE */
    uint32_t start, end;
    uint32_t body_start,
        body_end; /* what --removed=null and =throw replace: of a getter's function, the descriptor of a definition; of UNIT_TARGET: its right side */
    bool is_getter, body_is_block;
    bool is_value;           /* of require.d's third argument */
    uint32_t list, position; /* UNIT_MODULE, UNIT_MEMBER: its place among the items of a list */
    uint32_t
        import; /* it only runs a module, and need not when that has no effects; MODULE_NONE. Of another chunk's module: link.h tells */
    uint32_t export;     /* that it makes, or EXPORT_NONE */
    uint32_t first_need; /* into needs; the last is before the next unit's first */
};

/* A unit's kind and its flags in one number, as the shake map and the page of `report` have them; what each of them needs beside stands above. */
enum unit_bits {
    UNIT_KIND_BITS = 7,
    UNIT_RUNS = 1 << 3,
    UNIT_EFFECTS = 1 << 4,
    UNIT_IS_PART = 1 << 5,
    UNIT_IS_IMPORT = 1 << 6,
    UNIT_IS_IN_LIST = 1 << 7,
    UNIT_STARTS = 1 << 8,
    UNIT_IS_WRAPPED = 1 << 9,
    UNIT_OWN_BITS = 10, /* of the format: from here on */
};

static inline uint32_t shake_unit_bits(const struct shake_unit *unit)
{
    return unit->kind | (unit->runs ? UNIT_RUNS : 0) | (unit->has_effects ? UNIT_EFFECTS : 0) |
           (unit->is_part ? UNIT_IS_PART : 0) | (unit->is_import ? UNIT_IS_IMPORT : 0) |
           (unit->is_in_list ? UNIT_IS_IN_LIST : 0) | (unit->starts ? UNIT_STARTS : 0) |
           (unit->is_wrapped ? UNIT_IS_WRAPPED : 0);
}

/* What follows from a live unit. */
enum need_kind {
    NEED_UNIT,       /* target: a unit */
    NEED_TIED,       /* target: a unit of the same region, which goes together or not at all */
    NEED_MODULE,     /* target: a module that is evaluated */
    NEED_EXPORT,     /* target: an export that is read */
    NEED_ALL,        /* target: a module of which any export may be read */
    NEED_MODULES,    /* any module may be evaluated; target: index into reasons */
    NEED_EVERYTHING, /* any export of any module may be read; target: index into reasons */
};

struct shake_need {
    uint32_t kind; /* enum need_kind */
    uint32_t target;
};

/* A name of a module under which units offer something. */
struct shake_export {
    uint32_t module;
    struct text name;
    uint32_t first_unit, unit_count; /* into export_units */
};

struct shake_module {
    struct text id;
    uint32_t first_unit, unit_count; /* its entry and all inside */
    bool is_inner;                   /* the chunk says that no code outside of it reads from this module */
    bool is_free;   /* the chunk says that what the module does matters only to those who use what it declares itself */
    bool is_esm;    /* it defines its exports by require.d */
    bool is_sloppy; /* a function without "use strict", in which analyze writes sloppy code */
    uint32_t directive; /* the unit of its "use strict", or UNIT_NONE */
    const char *opaque; /* not NULL: why nothing inside can be told apart */
};

/* A run of things with commas between. */
struct shake_list {
    uint32_t start, end;                     /* with braces, or of the declaration */
    bool is_object, is_in_list;              /* is_in_list: a declaration among statements */
    bool is_array;                           /* what goes leaves its comma: the places of the others stay */
    uint32_t statement_start, statement_end; /* of a declaration: what goes when all its members do */
    uint32_t first_item, item_count;         /* into items */
};

struct shake_range {
    uint32_t start, end;
};

/* How a region can be removed (macro-spec A.7). */
enum shape_kind {
    SHAPE_OTHER,       /* not at all */
    SHAPE_GETTER_BODY, /* S1 */
    SHAPE_GETTER,      /* S2 */
    SHAPE_ASSIGNMENT,  /* S3, S8 */
    SHAPE_DEFINITION,  /* S4 */
    SHAPE_PROPERTY,    /* S5 */
    SHAPE_STATEMENTS,  /* S6, S7 */
    SHAPE_EXPRESSION,  /* S9 */
};

struct shake_region {
    uint8_t shape;                   /* enum shape_kind */
    uint32_t module;                 /* around it, or MODULE_NONE */
    uint32_t first_unit, unit_count; /* the units that it guards, into region_units */
    struct shake_range expression;   /* SHAPE_EXPRESSION */
    const char *why;                 /* of SHAPE_OTHER: why it can not be removed */
};

struct shake_table {
    struct text runtime; /* the name of the array to which the chunk's runtime listens, "" when it has none */
    bool is_closed;      /* a container with a runtime of its own: no other chunk has a part in it */
    const struct syntax_comment *comments;
    uint32_t comment_count;
    const struct macro_region *macro_regions; /* by region */
    const struct shake_region *regions;
    uint32_t region_count;
    const uint32_t *region_units;
    const struct shake_module
        *modules;          /* those of the chunk, and behind them others that it names, of which only the id is known */
    uint32_t module_count; /* of the chunk */
    uint32_t outer_count;  /* the others */
    const uint32_t *by_id; /* modules of the chunk sorted by id */
    const struct shake_unit *units; /* in source order, those outside before those inside; one more at the end */
    uint32_t unit_count;
    const struct shake_need *needs;
    const struct shake_export *exports; /* grouped by module */
    uint32_t export_count;
    const uint32_t *export_units;
    const struct shake_list *lists;
    uint32_t list_count;
    const struct shake_range *items;
    uint32_t
        strict_at; /* where one "use strict" would hold for all of a container that analyze wrote; OFFSET_NONE: nowhere, or it stands there */
    const char *const *reasons; /* of NEED_MODULES and NEED_EVERYTHING, sentence parts */
    uint32_t reason_count;
};

/* True for a need of what the chunk does not hold: it has no effect until link.h finds the module in another chunk. */
static inline bool shake_need_is_outer(const struct shake_table *table, struct shake_need need)
{
    switch ((int)need.kind) {
    case NEED_MODULE:
    case NEED_ALL: return need.target >= table->module_count;
    case NEED_EXPORT: return table->exports[need.target].module >= table->module_count;
    default: return false;
    }
}

/* The last place in by_id of a module whose id is `id`, or MODULE_NONE. */
uint32_t shake_place_of_id(const struct shake_table *table, struct text id);
/* The module whose id is `id`, the last one when several have it, or MODULE_NONE. */
uint32_t shake_module_named(const struct shake_table *table, struct text id);

#endif
