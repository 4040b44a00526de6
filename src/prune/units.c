#include "prune/exports_object.h"

#include "scan/parts.h"
#include "scan/purity.h"

/* ---------------------------------------------------------------------------------------------- small questions */

binding_id building_binding(const struct building *b, node_id node)
{
    const struct scope_reference *reference =
        syntax_is(b->syntax, node, SYNTAX_IDENTIFIER) ? scope_reference_of(b->scopes, node) : NULL;
    return reference ? reference->binding : BINDING_FREE;
}

bool building_is_parameter(const struct building *b, node_id node, binding_id parameter)
{
    return parameter != BINDING_FREE && building_binding(b, node) == parameter;
}

node_id building_argument(const struct syntax *syntax, node_id call, uint32_t index)
{
    node_id arguments = syntax_child(syntax, call, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS)) return NODE_NONE;
    FOR_EACH_CHILD (syntax, arguments, child) {
        if (index-- == 0) return syntax_unparenthesized(syntax, child);
    }
    return NODE_NONE;
}

bool building_is_require_member(const struct building *b, const struct container_module *module, node_id call,
                                const char *name)
{
    const struct syntax *syntax = b->syntax;
    node_id callee = syntax_is(syntax, call, SYNTAX_CALL) ? syntax_child(syntax, call, FIELD_FUNCTION) : NODE_NONE;
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER)) return false;
    return building_is_parameter(b, syntax_child(syntax, callee, FIELD_OBJECT), module->require) &&
           text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), name);
}

uint32_t building_module_named(struct building *b, struct text id)
{
    uint32_t module = container_module_named(b->container, id);
    if (module != MODULE_NONE || !id.length) return module;
    return b->container->count + names_add(&b->outer, id) - 1;
}

uint32_t building_required_module(struct building *b, const struct container_module *module, node_id call)
{
    if (!syntax_is(b->syntax, call, SYNTAX_CALL)) return MODULE_NONE;
    if (!building_is_parameter(b, syntax_child(b->syntax, call, FIELD_FUNCTION), module->require)) return MODULE_NONE;
    node_id argument = building_argument(b->syntax, call, 0);
    struct text id;
    if (argument == NODE_NONE || !container_id_of(b->syntax, b->arena, argument, &id)) return MODULE_NONE;
    return building_module_named(b, id);
}

uint32_t building_export(const struct building *b, uint32_t module, struct text name)
{
    name_id known = names_find(&b->names, name);
    return known == NAME_NONE ? EXPORT_NONE : map_get(&b->export_of, map_pair(module, known), EXPORT_NONE);
}

/* ---------------------------------------------------------------------------------------------- adding units */

static struct shake_unit new_unit(const struct building *b, enum unit_kind kind, uint32_t module, node_id node)
{
    return (struct shake_unit){
        .kind = (uint8_t)kind,
        .module = module,
        .parent = b->owner[node],
        .start = b->syntax->nodes[node].start,
        .end = b->syntax->nodes[node].end,
        .list = LIST_NONE,
        .import = MODULE_NONE,
        .export = EXPORT_NONE,
    };
}

/* Adds the unit that `node` is; all nodes of its range are its own until a unit inside it is added. */
static uint32_t add_unit(struct building *b, struct shake_unit unit, node_id node, node_id range)
{
    uint32_t index = b->units.count;
    vec_push(&b->units, unit);
    map_set(&b->unit_of, node, index);
    for (node_id inside = range; inside < syntax_next(b->syntax, range); inside++) b->owner[inside] = index;
    return index;
}

uint32_t building_add_export(struct building *b, uint32_t module, struct text name)
{
    uint64_t key = map_pair(module, names_add(&b->names, name));
    uint32_t export = map_get(&b->export_of, key, EXPORT_NONE);
    if (export != EXPORT_NONE) return export;
    export = b->exports.count;
    vec_push(&b->exports, (struct shake_export){.module = module, .name = name});
    map_set(&b->export_of, key, export);
    return export;
}

static void make_export(struct building *b, uint32_t unit, struct text name)
{
    uint32_t export = building_add_export(b, b->units.at[unit].module, name);
    b->units.at[unit].export = export;
    vec_push(&b->made, (struct made_export){export, unit});
}

static bool is_in_list(const struct syntax *syntax, node_id statement)
{
    switch ((int)syntax_kind(syntax, syntax_parent(syntax, statement))) {
    case SYNTAX_PROGRAM:
    case SYNTAX_BLOCK:
    case SYNTAX_SWITCH_CASE:
    case SYNTAX_SWITCH_DEFAULT: return true;
    default: return false;
    }
}

/* Adds the list whose members are the children of `list`, an object or a declaration. */
static uint32_t add_list(struct building *b, node_id list)
{
    const struct syntax *syntax = b->syntax;
    const struct syntax_node *node = &syntax->nodes[list];
    struct shake_list added = {
        .start = node->start,
        .end = node->end,
        .is_object = syntax_is(syntax, list, SYNTAX_OBJECT),
        .is_array = syntax_is(syntax, list, SYNTAX_ARRAY),
        .is_in_list = is_in_list(syntax, list),
        .statement_start = node->start,
        .statement_end = node->end,
        .first_item = b->items.count,
    };
    FOR_EACH_CHILD (syntax, list, item) {
        if (syntax_is(syntax, item, SYNTAX_TOKEN)) continue;
        vec_push(&b->items, (struct shake_range){syntax->nodes[item].start, syntax->nodes[item].end});
    }
    added.item_count = b->items.count - added.first_item;
    vec_push(&b->lists, added);
    return b->lists.count - 1;
}

static uint32_t add_member(struct building *b, uint32_t module, node_id node, uint32_t list, uint32_t position)
{
    struct shake_unit unit = new_unit(b, UNIT_MEMBER, module, node);
    unit.list = list;
    unit.position = position;
    return add_unit(b, unit, node, node);
}

/* ---------------------------------------------------------------------------------------------- statements */

/* What the elements of an expression statement do. */
struct effects {
    bool runs, has_effects, makes_exports;
};

/* `exports.a = exports.b = value`, `module.exports = value`: what it does beside making exports. */
static void judge_assignments(const struct building *b, const struct container_module *module, node_id element,
                              struct effects *effects)
{
    const struct syntax *syntax = b->syntax;
    while (syntax_is(syntax, element, SYNTAX_ASSIGNMENT)) {
        struct text name;
        node_id left = syntax_child(syntax, element, FIELD_LEFT);
        if (exports_object_is_target(b, module, element, &name)) {
            effects->makes_exports = true;
        } else if (exports_object_is(b, module, left) ||
                   (syntax_is(syntax, left, SYNTAX_MEMBER) &&
                    exports_object_is(b, module, syntax_child(syntax, left, FIELD_OBJECT)))) {
            effects->runs = true;
        } else {
            effects->runs = effects->has_effects = true;
            return;
        }
        element = syntax_unparenthesized(syntax, syntax_child(syntax, element, FIELD_RIGHT));
    }
    if (!purity_of_expression(syntax, b->scopes, element)) effects->runs = effects->has_effects = true;
}

/* The name that `Object.defineProperty(exports, "name", { … })` defines, when the descriptor is free of effects. */
static bool is_definition(const struct building *b, const struct container_module *module, node_id call,
                          struct text *name)
{
    const struct syntax *syntax = b->syntax;
    node_id callee = syntax_is(syntax, call, SYNTAX_CALL) ? syntax_child(syntax, call, FIELD_FUNCTION) : NODE_NONE;
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER)) return false;
    node_id object = syntax_child(syntax, callee, FIELD_OBJECT);
    bool is_define = syntax_is(syntax, object, SYNTAX_IDENTIFIER) && scope_is_free(b->scopes, object) &&
                     text_is(syntax_text(syntax, object), "Object") &&
                     text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), "defineProperty");
    if (!is_define) return false;
    node_id target = building_argument(syntax, call, 0), key = building_argument(syntax, call, 1),
            descriptor = building_argument(syntax, call, 2);
    return target != NODE_NONE && exports_object_is(b, module, target) && syntax_is(syntax, key, SYNTAX_STRING) &&
           syntax_string_value(syntax, b->arena, key, name) && syntax_is(syntax, descriptor, SYNTAX_OBJECT) &&
           purity_of_expression(syntax, b->scopes, descriptor);
}

/* `require.r(exports)` and `require.d(exports, …)`: they define, and nobody else sees anything. */
static bool is_harmless_definition(const struct building *b, const struct container_module *module, node_id call)
{
    if (!building_is_require_member(b, module, call, "r") && !building_is_require_member(b, module, call, "d"))
        return false;
    return building_is_parameter(b, building_argument(b->syntax, call, 0), module->exports);
}

static struct effects judge_expression(const struct building *b, const struct container_module *module,
                                       node_id expression)
{
    const struct syntax *syntax = b->syntax;
    struct effects effects = {0};
    for (node_id node = expression; node < syntax_next(syntax, expression);) {
        if (syntax_is(syntax, node, SYNTAX_SEQUENCE) || syntax_is(syntax, node, SYNTAX_PARENTHESIZED)) {
            node++;
            continue;
        }
        struct text name;
        if (is_harmless_definition(b, module, node) || is_definition(b, module, node, &name)) effects.runs = true;
        else judge_assignments(b, module, node, &effects);
        node = syntax_next(syntax, node);
    }
    return effects;
}

/* True for "use strict" and its like at the start of the factory. */
static bool is_directive(const struct syntax *syntax, const struct container_module *module, node_id statement)
{
    node_id at = syntax_first_child(syntax, module->body);
    for (; at <= statement && syntax_is(syntax, at, SYNTAX_EXPRESSION_STATEMENT); at = syntax_next(syntax, at)) {
        if (!syntax_is(syntax, syntax_first_child(syntax, at), SYNTAX_STRING)) return false;
        if (at == statement) return true;
    }
    return false;
}

/* `unit` does nothing but bring in `required`. What a module of another chunk does is not known here. */
static void judge_import(const struct building *b, struct shake_unit *unit, uint32_t required)
{
    if (building_is_outer(b, required)) {
        unit->import = required;
        return;
    }
    unit->is_import = true;
    if (unit->runs) unit->import = required;
    unit->runs = unit->has_effects = false;
}

static void judge_expression_statement(struct building *b, const struct container_module *module, node_id statement,
                                       uint32_t unit)
{
    node_id expression = syntax_first_child(b->syntax, statement);
    if (expression == NODE_NONE) return;
    struct shake_unit *judged = &b->units.at[unit];
    node_id call = syntax_unparenthesized(b->syntax, expression);
    uint32_t required = building_required_module(b, module, call);
    if (required != MODULE_NONE) {
        judge_import(b, judged, required);
        return;
    }
    if (is_directive(b->syntax, module, statement)) {
        judged->runs = true;
        judged->has_effects = false;
        struct text text = syntax_text(b->syntax, expression);
        bool is_strict = text_is(text, "\"use strict\"") || text_is(text, "'use strict'");
        if (is_strict) b->modules[judged->module].directive = unit;
        return;
    }
    struct text name;
    if (is_definition(b, module, call, &name)) {
        judged->runs = exports_object_is_reserved(name);
        judged->has_effects = false;
        node_id descriptor = building_argument(b->syntax, call, 2);
        judged->body_start = b->syntax->nodes[descriptor].start;
        judged->body_end = b->syntax->nodes[descriptor].end;
        if (!judged->runs) make_export(b, unit, name);
        return;
    }
    struct effects effects = judge_expression(b, module, expression);
    judged->runs = effects.runs;
    judged->has_effects = effects.has_effects;
}

static void judge_declarator(struct building *b, const struct container_module *module, node_id declarator,
                             uint32_t unit)
{
    const struct syntax *syntax = b->syntax;
    node_id value = syntax_child(syntax, declarator, FIELD_VALUE);
    if (value == NODE_NONE || !syntax_is(syntax, syntax_child(syntax, declarator, FIELD_NAME), SYNTAX_IDENTIFIER))
        return;
    struct shake_unit *judged = &b->units.at[unit];
    value = syntax_unparenthesized(syntax, value);
    uint32_t required = building_required_module(b, module, value);
    if (required != MODULE_NONE) {
        judge_import(b, judged, required);
    } else if (building_is_require_member(b, module, value, "n") &&
               syntax_is(syntax, building_argument(syntax, value, 0), SYNTAX_IDENTIFIER)) {
        judged->is_import = true;
        judged->runs = judged->has_effects = false;
    }
}

static void add_declarations(struct building *b, const struct parts *parts, const struct part *part, uint32_t unit)
{
    for (uint32_t i = 0; i < part->declared_count; i++) {
        binding_id binding = parts->declared[part->first_declared + i];
        vec_push(&b->declarations, (struct declaration){unit, b->last_declaring[binding]});
        b->last_declaring[binding] = b->declarations.count - 1;
    }
}

/* `if (false) {}`: what emit leaves of a branch that never runs. */
static bool is_empty_branch(const struct syntax *syntax, node_id statement)
{
    if (!syntax_is(syntax, statement, SYNTAX_IF)) return false;
    node_id condition = syntax_unparenthesized(syntax, syntax_child(syntax, statement, FIELD_CONDITION));
    node_id branch = syntax_child(syntax, statement, FIELD_CONSEQUENCE);
    return (syntax_is(syntax, condition, SYNTAX_FALSE) || syntax_is(syntax, condition, SYNTAX_TRUE)) &&
           syntax_is(syntax, branch, SYNTAX_BLOCK) && syntax_first_child(syntax, branch) == NODE_NONE &&
           syntax_child(syntax, statement, FIELD_ALTERNATIVE) == NODE_NONE;
}

static void add_parts(struct building *b, uint32_t index)
{
    const struct container_module *module = &b->container->modules[index];
    struct arena scratch;
    arena_init(&scratch);
    struct parts parts;
    parts_split(b->syntax, b->scopes, module->body, &scratch, &parts);
    uint32_t list = LIST_NONE, position = 0;
    for (uint32_t p = 0; p < parts.count; p++) {
        const struct part *part = &parts.list[p];
        bool is_declarator = part->node != part->statement;
        uint32_t unit;
        if (is_declarator) {
            bool is_same = p && parts.list[p - 1].statement == part->statement;
            position = is_same ? position + 1 : 0;
            if (!is_same) list = add_list(b, part->statement);
            unit = add_member(b, index, part->node, list, position);
        } else {
            struct shake_unit added = new_unit(b, UNIT_STATEMENT, index, part->node);
            added.is_in_list = true;
            unit = add_unit(b, added, part->node, part->node);
        }
        b->units.at[unit].is_part = true;
        b->units.at[unit].runs = b->units.at[unit].has_effects = !part->pure && !is_empty_branch(b->syntax, part->node);
        add_declarations(b, &parts, part, unit);
        if (is_declarator) judge_declarator(b, module, part->node, unit);
        else if (syntax_is(b->syntax, part->node, SYNTAX_EXPRESSION_STATEMENT))
            judge_expression_statement(b, module, part->node, unit);
    }
    arena_release(&scratch);
}

/* ---------------------------------------------------------------------------------------------- exports */

/* The name of a property; false when it is computed, or none of an export. */
static bool property_name(const struct building *b, node_id property, struct text *name)
{
    const struct syntax *syntax = b->syntax;
    if (syntax_is(syntax, property, SYNTAX_SHORTHAND)) return syntax_string_value(syntax, b->arena, property, name);
    if (!syntax_is(syntax, property, SYNTAX_PAIR) && !syntax_is(syntax, property, SYNTAX_METHOD)) return false;
    node_id key = syntax_child(syntax, property, syntax_is(syntax, property, SYNTAX_PAIR) ? FIELD_KEY : FIELD_NAME);
    if (key == NODE_NONE) return false;
    bool is_known = syntax_is(syntax, key, SYNTAX_NUMBER) ? container_id_of(syntax, b->arena, key, name)
                                                          : syntax_string_value(syntax, b->arena, key, name);
    return is_known && !exports_object_is_reserved(*name);
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

static void add_getters(struct building *b, uint32_t module, node_id object)
{
    const struct syntax *syntax = b->syntax;
    uint32_t list = add_list(b, object), position = 0;
    for (node_id property = object + 1; property < syntax_next(syntax, object);
         property = syntax_next(syntax, property)) {
        if (syntax_is(syntax, property, SYNTAX_TOKEN)) continue;
        uint32_t at = position++;
        struct text name;
        node_id function = getter_function(syntax, property);
        node_id body = function == NODE_NONE ? NODE_NONE : syntax_child(syntax, function, FIELD_BODY);
        if (body == NODE_NONE || !property_name(b, property, &name)) continue;
        uint32_t unit = add_member(b, module, property, list, at);
        b->units.at[unit].is_getter = true;
        b->units.at[unit].body_start = syntax->nodes[body].start;
        b->units.at[unit].body_end = syntax->nodes[body].end;
        b->units.at[unit].body_is_block = syntax_is(syntax, body, SYNTAX_BLOCK);
        make_export(b, unit, name);
    }
}

/* The properties of an object whose members are exports: `module.exports = { … }`, or the values of Rspack's require.d. */
static void add_properties(struct building *b, uint32_t module, node_id object, bool are_values)
{
    const struct syntax *syntax = b->syntax;
    uint32_t list = add_list(b, object), position = 0;
    for (node_id property = object + 1; property < syntax_next(syntax, object);
         property = syntax_next(syntax, property)) {
        if (syntax_is(syntax, property, SYNTAX_TOKEN)) continue;
        uint32_t at = position++;
        struct text name;
        if (!property_name(b, property, &name) || !purity_of_expression(syntax, b->scopes, property)) continue;
        uint32_t unit = add_member(b, module, property, list, at);
        b->units.at[unit].is_value = are_values;
        make_export(b, unit, name);
    }
}

/* True for the value of `module.exports = value` as a statement of the module. */
static bool is_exports_value(const struct building *b, const struct container_module *module, node_id object)
{
    const struct syntax *syntax = b->syntax;
    bool is_whole = false;
    node_id node = syntax_parenthesized(syntax, object);
    for (;;) {
        node_id parent = syntax_parent(syntax, node);
        if (!syntax_is(syntax, parent, SYNTAX_ASSIGNMENT)) break;
        if (syntax->nodes[node].field != FIELD_RIGHT) return false;
        node_id left = syntax_child(syntax, parent, FIELD_LEFT);
        bool is_parameter = building_is_parameter(b, left, module->exports);
        bool is_module_exports = syntax_is(syntax, left, SYNTAX_MEMBER) &&
                                 text_is(syntax_text(syntax, syntax_child(syntax, left, FIELD_PROPERTY)), "exports") &&
                                 building_is_parameter(b, syntax_child(syntax, left, FIELD_OBJECT), module->module);
        if (!is_parameter && !is_module_exports) return false;
        is_whole = is_whole || is_module_exports;
        node = syntax_parenthesized(syntax, parent);
    }
    node_id statement = syntax_parent(syntax, node);
    return is_whole && syntax_is(syntax, statement, SYNTAX_EXPRESSION_STATEMENT) &&
           syntax_parent(syntax, statement) == module->body;
}

/* True for a `node` inside the statement list of the factory that runs whatever happens. */
static bool runs_always(const struct syntax *syntax, const struct container_module *module, node_id node)
{
    node = syntax_parent(syntax, node);
    while (syntax_is(syntax, node, SYNTAX_SEQUENCE) || syntax_is(syntax, node, SYNTAX_PARENTHESIZED) ||
           syntax_is(syntax, node, SYNTAX_EXPRESSION_STATEMENT)) {
        node = syntax_parent(syntax, node);
    }
    return node == module->body;
}

static void add_definitions(struct building *b, uint32_t index, node_id call)
{
    const struct container_module *module = &b->container->modules[index];
    if (!is_harmless_definition(b, module, call)) return;
    b->modules[index].is_esm = true;
    if (building_is_require_member(b, module, call, "r")) {
        b->has_esm_flag[index] = b->has_esm_flag[index] || runs_always(b->syntax, module, call);
        return;
    }
    node_id getters = building_argument(b->syntax, call, 1), values = building_argument(b->syntax, call, 2);
    if (syntax_is(b->syntax, getters, SYNTAX_OBJECT)) add_getters(b, index, getters);
    if (syntax_is(b->syntax, values, SYNTAX_OBJECT)) add_properties(b, index, values, true);
}

static bool needs_parentheses(struct text value)
{
    static const char *const words[] = {"{", "function", "class", "async", "let"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_starts_with(value, text_of(words[i]))) return true;
    }
    return false;
}

static void add_target(struct building *b, uint32_t index, node_id assignment)
{
    const struct syntax *syntax = b->syntax;
    struct text name;
    if (!exports_object_is_target(b, &b->container->modules[index], assignment, &name)) return;
    node_id target = syntax_child(syntax, assignment, FIELD_LEFT),
            value = syntax_child(syntax, assignment, FIELD_RIGHT);
    node_id parent = syntax_parent(syntax, assignment);
    struct shake_unit unit = new_unit(b, UNIT_TARGET, index, assignment);
    unit.end = syntax->nodes[target].end;
    unit.body_start = syntax->nodes[value].start;
    unit.body_end = syntax->nodes[value].end;
    unit.starts = syntax_is(syntax, parent, SYNTAX_EXPRESSION_STATEMENT) ||
                  (syntax_is(syntax, parent, SYNTAX_SEQUENCE) && syntax->nodes[parent].start == unit.start);
    unit.is_wrapped = needs_parentheses(syntax_text(syntax, value));
    make_export(b, add_unit(b, unit, assignment, target), name);
}

/* A statement inside another one that does nothing but make exports. */
static void add_inner_statement(struct building *b, uint32_t index, node_id statement)
{
    uint32_t known = map_get(&b->unit_of, statement, UNIT_NONE);
    node_id expression = syntax_first_child(b->syntax, statement);
    if (known != UNIT_NONE || expression == NODE_NONE) return;
    struct effects effects = judge_expression(b, &b->container->modules[index], expression);
    if (effects.runs || effects.has_effects || !effects.makes_exports) return;
    struct shake_unit unit = new_unit(b, UNIT_STATEMENT, index, statement);
    unit.is_in_list = is_in_list(b->syntax, statement);
    add_unit(b, unit, statement, statement);
}

static void add_export_units(struct building *b, uint32_t index)
{
    const struct syntax *syntax = b->syntax;
    const struct container_module *module = &b->container->modules[index];
    for (node_id node = module->body; node < syntax_next(syntax, module->body); node++) {
        switch ((int)syntax_kind(syntax, node)) {
        case SYNTAX_EXPRESSION_STATEMENT: add_inner_statement(b, index, node); break;
        case SYNTAX_CALL: add_definitions(b, index, node); break;
        case SYNTAX_ASSIGNMENT: add_target(b, index, node); break;
        case SYNTAX_OBJECT:
            if (is_exports_value(b, module, node)) add_properties(b, index, node, false);
            break;
        default: break;
        }
    }
}

/* ---------------------------------------------------------------------------------------------- modules */

/* True when that comment stands between a module's id and its factory (docs/emitted-chunks.md, Marks). */
static bool is_marked(const struct syntax *syntax, const struct container_module *module, const char *mark)
{
    if (module->function == NODE_NONE) return false;
    uint32_t c = syntax_comment_at(syntax, syntax->nodes[module->entry].start);
    for (; c < syntax->comment_count && syntax->comments[c].end <= syntax->nodes[module->function].start; c++) {
        struct text comment = text_slice(syntax->source, syntax->comments[c].start, syntax->comments[c].end);
        if (text_is(comment, mark)) return true;
    }
    return false;
}

static void find_import_variables(struct building *b, uint32_t index)
{
    const struct syntax *syntax = b->syntax;
    const struct container_module *module = &b->container->modules[index];
    if (module->function == NODE_NONE) return;
    binding_id binding = scope_binding_at(b->scopes, module->function);
    for (; binding < b->scopes->binding_count; binding++) {
        const struct scope_binding *variable = &b->scopes->bindings[binding];
        if (variable->declaration >= syntax_next(syntax, module->function)) break;
        node_id declarator = variable->declarator;
        if (variable->written || !syntax_is(syntax, declarator, SYNTAX_DECLARATOR)) continue;
        if (syntax_child(syntax, declarator, FIELD_NAME) != variable->declaration) continue;
        node_id value = syntax_child(syntax, declarator, FIELD_VALUE);
        if (value == NODE_NONE) continue;
        value = syntax_unparenthesized(syntax, value);
        uint32_t required = building_required_module(b, module, value);
        if (required != MODULE_NONE) {
            b->imports[binding] = (struct import_variable){required, false};
        } else if (building_is_require_member(b, module, value, "n")) {
            binding_id inner = building_binding(b, building_argument(syntax, value, 0));
            if (inner != BINDING_FREE && inner < binding && !b->imports[inner].is_default)
                b->imports[binding] = (struct import_variable){b->imports[inner].module, true};
        }
    }
}

/* True when the factory defines its exports as emitted ES modules do. */
static bool defines_getters(const struct building *b, const struct container_module *module)
{
    if (module->exports == BINDING_FREE) return false;
    const struct scope_binding *exports = &b->scopes->bindings[module->exports];
    for (uint32_t i = 0; i < exports->reference_count; i++) {
        uint32_t reference = b->scopes->by_binding[exports->first_reference + i];
        node_id arguments = syntax_parent(b->syntax, b->scopes->references[reference].node);
        if (!syntax_is(b->syntax, arguments, SYNTAX_ARGUMENTS)) continue;
        if (is_harmless_definition(b, module, syntax_parent(b->syntax, arguments))) return true;
    }
    return false;
}

/* The variables of an ES module's imports, of modules in the chunk and elsewhere: their members were bindings in the sources (scopes->namespaces). */
static void find_namespaces(struct building *b, const struct container_module *module)
{
    const struct syntax *syntax = b->syntax;
    if (module->function == NODE_NONE || module->opaque || !defines_getters(b, module)) return;
    binding_id binding = scope_binding_at(b->scopes, module->function);
    for (; binding < b->scopes->binding_count; binding++) {
        const struct scope_binding *variable = &b->scopes->bindings[binding];
        if (variable->declaration >= syntax_next(syntax, module->function)) break;
        if (variable->written || !syntax_is(syntax, variable->declarator, SYNTAX_DECLARATOR)) continue;
        node_id declaration = syntax_parent(syntax, variable->declarator);
        if (syntax_parent(syntax, declaration) != module->body) continue;
        if (syntax_child(syntax, variable->declarator, FIELD_NAME) != variable->declaration) continue;
        node_id value = syntax_child(syntax, variable->declarator, FIELD_VALUE);
        if (value == NODE_NONE) continue;
        value = syntax_unparenthesized(syntax, value);
        bool is_require = syntax_is(syntax, value, SYNTAX_CALL) &&
                          building_is_parameter(b, syntax_child(syntax, value, FIELD_FUNCTION), module->require);
        if (is_require || building_is_require_member(b, module, value, "n")) bitset_add(b->scopes->namespaces, binding);
    }
}

void units_find(struct building *b)
{
    const struct syntax *syntax = b->syntax;
    vec_push(&b->declarations, (struct declaration){UNIT_NONE, 0});
    for (binding_id i = 0; i < b->scopes->binding_count; i++) b->imports[i].module = MODULE_NONE;
    vec_push(&b->units, (struct shake_unit){.kind = UNIT_OUTSIDE_OF_MODULES,
                                            .runs = true,
                                            .module = MODULE_NONE,
                                            .parent = UNIT_NONE,
                                            .list = LIST_NONE,
                                            .import = MODULE_NONE,
                                            .export = EXPORT_NONE});
    uint32_t map = add_list(b, b->container->map);
    uint32_t position = 0, next = 0;
    FOR_EACH_CHILD (syntax, b->container->map, entry) {
        if (syntax_is(syntax, entry, SYNTAX_TOKEN)) continue;
        uint32_t at = position++;
        if (next == b->container->count || b->container->modules[next].entry != entry) continue;
        uint32_t index = next++;
        const struct container_module *module = &b->container->modules[index];
        uint32_t unit = add_member(b, index, entry, map, at);
        b->units.at[unit].kind = UNIT_MODULE;
        b->units.at[unit].parent = UNIT_NONE;
        b->units.at[unit].runs = true;
        bool is_split = !module->opaque && syntax_is(syntax, module->body, SYNTAX_BLOCK);
        b->units.at[unit].has_effects = !is_split;
        b->modules[index] = (struct shake_module){.id = module->id,
                                                  .first_unit = unit,
                                                  .directive = UNIT_NONE,
                                                  .is_inner = is_marked(syntax, module, "/* @mfshake:inner */"),
                                                  .is_free = is_marked(syntax, module, "/* @mfshake:free */"),
                                                  .opaque = module->opaque};
        if (is_split) {
            find_namespaces(b, module);
            add_parts(b, index);
            add_export_units(b, index);
        }
        b->modules[index].unit_count = b->units.count - unit;
        b->modules[index].is_sloppy =
            b->modules[index].directive == UNIT_NONE && !syntax_is(syntax, module->function, SYNTAX_ARROW_FUNCTION);
        find_import_variables(b, index);
    }
}
