/* resolve.alias and resolve.fallback. Twin: AliasPlugin. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_ALIASES_H
#define MFSHAKE_RESOLVE_ALIASES_H

#include "config/config.h"

/* One way on that an alias gives. */
struct alias_step {
    bool matched; /* the alias concerns the request at all */
    bool ignored; /* an empty module */
    struct text request;
};

/* How many ways `alias` has: its targets, and one more when it ends in false. */
uint32_t alias_way_count(const struct config_alias *alias);

/* Way number `way` of `alias` for `request`: the request with the alias's name replaced. Not matched when the name is another one,
 * or when the request is already what the target would make of it. `is_path`: `request` is the path of a file; then only an alias
 * of an absolute path matches. */
struct alias_step alias_follow(struct arena *arena, const struct config_alias *alias, uint32_t way, struct text request,
                               bool is_path);

/* `path`, which ends in the name of `alias` (an extension alias), with target number `target` in its place. */
struct text extension_alias_follow(struct arena *arena, const struct config_alias *alias, uint32_t target,
                                   struct text path);

#endif
