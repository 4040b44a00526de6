#include "scan/callables.h"

/* Functions have a `this` of their own but for arrows; the names of methods are computed outside of them. */
static bool is_of_another_this(const struct syntax *syntax, node_id function, node_id node)
{
    node_id parent = syntax_parent(syntax, node);
    return parent != function && syntax_is_function(syntax, parent) &&
           syntax_kind(syntax, parent) != SYNTAX_ARROW_FUNCTION && syntax->nodes[node].field != FIELD_NAME;
}

static bool ignores_this(const struct syntax *syntax, node_id function)
{
    if (syntax_kind(syntax, function) == SYNTAX_ARROW_FUNCTION) return true;
    for (node_id node = function + 1; node < syntax_next(syntax, function);) {
        if (is_of_another_this(syntax, function, node)) {
            node = syntax_next(syntax, node);
            continue;
        }
        enum syntax_kind kind = syntax_kind(syntax, node);
        if (kind == SYNTAX_THIS || kind == SYNTAX_SUPER || scope_is_called_eval(syntax, node)) return false;
        node++;
    }
    return true;
}

/* The annotation stands before the statement (also behind its `export`), or before the function that a const gets. */
static bool is_marked_pure(const struct syntax *syntax, node_id function)
{
    if (syntax_is_marked_no_side_effects(syntax, function)) return true;
    node_id holder = syntax_parent(syntax, function);
    if (syntax_is(syntax, holder, SYNTAX_DECLARATOR)) {
        if (syntax->nodes[function].field != FIELD_VALUE) return false;
        holder = syntax_parent(syntax, holder);
        if (syntax_is_marked_no_side_effects(syntax, holder))
            return syntax_is(syntax, holder, SYNTAX_LEXICAL_DECLARATION);
        holder = syntax_parent(syntax, holder);
    }
    return syntax_is(syntax, holder, SYNTAX_EXPORT) && syntax_is_marked_no_side_effects(syntax, holder);
}

uint8_t callable_traits(const struct syntax *syntax, const struct scopes *scopes, node_id node)
{
    if (node == NODE_NONE) return 0;
    node = syntax_unparenthesized(syntax, node);
    if (syntax_kind(syntax, node) == SYNTAX_IDENTIFIER || syntax_kind(syntax, node) == SYNTAX_SHORTHAND) {
        const struct scope_reference *reference = scope_reference_of(scopes, node);
        return reference && reference->binding != BINDING_FREE
                   ? callable_traits_of_binding(syntax, scopes, reference->binding)
                   : 0;
    }
    if (!syntax_is_function(syntax, node)) return 0;
    return (uint8_t)((ignores_this(syntax, node) ? CALLABLE_IGNORES_THIS : CALLABLE_READS_THIS) |
                     (is_marked_pure(syntax, node) ? CALLABLE_PURE : 0));
}

uint8_t callable_traits_of_binding(const struct syntax *syntax, const struct scopes *scopes, binding_id binding)
{
    const struct scope_binding *b = &scopes->bindings[binding];
    /* A name that may be given something else: what was seen of its first value is still a possibility. */
    uint8_t known = b->written || scopes->scopes[b->scope].has_eval ? CALLABLE_READS_THIS : UINT8_MAX;
    node_id declarator = b->declarator;
    switch ((enum binding_kind)b->kind) {
    case BINDING_FUNCTION: break;
    case BINDING_VAR:
    case BINDING_LET:
    case BINDING_CONST:
        if (!syntax_is(syntax, declarator, SYNTAX_DECLARATOR) ||
            !syntax_is(syntax, syntax_child(syntax, declarator, FIELD_NAME), SYNTAX_IDENTIFIER))
            return 0;
        declarator = syntax_child(syntax, declarator, FIELD_VALUE);
        if (declarator == NODE_NONE) return 0;
        declarator = syntax_unparenthesized(syntax, declarator);
        break;
    case BINDING_CLASS:
    case BINDING_PARAMETER:
    case BINDING_CATCH:
    case BINDING_OWN_NAME:
    case BINDING_IMPORT: return 0;
    }
    return syntax_is_function(syntax, declarator) ? callable_traits(syntax, scopes, declarator) & known : 0;
}
