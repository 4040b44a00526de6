#include "emit/members.h"

#include "base/vec.h"
#include "emit/context.h"

#include <stdlib.h>

struct member {
    struct text id;
    module_id module;
};

struct collecting {
    const struct graph *graph;
    enum emit_format format;
    struct bitset reached;
    VEC(struct member) list;
};

static int compare(const void *a, const void *b)
{
    return text_compare(((const struct member *)a)->id, ((const struct member *)b)->id);
}

/* Modules that the app's runtime serves, whatever chunk asks for them: consume-shared ones, and modules of remotes. */
static bool is_served_elsewhere(const struct collecting *c, module_id id)
{
    const struct module *module = &c->graph->modules[id];
    return !emit_has_own_runtime(c->format) && (module->kind == MODULE_CONSUME_SHARED || emit_is_remote(module));
}

static void reach(struct collecting *c, module_id module)
{
    if (module == MODULE_NONE || is_served_elsewhere(c, module) || !bitset_add(c->reached, module)) return;
    vec_push(&c->list, (struct member){c->graph->modules[module].id, module});
}

static void reach_from(struct collecting *c, module_id module)
{
    const struct record *record = c->graph->modules[module].record;
    uint32_t count = c->graph->modules[module].kind == MODULE_SOURCE ? record->request_count : 0;
    for (uint32_t r = 0; r < count; r++) {
        /* A script of its own, which no chunk of modules can hold. */
        if (record->requests[r].kind == REQUEST_URL || record->requests[r].kind == REQUEST_WORKER) continue;
        const struct connection *connection = graph_connection(c->graph, module, r);
        reach(c, connection->to);
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            reach(c, c->graph->context_targets[connection->first_context_target + t]);
    }
}

bool members_is_inner(const struct attribution *attribution, module_id module)
{
    const struct module_attribution *of = &attribution->modules[module];
    return of->owner != INDEX_NONE && !of->several && !of->external && module != attribution->groups[of->owner].root;
}

static bool is_strict(const struct module *module)
{
    bool is_code = module->kind == MODULE_SOURCE &&
                   (module->record->syntax == MODULE_ESM || module->record->syntax == MODULE_COMMONJS);
    return !is_code || module->record->syntax == MODULE_ESM || module->record->strict;
}

void members_collect(const struct graph *graph, const struct attribution *attribution, uint32_t group,
                     enum emit_format format, struct arena *arena, struct members *members)
{
    struct collecting c = {.graph = graph, .format = format, .reached = bitset_new(arena, graph->module_count)};
    module_id root = attribution->groups[group].root;
    reach(&c, root);
    for (uint32_t i = 0; i < c.list.count; i++) reach_from(&c, c.list.at[i].module);
    if (c.list.count) qsort(c.list.at, c.list.count, sizeof *c.list.at, compare);
    module_id *list = ARENA_ARRAY(arena, module_id, c.list.count + 1);
    *members = (struct members){
        .at = list, .count = c.list.count, .inner = bitset_new(arena, graph->module_count), .all_strict = true};
    for (uint32_t i = 0; i < c.list.count; i++) {
        module_id module = list[i] = c.list.at[i].module;
        const struct module *member = &graph->modules[module];
        /* What a runtime of its own holds, no other runtime knows. */
        bool is_inner = emit_has_own_runtime(format)
                            ? module != root
                            : attribution->modules[module].owner == group && members_is_inner(attribution, module);
        if (is_inner) bitset_add(members->inner, module);
        members->all_strict = members->all_strict && is_strict(member);
        members->has_externals = members->has_externals || member->kind == MODULE_EXTERNAL;
        members->has_consumed = members->has_consumed || member->kind == MODULE_CONSUME_SHARED;
    }
    vec_release(&c.list);
}
