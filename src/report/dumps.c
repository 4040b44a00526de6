#include "report/dumps.h"

#include "analyze/reason.h"
#include "base/json_write.h"

/* The id of a module, null for none. */
static void member_module(struct json_writer *json, const char *key, const struct graph *graph, module_id module)
{
    json_key(json, text_of(key));
    if (module == MODULE_NONE) json_null(json);
    else json_string(json, graph->modules[module].id);
}

static void open_list(struct json_writer *json, const char *key)
{
    json_key(json, text_of(key));
    json_array(json);
}

/* ---------------------------------------------------------------------------------------------- graph */

static const char *module_kind_word(enum module_kind kind)
{
    switch (kind) {
    case MODULE_SOURCE: return "source";
    case MODULE_IGNORED: return "ignored";
    case MODULE_EXTERNAL: return "external";
    case MODULE_CONSUME_SHARED: return "consume-shared";
    }
    return "";
}

static const char *syntax_word(enum module_syntax syntax)
{
    switch (syntax) {
    case MODULE_ESM: return "esm";
    case MODULE_COMMONJS: return "commonjs";
    case MODULE_JSON: return "json";
    case MODULE_ASSET: return "asset";
    case MODULE_OPAQUE: return "opaque";
    }
    return "";
}

static const char *request_kind_word(enum request_kind kind)
{
    switch (kind) {
    case REQUEST_IMPORT: return "import";
    case REQUEST_EXPORT_FROM: return "export-from";
    case REQUEST_DYNAMIC_IMPORT: return "dynamic-import";
    case REQUEST_REQUIRE: return "require";
    case REQUEST_REQUIRE_RESOLVE: return "require-resolve";
    case REQUEST_URL: return "url";
    case REQUEST_WORKER: return "worker";
    case REQUEST_CONTEXT: return "context";
    case REQUEST_AMD: return "amd";
    case REQUEST_JSX_RUNTIME: return "jsx-runtime";
    }
    return "";
}

static void put_request(struct json_writer *json, const struct graph *graph, module_id module, uint32_t index)
{
    const struct module *m = &graph->modules[module];
    const struct request *request = &m->record->requests[index];
    const struct connection *connection = graph_connection(graph, module, index);
    json_object(json);
    if (request->kind == REQUEST_CONTEXT) {
        open_list(json, "context");
        for (uint32_t t = 0; t < connection->context_target_count; t++)
            json_string(json, graph->modules[graph->context_targets[connection->first_context_target + t]].id);
        json_end(json);
    }
    json_put_text(json, "kind", text_of(request_kind_word((enum request_kind)request->kind)));
    json_put_count(json, "line", text_place_of(m->source, request->statement.start).line);
    json_put_bool(json, "missing", connection->missing);
    json_put_text(json, "specifier", record_string(m->record, request->specifier));
    member_module(json, "to", graph, connection->to);
    json_end(json);
}

static void put_module(struct json_writer *json, const struct graph *graph, module_id module)
{
    const struct module *m = &graph->modules[module];
    json_object(json);
    if (m->kind == MODULE_CONSUME_SHARED) member_module(json, "fallback", graph, m->fallback);
    json_put_text(json, "id", m->id);
    if (m->kind == MODULE_CONSUME_SHARED) json_put_text(json, "key", m->share_key);
    json_put_text(json, "kind", text_of(module_kind_word((enum module_kind)m->kind)));
    if (m->record) {
        open_list(json, "requests");
        for (uint32_t r = 0; r < m->record->request_count; r++) put_request(json, graph, module, r);
        json_end(json);
    }
    if (m->kind == MODULE_CONSUME_SHARED) {
        open_list(json, "scopes");
        for (uint32_t s = 0; s < m->share_scope_count; s++) json_string(json, m->share_scopes[s]);
        json_end(json);
    }
    json_put_bool(json, "sideEffectFree", m->side_effects == SIDE_EFFECTS_FREE);
    if (m->record) json_put_text(json, "syntax", text_of(syntax_word((enum module_syntax)m->record->syntax)));
    json_end(json);
}

void dump_graph(const struct graph *graph, struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    open_list(&json, "modules");
    for (module_id m = 1; m < graph->module_count; m++) put_module(&json, graph, m);
    json_end(&json);
    open_list(&json, "providedShares");
    for (uint32_t s = 0; s < graph->provided_share_count; s++) {
        const struct provided_share *share = &graph->provided_shares[s];
        json_object(&json);
        json_put_text(&json, "key", share->key);
        member_module(&json, "module", graph, share->module);
        json_put_text(&json, "scope", share->scope);
        json_put_text(&json, "version", share->version);
        json_end(&json);
    }
    json_end(&json);
    open_list(&json, "roots");
    for (uint32_t r = 0; r < graph->root_count; r++) {
        json_object(&json);
        json_put_bool(&json, "exposed", graph->roots[r].exposed);
        member_module(&json, "module", graph, graph->roots[r].module);
        json_put_text(&json, "name", graph->roots[r].name);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- provided */

static void put_export(struct json_writer *json, const struct graph *graph, module_id module,
                       const struct provided_export *export)
{
    static const char *const sources[] = {"local", "reexport", "namespace", "star", "commonjs"};
    json_object(json);
    if (export->request != INDEX_NONE) {
        member_module(json, "from", graph, graph_connection(graph, module, export->request)->to);
        json_key(json, TEXT("imported"));
        if (export->imported == NAME_NONE) json_null(json);
        else json_string(json, names_text(graph->names, export->imported));
    }
    json_put_text(json, "name", names_text(graph->names, export->name));
    json_put_text(json, "source", text_of(sources[export->source]));
    json_end(json);
}

void dump_provided(const struct graph *graph, const struct provided *provided, struct buffer *out)
{
    static const char *const types[] = {"dynamic", "namespace", "flagged", "default"};
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    open_list(&json, "modules");
    for (module_id m = 1; m < graph->module_count; m++) {
        const struct provided_module *module = &provided->modules[m];
        json_object(&json);
        open_list(&json, "exports");
        for (uint32_t i = 0; i < module->count; i++) put_export(&json, graph, m, &module->exports[i]);
        json_end(&json);
        json_put_text(&json, "exportsType", text_of(types[module->exports_type]));
        json_put_text(&json, "id", graph->modules[m].id);
        json_put_bool(&json, "open", module->open);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- used */

static void put_live_parts(struct json_writer *json, const struct graph *graph, const struct used *used, module_id m)
{
    const struct module *module = &graph->modules[m];
    if (!module->record) return;
    open_list(json, "liveParts");
    for (uint32_t part = 0; part < module->record->part_count; part++) {
        if (!bitset_has(used->live_parts, used->first_part[m] + part)) continue;
        json_integer(json, text_place_of(module->source, module->record->parts[part].span.start).line);
    }
    json_end(json);
}

static void put_share_use(struct json_writer *json, const struct graph *graph, const struct share_use *use)
{
    const struct module *from = &graph->modules[use->from];
    bool placed = use->offset != UINT32_MAX;
    struct text_place place = placed ? text_place_of(from->source, use->offset) : (struct text_place){0};
    json_object(json);
    if (placed) json_put_count(json, "column", place.column);
    member_module(json, "consumed", graph, use->consumed);
    json_key(json, TEXT("export"));
    if (use->name == NAME_NONE) json_null(json);
    else json_string(json, names_text(graph->names, use->name));
    member_module(json, "from", graph, use->from);
    if (placed) json_put_count(json, "line", place.line);
    json_put_text(json, "reason", text_of(reason_words((enum reason_kind)use->reason)));
    member_module(json, "through", graph, use->through);
    json_put_bool(json, "whole", use->whole);
    json_end(json);
}

void dump_used(const struct graph *graph, const struct used *used, struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    open_list(&json, "modules");
    for (module_id m = 1; m < graph->module_count; m++) {
        json_object(&json);
        json_put_bool(&json, "evaluated", bitset_has(used->evaluated, m));
        json_put_text(&json, "id", graph->modules[m].id);
        put_live_parts(&json, graph, used, m);
        open_list(&json, "used");
        for (uint32_t i = used->first_name[m]; i < used->first_name[m + 1]; i++)
            json_string(&json, names_text(graph->names, used->names[i].name));
        json_end(&json);
        json_put_bool(&json, "whole", bitset_has(used->whole, m));
        json_end(&json);
    }
    json_end(&json);
    open_list(&json, "shareUses");
    for (uint32_t i = 0; i < used->share_use_count; i++) put_share_use(&json, graph, &used->share_uses[i]);
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- attribution */

static void put_attributed(struct json_writer *json, const struct graph *graph, const struct provided *provided,
                           const struct attribution *attribution, module_id m)
{
    const struct module_attribution *module = &attribution->modules[m];
    const struct provided_module *exports = &provided->modules[m];
    json_object(json);
    open_list(json, "conditions");
    for (uint32_t i = 0; i < exports->count; i++) {
        name_id condition = attribution_condition(attribution, m, exports->exports[i].name);
        if (condition == NAME_NONE) continue;
        json_object(json);
        json_put_text(json, "condition", names_text(graph->names, condition));
        json_put_text(json, "export", names_text(graph->names, exports->exports[i].name));
        json_end(json);
    }
    json_end(json);
    json_put_count(json, "distance", module->distance);
    json_put_bool(json, "external", module->external);
    json_put_text(json, "id", graph->modules[m].id);
    json_key(json, TEXT("owner"));
    if (module->owner == INDEX_NONE) json_null(json);
    else json_string(json, attribution->groups[module->owner].key);
    json_put_bool(json, "several", module->several);
    json_put_bool(json, "truncated", module->truncated);
    json_end(json);
}

void dump_attribution(const struct graph *graph, const struct provided *provided, const struct attribution *attribution,
                      struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    open_list(&json, "groups");
    for (uint32_t g = 0; g < attribution->group_count; g++) {
        const struct alias_group *group = &attribution->groups[g];
        json_object(&json);
        json_put_text(&json, "key", group->key);
        open_list(&json, "members");
        for (uint32_t i = 0; i < group->member_count; i++)
            json_string(&json, graph->provided_shares[group->members[i]].key);
        json_end(&json);
        member_module(&json, "root", graph, group->root);
        json_end(&json);
    }
    json_end(&json);
    open_list(&json, "modules");
    for (module_id m = 1; m < graph->module_count; m++) put_attributed(&json, graph, provided, attribution, m);
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}
