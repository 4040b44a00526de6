/* Module factories, and the nodes that go away → the parts that nobody needs any more.
 *
 * A part (scan/parts.h) is live when it is impure or declares something that a live part reads. Only what is live
 * with everything in place and dead without the removed nodes may be removed: what nobody read before is not ours to
 * judge, stays, and keeps what it names. Twin: webpack's InnerGraph, with removal.
 */
#ifndef MFSHAKE_PRUNE_LIVENESS_H
#define MFSHAKE_PRUNE_LIVENESS_H

#include "base/bitset.h"
#include "prune/container.h"
#include "scan/parts.h"

struct liveness {
    const struct syntax *syntax;
    const struct scopes *scopes;
    const struct parts
        *modules; /* the parts of each module of the container; none for opaque ones and those not wanted */
    const uint32_t *first_declaring; /* by binding: its first declaration, or 0 */
    const struct liveness_declaration *declarations;
};

/* One part that declares a binding. */
struct liveness_declaration {
    uint32_t part; /* of the binding's module */
    uint32_t next; /* the next declaration of the same binding, or 0 */
};

/* Splits the factories of those modules that are in `wanted` into parts. `syntax` and `scopes` must outlive
 * `liveness`; the rest is in `arena`. */
void liveness_prepare(const struct syntax *syntax, const struct scopes *scopes, const struct container *container,
                      struct bitset wanted, struct arena *arena, struct liveness *liveness);

/* Adds to `gone` (a set of nodes, closed under "inside") the nodes of those parts of `module` that died through it.
 * Returns how many. */
uint32_t liveness_sweep(const struct liveness *liveness, uint32_t module, struct bitset gone);

#endif
