/* The syntax of a module's factory → where it names its own exports object: `exports`, `module.exports`, `this`. */
#ifndef MFSHAKE_PRUNE_EXPORTS_OBJECT_H
#define MFSHAKE_PRUNE_EXPORTS_OBJECT_H

#include "prune/building.h"

/* True for `exports`, `module.exports` or `this` where it still is what the factory was called with. */
bool exports_object_is(const struct building *b, const struct container_module *module, node_id node);

/* The name that `object.name` or `object["name"]` reads; false when it can not be told. */
bool exports_object_member_name(const struct building *b, node_id member, struct text *name);

/* True for an assignment `exports.name = value` that may be replaced by its value; `name` is set. Not for __esModule and __proto__. */
bool exports_object_is_target(const struct building *b, const struct container_module *module, node_id assignment,
                              struct text *name);

/* Why an assignment to a member of the exports object may not be replaced by its value, or NULL. */
const char *exports_object_why_not(const struct building *b, const struct container_module *module, node_id assignment);

/* True for names that are none of a module's exports. */
bool exports_object_is_reserved(struct text name);

/* One use of the exports object. */
struct exports_use {
    node_id node;
    bool is_whole;    /* any member may be read */
    struct text name; /* else: the one that is */
};

/* Calls `found` for each place where the module reads its own exports. */
void exports_object_uses(const struct building *b, const struct container_module *module,
                         void (*found)(void *context, const struct exports_use *use), void *context);

#endif
