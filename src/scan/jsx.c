#include "scan/builder.h"

/* `base` or `base.member` of classic JSX, as far as it is a top-level binding that holds a request. */
struct classic_name {
    binding_id binding; /* or BINDING_FREE */
    struct text member; /* may be empty */
};

struct jsx {
    enum scan_jsx mode;
    struct text source;                    /* the package whose runtime is asked for */
    uint32_t runtime_request;              /* <source>/jsx-runtime, or INDEX_NONE until needed */
    uint32_t element_request;              /* <source>, for `{...props} key=…` */
    struct classic_name element, fragment; /* React.createElement and React.Fragment, or what @jsx and @jsxFrag say */
};

/* Comments may choose: @jsxImportSource, @jsxRuntime. */
static struct text pragma(const struct builder *b, struct text name)
{
    for (uint32_t c = 0; c < b->syntax.comment_count; c++) {
        struct text comment = text_slice(b->syntax.source, b->syntax.comments[c].start, b->syntax.comments[c].end);
        size_t at = text_find(comment, name, 0);
        if (at == TEXT_NOWHERE || at + name.length >= comment.length || !strchr(" \t", comment.at[at + name.length]))
            continue;
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
    return syntax_kind(syntax, element) == SYNTAX_JSX_ELEMENT &&
           syntax_child(syntax, opening_of(syntax, element), FIELD_NAME) == NODE_NONE;
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
        add_runtime_use(b, runtime_request(b, &jsx->element_request, jsx->source, element), TEXT("createElement"),
                        element);
    } else {
        struct text specifier = arena_format(b->scratch, "%.*s/jsx-runtime", TEXT_ARGS(jsx->source));
        uint32_t request = runtime_request(b, &jsx->runtime_request, specifier, element);
        add_runtime_use(b, request, count_children(syntax, element) > 1 ? TEXT("jsxs") : TEXT("jsx"), element);
        if (is_fragment(syntax, element)) add_runtime_use(b, request, TEXT("Fragment"), element);
    }
}

static struct classic_name classic_name(const struct builder *b, struct text written)
{
    size_t dot = text_find_char(written, '.', 0);
    struct text base = dot == TEXT_NOWHERE ? written : text_slice(written, 0, dot);
    struct classic_name name = {BINDING_FREE,
                                dot == TEXT_NOWHERE ? TEXT("") : text_slice(written, dot + 1, written.length)};
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        const struct scope_binding *binding = &b->scopes.bindings[i];
        bool holds = binding->scope == 0 && b->sources[i].request != INDEX_NONE && text_equal(binding->name, base);
        if (holds) name.binding = i;
    }
    return name;
}

static void add_classic_use(struct builder *b, struct classic_name name, enum reference_kind kind, node_id element)
{
    if (name.binding == BINDING_FREE) return;
    const struct binding_source *source = &b->sources[name.binding];
    struct span span = builder_span(b, element);
    uint32_t first = b->segments.count;
    if (source->imported) vec_push(&b->segments, (struct path_segment){source->imported, span.end});
    if (name.member.length) vec_push(&b->segments, (struct path_segment){builder_string(b, name.member), span.end});
    uint32_t count = b->segments.count - first;
    vec_push(&b->references, (struct reference){
                                 .request = source->request,
                                 .first_segment = first,
                                 .segment_count = count,
                                 .imported_count = source->imported ? 1 : 0,
                                 .kind = (uint8_t)kind,
                                 .secondary = true,
                                 .reason = count ? (uint8_t)REASON_NONE : (uint8_t)REASON_NAMESPACE_ESCAPES,
                                 .part = builder_part(b, element),
                                 .identifier = span,
                             });
}

static void collect_classic(struct builder *b, const struct jsx *jsx, node_id element)
{
    add_classic_use(b, jsx->element, REFERENCE_CALLEE, element);
    if (is_fragment(&b->syntax, element)) add_classic_use(b, jsx->fragment, REFERENCE_VALUE, element);
}

/* What the comments of the file choose. */
static void read_pragmas(struct builder *b, struct jsx *jsx)
{
    struct text source = pragma(b, TEXT("@jsxImportSource")), runtime = pragma(b, TEXT("@jsxRuntime"));
    struct text element = pragma(b, TEXT("@jsx")), fragment = pragma(b, TEXT("@jsxFrag"));
    if (source.length) jsx->source = source;
    if (runtime.length) jsx->mode = text_is(runtime, "classic") ? SCAN_JSX_CLASSIC : SCAN_JSX_AUTOMATIC;
    if (element.length == 0) element = b->options->jsx_factory;
    if (fragment.length == 0) fragment = b->options->jsx_fragment_factory;
    jsx->element = classic_name(b, element.length ? element : TEXT("React.createElement"));
    jsx->fragment = classic_name(b, fragment.length ? fragment : TEXT("React.Fragment"));
}

void jsx_collect(struct builder *b)
{
    struct text source = b->options->jsx_import_source;
    struct jsx jsx = {.mode = b->options->jsx,
                      .source = source.length ? source : TEXT("react"),
                      .runtime_request = INDEX_NONE,
                      .element_request = INDEX_NONE};
    for (node_id node = 0; node < b->syntax.count; node++) {
        enum syntax_kind kind = syntax_kind(&b->syntax, node);
        if (kind != SYNTAX_JSX_ELEMENT && kind != SYNTAX_JSX_SELF_CLOSING_ELEMENT) continue;
        if (!b->uses_jsx) read_pragmas(b, &jsx);
        b->uses_jsx = true;
        if (jsx.mode == SCAN_JSX_AUTOMATIC) collect_automatic(b, &jsx, node);
        else collect_classic(b, &jsx, node);
    }
}
