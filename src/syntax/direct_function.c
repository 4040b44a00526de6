#include "syntax/direct.h"

/* What holds in the body of the function around. */
struct around {
    bool in_function, in_async, in_generator, without_in;
};

static struct around enter_function(struct direct_parser *p, bool is_async, bool is_generator)
{
    struct around around = {p->in_function, p->in_async, p->in_generator, p->without_in};
    p->in_function = true;
    p->in_async = is_async;
    p->in_generator = is_generator;
    p->without_in = false;
    return around;
}

static void leave_function(struct direct_parser *p, struct around around)
{
    p->in_function = around.in_function;
    p->in_async = around.in_async;
    p->in_generator = around.in_generator;
    p->without_in = around.without_in;
}

static void parse_body(struct direct_parser *p)
{
    parse_block(p);
    direct_set_field(p, FIELD_BODY);
}

static void parse_parameters_and_body(struct direct_parser *p, bool is_async, bool is_generator)
{
    struct around around = enter_function(p, is_async, is_generator);
    parse_parameters(p);
    parse_body(p);
    leave_function(p, around);
}

/* The name of a function or class, which a statement has to have. */
static void parse_name(struct direct_parser *p, enum function_use use, bool has_name)
{
    if (has_name && direct_is_identifier(p)) direct_leaf(p, SYNTAX_IDENTIFIER, FIELD_NAME);
    else if (has_name || use == FUNCTION_STATEMENT) direct_decline(p);
}

void parse_function(struct direct_parser *p, enum function_use use)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool is_async = direct_is_word(p, WORD_ASYNC);
    if (is_async) direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    direct_expect_word(p, WORD_FUNCTION);
    bool is_generator = direct_kind(p) == TOKEN_STAR;
    if (is_generator) direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_name(p, use, direct_kind(p) == TOKEN_NAME);
    parse_parameters_and_body(p, is_async, is_generator);
    enum syntax_kind kind = is_generator ? SYNTAX_GENERATOR_FUNCTION : SYNTAX_FUNCTION_EXPRESSION;
    if (use == FUNCTION_STATEMENT) kind = is_generator ? SYNTAX_GENERATOR_DECLARATION : SYNTAX_FUNCTION_DECLARATION;
    direct_close(p, kind, mark, start);
}

void parse_method(struct direct_parser *p, uint32_t mark, uint32_t start, bool is_async, bool is_generator)
{
    parse_parameters_and_body(p, is_async, is_generator);
    direct_close(p, SYNTAX_METHOD, mark, start);
}

void parse_arrow(struct direct_parser *p, uint32_t mark, uint32_t start, bool is_async)
{
    if (p->lexer.token.after_newline) direct_decline(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    struct around around = enter_function(p, is_async, false);
    if (direct_kind(p) == TOKEN_BRACE_OPEN) {
        parse_block(p);
    } else {
        p->without_in = around.without_in;
        parse_assignment(p);
    }
    direct_set_field(p, FIELD_BODY);
    leave_function(p, around);
    direct_close(p, SYNTAX_ARROW_FUNCTION, mark, start);
    p->is_arrow = true;
}

/* ---------------------------------------------------------------------------------------------- classes */

/* Is the current word the name of a member, not what stands before one? */
static bool is_whole_name(struct token after)
{
    return after.kind == TOKEN_PAREN_OPEN || after.kind == TOKEN_ASSIGN || after.kind == TOKEN_SEMICOLON ||
           after.kind == TOKEN_BRACE_CLOSE;
}

/* Adds the word before a member's name, if the current token is one. */
static bool parse_modifier(struct direct_parser *p, enum word word)
{
    if (!direct_is_word(p, word)) return false;
    struct token after = direct_peek(p);
    if (is_whole_name(after)) return false;
    if (after.after_newline) direct_decline(p); /* a field of this name without a semicolon, maybe */
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    return true;
}

static void parse_field(struct direct_parser *p, uint32_t mark, uint32_t start)
{
    direct_set_field(p, FIELD_PROPERTY);
    if (direct_kind(p) == TOKEN_ASSIGN) {
        struct around around = enter_function(p, false, false);
        parse_initializer(p, FIELD_VALUE);
        leave_function(p, around);
    }
    direct_close(p, SYNTAX_FIELD_DEFINITION, mark, start);
    parse_semicolon(p);
}

static void parse_static_block(struct direct_parser *p, uint32_t mark, uint32_t start)
{
    struct around around = enter_function(p, false, false);
    parse_body(p);
    leave_function(p, around);
    direct_close(p, SYNTAX_CLASS_STATIC_BLOCK, mark, start);
}

static void parse_member(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool is_static = parse_modifier(p, WORD_STATIC);
    if (is_static && direct_kind(p) == TOKEN_BRACE_OPEN) {
        parse_static_block(p, mark, start);
        return;
    }
    if (direct_is_word(p, WORD_ACCESSOR) && !is_whole_name(direct_peek(p))) direct_decline(p);
    bool is_async = parse_modifier(p, WORD_ASYNC);
    bool is_generator = direct_kind(p) == TOKEN_STAR;
    if (is_generator) direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    bool is_accessor = !is_async && !is_generator && (parse_modifier(p, WORD_GET) || parse_modifier(p, WORD_SET));
    parse_property_name(p, FIELD_NAME);
    if (direct_kind(p) == TOKEN_PAREN_OPEN) parse_method(p, mark, start, is_async, is_generator);
    else if (is_async || is_generator || is_accessor) direct_decline(p);
    else parse_field(p, mark, start);
}

static void parse_class_body(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_expect(p, TOKEN_BRACE_OPEN);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        if (!direct_skip(p, TOKEN_SEMICOLON)) parse_member(p);
    }
    direct_expect(p, TOKEN_BRACE_CLOSE);
    direct_close(p, SYNTAX_CLASS_BODY, mark, start);
    direct_set_field(p, FIELD_BODY);
}

static void parse_heritage(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    p->arrow_start = UINT32_MAX;
    parse_left_hand_side(p);
    direct_close(p, SYNTAX_CLASS_HERITAGE, mark, start);
}

void parse_class(struct direct_parser *p, enum function_use use)
{
    if (!direct_enter(p)) return;
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_name(p, use, direct_kind(p) == TOKEN_NAME && !direct_is_word(p, WORD_EXTENDS));
    if (direct_is_word(p, WORD_EXTENDS)) parse_heritage(p);
    parse_class_body(p);
    direct_close(p, use == FUNCTION_STATEMENT ? SYNTAX_CLASS_DECLARATION : SYNTAX_CLASS_EXPRESSION, mark, start);
    direct_leave(p);
}
