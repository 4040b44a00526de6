#include "scan/builder.h"

struct jsx {
    enum scan_jsx mode;
    struct text source;        /* the package whose runtime is asked for */
    uint32_t runtime_request;  /* <source>/jsx-runtime, or INDEX_NONE until needed */
    uint32_t element_request;  /* <source>, for `{...props} key=…` */
};

/* Comments may choose: @jsxImportSource, @jsxRuntime. */
static struct text pragma(const struct builder *b, struct text name)
{
    for (uint32_t c = 0; c < b->syntax.comment_count; c++) {
        struct text comment = text_slice(b->syntax.source, b->syntax.comments[c].start, b->syntax.comments[c].end);
        size_t at = text_find(comment, name, 0);
        if (at == TEXT_NOWHERE) continue;
        struct text value = text_trim(text_slice(comment, at + name.length, comment.length));
        size_t length = 0;
        while (length < value.length && !strchr(" \t\r\n*", value.at[length])) length++;
        return text_slice(value, 0, length);
    }
    return TEXT("");
}

static uint32_t runtime_request(struct builder *b, uint32_t *request, struct text specifier, node_id element)
{
    if (*request == INDEX_NONE) {
        *request = b->requests.count;
        vec_push(&b->requests, (struct request){
                                   .specifier = builder_string(b, specifier),
                                   .kind = REQUEST_JSX_RUNTIME,
                                   .evaluates = true,
                                   .part = builder_part(b, element),
                                   .statement = builder_span(b, element),
                                   .specifier_span = builder_span(b, element),
                                   .context = INDEX_NONE,
                               });
    }
    return *request;
}

static void add_runtime_use(struct builder *b, uint32_t request, struct text name, node_id element)
{
    struct span span = builder_span(b, element);
    vec_push(&b->segments, (struct path_segment){builder_string(b, name), span.end});
    vec_push(&b->references, (struct reference){
                                 .request = request,
                                 .first_segment = b->segments.count - 1,
                                 .segment_count = 1,
                                 .kind = REFERENCE_CALLEE,
                                 .secondary = true,
                                 .part = builder_part(b, element),
                                 .identifier = span,
                             });
}

static node_id opening_of(const struct syntax *syntax, node_id element)
{
    return syntax_kind(syntax, element) == SYNTAX_JSX_ELEMENT ? element + 1 : element;
}

static bool is_fragment(const struct syntax *syntax, node_id element)
{
    return syntax_kind(syntax, element) == SYNTAX_JSX_ELEMENT && syntax_child(syntax, opening_of(syntax, element), FIELD_NAME) == NODE_NONE;
}

static bool is_blank_text(struct text t)
{
    return text_trim(t).length == 0 && text_find_char(t, '\n', 0) != TEXT_NOWHERE;
}

static uint32_t count_children(const struct syntax *syntax, node_id element)
{
    uint32_t count = 0;
    if (syntax_kind(syntax, element) != SYNTAX_JSX_ELEMENT) return 0;
    FOR_EACH_CHILD (syntax, element, child) {
        switch ((int)syntax_kind(syntax, child)) {
        case SYNTAX_JSX_ELEMENT:
        case SYNTAX_JSX_SELF_CLOSING_ELEMENT: count++; break;
        case SYNTAX_JSX_EXPRESSION: count += syntax_first_child(syntax, child) != NODE_NONE; break;
        case SYNTAX_JSX_TEXT:
        case SYNTAX_JSX_ENTITY: count += !is_blank_text(syntax_text(syntax, child)); break;
        default: break;
        }
    }
    return count;
}

/* `<a {...props} key="k">` keeps createElement, whose key wins. */
static bool has_key_after_spread(const struct syntax *syntax, node_id opening)
{
    bool spread = false;
    FOR_EACH_CHILD (syntax, opening, attribute) {
        if (syntax_kind(syntax, attribute) == SYNTAX_JSX_EXPRESSION) spread = true;
        if (syntax_kind(syntax, attribute) != SYNTAX_JSX_ATTRIBUTE || !spread) continue;
        if (text_is(syntax_text(syntax, attribute + 1), "key")) return true;
    }
    return false;
}

static void collect_automatic(struct builder *b, struct jsx *jsx, node_id element)
{
    const struct syntax *syntax = &b->syntax;
    if (has_key_after_spread(syntax, opening_of(syntax, element))) {
        add_runtime_use(b, runtime_request(b, &jsx->element_request, jsx->source, element), TEXT("createElement"), element);
    } else {
        struct text specifier = arena_format(b->scratch, "%.*s/jsx-runtime", TEXT_ARGS(jsx->source));
        uint32_t request = runtime_request(b, &jsx->runtime_request, specifier, element);
        add_runtime_use(b, request, count_children(syntax, element) > 1 ? TEXT("jsxs") : TEXT("jsx"), element);
        if (is_fragment(syntax, element)) add_runtime_use(b, request, TEXT("Fragment"), element);
    }
}

/* React.createElement and React.Fragment of whatever binding of the file is called React. */
static void collect_classic(struct builder *b, node_id element)
{
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        const struct scope_binding *binding = &b->scopes.bindings[i];
        if (binding->scope != 0 || !text_is(binding->name, "React") || b->sources[i].request == INDEX_NONE) continue;
        struct text names[] = {TEXT("createElement"), TEXT("Fragment")};
        for (int n = 0; n < (is_fragment(&b->syntax, element) ? 2 : 1); n++) {
            struct span span = builder_span(b, element);
            uint32_t first = b->segments.count;
            if (b->sources[i].imported) vec_push(&b->segments, (struct path_segment){b->sources[i].imported, span.end});
            vec_push(&b->segments, (struct path_segment){builder_string(b, names[n]), span.end});
            vec_push(&b->references, (struct reference){
                                         .request = b->sources[i].request,
                                         .first_segment = first,
                                         .segment_count = b->segments.count - first,
                                         .imported_count = b->sources[i].imported ? 1 : 0,
                                         .kind = n == 0 ? REFERENCE_CALLEE : REFERENCE_VALUE,
                                         .secondary = true,
                                         .part = builder_part(b, element),
                                         .identifier = span,
                                     });
        }
    }
}

void jsx_collect(struct builder *b)
{
    struct text source = b->options->jsx_import_source;
    struct jsx jsx = {b->options->jsx, source.length ? source : TEXT("react"), INDEX_NONE, INDEX_NONE};
    for (node_id node = 0; node < b->syntax.count; node++) {
        enum syntax_kind kind = syntax_kind(&b->syntax, node);
        if (kind != SYNTAX_JSX_ELEMENT && kind != SYNTAX_JSX_SELF_CLOSING_ELEMENT) continue;
        if (!b->uses_jsx) {
            struct text wanted = pragma(b, TEXT("@jsxImportSource"));
            struct text runtime = pragma(b, TEXT("@jsxRuntime"));
            if (wanted.length) jsx.source = wanted;
            if (runtime.length) jsx.mode = text_is(runtime, "classic") ? SCAN_JSX_CLASSIC : SCAN_JSX_AUTOMATIC;
            b->uses_jsx = true;
        }
        if (jsx.mode == SCAN_JSX_AUTOMATIC) collect_automatic(b, &jsx, node);
        else collect_classic(b, node);
    }
}
