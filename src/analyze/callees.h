/* provided exports, a path of names → what is known of the function that a call by that path reaches.
 *
 * The path is followed through re-exports and namespaces to the export where the function stands. What a share holds is that of its fallback; or that is only a
 * possibility, because another app may provide another version, whose function may be another. Twin: webpack's pureProvide of a terminal export (InnerGraphPlugin).
 */
#ifndef MFSHAKE_ANALYZE_CALLEES_H
#define MFSHAKE_ANALYZE_CALLEES_H

#include "analyze/provided.h"

enum callee_shares {
    CALLEES_OF_FALLBACK,   /* as in a build by itself, which is what bundlers tell of */
    CALLEES_OF_ANY_VERSION /* as at run time, for the report */
};

/* Flags of enum callable_trait for `path` (`length` names, at least one) of the exports of `module`; 0 when it can not be told. */
uint8_t callee_traits(const struct graph *graph, const struct provided *provided, enum callee_shares shares,
                      module_id module, const name_id *path, uint32_t length);

/* True when every imported function that the part calls, part `part` of `module`, is marked NO_SIDE_EFFECTS. */
bool callees_are_pure(const struct graph *graph, const struct provided *provided, enum callee_shares shares,
                      module_id module, uint32_t part);

#endif
