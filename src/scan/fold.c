#include "scan/fold.h"

#include "base/buffer.h"
#include "base/vec.h"

enum value_type { VALUE_UNKNOWN, VALUE_UNDEFINED, VALUE_NULL, VALUE_BOOLEAN, VALUE_NUMBER, VALUE_STRING };

struct value {
    enum value_type type;
    bool boolean;
    struct text text; /* VALUE_STRING: the string; VALUE_NUMBER: its source */
};

enum { MOST_NESTED = 64 }; /* operators in a condition, blocks in a block; deeper ones are not folded */

struct folding {
    const struct syntax *in;
    const struct scopes *scopes;
    const struct scan_define *defines;
    uint32_t define_count;
    struct arena *arena;
    VEC(struct syntax_node) out;
    VEC(struct fold_rewrite) rewrites;
};

static const struct value unknown = {VALUE_UNKNOWN, false, {NULL, 0}};

static struct value boolean_value(bool b)
{
    return (struct value){.type = VALUE_BOOLEAN, .boolean = b};
}

/* ---------------------------------------------------------------------------------------------- evaluating */

static bool is_truthy(struct value v)
{
    switch (v.type) {
    case VALUE_BOOLEAN: return v.boolean;
    case VALUE_STRING: return v.text.length > 0;
    case VALUE_NUMBER: return !text_is(v.text, "0");
    case VALUE_UNKNOWN:
    case VALUE_UNDEFINED:
    case VALUE_NULL: return false;
    }
    return false;
}

static bool is_nullish(struct value v)
{
    return v.type == VALUE_NULL || v.type == VALUE_UNDEFINED;
}

static bool is_plain_number(struct text t)
{
    /* One spelling per value, so that comparing the text compares the number. */
    if (t.length == 0 || t.length > 15 || (t.length > 1 && t.at[0] == '0')) return false;
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] < '0' || t.at[i] > '9') return false;
    }
    return true;
}

static struct value value_of_literal_text(struct text t)
{
    t = text_trim(t);
    if (text_is(t, "true") || text_is(t, "false")) return boolean_value(t.at[0] == 't');
    if (text_is(t, "null")) return (struct value){.type = VALUE_NULL};
    if (text_is(t, "undefined")) return (struct value){.type = VALUE_UNDEFINED};
    if (is_plain_number(t)) return (struct value){.type = VALUE_NUMBER, .text = t};
    bool quoted = t.length >= 2 && (t.at[0] == '"' || t.at[0] == '\'') && t.at[t.length - 1] == t.at[0];
    if (quoted && text_find_char(t, '\\', 0) == TEXT_NOWHERE) {
        return (struct value){.type = VALUE_STRING, .text = text_slice(t, 1, t.length - 1)};
    }
    return unknown;
}

/* The define that `node` is a use of, or NULL: the same text, spaces aside, starting at a free name. */
static const struct scan_define *define_at(const struct folding *f, node_id node)
{
    enum syntax_kind kind = syntax_kind(f->in, node);
    if (kind != SYNTAX_MEMBER && kind != SYNTAX_IDENTIFIER) return NULL;
    struct text written = syntax_text(f->in, node);
    const struct scan_define *define = NULL;
    for (uint32_t d = 0; d < f->define_count && !define; d++) {
        if (text_equal(written, f->defines[d].name)) define = &f->defines[d];
    }
    /* Last, because member expressions nest deep. */
    node_id root = node;
    while (define && syntax_is(f->in, root, SYNTAX_MEMBER)) root = syntax_child(f->in, root, FIELD_OBJECT);
    return define && syntax_is(f->in, root, SYNTAX_IDENTIFIER) && scope_is_free(f->scopes, root) ? define : NULL;
}

static struct value evaluate(const struct folding *f, node_id node, int depth);

static bool same_value(struct value a, struct value b)
{
    if (a.type != b.type) return false;
    if (a.type == VALUE_BOOLEAN) return a.boolean == b.boolean;
    return text_equal(a.text, b.text);
}

static struct value evaluate_binary(const struct folding *f, node_id node, int depth)
{
    struct text operator= syntax_operator(f->in, node);
    struct value left = evaluate(f, syntax_child(f->in, node, FIELD_LEFT), depth);
    if (left.type == VALUE_UNKNOWN) return unknown;
    node_id right = syntax_child(f->in, node, FIELD_RIGHT);
    if (text_is(operator, "&&")) return is_truthy(left) ? evaluate(f, right, depth) : left;
    if (text_is(operator, "||")) return is_truthy(left) ? left : evaluate(f, right, depth);
    if (text_is(operator, "??")) return is_nullish(left) ? evaluate(f, right, depth) : left;

    struct value other = evaluate(f, right, depth);
    if (other.type == VALUE_UNKNOWN) return unknown;
    bool strict = text_is(operator, "===") || text_is(operator, "!==");
    bool loose = text_is(operator, "==") || text_is(operator, "!=");
    if (!strict && !(loose && left.type == other.type)) return unknown;
    return boolean_value(same_value(left, other) == (operator.at[0] == '='));
}

static struct value evaluate(const struct folding *f, node_id node, int depth)
{
    if (node == NODE_NONE || depth > MOST_NESTED) return unknown;
    node = syntax_unparenthesized(f->in, node);
    switch ((int)syntax_kind(f->in, node)) {
    case SYNTAX_TRUE:
    case SYNTAX_FALSE:
    case SYNTAX_NULL:
    case SYNTAX_NUMBER: return value_of_literal_text(syntax_text(f->in, node));
    case SYNTAX_STRING:
    case SYNTAX_TEMPLATE: {
        struct value v = {.type = VALUE_STRING};
        return syntax_string_value(f->in, f->arena, node, &v.text) ? v : unknown;
    }
    case SYNTAX_IDENTIFIER:
    case SYNTAX_MEMBER: {
        const struct scan_define *define = define_at(f, node);
        return define ? value_of_literal_text(define->value) : unknown;
    }
    case SYNTAX_UNARY: {
        if (!text_is(syntax_operator(f->in, node), "!")) return unknown;
        struct value v = evaluate(f, syntax_child(f->in, node, FIELD_ARGUMENT), depth + 1);
        return v.type == VALUE_UNKNOWN ? unknown : boolean_value(!is_truthy(v));
    }
    case SYNTAX_BINARY: return evaluate_binary(f, node, depth + 1);
    default: return unknown;
    }
}

/* ---------------------------------------------------------------------------------------------- what is dead */

static node_id else_statement(const struct syntax *syntax, node_id if_statement)
{
    node_id alternative = syntax_child(syntax, if_statement, FIELD_ALTERNATIVE);
    return alternative == NODE_NONE ? NODE_NONE : syntax_first_child(syntax, alternative);
}

/* True when control never leaves `statement` at its end, as far as returns and throws at its own level tell. */
static bool terminates(const struct folding *f, node_id statement)
{
    for (int depth = 0; statement != NODE_NONE && depth < MOST_NESTED; depth++) {
        switch ((int)syntax_kind(f->in, statement)) {
        case SYNTAX_RETURN:
        case SYNTAX_THROW: return true;
        case SYNTAX_BLOCK: {
            node_id last = NODE_NONE;
            FOR_EACH_CHILD (f->in, statement, child) last = child;
            statement = last;
            break;
        }
        case SYNTAX_IF: {
            struct value condition = evaluate(f, syntax_child(f->in, statement, FIELD_CONDITION), 0);
            if (condition.type == VALUE_UNKNOWN) return false;
            statement = is_truthy(condition) ? syntax_child(f->in, statement, FIELD_CONSEQUENCE)
                                             : else_statement(f->in, statement);
            break;
        }
        default: return false;
        }
    }
    return false;
}

/* The child of `node` that never runs because of a constant condition, or NODE_NONE; *condition is the node that decides. */
static node_id dead_child(const struct folding *f, node_id node, node_id *condition, bool *truthy)
{
    enum syntax_kind kind = syntax_kind(f->in, node);
    if (kind == SYNTAX_IF || kind == SYNTAX_TERNARY) {
        *condition = syntax_unparenthesized(f->in, syntax_child(f->in, node, FIELD_CONDITION));
        struct value v = evaluate(f, *condition, 0);
        if (v.type == VALUE_UNKNOWN) return NODE_NONE;
        *truthy = is_truthy(v);
        if (!*truthy) return syntax_child(f->in, node, FIELD_CONSEQUENCE);
        return kind == SYNTAX_IF ? else_statement(f->in, node) : syntax_child(f->in, node, FIELD_ALTERNATIVE);
    }
    if (kind == SYNTAX_BINARY) {
        struct text operator= syntax_operator(f->in, node);
        bool and = text_is(operator, "&&"), or = text_is(operator, "||"), nullish = text_is(operator, "??");
        if (!and&&! or &&!nullish) return NODE_NONE;
        *condition = NODE_NONE;
        struct value v = evaluate(f, syntax_child(f->in, node, FIELD_LEFT), 0);
        if (v.type == VALUE_UNKNOWN) return NODE_NONE;
        bool runs = nullish ? is_nullish(v) : is_truthy(v) == and;
        return runs ? NODE_NONE : syntax_child(f->in, node, FIELD_RIGHT);
    }
    return NODE_NONE;
}

static bool is_statement_list(enum syntax_kind kind)
{
    return kind == SYNTAX_PROGRAM || kind == SYNTAX_BLOCK || kind == SYNTAX_SWITCH_CASE ||
           kind == SYNTAX_SWITCH_DEFAULT;
}

/* What takes effect before the list's first statement runs: functions, imports and exports. */
static bool is_hoisted(const struct syntax *syntax, node_id statement)
{
    enum syntax_kind kind = syntax_kind(syntax, statement);
    return kind == SYNTAX_FUNCTION_DECLARATION || kind == SYNTAX_GENERATOR_DECLARATION || kind == SYNTAX_IMPORT ||
           kind == SYNTAX_EXPORT;
}

/* Adds `name` to the declaration at *declaration, which is made first when there is none. */
static void put_hoisted(struct folding *f, node_id name, node_id dead, node_id parent, node_id *declaration)
{
    const struct syntax_node *nodes = f->in->nodes;
    if (*declaration == NODE_NONE) {
        *declaration = f->out.count;
        vec_push(&f->out, (struct syntax_node){.kind = SYNTAX_VARIABLE_DECLARATION,
                                               .field = nodes[dead].field,
                                               .start = nodes[dead].start,
                                               .end = nodes[dead].end,
                                               .parent = parent});
    }
    node_id declarator = f->out.count;
    struct syntax_node leaf = nodes[name];
    vec_push(&f->out, (struct syntax_node){.kind = SYNTAX_DECLARATOR,
                                           .start = leaf.start,
                                           .end = leaf.end,
                                           .parent = *declaration,
                                           .next = declarator + 2});
    leaf.kind = SYNTAX_IDENTIFIER;
    leaf.field = FIELD_NAME;
    leaf.parent = declarator;
    leaf.next = declarator + 2;
    vec_push(&f->out, leaf);
}

/* Keeps the names that a dead subtree declares around itself (`var`, functions in sloppy blocks): one declaration without values, in the tree and in
 * the text. */
static void hoist_names(struct folding *f, node_id dead, node_id parent, struct buffer *text)
{
    node_id declaration = NODE_NONE;
    for (binding_id b = scope_binding_at(f->scopes, dead); b < f->scopes->binding_count; b++) {
        const struct scope_binding *binding = &f->scopes->bindings[b];
        if (binding->declaration >= syntax_next(f->in, dead)) break;
        if (binding->kind != BINDING_VAR || f->scopes->scopes[binding->scope].node >= dead) continue;
        put_hoisted(f, binding->declaration, dead, parent, &declaration);
        buffer_put_string(text, text->length ? ", " : "var ");
        buffer_put(text, syntax_text(f->in, binding->declaration));
    }
    if (declaration != NODE_NONE) f->out.at[declaration].next = f->out.count;
}

static void add_rewrite(struct folding *f, enum rewrite_kind kind, bool is_statement, node_id node, struct text text)
{
    const struct syntax_node *n = &f->in->nodes[node];
    vec_push(&f->rewrites, (struct fold_rewrite){kind, is_statement, {n->start, n->end}, text});
}

/* A leaf of the given kind in the place of `node`. */
static void put_leaf(struct folding *f, node_id node, enum syntax_kind kind, node_id parent)
{
    struct syntax_node leaf = f->in->nodes[node];
    leaf.kind = (uint8_t)kind;
    leaf.parent = parent;
    leaf.next = f->out.count + 1;
    vec_push(&f->out, leaf);
}

static void drop_statement(struct folding *f, node_id dead, node_id parent)
{
    struct buffer names;
    buffer_init(&names);
    uint32_t before = f->out.count;
    hoist_names(f, dead, parent, &names);
    if (f->out.count == before) put_leaf(f, dead, SYNTAX_EMPTY, parent);
    add_rewrite(f, REWRITE_DEAD, true, dead, arena_copy(f->arena, buffer_text(&names)));
    buffer_release(&names);
}

/* ---------------------------------------------------------------------------------------------- copying */

struct open_node {
    node_id out, in_end;
    node_id dead;      /* the child that never runs, or NODE_NONE */
    node_id condition; /* the child that is folded to `truthy`, or NODE_NONE */
    bool truthy;
    bool terminated; /* a statement list: what follows never runs */
};

static bool is_literal(enum syntax_kind kind)
{
    return kind == SYNTAX_TRUE || kind == SYNTAX_FALSE || kind == SYNTAX_NULL || kind == SYNTAX_NUMBER ||
           kind == SYNTAX_STRING;
}

/* Copies preorder, leaving out what is dead. */
static void copy_tree(struct folding *f)
{
    const struct syntax *in = f->in;
    VEC(struct open_node) open = {0};
    for (node_id node = 0; node < in->count;) {
        while (open.count && vec_last(&open).in_end <= node) {
            f->out.at[vec_last(&open).out].next = f->out.count;
            (void)vec_pop(&open);
        }
        node_id parent = open.count ? vec_last(&open).out : NODE_NONE;
        enum syntax_kind kind = syntax_kind(in, node);
        bool is_child_of_list = open.count && is_statement_list((enum syntax_kind)f->out.at[parent].kind);

        bool dead_statement = false, dead_expression = false;
        const struct scan_define *define = NULL;
        if (open.count) {
            struct open_node *around = &vec_last(&open);
            if (node == around->dead) {
                enum syntax_kind around_kind = (enum syntax_kind)f->out.at[around->out].kind;
                dead_statement = around_kind == SYNTAX_IF || around_kind == SYNTAX_ELSE;
                dead_expression = !dead_statement;
            } else if (is_child_of_list && around->terminated && kind != SYNTAX_TOKEN && !is_hoisted(in, node) &&
                       in->nodes[node].field != FIELD_VALUE) {
                dead_statement = true;
            }
            if (node == around->condition && !is_literal(kind)) {
                add_rewrite(f, REWRITE_TEXT, false, node, around->truthy ? TEXT("true") : TEXT("false"));
                put_leaf(f, node, around->truthy ? SYNTAX_TRUE : SYNTAX_FALSE, parent);
                node = syntax_next(in, node);
                continue;
            }
            bool assigned = in->nodes[node].field == FIELD_LEFT && f->out.at[parent].kind == SYNTAX_ASSIGNMENT;
            if (!assigned) define = define_at(f, node);
        }
        if (dead_statement) {
            drop_statement(f, node, parent);
            node = syntax_next(in, node);
            continue;
        }
        if (dead_expression) {
            add_rewrite(f, REWRITE_DEAD, false, node, TEXT(""));
            put_leaf(f, node, SYNTAX_NUMBER, parent);
            node = syntax_next(in, node);
            continue;
        }
        if (define) {
            /* Whatever the define says, a literal of some kind: what matters later is that it is pure and refers to nothing. */
            add_rewrite(f, REWRITE_TEXT, false, node, define->value);
            put_leaf(f, node, SYNTAX_NUMBER, parent);
            node = syntax_next(in, node);
            continue;
        }

        struct open_node opened = {
            .out = f->out.count, .in_end = syntax_next(in, node), .dead = NODE_NONE, .condition = NODE_NONE};
        node_id condition = NODE_NONE;
        bool truthy = false;
        node_id dead = dead_child(f, node, &condition, &truthy);
        if (kind == SYNTAX_IF || kind == SYNTAX_TERNARY) {
            if (condition != NODE_NONE && evaluate(f, condition, 0).type != VALUE_UNKNOWN) {
                opened.condition = condition;
                opened.truthy = truthy;
            }
        }
        opened.dead = dead;
        if (kind == SYNTAX_ELSE && open.count && vec_last(&open).dead != NODE_NONE) opened.dead = vec_last(&open).dead;
        if (kind == SYNTAX_PARENTHESIZED && open.count && vec_last(&open).condition != NODE_NONE &&
            in->nodes[node].field == FIELD_CONDITION) {
            opened.condition = vec_last(&open).condition;
            opened.truthy = vec_last(&open).truthy;
        }
        if (is_child_of_list && !vec_last(&open).terminated && terminates(f, node)) vec_last(&open).terminated = true;

        struct syntax_node copy = in->nodes[node];
        copy.parent = parent;
        vec_push(&f->out, copy);
        vec_push(&open, opened);
        node++;
    }
    while (open.count) f->out.at[vec_pop(&open).out].next = f->out.count;
    vec_release(&open);
}

bool fold_dead_code(const struct syntax *syntax, const struct scopes *scopes, const struct scan_define *defines,
                    uint32_t define_count, struct arena *arena, struct folded *folded)
{
    struct folding f = {
        .in = syntax, .scopes = scopes, .defines = defines, .define_count = define_count, .arena = arena};
    copy_tree(&f);
    bool any = f.rewrites.count > 0;
    if (any) {
        folded->syntax = *syntax;
        folded->syntax.count = f.out.count;
        folded->syntax.nodes = vec_freeze(&f.out, arena);
        folded->rewrite_count = f.rewrites.count;
        folded->rewrites = vec_freeze(&f.rewrites, arena);
    } else {
        vec_release(&f.out);
        vec_release(&f.rewrites);
    }
    return any;
}
