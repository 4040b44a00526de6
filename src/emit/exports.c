#include "emit/exports.h"

#include "emit/annotate.h"
#include "emit/literal.h"

#include <stdlib.h>

struct getter {
    struct text name;
    struct text value; /* with its region */
};

struct getters {
    VEC(struct getter) list;
};

/* Adds the getter `name` of `module` with the expression that stands in `value`, inside its region if it has one. */
static void add_getter(struct emit_context *context, module_id module, name_id name, struct getters *getters,
                       struct buffer *value)
{
    struct text open = annotate_open(context, module, name);
    struct buffer wrapped;
    buffer_init(&wrapped);
    buffer_put(&wrapped, open);
    buffer_put(&wrapped, buffer_text(value));
    if (open.length) buffer_put(&wrapped, annotate_close);
    vec_push(&getters->list, (struct getter){names_text(context->graph->names, name),
                                             arena_copy(context->arena, buffer_text(&wrapped))});
    buffer_release(&wrapped);
    buffer_clear(value);
}

void exports_check_name(struct emit_context *context, module_id module, uint32_t offset, module_id target, name_id name)
{
    if (target == MODULE_NONE || context->provided->modules[target].open) return;
    if (provided_find(context->provided, target, name)) return;
    const struct module *importer = &context->graph->modules[module];
    struct text wanted = names_text(context->graph->names, name);
    /* The default of a module that has none by that name is made by the interop of its importer. */
    if (text_is(wanted, "default") &&
        provided_import_type(context->graph, context->provided, module, target) != IMPORT_NAMESPACE)
        return;
    diag_add(context->diagnostics, DIAG_EXPORT_MISSING, diag_place_at(importer->shown_path, importer->source, offset),
             "%.*s exports no \"%.*s\"", TEXT_ARGS(context->graph->modules[target].id), TEXT_ARGS(wanted));
}

static void add_explicit(struct emit_context *context, module_id module, struct imports *imports,
                         struct text default_name, struct getters *getters, struct buffer *value)
{
    const struct record *record = context->graph->modules[module].record;
    for (uint32_t e = 0; e < record->export_count; e++) {
        const struct export_entry *entry = &record->exports[e];
        if (entry->kind == EXPORT_STAR) continue;
        name_id name = graph_name(context->graph, module, entry->name);
        if (entry->kind == EXPORT_LOCAL) {
            buffer_put(value, record_string(record, entry->local));
        } else if (entry->kind == EXPORT_DEFAULT_EXPRESSION) {
            buffer_put(value, default_name);
        } else {
            uint32_t index = imports->of_request[entry->request];
            if (index == INDEX_NONE) continue;
            struct import_variable *variable = &imports->variables[index];
            if (entry->kind == EXPORT_NAMESPACE) {
                imports_put_namespace_reexport(context, variable, value);
            } else {
                exports_check_name(context, module, entry->span.start, variable->target,
                                   graph_name(context->graph, module, entry->imported));
                imports_put_name_reexport(context, variable, record_string(record, entry->imported), value);
            }
        }
        add_getter(context, module, name, getters, value);
    }
}

/* Is the star of `request` copied name by name at run time? */
static bool is_dynamic_star(const struct emit_context *context, const struct import_variable *variable)
{
    return variable->target != MODULE_NONE && variable->type != IMPORT_DEFAULT_ONLY &&
           context->provided->modules[variable->target].open;
}

static void add_known_stars(struct emit_context *context, module_id module, struct imports *imports,
                            struct getters *getters, struct buffer *value)
{
    const struct provided_module *provided = &context->provided->modules[module];
    for (uint32_t e = 0; e < provided->count; e++) {
        const struct provided_export *export = &provided->exports[e];
        if (export->source != PROVIDED_STAR || imports->of_request[export->request] == INDEX_NONE) continue;
        struct import_variable *variable = &imports->variables[imports->of_request[export->request]];
        struct text name = names_text(context->graph->names, export->name);
        if (is_dynamic_star(context, variable) || text_is(name, "__esModule")) continue;
        imports_put_name_reexport(context, variable, name, value);
        add_getter(context, module, export->name, getters, value);
    }
}

static int compare_getters(const void *a, const void *b)
{
    return text_compare(((const struct getter *)a)->name, ((const struct getter *)b)->name);
}

static struct text definition(struct emit_context *context, module_id module, struct text exports,
                              const struct getters *getters)
{
    struct buffer out;
    buffer_init(&out);
    buffer_format(&out, "%.*s.d(%.*s, {\n", TEXT_ARGS(context->require), TEXT_ARGS(exports));
    for (uint32_t i = 0; i < getters->list.count; i++) {
        buffer_put_string(&out, "  ");
        literal_put_key(&out, export_names_of(&context->names, context->graph, module, getters->list.at[i].name));
        buffer_put_string(&out, ": () => (");
        buffer_put(&out, getters->list.at[i].value);
        buffer_put_string(&out, i + 1 < getters->list.count ? "),\n" : ")\n");
    }
    buffer_put_string(&out, "});\n");
    struct text text = arena_copy(context->arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

/* The loop that copies the names of one star; `getters` are the names that it must leave alone. */
static struct text dynamic_star(struct emit_context *context, const struct import_variable *variable,
                                struct text exports, const struct naming *naming, const struct getters *getters)
{
    struct text object = naming_unique(naming, TEXT("__WEBPACK_REEXPORT_OBJECT__"));
    struct text key = naming_unique(naming, TEXT("__WEBPACK_IMPORT_KEY__"));
    struct buffer out;
    buffer_init(&out);
    buffer_format(&out, "/* harmony reexport (unknown) */ var %.*s = {};\n", TEXT_ARGS(object));
    buffer_format(&out, "/* harmony reexport (unknown) */ for (const %.*s in %.*s) if ([\"default\"", TEXT_ARGS(key),
                  TEXT_ARGS(variable->name));
    for (uint32_t i = 0; i < getters->list.count; i++) {
        if (text_is(getters->list.at[i].name, "default")) continue;
        buffer_put_string(&out, ", ");
        literal_put_string(&out, getters->list.at[i].name, '"');
    }
    buffer_format(&out, "].indexOf(%.*s) < 0) %.*s[%.*s] = () => %.*s[%.*s];\n", TEXT_ARGS(key), TEXT_ARGS(object),
                  TEXT_ARGS(key), TEXT_ARGS(variable->name), TEXT_ARGS(key));
    buffer_format(&out, "/* harmony reexport (unknown) */ %.*s.d(%.*s, %.*s);\n", TEXT_ARGS(context->require),
                  TEXT_ARGS(exports), TEXT_ARGS(object));
    struct text text = arena_copy(context->arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

void exports_add_fragments(struct emit_context *context, module_id module, struct imports *imports,
                           struct text default_name, struct text exports, const struct naming *naming,
                           struct init_fragments *fragments)
{
    const struct record *record = context->graph->modules[module].record;
    struct getters getters = {0};
    struct buffer value;
    buffer_init(&value);
    add_explicit(context, module, imports, default_name, &getters, &value);
    add_known_stars(context, module, imports, &getters, &value);
    buffer_release(&value);
    if (getters.list.count) {
        qsort(getters.list.at, getters.list.count, sizeof *getters.list.at, compare_getters);
        emit_use(context, RUNTIME_DEFINE);
        init_fragments_add(fragments, INIT_ESM_EXPORTS, 1, TEXT(""), definition(context, module, exports, &getters),
                           TEXT(""));
    }
    for (uint32_t e = 0; e < record->export_count; e++) {
        if (record->exports[e].kind != EXPORT_STAR) continue;
        uint32_t index = imports->of_request[record->exports[e].request];
        if (index == INDEX_NONE || !is_dynamic_star(context, &imports->variables[index])) continue;
        emit_use(context, RUNTIME_DEFINE);
        init_fragments_add(fragments, INIT_ESM_IMPORTS, 2 * index + 1, TEXT(""),
                           dynamic_star(context, &imports->variables[index], exports, naming, &getters), TEXT(""));
    }
    vec_release(&getters.list);
}
