#include "scan/builder.h"

/* The path that an expression follows from a value, as far as it is static. */
struct path {
    VEC(struct path_segment) segments;
    node_id node;             /* the longest member expression that was followed */
    bool optional;            /* the first member follows ?. */
    enum reason_kind stopped; /* why the path ends before the members do */
};

static bool static_key(struct builder *b, node_id index, string_index *key)
{
    struct text value;
    node_id bare = syntax_unparenthesized(&b->syntax, index);
    if (syntax_kind(&b->syntax, bare) == SYNTAX_IDENTIFIER) return false;
    if (!syntax_string_value(&b->syntax, b->scratch, bare, &value)) return false;
    *key = names_add(&b->strings, value);
    return true;
}

static bool is_require(const struct builder *b, uint32_t request)
{
    return request != INDEX_NONE && b->requests.at[request].kind == REQUEST_REQUIRE;
}

/* Follows .name, ["name"] and [`name`] outwards from `start`. webpack's rule: an optional chain directly on the namespace gives up, but for one on
 * what require() gave. */
static void follow_members(struct builder *b, uint32_t request, node_id start, struct path *path)
{
    const struct syntax *syntax = &b->syntax;
    path->node = start;
    for (;;) {
        node_id node = syntax_parenthesized(syntax, path->node);
        node_id parent = syntax_parent(syntax, node);
        if (parent == NODE_NONE || syntax->nodes[node].field != FIELD_OBJECT) return;
        enum syntax_kind kind = syntax_kind(syntax, parent);
        if (kind != SYNTAX_MEMBER && kind != SYNTAX_SUBSCRIPT) return;
        bool optional = syntax_child(syntax, parent, FIELD_OPTIONAL_CHAIN) != NODE_NONE;
        if (optional && path->segments.count == 0) {
            path->optional = true;
            if (!is_require(b, request)) {
                path->stopped = REASON_OPTIONAL_CHAIN;
                return;
            }
        }
        string_index name;
        if (kind == SYNTAX_MEMBER) {
            node_id property = syntax_child(syntax, parent, FIELD_PROPERTY);
            if (syntax_kind(syntax, property) != SYNTAX_PROPERTY_NAME) return;
            name = builder_name(b, property);
        } else if (!static_key(b, syntax_child(syntax, parent, FIELD_INDEX), &name)) {
            path->stopped = REASON_COMPUTED_MEMBER;
            return;
        }
        vec_push(&path->segments, (struct path_segment){name, syntax->nodes[parent].end});
        path->node = parent;
    }
}

static uint32_t add_reference(struct builder *b, uint32_t request, enum reference_kind kind, node_id at,
                              struct span identifier, bool secondary, const struct path_segment *segments,
                              uint32_t segment_count, uint32_t imported_count)
{
    struct reference reference = {
        .request = request,
        .first_segment = b->segments.count,
        .segment_count = segment_count,
        .imported_count = imported_count,
        .kind = (uint8_t)kind,
        .secondary = secondary,
        .part = builder_part(b, at),
        .identifier = identifier,
    };
    for (uint32_t i = 0; i < segment_count; i++) vec_push(&b->segments, segments[i]);
    vec_push(&b->references, reference);
    return b->references.count - 1;
}

void references_add_whole(struct builder *b, uint32_t request, enum reason_kind reason, uint32_t part,
                          struct span identifier, bool secondary)
{
    struct reference reference = {
        .request = request,
        .first_segment = b->segments.count,
        .kind = REFERENCE_VALUE,
        .secondary = secondary,
        .part = part,
        .identifier = identifier,
        .reason = (uint8_t)reason,
    };
    vec_push(&b->references, reference);
}

/* ---------------------------------------------------------------------------------------------- destructuring */

enum { MOST_NESTED = 32 }; /* names in a path taken from patterns; deeper ones use all of what lies there */

/* A pattern waiting to be taken apart, with the path that leads to its value. */
struct pending_pattern {
    node_id pattern;
    uint32_t first, count; /* segments, in the work list's own array */
};

/* The pattern's value pattern without a default, if that is an object pattern to look into. */
static node_id inner_pattern(const struct syntax *syntax, node_id value)
{
    if (syntax_is(syntax, value, SYNTAX_ASSIGNMENT_PATTERN)) value = syntax_child(syntax, value, FIELD_LEFT);
    return syntax_is(syntax, value, SYNTAX_OBJECT_PATTERN) ? value : NODE_NONE;
}

/* The key of one property of an object pattern and the pattern below it. False for rest and computed keys, which use everything. */
static bool pattern_property(struct builder *b, node_id property, string_index *key, node_id *inner)
{
    const struct syntax *syntax = &b->syntax;
    *inner = NODE_NONE;
    switch ((int)syntax_kind(syntax, property)) {
    case SYNTAX_SHORTHAND_PATTERN: *key = builder_name(b, property); return true;
    case SYNTAX_OBJECT_ASSIGNMENT_PATTERN:
        *key = builder_name(b, syntax_child(syntax, property, FIELD_LEFT));
        return true;
    case SYNTAX_PAIR_PATTERN: {
        node_id name = syntax_child(syntax, property, FIELD_KEY);
        *inner = inner_pattern(syntax, syntax_child(syntax, property, FIELD_VALUE));
        if (syntax_kind(syntax, name) == SYNTAX_COMPUTED_PROPERTY_NAME) name = syntax_first_child(syntax, name);
        else if (syntax_kind(syntax, name) != SYNTAX_NUMBER) return (*key = builder_name(b, name)) != 0;
        /* webpack evaluates the keys of patterns, not those of members. */
        struct text value;
        if (!constant_property_name(&b->constants, name, &value)) return false;
        *key = names_add(&b->strings, value);
        return true;
    }
    default: return false;
    }
}

/* Adds the uses that destructuring with `pattern` makes of what `prefix` leads to. */
static void add_pattern(struct builder *b, uint32_t request, const struct path_segment *prefix, uint32_t prefix_count,
                        uint32_t imported_count, node_id pattern, struct span identifier, bool secondary)
{
    const struct syntax *syntax = &b->syntax;
    VEC(struct path_segment) segments = {0};
    VEC(struct pending_pattern) pending = {0};
    for (uint32_t i = 0; i < prefix_count; i++) vec_push(&segments, prefix[i]);
    vec_push(&pending, (struct pending_pattern){pattern, 0, segments.count});
    for (uint32_t next = 0; next < pending.count; next++) {
        struct pending_pattern current = pending.at[next];
        bool any = false;
        FOR_EACH_CHILD (syntax, current.pattern, property) {
            if (syntax_kind(syntax, property) == SYNTAX_TOKEN) continue;
            any = true;
            string_index key;
            node_id inner;
            uint32_t first = segments.count;
            for (uint32_t i = 0; i < current.count; i++) {
                struct path_segment copied = segments.at[current.first + i];
                vec_push(&segments, copied);
            }
            uint32_t count = current.count;
            bool known = pattern_property(b, property, &key, &inner);
            if (known) {
                vec_push(&segments, (struct path_segment){key, identifier.end});
                count++;
            }
            if (known && inner != NODE_NONE && count - prefix_count < MOST_NESTED) {
                vec_push(&pending, (struct pending_pattern){inner, first, count});
                continue;
            }
            uint32_t added = add_reference(b, request, REFERENCE_VALUE, pattern, identifier, secondary,
                                           segments.at + first, count, imported_count);
            b->references.at[added].pattern_count = (uint8_t)(count - prefix_count);
            if (!known) {
                b->references.at[added].reason =
                    syntax_is(syntax, property, SYNTAX_PAIR_PATTERN) ? REASON_COMPUTED_MEMBER : REASON_REST_PATTERN;
            }
            secondary = true;
        }
        if (!any) {
            /* `const {} = ns` reads nothing of it. */
            enum reference_kind kind = current.count ? REFERENCE_VALUE : REFERENCE_UNREAD;
            add_reference(b, request, kind, pattern, identifier, secondary, segments.at + current.first, current.count,
                          imported_count);
            secondary = true;
        }
    }
    vec_release(&pending);
    vec_release(&segments);
}

void references_add_pattern(struct builder *b, uint32_t request, string_index imported, node_id pattern,
                            struct span identifier, bool secondary)
{
    struct path_segment prefix = {imported, identifier.end};
    add_pattern(b, request, &prefix, imported ? 1 : 0, imported ? 1 : 0, pattern, identifier, secondary);
}

/* The pattern that takes `node` apart: `const {…} = node`, or the statement `({…} = node)`. */
static node_id destructuring_of(const struct syntax *syntax, node_id node)
{
    node_id value = syntax_parenthesized(syntax, node);
    node_id parent = syntax_parent(syntax, value);
    node_id pattern = NODE_NONE;
    if (syntax_is(syntax, parent, SYNTAX_DECLARATOR) && syntax->nodes[value].field == FIELD_VALUE) {
        pattern = syntax_child(syntax, parent, FIELD_NAME);
    } else if (syntax_is(syntax, parent, SYNTAX_ASSIGNMENT) && syntax->nodes[value].field == FIELD_RIGHT) {
        /* The value of an assignment is its right side: only a statement throws it away. */
        node_id outer = syntax_parenthesized(syntax, parent);
        if (syntax_is(syntax, syntax_parent(syntax, outer), SYNTAX_EXPRESSION_STATEMENT)) {
            pattern = syntax_unparenthesized(syntax, syntax_child(syntax, parent, FIELD_LEFT));
        }
    }
    return syntax_is(syntax, pattern, SYNTAX_OBJECT_PATTERN) ? pattern : NODE_NONE;
}

bool references_add_destructuring(struct builder *b, uint32_t request, node_id node, struct span identifier)
{
    node_id pattern = destructuring_of(&b->syntax, node);
    if (pattern != NODE_NONE) references_add_pattern(b, request, 0, pattern, identifier, true);
    return pattern != NODE_NONE;
}

/* ---------------------------------------------------------------------------------------------- uses */

/* What the expression around the path does with its value. `"name" in` asks for that name of an ES import only: what require() gave may have
 * any name, and both bundlers take the question as a use of all. */
static enum reference_kind use_of(struct builder *b, uint32_t request, node_id node, string_index *asked)
{
    const struct syntax *syntax = &b->syntax;
    node_id value = syntax_parenthesized(syntax, node);
    node_id parent = syntax_parent(syntax, value);
    enum syntax_field field = (enum syntax_field)syntax->nodes[value].field;
    switch ((int)syntax_kind(syntax, parent)) {
    case SYNTAX_CALL:
        if (field != FIELD_FUNCTION) return REFERENCE_VALUE;
        return syntax_is(syntax, syntax_child(syntax, parent, FIELD_ARGUMENTS), SYNTAX_TEMPLATE) ? REFERENCE_TAG
                                                                                                 : REFERENCE_CALLEE;
    case SYNTAX_NEW: return field == FIELD_CONSTRUCTOR ? REFERENCE_CONSTRUCTED : REFERENCE_VALUE;
    case SYNTAX_UNARY: {
        struct text operator= syntax_operator(syntax, parent);
        if (text_is(operator, "typeof")) return REFERENCE_TYPEOF;
        return text_is(operator, "delete") ? REFERENCE_ASSIGNED : REFERENCE_VALUE;
    }
    case SYNTAX_UPDATE: return REFERENCE_ASSIGNED;
    case SYNTAX_ASSIGNMENT:
    case SYNTAX_AUGMENTED_ASSIGNMENT: return field == FIELD_LEFT ? REFERENCE_ASSIGNED : REFERENCE_VALUE;
    case SYNTAX_BINARY:
        if (field == FIELD_RIGHT && text_is(syntax_operator(syntax, parent), "in") && !is_require(b, request) &&
            static_key(b, syntax_child(syntax, parent, FIELD_LEFT), asked)) {
            return REFERENCE_HAS;
        }
        return REFERENCE_VALUE;
    default: return REFERENCE_VALUE;
    }
}

/* Why a value that no member is taken of is used as a whole, by how the code came by it. */
static enum reason_kind escape_of(const struct builder *b, uint32_t request)
{
    if (request == INDEX_NONE) return REASON_NAMESPACE_ESCAPES;
    uint8_t kind = b->requests.at[request].kind;
    if (kind == REQUEST_CONTEXT) return REASON_CONTEXT;
    if (kind == REQUEST_REQUIRE) return REASON_REQUIRE_ESCAPES;
    return kind == REQUEST_DYNAMIC_IMPORT ? REASON_DYNAMIC_IMPORT : REASON_NAMESPACE_ESCAPES;
}

void references_add_use(struct builder *b, uint32_t request, string_index imported, node_id node,
                        struct span identifier, bool secondary)
{
    const struct syntax *syntax = &b->syntax;
    struct path path = {0};
    follow_members(b, request, node, &path);

    VEC(struct path_segment) segments = {0};
    if (imported) vec_push(&segments, (struct path_segment){imported, identifier.end});
    for (uint32_t i = 0; i < path.segments.count; i++) vec_push(&segments, path.segments.at[i]);
    vec_release(&path.segments);
    node_id pattern = path.stopped ? NODE_NONE : destructuring_of(syntax, path.node);
    if (pattern != NODE_NONE) {
        add_pattern(b, request, segments.at, segments.count, imported ? 1 : 0, pattern, identifier, secondary);
        vec_release(&segments);
        return;
    }

    string_index asked = 0;
    enum reference_kind kind = use_of(b, request, path.node, &asked);
    if (kind == REFERENCE_HAS) vec_push(&segments, (struct path_segment){asked, identifier.end});
    uint32_t added =
        add_reference(b, request, kind, node, identifier, secondary, segments.at, segments.count, imported ? 1 : 0);
    struct reference *reference = &b->references.at[added];
    reference->optional_chain = path.optional;
    reference->shorthand = syntax_kind(syntax, node) == SYNTAX_SHORTHAND;
    /* Also behind names: they may lead to a namespace. */
    if (path.stopped) reference->reason = (uint8_t)path.stopped;
    else if (segments.count == 0) reference->reason = (uint8_t)escape_of(b, request);
    vec_release(&segments);
}

bool references_add_callee(struct builder *b, node_id node, struct record_callee *callee)
{
    const struct syntax *syntax = &b->syntax;
    node_id name = node;
    while (syntax_is(syntax, name, SYNTAX_MEMBER)) name = syntax_child(syntax, name, FIELD_OBJECT);
    const struct scope_reference *reference = scope_reference_of(&b->scopes, name);
    if (!reference || reference->binding == BINDING_FREE) return false;
    const struct binding_source *source = &b->sources[reference->binding];
    if (source->request == INDEX_NONE || !source->is_import) return false;
    struct path path = {0};
    follow_members(b, source->request, name, &path);
    struct path_segment first = {source->imported, syntax->nodes[name].end};
    callee->request = source->request;
    callee->first_segment = b->segments.count;
    if (source->imported) vec_push(&b->segments, first);
    for (uint32_t i = 0; i < path.segments.count; i++) vec_push(&b->segments, path.segments.at[i]);
    vec_release(&path.segments);
    callee->segment_count = b->segments.count - callee->first_segment;
    return callee->segment_count > 0;
}

void references_collect(struct builder *b)
{
    for (uint32_t r = 0; r < b->scopes.reference_count; r++) {
        const struct scope_reference *reference = &b->scopes.references[r];
        if (reference->binding == BINDING_FREE || bitset_has(b->handled, reference->node)) continue;
        const struct binding_source *source = &b->sources[reference->binding];
        if (source->request == INDEX_NONE) continue;
        references_add_use(b, source->request, source->imported, reference->node, builder_span(b, reference->node),
                           !source->is_import);
    }
}
