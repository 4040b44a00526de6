/* provided exports, a path of names → what is known of the function that a call by that path reaches.
 *
 * The path is followed through re-exports and namespaces to the export where the function stands; a consume-shared module stands for its fallback, as
 * everywhere. Twin: webpack's pureProvide of a terminal export (InnerGraphPlugin).
 */
#ifndef MFSHAKE_ANALYZE_CALLEES_H
#define MFSHAKE_ANALYZE_CALLEES_H

#include "analyze/provided.h"

/* Flags of enum callable_trait for `path` (`length` names, at least one) of the exports of `module`; 0 when it can not be told. */
uint8_t callee_traits(const struct graph *graph, const struct provided *provided, module_id module, const name_id *path,
                      uint32_t length);

/* True when every imported function that the part calls, part `part` of `module`, is marked NO_SIDE_EFFECTS. */
bool callees_are_pure(const struct graph *graph, const struct provided *provided, module_id module, uint32_t part);

#endif
