/* One use → the export that it means: through re-exports and shares, by each importer's view of its target.
 *
 * Marks the names on the way, the modules that run, and the parts that hold the values. A use that can not be followed to its end is one of everything where it stops.
 * Twins: webpack's getReferencedExports of its dependencies, and SideEffectsFlagPlugin, which moves connections past modules that do not run.
 */
#ifndef MFSHAKE_ANALYZE_FOLLOW_H
#define MFSHAKE_ANALYZE_FOLLOW_H

#include "analyze/using.h"

void follow_use(struct using *u, struct use use);

/* Everything of `module` is used, because of `origin`. */
void follow_whole(struct using *u, module_id module, struct origin origin);

#endif
