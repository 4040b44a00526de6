#include "scan/builder.h"
#include "scan/callables.h"

/* Is `node` the exports object: exports, module.exports, or top-level this? */
static bool is_exports_object(const struct builder *b, node_id node)
{
    node = syntax_unparenthesized(&b->syntax, node);
    if (syntax_is(&b->syntax, node, SYNTAX_THIS)) return builder_is_top_level_this(b, node);
    return builder_is_free(b, node, "exports") || builder_is_free_member(b, node, "module", "exports");
}

static bool is_module_exports(const struct builder *b, node_id node)
{
    return builder_is_free_member(b, syntax_unparenthesized(&b->syntax, node), "module", "exports");
}

/* The identifier (or `this`) that an exports object expression starts with is spoken for: later passes see no read in it. */
static void take_exports_object(struct builder *b, node_id node)
{
    node = syntax_unparenthesized(&b->syntax, node);
    if (syntax_is(&b->syntax, node, SYNTAX_MEMBER) || syntax_is(&b->syntax, node, SYNTAX_SUBSCRIPT)) {
        bitset_add(b->handled, node);
        node = syntax_child(&b->syntax, node, FIELD_OBJECT);
    }
    if (syntax_is(&b->syntax, node, SYNTAX_THIS)) b->uses_this = true;
    else if (text_is(builder_identifier(b, node), "exports")) b->uses_exports = true;
    else b->uses_module = true;
    bitset_add(b->handled, node);
}

/* The static name of BASE.name or BASE["name"], 0 when it is none. */
static string_index member_name(struct builder *b, node_id member)
{
    if (syntax_is(&b->syntax, member, SYNTAX_MEMBER))
        return builder_name(b, syntax_child(&b->syntax, member, FIELD_PROPERTY));
    if (!syntax_is(&b->syntax, member, SYNTAX_SUBSCRIPT)) return 0;
    node_id index = syntax_child(&b->syntax, member, FIELD_INDEX);
    return syntax_is(&b->syntax, index, SYNTAX_IDENTIFIER) ? 0 : builder_name(b, index);
}

static bool is_program_statement(const struct syntax *syntax, node_id expression)
{
    node_id statement = syntax_parent(syntax, syntax_parenthesized(syntax, expression));
    return syntax_is(syntax, statement, SYNTAX_EXPRESSION_STATEMENT) && syntax_parent(syntax, statement) == 0;
}

/* A top-level statement, or one of those that commas join in it. */
static bool always_runs(const struct syntax *syntax, node_id expression)
{
    node_id up = syntax_parenthesized(syntax, expression);
    while (syntax_is(syntax, syntax_parent(syntax, up), SYNTAX_SEQUENCE))
        up = syntax_parenthesized(syntax, syntax_parent(syntax, up));
    return is_program_statement(syntax, up);
}

static bool is_statement(const struct syntax *syntax, node_id expression)
{
    return syntax_is(syntax, syntax_parent(syntax, syntax_parenthesized(syntax, expression)),
                     SYNTAX_EXPRESSION_STATEMENT);
}

/* The request behind `require("x")` or `require("x").member`, and that call. */
static uint32_t required_value(struct builder *b, node_id value, string_index *imported, node_id *found)
{
    const struct syntax *syntax = &b->syntax;
    node_id call = syntax_unparenthesized(syntax, value);
    *imported = 0;
    if (syntax_is(syntax, call, SYNTAX_MEMBER)) {
        *imported = member_name(b, call);
        call = syntax_unparenthesized(syntax, syntax_child(syntax, call, FIELD_OBJECT));
        if (*imported == 0) return INDEX_NONE;
    }
    uint32_t request = syntax_is(syntax, call, SYNTAX_CALL) ? requests_of_call(b, call) : INDEX_NONE;
    if (request == INDEX_NONE || b->requests.at[request].kind != REQUEST_REQUIRE) return INDEX_NONE;
    *found = call;
    return request;
}

/* What a literal, or a literal behind exclamation marks, is as a condition. False when `node` is neither. */
static bool literal_truth(const struct syntax *syntax, node_id node, bool *truth)
{
    bool turned = false;
    for (; syntax_is(syntax, node, SYNTAX_UNARY) && text_is(syntax_operator(syntax, node), "!"); turned = !turned)
        node = syntax_child(syntax, node, FIELD_ARGUMENT);
    if (node == NODE_NONE) return false;
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_TRUE: *truth = !turned; return true;
    case SYNTAX_FALSE:
    case SYNTAX_NULL: *truth = turned; return true;
    case SYNTAX_NUMBER: *truth = text_is(syntax_text(syntax, node), "0") == turned; return true;
    case SYNTAX_STRING: *truth = (syntax_text(syntax, node).length == 2) == turned; return true;
    default: return false;
    }
}

/* `__esModule` counts as set only by a literal that is true, in a statement that always runs; else it may be there or not (webpack's checkNamespace). */
static void set_esmodule_flag(struct builder *b, string_index name, node_id value, bool always)
{
    if (!text_is(names_text(&b->strings, name), "__esModule")) return;
    bool truth = false;
    if (always && literal_truth(&b->syntax, value, &truth) && truth) b->esmodule_flag = true;
    else b->esmodule_unsure = true;
}

/* ---------------------------------------------------------------------------------------------- exported functions and their `this` */

/* The function that an exported value is: written in place, or a declared one. NODE_NONE when it is none that can be seen. */
static node_id function_of(const struct builder *b, node_id value)
{
    const struct syntax *syntax = &b->syntax;
    value = syntax_unparenthesized(syntax, value);
    if (syntax_is_function(syntax, value)) return value;
    bool is_name = syntax_is(syntax, value, SYNTAX_IDENTIFIER) || syntax_is(syntax, value, SYNTAX_SHORTHAND);
    const struct scope_reference *reference = is_name ? scope_reference_of(&b->scopes, value) : NULL;
    if (!reference || reference->binding == BINDING_FREE) return NODE_NONE;
    const struct scope_binding *binding = &b->scopes.bindings[reference->binding];
    node_id holder = syntax_parent(syntax, binding->declaration);
    if (syntax_is_function(syntax, holder) && syntax->nodes[binding->declaration].field == FIELD_NAME) return holder;
    if (!syntax_is(syntax, holder, SYNTAX_DECLARATOR)) return NODE_NONE;
    node_id given = syntax_child(syntax, holder, FIELD_VALUE);
    return given != NODE_NONE && syntax_is_function(syntax, syntax_unparenthesized(syntax, given))
               ? syntax_unparenthesized(syntax, given)
               : NODE_NONE;
}

/* A function in the exports object gets that object as `this` when it is called as its member, a getter whenever it is read: one that reads
 * its `this` may reach every export (webpack's keepAllExportsOnThisAccess). */
static void use_exports_by_this(struct builder *b, node_id function)
{
    if (!syntax_is_function(&b->syntax, function) || !bitset_has(b->reads_this, function)) return;
    b->exports_read_back = b->exports_used_whole = true;
    references_add_whole(b, INDEX_NONE, REASON_CALLED_MEMBER, builder_part(b, function), builder_span(b, function),
                         true);
}

/* The same for the functions of a property descriptor. */
static void use_exports_by_descriptor(struct builder *b, node_id descriptor)
{
    const struct syntax *syntax = &b->syntax;
    if (!syntax_is(syntax, descriptor, SYNTAX_OBJECT)) return;
    FOR_EACH_CHILD (syntax, descriptor, property) {
        if (syntax_is(syntax, property, SYNTAX_METHOD)) use_exports_by_this(b, property);
        if (!syntax_is(syntax, property, SYNTAX_PAIR)) continue;
        node_id function = function_of(b, syntax_child(syntax, property, FIELD_VALUE));
        if (function != NODE_NONE) use_exports_by_this(b, function);
    }
}

/* The `value` of a property descriptor, or NODE_NONE. */
static node_id descriptor_value(const struct syntax *syntax, node_id descriptor)
{
    if (!syntax_is(syntax, descriptor, SYNTAX_OBJECT)) return NODE_NONE;
    FOR_EACH_CHILD (syntax, descriptor, property) {
        if (syntax_is(syntax, property, SYNTAX_PAIR) &&
            text_is(syntax_text(syntax, syntax_child(syntax, property, FIELD_KEY)), "value")) {
            return syntax_unparenthesized(syntax, syntax_child(syntax, property, FIELD_VALUE));
        }
    }
    return NODE_NONE;
}

static void add_export(struct builder *b, enum commonjs_shape shape, string_index name, node_id expression,
                       node_id value)
{
    struct commonjs_export entry = {
        .shape = (uint8_t)shape,
        .name = name,
        .request = INDEX_NONE,
        .part = builder_part(b, expression),
        .expression = builder_span(b, expression),
        .value = value == NODE_NONE ? (struct span){0, 0} : builder_span(b, value),
        .traits = callable_traits(&b->syntax, &b->scopes, value),
    };
    bool follows = value != NODE_NONE && (shape == COMMONJS_ASSIGNMENT || shape == COMMONJS_WHOLE_REQUIRE);
    node_id call;
    if (follows) entry.request = required_value(b, value, &entry.imported, &call);
    if (entry.request != INDEX_NONE) bitset_add(b->handled, call); /* It is no use of its own. */
    vec_push(&b->commonjs, entry);
    /* Of declared functions many are constructors: those count where they are called. */
    if (value != NODE_NONE) use_exports_by_this(b, syntax_unparenthesized(&b->syntax, value));
    /* `__proto__` gives the names of another object. */
    if (text_is(names_text(&b->strings, name), "__proto__")) b->exports_escape = true;
}

/* ---------------------------------------------------------------------------------------------- module.exports = … */

static void collect_object_property(struct builder *b, node_id property)
{
    const struct syntax *syntax = &b->syntax;
    string_index name = 0;
    node_id value = NODE_NONE;
    switch ((int)syntax_kind(syntax, property)) {
    case SYNTAX_SHORTHAND:
        name = builder_name(b, property);
        value = property;
        break;
    case SYNTAX_PAIR:
        name = builder_name(b, syntax_child(syntax, property, FIELD_KEY));
        value = syntax_child(syntax, property, FIELD_VALUE);
        break;
    case SYNTAX_METHOD:
        name = builder_name(b, syntax_child(syntax, property, FIELD_NAME));
        value = property;
        break;
    case SYNTAX_TOKEN: return;
    default: break;
    }
    if (name == 0) {
        b->exports_escape = true; /* spread, computed key, number */
        return;
    }
    set_esmodule_flag(b, name, value, true);
    add_export(b, COMMONJS_PROPERTY, name, property, value);
    bool is_accessor = syntax_has_token(syntax, property, "get") || syntax_has_token(syntax, property, "set");
    if (syntax_kind(syntax, property) == SYNTAX_METHOD && !is_accessor) {
        b->commonjs.at[b->commonjs.count - 1].traits = callable_traits(syntax, &b->scopes, property);
    }
}

static void collect_whole(struct builder *b, node_id assignment)
{
    const struct syntax *syntax = &b->syntax;
    node_id value = syntax_unparenthesized(syntax, syntax_child(syntax, assignment, FIELD_RIGHT));
    bool statement = is_statement(syntax, assignment);
    if (statement && syntax_is(syntax, value, SYNTAX_CALL) && requests_of_call(b, value) != INDEX_NONE &&
        b->requests.at[requests_of_call(b, value)].kind == REQUEST_REQUIRE) {
        b->whole_assigned = true;
        add_export(b, COMMONJS_WHOLE_REQUIRE, 0, assignment, value);
        return;
    }
    if (is_program_statement(syntax, assignment) && syntax_is(syntax, value, SYNTAX_OBJECT) && !b->whole_assigned) {
        b->whole_assigned = true;
        FOR_EACH_CHILD (syntax, value, property) collect_object_property(b, property);
        return;
    }
    b->whole_assigned = true;
    b->exports_escape = true;
    add_export(b, COMMONJS_WHOLE, 0, assignment, value);
}

/* ---------------------------------------------------------------------------------------------- exports.x = … */

static void collect_assignment(struct builder *b, node_id assignment)
{
    const struct syntax *syntax = &b->syntax;
    node_id left = syntax_unparenthesized(syntax, syntax_child(syntax, assignment, FIELD_LEFT));
    if (is_module_exports(b, left)) {
        take_exports_object(b, left);
        collect_whole(b, assignment);
        return;
    }
    if (!syntax_is(syntax, left, SYNTAX_MEMBER) && !syntax_is(syntax, left, SYNTAX_SUBSCRIPT)) return;
    node_id object = syntax_child(syntax, left, FIELD_OBJECT);
    if (!is_exports_object(b, object)) return;
    string_index name = member_name(b, left);
    if (name == 0) return; /* a computed name: the read of the object will count as escape */
    take_exports_object(b, object);
    node_id value = syntax_child(syntax, assignment, FIELD_RIGHT);
    set_esmodule_flag(b, name, value, always_runs(syntax, assignment));
    enum commonjs_shape shape = is_program_statement(syntax, assignment) ? COMMONJS_ASSIGNMENT : COMMONJS_NESTED;
    add_export(b, shape, name, assignment, value);
    /* Bundlers follow a re-export wherever it stands. Here the call is a use of its own, too: the name may be what it was before. */
    struct commonjs_export *entry = &vec_last(&b->commonjs);
    node_id call;
    if (shape == COMMONJS_NESTED && is_statement(syntax, assignment))
        entry->request = required_value(b, value, &entry->imported, &call);
}

/* `exports.x ||= value` and its like: an export that is read, too. */
static void collect_augmented(struct builder *b, node_id assignment)
{
    node_id left = syntax_unparenthesized(&b->syntax, syntax_child(&b->syntax, assignment, FIELD_LEFT));
    if (!syntax_is(&b->syntax, left, SYNTAX_MEMBER) && !syntax_is(&b->syntax, left, SYNTAX_SUBSCRIPT)) return;
    if (!is_exports_object(b, syntax_child(&b->syntax, left, FIELD_OBJECT))) return;
    node_id value = syntax_child(&b->syntax, assignment, FIELD_RIGHT);
    string_index name = member_name(b, left);
    if (name == 0) return;
    set_esmodule_flag(b, name, value, false);
    add_export(b, COMMONJS_NESTED, name, assignment, value);
}

/* Object.defineProperty(exports, "name", descriptor) */
static void collect_define(struct builder *b, node_id call)
{
    const struct syntax *syntax = &b->syntax;
    if (!builder_is_free_member(b, syntax_child(syntax, call, FIELD_FUNCTION), "Object", "defineProperty")) return;
    node_id arguments = syntax_child(syntax, call, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS)) return;
    node_id given[3] = {NODE_NONE, NODE_NONE, NODE_NONE};
    uint32_t count = 0;
    FOR_EACH_CHILD (syntax, arguments, argument) {
        if (count < 3) given[count] = argument;
        count++;
    }
    if (count != 3 || !is_exports_object(b, given[0]) || !syntax_is(syntax, given[1], SYNTAX_STRING)) return;
    string_index name = builder_name(b, given[1]);
    if (name == 0) return;
    take_exports_object(b, given[0]);
    set_esmodule_flag(b, name, descriptor_value(syntax, given[2]), always_runs(syntax, call));
    use_exports_by_descriptor(b, given[2]);
    add_export(b, is_program_statement(syntax, call) ? COMMONJS_DEFINE : COMMONJS_NESTED, name, call, given[2]);
    b->commonjs.at[b->commonjs.count - 1].traits = 0; /* it holds what the descriptor says */
}

/* ---------------------------------------------------------------------------------------------- what else is done with the exports object */

static void let_exports_escape(struct builder *b, node_id node, enum reason_kind reason)
{
    b->exports_escape = b->exports_read_back = true;
    references_add_whole(b, INDEX_NONE, reason, builder_part(b, node), builder_span(b, node), true);
}

/* `exports.name` read: a use of the module's own export. Anything else that is done with the object lets it escape. */
static void collect_read(struct builder *b, node_id object)
{
    const struct syntax *syntax = &b->syntax;
    node_id value = syntax_parenthesized(syntax, object);
    node_id parent = syntax_parent(syntax, value);
    if (syntax_is(syntax, parent, SYNTAX_UNARY) && text_is(syntax_operator(syntax, parent), "typeof")) return;
    bool is_member = syntax->nodes[value].field == FIELD_OBJECT && member_name(b, parent) != 0;
    b->exports_read_back = true;
    if (!is_member) {
        b->exports_escape = true;
        references_add_whole(b, INDEX_NONE, REASON_NAMESPACE_ESCAPES, builder_part(b, object), builder_span(b, object),
                             true);
        return;
    }
    references_add_use(b, INDEX_NONE, 0, object, builder_span(b, object), true);
    /* `exports.f()` gives its `this` the whole. */
    const struct reference *read = &vec_last(&b->references);
    bool called = read->kind == REFERENCE_CALLEE || read->kind == REFERENCE_TAG;
    if (read->segment_count == 0 || (called && read->segment_count == 1)) b->exports_used_whole = true;
}

static void collect_reads(struct builder *b)
{
    const struct syntax *syntax = &b->syntax;
    for (node_id node = 0; node < syntax->count; node++) {
        enum syntax_kind kind = syntax_kind(syntax, node);
        bool candidate = kind == SYNTAX_IDENTIFIER || kind == SYNTAX_SHORTHAND || kind == SYNTAX_MEMBER ||
                         kind == SYNTAX_SUBSCRIPT || kind == SYNTAX_THIS;
        if (!candidate || bitset_has(b->handled, node)) continue;
        if (kind == SYNTAX_SHORTHAND && scope_is_free(&b->scopes, node) &&
            text_is(syntax_text(syntax, node), "exports")) {
            b->uses_exports = true;
            let_exports_escape(b, node, REASON_NAMESPACE_ESCAPES);
            continue;
        }
        bool is_access = kind == SYNTAX_MEMBER || kind == SYNTAX_SUBSCRIPT;
        if (is_access ? is_module_exports(b, node) : kind != SYNTAX_SHORTHAND && is_exports_object(b, node)) {
            take_exports_object(b, node);
            collect_read(b, node);
        }
    }
}

/* Members of `module` that lead neither to its exports nor to those of the modules around it. */
static bool is_harmless_member(struct text name)
{
    static const char *const names[] = {"id", "loaded", "hot", "filename", "path", "paths", "require"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (text_is(name, names[i])) return true;
    }
    return false;
}

/* `module` is harmless in `module.id` and `typeof module`; whoever holds it otherwise holds the exports object. */
static bool is_module_escape(const struct builder *b, node_id node)
{
    const struct syntax *syntax = &b->syntax;
    if (bitset_has(b->handled, node)) return false;
    node_id value = syntax_parenthesized(syntax, node);
    node_id parent = syntax_parent(syntax, value);
    if (syntax_is(syntax, parent, SYNTAX_MEMBER))
        return !is_harmless_member(syntax_text(syntax, syntax_child(syntax, parent, FIELD_PROPERTY)));
    return !(syntax_is(syntax, parent, SYNTAX_UNARY) && text_is(syntax_operator(syntax, parent), "typeof"));
}

/* What can reach the exports object without naming it: `exports = …` makes the name mean something else, `module` carries it, eval sees it. */
static void collect_escapes(struct builder *b)
{
    for (uint32_t r = 0; r < b->scopes.reference_count; r++) {
        const struct scope_reference *reference = &b->scopes.references[r];
        if (reference->binding != BINDING_FREE) continue;
        struct text name = builder_identifier(b, reference->node);
        bool is_module = text_is(name, "module");
        if (reference->access != REFERENCE_READ && (is_module || text_is(name, "exports"))) b->exports_escape = true;
        if (is_module && is_module_escape(b, reference->node))
            let_exports_escape(b, reference->node, REASON_NAMESPACE_ESCAPES);
        if (scope_is_called_eval(&b->syntax, reference->node))
            let_exports_escape(b, reference->node, REASON_DIRECT_EVAL);
    }
}

/* A name that is assigned more than once may hold either value: none of the assignments is a re-export. */
static void settle_repeated_names(struct builder *b, const uint32_t *times)
{
    for (uint32_t i = 0; i < b->commonjs.count; i++) {
        struct commonjs_export *entry = &b->commonjs.at[i];
        if (entry->shape == COMMONJS_WHOLE_REQUIRE || entry->request == INDEX_NONE || times[entry->name] == 1) continue;
        if (entry->shape != COMMONJS_NESTED)
            references_add_whole(b, entry->request, REASON_REQUIRE_ESCAPES, entry->part, entry->value, true);
        entry->request = INDEX_NONE;
        entry->imported = 0;
    }
}

/* Of what such a name holds only that is known which one of the values may be. */
static void settle_repeated_traits(struct builder *b, const uint32_t *times)
{
    struct bitset read_this = bitset_new(b->scratch, b->strings.count);
    for (uint32_t i = 0; i < b->commonjs.count; i++) {
        if (b->commonjs.at[i].traits & CALLABLE_READS_THIS) bitset_add(read_this, b->commonjs.at[i].name);
    }
    for (uint32_t i = 0; i < b->commonjs.count; i++) {
        struct commonjs_export *entry = &b->commonjs.at[i];
        if (times[entry->name] > 1) entry->traits = bitset_has(read_this, entry->name) ? CALLABLE_READS_THIS : 0;
    }
}

static struct bitset names_read_back(const struct builder *b)
{
    struct bitset names = bitset_new(b->scratch, b->strings.count);
    for (uint32_t r = 0; r < b->references.count; r++) {
        const struct reference *reference = &b->references.at[r];
        if (reference->request == INDEX_NONE && reference->segment_count)
            bitset_add(names, b->segments.at[reference->first_segment].name);
    }
    return names;
}

static void settle_exports(struct builder *b)
{
    uint32_t *times = ARENA_ARRAY(b->scratch, uint32_t, b->strings.count);
    for (uint32_t i = 0; i < b->commonjs.count; i++) times[b->commonjs.at[i].name]++;
    settle_repeated_names(b, times);
    struct bitset read_back = names_read_back(b);
    settle_repeated_traits(b, times);
    for (uint32_t i = 0; i < b->commonjs.count; i++) {
        struct commonjs_export *entry = &b->commonjs.at[i];
        bool removable =
            entry->shape == COMMONJS_ASSIGNMENT || entry->shape == COMMONJS_DEFINE || entry->shape == COMMONJS_PROPERTY;
        entry->annotatable = removable && !b->exports_escape && !b->exports_used_whole &&
                             !text_is(names_text(&b->strings, entry->name), "__esModule") &&
                             !bitset_has(read_back, entry->name);
    }
}

void commonjs_collect(struct builder *b)
{
    if (b->is_esm) return;
    for (node_id node = 0; node < b->syntax.count; node++) {
        enum syntax_kind kind = syntax_kind(&b->syntax, node);
        if (kind == SYNTAX_ASSIGNMENT) collect_assignment(b, node);
        else if (kind == SYNTAX_AUGMENTED_ASSIGNMENT) collect_augmented(b, node);
        else if (kind == SYNTAX_CALL) collect_define(b, node);
    }
    collect_reads(b);
    collect_escapes(b);
    /* What define() is given may take the place of the exports object. */
    if (b->has_amd_define) b->exports_escape = true;
    settle_exports(b);
}
