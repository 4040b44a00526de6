#include "model/verify.h"

#include <stdio.h>
#include <stdlib.h>

struct verifying {
    const struct record *record;
    size_t source_length;
    struct arena *arena;
    struct text problem;
};

#define CHECK(v, condition, table, index) ((condition) ? true : (complain((v), (table), (index), #condition), false))

static void complain(struct verifying *v, const char *table, uint32_t index, const char *condition)
{
    if (v->problem.length == 0) v->problem = arena_format(v->arena, "%s[%u]: %s", table, index, condition);
}

static bool is_string(const struct verifying *v, string_index string)
{
    return string < v->record->string_count;
}

static bool is_inside(const struct verifying *v, struct span span)
{
    return span.start <= span.end && span.end <= v->source_length;
}

static bool is_request(const struct verifying *v, uint32_t request)
{
    return request < v->record->request_count;
}

static bool is_part(const struct verifying *v, uint32_t part)
{
    return part < v->record->part_count;
}

static bool is_range(uint32_t first, uint32_t count, uint32_t total)
{
    return first <= total && count <= total - first;
}

/* ---------------------------------------------------------------------------------------------- the tables of a record */

static void check_strings(struct verifying *v)
{
    CHECK(v, v->record->string_count > 0, "strings", 0);
    if (v->record->string_count) CHECK(v, v->record->strings[0].length == 0, "strings", 0);
}

static void check_requests(struct verifying *v)
{
    for (uint32_t i = 0; i < v->record->request_count; i++) {
        const struct request *request = &v->record->requests[i];
        CHECK(v, request->kind <= REQUEST_JSX_RUNTIME, "requests", i);
        CHECK(v, is_string(v, request->specifier) && is_string(v, request->attribute_type), "requests", i);
        CHECK(v, is_part(v, request->part), "requests", i);
        CHECK(v, is_inside(v, request->statement) && is_inside(v, request->specifier_span), "requests", i);
        CHECK(v, (request->kind == REQUEST_CONTEXT) == (request->context != INDEX_NONE), "requests", i);
        CHECK(v, request->context == INDEX_NONE || request->context < v->record->context_count, "requests", i);
    }
    for (uint32_t i = 0; i < v->record->context_count; i++) {
        const struct context *context = &v->record->contexts[i];
        CHECK(v, is_string(v, context->prefix) && is_string(v, context->suffix), "contexts", i);
        const struct context_pattern patterns[] = {context->pattern, context->include, context->exclude};
        for (uint32_t p = 0; p < 3; p++)
            CHECK(v, is_string(v, patterns[p].source) && is_string(v, patterns[p].flags), "contexts", i);
        CHECK(v, context->asked_by <= CONTEXT_FUNCTION, "contexts", i);
    }
}

static void check_references(struct verifying *v)
{
    for (uint32_t i = 0; i < v->record->reference_count; i++) {
        const struct reference *reference = &v->record->references[i];
        CHECK(v, reference->kind <= REFERENCE_REEXPORTED && reference->reason <= REASON_MODULE_CACHE, "references", i);
        CHECK(v, reference->request == INDEX_NONE || is_request(v, reference->request), "references", i);
        CHECK(v, is_range(reference->first_segment, reference->segment_count, v->record->segment_count), "references",
              i);
        CHECK(v, reference->imported_count <= 1 && reference->imported_count <= reference->segment_count, "references",
              i);
        CHECK(v, is_part(v, reference->part) && is_inside(v, reference->identifier), "references", i);
        CHECK(v, i == 0 || reference[-1].identifier.start <= reference->identifier.start, "references", i);
    }
    for (uint32_t i = 0; i < v->record->segment_count; i++) {
        CHECK(v, is_string(v, v->record->segments[i].name) && v->record->segments[i].end <= v->source_length,
              "segments", i);
    }
}

static void check_exports(struct verifying *v)
{
    for (uint32_t i = 0; i < v->record->export_count; i++) {
        const struct export_entry *entry = &v->record->exports[i];
        bool follows = entry->kind == EXPORT_REEXPORT || entry->kind == EXPORT_NAMESPACE || entry->kind == EXPORT_STAR;
        CHECK(v, entry->kind <= EXPORT_STAR && is_inside(v, entry->span), "exports", i);
        CHECK(v, is_string(v, entry->name) && is_string(v, entry->local) && is_string(v, entry->imported), "exports",
              i);
        CHECK(v, follows ? is_request(v, entry->request) : entry->request == INDEX_NONE, "exports", i);
        CHECK(v, entry->binding == INDEX_NONE || entry->binding < v->record->binding_count, "exports", i);
        CHECK(v, entry->part == INDEX_NONE || is_part(v, entry->part), "exports", i);
    }
    for (uint32_t i = 0; i < v->record->commonjs_count; i++) {
        const struct commonjs_export *entry = &v->record->commonjs[i];
        bool whole = entry->shape == COMMONJS_WHOLE || entry->shape == COMMONJS_WHOLE_REQUIRE;
        CHECK(v, entry->shape <= COMMONJS_WHOLE_REQUIRE && is_string(v, entry->name), "commonjs", i);
        CHECK(v, whole ? entry->name == 0 : entry->name != 0, "commonjs", i);
        CHECK(v, entry->request == INDEX_NONE || is_request(v, entry->request), "commonjs", i);
        CHECK(v, entry->shape != COMMONJS_WHOLE_REQUIRE || entry->request != INDEX_NONE, "commonjs", i);
        CHECK(v, is_string(v, entry->imported) && is_part(v, entry->part), "commonjs", i);
        CHECK(v, is_inside(v, entry->expression) && is_inside(v, entry->value), "commonjs", i);
        CHECK(v, !(entry->annotatable && v->record->commonjs_open), "commonjs", i);
    }
}

static void check_parts(struct verifying *v)
{
    for (uint32_t i = 0; i < v->record->binding_count; i++) {
        const struct record_binding *binding = &v->record->bindings[i];
        CHECK(v, is_string(v, binding->name) && is_string(v, binding->imported), "bindings", i);
        CHECK(v, binding->request == INDEX_NONE || is_request(v, binding->request), "bindings", i);
    }
    for (uint32_t i = 0; i < v->record->part_count; i++) {
        const struct record_part *part = &v->record->parts[i];
        CHECK(v, is_inside(v, part->span), "parts", i);
        CHECK(v, i == 0 || part[-1].span.end <= part->span.start, "parts", i);
        CHECK(v, is_range(part->first_declared, part->declared_count, v->record->part_binding_count), "parts", i);
        CHECK(v, is_range(part->first_read, part->read_count, v->record->part_binding_count), "parts", i);
        CHECK(v, part->pure || !v->record->pure, "parts", i);
        CHECK(v, is_range(part->first_callee, part->callee_count, v->record->callee_count), "parts", i);
        CHECK(v, part->pure || part->callee_count == 0, "parts", i);
    }
    for (uint32_t i = 0; i < v->record->callee_count; i++) {
        const struct record_callee *callee = &v->record->callees[i];
        CHECK(v, is_request(v, callee->request) && callee->segment_count > 0, "callees", i);
        CHECK(v, is_range(callee->first_segment, callee->segment_count, v->record->segment_count), "callees", i);
    }
    for (uint32_t i = 0; i < v->record->part_binding_count; i++) {
        CHECK(v, v->record->part_bindings[i] < v->record->binding_count, "part_bindings", i);
    }
}

/* What lies inside a dead branch is swallowed by it; otherwise rewrites follow each other. */
static void check_rewrites(struct verifying *v)
{
    uint32_t end = 0, dead_end = 0;
    for (uint32_t i = 0; i < v->record->rewrite_count; i++) {
        const struct rewrite *rewrite = &v->record->rewrites[i];
        CHECK(v, rewrite->kind <= REWRITE_DIRNAME && is_inside(v, rewrite->span) && is_string(v, rewrite->text),
              "rewrites", i);
        CHECK(v, rewrite->text_offset <= v->source_length, "rewrites", i);
        CHECK(v, i == 0 || rewrite[-1].span.start <= rewrite->span.start, "rewrites", i);
        CHECK(v, end <= rewrite->span.start || rewrite->span.end <= dead_end, "rewrites", i);
        if (rewrite->kind == REWRITE_DEAD && rewrite->span.end > dead_end) dead_end = rewrite->span.end;
        if (rewrite->span.end > end) end = rewrite->span.end;
    }
}

struct text verify_record(const struct record *record, size_t source_length, struct arena *arena)
{
    struct verifying v = {.record = record, .source_length = source_length, .arena = arena};
    CHECK(&v, record->syntax <= MODULE_OPAQUE && record->commonjs_type <= COMMONJS_FLAGGED, "record", 0);
    CHECK(&v, !record->has_error || record->error_offset <= source_length, "record", 0);
    check_strings(&v);
    check_requests(&v);
    check_references(&v);
    check_exports(&v);
    check_parts(&v);
    check_rewrites(&v);
    return v.problem;
}

/* ---------------------------------------------------------------------------------------------- the tables of a graph */

static void check_module(struct verifying *v, const struct graph *graph, module_id m)
{
    const struct module *module = &graph->modules[m];
    CHECK(v, module->kind <= MODULE_CONSUME_SHARED && module->side_effects <= SIDE_EFFECTS_PRESENT, "modules", m);
    CHECK(v, (module->kind == MODULE_SOURCE) == (module->record != NULL), "modules", m);
    CHECK(v, module->kind == MODULE_CONSUME_SHARED || module->fallback == MODULE_NONE, "modules", m);
    CHECK(v, module->fallback < graph->module_count && module->fallback != m, "modules", m);
    CHECK(v, module->kind == MODULE_CONSUME_SHARED || module->otherwise == MODULE_NONE, "modules", m);
    CHECK(v, module->otherwise < graph->module_count && module->otherwise != m, "modules", m);
    CHECK(v, module->id.length > 0, "modules", m);
    if (!module->record) return;
    CHECK(v, is_range(module->first_connection, module->record->request_count, graph->connection_count), "modules", m);
    for (string_index s = 0; s < module->record->string_count; s++) {
        CHECK(v, module->names[s] < graph->names->count && (module->names[s] == NAME_NONE) == (s == 0),
              "names of modules", m);
    }
    struct text problem = verify_record(module->record, module->source.length, v->arena);
    if (problem.length && v->problem.length == 0) {
        v->problem = arena_format(v->arena, "%.*s: %.*s", TEXT_ARGS(module->id), TEXT_ARGS(problem));
    }
}

static void check_connections(struct verifying *v, const struct graph *graph)
{
    for (uint32_t i = 0; i < graph->connection_count; i++) {
        const struct connection *connection = &graph->connections[i];
        CHECK(v, connection->to < graph->module_count, "connections", i);
        CHECK(v, !connection->missing || connection->to == MODULE_NONE, "connections", i);
        CHECK(v,
              is_range(connection->first_context_target, connection->context_target_count, graph->context_target_count),
              "connections", i);
    }
    for (uint32_t i = 0; i < graph->context_target_count; i++) {
        CHECK(v, graph->context_targets[i] != MODULE_NONE && graph->context_targets[i] < graph->module_count,
              "context_targets", i);
    }
}

static int compare_shares(const struct provided_share *a, const struct provided_share *b)
{
    int order = text_compare(a->key, b->key);
    if (order == 0) order = text_compare(a->scope, b->scope);
    return order ? order : text_compare(a->version, b->version);
}

static void check_starts(struct verifying *v, const struct graph *graph)
{
    for (uint32_t i = 0; i < graph->root_count; i++) {
        CHECK(v, graph->roots[i].module != MODULE_NONE && graph->roots[i].module < graph->module_count, "roots", i);
    }
    for (uint32_t i = 0; i < graph->provided_share_count; i++) {
        const struct provided_share *share = &graph->provided_shares[i];
        CHECK(v, share->module != MODULE_NONE && share->module < graph->module_count, "provided_shares", i);
        CHECK(v, i == 0 || compare_shares(share - 1, share) <= 0, "provided_shares", i);
    }
}

struct text verify_graph(const struct graph *graph, struct arena *arena)
{
    struct verifying v = {.arena = arena};
    CHECK(&v, graph->module_count > 0, "modules", 0);
    for (module_id m = 1; m < graph->module_count; m++) check_module(&v, graph, m);
    check_connections(&v, graph);
    check_starts(&v, graph);
    return v.problem;
}

void verify_or_abort(struct text problem)
{
    if (problem.length == 0) return;
    fprintf(stderr, "mfshake: broken invariant: %.*s\n", TEXT_ARGS(problem));
    abort();
}
