/* The exports of an ES module as getters: the object given to __webpack_require__.d, and loops over modules whose names are unknown.
 *
 * Explicit exports and re-exports, and the names known to come through `export *`, are one object with sorted keys, set before any import is
 * evaluated, so that cycles see live bindings. A star of a module with unknown names copies getters once that module was evaluated.
 * Twin: webpack's HarmonyExportImportedSpecifierDependency.getMode (macro-spec F) and HarmonyExportInitFragment.
 */
#ifndef MFSHAKE_EMIT_EXPORTS_H
#define MFSHAKE_EMIT_EXPORTS_H

#include "emit/init_fragment.h"
#include "emit/interop.h"

/* Adds the init fragments of `module`'s exports. `default_name` is the binding of an anonymous default export, `exports` the name of the
 * factory's second parameter. Re-exports of names that do not exist are reported as M603. */
void exports_add_fragments(struct emit_context *context, module_id module, struct imports *imports,
                           struct text default_name, struct text exports, const struct naming *naming,
                           struct init_fragments *fragments);

/* Reports M603 when `name` is asked of `target`, all of whose names are known, and is none of them. */
void exports_check_name(struct emit_context *context, module_id module, uint32_t offset, module_id target,
                        name_id name);

#endif
