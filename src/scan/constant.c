#include "scan/constant.h"

#include "base/buffer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Operators in one another; deeper ones are not evaluated. */
enum { MOST_NESTED = 64, MOST_NESTED_CONDITIONS = 16 };

static const struct constant unknown = {.type = CONSTANT_UNKNOWN};

static struct constant of_boolean(bool b)
{
    return (struct constant){.type = CONSTANT_BOOLEAN, .boolean = b};
}

static struct constant of_number(double number)
{
    return (struct constant){.type = CONSTANT_NUMBER, .number = number};
}

static struct constant of_string(struct text text)
{
    return (struct constant){.type = CONSTANT_STRING, .text = text};
}

void constants_init(struct constants *constants, const struct syntax *syntax, const struct scopes *scopes,
                    const struct scan_define *defines, uint32_t define_count, bool hot_is_absent, struct arena *arena)
{
    *constants = (struct constants){.syntax = syntax,
                                    .scopes = scopes,
                                    .defines = defines,
                                    .define_count = define_count,
                                    .hot_is_absent = hot_is_absent,
                                    .arena = arena};
    for (uint32_t d = 0; d < define_count; d++) {
        struct text name = defines[d].name;
        if (name.length) constants->define_ends[(unsigned char)name.at[name.length - 1]] = true;
    }
}

/* ---------------------------------------------------------------------------------------------- literals */

/* Decimal literals without separators, suffixes, or the leading zero that means octal. */
static struct constant number_of_text(struct text t)
{
    char digits[32];
    if (t.length == 0 || t.length >= sizeof digits) return unknown;
    if (t.length > 1 && t.at[0] == '0' && t.at[1] != '.' && t.at[1] != 'e' && t.at[1] != 'E') return unknown;
    for (size_t i = 0; i < t.length; i++) {
        if (!strchr("0123456789.eE+-", t.at[i])) return unknown;
    }
    memcpy(digits, t.at, t.length);
    digits[t.length] = '\0';
    char *end;
    double number = strtod(digits, &end);
    return *end == '\0' ? of_number(number) : unknown;
}

static struct constant value_of_literal_text(struct text t)
{
    t = text_trim(t);
    if (text_is(t, "true") || text_is(t, "false")) return of_boolean(t.at[0] == 't');
    if (text_is(t, "null")) return (struct constant){.type = CONSTANT_NULL};
    if (text_is(t, "undefined")) return (struct constant){.type = CONSTANT_UNDEFINED};
    bool quoted = t.length >= 2 && (t.at[0] == '"' || t.at[0] == '\'') && t.at[t.length - 1] == t.at[0];
    if (quoted && text_find_char(t, '\\', 0) == TEXT_NOWHERE) return of_string(text_slice(t, 1, t.length - 1));
    return quoted ? unknown : number_of_text(t);
}

/* ---------------------------------------------------------------------------------------------- defines */

static bool is_access(const struct syntax *syntax, node_id node)
{
    return syntax_is(syntax, node, SYNTAX_MEMBER) || syntax_is(syntax, node, SYNTAX_SUBSCRIPT);
}

/* The name of .name, ?.name or ["name"]; empty when it is not a literal. */
static struct text accessed_name(const struct constants *c, node_id node)
{
    struct text name = TEXT("");
    if (syntax_is(c->syntax, node, SYNTAX_MEMBER))
        return syntax_text(c->syntax, syntax_child(c->syntax, node, FIELD_PROPERTY));
    node_id index = syntax_child(c->syntax, node, FIELD_INDEX);
    bool literal = syntax_is(c->syntax, index, SYNTAX_STRING) || syntax_is(c->syntax, index, SYNTAX_TEMPLATE);
    if (literal && !syntax_string_value(c->syntax, c->arena, index, &name)) name = TEXT("");
    return name;
}

/* What a const that is declared with a value stands for, or NODE_NONE. */
static node_id const_value(const struct constants *c, node_id identifier)
{
    const struct scope_reference *reference = scope_reference_of(c->scopes, identifier);
    if (!reference || reference->binding == BINDING_FREE) return NODE_NONE;
    const struct scope_binding *binding = &c->scopes->bindings[reference->binding];
    if (binding->kind != BINDING_CONST || binding->written) return NODE_NONE;
    node_id declarator = syntax_parent(c->syntax, binding->declaration);
    bool simple = syntax_is(c->syntax, declarator, SYNTAX_DECLARATOR) &&
                  syntax_child(c->syntax, declarator, FIELD_NAME) == binding->declaration;
    node_id value = simple ? syntax_child(c->syntax, declarator, FIELD_VALUE) : NODE_NONE;
    return value == NODE_NONE ? NODE_NONE : syntax_unparenthesized(c->syntax, value);
}

/* Whether the expression at `node` is the path `name`. `aliased` once a const was looked through. */
static bool is_path(const struct constants *c, node_id node, struct text name, bool aliased)
{
    for (;;) {
        node = syntax_unparenthesized(c->syntax, node);
        if (is_access(c->syntax, node)) {
            struct text last = accessed_name(c, node);
            if (last.length == 0 || last.length >= name.length || !text_ends_with(name, last)) return false;
            if (name.at[name.length - last.length - 1] != '.') return false;
            name = text_slice(name, 0, name.length - last.length - 1);
            node = syntax_child(c->syntax, node, FIELD_OBJECT);
            continue;
        }
        if (!syntax_is(c->syntax, node, SYNTAX_IDENTIFIER)) return false;
        if (scope_is_free(c->scopes, node)) return text_equal(syntax_text(c->syntax, node), name);
        node = aliased ? NODE_NONE : const_value(c, node);
        if (!is_access(c->syntax, node)) return false;
        aliased = true;
    }
}

const struct scan_define *constant_define(const struct constants *c, node_id node)
{
    bool access = is_access(c->syntax, node);
    if (!access && !syntax_is(c->syntax, node, SYNTAX_IDENTIFIER)) return NULL;
    /* a[b] may end as it likes; a name ends with its last byte. */
    struct text whole = syntax_text(c->syntax, node);
    if (whole.length && !c->define_ends[(unsigned char)whole.at[whole.length - 1]] &&
        !syntax_is(c->syntax, node, SYNTAX_SUBSCRIPT))
        return NULL;
    struct text last = access ? accessed_name(c, node) : syntax_text(c->syntax, node);
    for (uint32_t d = 0; last.length && d < c->define_count; d++) {
        const struct scan_define *define = &c->defines[d];
        if (!text_ends_with(define->name, last)) continue;
        if (access ? is_path(c, node, define->name, false)
                   : text_equal(last, define->name) && scope_is_free(c->scopes, node))
            return define;
    }
    return NULL;
}

/* ---------------------------------------------------------------------------------------------- operators */

enum truth constant_truth_of_value(struct constant v)
{
    bool truth = false;
    switch (v.type) {
    case CONSTANT_UNKNOWN: return TRUTH_UNKNOWN;
    case CONSTANT_BOOLEAN: truth = v.boolean; break;
    case CONSTANT_STRING: truth = v.text.length > 0; break;
    case CONSTANT_NUMBER: truth = v.number != 0 && !isnan(v.number); break;
    case CONSTANT_UNDEFINED:
    case CONSTANT_NULL: break;
    }
    return truth ? TRUTH_TRUE : TRUTH_FALSE;
}

static bool same_value(struct constant a, struct constant b)
{
    if (a.type != b.type) return false;
    if (a.type == CONSTANT_BOOLEAN) return a.boolean == b.boolean;
    if (a.type == CONSTANT_NUMBER) return a.number == b.number;
    return text_equal(a.text, b.text);
}

/* Number::toString of whole numbers; the others have spellings of their own. */
static bool put_text(struct buffer *out, struct constant v)
{
    switch (v.type) {
    case CONSTANT_UNKNOWN: return false;
    case CONSTANT_UNDEFINED: buffer_put_string(out, "undefined"); return true;
    case CONSTANT_NULL: buffer_put_string(out, "null"); return true;
    case CONSTANT_BOOLEAN: buffer_put_string(out, v.boolean ? "true" : "false"); return true;
    case CONSTANT_STRING: buffer_put(out, v.text); return true;
    case CONSTANT_NUMBER:
        if (!(fabs(v.number) < 1e15) || v.number != floor(v.number)) return false;
        buffer_format(out, "%.0f", v.number == 0 ? 0.0 : v.number);
        return true;
    }
    return false;
}

static struct constant concatenated(const struct constants *c, struct constant left, struct constant right)
{
    struct buffer text;
    buffer_init(&text);
    bool known = put_text(&text, left) && put_text(&text, right);
    struct constant result = known ? of_string(arena_copy(c->arena, buffer_text(&text))) : unknown;
    buffer_release(&text);
    return result;
}

static struct constant calculated(struct text operator, double a, double b)
{
    if (text_is(operator, "<")) return of_boolean(a < b);
    if (text_is(operator, ">")) return of_boolean(a > b);
    if (text_is(operator, "<=")) return of_boolean(a <= b);
    if (text_is(operator, ">=")) return of_boolean(a >= b);
    if (text_is(operator, "+")) return of_number(a + b);
    if (text_is(operator, "-")) return of_number(a - b);
    if (text_is(operator, "*")) return of_number(a * b);
    return unknown;
}

static struct constant evaluate(const struct constants *c, node_id node, int depth);

static struct constant evaluate_binary(const struct constants *c, node_id node, int depth)
{
    struct text operator= syntax_operator(c->syntax, node);
    struct constant left = evaluate(c, syntax_child(c->syntax, node, FIELD_LEFT), depth);
    if (left.type == CONSTANT_UNKNOWN) return unknown;
    node_id right = syntax_child(c->syntax, node, FIELD_RIGHT);
    bool truthy = constant_truth_of_value(left) == TRUTH_TRUE;
    if (text_is(operator, "&&")) return truthy ? evaluate(c, right, depth) : left;
    if (text_is(operator, "||")) return truthy ? left : evaluate(c, right, depth);
    if (text_is(operator, "??")) return constant_is_nullish(left) ? evaluate(c, right, depth) : left;

    struct constant other = evaluate(c, right, depth);
    if (other.type == CONSTANT_UNKNOWN) return unknown;
    bool strict = text_is(operator, "===") || text_is(operator, "!==");
    bool loose = text_is(operator, "==") || text_is(operator, "!=");
    if (strict || (loose && left.type == other.type))
        return of_boolean(same_value(left, other) == (operator.at[0] == '='));
    if (left.type == CONSTANT_NUMBER && other.type == CONSTANT_NUMBER)
        return calculated(operator, left.number, other.number);
    if (text_is(operator, "+") && (left.type == CONSTANT_STRING || other.type == CONSTANT_STRING))
        return concatenated(c, left, other);
    return unknown;
}

static struct constant type_name(struct constant v)
{
    switch (v.type) {
    case CONSTANT_UNKNOWN: return unknown;
    case CONSTANT_UNDEFINED: return of_string(TEXT("undefined"));
    case CONSTANT_NULL: return of_string(TEXT("object"));
    case CONSTANT_BOOLEAN: return of_string(TEXT("boolean"));
    case CONSTANT_NUMBER: return of_string(TEXT("number"));
    case CONSTANT_STRING: return of_string(TEXT("string"));
    }
    return unknown;
}

static struct constant evaluate_unary(const struct constants *c, node_id node, int depth)
{
    struct text operator= syntax_operator(c->syntax, node);
    struct constant v = evaluate(c, syntax_child(c->syntax, node, FIELD_ARGUMENT), depth);
    if (v.type == CONSTANT_UNKNOWN) return unknown;
    if (text_is(operator, "!")) return of_boolean(constant_truth_of_value(v) == TRUTH_FALSE);
    if (text_is(operator, "typeof")) return type_name(v);
    if (v.type != CONSTANT_NUMBER) return unknown;
    if (text_is(operator, "-")) return of_number(-v.number);
    return text_is(operator, "+") ? v : unknown;
}

static struct constant evaluate_template(const struct constants *c, node_id node, int depth)
{
    const struct syntax_node *nodes = c->syntax->nodes;
    struct buffer text;
    buffer_init(&text);
    uint32_t from = nodes[node].start + 1;
    bool known = nodes[node].end > from;
    FOR_EACH_CHILD (c->syntax, node, hole) {
        if (!known || !syntax_is(c->syntax, hole, SYNTAX_TEMPLATE_SUBSTITUTION)) continue;
        buffer_put(&text, syntax_unescaped(c->arena, text_slice(c->syntax->source, from, nodes[hole].start)));
        known = put_text(&text, evaluate(c, syntax_first_child(c->syntax, hole), depth));
        from = nodes[hole].end;
    }
    if (known) buffer_put(&text, syntax_unescaped(c->arena, text_slice(c->syntax->source, from, nodes[node].end - 1)));
    struct constant result = known ? of_string(arena_copy(c->arena, buffer_text(&text))) : unknown;
    buffer_release(&text);
    return result;
}

static struct constant evaluate(const struct constants *c, node_id node, int depth)
{
    if (node == NODE_NONE || depth > MOST_NESTED) return unknown;
    node = syntax_unparenthesized(c->syntax, node);
    switch ((int)syntax_kind(c->syntax, node)) {
    case SYNTAX_TRUE:
    case SYNTAX_FALSE:
    case SYNTAX_NULL: return value_of_literal_text(syntax_text(c->syntax, node));
    case SYNTAX_NUMBER: return number_of_text(syntax_text(c->syntax, node));
    case SYNTAX_STRING: {
        struct text text;
        return syntax_string_value(c->syntax, c->arena, node, &text) ? of_string(text) : unknown;
    }
    case SYNTAX_TEMPLATE: return evaluate_template(c, node, depth + 1);
    case SYNTAX_IDENTIFIER:
    case SYNTAX_SUBSCRIPT:
    case SYNTAX_MEMBER: {
        const struct scan_define *define = constant_define(c, node);
        return define ? value_of_literal_text(define->value) : unknown;
    }
    case SYNTAX_UNARY: return evaluate_unary(c, node, depth + 1);
    case SYNTAX_BINARY: return evaluate_binary(c, node, depth + 1);
    default: return unknown;
    }
}

struct constant constant_of(const struct constants *constants, node_id node)
{
    return evaluate(constants, node, 0);
}

/* ---------------------------------------------------------------------------------------------- conditions and names */

static enum truth truth_at(const struct constants *c, node_id node, int depth)
{
    if (node == NODE_NONE || depth > MOST_NESTED_CONDITIONS) return TRUTH_UNKNOWN;
    node = syntax_unparenthesized(c->syntax, node);
    enum truth known = constant_truth_of_value(evaluate(c, node, 0));
    if (known != TRUTH_UNKNOWN) return known;
    if (c->hot_is_absent && is_access(c->syntax, node) && is_path(c, node, TEXT("module.hot"), false))
        return TRUTH_FALSE;
    struct text operator= syntax_is(c->syntax, node, SYNTAX_BINARY) || syntax_is(c->syntax, node, SYNTAX_UNARY)
        ? syntax_operator(c->syntax, node)
        : TEXT("");
    if (text_is(operator, "!")) {
        enum truth inner = truth_at(c, syntax_child(c->syntax, node, FIELD_ARGUMENT), depth + 1);
        return inner == TRUTH_UNKNOWN ? TRUTH_UNKNOWN : inner == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
    }
    bool and = text_is(operator, "&&");
    if (!and&&!text_is(operator, "||")) return TRUTH_UNKNOWN;
    enum truth decisive = and? TRUTH_FALSE : TRUTH_TRUE;
    enum truth left = truth_at(c, syntax_child(c->syntax, node, FIELD_LEFT), depth + 1);
    enum truth right = truth_at(c, syntax_child(c->syntax, node, FIELD_RIGHT), depth + 1);
    if (left == decisive || right == decisive) return decisive;
    return left == right ? left : TRUTH_UNKNOWN;
}

enum truth constant_truth(const struct constants *constants, node_id node)
{
    return truth_at(constants, node, 0);
}

bool constant_property_name(const struct constants *c, node_id node, struct text *name)
{
    struct constant value = constant_of(c, node);
    if (value.type != CONSTANT_STRING && value.type != CONSTANT_NUMBER) return false;
    struct buffer text;
    buffer_init(&text);
    bool known = put_text(&text, value);
    if (known) *name = arena_copy(c->arena, buffer_text(&text));
    buffer_release(&text);
    return known;
}
