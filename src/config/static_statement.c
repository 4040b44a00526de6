/* Statements, patterns and scopes of static_eval.h. */
#include "config/static_eval.h"

#include "base/limits.h"
#include "base/path.h"

/* ---------------------------------------------------------------------------------------------- scopes */

struct static_scope *static_scope_new(struct static_eval *e, struct static_scope *parent, bool is_function)
{
    struct static_scope *scope = ARENA_NEW(e->arena, struct static_scope);
    scope->parent = parent;
    scope->function = is_function || !parent ? scope : parent->function;
    return scope;
}

struct static_value *static_scope_find(struct static_scope *scope, const struct static_module *m, binding_id binding)
{
    for (; scope; scope = scope->parent) {
        for (uint32_t i = 0; i < scope->count; i++) {
            struct static_slot *slot = scope->slots[i];
            if (slot->binding == binding && slot->module == m) return &slot->value;
        }
    }
    return NULL;
}

static struct static_value *find_own(struct static_scope *scope, const struct static_module *m, binding_id binding)
{
    for (uint32_t i = 0; i < scope->count; i++) {
        struct static_slot *slot = scope->slots[i];
        if (slot->binding == binding && slot->module == m) return &slot->value;
    }
    return NULL;
}

void static_scope_declare(struct static_eval *e, struct static_scope *scope, const struct static_module *m,
                          binding_id binding, struct static_value value)
{
    if (m->scopes.bindings[binding].kind == BINDING_VAR) {
        scope = scope->function;
        if (e->speculation) value = e->condition;
    }
    struct static_value *own = find_own(scope, m, binding);
    if (own) {
        *own = value;
        return;
    }
    if (scope->count == scope->capacity) {
        scope->capacity = scope->capacity ? scope->capacity * 2 : 8;
        struct static_slot **grown = ARENA_ARRAY(e->arena, struct static_slot *, scope->capacity);
        if (scope->count) memcpy(grown, scope->slots, scope->count * sizeof *grown);
        scope->slots = grown;
    }
    struct static_slot *slot = ARENA_NEW(e->arena, struct static_slot);
    *slot = (struct static_slot){m, binding, value};
    scope->slots[scope->count++] = slot;
}

binding_id static_binding(const struct static_module *m, node_id identifier)
{
    binding_id binding = scope_binding_of(&m->scopes, identifier);
    if (binding != BINDING_FREE) return binding;
    const struct scope_reference *reference = scope_reference_of(&m->scopes, identifier);
    if (reference) return reference->binding;
    /* Declared again in the same scope: `var` twice. The name decides, when one binding of the file has it. */
    struct text name = syntax_text(&m->syntax, identifier);
    for (binding_id b = 0; b < m->scopes.binding_count; b++) {
        if (!text_equal(m->scopes.bindings[b].name, name)) continue;
        if (binding != BINDING_FREE) return BINDING_FREE;
        binding = b;
    }
    return binding;
}

void static_write_slot(struct static_eval *e, struct static_value *slot, struct static_value value)
{
    *slot = e->speculation ? e->condition : value;
}

void static_write_member(struct static_eval *e, struct static_value object, struct static_value key,
                         struct static_value value, uint32_t key_place)
{
    if (!object.object) return;
    struct text name;
    if (object.type == STATIC_ARRAY || !static_to_text(e->arena, key, &name)) {
        static_open(object.object,
                    key.type == STATIC_UNKNOWN ? key : static_unknown(TEXT("a list that is written to"), key_place));
        return;
    }
    static_set(e->arena, object.object, name, key_place, e->speculation ? e->condition : value);
}

/* ---------------------------------------------------------------------------------------------- patterns */

/* A default: `= value`. process.env.X takes it, too. */
static struct static_value or_default(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                      struct static_value value, node_id fallback)
{
    if (value.type == STATIC_UNDEFINED || value.from_environment) return static_expression(e, m, scope, fallback);
    return value;
}

static void bind_object(struct static_eval *e, struct static_module *m, struct static_scope *scope, node_id pattern,
                        struct static_value value, bool declare)
{
    const struct syntax *s = &m->syntax;
    VEC(struct text) taken = {0};
    FOR_EACH_CHILD (s, pattern, child) {
        node_id target = child, key = child, fallback = NODE_NONE;
        switch ((int)syntax_kind(s, child)) {
        case SYNTAX_SHORTHAND_PATTERN: break;
        case SYNTAX_OBJECT_ASSIGNMENT_PATTERN:
            target = key = syntax_child(s, child, FIELD_LEFT);
            fallback = syntax_child(s, child, FIELD_RIGHT);
            break;
        case SYNTAX_PAIR_PATTERN:
            key = syntax_child(s, child, FIELD_KEY);
            target = syntax_child(s, child, FIELD_VALUE);
            break;
        case SYNTAX_REST_PATTERN: {
            struct static_value rest = static_new(e->arena, STATIC_OBJECT, value.place);
            if (value.type == STATIC_OBJECT) {
                for (uint32_t i = 0; i < value.object->count; i++) {
                    const struct static_member *member = &value.object->at[i];
                    bool is_taken = false;
                    for (uint32_t k = 0; k < taken.count; k++) is_taken |= text_equal(taken.at[k], member->key);
                    if (!is_taken) static_set(e->arena, rest.object, member->key, member->key_place, member->value);
                }
                rest.object->open = value.object->open;
                rest.object->unknown = value.object->unknown;
            } else {
                static_open(rest.object, static_unknown(TEXT("what is taken apart here"), static_place(m, child)));
            }
            static_bind(e, m, scope, syntax_first_child(s, child), rest, declare);
            continue;
        }
        default: continue;
        }
        struct text name;
        struct static_value part = static_unknown(TEXT("a computed name"), static_place(m, key));
        if (syntax_kind(s, key) != SYNTAX_COMPUTED_PROPERTY_NAME && syntax_string_value(s, e->arena, key, &name)) {
            part = static_member_of(e, value, name, static_place(m, key));
            vec_push(&taken, name);
        }
        if (fallback != NODE_NONE) part = or_default(e, m, scope, part, fallback);
        static_bind(e, m, scope, target, part, declare);
    }
    vec_release(&taken);
}

static void bind_array(struct static_eval *e, struct static_module *m, struct static_scope *scope, node_id pattern,
                       struct static_value value, bool declare)
{
    /* Holes have no node: the commas before a child tell its index. */
    const struct syntax *s = &m->syntax;
    const struct static_object *items = static_items(e, value);
    uint32_t from = s->nodes[pattern].start + 1, index = 0;
    FOR_EACH_CHILD (s, pattern, child) {
        if (syntax_kind(s, child) == SYNTAX_TOKEN) continue;
        for (uint32_t at = from; at < s->nodes[child].start; at++) index += s->source.at[at] == ',';
        from = s->nodes[child].end;
        struct static_value item = static_unknown(TEXT("what is taken apart here"), static_place(m, child));
        if (items && syntax_kind(s, child) != SYNTAX_REST_PATTERN)
            item = index < items->count ? items->at[index].value : static_undefined(value.place);
        node_id target = syntax_kind(s, child) == SYNTAX_REST_PATTERN ? syntax_first_child(s, child) : child;
        static_bind(e, m, scope, target, item, declare);
    }
}

void static_bind(struct static_eval *e, struct static_module *m, struct static_scope *scope, node_id pattern,
                 struct static_value value, bool declare)
{
    const struct syntax *s = &m->syntax;
    if (pattern == NODE_NONE) return;
    pattern = syntax_unparenthesized(s, pattern);
    if (++e->depth > LIMIT_STATIC_DEPTH) static_give_up(e, TEXT("nesting that is too deep"), static_place(m, pattern));
    switch (e->gave_up ? 0 : (int)syntax_kind(s, pattern)) {
    case SYNTAX_IDENTIFIER:
    case SYNTAX_SHORTHAND_PATTERN: {
        binding_id binding = static_binding(m, pattern);
        if (binding == BINDING_FREE) break;
        struct static_value *slot = declare ? NULL : static_scope_find(scope, m, binding);
        if (slot) static_write_slot(e, slot, value);
        else static_scope_declare(e, scope, m, binding, value);
        break;
    }
    case SYNTAX_OBJECT_PATTERN: bind_object(e, m, scope, pattern, value, declare); break;
    case SYNTAX_ARRAY_PATTERN: bind_array(e, m, scope, pattern, value, declare); break;
    case SYNTAX_ASSIGNMENT_PATTERN:
        value = or_default(e, m, scope, value, syntax_child(s, pattern, FIELD_RIGHT));
        static_bind(e, m, scope, syntax_child(s, pattern, FIELD_LEFT), value, declare);
        break;
    case SYNTAX_MEMBER: {
        struct static_value object = static_expression(e, m, scope, syntax_child(s, pattern, FIELD_OBJECT));
        node_id property = syntax_child(s, pattern, FIELD_PROPERTY);
        struct static_value key = static_string(syntax_text(s, property), static_place(m, property));
        static_write_member(e, object, key, value, static_place(m, property));
        break;
    }
    case SYNTAX_SUBSCRIPT: {
        struct static_value object = static_expression(e, m, scope, syntax_child(s, pattern, FIELD_OBJECT));
        node_id index = syntax_child(s, pattern, FIELD_INDEX);
        static_write_member(e, object, static_expression(e, m, scope, index), value, static_place(m, index));
        break;
    }
    default: break;
    }
    e->depth--;
}

/* ---------------------------------------------------------------------------------------------- statements */

enum completion { COMPLETION_NORMAL, COMPLETION_RETURN, COMPLETION_BREAK, COMPLETION_CONTINUE, COMPLETION_THROW };

struct running {
    struct static_eval *e;
    struct static_module *m;
    struct static_value result; /* of a return */
    bool maybe_returned;
    struct static_value maybe_why;
};

static enum completion run(struct running *r, struct static_scope *scope, node_id statement);

static void declare_function(struct running *r, struct static_scope *scope, node_id node)
{
    node_id name = syntax_child(&r->m->syntax, node, FIELD_NAME);
    binding_id binding = name == NODE_NONE ? BINDING_FREE : static_binding(r->m, name);
    if (binding == BINDING_FREE) return;
    struct static_function *function = ARENA_NEW(r->e->arena, struct static_function);
    *function = (struct static_function){r->m, node, scope};
    static_scope_declare(
        r->e, scope, r->m, binding,
        (struct static_value){.type = STATIC_FUNCTION, .place = static_place(r->m, node), .function = function});
}

static void hoist_functions(struct running *r, struct static_scope *scope, node_id list)
{
    const struct syntax *s = &r->m->syntax;
    FOR_EACH_CHILD (s, list, child) {
        node_id declaration = child;
        if (syntax_kind(s, child) == SYNTAX_EXPORT) declaration = syntax_child(s, child, FIELD_DECLARATION);
        if (syntax_is(s, declaration, SYNTAX_FUNCTION_DECLARATION)) declare_function(r, scope, declaration);
    }
}

static enum completion run_list(struct running *r, struct static_scope *scope, node_id list)
{
    hoist_functions(r, scope, list);
    FOR_EACH_CHILD (&r->m->syntax, list, child) {
        enum completion completion = run(r, scope, child);
        if (completion != COMPLETION_NORMAL) return completion;
    }
    return COMPLETION_NORMAL;
}

/* Runs what may run or not, or several times. */
static void run_maybe(struct running *r, struct static_scope *scope, node_id statement, struct static_value why)
{
    if (statement == NODE_NONE) return;
    struct static_value before = r->e->condition;
    unsigned speculation = r->e->speculation;
    if (!speculation) r->e->condition = static_derived(why);
    r->e->speculation++;
    enum completion completion = run(r, scope, statement);
    r->e->speculation = speculation;
    if (completion != COMPLETION_NORMAL && completion != COMPLETION_THROW) {
        r->maybe_returned = true;
        r->maybe_why = why;
    }
    /* After a return that may have happened, the rest of the function may not run. */
    if (r->maybe_returned) {
        r->e->speculation = speculation + 1;
        if (speculation) r->e->condition = before;
    } else {
        r->e->condition = before;
    }
}

static struct static_value unknown_of(struct running *r, const char *what, node_id node)
{
    return static_unknown(text_of(what), static_place(r->m, node));
}

static enum completion run_if(struct running *r, struct static_scope *scope, node_id statement)
{
    const struct syntax *s = &r->m->syntax;
    node_id condition = syntax_child(s, statement, FIELD_CONDITION);
    node_id consequence = syntax_child(s, statement, FIELD_CONSEQUENCE);
    node_id alternative = syntax_child(s, statement, FIELD_ALTERNATIVE);
    if (syntax_is(s, alternative, SYNTAX_ELSE)) alternative = syntax_first_child(s, alternative);
    struct static_value value = static_expression(r->e, r->m, scope, condition);
    switch (static_truth_of(value)) {
    case STATIC_TRUTHY: return run(r, scope, consequence);
    case STATIC_FALSY: return alternative == NODE_NONE ? COMPLETION_NORMAL : run(r, scope, alternative);
    case STATIC_MAYBE: break;
    }
    struct static_value why = value.type == STATIC_UNKNOWN ? value : unknown_of(r, "this condition", condition);
    run_maybe(r, scope, consequence, why);
    run_maybe(r, scope, alternative, why);
    return COMPLETION_NORMAL;
}

/* for (const x of items), for (const key in object) */
static enum completion run_for_in(struct running *r, struct static_scope *scope, node_id statement)
{
    const struct syntax *s = &r->m->syntax;
    node_id left = syntax_child(s, statement, FIELD_LEFT), body = syntax_child(s, statement, FIELD_BODY);
    bool declares = syntax_child(s, statement, FIELD_KIND) != NODE_NONE;
    struct static_value value = static_expression(r->e, r->m, scope, syntax_child(s, statement, FIELD_RIGHT));
    bool of = text_is(syntax_operator(s, statement), "of");
    const struct static_object *items = of                                                   ? static_items(r->e, value)
                                        : value.type == STATIC_OBJECT && !value.object->open ? value.object
                                                                                             : NULL;
    if (!items) {
        struct static_value why =
            value.type == STATIC_UNKNOWN ? value : unknown_of(r, "what this loop runs over", statement);
        struct static_scope *turn = static_scope_new(r->e, scope, false);
        static_bind(r->e, r->m, turn, left, why, declares);
        run_maybe(r, turn, body, why);
        return COMPLETION_NORMAL;
    }
    for (uint32_t i = 0; i < items->count && !r->e->gave_up; i++) {
        struct static_scope *turn = static_scope_new(r->e, scope, false);
        const struct static_member *item = &items->at[i];
        static_bind(r->e, r->m, turn, left, of ? item->value : static_string(item->key, item->key_place), declares);
        enum completion completion = run(r, turn, body);
        if (completion == COMPLETION_BREAK) break;
        if (completion == COMPLETION_RETURN || completion == COMPLETION_THROW) return completion;
    }
    return COMPLETION_NORMAL;
}

static void run_declarations(struct running *r, struct static_scope *scope, node_id statement)
{
    const struct syntax *s = &r->m->syntax;
    FOR_EACH_CHILD (s, statement, declarator) {
        if (syntax_kind(s, declarator) != SYNTAX_DECLARATOR) continue;
        node_id name = syntax_child(s, declarator, FIELD_NAME), value = syntax_child(s, declarator, FIELD_VALUE);
        struct static_value initial = value == NODE_NONE ? static_undefined(static_place(r->m, declarator))
                                                         : static_expression(r->e, r->m, scope, value);
        static_bind(r->e, r->m, scope, name, initial, true);
    }
}

static void run_import(struct running *r, node_id statement)
{
    const struct syntax *s = &r->m->syntax;
    node_id clause = syntax_first_child(s, statement);
    bool required = syntax_is(s, clause, SYNTAX_IMPORT_REQUIRE);
    if (!required && !syntax_is(s, clause, SYNTAX_IMPORT_CLAUSE)) clause = NODE_NONE;
    struct text request;
    node_id source = syntax_child(s, required ? clause : statement, FIELD_SOURCE);
    if (source == NODE_NONE || !syntax_string_value(s, r->e->arena, source, &request)) return;
    struct static_value module =
        static_module_import(r->e, path_folder(r->m->path), request, static_place(r->m, source));
    if (clause == NODE_NONE) return;
    FOR_EACH_CHILD (s, clause, child) {
        node_id local = child;
        struct static_value value = module;
        switch ((int)syntax_kind(s, child)) {
        case SYNTAX_IDENTIFIER:
            if (!required) value = static_module_default(module, static_place(r->m, child));
            break;
        case SYNTAX_NAMESPACE_IMPORT: local = syntax_first_child(s, child); break;
        case SYNTAX_NAMED_IMPORTS:
            FOR_EACH_CHILD (s, child, specifier) {
                if (syntax_kind(s, specifier) != SYNTAX_IMPORT_SPECIFIER) continue;
                node_id name = syntax_child(s, specifier, FIELD_NAME), alias = syntax_child(s, specifier, FIELD_ALIAS);
                struct text imported;
                if (!syntax_string_value(s, r->e->arena, name, &imported)) continue;
                uint32_t place = static_place(r->m, name);
                value = text_is(imported, "default") ? static_module_default(module, place)
                                                     : static_member_of(r->e, module, imported, place);
                binding_id binding = static_binding(r->m, alias == NODE_NONE ? name : alias);
                if (binding != BINDING_FREE) static_scope_declare(r->e, r->m->scope, r->m, binding, value);
            }
            continue;
        default: continue;
        }
        binding_id binding = static_binding(r->m, local);
        if (binding != BINDING_FREE) static_scope_declare(r->e, r->m->scope, r->m, binding, value);
    }
}

static void export_name(struct running *r, struct text name, struct static_value value, uint32_t place)
{
    struct static_value exports = static_get(r->m->exports_holder, TEXT("exports"), place);
    if (exports.type == STATIC_OBJECT) static_set(r->e->arena, exports.object, name, place, value);
}

static void export_declared(struct running *r, node_id declaration)
{
    /* Every name that the declaration declares in the file's scope. */
    const struct scopes *scopes = &r->m->scopes;
    node_id end = syntax_next(&r->m->syntax, declaration);
    for (binding_id b = scope_binding_at(scopes, declaration); b < scopes->binding_count; b++) {
        const struct scope_binding *binding = &scopes->bindings[b];
        if (binding->declaration >= end) break;
        if (binding->scope != 0) continue;
        struct static_value *slot = static_scope_find(r->m->scope, r->m, b);
        uint32_t place = static_place(r->m, binding->declaration);
        struct static_value value = slot ? *slot : static_unknown(TEXT("this export"), place);
        if (binding->written) value = static_unknown(TEXT("an export that is assigned to"), place);
        export_name(r, binding->name, value, place);
    }
}

static void export_clause(struct running *r, struct static_scope *scope, node_id clause, node_id source)
{
    const struct syntax *s = &r->m->syntax;
    struct text request;
    struct static_value module = {0};
    if (source != NODE_NONE && syntax_string_value(s, r->e->arena, source, &request))
        module = static_module_import(r->e, path_folder(r->m->path), request, static_place(r->m, source));
    FOR_EACH_CHILD (s, clause, specifier) {
        if (syntax_kind(s, specifier) != SYNTAX_EXPORT_SPECIFIER) continue;
        node_id name = syntax_child(s, specifier, FIELD_NAME), alias = syntax_child(s, specifier, FIELD_ALIAS);
        struct text local, exported;
        if (!syntax_string_value(s, r->e->arena, name, &local) ||
            !syntax_string_value(s, r->e->arena, alias == NODE_NONE ? name : alias, &exported))
            continue;
        uint32_t place = static_place(r->m, name);
        struct static_value value;
        if (source == NODE_NONE) value = static_expression(r->e, r->m, scope, name);
        else if (text_is(local, "default")) value = static_module_default(module, place);
        else value = static_member_of(r->e, module, local, place);
        export_name(r, exported, value, place);
    }
}

static void run_export(struct running *r, struct static_scope *scope, node_id statement)
{
    const struct syntax *s = &r->m->syntax;
    node_id declaration = syntax_child(s, statement, FIELD_DECLARATION),
            value = syntax_child(s, statement, FIELD_VALUE);
    node_id source = syntax_child(s, statement, FIELD_SOURCE);
    bool is_default = syntax_has_token(s, statement, "default");
    if (declaration != NODE_NONE) {
        if (syntax_kind(s, declaration) != SYNTAX_FUNCTION_DECLARATION) (void)run(r, scope, declaration);
        if (is_default) {
            node_id name = syntax_child(s, declaration, FIELD_NAME);
            struct static_value *slot = NULL;
            if (name != NODE_NONE) slot = static_scope_find(r->m->scope, r->m, static_binding(r->m, name));
            struct static_value exported = slot ? *slot : static_expression(r->e, r->m, scope, declaration);
            export_name(r, TEXT("default"), exported, static_place(r->m, declaration));
        } else {
            export_declared(r, declaration);
        }
        return;
    }
    if (value != NODE_NONE) {
        export_name(r, TEXT("default"), static_expression(r->e, r->m, scope, value), static_place(r->m, value));
        return;
    }
    FOR_EACH_CHILD (s, statement, child) {
        if (syntax_kind(s, child) == SYNTAX_EXPORT_CLAUSE) {
            export_clause(r, scope, child, source);
            return;
        }
        if (syntax_kind(s, child) == SYNTAX_IDENTIFIER || syntax_kind(s, child) == SYNTAX_OBJECT ||
            syntax_kind(s, child) == SYNTAX_CALL) { /* TypeScript's `export = value` */
            struct static_value exported = static_expression(r->e, r->m, scope, child);
            static_set(r->e->arena, r->m->exports_holder, TEXT("exports"), static_place(r->m, child), exported);
            return;
        }
    }
    struct text request;
    if (source == NODE_NONE || !syntax_string_value(s, r->e->arena, source, &request)) return;
    struct static_value module =
        static_module_import(r->e, path_folder(r->m->path), request, static_place(r->m, source));
    struct static_value exports = static_get(r->m->exports_holder, TEXT("exports"), 0);
    if (exports.type != STATIC_OBJECT) return;
    if (module.type == STATIC_OBJECT && !module.object->open) {
        for (uint32_t i = 0; i < module.object->count; i++) {
            const struct static_member *member = &module.object->at[i];
            if (!text_is(member->key, "default") && !static_find(exports.object, member->key))
                static_set(r->e->arena, exports.object, member->key, member->key_place, member->value);
        }
    } else {
        exports.object->open = true;
        exports.object->unknown = unknown_of(r, "what is exported from another package here", statement);
    }
}

static enum completion run(struct running *r, struct static_scope *scope, node_id statement)
{
    const struct syntax *s = &r->m->syntax;
    struct static_eval *e = r->e;
    if (statement == NODE_NONE || e->gave_up) return COMPLETION_NORMAL;
    if (++e->depth > LIMIT_STATIC_DEPTH || ++e->steps > LIMIT_STATIC_STEPS) {
        static_give_up(e, TEXT("a program that is too large"), static_place(r->m, statement));
    }
    enum completion completion = COMPLETION_NORMAL;
    switch (e->gave_up ? SYNTAX_EMPTY : (int)syntax_kind(s, statement)) {
    case SYNTAX_EXPRESSION_STATEMENT: (void)static_expression(e, r->m, scope, syntax_first_child(s, statement)); break;
    case SYNTAX_LEXICAL_DECLARATION:
    case SYNTAX_VARIABLE_DECLARATION:
    case SYNTAX_USING_DECLARATION: run_declarations(r, scope, statement); break;
    case SYNTAX_RETURN: {
        node_id value = syntax_first_child(s, statement);
        struct static_value result = value == NODE_NONE ? static_undefined(static_place(r->m, statement))
                                                        : static_expression(e, r->m, scope, value);
        if (!r->maybe_returned) r->result = result;
        completion = COMPLETION_RETURN;
        break;
    }
    case SYNTAX_THROW: completion = COMPLETION_THROW; break;
    case SYNTAX_BREAK: completion = COMPLETION_BREAK; break;
    case SYNTAX_CONTINUE: completion = COMPLETION_CONTINUE; break;
    case SYNTAX_IF: completion = run_if(r, scope, statement); break;
    case SYNTAX_BLOCK: completion = run_list(r, scope, statement); break;
    case SYNTAX_FOR_IN: completion = run_for_in(r, scope, statement); break;
    case SYNTAX_FOR:
    case SYNTAX_WHILE:
    case SYNTAX_DO:
    case SYNTAX_LABELED:
        run_maybe(r, scope, syntax_child(s, statement, FIELD_BODY), unknown_of(r, "what this loop does", statement));
        break;
    case SYNTAX_TRY: {
        struct static_value why = unknown_of(r, "what this try statement does", statement);
        node_id handler = syntax_child(s, statement, FIELD_HANDLER), last = syntax_child(s, statement, FIELD_FINALIZER);
        run_maybe(r, scope, syntax_child(s, statement, FIELD_BODY), why);
        if (handler != NODE_NONE) run_maybe(r, scope, syntax_child(s, handler, FIELD_BODY), why);
        if (last != NODE_NONE) completion = run(r, scope, syntax_child(s, last, FIELD_BODY));
        break;
    }
    case SYNTAX_SWITCH: {
        struct static_value why = unknown_of(r, "what this switch statement does", statement);
        node_id body = syntax_child(s, statement, FIELD_BODY);
        for (node_id n = body; n != NODE_NONE && n < syntax_next(s, body); n++) {
            if (syntax_parent(s, n) == NODE_NONE || syntax_parent(s, syntax_parent(s, n)) != body) continue;
            if (s->nodes[n].field == FIELD_BODY) run_maybe(r, scope, n, why);
        }
        break;
    }
    case SYNTAX_IMPORT: break; /* was run before everything else */
    case SYNTAX_EXPORT: run_export(r, scope, statement); break;
    case SYNTAX_CLASS_DECLARATION: {
        node_id name = syntax_child(s, statement, FIELD_NAME);
        if (name != NODE_NONE) static_bind(e, r->m, scope, name, unknown_of(r, "a class", statement), true);
        break;
    }
    case SYNTAX_ENUM: {
        node_id name = syntax_child(s, statement, FIELD_NAME);
        if (name != NODE_NONE) static_bind(e, r->m, scope, name, unknown_of(r, "an enum", statement), true);
        break;
    }
    case SYNTAX_WITH:
    case SYNTAX_NAMESPACE:
        static_give_up(e, TEXT("a statement of a kind that is not read"), static_place(r->m, statement));
        break;
    default: break;
    }
    e->depth--;
    return completion;
}

void static_statements(struct static_eval *e, struct static_module *m)
{
    struct running r = {.e = e, .m = m};
    const struct syntax *s = &m->syntax;
    unsigned speculation = e->speculation;
    struct static_value condition = e->condition;
    FOR_EACH_CHILD (s, 0, child) {
        if (syntax_kind(s, child) == SYNTAX_IMPORT) run_import(&r, child);
    }
    if (run_list(&r, m->scope, 0) != COMPLETION_NORMAL) static_give_up(e, TEXT("a program that throws"), m->base);
    e->speculation = speculation;
    e->condition = condition;
}

struct static_value static_function_body(struct static_eval *e, struct static_module *m, struct static_scope *scope,
                                         node_id body)
{
    struct running r = {.e = e, .m = m, .result = static_undefined(static_place(m, body))};
    unsigned speculation = e->speculation;
    struct static_value condition = e->condition;
    enum completion completion = run_list(&r, scope, body);
    e->speculation = speculation;
    e->condition = condition;
    if (r.maybe_returned) return r.maybe_why;
    if (completion == COMPLETION_THROW) return static_unknown(TEXT("a function that throws"), static_place(m, body));
    return r.result;
}
