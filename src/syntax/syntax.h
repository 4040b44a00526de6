/* Source text → flat syntax tree.
 *
 * Ordinary JavaScript is parsed into it directly (direct_parser.h). Of everything else tree-sitter makes a tree, one cursor walk copies that into an array in preorder, and it is dropped. The
 * subtree of node n is the range n … next(n)-1, its first child is n + 1, the sibling of c is next(c): so every walk in mfshake is a loop over an array, never
 * a recursion on input-shaped data, and "skip this function" is one assignment.
 *
 * Node 0 is the program. Punctuation is dropped, comments stand in a list of their own. A node ends with its last token.
 */
#ifndef MFSHAKE_SYNTAX_SYNTAX_H
#define MFSHAKE_SYNTAX_SYNTAX_H

#include "base/arena.h"

enum syntax_kind {
    SYNTAX_ERROR,
    SYNTAX_TOKEN, /* a keyword or operator that the grammar does not name */
#define NODE(name, text) name,
#include "syntax/syntax_kinds.def"
#undef NODE
    SYNTAX_KIND_COUNT
};

enum syntax_field {
    FIELD_NONE,
    FIELD_ALIAS,
    FIELD_ALTERNATIVE,
    FIELD_ARGUMENT,
    FIELD_ARGUMENTS,
    FIELD_BODY,
    FIELD_CONDITION,
    FIELD_CONSEQUENCE,
    FIELD_CONSTRUCTOR,
    FIELD_DECLARATION,
    FIELD_FINALIZER,
    FIELD_FUNCTION,
    FIELD_HANDLER,
    FIELD_INCREMENT,
    FIELD_INDEX,
    FIELD_INITIALIZER,
    FIELD_KEY,
    FIELD_KIND,
    FIELD_LABEL,
    FIELD_LEFT,
    FIELD_NAME,
    FIELD_OBJECT,
    FIELD_OPERATOR,
    FIELD_OPTIONAL_CHAIN,
    FIELD_PARAMETER,
    FIELD_PARAMETERS,
    FIELD_PROPERTY,
    FIELD_RIGHT,
    FIELD_SOURCE,
    FIELD_VALUE,
    FIELD_COUNT
};

typedef uint32_t node_id;
#define NODE_NONE UINT32_MAX

struct syntax_node {
    uint8_t kind;        /* enum syntax_kind */
    uint8_t field;       /* enum syntax_field: its role in the parent */
    uint32_t start, end; /* bytes of the source */
    node_id next;        /* one past the subtree */
    node_id parent;      /* NODE_NONE for the program */
};

struct syntax_comment {
    uint32_t start, end; /* with its delimiters; a line comment without the line end */
};

struct syntax {
    struct text source; /* not owned */
    const struct syntax_node *nodes;
    node_id count;
    const struct syntax_comment *comments; /* in source order */
    uint32_t comment_count;
    bool has_error;        /* a part of the source is not JavaScript */
    uint32_t error_offset; /* of the first such part */
};

enum syntax_language { SYNTAX_JAVASCRIPT, SYNTAX_TYPESCRIPT, SYNTAX_TSX, SYNTAX_LANGUAGE_COUNT };

/* A parser to use again for many sources, by one thread at a time. NULL when the grammar does not fit the parser library. */
struct syntax_parser;
struct syntax_parser *syntax_parser_new(void);
void syntax_parser_free(struct syntax_parser *parser);

/* Parses `source` (which must outlive the result) into `arena`. Returns false when the parse was given up: over the time budget of
 * 0.25 s + 2 s per MiB. A source with syntax errors parses; see has_error. */
bool syntax_parse(struct syntax_parser *parser, struct arena *arena, struct text source, struct syntax *syntax);
/* The same for TypeScript, whose types are erased on the way: the tree is the one of the compiled JavaScript, but for enums, namespaces and
 * `import x = require()`. */
bool syntax_parse_language(struct syntax_parser *parser, enum syntax_language language, struct arena *arena,
                           struct text source, struct syntax *syntax);

/* The same by the grammar alone: syntax_parse_language leaves a source of JavaScript to direct_parser.h first. */
bool syntax_parse_by_grammar(struct syntax_parser *parser, enum syntax_language language, struct arena *arena,
                             struct text source, struct syntax *syntax);

static inline enum syntax_kind syntax_kind(const struct syntax *syntax, node_id node)
{
    return (enum syntax_kind)syntax->nodes[node].kind;
}

static inline bool syntax_is(const struct syntax *syntax, node_id node, enum syntax_kind kind)
{
    return node != NODE_NONE && syntax->nodes[node].kind == kind;
}

static inline node_id syntax_next(const struct syntax *syntax, node_id node)
{
    return syntax->nodes[node].next;
}

static inline node_id syntax_parent(const struct syntax *syntax, node_id node)
{
    return syntax->nodes[node].parent;
}

static inline struct text syntax_text(const struct syntax *syntax, node_id node)
{
    return text_slice(syntax->source, syntax->nodes[node].start, syntax->nodes[node].end);
}

/* The children of `parent`, in source order. The loop body must not change `child`. */
#define FOR_EACH_CHILD(syntax, parent, child) \
    for (node_id child = (parent) + 1; child < syntax_next((syntax), (parent)); child = syntax_next((syntax), child))

/* The first child in role `field`, or NODE_NONE. */
node_id syntax_child(const struct syntax *syntax, node_id parent, enum syntax_field field);
/* The first child that is no token, or NODE_NONE. */
node_id syntax_first_child(const struct syntax *syntax, node_id parent);
/* True when a direct child is the keyword or operator `token`. */
bool syntax_has_token(const struct syntax *syntax, node_id parent, const char *token);
/* The text of the operator of a unary, binary, update or augmented assignment expression. */
struct text syntax_operator(const struct syntax *syntax, node_id node);

/* `node`, or what stands in its parentheses, however many. */
node_id syntax_unparenthesized(const struct syntax *syntax, node_id node);
/* The outermost parenthesized expression around `node`, or `node`. */
node_id syntax_parenthesized(const struct syntax *syntax, node_id node);

/* True when `node` starts a function (declaration, expression, arrow, method); arrows have no `this` of their own. */
static inline bool syntax_is_function(const struct syntax *syntax, node_id node)
{
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_FUNCTION_DECLARATION:
    case SYNTAX_FUNCTION_EXPRESSION:
    case SYNTAX_ARROW_FUNCTION:
    case SYNTAX_METHOD:
    case SYNTAX_GENERATOR_FUNCTION:
    case SYNTAX_GENERATOR_DECLARATION: return true;
    default: return false;
    }
}

/* True when the program has an import or export statement; TypeScript's `import x = require()` and `export =` are none. */
bool syntax_is_module(const struct syntax *syntax);

/* The index of the first comment at or after byte `offset`, comment_count when there is none. */
uint32_t syntax_comment_at(const struct syntax *syntax, uint32_t offset);
/* True when a PURE annotation (slash-star, at-sign or hash, __PURE__) directly precedes `node` (parentheses may stand between). */
bool syntax_is_annotated_pure(const struct syntax *syntax, node_id node);
/* The same for NO_SIDE_EFFECTS, which marks a function (or the statement that declares it). */
bool syntax_is_marked_no_side_effects(const struct syntax *syntax, node_id node);

/* The value of a string, template without substitutions, number-free identifier or property name, with escape sequences decoded to UTF-8 into
 * `arena` (a lone surrogate becomes its three-byte form). False when the node is none of these. Identifiers with \u escapes are decoded too. */
bool syntax_string_value(const struct syntax *syntax, struct arena *arena, node_id node, struct text *value);

/* What the escape sequences of `raw`, a part of a string or template without its quotes, stand for: as syntax_string_value. */
struct text syntax_unescaped(struct arena *arena, struct text raw);

#endif
