/* What the parts of prune share while one chunk is pruned: what is known of the chunk, of the reports, and what follows.
 *
 * prune.c reads the chunk and asks the reports, live.c finds what is live, removal.c cuts the rest, damage.c checks the result.
 */
#ifndef MFSHAKE_PRUNE_RUN_H
#define MFSHAKE_PRUNE_RUN_H

#include "base/names.h"
#include "prune/mark.h"
#include "prune/place.h"
#include "prune/prune.h"
#include "report/usage_decision.h"
#include "syntax/scope.h"

/* What happens to a region. */
enum fate {
    FATE_STAYS, /* used: only its comments go */
    FATE_WAITS, /* undecided, or of a shape that can not be removed: comments and all stay */
    FATE_GOES,
};

struct run {
    struct arena *arena;
    struct text path;
    const struct usage_set *usage;
    const struct prune_options *options;
    struct diagnostics *diagnostics;

    struct text source, map;
    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    bool is_mapped; /* the table comes from a shake map: there is no syntax and no scope */
    struct shake_table table;
    struct usage_decision *decisions; /* by region */
    uint8_t *fates;                   /* by region, enum fate */
    struct bitset roots;              /* modules */
    struct bitset free;               /* modules that do nothing when they are evaluated */
    struct mark before, after;        /* what is live with all regions, and without the unused ones */
    uint32_t *region_of;              /* by unit that goes: the outermost region around it, or REGION_NONE */
    uint32_t *first_target; /* by unit: the first target in it for whose export something has to stand, or UNIT_NONE */
    uint32_t *next_target;  /* by unit: the next one of the same unit */
    struct cut cut;
    VEC(struct prune_note) notes;
    struct place_walk places; /* of regions */
};

static inline struct shake_range run_range(const struct run *run, const struct shake_region *region)
{
    const struct macro_region *macro = &run->table.macro_regions[region - run->table.regions];
    return (struct shake_range){run->table.comments[macro->opening].start, run->table.comments[macro->closing].end};
}

/* Whether a region that nobody uses can go, as far as its shape is concerned. */
static inline bool run_can_remove(const struct run *run, const struct shake_region *region)
{
    return region->unit_count || (region->shape == SHAPE_EXPRESSION && run->options->compat);
}

/* Was live, and is not any more. */
static inline bool run_is_gone(const struct run *run, uint32_t unit)
{
    return bitset_has(run->before.units, unit) && !bitset_has(run->after.units, unit);
}

/* What a message calls the export of a region: "<key>.<export>". */
struct text run_name_of(struct run *run, const struct usage_decision *decision);

/* prune.c: parses `source` and builds its table; false after an error. */
bool run_read_chunk(struct run *run, struct syntax_parser *parser, struct text source);
/* prune.c: sets decisions and fates by what the reports say. */
void run_decide_regions(struct run *run);
void run_release(struct run *run);
/* live.c: sets before and after of each run, and keeps the unused regions that hold something live, or nothing that can be removed. Chunks of one runtime are seen
 * as one graph. */
void live_find(struct run *runs, uint32_t count);
/* live.c: after live_find of a single run, with other fates: marks what is live without the regions that go. */
void live_without(const struct run *run, struct arena *arena, struct mark *mark);
/* removal.c: cuts what is gone, and gives the text that is left. */
struct text removal_apply(struct run *run, struct prune_result *result);
/* inline.c: puts values of the reports in the place of the expressions behind @common:define-inline. */
void inline_apply(struct run *run);
/* damage.c: why what is gone can not go, or NULL: nothing that stays needs it. It takes the table alone, so that a chunk with a shake map is checked, too. */
const char *damage_in_marks(const struct run *run);
/* damage.c: why `output` can not stand for the source, or NULL: it must parse, keep its macros balanced, and refer to nothing that only the source
 * declared. */
const char *damage_find(struct run *run, struct syntax_parser *parser, struct text output);

/* Its parts: the names that the source refers to and does not declare; and what of a text is not among them, or NULL. */
void damage_allow(const struct run *run, struct names *allowed);
const char *damage_of_names(struct arena *arena, const struct syntax *syntax, const struct scopes *scopes,
                            const struct names *allowed);

#endif
