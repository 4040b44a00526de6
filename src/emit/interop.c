#include "emit/interop.h"

#include "emit/literal.h"

void interop_put_missing(struct text specifier, struct buffer *out)
{
    struct buffer message;
    buffer_init(&message);
    buffer_format(&message, "Cannot find module '%.*s'", TEXT_ARGS(specifier));
    buffer_put_string(out, "var e = new Error(");
    literal_put_string(out, buffer_text(&message), '"');
    buffer_put_string(out, "); e.code = 'MODULE_NOT_FOUND'; throw e;");
    buffer_release(&message);
}

static void put_require_call(struct emit_context *context, module_id target, struct buffer *out)
{
    buffer_put(out, context->require);
    buffer_put_char(out, '(');
    emit_put_id(context, target, out);
    buffer_put_char(out, ')');
}

void interop_put_require(struct emit_context *context, module_id target, struct text specifier, struct buffer *out)
{
    if (target != MODULE_NONE) {
        put_require_call(context, target, out);
        return;
    }
    buffer_put_string(out, "Object(function webpackMissingModule() { ");
    interop_put_missing(specifier, out);
    buffer_put_string(out, " }())");
}

void interop_put_dynamic_import(struct emit_context *context, module_id importer, module_id target,
                                struct text specifier, struct buffer *out)
{
    buffer_put_string(out, "Promise.resolve().then(");
    if (target == MODULE_NONE) {
        buffer_put_string(out, "function webpackMissingModule() { ");
        interop_put_missing(specifier, out);
        buffer_put_string(out, " })");
        return;
    }
    /* The bits of t: 1 the value is an id, 2 copy its members, 4 keep what is marked as an ES module, 16 keep a promise. */
    unsigned mode = 0;
    switch (provided_import_type(context->graph, context->provided, importer, target)) {
    case IMPORT_NAMESPACE: break;
    case IMPORT_DYNAMIC: mode = 16 | 4 | 2 | 1; break;
    case IMPORT_DEFAULT_WITH_NAMED: mode = 16 | 2 | 1; break;
    case IMPORT_DEFAULT_ONLY: mode = 16 | 1; break;
    }
    buffer_put_string(out, "() => ");
    if (mode == 0) {
        put_require_call(context, target, out);
    } else {
        emit_use(context, RUNTIME_NAMESPACE);
        buffer_put(out, context->require);
        buffer_put_string(out, ".t(");
        emit_put_id(context, target, out);
        buffer_format(out, ", %u)", mode);
    }
    buffer_put_char(out, ')');
}

static uint32_t find_variable(const struct imports *imports, module_id target, struct text specifier)
{
    for (uint32_t i = 0; i < imports->count; i++) {
        const struct import_variable *variable = &imports->variables[i];
        if (variable->target == target && (target != MODULE_NONE || text_equal(variable->specifier, specifier)))
            return i;
    }
    return INDEX_NONE;
}

void imports_collect(struct emit_context *context, module_id module, const struct naming *naming,
                     struct imports *imports)
{
    const struct record *record = context->graph->modules[module].record;
    imports->variables = ARENA_ARRAY(context->arena, struct import_variable, record->request_count);
    imports->of_request = ARENA_ARRAY(context->arena, uint32_t, record->request_count);
    imports->count = 0;
    struct map by_target;
    map_init(&by_target);
    for (uint32_t r = 0; r < record->request_count; r++) {
        const struct request *request = &record->requests[r];
        imports->of_request[r] = INDEX_NONE;
        if (request->kind != REQUEST_IMPORT && request->kind != REQUEST_EXPORT_FROM) continue;
        module_id target = graph_connection(context->graph, module, r)->to;
        struct text specifier = record_string(record, request->specifier);
        uint32_t index =
            target != MODULE_NONE ? map_get(&by_target, target, INDEX_NONE) : find_variable(imports, target, specifier);
        if (index == INDEX_NONE) {
            index = imports->count++;
            map_set(&by_target, target, index);
            struct text name = naming_import(naming, specifier, index);
            imports->variables[index] = (struct import_variable){
                .target = target,
                .specifier = specifier,
                .name = name,
                .default_name = naming_unique(naming, arena_format(context->arena, "%.*s_default", TEXT_ARGS(name))),
                .namespace_name =
                    naming_unique(naming, arena_format(context->arena, "%.*s_namespace_cache", TEXT_ARGS(name))),
                .type = target == MODULE_NONE ? IMPORT_NAMESPACE
                                              : provided_import_type(context->graph, context->provided, module, target),
            };
        }
        imports->of_request[r] = index;
    }
    map_release(&by_target);
}

static void put_member(const struct emit_context *context, const struct import_variable *variable, struct text name,
                       struct buffer *out)
{
    buffer_put(out, variable->name);
    literal_put_member(out, export_names_of(&context->names, context->graph, variable->target, name));
}

/* The namespace object of a CommonJS module, made when first asked for: in a cycle the module may not be complete before. */
static void put_fake_namespace(struct emit_context *context, struct import_variable *variable, struct buffer *out)
{
    variable->uses_namespace = true;
    emit_use(context, RUNTIME_NAMESPACE);
    buffer_format(out, "%.*s || (%.*s = %.*s.t(%.*s", TEXT_ARGS(variable->namespace_name),
                  TEXT_ARGS(variable->namespace_name), TEXT_ARGS(context->require), TEXT_ARGS(variable->name));
    if (variable->type != IMPORT_DEFAULT_ONLY) buffer_put_string(out, ", 2");
    buffer_put_string(out, "))");
}

static void put_default_access(struct emit_context *context, struct import_variable *variable, bool is_call,
                               struct buffer *out)
{
    if (variable->type != IMPORT_DYNAMIC) {
        buffer_put(out, variable->name);
        return;
    }
    variable->uses_default = true;
    emit_use(context, RUNTIME_DEFAULT);
    /* The getter is its own member `a`; as a callee that would make the getter `this`. */
    buffer_put(out, variable->default_name);
    buffer_put_string(out, is_call ? "()" : ".a");
}

bool imports_put_access(struct emit_context *context, struct import_variable *variable, const struct import_use *use,
                        struct buffer *out)
{
    const char *open = use->keeps_line_start ? "Object(" : "(";
    if (!use->has_name) {
        if (variable->type == IMPORT_NAMESPACE || variable->type == IMPORT_DYNAMIC) {
            buffer_put(out, variable->name);
        } else {
            buffer_put_string(out, open);
            put_fake_namespace(context, variable, out);
            buffer_put_char(out, ')');
        }
        return false;
    }
    if (text_is(use->name, "default") && variable->type != IMPORT_NAMESPACE) {
        put_default_access(context, variable, use->is_call, out);
        return true;
    }
    if (variable->type == IMPORT_DEFAULT_ONLY) {
        buffer_put_string(out, "/* non-default import from non-ESM */ undefined");
        return true;
    }
    if (use->name_in_source && !export_names_has(&context->names, variable->target)) {
        buffer_put(out, variable->name);
        return false;
    }
    if (use->is_call && !use->name_in_source) {
        buffer_put_string(out, use->keeps_line_start ? "Object(" : "(0,");
        put_member(context, variable, use->name, out);
        buffer_put_char(out, ')');
    } else {
        put_member(context, variable, use->name, out);
    }
    return true;
}

void imports_put_namespace_reexport(struct emit_context *context, struct import_variable *variable, struct buffer *out)
{
    if (variable->type == IMPORT_NAMESPACE || variable->type == IMPORT_DYNAMIC) {
        buffer_put_string(out, "/* reexport module object */ ");
        buffer_put(out, variable->name);
    } else {
        buffer_put_string(out, "/* reexport fake namespace object from non-ESM */ ");
        put_fake_namespace(context, variable, out);
    }
}

void imports_put_name_reexport(struct emit_context *context, struct import_variable *variable, struct text name,
                               struct buffer *out)
{
    if (text_is(name, "default") && variable->type != IMPORT_NAMESPACE) {
        buffer_put_string(out, variable->type == IMPORT_DYNAMIC ? "/* reexport default from dynamic */ "
                                                                : "/* reexport default export from named module */ ");
        put_default_access(context, variable, false, out);
    } else if (variable->type == IMPORT_DEFAULT_ONLY) {
        buffer_put_string(out, "/* reexport non-default export from non-ESM */ undefined");
    } else {
        buffer_put_string(out, "/* reexport safe */ ");
        put_member(context, variable, name, out);
    }
}

void imports_put_declaration(struct emit_context *context, const struct import_variable *variable, struct buffer *out)
{
    buffer_format(out, "/* harmony import */ var %.*s = ", TEXT_ARGS(variable->name));
    if (bitset_has(context->pure_modules, variable->target)) buffer_put_string(out, "/* #__PURE__ */ ");
    interop_put_require(context, variable->target, variable->specifier, out);
    buffer_put_string(out, ";\n");
    if (variable->uses_default) {
        buffer_format(out, "/* harmony import */ var %.*s = /*#__PURE__*/%.*s.n(%.*s);\n",
                      TEXT_ARGS(variable->default_name), TEXT_ARGS(context->require), TEXT_ARGS(variable->name));
    }
}
