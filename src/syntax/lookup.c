#include "syntax/syntax.h"

node_id syntax_child(const struct syntax *syntax, node_id parent, enum syntax_field field)
{
    FOR_EACH_CHILD (syntax, parent, child) {
        if (syntax->nodes[child].field == field) return child;
    }
    return NODE_NONE;
}

node_id syntax_first_child(const struct syntax *syntax, node_id parent)
{
    FOR_EACH_CHILD (syntax, parent, child) {
        if (syntax_kind(syntax, child) != SYNTAX_TOKEN) return child;
    }
    return NODE_NONE;
}

bool syntax_has_token(const struct syntax *syntax, node_id parent, const char *token)
{
    FOR_EACH_CHILD (syntax, parent, child) {
        if (syntax_kind(syntax, child) == SYNTAX_TOKEN && text_is(syntax_text(syntax, child), token)) return true;
    }
    return false;
}

struct text syntax_operator(const struct syntax *syntax, node_id node)
{
    node_id operator= syntax_child(syntax, node, FIELD_OPERATOR);
    return operator== NODE_NONE ? TEXT("") : syntax_text(syntax, operator);
}

node_id syntax_unparenthesized(const struct syntax *syntax, node_id node)
{
    while (syntax_is(syntax, node, SYNTAX_PARENTHESIZED)) node = syntax_first_child(syntax, node);
    return node;
}

node_id syntax_parenthesized(const struct syntax *syntax, node_id node)
{
    while (syntax_is(syntax, syntax_parent(syntax, node), SYNTAX_PARENTHESIZED)) node = syntax_parent(syntax, node);
    return node;
}

bool syntax_is_module(const struct syntax *syntax)
{
    FOR_EACH_CHILD (syntax, 0, statement) {
        enum syntax_kind kind = syntax_kind(syntax, statement);
        if (kind == SYNTAX_IMPORT && !syntax_is(syntax, syntax_first_child(syntax, statement), SYNTAX_IMPORT_REQUIRE))
            return true;
        if (kind == SYNTAX_EXPORT && !syntax_has_token(syntax, statement, "=")) return true;
    }
    return false;
}

uint32_t syntax_comment_at(const struct syntax *syntax, uint32_t offset)
{
    uint32_t low = 0, high = syntax->comment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (syntax->comments[middle].start < offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

static bool says(struct text comment, struct text annotation)
{
    size_t at = text_find(comment, annotation, 0);
    return at != TEXT_NOWHERE && at > 0 && (comment.at[at - 1] == '#' || comment.at[at - 1] == '@');
}

static bool is_annotated(const struct syntax *syntax, node_id node, struct text annotation)
{
    uint32_t position = syntax->nodes[node].start;
    uint32_t comment = syntax_comment_at(syntax, position);
    while (comment > 0) {
        comment--;
        struct syntax_comment before = syntax->comments[comment];
        for (uint32_t i = before.end; i < position; i++) {
            if (!strchr(" \t\r\n(", syntax->source.at[i])) return false;
        }
        if (says(text_slice(syntax->source, before.start, before.end), annotation)) return true;
        position = before.start;
    }
    return false;
}

bool syntax_is_annotated_pure(const struct syntax *syntax, node_id node)
{
    return is_annotated(syntax, node, TEXT("__PURE__"));
}

bool syntax_is_marked_no_side_effects(const struct syntax *syntax, node_id node)
{
    return is_annotated(syntax, node, TEXT("__NO_SIDE_EFFECTS__"));
}
