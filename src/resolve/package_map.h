/* The maps that "exports" and "imports" of a package.json are: keys, patterns, conditions, lists. Twin: enhanced-resolve's
 * util/entrypoints, which follows Node's PACKAGE_IMPORTS_EXPORTS_RESOLVE. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_PACKAGE_MAP_H
#define MFSHAKE_RESOLVE_PACKAGE_MAP_H

#include "config/text_list.h"
#include "resolve/package_json.h"

enum package_map_kind {
    PACKAGE_MAP_ABSENT, /* the package has no such field */
    PACKAGE_MAP_TARGET,
    PACKAGE_MAP_REFUSED, /* the field forbids the request, or is malformed */
};

struct package_map_result {
    enum package_map_kind kind;
    struct text target; /* as it stands in the field, with "*" filled in */
    struct text reason; /* of REFUSED */
};

/* The targets that `map` (an object of keys) has for `key` under `conditions`, in order; none when no key matches or the key is
 * closed with null. An exact key goes before patterns, the pattern with the longest text before its "*" before others; a key that ends
 * with "/" matches what is below it. False when a target is a folder and its key is none, or the other way round. */
bool package_map_targets(struct arena *arena, const struct json *map, struct text key, struct text_list conditions,
                         struct text_list *targets);

/* True when `path` has a part ".", ".." or "node_modules", written plainly or with %-escapes; and, with `strict`, an empty one. */
bool package_map_path_escapes(struct text path, bool strict);

#endif
