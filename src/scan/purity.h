/* Is evaluating this expression or statement free of side effects?
 *
 * Pure: literals, identifiers, functions, classes without impure heritage, computed keys, decorators or static initialisers, arrays, objects, templates of
 * pure parts (templates too, as webpack has it, though a substitution may call toString), logic and comparison of pure parts, calls and `new` annotated PURE, and
 * calls of functions marked NO_SIDE_EFFECTS, with pure arguments. Member access may run a getter and is impure, but
 * on what the file can see to be harmless. Unknown is impure.
 * Twins: webpack's JavascriptParser.isPure and Rspack's is_pure_expression; differences in docs/parity.md.
 */
#ifndef MFSHAKE_SCAN_PURITY_H
#define MFSHAKE_SCAN_PURITY_H

#include "base/vec.h"
#include "syntax/scope.h"

/* Callees of calls that are pure only if the imported functions they lead to are marked NO_SIDE_EFFECTS: identifiers of import bindings or member expressions on
 * one, in source order. */
struct purity_callees {
    VEC(node_id) list;
};

bool purity_of_expression(const struct syntax *syntax, const struct scopes *scopes, node_id node);
/* The same, with the condition that what is added to `callees` is pure. When the answer is false, what was added means nothing. */
bool purity_of_expression_if(const struct syntax *syntax, const struct scopes *scopes, node_id node,
                             struct purity_callees *callees);
/* A declaration whose initialisers are pure, a function or class declaration, an empty statement, a directive, an import, an export of something pure. */
bool purity_of_statement(const struct syntax *syntax, const struct scopes *scopes, node_id node,
                         struct purity_callees *callees);

#endif
