#include "syntax/scope.h"

#include "base/bitset.h"
#include "base/map.h"
#include "base/names.h"
#include "base/vec.h"

#include <stdlib.h>

struct open_scope {
    scope_id id;
    scope_id var_scope; /* where `var` goes */
    node_id end;        /* one past its nodes */
};

struct analysis {
    const struct syntax *syntax;
    struct arena *arena;
    bool is_module;            /* strict: function declarations in blocks stay in their block */
    struct names names;        /* identifiers of this file */
    struct map declared;       /* (scope, name) -> binding */
    struct bitset declaring;   /* nodes that declare and are no references */
    struct bitset assigned;    /* targets of destructuring assignments */
    struct bitset redeclaring; /* see struct scopes */
    VEC(struct scope) scopes;
    VEC(struct scope_binding) bindings;
    VEC(name_id) binding_names;
    VEC(struct scope_reference) references;
    VEC(struct open_scope) open; /* the innermost last */
};

/* ---------------------------------------------------------------------------------------------- scopes */

static bool is_function_body(const struct syntax *syntax, node_id node)
{
    node_id parent = syntax_parent(syntax, node);
    return syntax->nodes[node].field == FIELD_BODY &&
           (syntax_is_function(syntax, parent) || syntax_kind(syntax, parent) == SYNTAX_CLASS_STATIC_BLOCK);
}

/* What the two loops look at; most nodes are none of these. */
enum role { ROLE_NONE, ROLE_DECLARES = 1, ROLE_OPENS = 2, ROLE_ASSIGNS = 4, ROLE_NAMES = 8, ROLE_WITH = 16 };
static const uint8_t role_of[SYNTAX_KIND_COUNT] = {
    [SYNTAX_PROGRAM] = ROLE_OPENS,
    [SYNTAX_CLASS_STATIC_BLOCK] = ROLE_OPENS,
    [SYNTAX_CLASS_EXPRESSION] = ROLE_OPENS,
    [SYNTAX_FOR] = ROLE_OPENS,
    [SYNTAX_FOR_IN] = ROLE_OPENS | ROLE_ASSIGNS,
    [SYNTAX_CATCH] = ROLE_OPENS,
    [SYNTAX_ENUM_BODY] = ROLE_OPENS,
    [SYNTAX_SWITCH_BODY] = ROLE_OPENS,
    [SYNTAX_BLOCK] = ROLE_OPENS,
    [SYNTAX_FUNCTION_DECLARATION] = ROLE_OPENS | ROLE_DECLARES,
    [SYNTAX_GENERATOR_DECLARATION] = ROLE_OPENS | ROLE_DECLARES,
    [SYNTAX_FUNCTION_EXPRESSION] = ROLE_OPENS,
    [SYNTAX_GENERATOR_FUNCTION] = ROLE_OPENS,
    [SYNTAX_ARROW_FUNCTION] = ROLE_OPENS,
    [SYNTAX_METHOD] = ROLE_OPENS,
    [SYNTAX_CLASS_DECLARATION] = ROLE_DECLARES,
    [SYNTAX_ENUM] = ROLE_DECLARES,
    [SYNTAX_NAMESPACE] = ROLE_DECLARES,
    [SYNTAX_IMPORT_ALIAS] = ROLE_DECLARES,
    [SYNTAX_IMPORT_REQUIRE] = ROLE_DECLARES,
    [SYNTAX_VARIABLE_DECLARATION] = ROLE_DECLARES,
    [SYNTAX_LEXICAL_DECLARATION] = ROLE_DECLARES,
    [SYNTAX_USING_DECLARATION] = ROLE_DECLARES,
    [SYNTAX_IMPORT_CLAUSE] = ROLE_DECLARES,
    [SYNTAX_ASSIGNMENT] = ROLE_ASSIGNS,
    [SYNTAX_IDENTIFIER] = ROLE_NAMES,
    [SYNTAX_SHORTHAND] = ROLE_NAMES,
    [SYNTAX_SHORTHAND_PATTERN] = ROLE_NAMES,
    [SYNTAX_WITH] = ROLE_WITH,
};

static bool opens_scope(const struct syntax *syntax, node_id node)
{
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_PROGRAM:
    case SYNTAX_CLASS_STATIC_BLOCK:
    case SYNTAX_CLASS_EXPRESSION:
    case SYNTAX_FOR:
    case SYNTAX_FOR_IN:
    case SYNTAX_CATCH:
    case SYNTAX_ENUM_BODY:
    case SYNTAX_SWITCH_BODY: return true;
    case SYNTAX_BLOCK: return !is_function_body(syntax, node);
    default: return syntax_is_function(syntax, node);
    }
}

static bool is_var_scope(const struct syntax *syntax, node_id node)
{
    enum syntax_kind kind = syntax_kind(syntax, node);
    return kind == SYNTAX_PROGRAM || kind == SYNTAX_CLASS_STATIC_BLOCK || syntax_is_function(syntax, node);
}

static scope_id current_scope(const struct analysis *a)
{
    return vec_last(&a->open).id;
}

static scope_id var_scope(const struct analysis *a)
{
    return vec_last(&a->open).var_scope;
}

/* ---------------------------------------------------------------------------------------------- declaring */

static struct text identifier_name(struct analysis *a, node_id identifier)
{
    struct text name = TEXT("");
    syntax_string_value(a->syntax, a->arena, identifier, &name);
    return name;
}

/* Declares the name at `identifier` in `scope`. A second declaration in the same scope is the same binding, which then counts as written; when it brings
 * a value it is also a writing reference, so that the part it stands in is known to matter. */
static void declare(struct analysis *a, scope_id scope, node_id identifier, node_id declarator, enum binding_kind kind,
                    bool has_value)
{
    struct text name = identifier_name(a, identifier);
    name_id name_number = names_add(&a->names, name);
    uint64_t key = map_pair(scope, name_number);
    binding_id existing = map_get(&a->declared, key, BINDING_FREE);
    bitset_add(a->declaring, identifier);
    if (existing != BINDING_FREE && a->bindings.at[existing].kind != BINDING_OWN_NAME) {
        if (has_value) {
            bitset_remove(a->declaring, identifier);
            bitset_add(a->assigned, identifier);
        }
        bitset_add(a->redeclaring, identifier);
        a->bindings.at[existing].written = true;
        return;
    }
    map_set(&a->declared, key, a->bindings.count);
    vec_push(
        &a->bindings,
        (struct scope_binding){
            .name = name, .scope = scope, .declaration = identifier, .declarator = declarator, .kind = (uint8_t)kind});
    vec_push(&a->binding_names, name_number);
}

/* Calls `target` for every identifier that the pattern at `pattern` binds or assigns; default values and computed keys are expressions. */
typedef void (*pattern_target)(struct analysis *a, node_id identifier, void *context);

static void each_target(struct analysis *a, node_id pattern, pattern_target target, void *context)
{
    const struct syntax *syntax = a->syntax;
    for (node_id node = pattern; node < syntax_next(syntax, pattern);) {
        enum syntax_kind kind = syntax_kind(syntax, node);
        enum syntax_kind parent_kind = syntax_kind(syntax, syntax_parent(syntax, node));
        bool is_default = syntax->nodes[node].field == FIELD_RIGHT &&
                          (parent_kind == SYNTAX_ASSIGNMENT_PATTERN || parent_kind == SYNTAX_OBJECT_ASSIGNMENT_PATTERN);
        if (node != pattern && (is_default || kind == SYNTAX_COMPUTED_PROPERTY_NAME || kind == SYNTAX_MEMBER ||
                                kind == SYNTAX_SUBSCRIPT || kind == SYNTAX_DECORATOR)) {
            node = syntax_next(syntax, node);
            continue;
        }
        if (kind == SYNTAX_IDENTIFIER || kind == SYNTAX_SHORTHAND_PATTERN) target(a, node, context);
        node++;
    }
}

struct declaring {
    scope_id scope;
    node_id declarator;
    enum binding_kind kind;
    bool has_value;
};

static void declare_target(struct analysis *a, node_id identifier, void *context)
{
    const struct declaring *d = context;
    declare(a, d->scope, identifier, d->declarator, d->kind, d->has_value);
}

static void declare_pattern(struct analysis *a, node_id pattern, struct declaring declaring)
{
    each_target(a, pattern, declare_target, &declaring);
}

static enum binding_kind kind_of_keyword(struct text keyword)
{
    if (text_is(keyword, "var")) return BINDING_VAR;
    if (text_is(keyword, "let")) return BINDING_LET;
    return BINDING_CONST;
}

static void declare_variables(struct analysis *a, node_id declaration)
{
    const struct syntax *syntax = a->syntax;
    node_id keyword = syntax_child(syntax, declaration, FIELD_KIND);
    enum binding_kind kind = syntax_kind(syntax, declaration) == SYNTAX_VARIABLE_DECLARATION
                                 ? BINDING_VAR
                                 : kind_of_keyword(syntax_text(syntax, keyword));
    scope_id scope = kind == BINDING_VAR ? var_scope(a) : current_scope(a);
    FOR_EACH_CHILD (syntax, declaration, declarator) {
        if (syntax_kind(syntax, declarator) != SYNTAX_DECLARATOR) continue;
        declare_pattern(
            a, syntax_child(syntax, declarator, FIELD_NAME),
            (struct declaring){scope, declarator, kind, syntax_child(syntax, declarator, FIELD_VALUE) != NODE_NONE});
    }
}

static void declare_for_in(struct analysis *a, node_id loop)
{
    const struct syntax *syntax = a->syntax;
    node_id keyword = syntax_child(syntax, loop, FIELD_KIND);
    if (keyword == NODE_NONE) return;
    enum binding_kind kind = kind_of_keyword(syntax_text(syntax, keyword));
    scope_id scope = kind == BINDING_VAR ? var_scope(a) : current_scope(a);
    declare_pattern(a, syntax_child(syntax, loop, FIELD_LEFT), (struct declaring){scope, loop, kind, true});
}

static void declare_imports(struct analysis *a, node_id clause)
{
    const struct syntax *syntax = a->syntax;
    scope_id scope = current_scope(a);
    for (node_id node = clause + 1; node < syntax_next(syntax, clause);) {
        switch ((int)syntax_kind(syntax, node)) {
        case SYNTAX_IMPORT_SPECIFIER: {
            node_id alias = syntax_child(syntax, node, FIELD_ALIAS);
            node_id name = syntax_child(syntax, node, FIELD_NAME);
            bitset_add(a->declaring, name);
            declare(a, scope, alias == NODE_NONE ? name : alias, node, BINDING_IMPORT, false);
            node = syntax_next(syntax, node);
            break;
        }
        case SYNTAX_NAMESPACE_IMPORT:
            declare(a, scope, syntax_first_child(syntax, node), node, BINDING_IMPORT, false);
            node = syntax_next(syntax, node);
            break;
        case SYNTAX_IDENTIFIER:
            declare(a, scope, node, node, BINDING_IMPORT, false);
            node++;
            break;
        default: node++;
        }
    }
}

/* What a node declares outside the scope it opens itself. */
static void declare_outside(struct analysis *a, node_id node)
{
    const struct syntax *syntax = a->syntax;
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_FUNCTION_DECLARATION:
    case SYNTAX_GENERATOR_DECLARATION: {
        node_id name = syntax_child(syntax, node, FIELD_NAME);
        scope_id scope = current_scope(a);
        declare(a, scope, name, node, BINDING_FUNCTION, true);
        /* Annex B.3.2: in sloppy code the name is visible in the function around the block, too. */
        if (!a->is_module && scope != var_scope(a)) declare(a, var_scope(a), name, node, BINDING_VAR, false);
        break;
    }
    case SYNTAX_CLASS_DECLARATION: {
        node_id name = syntax_child(syntax, node, FIELD_NAME);
        if (name != NODE_NONE) declare(a, current_scope(a), name, node, BINDING_CLASS, true);
        break;
    }
    case SYNTAX_ENUM:
    case SYNTAX_NAMESPACE: {
        node_id name = syntax_child(syntax, node, FIELD_NAME);
        /* `namespace A.B {}` declares A; a second enum or namespace of that name adds to the first. */
        while (syntax_is(syntax, name, SYNTAX_MEMBER)) name = syntax_first_child(syntax, name);
        if (syntax_is(syntax, name, SYNTAX_IDENTIFIER)) declare(a, current_scope(a), name, node, BINDING_LET, true);
        break;
    }
    case SYNTAX_IMPORT_ALIAS:
    case SYNTAX_IMPORT_REQUIRE:
        declare(a, current_scope(a), syntax_first_child(syntax, node), node, BINDING_CONST, false);
        break;
    case SYNTAX_VARIABLE_DECLARATION:
    case SYNTAX_LEXICAL_DECLARATION:
    case SYNTAX_USING_DECLARATION: declare_variables(a, node); break;
    case SYNTAX_IMPORT_CLAUSE: declare_imports(a, node); break;
    default: break;
    }
}

/* The members of an enum are visible by their names in its initialisers. */
static void declare_members(struct analysis *a, node_id body)
{
    FOR_EACH_CHILD (a->syntax, body, member) {
        bool has_value = syntax_is(a->syntax, member, SYNTAX_ENUM_ASSIGNMENT);
        node_id name = has_value ? syntax_child(a->syntax, member, FIELD_NAME) : member;
        if (syntax_is(a->syntax, name, SYNTAX_PROPERTY_NAME))
            declare(a, current_scope(a), name, member, BINDING_CONST, true);
    }
}

/* What a node declares inside the scope it opens. */
static void declare_inside(struct analysis *a, node_id node)
{
    const struct syntax *syntax = a->syntax;
    scope_id scope = current_scope(a);
    enum syntax_kind kind = syntax_kind(syntax, node);
    if (kind == SYNTAX_FUNCTION_EXPRESSION || kind == SYNTAX_GENERATOR_FUNCTION || kind == SYNTAX_CLASS_EXPRESSION) {
        node_id name = syntax_child(syntax, node, FIELD_NAME);
        if (name != NODE_NONE) declare(a, scope, name, node, BINDING_OWN_NAME, false);
    }
    if (syntax_is_function(syntax, node)) {
        node_id parameters = syntax_child(syntax, node, FIELD_PARAMETERS);
        if (parameters == NODE_NONE) parameters = syntax_child(syntax, node, FIELD_PARAMETER);
        if (parameters != NODE_NONE)
            declare_pattern(a, parameters, (struct declaring){scope, node, BINDING_PARAMETER, true});
    }
    if (kind == SYNTAX_CATCH) {
        node_id parameter = syntax_child(syntax, node, FIELD_PARAMETER);
        if (parameter != NODE_NONE) declare_pattern(a, parameter, (struct declaring){scope, node, BINDING_CATCH, true});
    }
    if (kind == SYNTAX_FOR_IN) declare_for_in(a, node);
    if (kind == SYNTAX_ENUM_BODY) declare_members(a, node);
}

static void close_scopes(struct analysis *a, node_id node)
{
    while (a->open.count && vec_last(&a->open).end <= node) (void)vec_pop(&a->open);
}

static void mark_assigned(struct analysis *a, node_id identifier, void *context)
{
    (void)context;
    bitset_add(a->assigned, identifier);
}

static bool is_pattern(const struct syntax *syntax, node_id node)
{
    return syntax_is(syntax, node, SYNTAX_ARRAY_PATTERN) || syntax_is(syntax, node, SYNTAX_OBJECT_PATTERN);
}

struct declared_binding {
    struct scope_binding binding;
    name_id name;
    binding_id found;
};

static int compare_declarations(const void *left, const void *right)
{
    const struct declared_binding *a = left, *b = right;
    if (a->binding.declaration != b->binding.declaration)
        return a->binding.declaration < b->binding.declaration ? -1 : 1;
    return (a->found > b->found) - (a->found < b->found);
}

/* Bindings were found scope by scope: in `var a = function (p) {}, b` the names a and b come before p. */
static void sort_bindings(struct analysis *a)
{
    uint32_t count = a->bindings.count;
    bool is_sorted = true;
    for (binding_id b = 1; b < count; b++)
        is_sorted = is_sorted && a->bindings.at[b - 1].declaration <= a->bindings.at[b].declaration;
    if (is_sorted) return;
    struct declared_binding *sorted = memory_resize(NULL, (size_t)count + 1, sizeof *sorted);
    for (binding_id b = 0; b < count; b++)
        sorted[b] = (struct declared_binding){a->bindings.at[b], a->binding_names.at[b], b};
    qsort(sorted, count, sizeof *sorted, compare_declarations);
    for (binding_id b = 0; b < count; b++) {
        a->bindings.at[b] = sorted[b].binding;
        a->binding_names.at[b] = sorted[b].name;
    }
    memory_free(sorted);
}

/* First loop: opens the scopes and collects their declarations, which hoisting makes visible before they are written. */
static void collect_declarations(struct analysis *a)
{
    const struct syntax *syntax = a->syntax;
    for (node_id node = 0; node < syntax->count; node++) {
        unsigned role = role_of[syntax_kind(syntax, node)];
        if (!(role & (ROLE_DECLARES | ROLE_OPENS | ROLE_ASSIGNS))) continue;
        close_scopes(a, node);
        if (role & ROLE_DECLARES) declare_outside(a, node);
        if ((role & ROLE_OPENS) && opens_scope(syntax, node)) {
            scope_id parent = a->open.count ? current_scope(a) : 0;
            bool is_function = is_var_scope(syntax, node);
            scope_id opened = a->scopes.count;
            scope_id vars = is_function ? opened : var_scope(a);
            vec_push(&a->open, (struct open_scope){opened, vars, syntax_next(syntax, node)});
            vec_push(&a->scopes,
                     (struct scope){.parent = parent, .var_scope = vars, .node = node, .is_function = is_function});
            declare_inside(a, node);
        }
        enum syntax_kind kind = syntax_kind(syntax, node);
        if (kind == SYNTAX_ASSIGNMENT ||
            (kind == SYNTAX_FOR_IN && syntax_child(syntax, node, FIELD_KIND) == NODE_NONE)) {
            node_id left = syntax_unparenthesized(syntax, syntax_child(syntax, node, FIELD_LEFT));
            if (is_pattern(syntax, left)) each_target(a, left, mark_assigned, NULL);
        }
    }
    vec_clear(&a->open);
    sort_bindings(a);
}

/* ---------------------------------------------------------------------------------------------- references */

static bool is_intrinsic_element(struct text name)
{
    return name.length && name.at[0] >= 'a' && name.at[0] <= 'z';
}

/* An identifier that names nothing in scope: what an export or import calls it, an HTML element, the closing half of a JSX element. */
static bool is_no_reference(const struct syntax *syntax, node_id node)
{
    node_id parent = syntax_parent(syntax, node);
    switch ((int)syntax_kind(syntax, parent)) {
    case SYNTAX_EXPORT_SPECIFIER: {
        node_id statement = syntax_parent(syntax, syntax_parent(syntax, parent));
        return syntax->nodes[node].field == FIELD_ALIAS || syntax_child(syntax, statement, FIELD_SOURCE) != NODE_NONE;
    }
    case SYNTAX_NAMESPACE_EXPORT:
    case SYNTAX_IMPORT_SPECIFIER:
    case SYNTAX_JSX_NAMESPACE_NAME:
    case SYNTAX_JSX_CLOSING_ELEMENT:
    case SYNTAX_JSX_ATTRIBUTE: return true;
    case SYNTAX_JSX_OPENING_ELEMENT:
    case SYNTAX_JSX_SELF_CLOSING_ELEMENT:
        return syntax->nodes[node].field == FIELD_NAME && is_intrinsic_element(syntax_text(syntax, node));
    default: return false;
    }
}

static enum reference_access access_at(const struct analysis *a, node_id identifier)
{
    const struct syntax *syntax = a->syntax;
    if (bitset_has(a->assigned, identifier)) return REFERENCE_WRITE;
    node_id node = syntax_parenthesized(syntax, identifier);
    node_id parent = syntax_parent(syntax, node);
    enum syntax_field field = (enum syntax_field)syntax->nodes[node].field;
    switch ((int)syntax_kind(syntax, parent)) {
    case SYNTAX_ASSIGNMENT: return field == FIELD_LEFT ? REFERENCE_WRITE : REFERENCE_READ;
    case SYNTAX_AUGMENTED_ASSIGNMENT: return field == FIELD_LEFT ? REFERENCE_READ_WRITE : REFERENCE_READ;
    case SYNTAX_UPDATE: return REFERENCE_READ_WRITE;
    case SYNTAX_FOR_IN: return field == FIELD_LEFT ? REFERENCE_WRITE : REFERENCE_READ;
    default: return REFERENCE_READ;
    }
}

static void mark_eval(struct analysis *a)
{
    for (scope_id scope = current_scope(a);; scope = a->scopes.at[scope].parent) {
        if (a->scopes.at[scope].has_eval) return;
        a->scopes.at[scope].has_eval = true;
        if (scope == 0) return;
    }
}

/* A function's scope holds its parameters and what its body declares, but the parameters do not see the body's names, and what stands before them (the key
 * of a method) sees neither. */
static bool is_hidden_from(const struct analysis *a, const struct scope_binding *binding, node_id node)
{
    const struct syntax *syntax = a->syntax;
    node_id function = a->scopes.at[binding->scope].node;
    if (binding->kind == BINDING_OWN_NAME || binding->declaration < node || !syntax_is_function(syntax, function))
        return false;
    node_id parameters = syntax_child(syntax, function, FIELD_PARAMETERS);
    if (parameters == NODE_NONE) parameters = syntax_child(syntax, function, FIELD_PARAMETER);
    if (parameters == NODE_NONE || node >= syntax_next(syntax, parameters)) return false;
    return node < parameters || binding->declaration >= syntax_next(syntax, parameters);
}

/* Second loop: the innermost binding of each name is kept in `visible`; entering a scope shadows, leaving restores. */
static void resolve_references(struct analysis *a)
{
    const struct syntax *syntax = a->syntax;
    uint32_t *first_of_scope = ARENA_ARRAY(a->arena, uint32_t, a->scopes.count + 1);
    binding_id *grouped = ARENA_ARRAY(a->arena, binding_id, a->bindings.count + 1);
    for (binding_id b = 0; b < a->bindings.count; b++) first_of_scope[a->bindings.at[b].scope + 1]++;
    for (scope_id s = 0; s < a->scopes.count; s++) first_of_scope[s + 1] += first_of_scope[s];
    uint32_t *fill = ARENA_ARRAY(a->arena, uint32_t, a->scopes.count + 1);
    for (binding_id b = 0; b < a->bindings.count; b++) {
        scope_id scope = a->bindings.at[b].scope;
        grouped[first_of_scope[scope] + fill[scope]++] = b;
    }
    binding_id *visible = ARENA_ARRAY(a->arena, binding_id, a->names.count + 1);
    binding_id *shadowed = ARENA_ARRAY(a->arena, binding_id, a->bindings.count + 1);
    for (name_id name = 0; name < a->names.count; name++) visible[name] = BINDING_FREE;

    scope_id next_scope = 0;
    for (node_id node = 0; node < syntax->count; node++) {
        unsigned role = role_of[syntax_kind(syntax, node)];
        if (!(role & (ROLE_OPENS | ROLE_NAMES | ROLE_WITH))) continue;
        while (a->open.count && vec_last(&a->open).end <= node) {
            scope_id closed = vec_pop(&a->open).id;
            /* Backwards: a variable may shadow the function's own name in the same scope. */
            for (uint32_t i = first_of_scope[closed + 1]; i-- > first_of_scope[closed];) {
                visible[a->binding_names.at[grouped[i]]] = shadowed[grouped[i]];
            }
        }
        if ((role & ROLE_OPENS) && opens_scope(syntax, node)) {
            scope_id opened = next_scope++;
            vec_push(&a->open, (struct open_scope){.id = opened, .end = syntax_next(syntax, node)});
            for (uint32_t i = first_of_scope[opened]; i < first_of_scope[opened + 1]; i++) {
                name_id name = a->binding_names.at[grouped[i]];
                shadowed[grouped[i]] = visible[name];
                visible[name] = grouped[i];
            }
        }
        if (role & ROLE_WITH) mark_eval(a);
        if (!(role & ROLE_NAMES)) continue;
        if (bitset_has(a->declaring, node) || is_no_reference(syntax, node)) continue;
        struct text name = identifier_name(a, node);
        name_id known = names_find(&a->names, name);
        binding_id binding = known == NAME_NONE ? BINDING_FREE : visible[known];
        while (binding != BINDING_FREE && is_hidden_from(a, &a->bindings.at[binding], node))
            binding = shadowed[binding];
        enum reference_access access = access_at(a, node);
        if (binding != BINDING_FREE && access != REFERENCE_READ) a->bindings.at[binding].written = true;
        if (binding == BINDING_FREE && scope_is_called_eval(syntax, node)) mark_eval(a);
        vec_push(&a->references, (struct scope_reference){node, binding, current_scope(a), (uint8_t)access});
    }
}

static const uint32_t *group_by_binding(struct analysis *a)
{
    for (uint32_t r = 0; r < a->references.count; r++) {
        binding_id binding = a->references.at[r].binding;
        if (binding != BINDING_FREE) a->bindings.at[binding].reference_count++;
    }
    uint32_t first = 0;
    for (binding_id b = 0; b < a->bindings.count; b++) {
        a->bindings.at[b].first_reference = first;
        first += a->bindings.at[b].reference_count;
        a->bindings.at[b].reference_count = 0;
    }
    uint32_t *grouped = ARENA_ARRAY(a->arena, uint32_t, first + 1);
    for (uint32_t r = 0; r < a->references.count; r++) {
        binding_id b = a->references.at[r].binding;
        if (b == BINDING_FREE) continue;
        struct scope_binding *binding = &a->bindings.at[b];
        grouped[binding->first_reference + binding->reference_count++] = r;
    }
    return grouped;
}

void scope_analyze(const struct syntax *syntax, struct arena *arena, struct scopes *scopes)
{
    struct analysis a = {.syntax = syntax, .arena = arena, .is_module = syntax_is_module(syntax)};
    names_init(&a.names);
    map_init(&a.declared);
    a.declaring = bitset_new(arena, syntax->count);
    a.assigned = bitset_new(arena, syntax->count);
    a.redeclaring = bitset_new(arena, syntax->count);

    collect_declarations(&a);
    resolve_references(&a);

    scopes->by_binding = group_by_binding(&a);
    scopes->redeclaring = a.redeclaring;
    scopes->scope_count = a.scopes.count;
    scopes->binding_count = a.bindings.count;
    scopes->reference_count = a.references.count;
    scopes->scopes = vec_freeze(&a.scopes, arena);
    scopes->bindings = vec_freeze(&a.bindings, arena);
    scopes->references = vec_freeze(&a.references, arena);
    vec_release(&a.binding_names);
    vec_release(&a.open);
    map_release(&a.declared);
    names_release(&a.names);
}

/* ---------------------------------------------------------------------------------------------- looking up */

uint32_t scope_reference_at(const struct scopes *scopes, node_id node)
{
    uint32_t low = 0, high = scopes->reference_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (scopes->references[middle].node < node) low = middle + 1;
        else high = middle;
    }
    return low;
}

const struct scope_reference *scope_reference_of(const struct scopes *scopes, node_id node)
{
    uint32_t at = scope_reference_at(scopes, node);
    if (at == scopes->reference_count || scopes->references[at].node != node) return NULL;
    return &scopes->references[at];
}

binding_id scope_binding_at(const struct scopes *scopes, node_id node)
{
    binding_id low = 0, high = scopes->binding_count;
    while (low < high) {
        binding_id middle = low + (high - low) / 2;
        if (scopes->bindings[middle].declaration < node) low = middle + 1;
        else high = middle;
    }
    return low;
}

binding_id scope_binding_of(const struct scopes *scopes, node_id node)
{
    binding_id binding = scope_binding_at(scopes, node);
    return binding < scopes->binding_count && scopes->bindings[binding].declaration == node ? binding : BINDING_FREE;
}

bool scope_is_called_eval(const struct syntax *syntax, node_id node)
{
    node_id callee = syntax_parenthesized(syntax, node);
    return syntax->nodes[callee].field == FIELD_FUNCTION &&
           syntax_is(syntax, syntax_parent(syntax, callee), SYNTAX_CALL) && text_is(syntax_text(syntax, node), "eval");
}

bool scope_is_free(const struct scopes *scopes, node_id node)
{
    const struct scope_reference *reference = scope_reference_of(scopes, node);
    return reference && reference->binding == BINDING_FREE;
}
