/* Is evaluating this expression or statement free of side effects?
 *
 * Pure: literals, identifiers, functions, classes without impure heritage, computed keys, decorators or static initialisers, arrays, objects, templates of
 * pure parts (templates too, as webpack has it, though a substitution may call toString), logic and comparison of pure parts, calls and `new` annotated PURE with pure arguments. Member access may run a getter and is impure, but
 * on what the file can see to be harmless. Unknown is impure.
 * Twins: webpack's JavascriptParser.isPure and Rspack's is_pure_expression; differences in docs/parity.md.
 */
#ifndef MFSHAKE_SCAN_PURITY_H
#define MFSHAKE_SCAN_PURITY_H

#include "syntax/scope.h"

bool purity_of_expression(const struct syntax *syntax, const struct scopes *scopes, node_id node);
/* A declaration whose initialisers are pure, a function or class declaration, an empty statement, a directive, an import, an export of something pure. */
bool purity_of_statement(const struct syntax *syntax, const struct scopes *scopes, node_id node);

#endif
