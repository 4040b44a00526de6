#include "scan/builder.h"

/* define([name,] [dependencies,] factory) and require([dependencies], callback): webpack's AMDDefineDependencyParserPlugin and
 * AMDRequireDependenciesBlockParserPlugin, as far as what they ask for goes. */
struct amd_call {
    node_id dependencies; /* array, or NODE_NONE */
    node_id factory;      /* the argument behind it, or NODE_NONE */
    bool is_define;
};

static bool read_call(const struct builder *b, node_id call, struct amd_call *amd)
{
    const struct syntax *syntax = &b->syntax;
    node_id callee = syntax_unparenthesized(syntax, syntax_child(syntax, call, FIELD_FUNCTION));
    amd->is_define = builder_is_free(b, callee, "define");
    if (!amd->is_define && !builder_is_free(b, callee, "require") && !builder_is_free(b, callee, "requirejs"))
        return false;
    node_id arguments = syntax_child(syntax, call, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS)) return false;
    amd->dependencies = amd->factory = NODE_NONE;
    FOR_EACH_CHILD (syntax, arguments, argument) {
        enum syntax_kind kind = syntax_kind(syntax, argument);
        if (amd->dependencies == NODE_NONE && kind == SYNTAX_ARRAY) {
            amd->dependencies = argument;
        } else if (kind != SYNTAX_STRING || amd->dependencies != NODE_NONE) {
            amd->factory = argument;
            break;
        }
    }
    return amd->is_define || amd->dependencies != NODE_NONE;
}

/* Parameter number `index` of an inline function, or NODE_NONE. */
static node_id parameter_at(const struct syntax *syntax, node_id function, uint32_t index)
{
    node_id single = syntax_child(syntax, function, FIELD_PARAMETER);
    if (single != NODE_NONE) return index == 0 ? single : NODE_NONE;
    node_id parameters = syntax_child(syntax, function, FIELD_PARAMETERS);
    if (parameters == NODE_NONE) return NODE_NONE;
    FOR_EACH_CHILD (syntax, parameters, parameter) {
        if (syntax_kind(syntax, parameter) == SYNTAX_TOKEN) continue;
        if (index-- == 0) return parameter;
    }
    return NODE_NONE;
}

void builder_add_require_parameter(struct builder *b, node_id factory, uint32_t index)
{
    if (factory == NODE_NONE || !syntax_is_function(&b->syntax, factory)) return;
    node_id parameter = parameter_at(&b->syntax, factory, index);
    if (!syntax_is(&b->syntax, parameter, SYNTAX_IDENTIFIER)) return;
    binding_id binding = scope_binding_of(&b->scopes, parameter);
    if (binding != BINDING_FREE && !b->scopes.bindings[binding].written) bitset_add(b->require_bindings, binding);
}

static bool is_named(const struct builder *b, node_id string, const char *name)
{
    struct text value;
    return syntax_is(&b->syntax, string, SYNTAX_STRING) &&
           syntax_string_value(&b->syntax, b->scratch, string, &value) && text_is(value, name);
}

void amd_find_require_parameters(struct builder *b)
{
    const struct syntax *syntax = &b->syntax;
    for (node_id node = 0; node < syntax->count; node++) {
        struct amd_call amd;
        if (syntax_kind(syntax, node) != SYNTAX_CALL || !read_call(b, node, &amd)) continue;
        if (amd.is_define) b->has_amd_define = true;
        if (amd.dependencies == NODE_NONE) {
            builder_add_require_parameter(b, amd.factory, 0);
            continue;
        }
        uint32_t index = 0;
        FOR_EACH_CHILD (syntax, amd.dependencies, element) {
            if (is_named(b, element, "require")) builder_add_require_parameter(b, amd.factory, index);
            index++;
        }
    }
}

static bool is_special(const struct builder *b, node_id element)
{
    return is_named(b, element, "require") || is_named(b, element, "exports") || is_named(b, element, "module");
}

/* What the factory does with its parameter is what is used; a factory that can not be followed may use everything. */
static void use_parameter(struct builder *b, uint32_t request, const struct amd_call *amd, uint32_t index,
                          node_id element)
{
    const struct syntax *syntax = &b->syntax;
    if (amd->factory == NODE_NONE) return;
    if (syntax_is_function(syntax, amd->factory) && !builder_uses_arguments(b, amd->factory)) {
        node_id parameter = parameter_at(syntax, amd->factory, index);
        if (parameter == NODE_NONE) return;
        if (syntax_is(syntax, parameter, SYNTAX_OBJECT_PATTERN)) {
            references_add_pattern(b, request, 0, parameter, builder_span(b, element), true);
            return;
        }
        binding_id binding =
            syntax_is(syntax, parameter, SYNTAX_IDENTIFIER) ? scope_binding_of(&b->scopes, parameter) : BINDING_FREE;
        if (binding != BINDING_FREE && !b->scopes.bindings[binding].written) {
            b->sources[binding] = (struct binding_source){request, 0, false};
            return;
        }
    }
    references_add_whole(b, request, REASON_REQUIRE_ESCAPES, builder_part(b, element), builder_span(b, element), true);
}

void amd_collect(struct builder *b)
{
    const struct syntax *syntax = &b->syntax;
    for (node_id node = 0; node < syntax->count; node++) {
        struct amd_call amd;
        if (syntax_kind(syntax, node) != SYNTAX_CALL || !read_call(b, node, &amd) || amd.dependencies == NODE_NONE)
            continue;
        uint32_t index = 0;
        FOR_EACH_CHILD (syntax, amd.dependencies, element) {
            uint32_t parameter = index++;
            if (!syntax_is(syntax, element, SYNTAX_STRING) || is_special(b, element)) continue;
            struct request request = {
                .specifier = builder_name(b, element),
                .kind = REQUEST_AMD,
                .optional = true, /* in a UMD wrapper the branch for CommonJS asks again */
                .evaluates = true,
                .part = builder_part(b, node),
                .statement = builder_span(b, element),
                .specifier_span = builder_span(b, element),
                .context = INDEX_NONE,
            };
            vec_push(&b->requests, request);
            use_parameter(b, b->requests.count - 1, &amd, parameter, element);
        }
    }
}
