#include "scan/builder.h"

/* The first argument of a call, or NODE_NONE. */
static node_id first_argument(const struct syntax *syntax, node_id call)
{
    node_id arguments = syntax_child(syntax, call, FIELD_ARGUMENTS);
    return syntax_is(syntax, arguments, SYNTAX_ARGUMENTS) ? syntax_first_child(syntax, arguments) : NODE_NONE;
}

static bool is_thrown_away(const struct syntax *syntax, node_id node)
{
    return syntax_is(syntax, syntax_parent(syntax, syntax_parenthesized(syntax, node)), SYNTAX_EXPRESSION_STATEMENT);
}

/* `export { binding }`: whoever imports it reads what it holds. */
static bool is_exported(const struct builder *b, const struct scope_binding *binding)
{
    for (uint32_t i = 0; i < binding->reference_count; i++) {
        node_id node = b->scopes.references[b->scopes.by_binding[binding->first_reference + i]].node;
        if (syntax_is(&b->syntax, syntax_parent(&b->syntax, node), SYNTAX_EXPORT_SPECIFIER)) return true;
    }
    return false;
}

/* `const name = <node>`, or a `let` or `var` that is never written again and holds no require(), as both bundlers have it: from here on the binding stands for
 * the request. */
static bool hold_in_const(struct builder *b, uint32_t request, node_id node)
{
    const struct syntax *syntax = &b->syntax;
    node_id value = syntax_parenthesized(syntax, node);
    node_id declarator = syntax_parent(syntax, value);
    if (!syntax_is(syntax, declarator, SYNTAX_DECLARATOR) || syntax->nodes[value].field != FIELD_VALUE) return false;
    node_id name = syntax_child(syntax, declarator, FIELD_NAME);
    if (!syntax_is(syntax, name, SYNTAX_IDENTIFIER)) return false;
    if (syntax_is(syntax, syntax_parent(syntax, syntax_parent(syntax, declarator)), SYNTAX_EXPORT)) return false;
    binding_id binding = scope_binding_of(&b->scopes, name);
    if (binding == BINDING_FREE) return false;
    const struct scope_binding *found = &b->scopes.bindings[binding];
    bool is_require = b->requests.at[request].kind == REQUEST_REQUIRE;
    bool is_variable = found->kind == BINDING_LET || found->kind == BINDING_VAR;
    bool keeps = found->kind == BINDING_CONST || (is_variable && !is_require);
    if (!keeps || found->written || is_exported(b, found)) return false;
    b->sources[binding] = (struct binding_source){request, 0, false};
    return true;
}

/* import("x").then(callback): the callback's first parameter stands for the namespace. False when it can not be followed. */
static bool hold_in_then(struct builder *b, uint32_t request, node_id call)
{
    const struct syntax *syntax = &b->syntax;
    node_id value = syntax_parenthesized(syntax, call);
    node_id member = syntax_parent(syntax, value);
    if (!syntax_is(syntax, member, SYNTAX_MEMBER) || syntax->nodes[value].field != FIELD_OBJECT) return false;
    if (!text_is(syntax_text(syntax, syntax_child(syntax, member, FIELD_PROPERTY)), "then")) return false;
    node_id then = syntax_parent(syntax, member);
    if (!syntax_is(syntax, then, SYNTAX_CALL) || syntax->nodes[member].field != FIELD_FUNCTION) return false;
    node_id callback = first_argument(syntax, then);
    if (callback == NODE_NONE || !syntax_is_function(syntax, callback) || builder_uses_arguments(b, callback))
        return false;

    node_id parameter = syntax_child(syntax, callback, FIELD_PARAMETER);
    if (parameter == NODE_NONE) {
        node_id parameters = syntax_child(syntax, callback, FIELD_PARAMETERS);
        parameter = parameters == NODE_NONE ? NODE_NONE : syntax_first_child(syntax, parameters);
    }
    if (syntax_is(syntax, parameter, SYNTAX_OBJECT_PATTERN)) {
        references_add_pattern(b, request, 0, parameter, builder_span(b, call), true);
        return true;
    }
    if (!syntax_is(syntax, parameter, SYNTAX_IDENTIFIER)) return false;
    binding_id binding = scope_binding_of(&b->scopes, parameter);
    if (binding == BINDING_FREE || b->scopes.bindings[binding].written) return false;
    b->sources[binding] = (struct binding_source){request, 0, false};
    return true;
}

/* The names of a webpackExports comment, as uses. False without that comment. */
static bool use_magic_exports(struct builder *b, uint32_t request, node_id call)
{
    struct magic_options magic = magic_comments_read(b->magic, b->scratch, &b->syntax, call);
    for (uint32_t i = 0; i < magic.export_count; i++) {
        struct path_segment segment = {.name = builder_string(b, magic.exports[i])};
        struct reference reference = {
            .request = request,
            .first_segment = b->segments.count,
            .segment_count = 1,
            .kind = REFERENCE_VALUE,
            .secondary = true,
            .part = builder_part(b, call),
            .identifier = builder_span(b, call),
        };
        vec_push(&b->segments, segment);
        vec_push(&b->references, reference);
    }
    return magic.has_exports;
}

static void collect_import_use(struct builder *b, uint32_t request, node_id call)
{
    const struct syntax *syntax = &b->syntax;
    struct span span = builder_span(b, call);
    node_id parent = syntax_parent(syntax, syntax_parenthesized(syntax, call));
    if (syntax_is(syntax, parent, SYNTAX_AWAIT) && !is_thrown_away(syntax, parent)) {
        if (hold_in_const(b, request, parent)) return;
        if (references_add_destructuring(b, request, parent, span)) return;
        bool is_object = syntax->nodes[syntax_parenthesized(syntax, parent)].field == FIELD_OBJECT;
        if (is_object || !use_magic_exports(b, request, call)) references_add_use(b, request, 0, parent, span, true);
        return;
    }
    if (hold_in_then(b, request, call) || use_magic_exports(b, request, call)) return;
    bool is_context = b->requests.at[request].kind == REQUEST_CONTEXT;
    references_add_whole(b, request, is_context ? REASON_CONTEXT : REASON_DYNAMIC_IMPORT, builder_part(b, call), span,
                         true);
}

static void collect_require_use(struct builder *b, uint32_t request, node_id call)
{
    if (is_thrown_away(&b->syntax, call) || hold_in_const(b, request, call)) return;
    references_add_use(b, request, 0, call, builder_span(b, call), true);
}

/* What is done with any of the modules that a context matches. webpack looks into the result of import() as into that of a single module, into that of
 * require() when a pattern takes it apart. */
static void collect_context_use(struct builder *b, uint32_t request, node_id call)
{
    const struct context *context = &b->contexts.at[b->requests.at[request].context];
    switch ((enum context_kind)context->asked_by) {
    case CONTEXT_OF_IMPORT: collect_import_use(b, request, call); return;
    case CONTEXT_OF_REQUIRE:
        if (!references_add_destructuring(b, request, call, builder_span(b, call))) break;
        return;
    case CONTEXT_FUNCTION: break;
    }
    references_add_whole(b, request, REASON_CONTEXT, builder_part(b, call), builder_span(b, call), true);
}

/* ---------------------------------------------------------------------------------------------- require.cache */

static bool is_module_cache(const struct builder *b, node_id node)
{
    const struct syntax *syntax = &b->syntax;
    bool is_member = syntax_is(syntax, node, SYNTAX_MEMBER);
    if (!is_member && !syntax_is(syntax, node, SYNTAX_SUBSCRIPT)) return false;
    node_id name = syntax_child(syntax, node, is_member ? FIELD_PROPERTY : FIELD_INDEX);
    struct text value = syntax_text(syntax, name);
    if (!is_member &&
        !(syntax_is(syntax, name, SYNTAX_STRING) && syntax_string_value(syntax, b->scratch, name, &value)))
        return false;
    return text_is(value, "cache") && requests_is_require(b, syntax_child(syntax, node, FIELD_OBJECT));
}

/* require.cache[require.resolve("x")] holds all of x. Any other key may be that of any module. An entry that is deleted is not read. */
static void collect_cache_use(struct builder *b, node_id cache)
{
    const struct syntax *syntax = &b->syntax;
    node_id value = syntax_parenthesized(syntax, cache);
    node_id entry = syntax_parent(syntax, value);
    if (syntax_is(syntax, entry, SYNTAX_SUBSCRIPT) && syntax->nodes[value].field == FIELD_OBJECT) {
        node_id around = syntax_parent(syntax, syntax_parenthesized(syntax, entry));
        if (syntax_is(syntax, around, SYNTAX_UNARY) && text_is(syntax_operator(syntax, around), "delete")) return;
        node_id key = syntax_unparenthesized(syntax, syntax_child(syntax, entry, FIELD_INDEX));
        uint32_t request = syntax_is(syntax, key, SYNTAX_CALL) ? requests_of_call(b, key) : INDEX_NONE;
        if (request != INDEX_NONE && b->requests.at[request].kind == REQUEST_REQUIRE_RESOLVE) {
            references_add_whole(b, request, REASON_MODULE_CACHE, builder_part(b, cache), builder_span(b, cache), true);
            return;
        }
    }
    if (!b->reads_module_cache) b->module_cache_offset = syntax->nodes[cache].start;
    b->reads_module_cache = true;
}

void requests_collect_uses(struct builder *b)
{
    for (node_id node = 0; node < b->syntax.count; node++) {
        if (is_module_cache(b, node)) collect_cache_use(b, node);
    }
    for (uint32_t i = 0; i < b->calls.count; i++) {
        struct request_call made = b->calls.at[i];
        if (bitset_has(b->handled, made.call)) continue;
        switch ((enum request_kind)b->requests.at[made.request].kind) {
        case REQUEST_DYNAMIC_IMPORT: collect_import_use(b, made.request, made.call); break;
        case REQUEST_REQUIRE: collect_require_use(b, made.request, made.call); break;
        case REQUEST_CONTEXT: collect_context_use(b, made.request, made.call); break;
        case REQUEST_IMPORT:
        case REQUEST_EXPORT_FROM:
        case REQUEST_REQUIRE_RESOLVE:
        case REQUEST_URL:
        case REQUEST_WORKER:
        case REQUEST_AMD:
        case REQUEST_JSX_RUNTIME: break;
        }
    }
}
