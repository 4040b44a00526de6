/* package.json files: read once per folder, found by walking up. Twin: DescriptionFilePlugin, DescriptionFileUtils. */
#ifndef MFSHAKE_RESOLVE_PACKAGE_JSON_H
#define MFSHAKE_RESOLVE_PACKAGE_JSON_H

#include "base/arena.h"
#include "base/json.h"

enum package_type { PACKAGE_TYPE_NONE, PACKAGE_TYPE_MODULE, PACKAGE_TYPE_COMMONJS };

struct package_json {
    struct text path;   /* of the file */
    struct text folder; /* the package's root */
    struct text name, version; /* empty when missing or no string */
    enum package_type type;
    const struct json *root; /* an object */
};

/* The package that a bare request names: "lodash" of "lodash/get", "@s/a" of "@s/a/b"; empty when it names none. */
struct text package_name_of_request(struct text request);

#endif
