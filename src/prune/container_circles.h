/* Containers and what they ask the share scope for → circles in which none can be loaded.
 *
 * A container's `init` waits until the shares that it asks for are there. Those may come from other containers of the same app, whose `init` waits in turn. Chunks of the
 * other formats know no such thing: there, requiring a share that is on its way gives its unfinished exports, as with any circle of imports.
 */
#ifndef MFSHAKE_PRUNE_CONTAINER_CIRCLES_H
#define MFSHAKE_PRUNE_CONTAINER_CIRCLES_H

#include "base/diag.h"
#include "config/text_list.h"

struct circle_container {
    struct text_list keys;     /* of its share, aliases too */
    struct text_list consumed; /* that it asks for, other than its own */
};

/* Reports each circle once (M704). */
void container_circles_report(const struct circle_container *containers, uint32_t count,
                              struct diagnostics *diagnostics);

#endif
