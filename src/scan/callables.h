/* What is known of a function, whenever and on whatever it is called: enum callable_trait of model/record.h.
 *
 * A function literal, a function declaration, or a name that holds one of these for good. Anything else may be any function: 0.
 * Twins: webpack's SideEffectsFlagPlugin (NO_SIDE_EFFECTS). That a method gets the object before it as `this` no bundler looks into.
 */
#ifndef MFSHAKE_SCAN_CALLABLES_H
#define MFSHAKE_SCAN_CALLABLES_H

#include "model/record.h"
#include "syntax/scope.h"

/* The traits of the function that the expression or declaration `node` gives. */
uint8_t callable_traits(const struct syntax *syntax, const struct scopes *scopes, node_id node);

/* The traits of the function that `binding` holds. */
uint8_t callable_traits_of_binding(const struct syntax *syntax, const struct scopes *scopes, binding_id binding);

#endif
