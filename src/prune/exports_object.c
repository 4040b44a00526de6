#include "prune/exports_object.h"

/* True when `this` at `node` is the factory's own. */
static bool is_factory_this(const struct syntax *syntax, const struct container_module *module, node_id node)
{
    if (!syntax_is(syntax, node, SYNTAX_THIS) || syntax_is(syntax, module->function, SYNTAX_ARROW_FUNCTION))
        return false;
    for (node_id around = syntax_parent(syntax, node); around != module->function;
         around = syntax_parent(syntax, around)) {
        if (around == NODE_NONE || syntax_is(syntax, around, SYNTAX_CLASS_BODY)) return false;
        if (syntax_is_function(syntax, around) && !syntax_is(syntax, around, SYNTAX_ARROW_FUNCTION)) return false;
    }
    return true;
}

static bool is_plain_parameter(const struct building *b, node_id node, binding_id parameter)
{
    return building_is_parameter(b, node, parameter) && !b->scopes->bindings[parameter].written;
}

bool exports_object_is(const struct building *b, const struct container_module *module, node_id node)
{
    const struct syntax *syntax = b->syntax;
    if (syntax_is(syntax, node, SYNTAX_MEMBER)) {
        return text_is(syntax_text(syntax, syntax_child(syntax, node, FIELD_PROPERTY)), "exports") &&
               is_plain_parameter(b, syntax_child(syntax, node, FIELD_OBJECT), module->module);
    }
    return is_plain_parameter(b, node, module->exports) || is_factory_this(syntax, module, node);
}

bool exports_object_member_name(const struct building *b, node_id member, struct text *name)
{
    if (syntax_is(b->syntax, member, SYNTAX_SUBSCRIPT)) {
        return container_id_of(b->syntax, b->arena, syntax_child(b->syntax, member, FIELD_INDEX), name);
    }
    return syntax_string_value(b->syntax, b->arena, syntax_child(b->syntax, member, FIELD_PROPERTY), name);
}

bool exports_object_is_reserved(struct text name)
{
    return text_is(name, "__esModule") || text_is(name, "__proto__");
}

/* True where an assignment may be replaced by its value without changing what its surroundings do. */
static bool is_replaceable(const struct syntax *syntax, node_id assignment)
{
    node_id node = syntax_parenthesized(syntax, assignment);
    node_id parent = syntax_parent(syntax, node);
    enum syntax_field field = (enum syntax_field)syntax->nodes[node].field;
    switch ((int)syntax_kind(syntax, parent)) {
    case SYNTAX_EXPRESSION_STATEMENT:
    case SYNTAX_SEQUENCE: return true;
    case SYNTAX_ASSIGNMENT: return field == FIELD_RIGHT;
    case SYNTAX_DECLARATOR: return field == FIELD_VALUE;
    default: return false;
    }
}

static bool is_member_assignment(const struct building *b, const struct container_module *module, node_id assignment,
                                 struct text *name)
{
    const struct syntax *syntax = b->syntax;
    if (!syntax_is(syntax, assignment, SYNTAX_ASSIGNMENT)) return false;
    node_id target = syntax_child(syntax, assignment, FIELD_LEFT);
    if (!syntax_is(syntax, target, SYNTAX_MEMBER) && !syntax_is(syntax, target, SYNTAX_SUBSCRIPT)) return false;
    return exports_object_is(b, module, syntax_child(syntax, target, FIELD_OBJECT)) &&
           exports_object_member_name(b, target, name) && !exports_object_is_reserved(*name);
}

bool exports_object_is_target(const struct building *b, const struct container_module *module, node_id assignment,
                              struct text *name)
{
    return is_member_assignment(b, module, assignment, name) && is_replaceable(b->syntax, assignment);
}

const char *exports_object_why_not(const struct building *b, const struct container_module *module, node_id assignment)
{
    struct text name;
    bool is_used = is_member_assignment(b, module, assignment, &name) && !is_replaceable(b->syntax, assignment);
    return is_used ? "the value of the assignment is used" : NULL;
}

static bool is_assigned(const struct syntax *syntax, node_id node)
{
    node_id parent = syntax_parent(syntax, node);
    return syntax_is(syntax, parent, SYNTAX_ASSIGNMENT) && syntax->nodes[node].field == FIELD_LEFT;
}

/* True for a first argument that the call does not read: of Object.defineProperty, require.r, require.d, require.nmd and
 * their like. */
static bool is_harmless_argument(const struct building *b, const struct container_module *module, node_id argument)
{
    const struct syntax *syntax = b->syntax;
    node_id arguments = syntax_parent(syntax, argument);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS) || syntax_first_child(syntax, arguments) != argument)
        return false;
    node_id call = syntax_parent(syntax, arguments);
    node_id callee = syntax_is(syntax, call, SYNTAX_CALL) ? syntax_child(syntax, call, FIELD_FUNCTION) : NODE_NONE;
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER)) return false;
    node_id object = syntax_child(syntax, callee, FIELD_OBJECT);
    struct text name = syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY));
    if (building_is_parameter(b, object, module->require)) {
        return text_is(name, "r") || text_is(name, "d") || text_is(name, "a") || text_is(name, "nmd") ||
               text_is(name, "hmd");
    }
    /* The result of Object.defineProperty is the object again. */
    bool is_dropped =
        syntax_is(syntax, syntax_parent(syntax, syntax_parenthesized(syntax, call)), SYNTAX_EXPRESSION_STATEMENT) ||
        syntax_is(syntax, syntax_parent(syntax, syntax_parenthesized(syntax, call)), SYNTAX_SEQUENCE);
    return is_dropped && syntax_is(syntax, object, SYNTAX_IDENTIFIER) &&
           text_is(syntax_text(syntax, object), "Object") && scope_is_free(b->scopes, object) &&
           text_is(name, "defineProperty");
}

struct finding {
    const struct building *b;
    const struct container_module *module;
    void (*found)(void *context, const struct exports_use *use);
    void *context;
};

static void tell(const struct finding *f, node_id node, bool is_whole, struct text name)
{
    struct exports_use use = {node, is_whole, name};
    f->found(f->context, &use);
}

/* One use of the exports object at `node`. */
static void find_use(const struct finding *f, node_id node)
{
    const struct syntax *syntax = f->b->syntax;
    node_id parent = syntax_parent(syntax, node);
    bool is_object = syntax->nodes[node].field == FIELD_OBJECT;
    if (is_object && (syntax_is(syntax, parent, SYNTAX_MEMBER) || syntax_is(syntax, parent, SYNTAX_SUBSCRIPT))) {
        if (is_assigned(syntax, parent)) return;
        struct text name = TEXT("");
        bool is_known = exports_object_member_name(f->b, parent, &name);
        /* `exports.f()` hands the exports on as `this`. */
        bool is_called = syntax->nodes[syntax_parenthesized(syntax, parent)].field == FIELD_FUNCTION;
        tell(f, node, !is_known || is_called, name);
        return;
    }
    if (is_assigned(syntax, node) || is_harmless_argument(f->b, f->module, node)) return;
    if (syntax_is(syntax, parent, SYNTAX_UNARY) && text_is(syntax_operator(syntax, parent), "typeof")) return;
    /* A name that stands alone as a statement reads nothing. */
    if (syntax_is(syntax, parent, SYNTAX_EXPRESSION_STATEMENT)) return;
    tell(f, node, true, TEXT(""));
}

static void find_binding_uses(const struct finding *f, binding_id parameter)
{
    if (parameter == BINDING_FREE) return;
    const struct syntax *syntax = f->b->syntax;
    const struct scopes *scopes = f->b->scopes;
    const struct scope_binding *binding = &scopes->bindings[parameter];
    for (uint32_t i = 0; i < binding->reference_count; i++) {
        node_id node = scopes->references[scopes->by_binding[binding->first_reference + i]].node;
        node_id parent = syntax_parent(syntax, node);
        if (parameter != f->module->module) {
            find_use(f, node);
        } else if (syntax_is(syntax, parent, SYNTAX_MEMBER) && syntax->nodes[node].field == FIELD_OBJECT) {
            bool is_whole = text_is(syntax_text(syntax, syntax_child(syntax, parent, FIELD_PROPERTY)), "exports");
            if (is_whole) find_use(f, parent);
        } else {
            find_use(f, node);
        }
    }
}

void exports_object_uses(const struct building *b, const struct container_module *module,
                         void (*found)(void *context, const struct exports_use *use), void *context)
{
    struct finding f = {b, module, found, context};
    find_binding_uses(&f, module->exports);
    find_binding_uses(&f, module->module);
    for (node_id node = module->function; node < syntax_next(b->syntax, module->function); node++) {
        if (is_factory_this(b->syntax, module, node)) find_use(&f, node);
    }
}
