#include "emit/emit.h"

#include "emit/context.h"
#include "emit/format.h"
#include "emit/pure_modules.h"
#include "emit/template.h"

void emit_refuse(struct emit_context *context, module_id module, uint32_t offset, const char *what)
{
    const struct module *at = &context->graph->modules[module];
    diag_add(context->diagnostics, DIAG_EMIT_UNSUPPORTED, diag_place_at(at->shown_path, at->source, offset),
             "the chunk of %.*s can not hold %s", TEXT_ARGS(context->key), what);
    context->refused = true;
}

/* Marks for prune (docs/emitted-chunks.md). */
static void put_marks(const struct emit_context *context, module_id id, struct buffer *out)
{
    const struct module *module = &context->graph->modules[id];
    if (bitset_has(context->members.inner, id)) buffer_put_string(out, " /* @mfshake:inner */");
    /* Names that are copied at run time are what the module does, and what others use of it. */
    bool is_free = module->kind == MODULE_SOURCE && module->record->syntax == MODULE_ESM &&
                   module->side_effects == SIDE_EFFECTS_FREE && !context->provided->modules[id].open;
    if (is_free) buffer_put_string(out, " /* @mfshake:free */");
}

static void put_modules(struct emit_context *context, struct buffer *out)
{
    const struct members *members = &context->members;
    buffer_put_string(out, "{\n");
    for (uint32_t i = 0; i < members->count; i++) {
        buffer_put_char(out, '\n');
        emit_put_id(context, members->at[i], out);
        buffer_put_char(out, ':');
        put_marks(context, members->at[i], out);
        buffer_put_char(out, '\n');
        template_put_factory(context, members->at[i], out);
        buffer_put_string(out, i + 1 < members->count ? ",\n" : "\n");
    }
    buffer_put_string(out, "\n}");
}

bool emit_chunk(const struct graph *graph, const struct provided *provided, const struct attribution *attribution,
                uint32_t group, const struct emit_options *options, struct buffer *chunk, struct origins *origins,
                struct emit_summary *summary, struct diagnostics *diagnostics)
{
    const struct alias_group *alias_group = &attribution->groups[group];
    *summary = (struct emit_summary){0};
    struct arena scratch;
    arena_init(&scratch);
    struct emit_context context = {
        .graph = graph,
        .provided = provided,
        .attribution = attribution,
        .options = options,
        .key = alias_group->key,
        .group = group,
        .pure_modules = pure_modules_find(graph, &scratch),
        .arena = &scratch,
        .summary = summary,
        .diagnostics = diagnostics,
        .origins = origins,
    };
    members_collect(graph, attribution, group, options->format, &scratch, &context.members);
    module_ids_assign(graph, attribution, &context.members, options, &scratch, &context.ids);
    if (options->ids == EMIT_IDS_SHORT) export_names_find(graph, provided, &context.members, &scratch, &context.names);
    else export_names_none(graph, &scratch, &context.names);
    context.strict_file =
        options->ids == EMIT_IDS_SHORT && (context.members.all_strict || format_is_module_file(options->format));
    summary->module_count = context.members.count;
    if (emit_is_asset(&context, alias_group->root)) {
        emit_refuse(&context, alias_group->root, 0, "a file that is no JavaScript");
    }
    format_put_start(&context, chunk);
    put_modules(&context, chunk);
    format_put_end(&context, alias_group, chunk);
    if (context.refused) buffer_clear(chunk);
    export_names_release(&context.names);
    arena_release(&scratch);
    return !context.refused;
}
