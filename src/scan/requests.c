#include "scan/builder.h"

/* ---------------------------------------------------------------------------------------------- recognising */

/* The first argument of a call, or NODE_NONE. */
static node_id first_argument(const struct syntax *syntax, node_id call)
{
    node_id arguments = syntax_child(syntax, call, FIELD_ARGUMENTS);
    if (!syntax_is(syntax, arguments, SYNTAX_ARGUMENTS)) return NODE_NONE;
    return syntax_first_child(syntax, arguments);
}

static node_id next_argument(const struct syntax *syntax, node_id argument)
{
    node_id next = syntax_next(syntax, argument);
    return next < syntax_next(syntax, syntax_parent(syntax, argument)) ? next : NODE_NONE;
}

static struct magic_options read_comments(const struct builder *b, node_id call)
{
    return magic_comments_read(b->magic, b->scratch, &b->syntax, call);
}

static uint32_t add_request(struct builder *b, struct request request, node_id call)
{
    request.part = builder_part(b, call);
    request.statement = builder_span(b, call);
    request.optional = bitset_has(b->in_try, call);
    vec_push(&b->requests, request);
    vec_push(&b->calls, (struct request_call){call, b->requests.count - 1});
    return b->requests.count - 1;
}

static bool constant_specifier(const struct builder *b, node_id argument, struct text *specifier)
{
    struct constant value = argument == NODE_NONE ? (struct constant){0} : constant_of(&b->constants, argument);
    *specifier = value.text;
    return value.type == CONSTANT_STRING;
}

/* `specifier` is an expression with a constant string as its value. */
static void add_plain_request(struct builder *b, enum request_kind kind, bool evaluates, node_id call,
                              node_id specifier)
{
    struct text name = TEXT("");
    (void)constant_specifier(b, specifier, &name);
    add_request(b,
                (struct request){.kind = (uint8_t)kind,
                                 .evaluates = evaluates,
                                 .specifier = builder_string(b, name),
                                 .specifier_span = builder_span(b, specifier),
                                 .context = INDEX_NONE},
                call);
}

static void add_context_request(struct builder *b, node_id call, node_id specifier, struct text folder,
                                struct context context)
{
    vec_push(&b->contexts, context);
    add_request(b,
                (struct request){.kind = REQUEST_CONTEXT,
                                 .evaluates = true,
                                 .specifier = builder_string(b, folder),
                                 .specifier_span = builder_span(b, specifier),
                                 .context = b->contexts.count - 1},
                call);
}

/* "./folder/".concat(name, ".js") */
static bool concatenated_ends(const struct builder *b, node_id call, struct text *before, struct text *after)
{
    const struct syntax *syntax = &b->syntax;
    node_id callee = syntax_child(syntax, call, FIELD_FUNCTION);
    if (!syntax_is(syntax, callee, SYNTAX_MEMBER)) return false;
    if (!text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), "concat")) return false;
    if (!constant_specifier(b, syntax_child(syntax, callee, FIELD_OBJECT), before)) return false;
    node_id last = NODE_NONE;
    for (node_id next = first_argument(syntax, call); next != NODE_NONE; next = next_argument(syntax, next))
        last = next;
    if (last == NODE_NONE || !constant_specifier(b, last, after)) *after = TEXT("");
    return before->length > 0;
}

/* `./folder/${name}.js` or "./folder/" + name + ".js": the text before the first hole and after the last. False when it starts with a hole. */
static bool static_ends(const struct builder *b, node_id expression, struct text *before, struct text *after)
{
    const struct syntax *syntax = &b->syntax;
    expression = syntax_unparenthesized(syntax, expression);
    *after = TEXT("");
    if (syntax_kind(syntax, expression) == SYNTAX_TEMPLATE) {
        node_id first = NODE_NONE, last = NODE_NONE;
        FOR_EACH_CHILD (syntax, expression, hole) {
            if (first == NODE_NONE) first = hole;
            last = hole;
        }
        if (first == NODE_NONE) return false;
        *before = text_slice(syntax->source, syntax->nodes[expression].start + 1, syntax->nodes[first].start);
        *after = text_slice(syntax->source, syntax->nodes[last].end, syntax->nodes[expression].end - 1);
        return before->length > 0;
    }
    if (syntax_kind(syntax, expression) == SYNTAX_CALL) return concatenated_ends(b, expression, before, after);
    node_id leftmost = expression;
    while (syntax_is(syntax, leftmost, SYNTAX_BINARY) && text_is(syntax_operator(syntax, leftmost), "+")) {
        leftmost = syntax_child(syntax, leftmost, FIELD_LEFT);
    }
    if (leftmost == expression || !syntax_string_value(syntax, b->scratch, leftmost, before)) return false;
    if (syntax_kind(syntax, leftmost) == SYNTAX_IDENTIFIER) return false;
    node_id right = syntax_child(syntax, expression, FIELD_RIGHT);
    if (syntax_kind(syntax, right) != SYNTAX_STRING || !syntax_string_value(syntax, b->scratch, right, after))
        *after = TEXT("");
    return before->length > 0;
}

static struct context_pattern record_pattern(struct builder *b, struct magic_pattern pattern)
{
    return (struct context_pattern){builder_string(b, pattern.source), builder_string(b, pattern.flags)};
}

/* import(`./x/${y}`) and require("./x/" + y): everything below the folder that fits both ends may be asked for. */
static bool add_expression_context(struct builder *b, node_id call, node_id expression)
{
    struct text before, after;
    if (!static_ends(b, expression, &before, &after)) return false;
    size_t slash = text_find_last_char(before, '/');
    if (slash == TEXT_NOWHERE) return false;
    bool is_import = syntax_is(&b->syntax, syntax_child(&b->syntax, call, FIELD_FUNCTION), SYNTAX_IMPORT_KEYWORD);
    struct magic_options magic = is_import ? read_comments(b, call) : (struct magic_options){0};
    struct context context = {
        .asked_by = is_import ? CONTEXT_OF_IMPORT : CONTEXT_OF_REQUIRE,
        .prefix = builder_string(b, text_slice(before, slash + 1, before.length)),
        .suffix = builder_string(b, after),
        .include = record_pattern(b, magic.include),
        .exclude = record_pattern(b, magic.exclude),
        .recursive = true,
    };
    add_context_request(b, call, expression, text_slice(before, 0, slash ? slash : 1), context);
    return true;
}

static void set_regex(struct builder *b, struct context *context, node_id regex)
{
    if (!syntax_is(&b->syntax, regex, SYNTAX_REGEX)) return;
    struct text whole = syntax_text(&b->syntax, regex);
    size_t end = text_find_last_char(whole, '/');
    context->pattern =
        record_pattern(b, (struct magic_pattern){text_slice(whole, 1, end), text_slice(whole, end + 1, whole.length)});
}

/* require.context(folder, recursive, regex, mode) */
static bool add_require_context(struct builder *b, node_id call)
{
    node_id folder = first_argument(&b->syntax, call);
    struct text path;
    if (folder == NODE_NONE || !syntax_string_value(&b->syntax, b->scratch, folder, &path)) return false;
    struct context context = {.asked_by = CONTEXT_FUNCTION, .recursive = true};
    node_id recursive = next_argument(&b->syntax, folder);
    if (recursive != NODE_NONE) {
        context.recursive = constant_truth(&b->constants, recursive) != TRUTH_FALSE;
        node_id regex = next_argument(&b->syntax, recursive);
        if (regex != NODE_NONE) set_regex(b, &context, regex);
    }
    add_context_request(b, call, folder, path, context);
    return true;
}

/* import.meta.webpackContext(folder, { recursive, regExp }) */
static bool add_meta_context(struct builder *b, node_id call)
{
    const struct syntax *syntax = &b->syntax;
    node_id folder = first_argument(syntax, call);
    struct text path;
    if (folder == NODE_NONE || !syntax_string_value(syntax, b->scratch, folder, &path)) return false;
    struct context context = {.asked_by = CONTEXT_FUNCTION, .recursive = true};
    node_id options = next_argument(syntax, folder);
    if (syntax_is(syntax, options, SYNTAX_OBJECT)) {
        FOR_EACH_CHILD (syntax, options, pair) {
            node_id key = syntax_child(syntax, pair, FIELD_KEY), value = syntax_child(syntax, pair, FIELD_VALUE);
            if (key == NODE_NONE || value == NODE_NONE) continue;
            if (text_is(syntax_text(syntax, key), "recursive"))
                context.recursive = constant_truth(&b->constants, value) != TRUTH_FALSE;
            if (text_is(syntax_text(syntax, key), "regExp")) set_regex(b, &context, value);
        }
    }
    add_context_request(b, call, folder, path, context);
    return true;
}

static bool is_static_specifier(const struct builder *b, node_id argument)
{
    struct text specifier;
    return constant_specifier(b, argument, &specifier);
}

/* `condition ? "./a" : "./b"`: each string that it may be is a request of its own, made where the loop of requests_collect meets it; what
 * calls them, `callee`, goes from the text. False when one of them is no constant. */
static bool defer_to_branches(struct builder *b, node_id callee, node_id expression, struct bitset branches)
{
    const struct syntax *syntax = &b->syntax;
    VEC(node_id) pending = {0};
    VEC(node_id) leaves = {0};
    bool known = true;
    vec_push(&pending, expression);
    while (pending.count && known) {
        node_id node = syntax_unparenthesized(syntax, vec_pop(&pending));
        if (is_static_specifier(b, node)) {
            vec_push(&leaves, node);
        } else if (syntax_is(syntax, node, SYNTAX_TERNARY)) {
            vec_push(&pending, syntax_child(syntax, node, FIELD_CONSEQUENCE));
            vec_push(&pending, syntax_child(syntax, node, FIELD_ALTERNATIVE));
        } else {
            known = false;
        }
    }
    for (uint32_t i = 0; known && i < leaves.count; i++) bitset_add(branches, leaves.at[i]);
    if (known) {
        builder_rewrite(b, REWRITE_TEXT, builder_span(b, callee));
        bitset_add(b->handled, callee);
    }
    vec_release(&pending);
    vec_release(&leaves);
    return known;
}

static void collect_import_call(struct builder *b, node_id call)
{
    if (read_comments(b, call).ignores) return;
    node_id argument = first_argument(&b->syntax, call);
    if (argument == NODE_NONE) return;
    argument = syntax_unparenthesized(&b->syntax, argument);
    if (is_static_specifier(b, argument)) {
        add_plain_request(b, REQUEST_DYNAMIC_IMPORT, true, call, argument);
    } else if (!defer_to_branches(b, syntax_child(&b->syntax, call, FIELD_FUNCTION), argument, b->import_branches) &&
               !add_expression_context(b, call, argument)) {
        b->uses_require_unknown = true;
    }
}

static bool is_from_builtin(const struct builder *b, const struct binding_source *source, const char *builtin)
{
    if (source->request == INDEX_NONE) return false;
    struct text specifier = names_text(&b->strings, b->requests.at[source->request].specifier);
    if (text_starts_with(specifier, TEXT("node:"))) specifier = text_slice(specifier, 5, specifier.length);
    return text_is(specifier, builtin);
}

/* The export `name` of a module of Node, as it was imported or as a member of what was imported. */
static bool is_import_of(const struct builder *b, node_id node, const char *builtin, const char *name)
{
    const struct syntax *syntax = &b->syntax;
    bool member = syntax_is(syntax, node, SYNTAX_MEMBER);
    if (member && !text_is(syntax_text(syntax, syntax_child(syntax, node, FIELD_PROPERTY)), name)) return false;
    if (member) node = syntax_child(syntax, node, FIELD_OBJECT);
    const struct scope_reference *reference =
        syntax_is(syntax, node, SYNTAX_IDENTIFIER) ? scope_reference_of(&b->scopes, node) : NULL;
    if (!reference || reference->binding == BINDING_FREE) return false;
    const struct binding_source *source = &b->sources[reference->binding];
    if (!is_from_builtin(b, source, builtin)) return false;
    struct text imported = names_text(&b->strings, source->imported);
    return member ? source->imported == 0 || text_is(imported, "default") : text_is(imported, name);
}

/* `typeof require` in a comparison, which asks whether there is a require. */
static bool asks_for_require(const struct builder *b, node_id condition)
{
    const struct syntax *syntax = &b->syntax;
    condition = syntax_unparenthesized(syntax, condition);
    if (!syntax_is(syntax, condition, SYNTAX_BINARY)) return false;
    node_id sides[] = {syntax_child(syntax, condition, FIELD_LEFT), syntax_child(syntax, condition, FIELD_RIGHT)};
    for (size_t i = 0; i < 2; i++) {
        node_id side = syntax_unparenthesized(syntax, sides[i]);
        if (syntax_is(syntax, side, SYNTAX_UNARY) && text_is(syntax_operator(syntax, side), "typeof") &&
            builder_is_free(b, syntax_unparenthesized(syntax, syntax_child(syntax, side, FIELD_ARGUMENT)), "require"))
            return true;
    }
    return false;
}

/* Whether the value of an expression is `require`: by its name, `typeof require === "function" && require`, or createRequire(import.meta.url). */
static bool gives_require(const struct builder *b, node_id value)
{
    const struct syntax *syntax = &b->syntax;
    value = syntax_unparenthesized(syntax, value);
    if (builder_is_free(b, value, "require") || builder_is_free_member(b, value, "module", "require")) return true;
    switch ((int)syntax_kind(syntax, value)) {
    case SYNTAX_CALL:
        return is_import_of(b, syntax_unparenthesized(syntax, syntax_child(syntax, value, FIELD_FUNCTION)), "module",
                            "createRequire");
    case SYNTAX_BINARY:
        return text_is(syntax_operator(syntax, value), "&&") &&
               asks_for_require(b, syntax_child(syntax, value, FIELD_LEFT)) &&
               builder_is_free(b, syntax_unparenthesized(syntax, syntax_child(syntax, value, FIELD_RIGHT)), "require");
    case SYNTAX_TERNARY:
        return asks_for_require(b, syntax_child(syntax, value, FIELD_CONDITION)) &&
               builder_is_free(b, syntax_unparenthesized(syntax, syntax_child(syntax, value, FIELD_CONSEQUENCE)),
                               "require");
    default: return false;
    }
}

bool requests_is_require(const struct builder *b, node_id callee)
{
    if (gives_require(b, callee)) return true;
    const struct scope_reference *reference =
        syntax_is(&b->syntax, callee, SYNTAX_IDENTIFIER) ? scope_reference_of(&b->scopes, callee) : NULL;
    if (!reference || reference->binding == BINDING_FREE) return false;
    if (bitset_has(b->require_bindings, reference->binding)) return true;
    const struct scope_binding *binding = &b->scopes.bindings[reference->binding];
    if (binding->written || !syntax_is(&b->syntax, binding->declarator, SYNTAX_DECLARATOR)) return false;
    if (syntax_child(&b->syntax, binding->declarator, FIELD_NAME) != binding->declaration) return false;
    node_id value = syntax_child(&b->syntax, binding->declarator, FIELD_VALUE);
    return value != NODE_NONE && gives_require(b, value);
}

/* `(function (req) { req("x") })(require)`, also by .call(this, require): the parameter is `require` inside. */
static void find_require_parameters(struct builder *b, node_id call)
{
    const struct syntax *syntax = &b->syntax;
    node_id function = syntax_unparenthesized(syntax, syntax_child(syntax, call, FIELD_FUNCTION));
    node_id argument = first_argument(syntax, call);
    if (syntax_is(syntax, function, SYNTAX_MEMBER) && argument != NODE_NONE &&
        text_is(syntax_text(syntax, syntax_child(syntax, function, FIELD_PROPERTY)), "call")) {
        function = syntax_unparenthesized(syntax, syntax_child(syntax, function, FIELD_OBJECT));
        argument = next_argument(syntax, argument);
    }
    if (!syntax_is_function(syntax, function)) return;
    for (uint32_t i = 0; argument != NODE_NONE; i++, argument = next_argument(syntax, argument)) {
        if (syntax_is(syntax, argument, SYNTAX_SPREAD)) return;
        if (requests_is_require(b, syntax_unparenthesized(syntax, argument)))
            builder_add_require_parameter(b, function, i);
    }
}

static void collect_require_call(struct builder *b, node_id call, node_id callee)
{
    node_id argument = first_argument(&b->syntax, call);
    if (argument != NODE_NONE) argument = syntax_unparenthesized(&b->syntax, argument);
    bool known = true;
    if (argument == NODE_NONE) known = false;
    else if (is_static_specifier(b, argument)) add_plain_request(b, REQUEST_REQUIRE, true, call, argument);
    else
        known =
            defer_to_branches(b, callee, argument, b->require_branches) || add_expression_context(b, call, argument);
    if (known) bitset_add(b->handled, callee);
}

/* require.resolve(), require.resolveWeak(), require.context() */
static void collect_require_member_call(struct builder *b, node_id call, node_id callee)
{
    struct text property = syntax_text(&b->syntax, syntax_child(&b->syntax, callee, FIELD_PROPERTY));
    node_id argument = first_argument(&b->syntax, call);
    bool known = false;
    if ((text_is(property, "resolve") || text_is(property, "resolveWeak")) && is_static_specifier(b, argument)) {
        add_plain_request(b, REQUEST_REQUIRE_RESOLVE, false, call, argument);
        known = true;
    } else if (text_is(property, "context")) {
        known = add_require_context(b, call);
    }
    if (known) bitset_add(b->handled, syntax_child(&b->syntax, callee, FIELD_OBJECT));
}

static bool is_import_meta_member(const struct builder *b, node_id node, const char *property)
{
    return syntax_is(&b->syntax, node, SYNTAX_MEMBER) &&
           syntax_is(&b->syntax, syntax_child(&b->syntax, node, FIELD_OBJECT), SYNTAX_META_PROPERTY) &&
           text_is(syntax_text(&b->syntax, syntax_child(&b->syntax, node, FIELD_PROPERTY)), property);
}

/* navigator.serviceWorker.register */
static bool is_service_worker_register(const struct builder *b, node_id callee)
{
    const struct syntax *syntax = &b->syntax;
    return syntax_is(syntax, callee, SYNTAX_MEMBER) &&
           text_is(syntax_text(syntax, syntax_child(syntax, callee, FIELD_PROPERTY)), "register") &&
           builder_is_free_member(b, syntax_child(syntax, callee, FIELD_OBJECT), "navigator", "serviceWorker");
}

/* new URL("./x", import.meta.url), and a worker made from it */
static void collect_new_url(struct builder *b, node_id node)
{
    const struct syntax *syntax = &b->syntax;
    if (!builder_is_free(b, syntax_child(syntax, node, FIELD_CONSTRUCTOR), "URL")) return;
    node_id path = first_argument(syntax, node);
    if (!is_static_specifier(b, path) || read_comments(b, node).ignores) return;
    node_id base = next_argument(syntax, path);
    if (base == NODE_NONE || !is_import_meta_member(b, base, "url")) return;
    node_id around = syntax_parent(syntax, syntax_parent(syntax, node));
    node_id constructor =
        syntax_is(syntax, around, SYNTAX_NEW) ? syntax_child(syntax, around, FIELD_CONSTRUCTOR) : NODE_NONE;
    bool worker = constructor != NODE_NONE && first_argument(syntax, around) == node &&
                  (builder_is_free(b, constructor, "Worker") || builder_is_free(b, constructor, "SharedWorker") ||
                   is_import_of(b, constructor, "worker_threads", "Worker"));
    if (syntax_is(syntax, around, SYNTAX_CALL) && first_argument(syntax, around) == node)
        worker = is_service_worker_register(b, syntax_child(syntax, around, FIELD_FUNCTION));
    add_plain_request(b, worker ? REQUEST_WORKER : REQUEST_URL, false, node, path);
}

void requests_collect(struct builder *b)
{
    const struct syntax *syntax = &b->syntax;
    for (node_id node = 0; node < syntax->count; node++) {
        enum syntax_kind kind = syntax_kind(syntax, node);
        if (kind == SYNTAX_NEW) collect_new_url(b, node);
        if (bitset_has(b->require_branches, node)) add_plain_request(b, REQUEST_REQUIRE, true, node, node);
        if (bitset_has(b->import_branches, node)) add_plain_request(b, REQUEST_DYNAMIC_IMPORT, true, node, node);
        if (kind != SYNTAX_CALL) continue;
        find_require_parameters(b, node);
        node_id callee = syntax_unparenthesized(syntax, syntax_child(syntax, node, FIELD_FUNCTION));
        if (syntax_is(syntax, callee, SYNTAX_IMPORT_KEYWORD)) collect_import_call(b, node);
        else if (requests_is_require(b, callee)) collect_require_call(b, node, callee);
        else if (is_import_meta_member(b, callee, "webpackContext")) add_meta_context(b, node);
        else if (syntax_is(syntax, callee, SYNTAX_MEMBER) &&
                 requests_is_require(b, syntax_child(syntax, callee, FIELD_OBJECT))) {
            collect_require_member_call(b, node, callee);
        }
    }
}

uint32_t requests_of_call(const struct builder *b, node_id node)
{
    uint32_t low = 0, high = b->calls.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (b->calls.at[middle].call < node) low = middle + 1;
        else high = middle;
    }
    return low < b->calls.count && b->calls.at[low].call == node ? b->calls.at[low].request : INDEX_NONE;
}
