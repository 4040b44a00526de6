/* The helpers of webpack's runtime that emitted code calls. A runtime that lacks one of them can not run the chunk. */
#ifndef MFSHAKE_EMIT_RUNTIME_H
#define MFSHAKE_EMIT_RUNTIME_H

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

#endif
