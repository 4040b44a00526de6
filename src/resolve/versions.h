/* Which version an app asks for, and which a file has. Twins: webpack's sharing/utils, ConsumeSharedPlugin, ProvideSharedPlugin.
 * Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_VERSIONS_H
#define MFSHAKE_RESOLVE_VERSIONS_H

#include "resolve/package_json.h"

/* See resolver_required_version and resolver_version. */
struct text versions_required(struct packages *packages, struct text folder, struct text package_name);
struct text versions_of_file(struct packages *packages, struct text file);

#endif
