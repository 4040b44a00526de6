/* A macro region → what stands in it (macro-spec A.7), which decides how it can be removed.
 *
 * Only shapes that are proven safe to remove have a name; all else is SHAPE_OTHER and stays.
 */
#ifndef MFSHAKE_PRUNE_SHAPE_H
#define MFSHAKE_PRUNE_SHAPE_H

#include "prune/container.h"
#include "prune/macro.h"

enum shape_kind {
    SHAPE_OTHER,
    SHAPE_GETTER_BODY, /* S1: the whole body of a getter in `require.d(exports, {…})` */
    SHAPE_GETTER,      /* S2: such a property as a whole */
    SHAPE_ASSIGNMENT,  /* S3: `exports.name = value` */
};

struct shape {
    enum shape_kind kind;
    uint32_t module;    /* the module around it, or MODULE_NONE */
    const char *why;    /* of SHAPE_OTHER: why it can not be removed */
    struct text name;   /* the export, as the rest of the chunk reads it */
    node_id property;   /* S1, S2: the property of the getter */
    node_id body;       /* S1, S2: the getter's body: expression or block */
    node_id assignment; /* S3 */
    bool is_statement;  /* S3: nobody uses the assignment's value, its statement can go */
};

/* The shape of every region, by region. A region in a module that reads its own exports back keeps SHAPE_OTHER.
 * Everything lives in `arena`. */
const struct shape *shape_find(const struct syntax *syntax, const struct scopes *scopes,
                               const struct container *container, const struct macros *macros, struct arena *arena);

#endif
