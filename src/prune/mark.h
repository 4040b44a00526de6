/* Shake table → what is live: one worklist.
 *
 * Prune marks twice: with every region in place, and without those that nobody uses. What is live the first time and not the second is
 * removed. What was dead before stays, and keeps what it needs: it is not ours to judge.
 */
#ifndef MFSHAKE_PRUNE_MARK_H
#define MFSHAKE_PRUNE_MARK_H

#include "base/bitset.h"
#include "prune/shake_table.h"

struct mark {
    const struct shake_table *table;
    struct arena *arena;
    struct bitset held;    /* units that are live as soon as their module is evaluated, beside those that run */
    struct bitset free;    /* modules that do nothing when they are evaluated */
    struct bitset tied;    /* units that keep what stands in the same region */
    struct bitset units;   /* those that are live */
    struct bitset modules; /* those that are evaluated */
    uint32_t *reader;      /* by export: the unit that reads it first, or UNIT_NONE */
    bool *may_read;        /* by export: that unit may read any export of the module */
    struct bitset whole;   /* modules of which any export may be read */
    struct bitset woken; /* modules marked free of which something of their own is live, so that what they do counts */
    bool all_modules, all_whole;
    VEC(uint32_t) open;
};

/* The modules whose evaluation nobody notices: all of their parts are pure, and so are the modules that they run. */
struct bitset mark_free_modules(const struct shake_table *table, struct arena *arena);

/* Starts with nothing but the code outside of the factories live; `tied` is empty, and may be
 * filled before the first mark_evaluate. Everything lives in `arena` but the worklist, which mark_release frees. */
void mark_init(struct mark *mark, const struct shake_table *table, struct bitset held, struct bitset free,
               struct arena *arena);
void mark_release(struct mark *mark);

/* Evaluates `module` and marks all that follows. */
void mark_evaluate(struct mark *mark, uint32_t module);

/* The modules of each strongly connected component that no other component requires. */
void mark_sources(const struct shake_table *table, struct bitset sources, struct arena *arena);

#endif
