/* package.json files: read once per folder, found by walking up. Twin: DescriptionFilePlugin, DescriptionFileUtils. */
#ifndef MFSHAKE_RESOLVE_PACKAGE_JSON_H
#define MFSHAKE_RESOLVE_PACKAGE_JSON_H

#include "base/diag.h"
#include "base/json.h"
#include "base/map.h"
#include "base/vec.h"
#include "resolve/disk.h"

enum package_type { PACKAGE_TYPE_NONE, PACKAGE_TYPE_MODULE, PACKAGE_TYPE_COMMONJS };

struct package_json {
    struct text path;          /* of the file */
    struct text folder;        /* where it lies: the root of the package, or a folder within that has its own */
    struct text name, version; /* empty when missing or no string */
    enum package_type type;
    const struct json *root; /* an object */
};

/* The packages that a run has met. */
struct packages {
    struct disk *disk;
    struct diagnostics *diagnostics;
    struct arena arena;
    VEC(const struct package_json *) list;
    struct map at;           /* folder id → index in the list + 1; 0: none there */
    struct map nearest;      /* folder id → likewise, of the folder or the next one above */
    struct text last_folder; /* asked of packages_nearest last, and its answer */
    const struct package_json *last;
};

void packages_init(struct packages *packages, struct disk *disk, struct diagnostics *diagnostics);
void packages_release(struct packages *packages);

/* The package.json in `folder`, or NULL. A broken one is reported once (M406) and counts as an empty object. */
const struct package_json *packages_at(struct packages *packages, struct text folder);
/* The one in `folder` or in the next folder above that has one, or NULL. */
const struct package_json *packages_nearest(struct packages *packages, struct text folder);
/* The next package.json above that of `package` within the same installed package: the walk stops at node_modules. NULL: none. */
const struct package_json *packages_above(struct packages *packages, const struct package_json *package);

/* `path` as seen from the root of its package: "./src/a.js", or "." for the root itself. */
struct text package_inner_path(struct arena *arena, const struct package_json *package, struct text path);

/* The package that a bare request names: "lodash" of "lodash/get", "@s/a" of "@s/a/b"; empty when it names none. */
struct text package_name_of_request(struct text request);

#endif
