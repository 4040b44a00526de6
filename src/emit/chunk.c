#include "emit/emit.h"

#include "emit/context.h"
#include "emit/format.h"
#include "emit/literal.h"
#include "emit/module_ids.h"
#include "emit/pure_modules.h"
#include "emit/template.h"

#include "base/vec.h"

#include <stdlib.h>

void emit_refuse(struct emit_context *context, module_id module, uint32_t offset, const char *what)
{
    const struct module *at = &context->graph->modules[module];
    diag_add(context->diagnostics, DIAG_EMIT_UNSUPPORTED, diag_place_at(at->shown_path, at->source, offset),
             "the chunk of %.*s can not hold %s", TEXT_ARGS(context->key), what);
    context->refused = true;
}

struct member {
    struct text id;
    module_id module;
};

struct members {
    VEC(struct member) list;
};

static int compare_members(const void *a, const void *b)
{
    return text_compare(((const struct member *)a)->id, ((const struct member *)b)->id);
}

/* Modules that the app's runtime serves, whatever chunk asks for them: consume-shared ones, and modules of remotes. */
static bool is_served_elsewhere(const struct emit_context *context, module_id id)
{
    const struct module *module = &context->graph->modules[id];
    return !emit_has_own_runtime(context->options->format) &&
           (module->kind == MODULE_CONSUME_SHARED || emit_is_remote(module));
}

static void reach(const struct emit_context *context, module_id module, struct bitset reached, struct members *members)
{
    if (module == MODULE_NONE || is_served_elsewhere(context, module) || !bitset_add(reached, module)) return;
    vec_push(&members->list, (struct member){context->graph->modules[module].id, module});
}

/* The root and all that it reaches without crossing a share key, sorted by id. A chunk with a runtime of its own has a member for each share that it
 * consumes, too. */
static void collect_members(const struct emit_context *context, module_id root, struct members *members)
{
    const struct graph *graph = context->graph;
    struct arena arena;
    arena_init(&arena);
    struct bitset reached = bitset_new(&arena, graph->module_count);
    reach(context, root, reached, members);
    for (uint32_t i = 0; i < members->list.count; i++) {
        module_id module = members->list.at[i].module;
        const struct record *record = graph->modules[module].record;
        uint32_t count = graph->modules[module].kind == MODULE_SOURCE ? record->request_count : 0;
        for (uint32_t r = 0; r < count; r++) {
            /* A script of its own, which no chunk of modules can hold. */
            if (record->requests[r].kind == REQUEST_URL || record->requests[r].kind == REQUEST_WORKER) continue;
            const struct connection *connection = graph_connection(graph, module, r);
            reach(context, connection->to, reached, members);
            for (uint32_t t = 0; t < connection->context_target_count; t++) {
                reach(context, graph->context_targets[connection->first_context_target + t], reached, members);
            }
        }
    }
    if (members->list.count) qsort(members->list.at, members->list.count, sizeof *members->list.at, compare_members);
    arena_release(&arena);
}

/* True for a module whose exports only this chunk reads: neither the app's own code nor another chunk holds it, and it is no root. */
static bool is_inner(const struct emit_context *context, module_id module)
{
    const struct module_attribution *attribution = &context->attribution->modules[module];
    return attribution->owner == context->group && !attribution->several && !attribution->external &&
           module != context->attribution->groups[context->group].root;
}

static void put_modules(struct emit_context *context, const struct members *members, struct buffer *out)
{
    buffer_put_string(out, "{\n");
    for (uint32_t i = 0; i < members->list.count; i++) {
        buffer_put_char(out, '\n');
        literal_put_string(out, emit_id(context, members->list.at[i].module), '"');
        buffer_put_string(out, is_inner(context, members->list.at[i].module) ? ": /* @mfshake:inner */\n" : ":\n");
        template_put_factory(context, members->list.at[i].module, out);
        buffer_put_string(out, i + 1 < members->list.count ? ",\n" : "\n");
    }
    buffer_put_string(out, "\n}");
}

static bool holds_kind(const struct graph *graph, const struct members *members, enum module_kind kind)
{
    for (uint32_t i = 0; i < members->list.count; i++)
        if (graph->modules[members->list.at[i].module].kind == kind) return true;
    return false;
}

bool emit_chunk(const struct graph *graph, const struct provided *provided, const struct attribution *attribution,
                uint32_t group, const struct emit_options *options, struct arena *arena, struct text *chunk,
                struct emit_summary *summary, struct diagnostics *diagnostics)
{
    const struct alias_group *alias_group = &attribution->groups[group];
    *summary = (struct emit_summary){0};
    *chunk = TEXT("");
    struct arena scratch;
    arena_init(&scratch);
    struct emit_context context = {
        .graph = graph,
        .provided = provided,
        .attribution = attribution,
        .options = options,
        .key = alias_group->key,
        .ids = module_ids_assign(graph, options, &scratch),
        .group = group,
        .pure_modules = pure_modules_find(graph, &scratch),
        .arena = &scratch,
        .summary = summary,
        .diagnostics = diagnostics,
    };
    struct members members = {0};
    collect_members(&context, alias_group->root, &members);
    summary->module_count = members.list.count;
    if (emit_is_asset(&context, alias_group->root)) {
        emit_refuse(&context, alias_group->root, 0, "a file that is no JavaScript");
    }
    struct buffer out;
    buffer_init(&out);
    format_put_start(&context, holds_kind(graph, &members, MODULE_EXTERNAL), &out);
    put_modules(&context, &members, &out);
    format_put_end(&context, alias_group, holds_kind(graph, &members, MODULE_CONSUME_SHARED), &out);
    if (!context.refused) *chunk = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    vec_release(&members.list);
    arena_release(&scratch);
    return !context.refused;
}
