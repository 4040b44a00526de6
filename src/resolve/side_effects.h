/* package.json "sideEffects": false, true, a glob or a list of globs. Twin: SideEffectsFlagPlugin. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_SIDE_EFFECTS_H
#define MFSHAKE_RESOLVE_SIDE_EFFECTS_H

#include "base/regex.h"
#include "resolve/resolver.h"

struct side_effects_glob {
    const struct json *value;
    struct regex *regex; /* NULL: can not be read */
};

/* The globs of the packages, compiled once. */
struct side_effects_globs {
    struct arena arena;
    VEC(struct side_effects_glob) list;
    struct map found; /* address of the value → index in the list */
};

void side_effects_init(struct side_effects_globs *globs);
void side_effects_release(struct side_effects_globs *globs);

/* What the package says of `path`. A package.json without a name below node_modules speaks for nobody: the next one above does. A
 * glob that can not be read counts as matching. */
enum side_effects side_effects_of(struct side_effects_globs *globs, struct packages *packages,
                                  const struct package_json *package, struct text path);

#endif
