#include "syntax/direct.h"

/* ---------------------------------------------------------------------------------------------- patterns of declarations */

/* A binding with a default value, or without. */
static void parse_element(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    parse_binding(p);
    if (direct_kind(p) != TOKEN_ASSIGN) return;
    direct_set_field(p, FIELD_LEFT);
    parse_initializer(p, FIELD_RIGHT);
    direct_close(p, SYNTAX_ASSIGNMENT_PATTERN, mark, start);
}

/* `...binding`, which is the last of its list. */
static void parse_rest(struct direct_parser *p, enum token_kind end)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_next(p);
    parse_binding(p);
    direct_close(p, SYNTAX_REST_PATTERN, mark, start);
    if (direct_kind(p) != end) direct_decline(p);
}

static void parse_shorthand_binding(struct direct_parser *p, uint32_t mark, uint32_t start, bool has_default)
{
    if (!direct_is_identifier(p)) direct_decline(p);
    direct_leaf(p, SYNTAX_SHORTHAND_PATTERN, FIELD_NONE);
    if (!has_default) return;
    direct_set_field(p, FIELD_LEFT);
    parse_initializer(p, FIELD_RIGHT);
    direct_close(p, SYNTAX_OBJECT_ASSIGNMENT_PATTERN, mark, start);
}

static void parse_property_binding(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    if (direct_kind(p) == TOKEN_NAME) {
        uint8_t after = direct_peek(p).kind;
        if (after != TOKEN_COLON) {
            parse_shorthand_binding(p, mark, start, after == TOKEN_ASSIGN);
            return;
        }
    }
    if (direct_kind(p) == TOKEN_PRIVATE_NAME) direct_decline(p);
    parse_property_name(p, FIELD_KEY);
    direct_expect(p, TOKEN_COLON);
    parse_element(p);
    direct_set_field(p, FIELD_VALUE);
    direct_close(p, SYNTAX_PAIR_PATTERN, mark, start);
}

static void parse_object_binding(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_next(p);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        if (direct_kind(p) == TOKEN_ELLIPSIS) parse_rest(p, TOKEN_BRACE_CLOSE);
        else parse_property_binding(p);
        if (direct_kind(p) != TOKEN_BRACE_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_BRACE_CLOSE);
    direct_close(p, SYNTAX_OBJECT_PATTERN, mark, start);
}

static void parse_array_binding(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_next(p);
    while (direct_kind(p) != TOKEN_BRACKET_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        if (direct_skip(p, TOKEN_COMMA)) continue;
        if (direct_kind(p) == TOKEN_ELLIPSIS) parse_rest(p, TOKEN_BRACKET_CLOSE);
        else parse_element(p);
        if (direct_kind(p) != TOKEN_BRACKET_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_BRACKET_CLOSE);
    direct_close(p, SYNTAX_ARRAY_PATTERN, mark, start);
}

void parse_binding(struct direct_parser *p)
{
    if (!direct_enter(p)) return;
    bool without_in = p->without_in;
    p->without_in = false;
    if (direct_kind(p) == TOKEN_BRACE_OPEN) parse_object_binding(p);
    else if (direct_kind(p) == TOKEN_BRACKET_OPEN) parse_array_binding(p);
    else if (!direct_is_identifier(p)) direct_decline(p);
    else direct_leaf(p, direct_is_word(p, WORD_UNDEFINED) ? SYNTAX_UNDEFINED : SYNTAX_IDENTIFIER, FIELD_NONE);
    p->without_in = without_in;
    direct_leave(p);
}

void parse_parameters(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_expect(p, TOKEN_PAREN_OPEN);
    while (direct_kind(p) != TOKEN_PAREN_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        if (direct_kind(p) == TOKEN_ELLIPSIS) parse_rest(p, TOKEN_PAREN_CLOSE);
        else parse_element(p);
        if (direct_kind(p) != TOKEN_PAREN_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_PAREN_CLOSE);
    direct_close(p, SYNTAX_FORMAL_PARAMETERS, mark, start);
    direct_set_field(p, FIELD_PARAMETERS);
}

/* ---------------------------------------------------------------------------------------------- expressions that are patterns */

static void make_property_pattern(struct direct_parser *p, uint32_t node, bool is_parameter)
{
    struct direct_node *property = &p->tree.nodes.at[node];
    switch (property->kind) {
    case SYNTAX_SHORTHAND: property->kind = SYNTAX_SHORTHAND_PATTERN; break;
    case SYNTAX_PAIR:
        property->kind = SYNTAX_PAIR_PATTERN;
        direct_make_pattern(p, node - 1, is_parameter);
        break;
    case SYNTAX_SPREAD: direct_make_pattern(p, node, is_parameter); break;
    case SYNTAX_OBJECT_ASSIGNMENT_PATTERN: break;
    default: direct_decline(p);
    }
}

/* Each of the children in turn; the last one first, for that is how their places are known. */
static void make_patterns(struct direct_parser *p, uint32_t node, bool is_parameter, bool of_object)
{
    uint32_t first = node + 1 - p->tree.nodes.at[node].size;
    for (uint32_t end = node; end > first; end -= p->tree.nodes.at[end - 1].size) {
        if (of_object) make_property_pattern(p, end - 1, is_parameter);
        else direct_make_pattern(p, end - 1, is_parameter);
    }
}

void direct_make_pattern(struct direct_parser *p, uint32_t node, bool is_parameter)
{
    struct direct_node *expression = &p->tree.nodes.at[node];
    switch (expression->kind) {
    case SYNTAX_IDENTIFIER:
    case SYNTAX_UNDEFINED:
    case SYNTAX_REST_PATTERN: break;
    case SYNTAX_MEMBER:
    case SYNTAX_SUBSCRIPT:
        if (is_parameter) direct_decline(p);
        break;
    case SYNTAX_OBJECT:
        expression->kind = SYNTAX_OBJECT_PATTERN;
        make_patterns(p, node, is_parameter, true);
        break;
    case SYNTAX_ARRAY:
        expression->kind = SYNTAX_ARRAY_PATTERN;
        make_patterns(p, node, is_parameter, false);
        break;
    case SYNTAX_ARGUMENTS:
        expression->kind = SYNTAX_FORMAL_PARAMETERS;
        make_patterns(p, node, is_parameter, false);
        break;
    case SYNTAX_SPREAD:
        expression->kind = SYNTAX_REST_PATTERN;
        direct_make_pattern(p, node - 1, is_parameter);
        break;
    case SYNTAX_ASSIGNMENT: expression->kind = SYNTAX_ASSIGNMENT_PATTERN; break;
    default: direct_decline(p);
    }
}
