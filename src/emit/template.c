#include "emit/template.h"

#include "emit/annotate.h"
#include "emit/context_module.h"
#include "emit/continuation.h"
#include "emit/edits.h"
#include "emit/exports.h"
#include "emit/literal.h"
#include "emit/source_map.h"

/* One module on its way to a factory. */
struct writing {
    struct emit_context *context;
    module_id id;
    const struct module *module;
    const struct record *record;
    struct naming naming;
    struct imports imports;
    struct edits edits;
    struct init_fragments fragments;
    struct buffer scratch;
    struct text default_name;    /* of an anonymous default export */
    bool default_is_alias;       /* `export default name` of a constant: default_name is that name */
    struct text unknown_require; /* empty until something asks for it */
    struct text import_meta;     /* likewise */
    uint32_t context_count;
    uint32_t deleted_until; /* end of the last statement deleted as a whole */
};

static const struct text byte_order_mark = TEXT("\xef\xbb\xbf");

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static struct text take(struct writing *writing)
{
    struct text text = arena_copy(writing->context->arena, buffer_text(&writing->scratch));
    buffer_clear(&writing->scratch);
    return text;
}

/* Does `span` lie in code that never runs? */
static bool is_dead(const struct writing *writing, struct span span)
{
    const struct record *record = writing->record;
    uint32_t low = 0, high = record->rewrite_count;
    while (low < high) { /* the first rewrite that starts behind the span's start */
        uint32_t middle = low + (high - low) / 2;
        if (record->rewrites[middle].span.start <= span.start) low = middle + 1;
        else high = middle;
    }
    if (low == 0) return false;
    const struct rewrite *rewrite = &record->rewrites[low - 1];
    return rewrite->kind == REWRITE_DEAD && span.end <= rewrite->span.end;
}

/* ------------------------------------------------------------------------------------------------ references */

static void edit_reference(struct writing *writing, const struct reference *reference)
{
    const struct record *record = writing->record;
    struct import_variable *variable = &writing->imports.variables[writing->imports.of_request[reference->request]];
    const struct path_segment *first = &record->segments[reference->first_segment];
    struct import_use use = {
        .has_name =
            reference->segment_count > 0 && (reference->imported_count > 0 || first->end > reference->identifier.end),
        .name_in_source = reference->imported_count == 0,
        .is_call =
            reference->segment_count == 1 && (reference->kind == REFERENCE_CALLEE || reference->kind == REFERENCE_TAG),
        .keeps_line_start = continuation_possible(writing->module->source, reference->identifier.start),
    };
    if (use.has_name) {
        use.name = record_string(record, first->name);
        bool asks_presence = reference->kind == REFERENCE_TYPEOF || reference->kind == REFERENCE_ASSIGNED;
        if (!use.name_in_source || (variable->type == IMPORT_NAMESPACE && !asks_presence)) {
            exports_check_name(writing->context, writing->id, reference->identifier.start, variable->target,
                               graph_name(writing->context->graph, writing->id, first->name));
        }
    }
    struct span span = reference->identifier;
    if (reference->shorthand) {
        buffer_put(&writing->scratch, text_slice(writing->module->source, span.start, span.end));
        buffer_put_string(&writing->scratch, ": ");
    }
    bool covers_name = imports_put_access(writing->context, variable, &use, &writing->scratch);
    if (covers_name && use.name_in_source) {
        struct text between = text_slice(writing->module->source, span.end, first->end);
        if (text_starts_with(text_trim(between), TEXT(")"))) {
            emit_refuse(writing->context, writing->id, span.start, "a member of a namespace in parentheses");
        }
        span.end = first->end;
    }
    edits_add(&writing->edits, span, take(writing));
}

static void edit_references(struct writing *writing)
{
    const struct record *record = writing->record;
    for (uint32_t i = 0; i < record->reference_count; i++) {
        const struct reference *reference = &record->references[i];
        if (reference->secondary || reference->kind == REFERENCE_REEXPORTED || reference->request == INDEX_NONE)
            continue;
        if (writing->imports.of_request[reference->request] == INDEX_NONE) continue;
        if (!is_dead(writing, reference->identifier)) edit_reference(writing, reference);
    }
}

/* ------------------------------------------------------------------------------------------------ requests */

static void edit_request(struct writing *writing, uint32_t index)
{
    struct emit_context *context = writing->context;
    const struct request *request = &writing->record->requests[index];
    const struct connection *connection = graph_connection(context->graph, writing->id, index);
    struct text specifier = record_string(writing->record, request->specifier);
    struct buffer *out = &writing->scratch;
    uint32_t at = request->specifier_span.start;
    if (emit_is_asset(context, connection->to)) {
        emit_refuse(context, writing->id, at, "an import of a file that is no JavaScript");
        return;
    }
    if (context->graph->modules[connection->to].otherwise != MODULE_NONE) {
        emit_refuse(context, writing->id, at, "an import that may belong to a share or not");
        return;
    }
    switch ((enum request_kind)request->kind) {
    case REQUEST_IMPORT:
    case REQUEST_EXPORT_FROM: return; /* a variable; its statement is deleted by a rewrite */
    case REQUEST_AMD: return;         /* `define` does not exist in a chunk: the branch for CommonJS runs */
    case REQUEST_JSX_RUNTIME: emit_refuse(context, writing->id, at, "JSX"); return;
    case REQUEST_URL:
    case REQUEST_WORKER: emit_refuse(context, writing->id, at, "new URL(\"...\", import.meta.url)"); return;
    case REQUEST_REQUIRE: interop_put_require(context, connection->to, specifier, out); break;
    case REQUEST_DYNAMIC_IMPORT:
        interop_put_dynamic_import(context, writing->id, connection->to, specifier, out);
        break;
    case REQUEST_REQUIRE_RESOLVE:
        if (connection->missing) interop_put_require(context, MODULE_NONE, specifier, out);
        else emit_put_id(context, connection->to, out);
        break;
    case REQUEST_CONTEXT: {
        struct text name = naming_unique(&writing->naming, arena_format(context->arena, "__webpack_context_%u__",
                                                                        (unsigned)writing->context_count++));
        struct span callee;
        struct text function = context_module_function(context, writing->id, index, name, &callee);
        if (!function.length) return;
        init_fragments_add(&writing->fragments, INIT_CONSTANTS, index, TEXT(""), function, TEXT(""));
        edits_add(&writing->edits, callee, name);
        return;
    }
    }
    edits_add(&writing->edits, request->statement, take(writing));
}

static void edit_requests(struct writing *writing)
{
    for (uint32_t r = 0; r < writing->record->request_count; r++) {
        if (!is_dead(writing, writing->record->requests[r].statement)) edit_request(writing, r);
    }
}

/* ------------------------------------------------------------------------------------------------ rewrites */

/* A statement that runs to the end of its line, deleted with that line when nothing else stands on it. */
static struct span whole_line(struct text source, struct span span)
{
    uint32_t start = span.start, end = span.end;
    while (start > 0 && is_blank(source.at[start - 1])) start--;
    if (start > 0 && !is_line_end(source.at[start - 1])) return span;
    while (end < source.length && is_blank(source.at[end])) end++;
    if (end < source.length && source.at[end] == '\r') end++;
    if (end >= source.length || source.at[end] != '\n') return span;
    return (struct span){start, end + 1};
}

/* Does the top-level statement before `offset` end without a semicolon, so that what follows the deleted one could continue it? */
static bool follows_open_statement(const struct writing *writing, uint32_t offset)
{
    const struct record *record = writing->record;
    struct text source = writing->module->source;
    uint32_t low = 0, high = record->part_count;
    while (low < high) { /* the first part that ends behind the offset */
        uint32_t middle = low + (high - low) / 2;
        if (record->parts[middle].span.end <= offset) low = middle + 1;
        else high = middle;
    }
    if (low == 0) return false;
    uint32_t end = record->parts[low - 1].span.end;
    if (end <= writing->deleted_until) return false; /* settled when that one was deleted */
    if (end > 0 && source.at[end - 1] == ';') return false;
    while (end < offset && is_blank(source.at[end])) end++;
    return source.at[end] != ';';
}

static void edit_deletion(struct writing *writing, struct span span)
{
    struct text source = writing->module->source, text = text_slice(source, span.start, span.end);
    bool is_statement = text_starts_with(text, TEXT("import")) || text_find_char(text, '{', 0) != TEXT_NOWHERE ||
                        text_find_char(text, '*', 0) != TEXT_NOWHERE;
    if (!is_statement) {
        edits_add(&writing->edits, span, TEXT(""));
        return;
    }
    if (follows_open_statement(writing, span.start)) edits_add(&writing->edits, span, TEXT(";"));
    else edits_add(&writing->edits, whole_line(source, span), TEXT(""));
    writing->deleted_until = span.end;
}

/* The export entry of the module's anonymous default. */
static const struct export_entry *default_entry(const struct record *record)
{
    for (uint32_t e = 0; e < record->export_count; e++) {
        if (record->exports[e].kind == EXPORT_DEFAULT_EXPRESSION) return &record->exports[e];
    }
    return NULL;
}

/* Statement that gives the default export the name that JavaScript gives it, unless it has one of its own. */
static void put_default_name_fix(struct writing *writing)
{
    struct text name = writing->default_name;
    buffer_format(
        &writing->scratch,
        "\nif (typeof %.*s === \"function\" && (Object.getOwnPropertyDescriptor(%.*s, \"name\") || {}).value === "
        "\"%.*s\") Object.defineProperty(%.*s, \"name\", { value: \"default\", configurable: true });",
        TEXT_ARGS(name), TEXT_ARGS(name), TEXT_ARGS(name), TEXT_ARGS(name));
}

/* Could this expression be an anonymous function or class, which takes its name from what it is assigned to? */
static bool may_be_anonymous(struct text expression)
{
    bool has_body = text_find(expression, TEXT("=>"), 0) != TEXT_NOWHERE ||
                    text_find(expression, TEXT("function"), 0) != TEXT_NOWHERE ||
                    text_find(expression, TEXT("class"), 0) != TEXT_NOWHERE;
    if (!has_body || expression.length == 0) return false;
    if (expression.at[0] == '(' || expression.at[0] == '/' || text_starts_with(expression, TEXT("async"))) return true;
    size_t i = 0;
    while (i < expression.length && literal_is_name_byte(expression.at[i])) i++;
    while (i < expression.length && is_blank(expression.at[i])) i++;
    return text_starts_with(text_slice(expression, i, expression.length), TEXT("=>"));
}

/* The constant that `export default name` names, or an empty text. Its getter may read it directly: what a variable is when the module ran is what it stays.
 * Not of `var`, which is undefined where the export may not be read yet. */
static struct text default_alias(const struct writing *writing)
{
    const struct record *record = writing->record;
    const struct export_entry *entry = default_entry(record);
    if (writing->context->options->ids != EMIT_IDS_SHORT || !entry) return TEXT("");
    struct text value = text_slice(writing->module->source, entry->span.start, entry->span.end);
    for (uint32_t i = 0; i < record->binding_count; i++) {
        const struct record_binding *binding = &record->bindings[i];
        bool is_constant =
            binding->request == INDEX_NONE && !binding->written && (binding->hoisted || binding->lexical);
        if (is_constant && text_equal(record_string(record, binding->name), value)) return value;
    }
    return TEXT("");
}

/* Deletes a whole `export default name;`, which goes from `start` to `end` and a semicolon. */
static void edit_default_alias(struct writing *writing, uint32_t start, uint32_t end)
{
    struct text source = writing->module->source;
    uint32_t next = end;
    while (next < source.length && is_blank(source.at[next])) next++;
    if (next < source.length && source.at[next] == ';') end = next + 1;
    struct span span = {start, end};
    if (follows_open_statement(writing, start)) edits_add(&writing->edits, span, TEXT(";"));
    else edits_add(&writing->edits, whole_line(source, span), TEXT(""));
    writing->deleted_until = end;
}

/* Comments between `default` and the value stay: PURE may be among them. */
static void edit_default_value(struct writing *writing, struct span span)
{
    size_t keyword = text_find(text_slice(writing->module->source, span.start, span.end), TEXT("default"), 0);
    if (keyword != TEXT_NOWHERE) span.end = span.start + (uint32_t)(keyword + strlen("default"));
    edits_add(&writing->edits, span,
              arena_format(writing->context->arena, "const %.*s = (", TEXT_ARGS(writing->default_name)));
}

static void edit_default_value_end(struct writing *writing, struct span span, uint32_t value_start)
{
    struct text source = writing->module->source;
    uint32_t next = span.start;
    while (next < source.length && is_blank(source.at[next])) next++;
    bool has_semicolon = next < source.length && source.at[next] == ';';
    bool fix_name = may_be_anonymous(text_trim(text_slice(source, value_start, span.start)));
    buffer_put_string(&writing->scratch, has_semicolon && !fix_name ? ")" : ");");
    if (fix_name) put_default_name_fix(writing);
    edits_add(&writing->edits, span, take(writing));
}

static void edit_default_name(struct writing *writing, const struct rewrite *rewrite)
{
    struct emit_context *context = writing->context;
    struct text source = writing->module->source, name = writing->default_name;
    edits_add(&writing->edits, rewrite->span, TEXT(""));
    edits_add(&writing->edits, (struct span){rewrite->text_offset, rewrite->text_offset},
              arena_format(context->arena, " %.*s", TEXT_ARGS(name)));
    if (text_ends_with(text_slice(source, 0, rewrite->text_offset), TEXT("class"))) {
        const struct export_entry *entry = default_entry(writing->record);
        if (!entry || entry->part == INDEX_NONE) return;
        uint32_t end = writing->record->parts[entry->part].span.end;
        put_default_name_fix(writing);
        edits_add(&writing->edits, (struct span){end, end}, take(writing));
    } else {
        /* The function is hoisted: so is its name. */
        init_fragments_add(
            &writing->fragments, INIT_ESM_EXPORTS, 2, TEXT(""),
            arena_format(context->arena,
                         "Object.defineProperty(%.*s, \"name\", { value: \"default\", configurable: true });\n",
                         TEXT_ARGS(name)),
            TEXT(""));
    }
}

static struct text unknown_require(struct writing *writing)
{
    if (!writing->unknown_require.length) {
        struct text name = naming_unique(&writing->naming, TEXT("__webpack_unknown_require__"));
        writing->unknown_require = name;
        init_fragments_add(
            &writing->fragments, INIT_CONSTANTS, 0, TEXT(""),
            arena_format(writing->context->arena,
                         "function %.*s(request) { var e = new Error(\"Cannot find module '\" + request + \"'\"); "
                         "e.code = 'MODULE_NOT_FOUND'; throw e; }\n",
                         TEXT_ARGS(name)),
            TEXT(""));
    }
    return writing->unknown_require;
}

/* The module's place as a URL; its id stands for the path, so that no folder of this machine gets into the chunk. */
static struct text module_url(struct writing *writing)
{
    struct text id = writing->module->id;
    if (text_starts_with(id, TEXT("./"))) id = text_slice(id, 2, id.length);
    struct text url = arena_format(writing->context->arena, "file:///%.*s", TEXT_ARGS(id));
    literal_put_string(&writing->scratch, url, '"');
    return take(writing);
}

static struct text import_meta(struct writing *writing)
{
    if (!writing->import_meta.length) {
        struct text name = naming_unique(&writing->naming, TEXT("__WEBPACK_IMPORT_META__"));
        writing->import_meta = name;
        struct text url = module_url(writing);
        init_fragments_add(
            &writing->fragments, INIT_CONSTANTS, 0, TEXT(""),
            arena_format(writing->context->arena, "var %.*s = { url: %.*s };\n", TEXT_ARGS(name), TEXT_ARGS(url)),
            TEXT(""));
    }
    return writing->import_meta;
}

static void edit_rewrite(struct writing *writing, const struct rewrite *rewrite, uint32_t *default_value_start)
{
    struct text text = record_string(writing->record, rewrite->text);
    switch ((enum rewrite_kind)rewrite->kind) {
    case REWRITE_DELETE: edit_deletion(writing, rewrite->span); return;
    case REWRITE_DEFAULT_VALUE:
        if (writing->default_is_alias) {
            edit_default_alias(writing, rewrite->span.start,
                               rewrite->span.end + (uint32_t)writing->default_name.length);
            return;
        }
        edit_default_value(writing, rewrite->span);
        *default_value_start = rewrite->span.end;
        return;
    case REWRITE_DEFAULT_VALUE_END:
        if (!writing->default_is_alias) edit_default_value_end(writing, rewrite->span, *default_value_start);
        return;
    case REWRITE_DEFAULT_NAME: edit_default_name(writing, rewrite); return;
    case REWRITE_TEXT: break;
    case REWRITE_DEAD:
        text = rewrite->is_statement ? arena_format(writing->context->arena, "{ %.*s }", TEXT_ARGS(text)) : TEXT("0");
        break;
    case REWRITE_UNDEFINED:
    case REWRITE_MODULE: text = TEXT("undefined"); break;
    case REWRITE_GLOBAL: text = TEXT("globalThis"); break;
    case REWRITE_IMPORT_META_URL: text = module_url(writing); break;
    case REWRITE_IMPORT_META: text = import_meta(writing); break;
    case REWRITE_REQUIRE: text = unknown_require(writing); break;
    case REWRITE_FILENAME: text = TEXT("\"/index.js\""); break;
    case REWRITE_DIRNAME: text = TEXT("\"/\""); break;
    }
    if (rewrite->shorthand) {
        struct text name = text_slice(writing->module->source, rewrite->span.start, rewrite->span.end);
        text = arena_format(writing->context->arena, "%.*s: %.*s", TEXT_ARGS(name), TEXT_ARGS(text));
    }
    edits_add(&writing->edits, rewrite->span, text);
}

static void edit_rewrites(struct writing *writing)
{
    uint32_t default_value_start = 0;
    for (uint32_t i = 0; i < writing->record->rewrite_count; i++) {
        edit_rewrite(writing, &writing->record->rewrites[i], &default_value_start);
    }
}

/* ------------------------------------------------------------------------------------------------ CommonJS exports */

static void edit_commonjs_exports(struct writing *writing)
{
    struct text source = writing->module->source;
    for (uint32_t i = 0; i < writing->record->commonjs_count; i++) {
        const struct commonjs_export *export = &writing->record->commonjs[i];
        if (!export->annotatable || is_dead(writing, export->expression)) continue;
        struct text open = annotate_open(writing->context, writing->id,
                                         graph_name(writing->context->graph, writing->id, export->name));
        if (!open.length) continue;
        uint32_t start = export->expression.start, end = export->expression.end, next = end;
        while (next < source.length && is_blank(source.at[next])) next++;
        bool has_end = export->shape == COMMONJS_PROPERTY || (next < source.length && source.at[next] == ';');
        edits_add(&writing->edits, (struct span){start, start}, open);
        edits_add(&writing->edits, (struct span){end, end}, annotate_close);
        if (!has_end) edits_add(&writing->edits, (struct span){end, end}, TEXT(";"));
    }
}

/* ------------------------------------------------------------------------------------------------ factories */

static void add_import_fragments(struct writing *writing)
{
    struct emit_context *context = writing->context;
    for (uint32_t i = 0; i < writing->imports.count; i++) {
        const struct import_variable *variable = &writing->imports.variables[i];
        if (variable->uses_namespace) {
            init_fragments_add(&writing->fragments, INIT_CONSTANTS, 0, TEXT(""),
                               arena_format(context->arena, "var %.*s;\n", TEXT_ARGS(variable->namespace_name)),
                               TEXT(""));
        }
        imports_put_declaration(context, variable, &writing->scratch);
        init_fragments_add(&writing->fragments, INIT_ESM_IMPORTS, 2 * i, TEXT(""), take(writing), TEXT(""));
    }
}

/* Deletes the comment that names the file's own map: in a chunk it would name a map of the chunk. Only where it can be part of nothing else. */
static void edit_map_comment(struct writing *writing)
{
    struct text source = writing->module->source;
    struct source_map_comment comment;
    if (!source_map_comment_find(source, &comment)) return;
    struct text tail = text_slice(source, comment.start, source.length);
    bool is_open = text_find_char(tail, '`', 0) != TEXT_NOWHERE || text_find(tail, TEXT("*/"), 0) != TEXT_NOWHERE;
    if (!is_open) edits_add(&writing->edits, (struct span){(uint32_t)comment.start, (uint32_t)comment.end}, TEXT(""));
}

static void put_body(struct writing *writing, struct buffer *out)
{
    struct text source = writing->module->source;
    uint32_t start = text_starts_with(source, byte_order_mark) ? (uint32_t)byte_order_mark.length : 0;
    if (start) edits_add(&writing->edits, (struct span){0, start}, TEXT(""));
    if (text_starts_with(text_slice(source, start, source.length), TEXT("#!"))) {
        edits_add(&writing->edits, (struct span){start, start}, TEXT("//"));
    }
    edit_map_comment(writing);
    init_fragments_put_start(&writing->fragments, out);
    size_t body_start = out->length;
    edits_apply(&writing->edits, source, out, writing->context->origins, writing->id);
    while (out->length > body_start && is_line_end(out->at[out->length - 1])) out->length--;
    if (writing->context->origins) origins_end_at(writing->context->origins, (uint32_t)out->length);
    init_fragments_put_end(&writing->fragments, out);
    buffer_put_char(out, '\n');
}

static void put_esm(struct writing *writing, struct buffer *out)
{
    struct emit_context *context = writing->context;
    struct text exports = naming_unique(&writing->naming, TEXT("__webpack_exports__"));
    imports_collect(context, writing->id, &writing->naming, &writing->imports);
    if (writing->record->has_eval && writing->imports.count) {
        emit_refuse(context, writing->id, 0, "direct eval beside imports");
    }
    writing->default_name = default_alias(writing);
    writing->default_is_alias = writing->default_name.length > 0;
    if (!writing->default_is_alias)
        writing->default_name = naming_unique(&writing->naming, TEXT("__WEBPACK_DEFAULT_EXPORT__"));
    edit_references(writing);
    edit_requests(writing);
    edit_rewrites(writing);
    if (!export_names_has(&context->names, writing->id)) {
        emit_use(context, RUNTIME_MARK);
        struct text mark =
            arena_format(context->arena, "%.*s.r(%.*s);\n", TEXT_ARGS(context->require), TEXT_ARGS(exports));
        init_fragments_add(&writing->fragments, INIT_ESM_EXPORTS, 0, TEXT(""), mark, TEXT(""));
    }
    exports_add_fragments(context, writing->id, &writing->imports, writing->default_name, exports, &writing->naming,
                          &writing->fragments);
    add_import_fragments(writing); /* last: by now it is known which helper variables the accesses need */
    buffer_format(out, "((%.*s, %.*s, %.*s) => {\n",
                  TEXT_ARGS(naming_unique(&writing->naming, TEXT("__unused_webpack_module"))), TEXT_ARGS(exports),
                  TEXT_ARGS(context->require));
    if (!context->strict_file) buffer_put_string(out, "\"use strict\";\n");
    put_body(writing, out);
    buffer_put_string(out, "})");
}

static void put_commonjs(struct writing *writing, struct buffer *out)
{
    enum emit_format format = writing->context->options->format;
    if ((format == EMIT_MODULE || format == EMIT_MODULE_CONTAINER) && writing->record->sloppy_offset != INDEX_NONE) {
        emit_refuse(writing->context, writing->id, writing->record->sloppy_offset,
                    "in an ES module what strict mode forbids; --format container can");
    }
    edit_requests(writing);
    edit_rewrites(writing);
    edit_commonjs_exports(writing);
    buffer_format(out, "(function(module, exports, %.*s) {\n", TEXT_ARGS(writing->context->require));
    /* Fragments may come before the source's own directive. */
    if (writing->record->strict && !writing->context->strict_file) buffer_put_string(out, "\"use strict\";\n");
    put_body(writing, out);
    buffer_put_string(out, "})");
}

/* JSON without the space between its tokens. */
static void put_json(const struct module *module, struct buffer *out)
{
    struct text source = module->source;
    if (text_starts_with(source, byte_order_mark)) source = text_slice(source, byte_order_mark.length, source.length);
    struct buffer packed;
    buffer_init(&packed);
    bool in_string = false;
    for (size_t i = 0; i < source.length; i++) {
        char c = source.at[i];
        if (!in_string && (is_blank(c) || is_line_end(c))) continue;
        buffer_put_char(&packed, c);
        if (c == '"') in_string = !in_string;
        else if (in_string && c == '\\' && i + 1 < source.length) buffer_put_char(&packed, source.at[++i]);
    }
    buffer_put_string(out, "((module) => {\nmodule.exports = /*#__PURE__*/JSON.parse(");
    literal_put_string(out, buffer_text(&packed), '\'');
    buffer_put_string(out, ");\n})");
    buffer_release(&packed);
}

static void put_source(struct emit_context *context, module_id id, struct buffer *out)
{
    const struct module *module = &context->graph->modules[id];
    struct writing writing = {.context = context, .id = id, .module = module, .record = module->record};
    naming_init(&writing.naming, module->source, context->arena);
    edits_init(&writing.edits);
    init_fragments_init(&writing.fragments);
    buffer_init(&writing.scratch);
    context->require = naming_unique(&writing.naming, TEXT("__webpack_require__"));
    if (module->record->exports_open) emit_refuse(context, id, 0, "a file that another tool compiles");
    else if (module->record->uses_typescript) emit_refuse(context, id, 0, "TypeScript");
    else if (module->record->amd_only) emit_refuse(context, id, 0, "an AMD module");
    if (module->record->top_level_await) emit_refuse(context, id, 0, "top-level await");
    if (module->record->syntax == MODULE_ESM) put_esm(&writing, out);
    else put_commonjs(&writing, out);
    edits_release(&writing.edits);
    init_fragments_release(&writing.fragments);
    buffer_release(&writing.scratch);
}

static void put_flag(const char *name, bool value, struct buffer *out)
{
    buffer_format(out, ",\"%s\":%s", name, value ? "true" : "false");
}

/* The share that a consume-shared module asks for, as JSON: what `loadShare` of the federation runtime wants to know. */
static void put_consumed(const struct module *module, struct buffer *out)
{
    buffer_put_string(out, "((module) => {\n__webpack_consume__(module, {\"key\":");
    literal_put_string(out, module->share_key, '"');
    buffer_put_string(out, ",\"scope\":[");
    for (uint32_t s = 0; s < module->share_scope_count; s++) {
        if (s) buffer_put_char(out, ',');
        literal_put_string(out, module->share_scopes[s], '"');
    }
    buffer_put_string(out, "],\"config\":{\"requiredVersion\":");
    if (module->required_version.length) literal_put_string(out, module->required_version, '"');
    else buffer_put_string(out, "false");
    put_flag("singleton", module->singleton, out);
    put_flag("strictVersion", module->strict_version, out);
    put_flag("eager", module->eager, out);
    buffer_put_string(out, "}});\n})");
}

void template_put_factory(struct emit_context *context, module_id id, struct buffer *out)
{
    const struct module *module = &context->graph->modules[id];
    if (module->kind == MODULE_IGNORED) {
        buffer_put_string(out, "(() => {\n/* (ignored) */\n})");
    } else if (module->kind == MODULE_CONSUME_SHARED) {
        put_consumed(module, out);
    } else if (emit_is_remote(module)) {
        emit_refuse(context, id, 0, "a module of a remote");
    } else if (module->kind == MODULE_EXTERNAL) {
        buffer_put_string(out, "((module) => {\nmodule.exports = require(");
        literal_put_string(out, module->request, '"');
        buffer_put_string(out, ");\n})");
    } else if (module->record->syntax == MODULE_JSON) {
        put_json(module, out);
    } else if (module->record->syntax == MODULE_OPAQUE) {
        emit_refuse(context, id, module->record->error_offset, "a module that is not understood");
    } else if (module->record->syntax != MODULE_ASSET) { /* an asset is refused where it is imported */
        put_source(context, id, out);
    }
}
