#include "scan/builder.h"

/* Decorators may be compiled with their parameters' types as values (emitDecoratorMetadata), which erasing has removed. */
static bool has_decorator(const struct syntax *syntax)
{
    for (node_id node = 0; node < syntax->count; node++) {
        if (syntax_kind(syntax, node) == SYNTAX_DECORATOR) return true;
    }
    return false;
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

static void use_unread_bindings(struct builder *b)
{
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        const struct binding_source *source = &b->sources[i];
        if (source->request == INDEX_NONE || !source->is_import || b->scopes.bindings[i].reference_count) continue;
        node_id at = b->scopes.bindings[i].declaration;
        references_add_use(b, source->request, source->imported, at, builder_span(b, at), true);
    }
}

void typescript_elide_imports(struct builder *b)
{
    if (b->options->language == SYNTAX_JAVASCRIPT || b->options->keep_unused_imports || b->options->compiled_elsewhere)
        return;
    if (has_decorator(&b->syntax)) {
        use_unread_bindings(b);
        return;
    }
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
