/* package.json "exports": which files of a package others may ask for, and by what names. Twins: ExportsFieldPlugin,
 * SelfReferencePlugin. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_EXPORTS_FIELD_H
#define MFSHAKE_RESOLVE_EXPORTS_FIELD_H

#include "resolve/package_map.h"

/* The target of `request` (".", "./sub", with its query and fragment) in `field` of `package`: begins with "./" and stays within the
 * package. */
struct package_map_result exports_field_target(struct arena *arena, const struct package_json *package,
                                               struct text field, struct text request, struct text_list conditions);

/* True when `package` has an object, list or string `field`: only such a package may ask for itself by its name. */
bool exports_field_is_given(const struct package_json *package, struct text field);

#endif
