/* federation.json (schemas/federation-v1.schema.json) → the apps that there are, and which shares each may consume.
 *
 *     { "apps": { "host": {}, "admin": { "consumes": ["react"] }, "legacy": { "consumes": [] } } }
 *
 * Comments and trailing commas are allowed. An app without "consumes" may consume any share.
 */
#ifndef MFSHAKE_CONFIG_FEDERATION_H
#define MFSHAKE_CONFIG_FEDERATION_H

#include "base/diag.h"
#include "config/text_list.h"

struct federation_app {
    struct text name;
    bool consumes_all;
    struct text_list consumes;
};

struct federation {
    struct federation_app *apps;
    uint32_t app_count;
};

/* Reads the file `path`; everything lies in `arena`, texts end with a NUL that is not counted. False after M302, M303, M304 or M401. */
bool federation_load(struct arena *arena, struct text path, struct federation *federation,
                     struct diagnostics *diagnostics);

#endif
