#include "scan/builder.h"

string_index builder_string(struct builder *b, struct text t)
{
    return t.length == 0 ? 0 : names_add(&b->strings, t);
}

string_index builder_name(struct builder *b, node_id node)
{
    struct text name;
    return syntax_string_value(&b->syntax, b->scratch, node, &name) ? names_add(&b->strings, name) : 0;
}

uint32_t builder_part(const struct builder *b, node_id node)
{
    uint32_t low = 0, high = b->parts.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (syntax_next(&b->syntax, b->parts.list[middle].node) <= node) low = middle + 1;
        else high = middle;
    }
    return low < b->parts.count ? low : b->parts.count - 1;
}

struct span builder_span(const struct builder *b, node_id node)
{
    return (struct span){b->syntax.nodes[node].start, b->syntax.nodes[node].end};
}

void builder_rewrite(struct builder *b, enum rewrite_kind kind, struct span span)
{
    vec_push(&b->rewrites, (struct rewrite){.kind = (uint8_t)kind, .span = span});
}

/* The nearest function around `node` that is no arrow, or class body part with its own `this`; NODE_NONE at top level. */
static node_id this_scope(const struct builder *b, node_id node)
{
    for (node_id up = syntax_parent(&b->syntax, node), from = node; up != NODE_NONE;
         from = up, up = syntax_parent(&b->syntax, up)) {
        enum syntax_kind kind = syntax_kind(&b->syntax, up);
        if (kind == SYNTAX_CLASS_STATIC_BLOCK) return up;
        if (kind == SYNTAX_FIELD_DEFINITION && b->syntax.nodes[from].field == FIELD_VALUE) return up;
        if (!syntax_is_function(&b->syntax, up) || kind == SYNTAX_ARROW_FUNCTION) continue;
        /* A computed method name is evaluated outside the method. */
        if (b->syntax.nodes[from].field != FIELD_NAME) return up;
    }
    return NODE_NONE;
}

bool builder_is_top_level_this(const struct builder *b, node_id node)
{
    return this_scope(b, node) == NODE_NONE;
}

bool builder_is_outside_functions(const struct builder *b, node_id node)
{
    for (node_id up = syntax_parent(&b->syntax, node); up != NODE_NONE; up = syntax_parent(&b->syntax, up)) {
        if (syntax_is_function(&b->syntax, up) || syntax_kind(&b->syntax, up) == SYNTAX_CLASS_STATIC_BLOCK)
            return false;
    }
    return true;
}

bool builder_is_free(const struct builder *b, node_id node, const char *name)
{
    return syntax_is(&b->syntax, node, SYNTAX_IDENTIFIER) && text_is(syntax_text(&b->syntax, node), name) &&
           scope_is_free(&b->scopes, node);
}

bool builder_is_free_member(const struct builder *b, node_id node, const char *object, const char *property)
{
    if (!syntax_is(&b->syntax, node, SYNTAX_MEMBER)) return false;
    return builder_is_free(b, syntax_child(&b->syntax, node, FIELD_OBJECT), object) &&
           text_is(syntax_text(&b->syntax, syntax_child(&b->syntax, node, FIELD_PROPERTY)), property);
}
