/* What the files of the direct parser have in common: see direct_parser.h.
 *
 * A parse_ function reads from the current token on and adds one node (and those below it) to the tree; its field is for the caller to set. When the source is
 * declined, the token is TOKEN_DECLINED for good, so that every loop ends; what stands in the tree means nothing then.
 */
#ifndef MFSHAKE_SYNTAX_DIRECT_H
#define MFSHAKE_SYNTAX_DIRECT_H

#include "syntax/direct_tree.h"
#include "syntax/lexer.h"

/* Recursion is bounded by this many nested constructs. */
enum { DIRECT_DEPTH = 256 };

struct direct_parser {
    struct lexer lexer;
    struct direct_tree tree;
    uint32_t depth;
    uint32_t arrow_start; /* where the current AssignmentExpression begins: only there an arrow function may */
    bool is_arrow;        /* the expression that was read last is an arrow function: nothing can be applied to it */
    bool without_in;      /* in the head of a for statement `in` is no operator */
    bool in_function, in_async, in_generator;
};

/* ---------------------------------------------------------------------------------------------- tokens */

static inline enum token_kind direct_kind(const struct direct_parser *p)
{
    return (enum token_kind)p->lexer.token.kind;
}

static inline bool direct_is_word(const struct direct_parser *p, enum word word)
{
    return p->lexer.token.word == word;
}

static inline void direct_next(struct direct_parser *p)
{
    lexer_next(&p->lexer);
}

/* Adds a node, so that there is always the one that the caller expects. */
void direct_decline(struct direct_parser *p);
/* Goes past a token of `kind`; false when the current one is another. */
bool direct_skip(struct direct_parser *p, enum token_kind kind);
/* The same, where another token is an error. */
void direct_expect(struct direct_parser *p, enum token_kind kind);
void direct_expect_word(struct direct_parser *p, enum word word);
/* The token after the current one, which stays. */
struct token direct_peek(struct direct_parser *p);
/* Is the current token a name that can be an identifier here? Those that may be both an identifier and something else are not. */
bool direct_is_identifier(const struct direct_parser *p);

/* ---------------------------------------------------------------------------------------------- nodes */

/* Adds the current token as a leaf and goes past it. */
void direct_leaf(struct direct_parser *p, enum syntax_kind kind, enum syntax_field field);
/* Adds the node that began at `start` and ends with the token before the current one. */
void direct_close(struct direct_parser *p, enum syntax_kind kind, uint32_t mark, uint32_t start);
/* Sets the role of the node that was added last. */
void direct_set_field(struct direct_parser *p, enum syntax_field field);

static inline uint32_t direct_mark(const struct direct_parser *p)
{
    return p->tree.nodes.count;
}

static inline uint32_t direct_start(const struct direct_parser *p)
{
    return p->lexer.token.start;
}

/* One level deeper; false when that is too deep. Each true is answered by direct_leave. */
bool direct_enter(struct direct_parser *p);
void direct_leave(struct direct_parser *p);

/* ---------------------------------------------------------------------------------------------- the parts */

/* direct_statement.c */
void parse_program(struct direct_parser *p);
void parse_block(struct direct_parser *p);
/* The end of a statement: a semicolon, or where ECMAScript inserts one. */
void parse_semicolon(struct direct_parser *p);
/* Is this `async function`, on one line? */
bool starts_async_function(struct direct_parser *p);
/* Variables, a function or a class. */
void parse_declaration(struct direct_parser *p);

/* direct_module.c */
void parse_import(struct direct_parser *p);
void parse_export(struct direct_parser *p);

/* direct_function.c */
enum function_use { FUNCTION_STATEMENT, FUNCTION_VALUE };
/* From `async` or `function` on. */
void parse_function(struct direct_parser *p, enum function_use use);
void parse_class(struct direct_parser *p, enum function_use use);
/* A method of an object or class whose name (and what stands before it) was read since `mark`. */
void parse_method(struct direct_parser *p, uint32_t mark, uint32_t start, bool is_async, bool is_generator);
/* From the arrow on: the parameters (and `async`) are the nodes since `mark`. */
void parse_arrow(struct direct_parser *p, uint32_t mark, uint32_t start, bool is_async);

/* direct_expression.c */
void parse_expression(struct direct_parser *p); /* with commas */
void parse_assignment(struct direct_parser *p); /* without */
void parse_left_hand_side(struct direct_parser *p);
void parse_parenthesized(struct direct_parser *p);

/* direct_literal.c: objects, arrays, templates, and names of properties */
void parse_object(struct direct_parser *p);
void parse_array(struct direct_parser *p);
void parse_template(struct direct_parser *p);
void parse_property_name(struct direct_parser *p, enum syntax_field field);
/* `= value`, with the role of the value. */
void parse_initializer(struct direct_parser *p, enum syntax_field field);

/* direct_pattern.c */
/* The pattern of a declaration or parameter. */
void parse_binding(struct direct_parser *p);
void parse_parameters(struct direct_parser *p);
/* Makes the expression whose node is number `node` the pattern that it stands for, on the left of `=`, or as a parameter (`is_parameter`), which has names
 * alone. Declines what can not be one. */
void direct_make_pattern(struct direct_parser *p, uint32_t node, bool is_parameter);

#endif
