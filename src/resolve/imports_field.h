/* package.json "imports": what requests that begin with "#" mean inside a package. Twin: ImportsFieldPlugin. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_IMPORTS_FIELD_H
#define MFSHAKE_RESOLVE_IMPORTS_FIELD_H

#include "resolve/package_map.h"

/* The target of `request` ("#x", with its query and fragment) in `field` of `package`: a file of the package ("./x") or a bare
 * request. */
struct package_map_result imports_field_target(struct arena *arena, const struct package_json *package,
                                               struct text field, struct text request, struct text_list conditions);

#endif
