#include "prune/shape.h"

#include "base/vec.h"

/* How a module uses its exports object beyond assigning to its members. */
struct exports_use {
    uint32_t module;       /* this is about; MODULE_NONE at first */
    bool escapes;          /* something else may read any member */
    VEC(struct text) read; /* members that the module itself reads */
};

struct shaping {
    const struct syntax *syntax;
    const struct scopes *scopes;
    const struct container *container;
    struct arena *arena;
    struct exports_use use;
};

static binding_id binding_of(const struct shaping *s, node_id node)
{
    const struct scope_reference *reference =
        syntax_is(s->syntax, node, SYNTAX_IDENTIFIER) ? scope_reference_of(s->scopes, node) : NULL;
    return reference ? reference->binding : BINDING_FREE;
}

static bool is_parameter(const struct shaping *s, node_id node, binding_id parameter)
{
    return parameter != BINDING_FREE && binding_of(s, node) == parameter;
}

/* ---------------------------------------------------------------------------------------------- what stands in a
 * region */

/* The first byte at or after `from` that is neither ASCII white space nor in a comment, at most `to`. */
static uint32_t skip_blank(const struct syntax *syntax, uint32_t from, uint32_t to)
{
    uint32_t comment = syntax_comment_at(syntax, from);
    while (from < to) {
        if (comment < syntax->comment_count && syntax->comments[comment].start == from) {
            from = syntax->comments[comment++].end;
        } else if (strchr(" \t\r\n", syntax->source.at[from]) && syntax->source.at[from]) {
            from++;
        } else {
            break;
        }
    }
    return from < to ? from : to;
}

/* The largest node between `start` and `end` that is all that stands there but for comments and one `;` or `,` behind
 * it, or NODE_NONE. */
static node_id only_node(const struct syntax *syntax, uint32_t start, uint32_t end)
{
    node_id low = 0, high = syntax->count;
    while (low < high) {
        node_id middle = low + (high - low) / 2;
        if (syntax->nodes[middle].start < start) low = middle + 1;
        else high = middle;
    }
    node_id node = low;
    if (node == syntax->count) return NODE_NONE;
    uint32_t first = syntax->nodes[node].start;
    while (node < syntax->count && syntax->nodes[node].start == first && syntax->nodes[node].end > end) node++;
    if (node == syntax->count || syntax->nodes[node].start != first || syntax->nodes[node].end > end) return NODE_NONE;
    if (skip_blank(syntax, start, first) != first) return NODE_NONE;
    uint32_t after = skip_blank(syntax, syntax->nodes[node].end, end);
    if (after < end && strchr(";,", syntax->source.at[after])) after = skip_blank(syntax, after + 1, end);
    return after == end ? node : NODE_NONE;
}

/* ---------------------------------------------------------------------------------------------- getters */

/* True for the second argument of `require.d(exports, {…})`. */
static bool is_definition_object(const struct shaping *s, const struct container_module *module, node_id object)
{
    const struct syntax *syntax = s->syntax;
    if (!syntax_is(syntax, object, SYNTAX_OBJECT)) return false;
    node_id argument = syntax_parenthesized(syntax, object);
    node_id arguments = syntax_parent(syntax, argument);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS)) return false;
    node_id call = syntax_parent(syntax, arguments);
    node_id callee = syntax_is(syntax, call, SYNTAX_CALL) ? syntax_child(syntax, call, FIELD_FUNCTION) : NODE_NONE;
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER)) return false;
    node_id first = syntax_first_child(syntax, arguments);
    return is_parameter(s, syntax_child(syntax, callee, FIELD_OBJECT), module->require) &&
           text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), "d") && first != argument &&
           syntax_next(syntax, first) == argument && is_parameter(s, first, module->exports);
}

/* The function of a property that is a getter of the definition object, or NODE_NONE. */
static node_id getter_function(const struct syntax *syntax, node_id property)
{
    if (syntax_is(syntax, property, SYNTAX_METHOD)) return property;
    if (!syntax_is(syntax, property, SYNTAX_PAIR)) return NODE_NONE;
    node_id value = syntax_child(syntax, property, FIELD_VALUE);
    if (value == NODE_NONE) return NODE_NONE;
    value = syntax_unparenthesized(syntax, value);
    return syntax_is_function(syntax, value) ? value : NODE_NONE;
}

/* The name of a property; false when it is computed. */
static bool property_name(const struct shaping *s, node_id property, struct text *name)
{
    node_id key =
        syntax_child(s->syntax, property, syntax_is(s->syntax, property, SYNTAX_PAIR) ? FIELD_KEY : FIELD_NAME);
    if (key == NODE_NONE) return false;
    if (syntax_is(s->syntax, key, SYNTAX_NUMBER)) return container_id_of(s->syntax, s->arena, key, name);
    return syntax_string_value(s->syntax, s->arena, key, name);
}

static bool is_getter(const struct shaping *s, const struct container_module *module, node_id property,
                      struct shape *shape)
{
    node_id function = getter_function(s->syntax, property);
    if (function == NODE_NONE || !is_definition_object(s, module, syntax_parent(s->syntax, property))) return false;
    shape->property = property;
    shape->body = syntax_child(s->syntax, function, FIELD_BODY);
    return shape->body != NODE_NONE && property_name(s, property, &shape->name);
}

/* The function whose whole result is `value`: `() => value`, `function () { return value }`. NODE_NONE when there is
 * none. */
static node_id function_returning(const struct syntax *syntax, node_id value)
{
    node_id node = syntax_is(syntax, value, SYNTAX_RETURN) ? value : syntax_parenthesized(syntax, value);
    node_id parent = syntax_parent(syntax, node);
    if (syntax_is(syntax, parent, SYNTAX_ARROW_FUNCTION))
        return syntax->nodes[node].field == FIELD_BODY ? parent : NODE_NONE;
    if (syntax_is(syntax, parent, SYNTAX_RETURN)) {
        node = parent;
        parent = syntax_parent(syntax, node);
    }
    bool is_alone = syntax_is(syntax, node, SYNTAX_RETURN) && syntax_is(syntax, parent, SYNTAX_BLOCK) &&
                    syntax_first_child(syntax, parent) == node &&
                    syntax_next(syntax, node) == syntax_next(syntax, parent);
    node_id function = is_alone ? syntax_parent(syntax, parent) : NODE_NONE;
    return function != NODE_NONE && syntax_is_function(syntax, function) ? function : NODE_NONE;
}

static bool is_getter_body(const struct shaping *s, const struct container_module *module, node_id value,
                           struct shape *shape)
{
    node_id function = function_returning(s->syntax, value);
    if (function == NODE_NONE) return false;
    if (syntax_is(s->syntax, function, SYNTAX_METHOD)) return is_getter(s, module, function, shape);
    node_id pair = syntax_parent(s->syntax, syntax_parenthesized(s->syntax, function));
    return is_getter(s, module, pair, shape);
}

/* ---------------------------------------------------------------------------------------------- exports of CommonJS */

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

static bool is_plain_parameter(const struct shaping *s, node_id node, binding_id parameter)
{
    return is_parameter(s, node, parameter) && !s->scopes->bindings[parameter].written;
}

/* `exports`, `module.exports` or `this`, when it still is what the factory was called with. */
static bool is_exports(const struct shaping *s, const struct container_module *module, node_id node)
{
    const struct syntax *syntax = s->syntax;
    if (syntax_is(syntax, node, SYNTAX_MEMBER)) {
        return text_is(syntax_text(syntax, syntax_child(syntax, node, FIELD_PROPERTY)), "exports") &&
               is_plain_parameter(s, syntax_child(syntax, node, FIELD_OBJECT), module->module);
    }
    return is_plain_parameter(s, node, module->exports) || is_factory_this(syntax, module, node);
}

/* The name that `object.name` or `object["name"]` reads; false when it can not be told. */
static bool member_name(const struct shaping *s, node_id member, struct text *name)
{
    if (syntax_is(s->syntax, member, SYNTAX_SUBSCRIPT)) {
        return container_id_of(s->syntax, s->arena, syntax_child(s->syntax, member, FIELD_INDEX), name);
    }
    return syntax_string_value(s->syntax, s->arena, syntax_child(s->syntax, member, FIELD_PROPERTY), name);
}

static bool is_assigned(const struct syntax *syntax, node_id node)
{
    node_id parent = syntax_parent(syntax, node);
    return syntax_is(syntax, parent, SYNTAX_ASSIGNMENT) && syntax->nodes[node].field == FIELD_LEFT;
}

/* True for a first argument that the call does not read: of Object.defineProperty, require.r, require.d, require.nmd,
 * … */
static bool is_harmless_argument(const struct shaping *s, const struct container_module *module, node_id argument)
{
    const struct syntax *syntax = s->syntax;
    node_id arguments = syntax_parent(syntax, argument);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS) || syntax_first_child(syntax, arguments) != argument)
        return false;
    node_id call = syntax_parent(syntax, arguments);
    node_id callee = syntax_is(syntax, call, SYNTAX_CALL) ? syntax_child(syntax, call, FIELD_FUNCTION) : NODE_NONE;
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER)) return false;
    node_id object = syntax_child(syntax, callee, FIELD_OBJECT);
    struct text name = syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY));
    if (is_parameter(s, object, module->require)) {
        return text_is(name, "r") || text_is(name, "d") || text_is(name, "a") || text_is(name, "nmd") ||
               text_is(name, "hmd");
    }
    return syntax_is(syntax, object, SYNTAX_IDENTIFIER) && text_is(syntax_text(syntax, object), "Object") &&
           scope_is_free(s->scopes, object) && text_is(name, "defineProperty");
}

/* Records one use of the exports object at `node`. */
static void record_use(struct shaping *s, const struct container_module *module, node_id node)
{
    const struct syntax *syntax = s->syntax;
    node_id parent = syntax_parent(syntax, node);
    bool is_object = syntax->nodes[node].field == FIELD_OBJECT;
    if (is_object && (syntax_is(syntax, parent, SYNTAX_MEMBER) || syntax_is(syntax, parent, SYNTAX_SUBSCRIPT))) {
        if (is_assigned(syntax, parent)) return;
        struct text name;
        if (member_name(s, parent, &name)) vec_push(&s->use.read, name);
        else s->use.escapes = true;
        return;
    }
    if (is_assigned(syntax, node)) return;
    if (is_harmless_argument(s, module, node)) return;
    if (syntax_is(syntax, parent, SYNTAX_UNARY) && text_is(syntax_operator(syntax, parent), "typeof")) return;
    /* A name that stands alone as a statement reads nothing. */
    if (syntax_is(syntax, parent, SYNTAX_EXPRESSION_STATEMENT)) return;
    s->use.escapes = true;
}

static void record_binding_uses(struct shaping *s, const struct container_module *module, binding_id parameter)
{
    if (parameter == BINDING_FREE) return;
    const struct scope_binding *binding = &s->scopes->bindings[parameter];
    for (uint32_t i = 0; i < binding->reference_count; i++) {
        node_id node = s->scopes->references[s->scopes->by_binding[binding->first_reference + i]].node;
        node_id parent = syntax_parent(s->syntax, node);
        if (parameter != module->module) {
            record_use(s, module, node);
        } else if (syntax_is(s->syntax, parent, SYNTAX_MEMBER) && s->syntax->nodes[node].field == FIELD_OBJECT) {
            bool is_whole = text_is(syntax_text(s->syntax, syntax_child(s->syntax, parent, FIELD_PROPERTY)), "exports");
            if (is_whole) record_use(s, module, parent);
        } else {
            record_use(s, module, node);
        }
    }
}

static const struct exports_use *exports_use_of(struct shaping *s, uint32_t index)
{
    if (s->use.module == index) return &s->use;
    const struct container_module *module = &s->container->modules[index];
    s->use.module = index;
    s->use.escapes = false;
    vec_clear(&s->use.read);
    record_binding_uses(s, module, module->exports);
    record_binding_uses(s, module, module->module);
    for (node_id node = module->function; node < syntax_next(s->syntax, module->function); node++) {
        if (is_factory_this(s->syntax, module, node)) record_use(s, module, node);
    }
    return &s->use;
}

/* Why the module itself needs its export `name`, or NULL. */
static const char *why_needed(struct shaping *s, uint32_t module, struct text name)
{
    const struct exports_use *use = exports_use_of(s, module);
    if (use->escapes) return "the module hands its exports on as a whole";
    for (uint32_t i = 0; i < use->read.count; i++) {
        if (text_equal(use->read.at[i], name)) return "the module reads this export itself";
    }
    return NULL;
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

static bool is_export_assignment(struct shaping *s, node_id node, struct shape *shape)
{
    const struct syntax *syntax = s->syntax;
    const struct container_module *module = &s->container->modules[shape->module];
    if (syntax_is(syntax, node, SYNTAX_EXPRESSION_STATEMENT)) node = syntax_first_child(syntax, node);
    if (node == NODE_NONE) return false;
    node = syntax_unparenthesized(syntax, node);
    if (!syntax_is(syntax, node, SYNTAX_ASSIGNMENT)) return false;
    node_id target = syntax_child(syntax, node, FIELD_LEFT);
    if (!syntax_is(syntax, target, SYNTAX_MEMBER) && !syntax_is(syntax, target, SYNTAX_SUBSCRIPT)) return false;
    struct text name;
    if (!is_exports(s, module, syntax_child(syntax, target, FIELD_OBJECT)) || !member_name(s, target, &name))
        return false;

    shape->why = why_needed(s, shape->module, name);
    if (!is_replaceable(syntax, node)) shape->why = "the value of the assignment is used";
    shape->name = name;
    shape->assignment = node;
    shape->is_statement =
        syntax_is(syntax, syntax_parent(syntax, syntax_parenthesized(syntax, node)), SYNTAX_EXPRESSION_STATEMENT);
    return true;
}

/* ---------------------------------------------------------------------------------------------- all regions */

static void find_one(struct shaping *s, const struct macro_region *region, struct shape *shape)
{
    const struct syntax *syntax = s->syntax;
    uint32_t start = syntax->comments[region->opening].end, end = syntax->comments[region->closing].start;
    *shape = (struct shape){.property = NODE_NONE, .body = NODE_NONE, .assignment = NODE_NONE};
    shape->module = container_module_at(syntax, s->container, start);
    if (shape->module == MODULE_NONE) {
        shape->why = "it stands outside of all modules";
        return;
    }
    const struct container_module *module = &s->container->modules[shape->module];
    if (module->opaque) {
        shape->why = module->opaque;
        return;
    }
    shape->why = "it is neither a getter of require.d(exports, {...}) nor an assignment to exports";
    node_id node = only_node(syntax, start, end);
    if (node == NODE_NONE || node <= module->function) {
        shape->why = "it does not hold exactly one expression, property or statement";
    } else if (is_getter(s, module, node, shape)) {
        shape->why = why_needed(s, shape->module, shape->name);
        if (!shape->why) shape->kind = SHAPE_GETTER;
    } else if (is_getter_body(s, module, node, shape)) {
        shape->why = why_needed(s, shape->module, shape->name);
        if (!shape->why) shape->kind = SHAPE_GETTER_BODY;
    } else if (is_export_assignment(s, node, shape) && !shape->why) {
        shape->kind = SHAPE_ASSIGNMENT;
    }
}

const struct shape *shape_find(const struct syntax *syntax, const struct scopes *scopes,
                               const struct container *container, const struct macros *macros, struct arena *arena)
{
    struct shaping s = {syntax, scopes, container, arena, {.module = MODULE_NONE}};
    struct shape *shapes = ARENA_ARRAY(arena, struct shape, macros->region_count);
    for (uint32_t i = 0; i < macros->region_count; i++) find_one(&s, &macros->regions[i], &shapes[i]);
    vec_release(&s.use.read);
    return shapes;
}
