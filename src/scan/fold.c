#include "scan/fold.h"

#include "base/buffer.h"
#include "base/vec.h"
#include "model/verify.h"

enum { MOST_NESTED = 64 }; /* statements in one another whose ends are looked for */

struct folding {
    const struct syntax *in;
    const struct scopes *scopes;
    struct constants constants;
    struct arena *arena;
    VEC(struct syntax_node) out;
    VEC(struct fold_rewrite) rewrites;
};

/* ---------------------------------------------------------------------------------------------- what is dead */

static node_id else_statement(const struct syntax *syntax, node_id if_statement)
{
    node_id alternative = syntax_child(syntax, if_statement, FIELD_ALTERNATIVE);
    return alternative == NODE_NONE ? NODE_NONE : syntax_first_child(syntax, alternative);
}

/* True when control never leaves `statement` at its end, as far as returns and throws at its own level tell. */
static bool terminates(const struct folding *f, node_id statement, int depth)
{
    if (statement == NODE_NONE || depth > MOST_NESTED) return false;
    switch ((int)syntax_kind(f->in, statement)) {
    case SYNTAX_RETURN:
    case SYNTAX_THROW: return true;
    case SYNTAX_BLOCK: {
        node_id last = NODE_NONE;
        FOR_EACH_CHILD (f->in, statement, child) last = child;
        return terminates(f, last, depth + 1);
    }
    case SYNTAX_IF: {
        enum truth condition = constant_truth(&f->constants, syntax_child(f->in, statement, FIELD_CONDITION));
        node_id consequence = syntax_child(f->in, statement, FIELD_CONSEQUENCE);
        return (condition == TRUTH_FALSE || terminates(f, consequence, depth + 1)) &&
               (condition == TRUTH_TRUE || terminates(f, else_statement(f->in, statement), depth + 1));
    }
    case SYNTAX_TRY: {
        node_id handler = syntax_child(f->in, statement, FIELD_HANDLER);
        node_id finalizer = syntax_child(f->in, statement, FIELD_FINALIZER);
        if (finalizer != NODE_NONE && terminates(f, syntax_child(f->in, finalizer, FIELD_BODY), depth + 1)) return true;
        return terminates(f, syntax_child(f->in, statement, FIELD_BODY), depth + 1) &&
               (handler == NODE_NONE || terminates(f, syntax_child(f->in, handler, FIELD_BODY), depth + 1));
    }
    default: return false;
    }
}

/* The child of `node` that never runs because of a constant condition, or NODE_NONE; *condition is the node that decides, when it does nothing
 * else, and *truthy what it is. */
static node_id dead_child(const struct folding *f, node_id node, node_id *condition, bool *truthy)
{
    enum syntax_kind kind = syntax_kind(f->in, node);
    if (kind == SYNTAX_IF || kind == SYNTAX_TERNARY) {
        node_id decides = syntax_unparenthesized(f->in, syntax_child(f->in, node, FIELD_CONDITION));
        enum truth truth = constant_truth(&f->constants, decides);
        if (truth == TRUTH_UNKNOWN) return NODE_NONE;
        *truthy = truth == TRUTH_TRUE;
        if (constant_of(&f->constants, decides).type != CONSTANT_UNKNOWN) *condition = decides;
        if (!*truthy) return syntax_child(f->in, node, FIELD_CONSEQUENCE);
        return kind == SYNTAX_IF ? else_statement(f->in, node) : syntax_child(f->in, node, FIELD_ALTERNATIVE);
    }
    if (kind != SYNTAX_BINARY) return NODE_NONE;
    struct text operator= syntax_operator(f->in, node);
    node_id left = syntax_child(f->in, node, FIELD_LEFT);
    bool runs = true;
    if (text_is(operator, "&&")) {
        runs = constant_truth(&f->constants, left) != TRUTH_FALSE;
    } else if (text_is(operator, "||")) {
        runs = constant_truth(&f->constants, left) != TRUTH_TRUE;
    } else if (text_is(operator, "??")) {
        struct constant value = constant_of(&f->constants, left);
        runs = value.type == CONSTANT_UNKNOWN || constant_is_nullish(value);
    }
    return runs ? NODE_NONE : syntax_child(f->in, node, FIELD_RIGHT);
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

/* Whether the expression at `node` is assigned to, deleted, or taken apart into. */
static bool is_written(const struct folding *f, node_id node)
{
    node_id parent = syntax_parent(f->in, node);
    bool left = f->in->nodes[node].field == FIELD_LEFT;
    switch ((int)syntax_kind(f->in, parent)) {
    case SYNTAX_ASSIGNMENT:
    case SYNTAX_AUGMENTED_ASSIGNMENT:
    case SYNTAX_ASSIGNMENT_PATTERN:
    case SYNTAX_FOR_IN: return left;
    case SYNTAX_UPDATE:
    case SYNTAX_ARRAY_PATTERN:
    case SYNTAX_REST_PATTERN: return true;
    case SYNTAX_PAIR_PATTERN: return f->in->nodes[node].field == FIELD_VALUE;
    case SYNTAX_UNARY: return text_is(syntax_operator(f->in, parent), "delete");
    default: return false;
    }
}

/* Has the statement's list more of them behind it? */
static bool is_followed(const struct syntax *syntax, node_id statement)
{
    return syntax_next(syntax, statement) < syntax_next(syntax, syntax_parent(syntax, statement));
}

/* False when copy_tree would copy all: so it is for most modules. */
static bool may_fold(const struct folding *f)
{
    const struct syntax *in = f->in;
    for (node_id node = 1; node < in->count; node++) {
        node_id condition = NODE_NONE;
        bool truthy;
        switch ((int)syntax_kind(in, node)) {
        case SYNTAX_IDENTIFIER:
        case SYNTAX_MEMBER:
        case SYNTAX_SUBSCRIPT:
            if (constant_define(&f->constants, node) && !is_written(f, node)) return true;
            break;
        case SYNTAX_IF:
        case SYNTAX_TERNARY:
        case SYNTAX_BINARY:
            if (dead_child(f, node, &condition, &truthy) != NODE_NONE || condition != NODE_NONE) return true;
            if (syntax_kind(in, node) != SYNTAX_IF) break;
            __attribute__((fallthrough));
        case SYNTAX_RETURN:
        case SYNTAX_THROW:
        case SYNTAX_BLOCK:
        case SYNTAX_TRY:
            if (is_followed(in, node) && is_statement_list(syntax_kind(in, syntax_parent(in, node))) &&
                terminates(f, node, 0))
                return true;
            break;
        default: break;
        }
    }
    return false;
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
            define = constant_define(&f->constants, node);
            if (define && is_written(f, node)) define = NULL;
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
        opened.dead = dead_child(f, node, &condition, &truthy);
        opened.condition = condition;
        opened.truthy = truthy;
        if (kind == SYNTAX_ELSE && open.count && vec_last(&open).dead != NODE_NONE) opened.dead = vec_last(&open).dead;
        if (kind == SYNTAX_PARENTHESIZED && open.count && vec_last(&open).condition != NODE_NONE &&
            in->nodes[node].field == FIELD_CONDITION) {
            opened.condition = vec_last(&open).condition;
            opened.truthy = vec_last(&open).truthy;
        }
        if (is_child_of_list && !vec_last(&open).terminated && terminates(f, node, 0))
            vec_last(&open).terminated = true;

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
                    uint32_t define_count, bool hot_is_absent, struct arena *arena, struct folded *folded)
{
    struct folding f = {.in = syntax, .scopes = scopes, .arena = arena};
    constants_init(&f.constants, syntax, scopes, defines, define_count, hot_is_absent, arena);
    bool may = may_fold(&f);
#ifndef MFSHAKE_VERIFY
    if (!may) return false;
#endif
    copy_tree(&f);
    bool any = f.rewrites.count > 0;
#ifdef MFSHAKE_VERIFY
    if (any && !may) verify_or_abort(TEXT("code is folded that nothing was said of"));
#endif
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
