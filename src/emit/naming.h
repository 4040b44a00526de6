/* The names that emit writes into a module: none of them occurs anywhere in the module's own source. */
#ifndef MFSHAKE_EMIT_NAMING_H
#define MFSHAKE_EMIT_NAMING_H

#include "base/arena.h"

struct naming {
    struct text source;
    struct arena *arena;
    bool may_collide; /* the source holds the marker that every emitted name has */
};

void naming_init(struct naming *naming, struct text source, struct arena *arena);

/* `base` itself, or with a number behind it when the source holds it. `base` contains "_webpack_" or "_WEBPACK_", and the caller asks once for each. */
struct text naming_unique(const struct naming *naming, struct text base);

/* The short name number `index`, of letters: a … z, A … Z, aa …. In `arena`. */
struct text naming_short(struct arena *arena, uint32_t index);

/* The variable of the import number `index`, whose request is `specifier`: _add_js__WEBPACK_IMPORTED_MODULE_0__. */
struct text naming_import(const struct naming *naming, struct text specifier, uint32_t index);

#endif
