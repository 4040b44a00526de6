#include "prune/reach.h"

#include "base/vec.h"

#include <stdlib.h>

struct building {
    const struct syntax *syntax;
    const struct scopes *scopes;
    const struct container *container;
    struct arena *arena;
    VEC(struct reach_edge) edges;
};

/* ---------------------------------------------------------------------------------------------- edges */

static bool is_literal_id(const struct syntax *syntax, node_id node)
{
    if (node == NODE_NONE) return false;
    node = syntax_unparenthesized(syntax, node);
    return syntax_is(syntax, node, SYNTAX_STRING) || syntax_is(syntax, node, SYNTAX_NUMBER) ||
           (syntax_is(syntax, node, SYNTAX_TEMPLATE) && syntax_first_child(syntax, node) == NODE_NONE);
}

static node_id argument(const struct syntax *syntax, node_id call, uint32_t index)
{
    node_id arguments = syntax_child(syntax, call, FIELD_ARGUMENTS);
    if (arguments == NODE_NONE) return NODE_NONE;
    FOR_EACH_CHILD (syntax, arguments, child) {
        if (index-- == 0) return syntax_unparenthesized(syntax, child);
    }
    return NODE_NONE;
}

/* Members of require that hand out no module of the chunk. */
static bool is_harmless_member(struct text name)
{
    static const char *const harmless[] = {"r",   "d",  "n", "o",        "e",    "g",  "p",    "u",  "a",
                                           "b",   "h",  "j", "l",        "v",    "y",  "nc",   "dn", "nmd",
                                           "hmd", "rv", "k", "miniCssF", "amdO", "es", "hmrF", "ei"};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        if (text_is(name, harmless[i])) return true;
    }
    return false;
}

/* A number in a place where only a module id can stand. */
static void add_number(struct building *b, uint32_t from, node_id node)
{
    struct text id;
    if (!syntax_is(b->syntax, node, SYNTAX_NUMBER) || !container_id_of(b->syntax, b->arena, node, &id)) return;
    uint32_t target = container_module_named(b->container, id);
    if (target != MODULE_NONE) vec_push(&b->edges, (struct reach_edge){from, target, node, NULL, false});
}

static void add_any(struct building *b, uint32_t from, node_id node, const char *why)
{
    vec_push(&b->edges, (struct reach_edge){from, MODULE_NONE, node, why, false});
}

/* The id argument of a call; when it is no literal, the call may reach any module. */
static void add_id_argument(struct building *b, uint32_t from, node_id reference, node_id id)
{
    if (is_literal_id(b->syntax, id)) add_number(b, from, id);
    else
        vec_push(&b->edges, (struct reach_edge){from, MODULE_NONE, reference,
                                                "it computes the id of a module that it requires", true});
}

/* `require.t(value, mode)`: only an odd mode takes an id. */
static bool takes_value(const struct syntax *syntax, node_id call)
{
    node_id mode = argument(syntax, call, 1);
    if (!syntax_is(syntax, mode, SYNTAX_NUMBER)) return false;
    struct text digits = syntax_text(syntax, mode);
    char last = digits.at[digits.length - 1];
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') return false;
    }
    return (last - '0') % 2 == 0;
}

/* One use of require in the factory `from`. */
static void add_require(struct building *b, uint32_t from, node_id reference)
{
    const struct syntax *syntax = b->syntax;
    node_id parent = syntax_parent(syntax, reference);
    enum syntax_field field = (enum syntax_field)syntax->nodes[reference].field;
    if (syntax_is(syntax, parent, SYNTAX_CALL) && field == FIELD_FUNCTION) {
        add_id_argument(b, from, reference, argument(syntax, parent, 0));
        return;
    }
    if (syntax_is(syntax, parent, SYNTAX_ARGUMENTS) && syntax_first_child(syntax, parent) == reference) {
        /* `require.bind(require, "id")`: the callee answers for this. */
        node_id callee = syntax_child(syntax, syntax_parent(syntax, parent), FIELD_FUNCTION);
        bool is_bind = syntax_is(syntax, callee, SYNTAX_MEMBER) &&
                       text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), "bind");
        node_id target = is_bind ? syntax_child(syntax, callee, FIELD_OBJECT) : NODE_NONE;
        if (syntax_is(syntax, target, SYNTAX_MEMBER)) target = syntax_child(syntax, target, FIELD_OBJECT);
        const struct scope_reference *bound =
            syntax_is(syntax, target, SYNTAX_IDENTIFIER) ? scope_reference_of(b->scopes, target) : NULL;
        if (bound && bound->binding == b->container->modules[from].require) return;
    }
    if (!syntax_is(syntax, parent, SYNTAX_MEMBER) || field != FIELD_OBJECT) {
        add_any(b, from, reference, "it uses its require function in a way that can not be followed");
        return;
    }
    struct text name = syntax_text(syntax, syntax_child(syntax, parent, FIELD_PROPERTY));
    node_id call = syntax_parent(syntax, parent);
    bool is_called = syntax_is(syntax, call, SYNTAX_CALL) && syntax->nodes[parent].field == FIELD_FUNCTION;
    if (text_is(name, "bind") && is_called) {
        add_id_argument(b, from, reference, argument(syntax, call, 1));
    } else if (text_is(name, "t") && is_called) {
        if (!takes_value(syntax, call)) add_id_argument(b, from, reference, argument(syntax, call, 0));
    } else if (text_is(name, "t") && syntax_is(syntax, call, SYNTAX_MEMBER)) {
        node_id binding = syntax_parent(syntax, call);
        bool is_bind = text_is(syntax_text(syntax, syntax_child(syntax, call, FIELD_PROPERTY)), "bind") &&
                       syntax_is(syntax, binding, SYNTAX_CALL) && syntax->nodes[call].field == FIELD_FUNCTION;
        if (is_bind) add_id_argument(b, from, reference, argument(syntax, binding, 1));
        else add_any(b, from, reference, "it uses require.t in a way that can not be followed");
    } else if (!is_harmless_member(name)) {
        add_any(b, from, reference, "it uses a member of its require function that may reach any module");
    }
}

/* Every string that is the id of a module; a number only outside of the factories, where entry modules are named. */
static void add_literals(struct building *b)
{
    const struct syntax *syntax = b->syntax;
    const struct container *container = b->container;
    uint32_t current = 0; /* the next module at or behind the node */
    for (node_id node = 0; node < syntax->count; node++) {
        if (node == container->ids) {
            node = syntax_next(syntax, node) - 1;
            continue;
        }
        while (current < container->count && syntax_next(syntax, container->modules[current].entry) <= node) current++;
        bool is_inside = current < container->count && container->modules[current].entry <= node;
        uint32_t from = is_inside ? current : MODULE_NONE;
        switch ((int)syntax->nodes[node].kind) {
        case SYNTAX_STRING:
        case SYNTAX_TEMPLATE: break;
        case SYNTAX_NUMBER:
            if (is_inside) continue;
            add_number(b, from, node);
            continue;
        default: continue;
        }
        node_id parent = syntax_parent(syntax, node);
        bool is_own_key =
            is_inside && parent == container->modules[current].entry && syntax->nodes[node].field != FIELD_VALUE;
        struct text id;
        if (is_own_key || !syntax_string_value(syntax, b->arena, node, &id)) continue;
        uint32_t target = container_module_named(container, id);
        if (target != MODULE_NONE) vec_push(&b->edges, (struct reach_edge){from, target, node, NULL, false});
    }
}

static int compare_edges(const void *a, const void *b)
{
    const struct reach_edge *left = a, *right = b;
    if (left->from != right->from) return left->from < right->from ? -1 : 1;
    if (left->node != right->node) return left->node < right->node ? -1 : 1;
    return (left->target > right->target) - (left->target < right->target);
}

void reach_build(const struct syntax *syntax, const struct scopes *scopes, const struct container *container,
                 struct arena *arena, struct reach *reach)
{
    struct building b = {syntax, scopes, container, arena, {0}};
    add_literals(&b);
    for (uint32_t m = 0; m < container->count; m++) {
        const struct container_module *module = &container->modules[m];
        if (module->opaque) add_any(&b, m, module->entry, module->opaque);
        if (module->require == BINDING_FREE) continue;
        const struct scope_binding *binding = &scopes->bindings[module->require];
        for (uint32_t i = 0; i < binding->reference_count; i++) {
            add_require(&b, m, scopes->references[scopes->by_binding[binding->first_reference + i]].node);
        }
    }
    if (b.edges.count) qsort(b.edges.at, b.edges.count, sizeof *b.edges.at, compare_edges);

    uint32_t *first = ARENA_ARRAY(arena, uint32_t, container->count + 1);
    uint32_t edge = 0;
    for (uint32_t m = 0; m <= container->count; m++) {
        while (edge < b.edges.count && b.edges.at[edge].from < m) edge++;
        first[m] = edge;
    }
    *reach = (struct reach){.edge_count = b.edges.count, .first = first, .module_count = container->count};
    reach->edges = vec_freeze(&b.edges, arena);
}

/* ---------------------------------------------------------------------------------------------- walks */

struct bitset reach_from(const struct reach *reach, struct bitset roots, const struct bitset *gone, struct arena *arena)
{
    struct bitset reached = bitset_new(arena, reach->module_count);
    VEC(uint32_t) open = {0};
    for (uint32_t m = 0; m < reach->module_count; m++) {
        if (bitset_has(roots, m) && bitset_add(reached, m)) vec_push(&open, m);
    }
    bool all = false;
    while (open.count) {
        uint32_t from = vec_pop(&open);
        for (uint32_t e = reach->first[from]; e < reach->first[from + 1]; e++) {
            const struct reach_edge *edge = &reach->edges[e];
            if (gone && bitset_has(*gone, edge->node)) continue;
            if (edge->target == MODULE_NONE) {
                for (uint32_t m = 0; !all && m < reach->module_count; m++) {
                    if (bitset_add(reached, m)) vec_push(&open, m);
                }
                all = true;
            } else if (bitset_add(reached, edge->target)) {
                vec_push(&open, edge->target);
            }
        }
    }
    vec_release(&open);
    return reached;
}

/* Tarjan's strongly connected components, without recursion. */
struct components {
    const struct reach *reach;
    uint32_t *order, *low, *next_edge, *component; /* by module; order 0 = not visited */
    bool *is_stacked;
    VEC(uint32_t) stack, path;
    uint32_t clock, count;
};

static void visit(struct components *c, uint32_t module)
{
    c->order[module] = c->low[module] = ++c->clock;
    c->next_edge[module] = c->reach->first[module];
    c->is_stacked[module] = true;
    vec_push(&c->stack, module);
    vec_push(&c->path, module);
}

static void leave(struct components *c, uint32_t module)
{
    (void)vec_pop(&c->path);
    if (c->path.count) {
        uint32_t parent = vec_last(&c->path);
        if (c->low[module] < c->low[parent]) c->low[parent] = c->low[module];
    }
    if (c->low[module] != c->order[module]) return;
    uint32_t member;
    do {
        member = vec_pop(&c->stack);
        c->is_stacked[member] = false;
        c->component[member] = c->count;
    } while (member != module);
    c->count++;
}

static void find_components(struct components *c)
{
    for (uint32_t start = 0; start < c->reach->module_count; start++) {
        if (!c->order[start]) visit(c, start);
        while (c->path.count) {
            uint32_t module = vec_last(&c->path);
            if (c->next_edge[module] == c->reach->first[module + 1]) {
                leave(c, module);
                continue;
            }
            uint32_t target = c->reach->edges[c->next_edge[module]++].target;
            if (target == MODULE_NONE) continue; /* reaches all; as a source it would make every other module none */
            if (!c->order[target]) visit(c, target);
            else if (c->is_stacked[target] && c->order[target] < c->low[module]) c->low[module] = c->order[target];
        }
    }
}

/* Adds every module of each component that no other component requires. */
static void add_sources(const struct reach *reach, struct bitset roots, struct arena *arena)
{
    uint32_t n = reach->module_count;
    struct components c = {
        .reach = reach,
        .order = ARENA_ARRAY(arena, uint32_t, n),
        .low = ARENA_ARRAY(arena, uint32_t, n),
        .next_edge = ARENA_ARRAY(arena, uint32_t, n),
        .component = ARENA_ARRAY(arena, uint32_t, n),
        .is_stacked = ARENA_ARRAY(arena, bool, n),
    };
    find_components(&c);
    struct bitset required = bitset_new(arena, c.count);
    for (uint32_t e = 0; e < reach->first[n]; e++) {
        uint32_t from = reach->edges[e].from, target = reach->edges[e].target;
        if (target != MODULE_NONE && c.component[from] != c.component[target])
            bitset_add(required, c.component[target]);
    }
    for (uint32_t m = 0; m < n; m++) {
        if (!bitset_has(required, c.component[m])) bitset_add(roots, m);
    }
    vec_release(&c.stack);
    vec_release(&c.path);
}

struct bitset reach_roots(const struct reach *reach, const uint32_t *named, uint32_t named_count, struct arena *arena)
{
    struct bitset roots = bitset_new(arena, reach->module_count);
    for (uint32_t i = 0; i < named_count; i++) bitset_add(roots, named[i]);
    for (uint32_t e = reach->first[reach->module_count]; e < reach->edge_count; e++) {
        if (reach->edges[e].target != MODULE_NONE) bitset_add(roots, reach->edges[e].target);
    }
    if (!bitset_count(roots)) add_sources(reach, roots, arena);
    struct bitset reached = reach_from(reach, roots, NULL, arena);
    for (uint32_t m = 0; m < reach->module_count; m++) {
        if (!bitset_has(reached, m)) bitset_add(roots, m);
    }
    return roots;
}
