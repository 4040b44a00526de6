/* Where an expression stands → whether another value may stand there. */
#ifndef MFSHAKE_PRUNE_EXPRESSION_H
#define MFSHAKE_PRUNE_EXPRESSION_H

#include "syntax/syntax.h"

/* True when `node` is an expression of which only the value is used, so that a literal may take its place: not what is assigned to, called, declared or looked
 * into, and no name of a property. */
bool expression_is_value(const struct syntax *syntax, node_id node);

/* True for identifiers, literals, arrays, objects, functions and what stands in parentheses. */
bool expression_is_primary(const struct syntax *syntax, node_id node);

#endif
