/* Calls and constructions of static_eval.h. */
#include "config/static_eval.h"

#include "base/limits.h"
#include "base/path.h"

static struct static_value unknown_at(const struct static_module *m, const char *what, node_id node)
{
    return static_unknown(text_of(what), static_place(m, node));
}

/* Something that can not be read got these arguments: it may change them, and call what can be called. */
static void escape(struct static_eval *e, struct static_value value, struct static_value why, unsigned depth)
{
    if (value.type == STATIC_FUNCTION) {
        struct static_value condition = e->condition;
        if (!e->speculation) e->condition = why;
        e->speculation++;
        (void)static_call(e, value, NULL, UINT32_MAX, why.place);
        e->speculation--;
        e->condition = condition;
    } else if (value.object && !value.object->visited && depth < LIMIT_STATIC_DEPTH) {
        value.object->visited = true;
        for (uint32_t i = 0; i < value.object->count; i++) escape(e, value.object->at[i].value, why, depth + 1);
        value.object->visited = false;
        static_open(value.object, why);
    }
}

static struct static_value call_function(struct static_eval *e, struct static_value callee,
                                         const struct static_value *arguments, uint32_t count)
{
    const struct static_function *function = callee.function;
    struct static_module *m = function->module;
    const struct syntax *s = &m->syntax;
    node_id body = syntax_child(s, function->node, FIELD_BODY);
    struct static_scope *scope = static_scope_new(e, function->scope, true);
    bool unknown_arguments = count == UINT32_MAX;
    if (unknown_arguments) count = 0;
    uint32_t index = 0;
    node_id single = syntax_child(s, function->node, FIELD_PARAMETER);
    node_id parameters = syntax_child(s, function->node, FIELD_PARAMETERS);
    node_id end = single != NODE_NONE       ? syntax_next(s, single)
                  : parameters == NODE_NONE ? 0
                                            : syntax_next(s, parameters);
    node_id first = single != NODE_NONE ? single : parameters + 1;
    for (node_id parameter = first; parameter < end; parameter = syntax_next(s, parameter)) {
        if (syntax_kind(s, parameter) == SYNTAX_TOKEN) continue;
        struct static_value value = unknown_arguments ? unknown_at(m, "a parameter of this function", parameter)
                                    : index < count   ? arguments[index]
                                                      : static_undefined(static_place(m, parameter));
        if (syntax_kind(s, parameter) == SYNTAX_REST_PATTERN) {
            struct static_value rest = static_new(e->arena, STATIC_ARRAY, static_place(m, parameter));
            if (unknown_arguments) static_open(rest.object, value);
            for (uint32_t i = index; i < count; i++) static_push(e->arena, rest.object, arguments[i]);
            static_bind(e, m, scope, syntax_first_child(s, parameter), rest, true);
            break;
        }
        static_bind(e, m, scope, parameter, value, true);
        index++;
    }
    if (body == NODE_NONE) return static_undefined(callee.place);
    if (syntax_kind(s, body) != SYNTAX_BLOCK) return static_expression(e, m, scope, body);
    if (syntax_has_token(s, function->node, "*") || syntax_kind(s, function->node) == SYNTAX_GENERATOR_FUNCTION) {
        (void)static_function_body(e, m, scope, body);
        return unknown_at(m, "what a generator yields", function->node);
    }
    return static_function_body(e, m, scope, body);
}

struct static_value static_call(struct static_eval *e, struct static_value callee, const struct static_value *arguments,
                                uint32_t count, uint32_t place)
{
    enum { MOST_CALLS = 48 };
    if (callee.type == STATIC_FUNCTION) {
        if (++e->calls > MOST_CALLS) static_give_up(e, TEXT("a function that calls itself too often"), place);
        struct static_value result = e->gave_up ? e->gave_up_why : call_function(e, callee, arguments, count);
        e->calls--;
        return result;
    }
    if (count == UINT32_MAX) count = 0;
    if (callee.type == STATIC_FOREIGN) return static_foreign_call(e, callee, arguments, count, place, false);
    struct static_value why =
        callee.type == STATIC_UNKNOWN ? callee : static_unknown(TEXT("what is called here"), place);
    why = static_derived(why);
    for (uint32_t i = 0; i < count; i++) escape(e, arguments[i], why, 0);
    return why;
}

typedef VEC(struct static_value) value_vec;

/* False when a spread makes their number unknown: then `values` ends with that unknown. */
static bool argument_values(struct static_eval *e, struct static_module *m, struct static_scope *scope, node_id list,
                            value_vec *values)
{
    const struct syntax *s = &m->syntax;
    if (!syntax_is(s, list, SYNTAX_ARGUMENTS)) return list == NODE_NONE;
    bool known = true;
    FOR_EACH_CHILD (s, list, child) {
        if (syntax_kind(s, child) == SYNTAX_TOKEN) continue;
        if (syntax_kind(s, child) != SYNTAX_SPREAD) {
            vec_push(values, static_expression(e, m, scope, child));
            continue;
        }
        struct static_value spread = static_expression(e, m, scope, syntax_first_child(s, child));
        const struct static_object *items = static_items(e, spread);
        for (uint32_t i = 0; items && i < items->count; i++) vec_push(values, items->at[i].value);
        known = known && items;
    }
    return known;
}

static struct static_value require_value(struct static_eval *e, struct static_module *m,
                                         const struct static_value *arguments, uint32_t count, node_id node)
{
    if (count == 1 && arguments[0].type == STATIC_STRING)
        return static_module_import(e, path_folder(m->path), arguments[0].text, static_place(m, node));
    return unknown_at(m, "what is required here", node);
}

struct static_value static_call_expression(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                           node_id node)
{
    const struct syntax *s = &m->syntax;
    uint32_t place = static_place(m, node);
    node_id callee_node = syntax_unparenthesized(s, syntax_child(s, node, FIELD_FUNCTION));
    value_vec arguments = {0};
    struct static_value result = {0}, callee = {0};
    bool done = false, is_import = syntax_is(s, callee_node, SYNTAX_IMPORT_KEYWORD);
    struct static_value object = {.type = STATIC_UNDEFINED};
    struct text method = {0};
    bool is_member = syntax_is(s, callee_node, SYNTAX_MEMBER) &&
                     !syntax_is(s, syntax_child(s, callee_node, FIELD_OBJECT), SYNTAX_META_PROPERTY);
    if (is_member) {
        object = static_expression(e, m, scope, syntax_child(s, callee_node, FIELD_OBJECT));
        method = syntax_text(s, syntax_child(s, callee_node, FIELD_PROPERTY));
        bool own = object.type == STATIC_OBJECT && static_find(object.object, method);
        if (own || object.type == STATIC_FOREIGN || object.type == STATIC_UNKNOWN)
            callee = static_member_of(e, object, method, place);
    } else if (!is_import) {
        callee = static_expression(e, m, scope, callee_node);
    }
    bool known = argument_values(e, m, scope, syntax_child(s, node, FIELD_ARGUMENTS), &arguments);
    if (!known) {
        struct static_value why = unknown_at(m, "the arguments of this call", node);
        for (uint32_t i = 0; i < arguments.count; i++) escape(e, arguments.at[i], why, 0);
        if (callee.type == STATIC_FUNCTION) escape(e, callee, why, 0);
        if (object.object) static_forget(object.object, why);
        result = why;
        done = true;
    }
    if (!done && (is_import || (callee.type == STATIC_FOREIGN && text_is(callee.text, "require")))) {
        result = require_value(e, m, arguments.at, arguments.count, node);
        done = true;
    }
    if (!done && is_member && callee.type == STATIC_UNKNOWN && callee.text.length == 0 &&
        object.type != STATIC_UNKNOWN) {
        bool found;
        result = static_method(e, object, method, arguments.at, arguments.count, place, &found);
        done = found;
        if (!found) {
            if (syntax_child(s, callee_node, FIELD_OPTIONAL_CHAIN) != NODE_NONE && static_is_nullish(object)) {
                result = static_undefined(place);
                done = true;
            } else {
                callee = static_unknown(arena_format(e->arena, "what .%.*s() gives", TEXT_ARGS(method)), place);
                if (object.object) static_forget(object.object, callee);
            }
        }
    }
    if (!done) {
        result = static_call(e, callee, arguments.at, arguments.count, place);
        /* A method that can not be read may change its own object. */
        if (is_member && object.object && callee.type != STATIC_FUNCTION) static_forget(object.object, result);
    }
    vec_release(&arguments);
    return result;
}

struct static_value static_new_expression(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                          node_id node)
{
    const struct syntax *s = &m->syntax;
    struct static_value callee = static_expression(e, m, scope, syntax_child(s, node, FIELD_CONSTRUCTOR));
    value_vec arguments = {0};
    (void)argument_values(e, m, scope, syntax_child(s, node, FIELD_ARGUMENTS), &arguments);
    struct static_value result = unknown_at(m, "an object of a class", node);
    if (callee.type == STATIC_FOREIGN)
        result = static_foreign_call(e, callee, arguments.at, arguments.count, static_place(m, node), true);
    vec_release(&arguments);
    return result;
}
