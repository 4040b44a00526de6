#include "prune/exports_object.h"

/* ---------------------------------------------------------------------------------------------- adding needs */

static void need(struct building *b, uint32_t unit, enum need_kind kind, uint32_t target)
{
    vec_push(&b->needs, (struct owned_need){unit, {kind, target}});
}

static void need_unknown(struct building *b, node_id node, enum need_kind kind, const char *why)
{
    vec_push(&b->reasons, why);
    need(b, b->owner[node], kind, b->reasons.count - 1);
}

/* The module is evaluated, and any of its exports may be read. */
static void need_whole(struct building *b, node_id node, uint32_t module)
{
    need(b, b->owner[node], NEED_MODULE, module);
    need(b, b->owner[node], NEED_ALL, module);
}

static void need_export(struct building *b, node_id node, uint32_t module, struct text name)
{
    uint32_t export =
        building_is_outer(b, module) ? building_add_export(b, module, name) : building_export(b, module, name);
    if (export != EXPORT_NONE) need(b, b->owner[node], NEED_EXPORT, export);
}

/* ---------------------------------------------------------------------------------------------- values of modules */

/* `node` is an expression whose value is the exports object of `module`: what is read of it. */
static void need_of_value(struct building *b, node_id node, uint32_t module)
{
    const struct syntax *syntax = b->syntax;
    node = syntax_parenthesized(syntax, node);
    node_id parent = syntax_parent(syntax, node);
    if (syntax_is(syntax, parent, SYNTAX_EXPRESSION_STATEMENT)) return;
    bool is_object = syntax->nodes[node].field == FIELD_OBJECT;
    struct text name = TEXT("");
    bool is_known = is_object &&
                    (syntax_is(syntax, parent, SYNTAX_MEMBER) || syntax_is(syntax, parent, SYNTAX_SUBSCRIPT)) &&
                    exports_object_member_name(b, parent, &name);
    /* `x.f()` hands the exports of a CommonJS module on as `this`, as webpack sees it, too. */
    bool is_esm = !building_is_outer(b, module) && b->modules[module].is_esm;
    bool is_method_call =
        is_known && !is_esm && syntax->nodes[syntax_parenthesized(syntax, parent)].field == FIELD_FUNCTION;
    if (is_known && !is_method_call) need_export(b, node, module, name);
    else need(b, b->owner[node], NEED_ALL, module);
}

/* `node` is an expression whose value is `require.n(module)`, or the module's default export by it. */
static void need_of_default(struct building *b, node_id node, uint32_t module)
{
    if (!building_is_outer(b, module) && b->has_esm_flag[module]) need_export(b, node, module, TEXT("default"));
    else need(b, b->owner[node], NEED_ALL, module);
}

/* The call `require.n(x)` around `reference`, or NODE_NONE. */
static node_id call_of_default(const struct building *b, const struct container_module *module, node_id reference)
{
    node_id argument = syntax_parenthesized(b->syntax, reference), arguments = syntax_parent(b->syntax, argument);
    if (!syntax_is(b->syntax, arguments, SYNTAX_ARGUMENTS)) return NODE_NONE;
    node_id call = syntax_parent(b->syntax, arguments);
    bool is_default =
        building_is_require_member(b, module, call, "n") && building_argument(b->syntax, call, 0) == reference;
    return is_default ? call : NODE_NONE;
}

/* The variable that `value` initialises, or BINDING_FREE. */
static binding_id variable_of(const struct building *b, node_id value)
{
    value = syntax_parenthesized(b->syntax, value);
    node_id declarator = syntax_parent(b->syntax, value);
    if (!syntax_is(b->syntax, declarator, SYNTAX_DECLARATOR) || b->syntax->nodes[value].field != FIELD_VALUE)
        return BINDING_FREE;
    node_id name = syntax_child(b->syntax, declarator, FIELD_NAME);
    return syntax_is(b->syntax, name, SYNTAX_IDENTIFIER) ? scope_binding_of(b->scopes, name) : BINDING_FREE;
}

static bool is_import_variable(const struct building *b, binding_id binding)
{
    return binding != BINDING_FREE && b->imports[binding].module != MODULE_NONE;
}

static void need_of_default_call(struct building *b, node_id call, uint32_t module)
{
    if (!is_import_variable(b, variable_of(b, call))) need_of_default(b, call, module);
}

static void need_of_import_variable(struct building *b, const struct container_module *module, node_id reference,
                                    struct import_variable variable)
{
    if (variable.is_default) {
        need_of_default(b, reference, variable.module);
        return;
    }
    node_id call = call_of_default(b, module, reference);
    if (call == NODE_NONE) need_of_value(b, reference, variable.module);
    else need_of_default_call(b, call, variable.module);
}

/* ---------------------------------------------------------------------------------------------- require */

/* Members of require that hand out no module of the chunk. */
static bool is_harmless_member(struct text name)
{
    static const char *const harmless[] = {"r",   "d",  "n", "o",        "e",    "g",  "p",    "u",  "a",
                                           "b",   "h",  "j", "l",        "v",    "y",  "nc",   "dn", "nmd",
                                           "hmd", "rv", "k", "miniCssF", "amdO", "es", "hmrF", "ei"};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        if (text_is(name, harmless[i])) return true;
    }
    return false;
}

static bool is_literal_id(const struct syntax *syntax, node_id node)
{
    return syntax_is(syntax, node, SYNTAX_STRING) || syntax_is(syntax, node, SYNTAX_NUMBER) ||
           (syntax_is(syntax, node, SYNTAX_TEMPLATE) && syntax_first_child(syntax, node) == NODE_NONE);
}

static uint32_t module_of_literal(struct building *b, node_id node)
{
    struct text id;
    return container_id_of(b->syntax, b->arena, node, &id) ? building_module_named(b, id) : MODULE_NONE;
}

static uint32_t own_module_of_literal(const struct building *b, node_id node)
{
    struct text id;
    return container_id_of(b->syntax, b->arena, node, &id) ? container_module_named(b->container, id) : MODULE_NONE;
}

static bool has_number_ids(const struct building *b)
{
    for (uint32_t m = 0; m < b->container->count; m++) {
        struct text id = b->modules[m].id;
        if (id.length && id.at[0] >= '0' && id.at[0] <= '9') return true;
    }
    return false;
}

/* The id argument of a call other than `require(id)`, which hands out the whole module. */
static void need_of_id(struct building *b, node_id reference, node_id id)
{
    if (is_literal_id(b->syntax, id)) {
        uint32_t module = module_of_literal(b, id);
        if (module != MODULE_NONE) need_whole(b, reference, module);
        return;
    }
    /* An id that is looked up stands somewhere in the chunk. A string is a need of its own; a number could be any. */
    need_unknown(b, reference, has_number_ids(b) ? NEED_EVERYTHING : NEED_MODULES,
                 "it computes the id of a module that it requires");
}

/* `require.t(value, mode)`: only an odd mode takes an id. */
static bool takes_value(const struct syntax *syntax, node_id call)
{
    node_id mode = building_argument(syntax, call, 1);
    if (!syntax_is(syntax, mode, SYNTAX_NUMBER)) return false;
    struct text digits = syntax_text(syntax, mode);
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') return false;
    }
    return (digits.at[digits.length - 1] - '0') % 2 == 0;
}

/* `require(id)` */
static void need_of_call(struct building *b, const struct container_module *module, node_id reference, node_id call)
{
    node_id id = building_argument(b->syntax, call, 0);
    uint32_t target = building_required_module(b, module, call);
    if (target == MODULE_NONE) {
        if (!is_literal_id(b->syntax, id)) need_of_id(b, reference, id);
        return;
    }
    need(b, b->owner[reference], NEED_MODULE, target);
    if (is_import_variable(b, variable_of(b, call))) return;
    node_id default_call = call_of_default(b, module, call);
    if (default_call == NODE_NONE) need_of_value(b, call, target);
    else need_of_default_call(b, default_call, target);
}

/* True for the first argument of `require.bind(require, "id")`, for which the callee answers. */
static bool is_bound_this(const struct building *b, const struct container_module *module, node_id reference)
{
    const struct syntax *syntax = b->syntax;
    node_id arguments = syntax_parent(syntax, reference);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS) || syntax_first_child(syntax, arguments) != reference)
        return false;
    node_id callee = syntax_child(syntax, syntax_parent(syntax, arguments), FIELD_FUNCTION);
    bool is_bind = syntax_is(syntax, callee, SYNTAX_MEMBER) &&
                   text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), "bind");
    node_id target = is_bind ? syntax_child(syntax, callee, FIELD_OBJECT) : NODE_NONE;
    if (syntax_is(syntax, target, SYNTAX_MEMBER)) target = syntax_child(syntax, target, FIELD_OBJECT);
    return target != NODE_NONE && building_is_parameter(b, target, module->require);
}

/* One use of require in a factory. */
static void need_of_require(struct building *b, const struct container_module *module, node_id reference)
{
    const struct syntax *syntax = b->syntax;
    node_id parent = syntax_parent(syntax, reference);
    enum syntax_field field = (enum syntax_field)syntax->nodes[reference].field;
    if (syntax_is(syntax, parent, SYNTAX_CALL) && field == FIELD_FUNCTION) {
        need_of_call(b, module, reference, parent);
        return;
    }
    if (is_bound_this(b, module, reference)) return;
    if (!syntax_is(syntax, parent, SYNTAX_MEMBER) || field != FIELD_OBJECT) {
        need_unknown(b, reference, NEED_EVERYTHING, "it uses its require function in a way that can not be followed");
        return;
    }
    struct text name = syntax_text(syntax, syntax_child(syntax, parent, FIELD_PROPERTY));
    node_id call = syntax_parent(syntax, parent);
    bool is_called = syntax_is(syntax, call, SYNTAX_CALL) && syntax->nodes[parent].field == FIELD_FUNCTION;
    if (text_is(name, "bind") && is_called) {
        need_of_id(b, reference, building_argument(syntax, call, 1));
    } else if (text_is(name, "t") && is_called) {
        if (!takes_value(syntax, call)) need_of_id(b, reference, building_argument(syntax, call, 0));
    } else if (text_is(name, "t") && syntax_is(syntax, call, SYNTAX_MEMBER)) {
        node_id binding = syntax_parent(syntax, call);
        bool is_bind = text_is(syntax_text(syntax, syntax_child(syntax, call, FIELD_PROPERTY)), "bind") &&
                       syntax_is(syntax, binding, SYNTAX_CALL) && syntax->nodes[call].field == FIELD_FUNCTION;
        if (is_bind) need_of_id(b, reference, building_argument(syntax, binding, 1));
        else need_unknown(b, reference, NEED_EVERYTHING, "it uses require.t in a way that can not be followed");
    } else if (!is_harmless_member(name)) {
        need_unknown(b, reference, NEED_EVERYTHING,
                     "it uses a member of its require function that may reach any module");
    }
}

/* ---------------------------------------------------------------------------------------------- the whole chunk */

/* True for the literal of a call that need_of_call reads more closely. */
static bool is_required_id(struct building *b, uint32_t module, node_id literal)
{
    node_id argument = syntax_parenthesized(b->syntax, literal), arguments = syntax_parent(b->syntax, argument);
    if (!syntax_is(b->syntax, arguments, SYNTAX_ARGUMENTS)) return false;
    node_id call = syntax_parent(b->syntax, arguments);
    return building_argument(b->syntax, call, 0) == literal &&
           building_required_module(b, &b->container->modules[module], call) != MODULE_NONE;
}

/* The next string, template or number that may be an id, from `node` on, and the module around it; NODE_NONE at the end. */
static node_id next_literal(const struct building *b, node_id node, uint32_t *from)
{
    const struct syntax *syntax = b->syntax;
    for (; node < syntax->count; node++) {
        if (node == b->container->ids) {
            node = syntax_next(syntax, node) - 1;
            continue;
        }
        enum syntax_kind kind = (enum syntax_kind)syntax->nodes[node].kind;
        if (kind != SYNTAX_STRING && kind != SYNTAX_TEMPLATE && kind != SYNTAX_NUMBER) continue;
        *from = b->units.at[b->owner[node]].module;
        node_id around = syntax_parent(syntax, node);
        bool is_own_key = *from != MODULE_NONE && around == b->container->modules[*from].entry &&
                          syntax->nodes[node].field != FIELD_VALUE && !syntax_is(syntax, around, SYNTAX_ARROW_FUNCTION);
        if (!is_own_key) return node;
    }
    return NODE_NONE;
}

/* Code outside of the factories runs the entries; who reads them is what the reports say. */
static void need_of_literal(struct building *b, node_id literal, uint32_t from, uint32_t target)
{
    if (from == MODULE_NONE) need(b, UNIT_OUTSIDE, NEED_MODULE, target);
    else need_whole(b, literal, target);
}

/* Every string that is the id of a module of the chunk; a number only outside of the factories, where entry modules are named. */
static void find_literals(struct building *b)
{
    uint32_t from = MODULE_NONE;
    for (node_id node = next_literal(b, 0, &from); node != NODE_NONE; node = next_literal(b, node + 1, &from)) {
        if (from != MODULE_NONE && syntax_is(b->syntax, node, SYNTAX_NUMBER)) continue;
        uint32_t target = own_module_of_literal(b, node);
        if (target == MODULE_NONE || (from != MODULE_NONE && is_required_id(b, from, node))) continue;
        need_of_literal(b, node, from, target);
    }
}

/* An id that is no path is found by code that computes it, and such code stands beside the id. */
static bool may_be_path(struct text id)
{
    return text_find_char(id, '/', 0) != TEXT_NOWHERE && text_find_char(id, ' ', 0) == TEXT_NOWHERE;
}

static bool computes_ids(const struct building *b)
{
    for (uint32_t i = 0; i < b->needs.count; i++) {
        uint32_t kind = b->needs.at[i].need.kind;
        if (kind == NEED_MODULES || kind == NEED_EVERYTHING) return true;
    }
    return false;
}

/* The literals that may be ids of modules in other chunks: all that stand outside of the factories; paths; and where the chunk computes ids, all others as well. */
static void find_outer_literals(struct building *b)
{
    if (b->container->kind == CONTAINER_SHARE) return;
    bool is_any = computes_ids(b);
    uint32_t from = MODULE_NONE;
    for (node_id node = next_literal(b, 0, &from); node != NODE_NONE; node = next_literal(b, node + 1, &from)) {
        struct text id;
        if (!container_id_of(b->syntax, b->arena, node, &id)) continue;
        if (container_module_named(b->container, id) != MODULE_NONE) continue;
        if (from != MODULE_NONE && ((!is_any && !may_be_path(id)) || is_required_id(b, from, node))) continue;
        uint32_t target = building_module_named(b, id);
        if (target != MODULE_NONE) need_of_literal(b, node, from, target);
    }
}

/* What needs one declaration of a variable needs all of them: it needs the last one, and each needs the one before. */
static void link_declarations(struct building *b)
{
    for (uint32_t d = 1; d < b->declarations.count; d++) {
        const struct declaration *declaration = &b->declarations.at[d];
        uint32_t before = declaration->previous ? b->declarations.at[declaration->previous].unit : declaration->unit;
        if (before != declaration->unit) need(b, declaration->unit, NEED_UNIT, before);
    }
}

static void find_references(struct building *b)
{
    link_declarations(b);
    for (uint32_t r = 0; r < b->scopes->reference_count; r++) {
        const struct scope_reference *reference = &b->scopes->references[r];
        uint32_t unit = b->owner[reference->node], module = b->units.at[unit].module;
        if (reference->binding == BINDING_FREE || module == MODULE_NONE) continue;
        uint32_t last = b->last_declaring[reference->binding];
        if (last && b->declarations.at[last].unit != unit) need(b, unit, NEED_UNIT, b->declarations.at[last].unit);
        const struct container_module *around = &b->container->modules[module];
        if (reference->binding == around->require) {
            need_of_require(b, around, reference->node);
        } else if (is_import_variable(b, reference->binding)) {
            need_of_import_variable(b, around, reference->node, b->imports[reference->binding]);
        }
    }
}

struct own_reads {
    struct building *b;
    uint32_t module;
};

static void read_own_export(void *context, const struct exports_use *use)
{
    struct own_reads *own = context;
    if (use->is_whole) need(own->b, own->b->owner[use->node], NEED_ALL, own->module);
    else need_export(own->b, use->node, own->module, use->name);
}

void needs_find(struct building *b)
{
    find_literals(b);
    find_references(b);
    for (uint32_t m = 0; m < b->container->count; m++) {
        const struct container_module *module = &b->container->modules[m];
        if (module->opaque) need_unknown(b, module->entry, NEED_EVERYTHING, module->opaque);
        if (module->function == NODE_NONE) continue;
        exports_object_uses(b, module, read_own_export, &(struct own_reads){b, m});
    }
    find_outer_literals(b);
}
