/* Single-file components (.vue, .svelte): the scripts in their script blocks.
 *
 * The blocks become one program in which everything else is blank, so that its positions are those of the file. Templates are not read: whatever the
 * program declares may be used there (scan_options.compiled_elsewhere).
 */
#ifndef MFSHAKE_SCAN_COMPONENT_H
#define MFSHAKE_SCAN_COMPONENT_H

#include "base/arena.h"
#include "syntax/syntax.h"

struct component {
    struct text program; /* as long as the component */
    enum syntax_language language;
    const char *opaque; /* why what the component imports can not be known (static), else NULL; at `opaque_offset` */
    uint32_t opaque_offset;
};

/* Reads the blocks of `source`; the program lives in `arena`. */
struct component component_read(struct arena *arena, struct text source);

#endif
