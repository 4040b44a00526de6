/* What each export of a share keeps in the share's chunk alone: its retained size. prune/retained.h computes it. */
#ifndef MFSHAKE_REPORT_RETAINED_H
#define MFSHAKE_REPORT_RETAINED_H

#include "base/text.h"

struct retained_export {
    struct text name;
    size_t bytes; /* of the chunk that would go if the app used everything that it uses but this export */
};

struct retained {
    bool known;                            /* false: there is no chunk, or none that can be pruned */
    size_t kept;                           /* bytes of the chunk that stay for what the app uses */
    const struct retained_export *exports; /* those that are used, the heaviest first, then by name */
    uint32_t export_count;
};

#endif
