#include "syntax/direct.h"

/* ---------------------------------------------------------------------------------------------- arguments */

static void parse_arguments(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool without_in = p->without_in;
    p->without_in = false;
    direct_expect(p, TOKEN_PAREN_OPEN);
    while (direct_kind(p) != TOKEN_PAREN_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        uint32_t argument = direct_mark(p), argument_start = direct_start(p);
        bool is_spread = direct_skip(p, TOKEN_ELLIPSIS);
        parse_assignment(p);
        if (is_spread) direct_close(p, SYNTAX_SPREAD, argument, argument_start);
        if (direct_kind(p) != TOKEN_PAREN_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_PAREN_CLOSE);
    p->without_in = without_in;
    direct_close(p, SYNTAX_ARGUMENTS, mark, start);
    direct_set_field(p, FIELD_ARGUMENTS);
}

/* ---------------------------------------------------------------------------------------------- names and keywords */

/* An identifier, or the one parameter of an arrow function. */
static void parse_identifier(struct direct_parser *p, uint32_t mark, uint32_t start)
{
    bool is_undefined = direct_is_word(p, WORD_UNDEFINED), may_be_arrow = p->arrow_start == start;
    direct_leaf(p, is_undefined ? SYNTAX_UNDEFINED : SYNTAX_IDENTIFIER, FIELD_NONE);
    if (direct_kind(p) != TOKEN_ARROW || !may_be_arrow) return;
    direct_tree_last(&p->tree)->kind = SYNTAX_IDENTIFIER;
    direct_set_field(p, FIELD_PARAMETER);
    parse_arrow(p, mark, start, false);
}

/* From the parenthesis on: `async` is the node at `mark`. */
static void parse_async_arguments(struct direct_parser *p, uint32_t mark, uint32_t start)
{
    bool may_be_arrow = p->arrow_start == start;
    parse_arguments(p);
    if (direct_kind(p) != TOKEN_ARROW || !may_be_arrow) {
        p->tree.nodes.at[mark].field = FIELD_FUNCTION;
        direct_close(p, SYNTAX_CALL, mark, start);
        return;
    }
    p->tree.nodes.at[mark].kind = SYNTAX_TOKEN;
    direct_make_pattern(p, direct_mark(p) - 1, true);
    direct_set_field(p, FIELD_PARAMETERS);
    parse_arrow(p, mark, start, true);
}

/* `async` as the start of a function, or as a name. */
static void parse_async(struct direct_parser *p, uint32_t mark, uint32_t start)
{
    struct token after = direct_peek(p);
    if (after.kind == TOKEN_NAME && !after.after_newline && after.word == WORD_FUNCTION) {
        parse_function(p, FUNCTION_VALUE);
    } else if (after.kind == TOKEN_NAME && !after.after_newline && !word_is_reserved((enum word)after.word)) {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        if (!direct_is_identifier(p) || direct_is_word(p, WORD_OF)) direct_decline(p);
        direct_leaf(p, SYNTAX_IDENTIFIER, FIELD_PARAMETER);
        if (direct_kind(p) == TOKEN_ARROW) parse_arrow(p, mark, start, true);
        else direct_decline(p);
    } else if (after.kind == TOKEN_PAREN_OPEN && !after.after_newline) {
        direct_leaf(p, SYNTAX_IDENTIFIER, FIELD_NONE);
        parse_async_arguments(p, mark, start);
    } else {
        parse_identifier(p, mark, start);
    }
}

/* `new.target` and `import.meta`: the current token is the first word. */
static void parse_meta_property(struct direct_parser *p, enum word property)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    direct_expect(p, TOKEN_DOT);
    direct_expect_word(p, property);
    direct_close(p, SYNTAX_META_PROPERTY, mark, start);
}

static void parse_word(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    switch (p->lexer.token.word) {
    case WORD_THIS: direct_leaf(p, SYNTAX_THIS, FIELD_NONE); break;
    case WORD_SUPER: direct_leaf(p, SYNTAX_SUPER, FIELD_NONE); break;
    case WORD_NULL: direct_leaf(p, SYNTAX_NULL, FIELD_NONE); break;
    case WORD_TRUE: direct_leaf(p, SYNTAX_TRUE, FIELD_NONE); break;
    case WORD_FALSE: direct_leaf(p, SYNTAX_FALSE, FIELD_NONE); break;
    case WORD_FUNCTION: parse_function(p, FUNCTION_VALUE); break;
    case WORD_CLASS: parse_class(p, FUNCTION_VALUE); break;
    case WORD_ASYNC: parse_async(p, mark, start); break;
    case WORD_IMPORT:
        switch (direct_peek(p).kind) {
        case TOKEN_DOT: parse_meta_property(p, WORD_META); break;
        case TOKEN_PAREN_OPEN:
            direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
            direct_close(p, SYNTAX_IMPORT_KEYWORD, mark, start);
            break;
        default: direct_decline(p);
        }
        break;
    default:
        if (direct_is_identifier(p)) parse_identifier(p, mark, start);
        else direct_decline(p);
    }
}

/* ---------------------------------------------------------------------------------------------- parentheses */

/* What stands between parentheses is an expression, or the parameters of an arrow function, which only the token after them tells. */
static void parse_group(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p), count = 0;
    bool is_list = false, may_be_arrow = p->arrow_start == start, without_in = p->without_in;
    p->without_in = false;
    direct_next(p);
    uint32_t inner_start = direct_start(p);
    while (direct_kind(p) != TOKEN_PAREN_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        uint32_t element = direct_mark(p), element_start = direct_start(p);
        if (direct_skip(p, TOKEN_ELLIPSIS)) {
            parse_binding(p);
            direct_close(p, SYNTAX_REST_PATTERN, element, element_start);
            is_list = true;
            if (direct_kind(p) != TOKEN_PAREN_CLOSE) direct_decline(p);
            break;
        }
        parse_assignment(p);
        count++;
        if (direct_kind(p) == TOKEN_PAREN_CLOSE) break;
        direct_expect(p, TOKEN_COMMA);
        if (direct_kind(p) == TOKEN_PAREN_CLOSE) is_list = true;
    }
    uint32_t inner_end = p->lexer.previous_end;
    direct_expect(p, TOKEN_PAREN_CLOSE);
    p->without_in = without_in;
    if (direct_kind(p) == TOKEN_ARROW && may_be_arrow) {
        direct_close(p, SYNTAX_ARGUMENTS, mark, start);
        direct_make_pattern(p, direct_mark(p) - 1, true);
        direct_set_field(p, FIELD_PARAMETERS);
        parse_arrow(p, mark, start, false);
        return;
    }
    if (is_list || count == 0) direct_decline(p);
    if (count > 1) direct_tree_close(&p->tree, SYNTAX_SEQUENCE, mark, inner_start, inner_end);
    direct_close(p, SYNTAX_PARENTHESIZED, mark, start);
}

/* An expression in parentheses where no arrow function can be: after `if` and the like. */
void parse_parenthesized(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_expect(p, TOKEN_PAREN_OPEN);
    parse_expression(p);
    direct_expect(p, TOKEN_PAREN_CLOSE);
    direct_close(p, SYNTAX_PARENTHESIZED, mark, start);
}

/* ---------------------------------------------------------------------------------------------- members and calls */

static void parse_primary(struct direct_parser *p)
{
    switch (p->lexer.token.kind) {
    case TOKEN_NAME: parse_word(p); break;
    case TOKEN_NUMBER: direct_leaf(p, SYNTAX_NUMBER, FIELD_NONE); break;
    case TOKEN_STRING: direct_leaf(p, SYNTAX_STRING, FIELD_NONE); break;
    case TOKEN_PAREN_OPEN: parse_group(p); break;
    case TOKEN_BRACE_OPEN: parse_object(p); break;
    case TOKEN_BRACKET_OPEN: parse_array(p); break;
    case TOKEN_BACKTICK: parse_template(p); break;
    case TOKEN_SLASH:
    case TOKEN_AUGMENTED_ASSIGN:
        if (p->lexer.source.at[direct_start(p)] != '/') {
            direct_decline(p);
            break;
        }
        lexer_regex(&p->lexer);
        direct_leaf(p, SYNTAX_REGEX, FIELD_NONE);
        break;
    default: direct_decline(p);
    }
}

static void parse_member_name(struct direct_parser *p)
{
    if (direct_kind(p) == TOKEN_NAME) direct_leaf(p, SYNTAX_PROPERTY_NAME, FIELD_PROPERTY);
    else if (direct_kind(p) == TOKEN_PRIVATE_NAME) direct_leaf(p, SYNTAX_PRIVATE_NAME, FIELD_PROPERTY);
    else direct_decline(p);
}

static void parse_index(struct direct_parser *p)
{
    bool without_in = p->without_in;
    p->without_in = false;
    direct_expect(p, TOKEN_BRACKET_OPEN);
    parse_expression(p);
    direct_set_field(p, FIELD_INDEX);
    direct_expect(p, TOKEN_BRACKET_CLOSE);
    p->without_in = without_in;
}

/* What follows `?.` */
static void parse_optional(struct direct_parser *p, uint32_t mark, uint32_t start)
{
    bool is_call = false;
    uint32_t object = direct_mark(p) - 1;
    direct_leaf(p, SYNTAX_OPTIONAL_CHAIN, FIELD_OPTIONAL_CHAIN);
    enum token_kind kind = direct_kind(p);
    if (kind == TOKEN_PAREN_OPEN) parse_arguments(p), is_call = true;
    else if (kind == TOKEN_BRACKET_OPEN) parse_index(p);
    else parse_member_name(p);
    p->tree.nodes.at[object].field = is_call ? FIELD_FUNCTION : FIELD_OBJECT;
    direct_close(p, is_call ? SYNTAX_CALL : kind == TOKEN_BRACKET_OPEN ? SYNTAX_SUBSCRIPT : SYNTAX_MEMBER, mark, start);
}

/* What is applied to the expression since `mark`: members, and calls unless it is what `new` is for. */
static void parse_applied(struct direct_parser *p, uint32_t mark, uint32_t start, bool with_calls)
{
    for (;;) {
        switch (p->lexer.token.kind) {
        case TOKEN_DOT:
            direct_set_field(p, FIELD_OBJECT);
            direct_next(p);
            parse_member_name(p);
            direct_close(p, SYNTAX_MEMBER, mark, start);
            break;
        case TOKEN_BRACKET_OPEN:
            direct_set_field(p, FIELD_OBJECT);
            parse_index(p);
            direct_close(p, SYNTAX_SUBSCRIPT, mark, start);
            break;
        case TOKEN_PAREN_OPEN:
            if (!with_calls) return;
            direct_set_field(p, FIELD_FUNCTION);
            parse_arguments(p);
            direct_close(p, SYNTAX_CALL, mark, start);
            break;
        case TOKEN_BACKTICK:
            if (!with_calls) direct_decline(p);
            direct_set_field(p, FIELD_FUNCTION);
            parse_template(p);
            direct_set_field(p, FIELD_ARGUMENTS);
            direct_close(p, SYNTAX_CALL, mark, start);
            break;
        case TOKEN_OPTIONAL_CHAIN:
            if (!with_calls) direct_decline(p);
            else parse_optional(p, mark, start);
            break;
        default: return;
        }
    }
}

static void parse_new(struct direct_parser *p)
{
    if (!direct_enter(p)) return;
    uint32_t mark = direct_mark(p), start = direct_start(p);
    if (direct_peek(p).kind == TOKEN_DOT) {
        parse_meta_property(p, WORD_TARGET);
    } else {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        uint32_t constructor = direct_mark(p), constructor_start = direct_start(p);
        if (direct_is_word(p, WORD_NEW)) parse_new(p);
        else if (direct_is_word(p, WORD_IMPORT)) direct_decline(p);
        else parse_primary(p);
        if (p->is_arrow) direct_decline(p);
        parse_applied(p, constructor, constructor_start, false);
        direct_set_field(p, FIELD_CONSTRUCTOR);
        if (direct_kind(p) == TOKEN_PAREN_OPEN) parse_arguments(p);
        direct_close(p, SYNTAX_NEW, mark, start);
    }
    direct_leave(p);
}

void parse_left_hand_side(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    if (direct_is_word(p, WORD_NEW)) parse_new(p);
    else parse_primary(p);
    if (!p->is_arrow) parse_applied(p, mark, start, true);
}

/* ---------------------------------------------------------------------------------------------- operators */

static bool is_target(enum syntax_kind kind)
{
    return kind == SYNTAX_IDENTIFIER || kind == SYNTAX_MEMBER || kind == SYNTAX_SUBSCRIPT ||
           kind == SYNTAX_PARENTHESIZED || kind == SYNTAX_UNDEFINED;
}

static bool starts_unary(const struct direct_parser *p)
{
    enum token_kind kind = direct_kind(p);
    return kind == TOKEN_NOT || kind == TOKEN_TILDE || kind == TOKEN_PLUS_MINUS || direct_is_word(p, WORD_TYPEOF) ||
           direct_is_word(p, WORD_VOID) || direct_is_word(p, WORD_DELETE);
}

static void parse_unary(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    if (!direct_enter(p)) return;
    if (starts_unary(p)) {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_OPERATOR);
        parse_unary(p);
        direct_set_field(p, FIELD_ARGUMENT);
        direct_close(p, SYNTAX_UNARY, mark, start);
        if (direct_kind(p) == TOKEN_POWER) direct_decline(p);
    } else if (direct_kind(p) == TOKEN_UPDATE) {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_OPERATOR);
        parse_unary(p);
        if (!is_target((enum syntax_kind)direct_tree_last(&p->tree)->kind)) direct_decline(p);
        direct_set_field(p, FIELD_ARGUMENT);
        direct_close(p, SYNTAX_UPDATE, mark, start);
    } else if (direct_is_word(p, WORD_AWAIT) && p->in_async) {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        parse_unary(p);
        direct_close(p, SYNTAX_AWAIT, mark, start);
    } else {
        parse_left_hand_side(p);
        if (direct_kind(p) == TOKEN_UPDATE && !p->lexer.token.after_newline) {
            if (!is_target((enum syntax_kind)direct_tree_last(&p->tree)->kind)) direct_decline(p);
            direct_set_field(p, FIELD_ARGUMENT);
            direct_leaf(p, SYNTAX_TOKEN, FIELD_OPERATOR);
            direct_close(p, SYNTAX_UPDATE, mark, start);
        }
    }
    direct_leave(p);
}

static unsigned precedence_here(const struct direct_parser *p)
{
    if (direct_kind(p) != TOKEN_NAME) return token_precedence(direct_kind(p));
    if (direct_is_word(p, WORD_INSTANCEOF) || (direct_is_word(p, WORD_IN) && !p->without_in))
        return token_precedence(TOKEN_RELATION);
    return 0;
}

/* Operators that bind at least as tightly as `least`. */
static void parse_binary(struct direct_parser *p, unsigned least)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    if (direct_kind(p) == TOKEN_PRIVATE_NAME) {
        direct_leaf(p, SYNTAX_PRIVATE_NAME, FIELD_NONE);
        if (!direct_is_word(p, WORD_IN)) direct_decline(p);
    } else {
        parse_unary(p);
    }
    for (unsigned precedence; !p->is_arrow && (precedence = precedence_here(p)) >= least;) {
        bool is_power = direct_kind(p) == TOKEN_POWER;
        direct_set_field(p, FIELD_LEFT);
        direct_leaf(p, SYNTAX_TOKEN, FIELD_OPERATOR);
        if (!direct_enter(p)) return;
        parse_binary(p, is_power ? precedence : precedence + 1);
        direct_leave(p);
        if (p->is_arrow) direct_decline(p);
        direct_set_field(p, FIELD_RIGHT);
        direct_close(p, SYNTAX_BINARY, mark, start);
    }
}

static void parse_yield(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    enum token_kind kind = direct_kind(p);
    bool ends = p->lexer.token.after_newline || kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACKET_CLOSE ||
                kind == TOKEN_BRACE_CLOSE || kind == TOKEN_COMMA || kind == TOKEN_SEMICOLON || kind == TOKEN_COLON ||
                kind == TOKEN_END || direct_is_word(p, WORD_IN) || direct_is_word(p, WORD_OF);
    if (!ends) {
        if (kind == TOKEN_STAR) direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        parse_assignment(p);
    }
    direct_close(p, SYNTAX_YIELD, mark, start);
}

static void parse_conditional(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    parse_binary(p, 1);
    if (direct_kind(p) != TOKEN_QUESTION || p->is_arrow) return;
    direct_set_field(p, FIELD_CONDITION);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    bool without_in = p->without_in;
    p->without_in = false;
    parse_assignment(p);
    p->without_in = without_in;
    direct_set_field(p, FIELD_CONSEQUENCE);
    direct_expect(p, TOKEN_COLON);
    parse_assignment(p);
    direct_set_field(p, FIELD_ALTERNATIVE);
    direct_close(p, SYNTAX_TERNARY, mark, start);
}

/* Nothing can be applied to an arrow function, and a line end before an operator would end the statement. */
static void end_arrow(struct direct_parser *p)
{
    p->is_arrow = false;
    enum token_kind kind = direct_kind(p);
    bool ends = kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACKET_CLOSE || kind == TOKEN_BRACE_CLOSE ||
                kind == TOKEN_COMMA || kind == TOKEN_SEMICOLON || kind == TOKEN_COLON || kind == TOKEN_END ||
                (kind == TOKEN_NAME && p->lexer.token.after_newline && precedence_here(p) == 0);
    if (!ends) direct_decline(p);
}

void parse_assignment(struct direct_parser *p)
{
    if (!direct_enter(p)) return;
    uint32_t mark = direct_mark(p), start = direct_start(p);
    p->arrow_start = start;
    if (direct_is_word(p, WORD_YIELD) && p->in_generator) {
        parse_yield(p);
        direct_leave(p);
        return;
    }
    parse_conditional(p);
    enum token_kind kind = direct_kind(p);
    if (p->is_arrow) {
        end_arrow(p);
    } else if (kind == TOKEN_ASSIGN || kind == TOKEN_AUGMENTED_ASSIGN) {
        enum syntax_kind left = (enum syntax_kind)direct_tree_last(&p->tree)->kind;
        bool is_pattern = kind == TOKEN_ASSIGN && (left == SYNTAX_OBJECT || left == SYNTAX_ARRAY);
        if (is_pattern) direct_make_pattern(p, direct_mark(p) - 1, false);
        else if (!is_target(left)) direct_decline(p);
        direct_set_field(p, FIELD_LEFT);
        direct_leaf(p, SYNTAX_TOKEN, kind == TOKEN_ASSIGN ? FIELD_NONE : FIELD_OPERATOR);
        parse_assignment(p);
        direct_set_field(p, FIELD_RIGHT);
        direct_close(p, kind == TOKEN_ASSIGN ? SYNTAX_ASSIGNMENT : SYNTAX_AUGMENTED_ASSIGNMENT, mark, start);
    }
    direct_leave(p);
}

void parse_expression(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    parse_assignment(p);
    if (direct_kind(p) != TOKEN_COMMA) return;
    while (direct_skip(p, TOKEN_COMMA)) parse_assignment(p);
    direct_close(p, SYNTAX_SEQUENCE, mark, start);
}
