/* Expressions of static_eval.h. */
#include "config/static_eval.h"

#include "base/limits.h"
#include "base/path.h"

#include <math.h>
#include <stdlib.h>

void static_give_up(struct static_eval *e, struct text why, uint32_t place)
{
    if (e->gave_up) return;
    e->gave_up = true;
    e->gave_up_why = static_unknown(why, place);
}

static struct static_value unknown_at(const struct static_module *m, const char *what, node_id node)
{
    return static_unknown(text_of(what), static_place(m, node));
}

/* What a speculative evaluation of `node` does is done, its value is not known. */
static struct static_value evaluate_maybe(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                          node_id node, struct static_value why)
{
    struct static_value condition = e->condition;
    if (!e->speculation) e->condition = why;
    e->speculation++;
    struct static_value value = static_expression(e, m, scope, node);
    e->speculation--;
    e->condition = condition;
    return value;
}

/* ---------------------------------------------------------------------------------------------- names */

static struct static_value free_name(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                     node_id node)
{
    static const char *const foreign[] = {"process", "Object", "Array",   "JSON",  "String",  "Number",
                                          "Boolean", "Set",    "Map",     "URL",   "require", "console",
                                          "Math",    "Date",   "Promise", "RegExp"};
    (void)scope;
    struct text name = syntax_text(&m->syntax, node);
    uint32_t place = static_place(m, node);
    if (text_is(name, "undefined")) return static_undefined(place);
    if (text_is(name, "__dirname")) return static_string(path_folder(m->path), place);
    if (text_is(name, "__filename")) return static_string(m->path, place);
    if (text_is(name, "module") && !m->is_module)
        return (struct static_value){.type = STATIC_OBJECT, .place = place, .object = m->exports_holder};
    if (text_is(name, "exports") && !m->is_module) return static_get(m->exports_holder, name, place);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        if (text_is(name, foreign[i])) return static_foreign(name, place);
    }
    return static_unknown(arena_format(e->arena, "the name %.*s", TEXT_ARGS(name)), place);
}

static struct static_value name_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                      node_id node)
{
    struct text name = syntax_text(&m->syntax, node);
    if (scope_is_free(&m->scopes, node) && static_binding(m, node) == BINDING_FREE) return free_name(e, m, scope, node);
    binding_id binding = static_binding(m, node);
    struct static_value *slot = binding == BINDING_FREE ? NULL : static_scope_find(scope, m, binding);
    if (slot) return *slot;
    return static_unknown(arena_format(e->arena, "the name %.*s", TEXT_ARGS(name)), static_place(m, node));
}

/* ---------------------------------------------------------------------------------------------- literals */

static struct static_value template_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                          node_id node)
{
    const struct syntax *s = &m->syntax;
    struct buffer buffer;
    buffer_init(&buffer);
    uint32_t from = s->nodes[node].start + 1;
    struct static_value missing = {.type = STATIC_UNDEFINED};
    struct text known_start = TEXT("");
    FOR_EACH_CHILD (s, node, child) {
        if (syntax_kind(s, child) != SYNTAX_TEMPLATE_SUBSTITUTION) continue;
        buffer_put(&buffer, syntax_unescaped(e->arena, text_slice(s->source, from, s->nodes[child].start)));
        from = s->nodes[child].end;
        struct static_value value = static_expression(e, m, scope, syntax_first_child(s, child));
        struct text text;
        if (static_to_text(e->arena, value, &text)) {
            buffer_put(&buffer, text);
            continue;
        }
        if (missing.type != STATIC_UNKNOWN) known_start = arena_copy(e->arena, buffer_text(&buffer));
        missing = value.type == STATIC_UNKNOWN ? value : unknown_at(m, "this part of a text", child);
    }
    buffer_put(&buffer, syntax_unescaped(e->arena, text_slice(s->source, from, s->nodes[node].end - 1)));
    struct text text = arena_copy(e->arena, buffer_text(&buffer));
    buffer_release(&buffer);
    if (missing.type == STATIC_UNKNOWN) {
        missing = static_derived(missing);
        missing.known_start = known_start;
        return missing;
    }
    return static_string(text, static_place(m, node));
}

const struct static_object *static_items(struct static_eval *e, struct static_value value)
{
    (void)e;
    return value.type == STATIC_ARRAY && !value.object->open ? value.object : NULL;
}

static struct static_value array_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                       node_id node)
{
    const struct syntax *s = &m->syntax;
    struct static_value array = static_new(e->arena, STATIC_ARRAY, static_place(m, node));
    FOR_EACH_CHILD (s, node, child) {
        if (syntax_kind(s, child) == SYNTAX_TOKEN) continue;
        if (syntax_kind(s, child) != SYNTAX_SPREAD) {
            static_push(e->arena, array.object, static_expression(e, m, scope, child));
            continue;
        }
        struct static_value value = static_expression(e, m, scope, syntax_first_child(s, child));
        const struct static_object *items = static_items(e, value);
        if (items) {
            for (uint32_t i = 0; i < items->count; i++) static_push(e->arena, array.object, items->at[i].value);
        } else {
            array.object->open = true;
            array.object->unknown =
                value.type == STATIC_UNKNOWN ? value : unknown_at(m, "the list that is spread here", child);
        }
    }
    return array;
}

/* { ...value }: later members hide earlier ones, so those of an unknown value may hide all. */
static void spread_into(struct static_eval *e, struct static_object *object, struct static_value value,
                        struct static_value why)
{
    if (static_is_nullish(value) || value.type == STATIC_BOOLEAN || value.type == STATIC_NUMBER) return;
    bool known = value.type == STATIC_OBJECT;
    if (!known || value.object->open)
        static_open(object, known ? value.object->unknown : value.type == STATIC_UNKNOWN ? value : why);
    for (uint32_t i = 0; known && i < value.object->count; i++) {
        const struct static_member *member = &value.object->at[i];
        static_set(e->arena, object, member->key, member->key_place, member->value);
    }
}

static bool property_key(struct static_eval *e, struct static_module *m, struct static_scope *scope, node_id key,
                         struct text *name, struct static_value *why)
{
    const struct syntax *s = &m->syntax;
    *why = unknown_at(m, "this name of a member", key);
    if (syntax_kind(s, key) == SYNTAX_COMPUTED_PROPERTY_NAME) {
        struct static_value value = static_expression(e, m, scope, syntax_first_child(s, key));
        if (value.type == STATIC_UNKNOWN) *why = value;
        return static_to_text(e->arena, value, name);
    }
    if (syntax_kind(s, key) == SYNTAX_NUMBER) {
        *name = syntax_text(s, key);
        return true;
    }
    return syntax_string_value(s, e->arena, key, name);
}

static struct static_value function_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                          node_id node)
{
    struct static_function *function = ARENA_NEW(e->arena, struct static_function);
    *function = (struct static_function){m, node, scope};
    return (struct static_value){.type = STATIC_FUNCTION, .place = static_place(m, node), .function = function};
}

static struct static_value object_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                        node_id node)
{
    const struct syntax *s = &m->syntax;
    struct static_value object = static_new(e->arena, STATIC_OBJECT, static_place(m, node));
    FOR_EACH_CHILD (s, node, child) {
        node_id key = NODE_NONE;
        struct static_value value = {0}, why;
        switch ((int)syntax_kind(s, child)) {
        case SYNTAX_PAIR:
            key = syntax_child(s, child, FIELD_KEY);
            value = static_expression(e, m, scope, syntax_child(s, child, FIELD_VALUE));
            break;
        case SYNTAX_SHORTHAND:
            key = child;
            value = name_value(e, m, scope, child);
            break;
        case SYNTAX_METHOD:
            key = syntax_child(s, child, FIELD_NAME);
            value = function_value(e, m, scope, child);
            if (syntax_has_token(s, child, "get") || syntax_has_token(s, child, "set"))
                value = unknown_at(m, "a getter or setter", child);
            break;
        case SYNTAX_SPREAD: {
            struct static_value spread = static_expression(e, m, scope, syntax_first_child(s, child));
            spread_into(e, object.object, spread, unknown_at(m, "what is spread here", child));
            continue;
        }
        default: continue;
        }
        struct text name;
        if (property_key(e, m, scope, key, &name, &why))
            static_set(e->arena, object.object, name, static_place(m, key), value);
        else static_open(object.object, why);
    }
    return object;
}

static struct static_value number_value(struct static_module *m, node_id node)
{
    struct text written = syntax_text(&m->syntax, node);
    char digits[64];
    size_t length = 0;
    for (size_t i = 0; i < written.length && length + 1 < sizeof digits; i++) {
        if (written.at[i] != '_') digits[length++] = written.at[i];
    }
    digits[length] = '\0';
    char *end;
    double number = strtod(digits, &end); /* hexadecimal, too; the locale stays "C" */
    if (*end || written.length >= sizeof digits) return unknown_at(m, "a number of this form", node);
    return static_number(number, static_place(m, node));
}

/* ---------------------------------------------------------------------------------------------- members */

/* The value of a variable of the environment that was given; the last one of a name counts. */
static bool given_variable(const struct static_eval *e, struct text name, struct text *value)
{
    for (uint32_t i = e->environment.count; i-- > 0;) {
        struct text given = e->environment.at[i];
        size_t equals = text_find_char(given, '=', 0);
        if (equals == TEXT_NOWHERE || !text_equal(text_slice(given, 0, equals), name)) continue;
        *value = text_slice(given, equals + 1, given.length);
        return true;
    }
    return false;
}

struct static_value static_member_of(struct static_eval *e, struct static_value object, struct text key, uint32_t place)
{
    switch (object.type) {
    case STATIC_OBJECT: return static_get(object.object, key, place);
    case STATIC_ARRAY: {
        if (object.object->open) return object.object->unknown;
        if (text_is(key, "length") || text_is(key, "size")) return static_number(object.object->count, place);
        uint32_t index = 0;
        for (size_t i = 0; i < key.length; i++) {
            if (key.at[i] < '0' || key.at[i] > '9' || index > 100000) return static_undefined(place);
            index = index * 10 + (uint32_t)(key.at[i] - '0');
        }
        return key.length && index < object.object->count ? object.object->at[index].value : static_undefined(place);
    }
    case STATIC_STRING:
        if (text_is(key, "length")) {
            for (size_t i = 0; i < object.text.length; i++) {
                if ((unsigned char)object.text.at[i] > 0x7F) return static_unknown(TEXT("the length of a text"), place);
            }
            return static_number((double)object.text.length, place);
        }
        break;
    case STATIC_FOREIGN:
        if (text_is(key, "default")) return object;
        if (text_is(object.text, "process.env")) {
            struct text given;
            if (given_variable(e, key, &given)) return static_string(given, place);
            struct static_value value =
                static_unknown(arena_format(e->arena, "process.env.%.*s", TEXT_ARGS(key)), place);
            value.from_environment = true;
            return value;
        }
        return static_foreign(arena_format(e->arena, "%.*s.%.*s", TEXT_ARGS(object.text), TEXT_ARGS(key)), place);
    case STATIC_UNKNOWN: object = static_derived(object); return object;
    case STATIC_UNDEFINED:
    case STATIC_NULL:
    case STATIC_BOOLEAN:
    case STATIC_NUMBER:
    case STATIC_REGEX:
    case STATIC_FUNCTION: break;
    }
    return static_unknown(arena_format(e->arena, "the member %.*s", TEXT_ARGS(key)), place);
}

static struct static_value member_key(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                      node_id node)
{
    const struct syntax *s = &m->syntax;
    if (syntax_kind(s, node) == SYNTAX_SUBSCRIPT)
        return static_expression(e, m, scope, syntax_child(s, node, FIELD_INDEX));
    node_id property = syntax_child(s, node, FIELD_PROPERTY);
    return static_string(syntax_text(s, property), static_place(m, property));
}

static struct static_value member_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                        node_id node)
{
    const struct syntax *s = &m->syntax;
    node_id object_node = syntax_child(s, node, FIELD_OBJECT);
    if (syntax_is(s, object_node, SYNTAX_META_PROPERTY)) {
        struct text name = member_key(e, m, scope, node).text;
        uint32_t place = static_place(m, node);
        if (text_is(name, "dirname")) return static_string(path_folder(m->path), place);
        if (text_is(name, "filename")) return static_string(m->path, place);
        if (text_is(name, "url"))
            return static_string(arena_format(e->arena, "file://%.*s", TEXT_ARGS(m->path)), place);
        return unknown_at(m, "import.meta", node);
    }
    struct static_value object = static_expression(e, m, scope, object_node);
    bool optional = syntax_child(s, node, FIELD_OPTIONAL_CHAIN) != NODE_NONE;
    if (optional && static_is_nullish(object)) return static_undefined(static_place(m, node));
    struct static_value key = member_key(e, m, scope, node);
    struct text name;
    if (!static_to_text(e->arena, key, &name))
        return key.type == STATIC_UNKNOWN ? key : unknown_at(m, "this name of a member", node);
    return static_member_of(e, object, name, static_place(m, node));
}

/* ---------------------------------------------------------------------------------------------- operators */

/* What a value starts with if it is a text. */
static struct text start_of(struct static_value value)
{
    return value.type == STATIC_STRING ? value.text : value.type == STATIC_UNKNOWN ? value.known_start : TEXT("");
}

static struct text common_start(struct text a, struct text b)
{
    size_t length = 0;
    while (length < a.length && length < b.length && a.at[length] == b.at[length]) length++;
    return text_slice(a, 0, length);
}

static struct static_value either(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                  struct static_value condition, node_id node, node_id first, node_id second)
{
    struct static_value why = condition.type == STATIC_UNKNOWN ? condition : unknown_at(m, "this condition", node);
    why = static_derived(why);
    struct static_value a = evaluate_maybe(e, m, scope, first, why);
    struct static_value b = evaluate_maybe(e, m, scope, second, why);
    bool scalar = a.type != STATIC_ARRAY && a.type != STATIC_OBJECT;
    why.known_start = common_start(start_of(a), start_of(b));
    return scalar && static_equal(a, b) == STATIC_TRUTHY ? a : why;
}

static bool is_literal(struct static_value value)
{
    return value.type != STATIC_UNKNOWN && value.type != STATIC_FOREIGN;
}

static struct static_value logical_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                         node_id node, struct text operator, struct static_value left)
{
    node_id right = syntax_child(&m->syntax, node, FIELD_RIGHT);
    bool and = text_is(operator, "&&"), nullish = text_is(operator, "??");
    if (left.from_environment && !and) return static_expression(e, m, scope, right);
    enum static_truth runs;
    if (nullish) {
        runs = !is_literal(left) ? STATIC_MAYBE : static_is_nullish(left) ? STATIC_TRUTHY : STATIC_FALSY;
    } else {
        runs = static_truth_of(left);
        if (!and&&runs != STATIC_MAYBE) runs = runs == STATIC_TRUTHY ? STATIC_FALSY : STATIC_TRUTHY;
    }
    if (runs == STATIC_TRUTHY) return static_expression(e, m, scope, right);
    if (runs == STATIC_FALSY) return left;
    struct static_value why = left.type == STATIC_UNKNOWN ? left : unknown_at(m, "this condition", node);
    why = static_derived(why);
    (void)evaluate_maybe(e, m, scope, right, why);
    return why;
}

static struct static_value binary_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                        node_id node)
{
    const struct syntax *s = &m->syntax;
    struct text operator= syntax_operator(s, node);
    uint32_t place = static_place(m, node);
    struct static_value left = static_expression(e, m, scope, syntax_child(s, node, FIELD_LEFT));
    if (text_is(operator, "&&") || text_is(operator, "||") || text_is(operator, "??"))
        return logical_value(e, m, scope, node, operator, left);
    struct static_value right = static_expression(e, m, scope, syntax_child(s, node, FIELD_RIGHT));
    struct static_value unknown = left.type == STATIC_UNKNOWN    ? left
                                  : right.type == STATIC_UNKNOWN ? right
                                                                 : unknown_at(m, "the result of this operator", node);
    unknown = static_derived(unknown);
    if (text_is(operator, "===") || text_is(operator, "!==") || text_is(operator, "==") || text_is(operator, "!=")) {
        bool loose = operator.length == 2;
        if (loose && left.type != right.type && !(static_is_nullish(left) && static_is_nullish(right))) return unknown;
        enum static_truth equal = loose && static_is_nullish(left) ? STATIC_TRUTHY : static_equal(left, right);
        if (equal == STATIC_MAYBE) return unknown;
        return static_boolean((equal == STATIC_TRUTHY) == (operator.at[0] == '='), place);
    }
    if (text_is(operator, "in") && right.type == STATIC_OBJECT) {
        struct text key;
        if (!static_to_text(e->arena, left, &key)) return unknown;
        if (static_find(right.object, key)) return static_boolean(true, place);
        return right.object->open ? right.object->unknown : static_boolean(false, place);
    }
    bool numbers = left.type == STATIC_NUMBER && right.type == STATIC_NUMBER;
    struct text a, b;
    if (text_is(operator, "+") && (left.type == STATIC_STRING || right.type == STATIC_STRING) &&
        static_to_text(e->arena, left, &a) && static_to_text(e->arena, right, &b))
        return static_string(arena_format(e->arena, "%.*s%.*s", TEXT_ARGS(a), TEXT_ARGS(b)), place);
    if (text_is(operator, "+")) unknown.known_start = start_of(left);
    if (!numbers) return unknown;
    double x = left.number, y = right.number;
    if (text_is(operator, "+")) return static_number(x + y, place);
    if (text_is(operator, "-")) return static_number(x - y, place);
    if (text_is(operator, "*")) return static_number(x * y, place);
    if (text_is(operator, "/")) return static_number(x / y, place);
    if (text_is(operator, "<")) return static_boolean(x < y, place);
    if (text_is(operator, ">")) return static_boolean(x > y, place);
    if (text_is(operator, "<=")) return static_boolean(x <= y, place);
    if (text_is(operator, ">=")) return static_boolean(x >= y, place);
    return unknown;
}

static struct static_value unary_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                       node_id node)
{
    struct text operator= syntax_operator(&m->syntax, node);
    node_id argument = syntax_child(&m->syntax, node, FIELD_ARGUMENT);
    uint32_t place = static_place(m, node);
    struct static_value value = static_expression(e, m, scope, argument);
    if (text_is(operator, "void")) return static_undefined(place);
    if (text_is(operator, "!")) {
        enum static_truth truth = static_truth_of(value);
        if (truth != STATIC_MAYBE) return static_boolean(truth == STATIC_FALSY, place);
    }
    if (text_is(operator, "-") && value.type == STATIC_NUMBER) return static_number(-value.number, place);
    if (text_is(operator, "+") && value.type == STATIC_NUMBER) return static_number(value.number, place);
    if (text_is(operator, "delete")) {
        node_id target = syntax_unparenthesized(&m->syntax, argument);
        if (syntax_is(&m->syntax, target, SYNTAX_MEMBER) || syntax_is(&m->syntax, target, SYNTAX_SUBSCRIPT)) {
            struct static_value object = static_expression(e, m, scope, syntax_child(&m->syntax, target, FIELD_OBJECT));
            struct static_value key = member_key(e, m, scope, target);
            struct text name;
            if (object.type != STATIC_OBJECT) {
                if (object.object) static_open(object.object, unknown_at(m, "a deletion", node));
            } else if (e->speculation || !static_to_text(e->arena, key, &name)) {
                static_open(object.object, unknown_at(m, "a deletion", node));
            } else {
                struct static_member *member = static_find(object.object, name);
                if (member) {
                    uint32_t index = (uint32_t)(member - object.object->at);
                    object.object->count--;
                    memmove(member, member + 1, (object.object->count - index) * sizeof *member);
                }
            }
        }
        return static_boolean(true, place);
    }
    if (text_is(operator, "typeof") && value.type == STATIC_STRING) return static_string(TEXT("string"), place);
    if (text_is(operator, "typeof") && value.type == STATIC_FUNCTION) return static_string(TEXT("function"), place);
    if (text_is(operator, "typeof") && (value.type == STATIC_OBJECT || value.type == STATIC_ARRAY))
        return static_string(TEXT("object"), place);
    value = value.type == STATIC_UNKNOWN ? value : unknown_at(m, "the result of this operator", node);
    value = static_derived(value);
    return value;
}

/* x += value, x ||= value */
static struct static_value augmented_value(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                           node_id node)
{
    const struct syntax *s = &m->syntax;
    node_id left = syntax_child(s, node, FIELD_LEFT);
    struct static_value before = static_expression(e, m, scope, left);
    struct static_value right = static_expression(e, m, scope, syntax_child(s, node, FIELD_RIGHT));
    struct static_value value =
        before.type == STATIC_UNKNOWN ? before : unknown_at(m, "the result of this operator", node);
    struct text a, b;
    if (text_is(syntax_operator(s, node), "+=") && before.type == STATIC_STRING &&
        static_to_text(e->arena, before, &a) && static_to_text(e->arena, right, &b))
        value = static_string(arena_format(e->arena, "%.*s%.*s", TEXT_ARGS(a), TEXT_ARGS(b)), static_place(m, node));
    static_bind(e, m, scope, left, value, false);
    return value;
}

/* ---------------------------------------------------------------------------------------------- all of them */

static struct static_value evaluate(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                    node_id node)
{
    const struct syntax *s = &m->syntax;
    uint32_t place = static_place(m, node);
    switch ((int)syntax_kind(s, node)) {
    case SYNTAX_TRUE: return static_boolean(true, place);
    case SYNTAX_FALSE: return static_boolean(false, place);
    case SYNTAX_NULL: return (struct static_value){.type = STATIC_NULL, .place = place};
    case SYNTAX_UNDEFINED: return static_undefined(place);
    case SYNTAX_NUMBER: return number_value(m, node);
    case SYNTAX_REGEX: return (struct static_value){.type = STATIC_REGEX, .place = place, .text = syntax_text(s, node)};
    case SYNTAX_STRING: {
        struct text text;
        return syntax_string_value(s, e->arena, node, &text) ? static_string(text, place)
                                                             : unknown_at(m, "this text", node);
    }
    case SYNTAX_TEMPLATE: return template_value(e, m, scope, node);
    case SYNTAX_IDENTIFIER:
    case SYNTAX_SHORTHAND: return name_value(e, m, scope, node);
    case SYNTAX_ARRAY: return array_value(e, m, scope, node);
    case SYNTAX_OBJECT: return object_value(e, m, scope, node);
    case SYNTAX_ARROW_FUNCTION:
    case SYNTAX_FUNCTION_EXPRESSION:
    case SYNTAX_FUNCTION_DECLARATION:
    case SYNTAX_GENERATOR_FUNCTION: return function_value(e, m, scope, node);
    case SYNTAX_MEMBER:
    case SYNTAX_SUBSCRIPT: return member_value(e, m, scope, node);
    case SYNTAX_CALL: return static_call_expression(e, m, scope, node);
    case SYNTAX_NEW: return static_new_expression(e, m, scope, node);
    case SYNTAX_BINARY: return binary_value(e, m, scope, node);
    case SYNTAX_UNARY: return unary_value(e, m, scope, node);
    case SYNTAX_AWAIT: return static_expression(e, m, scope, syntax_first_child(s, node));
    case SYNTAX_TERNARY: {
        node_id condition = syntax_child(s, node, FIELD_CONDITION);
        node_id yes = syntax_child(s, node, FIELD_CONSEQUENCE), no = syntax_child(s, node, FIELD_ALTERNATIVE);
        struct static_value value = static_expression(e, m, scope, condition);
        switch (static_truth_of(value)) {
        case STATIC_TRUTHY: return static_expression(e, m, scope, yes);
        case STATIC_FALSY: return static_expression(e, m, scope, no);
        case STATIC_MAYBE: break;
        }
        return either(e, m, scope, value, condition, yes, no);
    }
    case SYNTAX_ASSIGNMENT: {
        struct static_value value = static_expression(e, m, scope, syntax_child(s, node, FIELD_RIGHT));
        static_bind(e, m, scope, syntax_child(s, node, FIELD_LEFT), value, false);
        return value;
    }
    case SYNTAX_AUGMENTED_ASSIGNMENT: return augmented_value(e, m, scope, node);
    case SYNTAX_UPDATE: {
        struct static_value value = unknown_at(m, "the result of this operator", node);
        static_bind(e, m, scope, syntax_child(s, node, FIELD_ARGUMENT), value, false);
        return value;
    }
    case SYNTAX_SEQUENCE: {
        struct static_value value = static_undefined(place);
        FOR_EACH_CHILD (s, node, child) {
            if (syntax_kind(s, child) != SYNTAX_TOKEN) value = static_expression(e, m, scope, child);
        }
        return value;
    }
    default: return unknown_at(m, "an expression of this kind", node);
    }
}

struct static_value static_expression(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                      node_id node)
{
    if (node == NODE_NONE) return static_unknown(TEXT("a missing expression"), m->base);
    node = syntax_unparenthesized(&m->syntax, node);
    if (++e->depth > LIMIT_STATIC_DEPTH || ++e->steps > LIMIT_STATIC_STEPS)
        static_give_up(e, TEXT("a program that is too large"), static_place(m, node));
    struct static_value value = e->gave_up ? e->gave_up_why : evaluate(e, m, scope, node);
    e->depth--;
    return value;
}
