#include "prune/demand.h"

void demand_chunk_init(struct demand_chunk *chunk, const struct syntax *syntax, const struct scopes *scopes,
                       const struct container *container)
{
    *chunk = (struct demand_chunk){.syntax = syntax, .scopes = scopes, .container = container};
    map_init(&chunk->variables);
    for (binding_id b = 0; b < scopes->binding_count; b++)
        map_set(&chunk->variables, scopes->bindings[b].declaration, b);
}

void demand_chunk_release(struct demand_chunk *chunk)
{
    map_release(&chunk->variables);
}

/* What reading the module object at `node` (an expression whose value it is) takes from it. */
static void read_value(const struct syntax *syntax, node_id node, struct arena *arena, struct demand *demand)
{
    node_id parent = syntax_parent(syntax, node);
    bool is_object = syntax->nodes[node].field == FIELD_OBJECT;
    struct text name;
    bool is_known = false;
    if (is_object && syntax_is(syntax, parent, SYNTAX_MEMBER)) {
        is_known = syntax_string_value(syntax, arena, syntax_child(syntax, parent, FIELD_PROPERTY), &name);
    } else if (is_object && syntax_is(syntax, parent, SYNTAX_SUBSCRIPT)) {
        is_known = container_id_of(syntax, arena, syntax_child(syntax, parent, FIELD_INDEX), &name);
    }
    if (is_known) vec_push(&demand->names, name);
    else demand->all = true;
}

/* The variable that `call` initialises and that nothing else writes, or BINDING_FREE. */
static binding_id variable_of(const struct demand_chunk *chunk, node_id call)
{
    const struct syntax *syntax = chunk->syntax;
    node_id value = syntax_parenthesized(syntax, call);
    node_id declarator = syntax_parent(syntax, value);
    if (!syntax_is(syntax, declarator, SYNTAX_DECLARATOR) || syntax->nodes[value].field != FIELD_VALUE)
        return BINDING_FREE;
    node_id name = syntax_child(syntax, declarator, FIELD_NAME);
    if (!syntax_is(syntax, name, SYNTAX_IDENTIFIER)) return BINDING_FREE;
    binding_id variable = map_get(&chunk->variables, name, BINDING_FREE);
    return variable == BINDING_FREE || chunk->scopes->bindings[variable].written ? BINDING_FREE : variable;
}

/* The call `require("id")` whose argument is `id`, or NODE_NONE. */
static node_id require_call(const struct demand_chunk *chunk, const struct container_module *module, node_id id)
{
    const struct syntax *syntax = chunk->syntax;
    node_id argument = syntax_parenthesized(syntax, id), arguments = syntax_parent(syntax, argument);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS) || syntax_first_child(syntax, arguments) != argument)
        return NODE_NONE;
    node_id call = syntax_parent(syntax, arguments);
    node_id callee = syntax_is(syntax, call, SYNTAX_CALL) ? syntax_child(syntax, call, FIELD_FUNCTION) : NODE_NONE;
    if (!syntax_is(syntax, callee, SYNTAX_IDENTIFIER)) return NODE_NONE;
    const struct scope_reference *reference = scope_reference_of(chunk->scopes, callee);
    bool is_require = reference && reference->binding != BINDING_FREE && reference->binding == module->require;
    return is_require ? call : NODE_NONE;
}

void demand_of_edge(const struct demand_chunk *chunk, const struct reach_edge *edge, struct bitset gone,
                    struct arena *arena, struct demand *demand)
{
    const struct syntax *syntax = chunk->syntax;
    const struct scopes *scopes = chunk->scopes;
    *demand = (struct demand){0};
    if (edge->from == MODULE_NONE) return; /* an entry of the chunk is run, not read */
    node_id call = edge->target == MODULE_NONE
                       ? NODE_NONE
                       : require_call(chunk, &chunk->container->modules[edge->from], edge->node);
    if (call == NODE_NONE) {
        demand->all = true;
        return;
    }
    if (syntax_is(syntax, syntax_parent(syntax, syntax_parenthesized(syntax, call)), SYNTAX_EXPRESSION_STATEMENT))
        return;
    binding_id variable = variable_of(chunk, call);
    if (variable == BINDING_FREE) {
        read_value(syntax, syntax_parenthesized(syntax, call), arena, demand);
        return;
    }
    const struct scope_binding *binding = &scopes->bindings[variable];
    for (uint32_t i = 0; i < binding->reference_count; i++) {
        node_id node = scopes->references[scopes->by_binding[binding->first_reference + i]].node;
        if (!bitset_has(gone, node)) read_value(syntax, node, arena, demand);
    }
}
