#include "prune/expression.h"

bool expression_is_value(const struct syntax *syntax, node_id node)
{
    node_id parent = syntax_parent(syntax, node);
    enum syntax_field field = (enum syntax_field)syntax->nodes[node].field;
    switch ((int)syntax_kind(syntax, parent)) {
    case SYNTAX_ARRAY:
    case SYNTAX_PARENTHESIZED:
    case SYNTAX_SEQUENCE:
    case SYNTAX_RETURN:
    case SYNTAX_THROW:
    case SYNTAX_TEMPLATE_SUBSTITUTION:
    case SYNTAX_TERNARY:
    case SYNTAX_AWAIT:
    case SYNTAX_YIELD:
    case SYNTAX_EXPRESSION_STATEMENT: return !syntax_is(syntax, node, SYNTAX_TOKEN);
    case SYNTAX_BINARY: return field == FIELD_LEFT || field == FIELD_RIGHT;
    case SYNTAX_ARGUMENTS: return !syntax_is(syntax, node, SYNTAX_SPREAD);
    case SYNTAX_ASSIGNMENT:
    case SYNTAX_AUGMENTED_ASSIGNMENT:
    case SYNTAX_ASSIGNMENT_PATTERN: return field == FIELD_RIGHT;
    case SYNTAX_DECLARATOR:
    case SYNTAX_PAIR:
    case SYNTAX_FIELD_DEFINITION: return field == FIELD_VALUE;
    case SYNTAX_SUBSCRIPT: return field == FIELD_INDEX;
    case SYNTAX_ARROW_FUNCTION: return field == FIELD_BODY && !syntax_is(syntax, node, SYNTAX_BLOCK);
    default: return false;
    }
}

bool expression_is_primary(const struct syntax *syntax, node_id node)
{
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_IDENTIFIER:
    case SYNTAX_STRING:
    case SYNTAX_NUMBER:
    case SYNTAX_TEMPLATE:
    case SYNTAX_REGEX:
    case SYNTAX_NULL:
    case SYNTAX_TRUE:
    case SYNTAX_FALSE:
    case SYNTAX_UNDEFINED:
    case SYNTAX_THIS:
    case SYNTAX_ARRAY:
    case SYNTAX_OBJECT:
    case SYNTAX_PARENTHESIZED:
    case SYNTAX_FUNCTION_EXPRESSION:
    case SYNTAX_CLASS_EXPRESSION: return true;
    default: return false;
    }
}
