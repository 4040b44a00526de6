#include "syntax/direct.h"

void parse_initializer(struct direct_parser *p, enum syntax_field field)
{
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_assignment(p);
    direct_set_field(p, field);
}

void parse_property_name(struct direct_parser *p, enum syntax_field field)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    switch (p->lexer.token.kind) {
    case TOKEN_NAME: direct_leaf(p, SYNTAX_PROPERTY_NAME, field); break;
    case TOKEN_PRIVATE_NAME: direct_leaf(p, SYNTAX_PRIVATE_NAME, field); break;
    case TOKEN_STRING: direct_leaf(p, SYNTAX_STRING, field); break;
    case TOKEN_NUMBER: direct_leaf(p, SYNTAX_NUMBER, field); break;
    case TOKEN_BRACKET_OPEN:
        direct_next(p);
        parse_assignment(p);
        direct_expect(p, TOKEN_BRACKET_CLOSE);
        direct_close(p, SYNTAX_COMPUTED_PROPERTY_NAME, mark, start);
        direct_set_field(p, field);
        break;
    default: direct_decline(p);
    }
}

/* ---------------------------------------------------------------------------------------------- objects */

/* Is the current word the name of a property, not what stands before one? */
static bool is_whole_name(enum token_kind after)
{
    return after == TOKEN_PAREN_OPEN || after == TOKEN_COLON || after == TOKEN_COMMA || after == TOKEN_BRACE_CLOSE ||
           after == TOKEN_ASSIGN;
}

/* `a` and, where the object becomes a pattern, `a = value`. */
static void parse_shorthand(struct direct_parser *p, uint32_t mark, uint32_t start, enum token_kind after)
{
    if (!direct_is_identifier(p)) direct_decline(p);
    if (after != TOKEN_ASSIGN) {
        direct_leaf(p, SYNTAX_SHORTHAND, FIELD_NONE);
        return;
    }
    direct_leaf(p, SYNTAX_SHORTHAND_PATTERN, FIELD_LEFT);
    parse_initializer(p, FIELD_RIGHT);
    direct_close(p, SYNTAX_OBJECT_ASSIGNMENT_PATTERN, mark, start);
}

static void parse_property(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool is_async = false, is_generator = false, is_accessor = false;
    if (direct_kind(p) == TOKEN_NAME) {
        struct token after = direct_peek(p);
        enum token_kind kind = (enum token_kind)after.kind;
        if (kind == TOKEN_COMMA || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_ASSIGN) {
            parse_shorthand(p, mark, start, kind);
            return;
        }
        bool whole = is_whole_name(kind);
        is_async = !whole && direct_is_word(p, WORD_ASYNC);
        is_accessor = !whole && (direct_is_word(p, WORD_GET) || direct_is_word(p, WORD_SET));
        if (is_async || is_accessor) {
            if (after.after_newline) direct_decline(p);
            direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        }
    }
    if (direct_kind(p) == TOKEN_STAR && !is_accessor) {
        is_generator = true;
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    }
    if (direct_kind(p) == TOKEN_PRIVATE_NAME) direct_decline(p);
    parse_property_name(p, FIELD_NAME);
    if (direct_kind(p) == TOKEN_PAREN_OPEN) {
        parse_method(p, mark, start, is_async, is_generator);
        return;
    }
    if (is_async || is_generator || is_accessor) direct_decline(p);
    direct_set_field(p, FIELD_KEY);
    direct_expect(p, TOKEN_COLON);
    parse_assignment(p);
    direct_set_field(p, FIELD_VALUE);
    direct_close(p, SYNTAX_PAIR, mark, start);
}

static void parse_spread(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_next(p);
    parse_assignment(p);
    direct_close(p, SYNTAX_SPREAD, mark, start);
}

void parse_object(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool without_in = p->without_in;
    p->without_in = false;
    direct_next(p);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        if (direct_kind(p) == TOKEN_ELLIPSIS) parse_spread(p);
        else parse_property(p);
        if (direct_kind(p) != TOKEN_BRACE_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_BRACE_CLOSE);
    p->without_in = without_in;
    direct_close(p, SYNTAX_OBJECT, mark, start);
}

/* ---------------------------------------------------------------------------------------------- arrays and templates */

void parse_array(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool without_in = p->without_in;
    p->without_in = false;
    direct_next(p);
    while (direct_kind(p) != TOKEN_BRACKET_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        if (direct_skip(p, TOKEN_COMMA)) continue;
        if (direct_kind(p) == TOKEN_ELLIPSIS) parse_spread(p);
        else parse_assignment(p);
        if (direct_kind(p) != TOKEN_BRACKET_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_BRACKET_CLOSE);
    p->without_in = without_in;
    direct_close(p, SYNTAX_ARRAY, mark, start);
}

/* Makes `length` bytes at `start` the current token, which the lexer did not find by itself. */
static void set_token(struct direct_parser *p, enum token_kind kind, uint32_t start, uint32_t length)
{
    p->lexer.token = (struct token){.start = start, .end = start + length, .kind = (uint8_t)kind};
}

/* From the dollar sign at `start` to the brace; gives the offset after it. */
static uint32_t parse_substitution(struct direct_parser *p, uint32_t start)
{
    uint32_t mark = direct_mark(p);
    set_token(p, TOKEN_BRACE_OPEN, start, 2);
    direct_next(p);
    parse_expression(p);
    if (direct_kind(p) != TOKEN_BRACE_CLOSE) direct_decline(p);
    uint32_t end = p->lexer.token.end;
    direct_tree_close(&p->tree, SYNTAX_TEMPLATE_SUBSTITUTION, mark, start, end);
    return end;
}

void parse_template(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p), at = p->lexer.token.end;
    bool without_in = p->without_in;
    p->without_in = false;
    while (direct_kind(p) != TOKEN_DECLINED) {
        uint32_t end;
        enum template_end found = lexer_template(&p->lexer, at, &end);
        if (found == TEMPLATE_SUBSTITUTION) {
            at = parse_substitution(p, end);
            continue;
        }
        if (found == TEMPLATE_DECLINED) {
            direct_decline(p);
            break;
        }
        set_token(p, TOKEN_BACKTICK, end, 1);
        direct_next(p);
        break;
    }
    p->without_in = without_in;
    direct_close(p, SYNTAX_TEMPLATE, mark, start);
}
