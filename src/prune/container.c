#include "prune/container.h"

#include "base/map.h"
#include "base/vec.h"
#include "prune/module_ids_order.h"

#include <stdio.h>
#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- ids */

/* A number as String(number) writes it, for the integers that module ids are. */
static bool id_of_number(struct arena *arena, struct text literal, struct text *id)
{
    char digits[64];
    size_t length = 0;
    for (size_t i = 0; i < literal.length; i++) {
        if (literal.at[i] == '_') continue;
        if (length + 1 == sizeof digits) return false;
        digits[length++] = literal.at[i];
    }
    digits[length] = '\0';
    bool has_prefix = length > 2 && digits[0] == '0' && strchr("xXoObB", digits[1]);
    int base = has_prefix ? (digits[1] | 32) == 'x' ? 16 : (digits[1] | 32) == 'o' ? 8 : 2 : 0;
    bool is_legacy_octal = !base && length > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    char *end;
    double value = base ? (double)strtoull(digits + 2, &end, base) : strtod(digits, &end);
    bool is_safe = *end == '\0' && !is_legacy_octal && value >= 0 && value < 9007199254740992.0;
    if (!is_safe || (double)(uint64_t)value < value) return false;
    *id = arena_format(arena, "%llu", (unsigned long long)value);
    return true;
}

bool container_id_of(const struct syntax *syntax, struct arena *arena, node_id node, struct text *id)
{
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_NUMBER: return id_of_number(arena, syntax_text(syntax, node), id);
    case SYNTAX_STRING:
    case SYNTAX_TEMPLATE: return syntax_string_value(syntax, arena, node, id);
    default: return false;
    }
}

static bool id_of_key(const struct syntax *syntax, struct arena *arena, node_id key, struct text *id)
{
    if (syntax_is(syntax, key, SYNTAX_PROPERTY_NAME)) return syntax_string_value(syntax, arena, key, id);
    if (syntax_is(syntax, key, SYNTAX_TEMPLATE)) return false;
    return key != NODE_NONE && container_id_of(syntax, arena, key, id);
}

/* ---------------------------------------------------------------------------------------------- finding the map */

static node_id argument(const struct syntax *syntax, node_id list, uint32_t index)
{
    FOR_EACH_CHILD (syntax, list, child) {
        if (index-- == 0) return syntax_unparenthesized(syntax, child);
    }
    return NODE_NONE;
}

/* The module map that `node` is, or NODE_NONE: an object, or an array in which a module's place is its id: `[factory, , factory]`, `Array(7).concat([…])` for those
 * from 7 on. Twin: webpack's Template.renderChunkModules. */
static node_id module_map(const struct syntax *syntax, node_id node, uint32_t *first_id)
{
    *first_id = 0;
    if (node == NODE_NONE) return NODE_NONE;
    node = syntax_unparenthesized(syntax, node);
    if (syntax_is(syntax, node, SYNTAX_OBJECT) || syntax_is(syntax, node, SYNTAX_ARRAY)) return node;
    if (!syntax_is(syntax, node, SYNTAX_CALL)) return NODE_NONE;
    node_id concat = syntax_child(syntax, node, FIELD_FUNCTION), list = syntax_child(syntax, node, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, concat, SYNTAX_MEMBER) || !syntax_is(syntax, list, SYNTAX_ARGUMENTS)) return NODE_NONE;
    if (!text_is(syntax_text(syntax, syntax_child(syntax, concat, FIELD_PROPERTY)), "concat")) return NODE_NONE;
    node_id empty = syntax_child(syntax, concat, FIELD_OBJECT);
    if (!syntax_is(syntax, empty, SYNTAX_CALL)) return NODE_NONE;
    node_id function = syntax_child(syntax, empty, FIELD_FUNCTION), map = argument(syntax, list, 0),
            length = argument(syntax, syntax_child(syntax, empty, FIELD_ARGUMENTS), 0);
    bool is_array = syntax_is(syntax, function, SYNTAX_IDENTIFIER) && text_is(syntax_text(syntax, function), "Array");
    if (!is_array || !syntax_is(syntax, map, SYNTAX_ARRAY) || !syntax_is(syntax, length, SYNTAX_NUMBER))
        return NODE_NONE;
    struct text digits = syntax_text(syntax, length);
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9' || *first_id > 100 * 1000 * 1000) return NODE_NONE;
        *first_id = *first_id * 10 + (uint32_t)(digits.at[i] - '0');
    }
    return map;
}

/* The name by which `node` reads or sets a global variable: `self["name"]`, `self.name`, `name`, an assignment to one of them. */
static struct text global_name(const struct syntax *syntax, struct arena *arena, node_id node)
{
    struct text name;
    node = syntax_unparenthesized(syntax, node);
    if (syntax_is(syntax, node, SYNTAX_ASSIGNMENT)) node = syntax_child(syntax, node, FIELD_LEFT);
    if (syntax_is(syntax, node, SYNTAX_SUBSCRIPT)) {
        node_id index = syntax_child(syntax, node, FIELD_INDEX);
        return container_id_of(syntax, arena, index, &name) ? name : TEXT("");
    }
    if (syntax_is(syntax, node, SYNTAX_MEMBER)) node = syntax_child(syntax, node, FIELD_PROPERTY);
    else if (!syntax_is(syntax, node, SYNTAX_IDENTIFIER)) return TEXT("");
    return syntax_string_value(syntax, arena, node, &name) ? name : TEXT("");
}

/* The array that the runtime of a bundle sets up: `self["name"] = self["name"] || []`, outside of the module map. */
static struct text runtime_of_bundle(const struct syntax *syntax, struct arena *arena, node_id map)
{
    for (node_id node = 0; node < syntax->count; node++) {
        if (node == map) {
            node = syntax_next(syntax, node) - 1;
            continue;
        }
        if (!syntax_is(syntax, node, SYNTAX_ASSIGNMENT)) continue;
        node_id value = syntax_unparenthesized(syntax, syntax_child(syntax, node, FIELD_RIGHT));
        if (!syntax_is(syntax, value, SYNTAX_BINARY)) continue;
        node_id array = syntax_child(syntax, value, FIELD_RIGHT);
        bool is_empty = syntax_is(syntax, array, SYNTAX_ARRAY) && syntax_first_child(syntax, array) == NODE_NONE;
        if (is_empty) return global_name(syntax, arena, node);
    }
    return TEXT("");
}

/* `X.push([[ids], {modules}, …])` */
static bool is_jsonp(const struct syntax *syntax, struct arena *arena, node_id expression, struct container *container)
{
    if (!syntax_is(syntax, expression, SYNTAX_CALL)) return false;
    node_id callee = syntax_child(syntax, expression, FIELD_FUNCTION);
    node_id arguments = syntax_child(syntax, expression, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER) || !syntax_is(syntax, arguments, SYNTAX_ARGUMENTS)) return false;
    node_id property = syntax_child(syntax, callee, FIELD_PROPERTY);
    if (property == NODE_NONE || !text_is(syntax_text(syntax, property), "push")) return false;
    node_id chunk = argument(syntax, arguments, 0);
    if (!syntax_is(syntax, chunk, SYNTAX_ARRAY)) return false;
    uint32_t first_id;
    node_id ids = argument(syntax, chunk, 0), map = module_map(syntax, argument(syntax, chunk, 1), &first_id);
    if (!syntax_is(syntax, ids, SYNTAX_ARRAY) || map == NODE_NONE) return false;
    container->first_id = first_id;
    container->kind = CONTAINER_JSONP;
    container->runtime = global_name(syntax, arena, syntax_child(syntax, callee, FIELD_OBJECT));
    container->ids = ids;
    container->map = map;
    return true;
}

/* True for `exports.name` and `module.exports.name` of the chunk's own exports. */
static bool is_exports_member(const struct syntax *syntax, const struct scopes *scopes, node_id node, const char *name)
{
    if (!syntax_is(syntax, node, SYNTAX_MEMBER)) return false;
    if (!text_is(syntax_text(syntax, syntax_child(syntax, node, FIELD_PROPERTY)), name)) return false;
    node_id object = syntax_child(syntax, node, FIELD_OBJECT);
    if (syntax_is(syntax, object, SYNTAX_IDENTIFIER)) {
        return text_is(syntax_text(syntax, object), "exports") && scope_is_free(scopes, object);
    }
    if (!syntax_is(syntax, object, SYNTAX_MEMBER)) return false;
    node_id module = syntax_child(syntax, object, FIELD_OBJECT);
    return text_is(syntax_text(syntax, syntax_child(syntax, object, FIELD_PROPERTY)), "exports") &&
           syntax_is(syntax, module, SYNTAX_IDENTIFIER) && text_is(syntax_text(syntax, module), "module") &&
           scope_is_free(scopes, module);
}

/* `exports.modules = {modules}` */
static bool is_commonjs(const struct syntax *syntax, const struct scopes *scopes, node_id expression,
                        struct container *container)
{
    if (!syntax_is(syntax, expression, SYNTAX_ASSIGNMENT)) return false;
    node_id left = syntax_child(syntax, expression, FIELD_LEFT);
    if (!is_exports_member(syntax, scopes, left, "modules")) return false;
    uint32_t first_id;
    node_id map = module_map(syntax, syntax_child(syntax, expression, FIELD_RIGHT), &first_id);
    if (map == NODE_NONE) return false;
    container->first_id = first_id;
    container->kind = CONTAINER_COMMONJS;
    container->ids = NODE_NONE;
    container->map = map;
    return true;
}

/* webpack from 5.107 on calls those of ES module chunks __webpack_esm_modules__. */
static bool is_map_name(struct text name)
{
    return text_is(name, "__webpack_modules__") || text_is(name, "__webpack_esm_modules__");
}

/* The map that `var __webpack_modules__ = ({modules})` gives its name, among the statements of a function's body. */
static node_id map_in_body(const struct syntax *syntax, node_id body, uint32_t *first_id)
{
    FOR_EACH_CHILD (syntax, body, statement) {
        if (!syntax_is(syntax, statement, SYNTAX_VARIABLE_DECLARATION)) continue;
        FOR_EACH_CHILD (syntax, statement, declarator) {
            if (!syntax_is(syntax, declarator, SYNTAX_DECLARATOR)) continue;
            node_id name = syntax_child(syntax, declarator, FIELD_NAME);
            node_id value = syntax_child(syntax, declarator, FIELD_VALUE);
            if (name == NODE_NONE || !is_map_name(syntax_text(syntax, name))) continue;
            node_id map = module_map(syntax, value, first_id);
            if (map != NODE_NONE) return map;
        }
    }
    return NODE_NONE;
}

/* `(() => { var __webpack_modules__ = ({modules}); runtime })()` */
static bool is_called_function_with_map(const struct syntax *syntax, node_id call, struct container *container)
{
    call = call == NODE_NONE ? NODE_NONE : syntax_unparenthesized(syntax, call);
    if (!syntax_is(syntax, call, SYNTAX_CALL)) return false;
    node_id function = syntax_child(syntax, call, FIELD_FUNCTION);
    function = function == NODE_NONE ? NODE_NONE : syntax_unparenthesized(syntax, function);
    if (function == NODE_NONE || !syntax_is_function(syntax, function)) return false;
    uint32_t first_id;
    node_id map = map_in_body(syntax, syntax_child(syntax, function, FIELD_BODY), &first_id);
    if (map == NODE_NONE) return false;
    container->first_id = first_id;
    container->ids = NODE_NONE;
    container->map = map;
    container->body = syntax_child(syntax, function, FIELD_BODY);
    return true;
}

/* `globalThis["name"] = (() => {…})()`: a share's container, emit/format.h; or that call alone: a bundle. */
static bool is_own_runtime(const struct syntax *syntax, node_id expression, struct container *container)
{
    bool is_assignment = syntax_is(syntax, expression, SYNTAX_ASSIGNMENT);
    node_id call = is_assignment ? syntax_child(syntax, expression, FIELD_RIGHT) : expression;
    if (!is_called_function_with_map(syntax, call, container)) return false;
    container->kind = is_assignment ? CONTAINER_SHARE : CONTAINER_BUNDLE;
    return true;
}

/* `const container = (() => {…})()` of an ES module, `export const __webpack_modules__ = {modules}`, and the plain variable of a bundle. */
static uint32_t find_in_declaration(const struct syntax *syntax, node_id declaration, bool is_exported,
                                    struct container *container)
{
    uint32_t found = 0;
    FOR_EACH_CHILD (syntax, declaration, declarator) {
        if (!syntax_is(syntax, declarator, SYNTAX_DECLARATOR)) continue;
        node_id name = syntax_child(syntax, declarator, FIELD_NAME),
                value = syntax_child(syntax, declarator, FIELD_VALUE);
        if (value == NODE_NONE) continue;
        if (!is_exported && is_called_function_with_map(syntax, value, container)) {
            container->kind = CONTAINER_SHARE;
            container->body = NODE_NONE;
            found++;
            continue;
        }
        uint32_t first_id;
        node_id map = is_map_name(syntax_text(syntax, name)) ? module_map(syntax, value, &first_id) : NODE_NONE;
        if (map == NODE_NONE) continue;
        container->first_id = first_id;
        container->kind = is_exported ? CONTAINER_MODULE : CONTAINER_BUNDLE;
        container->ids = NODE_NONE;
        container->map = map;
        found++;
    }
    return found;
}

/* Counts the containers among the expressions of a statement; minified chunks join them with commas. */
static uint32_t find_in_statement(const struct syntax *syntax, const struct scopes *scopes, struct arena *arena,
                                  node_id statement, struct container *container)
{
    uint32_t found = 0;
    for (node_id node = statement + 1; node < syntax_next(syntax, statement);) {
        bool is_wrapper = syntax_is(syntax, node, SYNTAX_SEQUENCE) || syntax_is(syntax, node, SYNTAX_PARENTHESIZED);
        if (!is_wrapper) {
            found += is_jsonp(syntax, arena, node, container) || is_commonjs(syntax, scopes, node, container) ||
                     is_own_runtime(syntax, node, container);
        }
        node = is_wrapper ? node + 1 : syntax_next(syntax, node);
    }
    return found;
}

/* ---------------------------------------------------------------------------------------------- modules */

static void read_function(const struct syntax *syntax, node_id value, struct container_module *module)
{
    node_id function = value == NODE_NONE ? NODE_NONE : syntax_unparenthesized(syntax, value);
    if (function == NODE_NONE || !syntax_is_function(syntax, function)) {
        module->opaque = "its factory is no function";
        return;
    }
    module->function = function;
    module->body = syntax_child(syntax, function, FIELD_BODY);
}

static struct container_module read_module(const struct syntax *syntax, struct arena *arena, node_id entry,
                                           bool *is_complete)
{
    struct container_module module = {
        .entry = entry,
        .function = NODE_NONE,
        .body = NODE_NONE,
        .module = BINDING_FREE,
        .exports = BINDING_FREE,
        .require = BINDING_FREE,
    };
    node_id key = NODE_NONE;
    if (syntax_is(syntax, entry, SYNTAX_PAIR)) {
        key = syntax_child(syntax, entry, FIELD_KEY);
        read_function(syntax, syntax_child(syntax, entry, FIELD_VALUE), &module);
    } else if (syntax_is(syntax, entry, SYNTAX_METHOD)) {
        key = syntax_child(syntax, entry, FIELD_NAME);
        read_function(syntax, entry, &module);
    }
    if (!id_of_key(syntax, arena, key, &module.id)) {
        module.opaque = "its id can not be read";
        *is_complete = false;
    }
    return module;
}

/* How many commas stand between two elements of an array, where nothing else but white space and comments does. */
static uint32_t count_commas(const struct syntax *syntax, uint32_t from, uint32_t to)
{
    uint32_t commas = 0, comment = syntax_comment_at(syntax, from);
    while (from < to) {
        if (comment < syntax->comment_count && syntax->comments[comment].start == from) {
            from = syntax->comments[comment++].end;
            continue;
        }
        commas += syntax->source.at[from++] == ',';
    }
    return commas;
}

/* The factory that stands as an element of an array: its id is its place. */
static struct container_module read_element(const struct syntax *syntax, struct arena *arena, node_id element,
                                            uint32_t place)
{
    struct container_module module = {
        .id = arena_format(arena, "%u", place),
        .entry = element,
        .function = NODE_NONE,
        .body = NODE_NONE,
        .module = BINDING_FREE,
        .exports = BINDING_FREE,
        .require = BINDING_FREE,
    };
    read_function(syntax, element, &module);
    return module;
}

typedef VEC(struct container_module) module_vec;

static void read_modules(const struct syntax *syntax, struct arena *arena, struct container *container,
                         module_vec *modules)
{
    bool is_array = syntax_is(syntax, container->map, SYNTAX_ARRAY);
    uint32_t at = syntax->nodes[container->map].start + 1, place = container->first_id;
    FOR_EACH_CHILD (syntax, container->map, entry) {
        if (!is_array) {
            vec_push(modules, read_module(syntax, arena, entry, &container->is_complete));
            continue;
        }
        place += count_commas(syntax, at, syntax->nodes[entry].start);
        at = syntax->nodes[entry].end;
        vec_push(modules, read_element(syntax, arena, entry, place));
        /* The places of what follows a spread are not known. */
        bool is_spread = syntax_is(syntax, entry, SYNTAX_SPREAD);
        container->is_complete = container->is_complete && !is_spread;
    }
}

/* Puts the parameters of the factories, which are bindings of the scopes, in their places. */
static void read_parameters(const struct syntax *syntax, const struct scopes *scopes, struct container_module *modules,
                            uint32_t count)
{
    struct map parameters; /* node of the identifier → module * 3 + position */
    map_init(&parameters);
    for (uint32_t i = 0; i < count; i++) {
        if (modules[i].function == NODE_NONE) continue;
        node_id single = syntax_child(syntax, modules[i].function, FIELD_PARAMETER);
        if (single != NODE_NONE) map_set(&parameters, single, i * 3);
        node_id list = syntax_child(syntax, modules[i].function, FIELD_PARAMETERS);
        if (list == NODE_NONE) continue;
        uint32_t position = 0;
        FOR_EACH_CHILD (syntax, list, parameter) {
            if (!syntax_is(syntax, parameter, SYNTAX_IDENTIFIER))
                modules[i].opaque = "a parameter of its factory is no plain name";
            else if (position < 3) map_set(&parameters, parameter, i * 3 + position);
            position++;
        }
    }
    for (binding_id i = 0; i < scopes->binding_count; i++) {
        const struct scope_binding *binding = &scopes->bindings[i];
        if (binding->kind != BINDING_PARAMETER) continue;
        uint32_t place = map_get(&parameters, binding->declaration, UINT32_MAX);
        if (place == UINT32_MAX) continue;
        struct container_module *module = &modules[place / 3];
        if (place % 3 == 0) module->module = i;
        if (place % 3 == 1) module->exports = i;
        if (place % 3 == 2) module->require = i;
        if (place % 3 == 2 && binding->written) module->opaque = "it assigns to its require function";
    }
    map_release(&parameters);
}

/* Marks factories whose names may be read by text or by position: direct eval, `with`, `arguments`. */
static void find_hidden_reads(const struct syntax *syntax, const struct scopes *scopes,
                              struct container_module *modules, uint32_t count)
{
    struct map functions; /* node of the factory → module */
    map_init(&functions);
    for (uint32_t i = 0; i < count; i++) {
        if (modules[i].function != NODE_NONE) map_set(&functions, modules[i].function, i);
    }
    for (scope_id i = 0; i < scopes->scope_count; i++) {
        if (!scopes->scopes[i].has_eval) continue;
        uint32_t module = map_get(&functions, scopes->scopes[i].node, MODULE_NONE);
        if (module != MODULE_NONE) modules[module].opaque = "it holds eval or with";
    }
    for (uint32_t i = 0; i < scopes->reference_count; i++) {
        node_id node = scopes->references[i].node;
        if (!text_is(syntax_text(syntax, node), "arguments")) continue;
        node_id function = syntax_parent(syntax, node);
        while (function != NODE_NONE &&
               (!syntax_is_function(syntax, function) || syntax_is(syntax, function, SYNTAX_ARROW_FUNCTION))) {
            function = syntax_parent(syntax, function);
        }
        uint32_t module = function == NODE_NONE ? MODULE_NONE : map_get(&functions, function, MODULE_NONE);
        if (module != MODULE_NONE) modules[module].opaque = "its factory reads arguments";
    }
    map_release(&functions);
}

bool container_find(const struct syntax *syntax, const struct scopes *scopes, struct arena *arena,
                    struct container *container)
{
    *container = (struct container){.ids = NODE_NONE, .body = NODE_NONE, .is_complete = true};
    uint32_t found = 0;
    FOR_EACH_CHILD (syntax, 0, statement) {
        bool is_exported = syntax_is(syntax, statement, SYNTAX_EXPORT);
        node_id declaration = is_exported ? syntax_child(syntax, statement, FIELD_DECLARATION) : statement;
        if (syntax_is(syntax, declaration, SYNTAX_EXPRESSION_STATEMENT))
            found += find_in_statement(syntax, scopes, arena, declaration, container);
        else if (syntax_is(syntax, declaration, SYNTAX_VARIABLE_DECLARATION) ||
                 syntax_is(syntax, declaration, SYNTAX_LEXICAL_DECLARATION))
            found += find_in_declaration(syntax, declaration, is_exported, container);
    }
    if (found != 1) return false;
    if (container->kind == CONTAINER_BUNDLE) container->runtime = runtime_of_bundle(syntax, arena, container->map);

    module_vec modules = {0};
    read_modules(syntax, arena, container, &modules);
    if (syntax_is(syntax, container->map, SYNTAX_ARRAY) && !container->is_complete) {
        vec_release(&modules);
        return false;
    }
    read_parameters(syntax, scopes, modules.at, modules.count);
    find_hidden_reads(syntax, scopes, modules.at, modules.count);
    container->count = modules.count;
    container->modules = vec_freeze(&modules, arena);
    struct text *ids = ARENA_ARRAY(arena, struct text, container->count + 1);
    for (uint32_t i = 0; i < container->count; i++) ids[i] = container->modules[i].id;
    container->by_id = module_ids_sort(arena, ids, container->count);
    return true;
}

uint32_t container_module_named(const struct container *container, struct text id)
{
    uint32_t low = 0, high = container->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text_compare(container->modules[container->by_id[middle]].id, id) <= 0) low = middle + 1;
        else high = middle;
    }
    if (!low) return MODULE_NONE;
    uint32_t module = container->by_id[low - 1];
    return text_equal(container->modules[module].id, id) && id.length ? module : MODULE_NONE;
}

uint32_t container_module_at(const struct syntax *syntax, const struct container *container, uint32_t offset)
{
    uint32_t low = 0, high = container->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct syntax_node *entry = &syntax->nodes[container->modules[middle].entry];
        if (offset >= entry->end) low = middle + 1;
        else if (offset < entry->start) high = middle;
        else return middle;
    }
    return MODULE_NONE;
}
