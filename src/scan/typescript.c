#include "scan/builder.h"

/* With emitDecoratorMetadata decorators are compiled with their parameters' types as values, which erasing has removed. */
static node_id first_decorator(const struct syntax *syntax)
{
    for (node_id node = 0; node < syntax->count; node++) {
        if (syntax_kind(syntax, node) == SYNTAX_DECORATOR) return node;
    }
    return NODE_NONE;
}

/* How many bindings each request has, and how many of them a value is read from. */
struct binding_counts {
    uint32_t declared, read;
};

static struct binding_counts *count_bindings(struct builder *b)
{
    struct binding_counts *counts = ARENA_ARRAY(b->scratch, struct binding_counts, b->requests.count + 1);
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        uint32_t request = b->sources[i].request;
        if (request == INDEX_NONE || b->scopes.bindings[i].scope != 0) continue;
        counts[request].declared++;
        counts[request].read += b->scopes.bindings[i].reference_count > 0;
    }
    /* Elements of JSX read the binding called React without naming it. */
    for (uint32_t r = 0; r < b->references.count; r++) {
        if (b->references.at[r].request != INDEX_NONE) counts[b->references.at[r].request].read++;
    }
    return counts;
}

/* Counts as used by the part of `decorator`, which runs with its module: nothing decorated is pure. */
static void use_unread_bindings(struct builder *b, node_id decorator)
{
    uint32_t part = builder_part(b, decorator);
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        const struct binding_source *source = &b->sources[i];
        if (source->request == INDEX_NONE || !source->is_import || b->scopes.bindings[i].reference_count) continue;
        node_id at = b->scopes.bindings[i].declaration;
        uint32_t first = b->references.count;
        references_add_use(b, source->request, source->imported, at, builder_span(b, at), true);
        for (uint32_t r = first; r < b->references.count; r++) b->references.at[r].part = part;
    }
}

void typescript_elide_imports(struct builder *b)
{
    if (b->options->language == SYNTAX_JAVASCRIPT || b->options->compiled_elsewhere) return;
    node_id decorator = b->options->decorator_metadata ? first_decorator(&b->syntax) : NODE_NONE;
    if (decorator != NODE_NONE) {
        use_unread_bindings(b, decorator);
        return;
    }
    if (b->options->keep_unused_imports) return;
    const struct binding_counts *counts = count_bindings(b);
    for (uint32_t r = 0; r < b->requests.count; r++) {
        struct request *request = &b->requests.at[r];
        bool elidable = request->kind == REQUEST_IMPORT ||
                        (request->kind == REQUEST_REQUIRE && request->specifier_span.end == request->statement.end);
        /* Also `import {} from`, and a list that has types alone. */
        bool lists_names =
            text_find_char(text_slice(b->syntax.source, request->statement.start, request->specifier_span.start), '{',
                           0) != TEXT_NOWHERE;
        if (elidable && (counts[r].declared || lists_names) && counts[r].read == 0) request->evaluates = false;
    }
}
