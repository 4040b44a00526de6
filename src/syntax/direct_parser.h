/* JavaScript → the flat tree, without tree-sitter's.
 *
 * The grammar's parser tells errors well and takes everything; its general machinery costs several times what an ordinary program needs. This one parses by recursive
 * descent what nearly all modules are made of, gives the very tree that syntax.c makes of the grammar's, and declines whatever it is not sure of: JSX, decorators, top-level
 * await, escapes in names, errors, nesting deeper than 256. Then the grammar's parser reads the source from its beginning.
 * tests/unit/test_direct_parser.c compares both trees, node by node. docs/decisions/0006-direct-parser.md tells why it exists.
 * Twin: ECMAScript 15.
 */
#ifndef MFSHAKE_SYNTAX_DIRECT_PARSER_H
#define MFSHAKE_SYNTAX_DIRECT_PARSER_H

#include "syntax/syntax.h"

/* Parses `source`, which must outlive the result, into `arena`. False when it is declined: *syntax is not set then. Never sets has_error. */
bool direct_parse(struct arena *arena, struct text source, struct syntax *syntax);

#endif
