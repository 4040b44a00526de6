#include "scan/parts.h"

#include "base/vec.h"
#include "scan/purity.h"

struct splitting {
    const struct syntax *syntax;
    const struct scopes *scopes;
    scope_id scope;          /* the list's */
    binding_id first_inside; /* the bindings from here on may be declared inside the list */
    binding_id inside_count;
    uint32_t *seen;      /* by binding from first_inside on: the last part that recorded it as read, plus one */
    VEC(binding_id) own; /* that the list declares; in source order of declaration, so each part has a run of them */
    uint32_t next_own;   /* the first one behind the parts so far */
    VEC(struct part) list;
    VEC(binding_id) declared;
    VEC(binding_id) read;
    struct purity_callees callees;
};

/* The scope that the statements of `list` declare in. */
static scope_id scope_of_list(const struct syntax *syntax, const struct scopes *scopes, node_id list)
{
    node_id opener = list;
    node_id parent = syntax_parent(syntax, list);
    if (parent != NODE_NONE && syntax->nodes[list].field == FIELD_BODY && syntax_is_function(syntax, parent))
        opener = parent;
    /* Scopes are in preorder of their nodes. */
    scope_id low = 0, high = scopes->scope_count;
    while (low < high) {
        scope_id middle = low + (high - low) / 2;
        if (scopes->scopes[middle].node < opener) low = middle + 1;
        else high = middle;
    }
    return low < scopes->scope_count ? low : 0;
}

static bool is_inside_function(const struct splitting *s, scope_id scope)
{
    return s->scopes->scopes[scope].var_scope > s->scope; /* scopes are in preorder */
}

/* True when `part` has recorded `binding` as read before. */
static bool is_recorded(struct splitting *s, const struct part *part, binding_id binding)
{
    if (binding >= s->first_inside && binding - s->first_inside < s->inside_count) {
        uint32_t *seen = &s->seen[binding - s->first_inside];
        if (*seen == s->list.count + 1) return true;
        *seen = s->list.count + 1;
        return false;
    }
    for (uint32_t i = part->first_read; i < s->read.count; i++) {
        if (s->read.at[i] == binding) return true;
    }
    return false;
}

/* Records what the part reads, and which bindings of the list it declares again with a value. */
static void collect_references(struct splitting *s, struct part *part)
{
    node_id end = syntax_next(s->syntax, part->node);
    part->first_reference = scope_reference_at(s->scopes, part->node);
    uint32_t r = part->first_reference;
    for (; r < s->scopes->reference_count && s->scopes->references[r].node < end; r++) {
        const struct scope_reference *reference = &s->scopes->references[r];
        if (reference->binding == BINDING_FREE) continue;
        const struct scope_binding *binding = &s->scopes->bindings[reference->binding];
        if (binding->scope > s->scope) continue; /* declared inside the part */
        if (reference->access == REFERENCE_WRITE && binding->scope == s->scope &&
            !is_inside_function(s, reference->scope)) {
            vec_push(&s->declared, reference->binding);
        }
        if (!is_recorded(s, part, reference->binding)) vec_push(&s->read, reference->binding);
    }
    part->reference_count = r - part->first_reference;
}

static void add_part(struct splitting *s, node_id statement, node_id node)
{
    struct part part = {
        .statement = statement,
        .node = node,
        .first_callee = s->callees.list.count,
        .first_declared = s->declared.count,
        .first_read = s->read.count,
    };
    part.pure = purity_of_statement(s->syntax, s->scopes, node, &s->callees);
    if (!part.pure) s->callees.list.count = part.first_callee;
    part.callee_count = s->callees.list.count - part.first_callee;
    node_id end = syntax_next(s->syntax, node);
    for (; s->next_own < s->own.count && s->scopes->bindings[s->own.at[s->next_own]].declaration < end; s->next_own++) {
        binding_id own = s->own.at[s->next_own];
        if (s->scopes->bindings[own].declaration >= node) vec_push(&s->declared, own);
    }
    collect_references(s, &part);
    part.declared_count = s->declared.count - part.first_declared;
    part.read_count = s->read.count - part.first_read;
    vec_push(&s->list, part);
}

static node_id declaration_of(const struct syntax *syntax, node_id statement)
{
    if (syntax_kind(syntax, statement) != SYNTAX_EXPORT) return statement;
    node_id declaration = syntax_child(syntax, statement, FIELD_DECLARATION);
    return declaration == NODE_NONE ? statement : declaration;
}

void parts_split(const struct syntax *syntax, const struct scopes *scopes, node_id list, struct arena *arena,
                 struct parts *parts)
{
    struct splitting s = {.syntax = syntax, .scopes = scopes, .scope = scope_of_list(syntax, scopes, list)};
    /* A chunk is split once for each of its factories, so only the list's own range of bindings is looked at. Bindings are
     * in source order of their declarations; parameters of a factory stand before its body. */
    node_id opener = s.scope == 0 ? 0 : scopes->scopes[s.scope].node;
    s.first_inside = scope_binding_at(scopes, opener);
    s.inside_count =
        s.scope == 0 ? scopes->binding_count : scope_binding_at(scopes, syntax_next(syntax, opener)) - s.first_inside;
    s.seen = memory_resize(NULL, (size_t)s.inside_count + 1, sizeof *s.seen);
    memset(s.seen, 0, ((size_t)s.inside_count + 1) * sizeof *s.seen);

    for (binding_id b = s.first_inside; b < s.first_inside + s.inside_count; b++) {
        if (scopes->bindings[b].scope == s.scope) vec_push(&s.own, b);
    }
    FOR_EACH_CHILD (syntax, list, statement) {
        if (syntax_kind(syntax, statement) == SYNTAX_TOKEN) continue;
        node_id declaration = declaration_of(syntax, statement);
        enum syntax_kind kind = syntax_kind(syntax, declaration);
        bool is_variables = kind == SYNTAX_VARIABLE_DECLARATION || kind == SYNTAX_LEXICAL_DECLARATION;
        if (!is_variables) {
            add_part(&s, statement, statement);
            continue;
        }
        FOR_EACH_CHILD (syntax, declaration, declarator) {
            if (syntax_kind(syntax, declarator) != SYNTAX_DECLARATOR) continue;
            add_part(&s, statement, declarator);
        }
    }
    vec_release(&s.own);
    memory_free(s.seen);
    parts->count = s.list.count;
    parts->list = vec_freeze(&s.list, arena);
    parts->declared = vec_freeze(&s.declared, arena);
    parts->read = vec_freeze(&s.read, arena);
    parts->callees = vec_freeze(&s.callees.list, arena);
}
