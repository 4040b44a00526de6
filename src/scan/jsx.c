#include "scan/builder.h"

/* The name that classic JSX calls: `h`, `React.createElement`. Which binding it is depends on where the element stands. */
struct classic_name {
    struct text members; /* behind the first dot; may be empty */
    VEC(binding_id) candidates;
};

struct jsx {
    enum scan_jsx mode;
    struct text source;                    /* the package whose runtime is asked for */
    uint32_t runtime_request;              /* <source>/jsx-runtime, or INDEX_NONE until needed */
    uint32_t element_request;              /* <source>, for `{...props} key=…` */
    struct classic_name element, fragment; /* React.createElement and React.Fragment, or what @jsx and @jsxFrag say */
};

/* Comments may choose, the last one wins: @jsxImportSource, @jsxRuntime, @jsx, @jsxFrag. */
static struct text pragma(const struct builder *b, struct text name)
{
    struct text last = TEXT("");
    for (uint32_t c = 0; c < b->syntax.comment_count; c++) {
        struct text comment = text_slice(b->syntax.source, b->syntax.comments[c].start, b->syntax.comments[c].end);
        for (size_t at = 0; (at = text_find(comment, name, at)) != TEXT_NOWHERE;) {
            at += name.length;
            if (at >= comment.length || !strchr(" \t", comment.at[at])) continue;
            struct text value = text_trim(text_slice(comment, at, comment.length));
            size_t length = 0;
            while (length < value.length && !strchr(" \t\r\n*", value.at[length])) length++;
            if (length) last = text_slice(value, 0, length);
        }
    }
    return last;
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

/* `{...children}` */
static bool is_spread(const struct syntax *syntax, node_id expression)
{
    return syntax_is(syntax, syntax_first_child(syntax, expression), SYNTAX_SPREAD);
}

static bool is_text(const struct syntax *syntax, node_id child)
{
    return syntax_is(syntax, child, SYNTAX_JSX_TEXT) || syntax_is(syntax, child, SYNTAX_JSX_ENTITY);
}

/* Are there several children? Texts and entities in a row are one; what is spread counts as several. */
static bool has_many_children(const struct syntax *syntax, node_id element)
{
    uint32_t count = 0;
    bool in_text = false; /* a text that is counted already */
    if (syntax_kind(syntax, element) != SYNTAX_JSX_ELEMENT) return false;
    FOR_EACH_CHILD (syntax, element, child) {
        if (is_text(syntax, child)) {
            bool counts = syntax_is(syntax, child, SYNTAX_JSX_ENTITY) || !is_blank_text(syntax_text(syntax, child));
            if (counts && !in_text) count++;
            in_text = in_text || counts;
            continue;
        }
        switch ((int)syntax_kind(syntax, child)) {
        case SYNTAX_JSX_ELEMENT:
        case SYNTAX_JSX_SELF_CLOSING_ELEMENT: count++; break;
        case SYNTAX_JSX_EXPRESSION:
            if (is_spread(syntax, child)) return true;
            count += syntax_first_child(syntax, child) != NODE_NONE;
            break;
        default: break;
        }
        in_text = false;
    }
    return count > 1;
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
        add_runtime_use(b, request, has_many_children(syntax, element) ? TEXT("jsxs") : TEXT("jsx"), element);
        if (is_fragment(syntax, element)) add_runtime_use(b, request, TEXT("Fragment"), element);
    }
}

static struct classic_name classic_name(const struct builder *b, struct text written)
{
    size_t dot = text_find_char(written, '.', 0);
    struct text base = dot == TEXT_NOWHERE ? written : text_slice(written, 0, dot);
    struct classic_name name = {.members = TEXT("")};
    if (dot != TEXT_NOWHERE) name.members = text_slice(written, dot + 1, written.length);
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        if (text_equal(b->scopes.bindings[i].name, base)) vec_push(&name.candidates, i);
    }
    return name;
}

/* The binding that the name means at `element`: the one of the innermost scope around it (inner scopes come later). */
static binding_id binding_at(const struct builder *b, const struct classic_name *name, node_id element)
{
    for (uint32_t i = name->candidates.count; i-- > 0;) {
        binding_id binding = name->candidates.at[i];
        node_id around = b->scopes.scopes[b->scopes.bindings[binding].scope].node;
        if (around <= element && element < syntax_next(&b->syntax, around)) return binding;
    }
    return BINDING_FREE;
}

static uint32_t add_members(struct builder *b, struct text members, uint32_t end)
{
    uint32_t count = 0;
    while (members.length) {
        size_t dot = text_find_char(members, '.', 0);
        size_t length = dot == TEXT_NOWHERE ? members.length : dot;
        vec_push(&b->segments, (struct path_segment){builder_string(b, text_slice(members, 0, length)), end});
        members = text_slice(members, dot == TEXT_NOWHERE ? length : length + 1, members.length);
        count++;
    }
    return count;
}

static void add_classic_use(struct builder *b, const struct classic_name *name, enum reference_kind kind,
                            node_id element)
{
    binding_id binding = binding_at(b, name, element);
    if (binding == BINDING_FREE) return;
    const struct binding_source *source = &b->sources[binding];
    uint32_t part = builder_part(b, element);
    if (!source->is_import && b->record_bindings[binding] != INDEX_NONE)
        vec_push(&b->hidden_reads, (struct hidden_read){part, b->record_bindings[binding]});
    if (source->request == INDEX_NONE) return;
    struct span span = builder_span(b, element);
    uint32_t first = b->segments.count;
    if (source->imported) vec_push(&b->segments, (struct path_segment){source->imported, span.end});
    uint32_t count = (source->imported ? 1 : 0) + add_members(b, name->members, span.end);
    vec_push(&b->references, (struct reference){
                                 .request = source->request,
                                 .first_segment = first,
                                 .segment_count = count,
                                 .imported_count = source->imported ? 1 : 0,
                                 .kind = (uint8_t)kind,
                                 .secondary = true,
                                 .reason = count ? (uint8_t)REASON_NONE : (uint8_t)REASON_NAMESPACE_ESCAPES,
                                 .part = part,
                                 .identifier = span,
                             });
}

static void collect_classic(struct builder *b, const struct jsx *jsx, node_id element)
{
    add_classic_use(b, &jsx->element, REFERENCE_CALLEE, element);
    if (is_fragment(&b->syntax, element)) add_classic_use(b, &jsx->fragment, REFERENCE_VALUE, element);
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
    vec_release(&jsx.element.candidates);
    vec_release(&jsx.fragment.candidates);
}
