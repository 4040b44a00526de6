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

/* Has `child` of `parent` a `this` of its own? Not in arrows; a computed method name is evaluated outside the method. */
static bool opens_this(const struct syntax *syntax, node_id parent, node_id child)
{
    enum syntax_kind kind = syntax_kind(syntax, parent);
    enum syntax_field field = (enum syntax_field)syntax->nodes[child].field;
    if (kind == SYNTAX_CLASS_STATIC_BLOCK) return true;
    if (kind == SYNTAX_FIELD_DEFINITION) return field == FIELD_VALUE;
    return syntax_is_function(syntax, parent) && kind != SYNTAX_ARROW_FUNCTION && field != FIELD_NAME;
}

/* Adds a member that is not there yet, without a branch. */
static void put_bit(struct bitset set, uint32_t member, bool is_member)
{
    set.words[member / 64] |= (uint64_t)is_member << (member % 64);
}

void builder_find_surroundings(struct builder *b)
{
    const struct syntax *syntax = &b->syntax;
    b->in_function = bitset_new(b->scratch, syntax->count);
    b->in_this = bitset_new(b->scratch, syntax->count);
    b->in_try = bitset_new(b->scratch, syntax->count);
    b->reads_this = bitset_new(b->scratch, syntax->count);
    node_id *owners = ARENA_ARRAY(b->scratch, node_id, syntax->count); /* whose `this` it is */
    for (node_id node = 1; node < syntax->count; node++) {
        node_id parent = syntax_parent(syntax, node);
        bool is_function = syntax_is_function(syntax, parent);
        bool is_body = syntax_kind(syntax, parent) == SYNTAX_TRY && syntax->nodes[node].field == FIELD_BODY;
        bool is_static_block = syntax_kind(syntax, parent) == SYNTAX_CLASS_STATIC_BLOCK;
        put_bit(b->in_function, node, is_function || is_static_block || bitset_has(b->in_function, parent));
        owners[node] = opens_this(syntax, parent, node) ? parent : owners[parent];
        put_bit(b->in_this, node, owners[node] != 0);
        if (syntax_kind(syntax, node) == SYNTAX_THIS) bitset_add(b->reads_this, owners[node]);
        put_bit(b->in_try, node, !is_function && (is_body || bitset_has(b->in_try, parent)));
    }
}

bool builder_is_top_level_this(const struct builder *b, node_id node)
{
    return !bitset_has(b->in_this, node);
}

bool builder_is_outside_functions(const struct builder *b, node_id node)
{
    return !bitset_has(b->in_function, node);
}

bool builder_is_free(const struct builder *b, node_id node, const char *name)
{
    return syntax_is(&b->syntax, node, SYNTAX_IDENTIFIER) && text_is(builder_identifier(b, node), name) &&
           scope_is_free(&b->scopes, node);
}

struct text builder_identifier(const struct builder *b, node_id node)
{
    struct text name = syntax_text(&b->syntax, node);
    /* `\u0072equire` is `require`. */
    if (text_find_char(name, '\\', 0) != TEXT_NOWHERE) syntax_string_value(&b->syntax, b->scratch, node, &name);
    return name;
}

bool builder_uses_arguments(const struct builder *b, node_id function)
{
    if (syntax_kind(&b->syntax, function) == SYNTAX_ARROW_FUNCTION) return false;
    for (uint32_t r = scope_reference_at(&b->scopes, function);
         r < b->scopes.reference_count && b->scopes.references[r].node < syntax_next(&b->syntax, function); r++) {
        if (text_is(builder_identifier(b, b->scopes.references[r].node), "arguments")) return true;
    }
    return false;
}

bool builder_is_free_member(const struct builder *b, node_id node, const char *object, const char *property)
{
    bool is_subscript = syntax_is(&b->syntax, node, SYNTAX_SUBSCRIPT);
    if (!is_subscript && !syntax_is(&b->syntax, node, SYNTAX_MEMBER)) return false;
    if (!builder_is_free(b, syntax_child(&b->syntax, node, FIELD_OBJECT), object)) return false;
    node_id name = syntax_child(&b->syntax, node, is_subscript ? FIELD_INDEX : FIELD_PROPERTY);
    struct text value = syntax_text(&b->syntax, name);
    if (!is_subscript) return text_is(value, property);
    return !syntax_is(&b->syntax, name, SYNTAX_IDENTIFIER) &&
           syntax_string_value(&b->syntax, b->scratch, name, &value) && text_is(value, property);
}
