#include "scan/purity.h"

#include "scan/callables.h"

/* What is judged, and where conditions go; `callees` NULL: a call of an imported function is impure. */
struct judging {
    const struct syntax *syntax;
    const struct scopes *scopes;
    struct purity_callees *callees;
};

/* The operators that never call into user code, whatever their operands are. */
static bool is_harmless_operator(struct text operator)
{
    static const char *const harmless[] = {"===", "!==", "&&", "||", "??", "!", "typeof", "void"};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        if (text_is(operator, harmless[i])) return true;
    }
    return false;
}

static bool is_primitive_literal(const struct syntax *syntax, node_id node)
{
    node = syntax_unparenthesized(syntax, node);
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_STRING:
    case SYNTAX_NUMBER:
    case SYNTAX_TRUE:
    case SYNTAX_FALSE:
    case SYNTAX_NULL:
    case SYNTAX_UNDEFINED: return true;
    case SYNTAX_TEMPLATE: return syntax_first_child(syntax, node) == NODE_NONE;
    case SYNTAX_UNARY: {
        node_id argument = syntax_unparenthesized(syntax, syntax_child(syntax, node, FIELD_ARGUMENT));
        return syntax_is(syntax, argument, SYNTAX_NUMBER) || syntax_is(syntax, argument, SYNTAX_STRING);
    }
    default: return false;
    }
}

/* Arithmetic on primitives; on anything else it may call valueOf or toString. */
static bool is_literal_arithmetic(const struct syntax *syntax, node_id node)
{
    if (syntax_kind(syntax, node) == SYNTAX_UNARY) {
        return !text_is(syntax_operator(syntax, node), "delete") &&
               is_primitive_literal(syntax, syntax_child(syntax, node, FIELD_ARGUMENT));
    }
    struct text operator= syntax_operator(syntax, node);
    if (text_is(operator, "in") || text_is(operator, "instanceof")) return false;
    return is_primitive_literal(syntax, syntax_child(syntax, node, FIELD_LEFT)) &&
           is_primitive_literal(syntax, syntax_child(syntax, node, FIELD_RIGHT));
}

/* `new Map()`, `new WeakMap()` and their like without arguments. */
static bool is_empty_collection(const struct syntax *syntax, const struct scopes *scopes, node_id node)
{
    if (syntax_kind(syntax, node) != SYNTAX_NEW) return false;
    node_id constructor = syntax_child(syntax, node, FIELD_CONSTRUCTOR);
    node_id arguments = syntax_child(syntax, node, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, constructor, SYNTAX_IDENTIFIER) || !scope_is_free(scopes, constructor)) return false;
    if (arguments != NODE_NONE && syntax_first_child(syntax, arguments) != NODE_NONE) return false;
    struct text name = syntax_text(syntax, constructor);
    return text_is(name, "Map") || text_is(name, "Set") || text_is(name, "WeakMap") || text_is(name, "WeakSet");
}

/* The name that a path of plain members begins with, or NODE_NONE. */
static node_id root_of_path(const struct syntax *syntax, node_id node)
{
    while (syntax_is(syntax, node, SYNTAX_MEMBER)) {
        bool plain = syntax_is(syntax, syntax_child(syntax, node, FIELD_PROPERTY), SYNTAX_PROPERTY_NAME) &&
                     syntax_child(syntax, node, FIELD_OPTIONAL_CHAIN) == NODE_NONE;
        if (!plain) return NODE_NONE;
        node = syntax_child(syntax, node, FIELD_OBJECT);
    }
    return syntax_is(syntax, node, SYNTAX_IDENTIFIER) ? node : NODE_NONE;
}

/* A call of a function that is marked NO_SIDE_EFFECTS: of this file, or perhaps of another. */
static bool is_call_of_marked(const struct judging *j, node_id node)
{
    if (syntax_kind(j->syntax, node) != SYNTAX_CALL ||
        syntax_child(j->syntax, node, FIELD_OPTIONAL_CHAIN) != NODE_NONE ||
        !syntax_is(j->syntax, syntax_child(j->syntax, node, FIELD_ARGUMENTS), SYNTAX_ARGUMENTS))
        return false;
    node_id callee = syntax_child(j->syntax, node, FIELD_FUNCTION);
    node_id name = root_of_path(j->syntax, callee);
    const struct scope_reference *reference = name == NODE_NONE ? NULL : scope_reference_of(j->scopes, name);
    if (!reference || reference->binding == BINDING_FREE) return false;
    if (j->scopes->bindings[reference->binding].kind == BINDING_IMPORT) {
        if (j->callees) vec_push(&j->callees->list, callee);
        return j->callees != NULL;
    }
    return name == callee && (callable_traits_of_binding(j->syntax, j->scopes, reference->binding) & CALLABLE_PURE);
}

static bool is_pure_call(const struct judging *j, node_id node)
{
    return is_empty_collection(j->syntax, j->scopes, node) || syntax_is_annotated_pure(j->syntax, node) ||
           is_call_of_marked(j, node);
}

/* `x.name` and `x["name"]` of what an import brought in: a binding in the sources. */
static bool is_read_of_import(const struct judging *j, node_id node)
{
    const struct syntax *syntax = j->syntax;
    if (!j->scopes->namespaces.size || syntax_child(syntax, node, FIELD_OPTIONAL_CHAIN) != NODE_NONE) return false;
    node_id object = syntax_child(syntax, node, FIELD_OBJECT), index = syntax_child(syntax, node, FIELD_INDEX);
    if (!syntax_is(syntax, object, SYNTAX_IDENTIFIER)) return false;
    if (syntax_is(syntax, node, SYNTAX_SUBSCRIPT) && !syntax_is(syntax, index, SYNTAX_STRING)) return false;
    const struct scope_reference *reference = scope_reference_of(j->scopes, object);
    return reference && reference->binding != BINDING_FREE && bitset_has(j->scopes->namespaces, reference->binding);
}

/* True for a subtree that is not run when the node around it is evaluated, or that a PURE annotation vouches for. */
static bool is_not_evaluated(const struct judging *j, node_id node)
{
    const struct syntax *syntax = j->syntax;
    node_id parent = syntax_parent(syntax, node);
    enum syntax_field field = (enum syntax_field)syntax->nodes[node].field;
    switch ((int)syntax_kind(syntax, parent)) {
    case SYNTAX_METHOD: return field == FIELD_BODY || field == FIELD_PARAMETERS;
    case SYNTAX_FIELD_DEFINITION: return field == FIELD_VALUE && !syntax_has_token(syntax, parent, "static");
    /* The call itself was judged before: only pure ones come so far. */
    case SYNTAX_CALL: return field == FIELD_FUNCTION;
    case SYNTAX_NEW: return field == FIELD_CONSTRUCTOR;
    default: return false;
    }
}

/* Members of an enum are numbers and strings, so arithmetic on them calls nothing. */
static bool is_in_enum(const struct syntax *syntax, node_id node)
{
    node_id up = node;
    while (syntax_is(syntax, up, SYNTAX_BINARY) || syntax_is(syntax, up, SYNTAX_UNARY) ||
           syntax_is(syntax, up, SYNTAX_PARENTHESIZED)) {
        up = syntax_parent(syntax, up);
    }
    return syntax_is(syntax, up, SYNTAX_ENUM_ASSIGNMENT);
}

/* Decorators of parameters are called when the class is defined. */
static bool has_decorated_parameter(const struct syntax *syntax, node_id method)
{
    node_id parameters = syntax_child(syntax, method, FIELD_PARAMETERS);
    if (parameters == NODE_NONE) return false;
    FOR_EACH_CHILD (syntax, parameters, parameter) {
        if (syntax_kind(syntax, parameter) == SYNTAX_DECORATOR) return true;
        if (parameter + 1 < syntax_next(syntax, parameter) && syntax_kind(syntax, parameter + 1) == SYNTAX_DECORATOR)
            return true;
    }
    return false;
}

/* A derived class whose constructor runs super(): the bundlers keep its superclass whatever happens to the class. */
static bool is_derived_constructor(const struct syntax *syntax, node_id method)
{
    node_id name = syntax_child(syntax, method, FIELD_NAME);
    if (syntax_has_token(syntax, method, "static") || !text_is(syntax_text(syntax, name), "constructor")) return false;
    FOR_EACH_CHILD (syntax, syntax_parent(syntax, syntax_parent(syntax, method)), child) {
        if (syntax_kind(syntax, child) == SYNTAX_CLASS_HERITAGE) return true;
    }
    return false;
}

enum verdict { PURE_ITSELF, IMPURE, PURE_WHOLE };

/* What `node` itself does, its children aside; PURE_WHOLE when the children do not matter. */
static enum verdict judge(const struct judging *j, node_id node)
{
    const struct syntax *syntax = j->syntax;
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_FUNCTION_EXPRESSION:
    case SYNTAX_FUNCTION_DECLARATION:
    case SYNTAX_GENERATOR_FUNCTION:
    case SYNTAX_GENERATOR_DECLARATION:
    case SYNTAX_ARROW_FUNCTION:
    case SYNTAX_STRING:
    case SYNTAX_REGEX:
    case SYNTAX_META_PROPERTY: return PURE_WHOLE;

    case SYNTAX_TOKEN:
    case SYNTAX_IDENTIFIER:
    case SYNTAX_SHORTHAND:
    case SYNTAX_PROPERTY_NAME:
    case SYNTAX_PRIVATE_NAME:
    case SYNTAX_NUMBER:
    case SYNTAX_TRUE:
    case SYNTAX_FALSE:
    case SYNTAX_NULL:
    case SYNTAX_UNDEFINED:
    case SYNTAX_THIS:
    case SYNTAX_ARRAY:
    case SYNTAX_OBJECT:
    case SYNTAX_PAIR:
    case SYNTAX_PARENTHESIZED:
    case SYNTAX_SEQUENCE:
    case SYNTAX_TERNARY:
    case SYNTAX_TEMPLATE:
    case SYNTAX_TEMPLATE_SUBSTITUTION:
    case SYNTAX_ARGUMENTS:
    case SYNTAX_CLASS_EXPRESSION:
    case SYNTAX_CLASS_DECLARATION:
    case SYNTAX_CLASS_BODY:
    case SYNTAX_CLASS_HERITAGE:
    case SYNTAX_FIELD_DEFINITION:
    case SYNTAX_JSX_ELEMENT:
    case SYNTAX_JSX_OPENING_ELEMENT:
    case SYNTAX_JSX_CLOSING_ELEMENT:
    case SYNTAX_JSX_SELF_CLOSING_ELEMENT:
    case SYNTAX_JSX_ATTRIBUTE:
    case SYNTAX_JSX_EXPRESSION:
    case SYNTAX_JSX_NAMESPACE_NAME:
    case SYNTAX_JSX_TEXT:
    case SYNTAX_JSX_ENTITY:
    case SYNTAX_ENUM:
    case SYNTAX_ENUM_BODY:
    case SYNTAX_ENUM_ASSIGNMENT: return PURE_ITSELF;

    case SYNTAX_METHOD:
        return has_decorated_parameter(syntax, node) || is_derived_constructor(syntax, node) ? IMPURE : PURE_ITSELF;
    case SYNTAX_COMPUTED_PROPERTY_NAME: /* a key that is no primitive is converted by its toString */
        return is_primitive_literal(syntax, syntax_first_child(syntax, node)) ? PURE_WHOLE : IMPURE;
    case SYNTAX_BINARY:
    case SYNTAX_UNARY:
        if (is_harmless_operator(syntax_operator(syntax, node)) || is_in_enum(syntax, node)) return PURE_ITSELF;
        return is_literal_arithmetic(syntax, node) ? PURE_WHOLE : IMPURE;
    case SYNTAX_MEMBER:
    case SYNTAX_SUBSCRIPT: return is_read_of_import(j, node) ? PURE_WHOLE : IMPURE;
    case SYNTAX_CALL:
    case SYNTAX_NEW: return is_pure_call(j, node) ? PURE_ITSELF : IMPURE;
    default: return IMPURE;
    }
}

bool purity_of_expression(const struct syntax *syntax, const struct scopes *scopes, node_id expression)
{
    return purity_of_expression_if(syntax, scopes, expression, NULL);
}

bool purity_of_expression_if(const struct syntax *syntax, const struct scopes *scopes, node_id expression,
                             struct purity_callees *callees)
{
    const struct judging j = {syntax, scopes, callees};
    for (node_id node = expression; node < syntax_next(syntax, expression);) {
        if (node != expression && is_not_evaluated(&j, node)) {
            node = syntax_next(syntax, node);
            continue;
        }
        switch (judge(&j, node)) {
        case IMPURE: return false;
        case PURE_WHOLE: node = syntax_next(syntax, node); break;
        case PURE_ITSELF: node++; break;
        }
    }
    return true;
}

static bool is_pure_declaration(const struct syntax *syntax, const struct scopes *scopes, node_id declaration,
                                struct purity_callees *callees)
{
    FOR_EACH_CHILD (syntax, declaration, declarator) {
        if (syntax_kind(syntax, declarator) == SYNTAX_DECLARATOR &&
            !purity_of_statement(syntax, scopes, declarator, callees))
            return false;
    }
    return true;
}

static bool is_pure_declarator(const struct syntax *syntax, const struct scopes *scopes, node_id declarator,
                               struct purity_callees *callees)
{
    node_id value = syntax_child(syntax, declarator, FIELD_VALUE);
    if (value == NODE_NONE) return true;
    /* Destructuring reads properties, which may be getters. */
    return syntax_is(syntax, syntax_child(syntax, declarator, FIELD_NAME), SYNTAX_IDENTIFIER) &&
           purity_of_expression_if(syntax, scopes, value, callees);
}

bool purity_of_statement(const struct syntax *syntax, const struct scopes *scopes, node_id node,
                         struct purity_callees *callees)
{
    for (;;) {
        switch ((int)syntax_kind(syntax, node)) {
        case SYNTAX_FUNCTION_DECLARATION:
        case SYNTAX_GENERATOR_DECLARATION:
        case SYNTAX_IMPORT:
        case SYNTAX_EMPTY:
        case SYNTAX_HASH_BANG: return true;
        /* Compiled away when nothing reads the name. */
        case SYNTAX_IMPORT_ALIAS: return !syntax_is(syntax, syntax_parent(syntax, node), SYNTAX_EXPORT);
        case SYNTAX_ENUM:
        case SYNTAX_CLASS_DECLARATION: return purity_of_expression_if(syntax, scopes, node, callees);
        case SYNTAX_DECLARATOR: return is_pure_declarator(syntax, scopes, node, callees);
        case SYNTAX_VARIABLE_DECLARATION:
        case SYNTAX_LEXICAL_DECLARATION: return is_pure_declaration(syntax, scopes, node, callees);
        case SYNTAX_EXPRESSION_STATEMENT:
            return purity_of_expression_if(syntax, scopes, syntax_first_child(syntax, node), callees);
        case SYNTAX_EXPORT: {
            node_id declaration = syntax_child(syntax, node, FIELD_DECLARATION);
            node_id value = syntax_child(syntax, node, FIELD_VALUE);
            /* `@decorator export class C {}`: the decorator stands beside the class. */
            FOR_EACH_CHILD (syntax, node, child) {
                if (syntax_kind(syntax, child) == SYNTAX_DECORATOR) return false;
            }
            if (value != NODE_NONE) return purity_of_expression_if(syntax, scopes, value, callees);
            if (declaration == NODE_NONE) return !syntax_has_token(syntax, node, "=");
            node = declaration;
            break;
        }
        default: return false;
        }
    }
}
