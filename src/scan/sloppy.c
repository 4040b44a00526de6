#include "scan/builder.h"

/* Names that strict code can not use (ECMA-262, 12.7.2 and 13.1.1). */
static bool is_reserved_in_strict_code(struct text name)
{
    static const char *const names[] = {"implements", "interface", "let",    "package", "private",
                                        "protected",  "public",    "static", "yield"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_is(name, names[i])) return true;
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 010 and 08 */
static bool is_legacy_number(struct text number)
{
    return number.length > 1 && number.at[0] == '0' && is_digit(number.at[1]);
}

/* \1, \08 and the like, but not \0 alone */
static bool has_legacy_escape(struct text string)
{
    for (size_t i = 0; i + 2 < string.length; i++) { /* the last byte is the quote */
        if (string.at[i] != '\\') continue;
        char c = string.at[++i];
        if (is_digit(c) && !(c == '0' && !is_digit(string.at[i + 1]))) return true;
    }
    return false;
}

static bool is_written_name(const struct builder *b, node_id target)
{
    target = target == NODE_NONE ? NODE_NONE : syntax_unparenthesized(&b->syntax, target);
    if (!syntax_is(&b->syntax, target, SYNTAX_IDENTIFIER)) return false;
    struct text name = syntax_text(&b->syntax, target);
    return text_is(name, "eval") || text_is(name, "arguments");
}

static bool deletes_a_name(const struct builder *b, node_id unary)
{
    node_id argument = syntax_child(&b->syntax, unary, FIELD_ARGUMENT);
    return text_is(syntax_operator(&b->syntax, unary), "delete") && argument != NODE_NONE &&
           syntax_is(&b->syntax, syntax_unparenthesized(&b->syntax, argument), SYNTAX_IDENTIFIER);
}

static bool repeats_a_parameter(const struct builder *b, node_id parameters)
{
    struct names seen;
    names_init(&seen);
    uint32_t count = 0;
    FOR_EACH_CHILD (&b->syntax, parameters, one) {
        if (!syntax_is(&b->syntax, one, SYNTAX_IDENTIFIER)) continue;
        names_add(&seen, syntax_text(&b->syntax, one));
        count++;
    }
    bool repeats = seen.count < count + 1; /* NAME_NONE counts too */
    names_release(&seen);
    return repeats;
}

static bool is_forbidden_in_strict_code(const struct builder *b, node_id node)
{
    const struct syntax *syntax = &b->syntax;
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_WITH: return true;
    case SYNTAX_NUMBER: return is_legacy_number(syntax_text(syntax, node));
    case SYNTAX_STRING: return has_legacy_escape(syntax_text(syntax, node));
    case SYNTAX_IDENTIFIER:
    case SYNTAX_SHORTHAND:
    case SYNTAX_SHORTHAND_PATTERN: return is_reserved_in_strict_code(syntax_text(syntax, node));
    case SYNTAX_UNARY: return deletes_a_name(b, node);
    case SYNTAX_ASSIGNMENT:
    case SYNTAX_AUGMENTED_ASSIGNMENT: return is_written_name(b, syntax_child(syntax, node, FIELD_LEFT));
    case SYNTAX_UPDATE: return is_written_name(b, syntax_child(syntax, node, FIELD_ARGUMENT));
    case SYNTAX_FORMAL_PARAMETERS: return repeats_a_parameter(b, node);
    case SYNTAX_FUNCTION_DECLARATION: { /* if (x) function f() {} */
        node_id parent = syntax_parent(syntax, node);
        return syntax_is(syntax, parent, SYNTAX_IF) || syntax_is(syntax, parent, SYNTAX_ELSE) ||
               syntax_is(syntax, parent, SYNTAX_LABELED);
    }
    default: return false;
    }
}

void sloppy_collect(struct builder *b)
{
    b->sloppy_offset = INDEX_NONE;
    if (b->strict) return;
    for (node_id node = 0; node < b->syntax.count && b->sloppy_offset == INDEX_NONE; node++)
        if (is_forbidden_in_strict_code(b, node)) b->sloppy_offset = b->syntax.nodes[node].start;
}
