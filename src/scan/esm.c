#include "scan/builder.h"
#include "scan/callables.h"

static uint32_t add_request(struct builder *b, enum request_kind kind, node_id statement)
{
    node_id source = syntax_child(&b->syntax, statement, FIELD_SOURCE);
    struct request request = {
        .specifier = builder_name(b, source),
        .kind = (uint8_t)kind,
        .evaluates = true,
        .part = builder_part(b, statement),
        .statement = builder_span(b, statement),
        .specifier_span = builder_span(b, source),
        .context = INDEX_NONE,
    };
    FOR_EACH_CHILD (&b->syntax, statement, child) {
        if (syntax_kind(&b->syntax, child) != SYNTAX_IMPORT_ATTRIBUTE) continue;
        node_id object = syntax_first_child(&b->syntax, child);
        if (object == NODE_NONE) continue;
        FOR_EACH_CHILD (&b->syntax, object, pair) {
            struct text key;
            node_id name = syntax_child(&b->syntax, pair, FIELD_KEY);
            if (name != NODE_NONE && syntax_string_value(&b->syntax, b->scratch, name, &key) && text_is(key, "type")) {
                request.attribute_type = builder_name(b, syntax_child(&b->syntax, pair, FIELD_VALUE));
            }
        }
    }
    vec_push(&b->requests, request);
    return b->requests.count - 1;
}

static void set_source(struct builder *b, node_id identifier, uint32_t request, string_index imported)
{
    /* Before the test below: two blocks of a component may declare one name. */
    if (b->options->compiled_elsewhere) {
        references_add_use(b, request, imported, identifier, builder_span(b, identifier), true);
    }
    binding_id binding = scope_binding_of(&b->scopes, identifier);
    if (binding != BINDING_FREE) b->sources[binding] = (struct binding_source){request, imported, true};
}

/* ---------------------------------------------------------------------------------------------- imports */

static void collect_import(struct builder *b, node_id statement)
{
    const struct syntax *syntax = &b->syntax;
    node_id clause = syntax_first_child(syntax, statement);
    if (syntax_is(syntax, clause, SYNTAX_IMPORT_REQUIRE)) {
        uint32_t required = add_request(b, REQUEST_REQUIRE, clause);
        binding_id binding = scope_binding_of(&b->scopes, syntax_first_child(syntax, clause));
        if (binding != BINDING_FREE) b->sources[binding] = (struct binding_source){required, 0, false};
        return;
    }
    uint32_t request = add_request(b, REQUEST_IMPORT, statement);
    builder_rewrite(b, REWRITE_DELETE, builder_span(b, statement));
    if (!syntax_is(syntax, clause, SYNTAX_IMPORT_CLAUSE)) return;
    FOR_EACH_CHILD (syntax, clause, child) {
        switch ((int)syntax_kind(syntax, child)) {
        case SYNTAX_IDENTIFIER: set_source(b, child, request, builder_string(b, TEXT("default"))); break;
        case SYNTAX_NAMESPACE_IMPORT: set_source(b, syntax_first_child(syntax, child), request, 0); break;
        case SYNTAX_NAMED_IMPORTS:
            FOR_EACH_CHILD (syntax, child, specifier) {
                if (syntax_kind(syntax, specifier) != SYNTAX_IMPORT_SPECIFIER) continue;
                node_id name = syntax_child(syntax, specifier, FIELD_NAME);
                node_id alias = syntax_child(syntax, specifier, FIELD_ALIAS);
                set_source(b, alias == NODE_NONE ? name : alias, request, builder_name(b, name));
            }
            break;
        default: break;
        }
    }
}

/* ---------------------------------------------------------------------------------------------- exports */

static void add_reexport(struct builder *b, node_id at, uint32_t request, string_index name, string_index imported)
{
    vec_push(&b->exports, (struct export_entry){
                              .kind = imported ? EXPORT_REEXPORT : EXPORT_NAMESPACE,
                              .name = name,
                              .binding = INDEX_NONE,
                              .request = request,
                              .imported = imported,
                              .part = INDEX_NONE,
                              .span = builder_span(b, at),
                          });
}

/* An export of a binding: its own, or one that an import brought, which makes it a re-export. */
static void add_binding_export(struct builder *b, node_id at, string_index name, binding_id binding, uint32_t part)
{
    if (binding != BINDING_FREE && b->sources[binding].request != INDEX_NONE && b->sources[binding].is_import) {
        add_reexport(b, at, b->sources[binding].request, name, b->sources[binding].imported);
        return;
    }
    vec_push(&b->exports,
             (struct export_entry){
                 .kind = EXPORT_LOCAL,
                 .name = name,
                 .local = binding == BINDING_FREE ? name : builder_string(b, b->scopes.bindings[binding].name),
                 .binding = binding == BINDING_FREE ? INDEX_NONE : b->record_bindings[binding],
                 .request = INDEX_NONE,
                 .part = part,
                 .traits = binding == BINDING_FREE ? 0 : callable_traits_of_binding(&b->syntax, &b->scopes, binding),
                 .span = builder_span(b, at),
             });
}

static void collect_specifiers(struct builder *b, node_id clause, uint32_t request, uint32_t part)
{
    const struct syntax *syntax = &b->syntax;
    FOR_EACH_CHILD (syntax, clause, specifier) {
        if (syntax_kind(syntax, specifier) != SYNTAX_EXPORT_SPECIFIER) continue;
        node_id name = syntax_child(syntax, specifier, FIELD_NAME);
        node_id alias = syntax_child(syntax, specifier, FIELD_ALIAS);
        string_index exported = builder_name(b, alias == NODE_NONE ? name : alias);
        if (request != INDEX_NONE) {
            add_reexport(b, specifier, request, exported, builder_name(b, name));
            continue;
        }
        const struct scope_reference *reference = scope_reference_of(&b->scopes, name);
        bitset_add(b->handled, name);
        add_binding_export(b, specifier, exported, reference ? reference->binding : BINDING_FREE, part);
    }
}

/* `var a; export var a = 1`: the binding stands where it was declared first. */
static void collect_redeclared(struct builder *b, node_id declaration)
{
    FOR_EACH_CHILD (&b->syntax, declaration, declarator) {
        if (syntax_kind(&b->syntax, declarator) != SYNTAX_DECLARATOR) continue;
        node_id pattern = syntax_child(&b->syntax, declarator, FIELD_NAME);
        for (node_id node = pattern; node < syntax_next(&b->syntax, pattern); node++) {
            if (!bitset_has(b->scopes.redeclaring, node)) continue;
            struct text name = TEXT("");
            syntax_string_value(&b->syntax, b->scratch, node, &name);
            for (binding_id i = 0; i < b->scopes.binding_count && b->scopes.bindings[i].declaration < node; i++) {
                const struct scope_binding *binding = &b->scopes.bindings[i];
                if (binding->scope != 0 || !text_equal(binding->name, name)) continue;
                add_binding_export(b, node, builder_string(b, name), i, builder_part(b, node));
                break;
            }
        }
    }
}

/* export const a = …, export function f() {} */
static void collect_declaration(struct builder *b, node_id statement, node_id declaration)
{
    const struct syntax_node *nodes = b->syntax.nodes;
    builder_rewrite(b, REWRITE_DELETE, (struct span){nodes[statement].start, nodes[declaration].start});
    bool is_default = syntax_has_token(&b->syntax, statement, "default");
    if (syntax_kind(&b->syntax, declaration) == SYNTAX_VARIABLE_DECLARATION) collect_redeclared(b, declaration);
    for (binding_id i = scope_binding_at(&b->scopes, declaration); i < b->scopes.binding_count; i++) {
        const struct scope_binding *binding = &b->scopes.bindings[i];
        if (binding->declaration >= syntax_next(&b->syntax, declaration)) break;
        if (binding->scope != 0) continue;
        string_index name = builder_string(b, is_default ? TEXT("default") : binding->name);
        add_binding_export(b, binding->declaration, name, i, builder_part(b, binding->declaration));
    }
}

/* Where the name of an anonymous default function or class goes: behind its keyword and star. */
static uint32_t end_of_keywords(const struct syntax *syntax, node_id value)
{
    uint32_t end = syntax->nodes[value].start;
    FOR_EACH_CHILD (syntax, value, child) {
        if (syntax_kind(syntax, child) != SYNTAX_TOKEN) break;
        end = syntax->nodes[child].end;
    }
    return end;
}

/* `export default ns` of a namespace import: the namespace object never changes, so this is `export { ns as default }`. */
static bool collect_default_namespace(struct builder *b, node_id statement, node_id value)
{
    const struct scope_reference *reference = scope_reference_of(&b->scopes, value);
    if (!syntax_is(&b->syntax, value, SYNTAX_IDENTIFIER) || !reference || reference->binding == BINDING_FREE)
        return false;
    const struct binding_source *source = &b->sources[reference->binding];
    if (source->request == INDEX_NONE || !source->is_import || source->imported) return false;
    bitset_add(b->handled, value);
    builder_rewrite(b, REWRITE_DELETE, builder_span(b, statement));
    add_reexport(b, value, source->request, builder_string(b, TEXT("default")), 0);
    return true;
}

static void collect_default_value(struct builder *b, node_id statement, node_id value)
{
    if (collect_default_namespace(b, statement, value)) return;
    const struct syntax *syntax = &b->syntax;
    struct span prefix = {syntax->nodes[statement].start, syntax->nodes[value].start};
    enum syntax_kind kind = syntax_kind(syntax, value);
    uint32_t part = builder_part(b, statement);

    bool is_declaration =
        kind == SYNTAX_FUNCTION_EXPRESSION || kind == SYNTAX_GENERATOR_FUNCTION || kind == SYNTAX_CLASS_EXPRESSION;
    if (is_declaration) {
        vec_push(&b->rewrites, (struct rewrite){.kind = REWRITE_DEFAULT_NAME,
                                                .span = prefix,
                                                .text_offset = end_of_keywords(syntax, value)});
    } else {
        builder_rewrite(b, REWRITE_DEFAULT_VALUE, prefix);
        uint32_t end = syntax->nodes[value].end;
        builder_rewrite(b, REWRITE_DEFAULT_VALUE_END, (struct span){end, end});
    }
    vec_push(&b->exports, (struct export_entry){
                              .kind = EXPORT_DEFAULT_EXPRESSION,
                              .name = builder_string(b, TEXT("default")),
                              .binding = INDEX_NONE,
                              .request = INDEX_NONE,
                              .part = part,
                              .traits = callable_traits(syntax, &b->scopes, value),
                              .span = builder_span(b, value),
                          });
}

static void collect_export(struct builder *b, node_id statement, uint32_t request)
{
    const struct syntax *syntax = &b->syntax;
    node_id declaration = syntax_child(syntax, statement, FIELD_DECLARATION);
    node_id value = syntax_child(syntax, statement, FIELD_VALUE);
    if (declaration != NODE_NONE) {
        collect_declaration(b, statement, declaration);
        return;
    }
    if (value != NODE_NONE) {
        collect_default_value(b, statement, value);
        return;
    }
    builder_rewrite(b, REWRITE_DELETE, builder_span(b, statement));
    node_id first = syntax_first_child(syntax, statement);
    if (syntax_is(syntax, first, SYNTAX_EXPORT_CLAUSE)) {
        collect_specifiers(b, first, request, builder_part(b, statement));
    } else if (syntax_is(syntax, first, SYNTAX_NAMESPACE_EXPORT)) {
        node_id name = syntax_next(syntax, first) - 1; /* the last child; `default` is a token */
        add_reexport(b, first, request, builder_name(b, name), 0);
    } else if (request != INDEX_NONE) {
        vec_push(&b->exports, (struct export_entry){
                                  .kind = EXPORT_STAR,
                                  .binding = INDEX_NONE,
                                  .request = request,
                                  .part = INDEX_NONE,
                                  .span = builder_span(b, statement),
                              });
    }
}

void esm_collect(struct builder *b)
{
    /* Requests and import bindings first: an export statement may stand before the import whose binding it exports. */
    const struct syntax *syntax = &b->syntax;
    VEC(uint32_t) sources = {0}; /* of the export statements, in order */
    FOR_EACH_CHILD (syntax, 0, statement) {
        if (syntax_kind(syntax, statement) == SYNTAX_IMPORT) collect_import(b, statement);
        if (syntax_kind(syntax, statement) != SYNTAX_EXPORT) continue;
        bool has_source = syntax_child(syntax, statement, FIELD_SOURCE) != NODE_NONE;
        vec_push(&sources, has_source ? add_request(b, REQUEST_EXPORT_FROM, statement) : INDEX_NONE);
    }
    uint32_t next = 0;
    FOR_EACH_CHILD (syntax, 0, statement) {
        if (syntax_kind(syntax, statement) == SYNTAX_EXPORT) collect_export(b, statement, sources.at[next++]);
    }
    vec_release(&sources);
}
