/* The helpers of webpack's runtime that emitted code calls, and a runtime that has them, for chunks that run without an app's.
 *
 * A runtime that lacks a helper which the chunk uses can not run the chunk. Twins: webpack's RuntimeGlobals and lib/runtime.
 */
#ifndef MFSHAKE_EMIT_RUNTIME_H
#define MFSHAKE_EMIT_RUNTIME_H

#include "base/buffer.h"

enum runtime_helper {
    RUNTIME_MARK,      /* r: marks an exports object as an ES module's */
    RUNTIME_DEFINE,    /* d: defines export getters */
    RUNTIME_DEFAULT,   /* n: the getter of a CommonJS module's default */
    RUNTIME_NAMESPACE, /* t: the namespace object of a CommonJS module */
    RUNTIME_OWN,       /* o: has an own property */
    RUNTIME_HELPER_COUNT
};

/* The property of the require function behind a helper: 'r'. */
static inline char runtime_helper_property(enum runtime_helper helper)
{
    return "rdnto"[helper];
}

/* Puts a require function over `__webpack_modules__` with the helpers in `helpers` (bits of enum runtime_helper) and those that they need. A module
 * that fails fails again, with the same error, whenever it is required (ECMA-262, Evaluate). */
void runtime_put(uint32_t helpers, struct buffer *out);

/* What the id of every consume-shared module begins with, and of no other. */
#define RUNTIME_CONSUMED_PREFIX "webpack/sharing/consume/"

/* Puts `__webpack_consume__(module, share)`, which the factories of consume-shared modules call, and `__webpack_init__(instance)`: it loads the shares of those
 * that the map holds (the ids that begin with `prefix`) from the share scope of a federation runtime's instance (`loadShare`), so that requiring them is synchronous afterwards, and gives a promise
 * that is rejected when the scope has no fitting version. The first instance serves; after a failure the next call tries again. */
void runtime_put_consume(struct text prefix, struct buffer *out);

#endif
