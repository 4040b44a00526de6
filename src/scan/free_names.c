#include "scan/builder.h"

static void rewrite_name(struct builder *b, enum rewrite_kind kind, node_id node)
{
    vec_push(&b->rewrites, (struct rewrite){
                               .kind = (uint8_t)kind,
                               .span = builder_span(b, node),
                               .shorthand = syntax_kind(&b->syntax, node) == SYNTAX_SHORTHAND,
                           });
}

static node_id typeof_around(const struct syntax *syntax, node_id node)
{
    node_id parent = syntax_parent(syntax, syntax_parenthesized(syntax, node));
    bool is_typeof = syntax_is(syntax, parent, SYNTAX_UNARY) && text_is(syntax_operator(syntax, parent), "typeof");
    return is_typeof ? parent : NODE_NONE;
}

static void collect_require(struct builder *b, node_id node)
{
    node_id asked = typeof_around(&b->syntax, node);
    if (asked != NODE_NONE) {
        vec_push(&b->rewrites, (struct rewrite){.kind = REWRITE_TEXT,
                                                .span = builder_span(b, asked),
                                                .text = builder_string(b, TEXT("\"function\""))});
        return;
    }
    b->uses_require_unknown = true;
    rewrite_name(b, REWRITE_REQUIRE, node);
}

/* Direct eval can read every binding it sees: each import is used as a whole, each local binding read. */
static void collect_eval(struct builder *b, node_id node)
{
    b->has_eval = true;
    uint32_t part = builder_part(b, node);
    for (uint32_t r = 0; r < b->requests.count; r++) {
        enum request_kind kind = (enum request_kind)b->requests.at[r].kind;
        if (kind != REQUEST_IMPORT && kind != REQUEST_REQUIRE && kind != REQUEST_DYNAMIC_IMPORT) continue;
        references_add_whole(b, r, REASON_DIRECT_EVAL, part, builder_span(b, node), true);
    }
}

/* A loader of AMD modules on the page must not get what a UMD wrapper registers: in a chunk `define` is undefined. */
static void collect_define(struct builder *b, node_id node)
{
    vec_push(&b->rewrites, (struct rewrite){.kind = REWRITE_TEXT,
                                            .span = builder_span(b, node),
                                            .shorthand = syntax_kind(&b->syntax, node) == SYNTAX_SHORTHAND,
                                            .text = builder_string(b, TEXT("undefined"))});
}

static void collect_free_reference(struct builder *b, const struct scope_reference *reference)
{
    node_id node = reference->node;
    struct text name = builder_identifier(b, node);
    if (text_is(name, "require")) collect_require(b, node);
    else if (text_is(name, "define") && !b->is_esm) collect_define(b, node);
    else if (text_is(name, "global")) rewrite_name(b, REWRITE_GLOBAL, node);
    else if (text_is(name, "__filename")) rewrite_name(b, REWRITE_FILENAME, node);
    else if (text_is(name, "__dirname")) rewrite_name(b, REWRITE_DIRNAME, node);
    else if (text_is(name, "module")) {
        if (b->is_esm) {
            rewrite_name(b, REWRITE_MODULE, node);
        } else {
            b->uses_module = true; /* commonjs.c saw whether it escapes */
        }
    } else if (scope_is_called_eval(&b->syntax, node)) {
        collect_eval(b, node);
    }
}

static void collect_this(struct builder *b, node_id node)
{
    if (!builder_is_top_level_this(b, node)) return;
    if (b->is_esm) builder_rewrite(b, REWRITE_UNDEFINED, builder_span(b, node));
    else b->uses_this = true;
}

static void collect_import_meta(struct builder *b, node_id node)
{
    if (!text_starts_with(syntax_text(&b->syntax, node), TEXT("import"))) return;
    node_id parent = syntax_parent(&b->syntax, node);
    bool is_url = syntax_is(&b->syntax, parent, SYNTAX_MEMBER) && b->syntax.nodes[node].field == FIELD_OBJECT &&
                  text_is(syntax_text(&b->syntax, syntax_child(&b->syntax, parent, FIELD_PROPERTY)), "url");
    if (is_url) builder_rewrite(b, REWRITE_IMPORT_META_URL, builder_span(b, parent));
    else builder_rewrite(b, REWRITE_IMPORT_META, builder_span(b, node));
}

static bool is_await_loop(const struct syntax *syntax, node_id node)
{
    return syntax_kind(syntax, node) == SYNTAX_FOR_IN && syntax_has_token(syntax, node, "await");
}

void free_names_collect(struct builder *b)
{
    for (uint32_t r = 0; r < b->scopes.reference_count; r++) {
        const struct scope_reference *reference = &b->scopes.references[r];
        if (reference->binding == BINDING_FREE && !bitset_has(b->handled, reference->node))
            collect_free_reference(b, reference);
    }
    for (node_id node = 0; node < b->syntax.count; node++) {
        enum syntax_kind kind = syntax_kind(&b->syntax, node);
        if (kind == SYNTAX_THIS && !bitset_has(b->handled, node)) collect_this(b, node);
        else if (kind == SYNTAX_META_PROPERTY) collect_import_meta(b, node);
        else if (kind == SYNTAX_AWAIT || is_await_loop(&b->syntax, node)) {
            b->top_level_await = b->top_level_await || builder_is_outside_functions(b, node);
        }
    }
}
