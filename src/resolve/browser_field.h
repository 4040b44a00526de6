/* A package.json field that maps requests and files of its package: `"browser": {"./node.js": "./web.js", "fs": false}`.
 * Twin: AliasFieldPlugin. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_BROWSER_FIELD_H
#define MFSHAKE_RESOLVE_BROWSER_FIELD_H

#include "resolve/package_json.h"

struct browser_step {
    bool matched;
    bool ignored;        /* mapped to false */
    struct text request; /* from the root of the package */
};

/* What `field` of `package` makes of `inner`: a bare request, or a path from the package's root ("./src/a"). */
struct browser_step browser_field_follow(const struct package_json *package, struct text field, struct text inner);

#endif
