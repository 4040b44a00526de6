#include "syntax/syntax.h"

#include "base/memory.h"
#include "base/vec.h"
#include "syntax/direct_parser.h"
#include "syntax/masking.h"
#include "syntax/tree_memory.h"

#include <pthread.h>
#include <time.h>
#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_javascript(void);
const TSLanguage *tree_sitter_typescript(void);
const TSLanguage *tree_sitter_tsx(void);

static const char *const kind_names[SYNTAX_KIND_COUNT] = {
#define NODE(name, text) [name] = text,
#include "syntax/syntax_kinds.def"
#undef NODE
};

static const char *const field_names[FIELD_COUNT] = {
    [FIELD_ALIAS] = "alias",
    [FIELD_ALTERNATIVE] = "alternative",
    [FIELD_ARGUMENT] = "argument",
    [FIELD_ARGUMENTS] = "arguments",
    [FIELD_BODY] = "body",
    [FIELD_CONDITION] = "condition",
    [FIELD_CONSEQUENCE] = "consequence",
    [FIELD_CONSTRUCTOR] = "constructor",
    [FIELD_DECLARATION] = "declaration",
    [FIELD_FINALIZER] = "finalizer",
    [FIELD_FUNCTION] = "function",
    [FIELD_HANDLER] = "handler",
    [FIELD_INCREMENT] = "increment",
    [FIELD_INDEX] = "index",
    [FIELD_INITIALIZER] = "initializer",
    [FIELD_KEY] = "key",
    [FIELD_KIND] = "kind",
    [FIELD_LABEL] = "label",
    [FIELD_LEFT] = "left",
    [FIELD_NAME] = "name",
    [FIELD_OBJECT] = "object",
    [FIELD_OPERATOR] = "operator",
    [FIELD_OPTIONAL_CHAIN] = "optional_chain",
    [FIELD_PARAMETER] = "parameter",
    [FIELD_PARAMETERS] = "parameters",
    [FIELD_PROPERTY] = "property",
    [FIELD_RIGHT] = "right",
    [FIELD_SOURCE] = "source",
    [FIELD_VALUE] = "value",
};

/* What becomes of a grammar symbol in the flat tree, beside the kinds. */
enum { DROPPED = 0xff, COMMENT = 0xfe, TRANSPARENT = 0xfd, PARAMETER = 0xfc };

struct language {
    const TSLanguage *grammar; /* NULL until first used */
    uint8_t *kinds;            /* by TSSymbol: enum syntax_kind, DROPPED, COMMENT or TRANSPARENT */
    uint8_t *fields;           /* by TSFieldId */
};

struct syntax_parser {
    TSParser *parser;
    struct tree_memory memory; /* of everything that tree-sitter asks for in the parser's name */
    struct language languages[SYNTAX_LANGUAGE_COUNT];
};

static const struct {
    const char *name;
    uint8_t kind;
} typescript_kinds[] = {
#define ERASED(name)     {name, DROPPED},
#define UNWRAPPED(name)  {name, TRANSPARENT},
#define SAME(name, kind) {name, kind},
#include "syntax/typescript_kinds.def"
#undef ERASED
#undef UNWRAPPED
#undef SAME
};

static bool is_punctuation(const char *name)
{
    static const char *const operators[] = {"?", "<", ">", "/", "<<", ">>", ">>>", "??"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (strcmp(name, operators[i]) == 0) return false;
    }
    return strspn(name, "(){}[],;:'\"`$<>/?.") == strlen(name);
}

static uint8_t kind_of_symbol(const char *name, bool named)
{
    if (!named) return is_punctuation(name) ? DROPPED : SYNTAX_TOKEN;
    if (strcmp(name, "comment") == 0 || strcmp(name, "html_comment") == 0) return COMMENT;
    if (strcmp(name, "string_fragment") == 0 || strcmp(name, "escape_sequence") == 0) return DROPPED;
    for (int kind = 0; kind < SYNTAX_KIND_COUNT; kind++) {
        if (kind_names[kind] && strcmp(kind_names[kind], name) == 0) return (uint8_t)kind;
    }
    for (size_t i = 0; i < sizeof typescript_kinds / sizeof *typescript_kinds; i++) {
        if (strcmp(typescript_kinds[i].name, name) == 0) return typescript_kinds[i].kind;
    }
    return SYNTAX_TOKEN;
}

/* Translates the grammar's numbers to ours, once per parser and language. */
static const struct language *language_of(struct syntax_parser *parser, enum syntax_language which)
{
    struct language *language = &parser->languages[which];
    if (language->grammar) return language;
    const TSLanguage *grammar = which == SYNTAX_JAVASCRIPT   ? tree_sitter_javascript()
                                : which == SYNTAX_TYPESCRIPT ? tree_sitter_typescript()
                                                             : tree_sitter_tsx();
    uint32_t symbol_count = ts_language_symbol_count(grammar);
    language->kinds = memory_alloc(symbol_count);
    for (uint32_t symbol = 0; symbol < symbol_count; symbol++) {
        bool named = ts_language_symbol_type(grammar, (TSSymbol)symbol) == TSSymbolTypeRegular;
        language->kinds[symbol] = kind_of_symbol(ts_language_symbol_name(grammar, (TSSymbol)symbol), named);
    }
    uint32_t field_count = ts_language_field_count(grammar) + 1;
    language->fields = memory_alloc(field_count);
    memset(language->fields, FIELD_NONE, field_count);
    for (int field = 1; field < FIELD_COUNT; field++) {
        TSFieldId id = ts_language_field_id_for_name(grammar, field_names[field], (uint32_t)strlen(field_names[field]));
        if (id) language->fields[id] = (uint8_t)field;
    }
    /* A parameter's pattern is the left side of its default value. */
    TSFieldId pattern = ts_language_field_id_for_name(grammar, "pattern", 7);
    if (pattern && which != SYNTAX_JAVASCRIPT) language->fields[pattern] = FIELD_LEFT;
    language->grammar = grammar;
    return language;
}

static void set_allocator(void)
{
    ts_set_allocator(tree_memory_alloc, tree_memory_alloc_zeroed, tree_memory_resize, tree_memory_free);
}

struct syntax_parser *syntax_parser_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_allocator);
    struct syntax_parser *parser = memory_alloc(sizeof *parser);
    *parser = (struct syntax_parser){0};
    tree_memory_init(&parser->memory);
    struct tree_memory *before = tree_memory_use(&parser->memory);
    parser->parser = ts_parser_new();
    bool good = ts_parser_set_language(parser->parser, tree_sitter_javascript());
    tree_memory_use(before);
    if (good) return parser;
    syntax_parser_free(parser);
    return NULL;
}

void syntax_parser_free(struct syntax_parser *parser)
{
    if (!parser) return;
    struct tree_memory *before = tree_memory_use(&parser->memory);
    ts_parser_delete(parser->parser);
    tree_memory_use(before);
    tree_memory_release(&parser->memory);
    for (int i = 0; i < SYNTAX_LANGUAGE_COUNT; i++) {
        memory_free(parser->languages[i].kinds);
        memory_free(parser->languages[i].fields);
    }
    memory_free(parser);
}

/* ---------------------------------------------------------------------------------------------- parsing */

static const char *read_source(void *payload, uint32_t offset, TSPoint position, uint32_t *length)
{
    (void)position;
    const struct text *source = payload;
    *length = offset < source->length ? (uint32_t)(source->length - offset) : 0;
    return source->at + (offset < source->length ? offset : source->length);
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

struct budget {
    double cpu_deadline, wall_deadline;
};

static struct budget budget_for(size_t bytes)
{
    double seconds = 0.25 + 2.0 * (double)bytes / (1024 * 1024);
    return (struct budget){seconds_of(CLOCK_THREAD_CPUTIME_ID) + seconds, seconds_of(CLOCK_MONOTONIC) + seconds};
}

/* Called very often: the clock of the wall costs no system call and can not be ahead of the processor's. */
static bool is_spent(const struct budget *budget)
{
    if (seconds_of(CLOCK_MONOTONIC) <= budget->wall_deadline) return false;
    return seconds_of(CLOCK_THREAD_CPUTIME_ID) > budget->cpu_deadline;
}

static bool is_over_budget(TSParseState *state)
{
    return is_spent(state->payload);
}

static TSTree *parse_tree(TSParser *parser, struct text source, struct budget budget)
{
    TSInput input = {.payload = &source, .read = read_source, .encoding = TSInputEncodingUTF8};
    TSParseOptions options = {.payload = &budget, .progress_callback = is_over_budget};
    TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
    if (!tree) ts_parser_reset(parser);
    return tree;
}

static bool has_uninteresting_children(enum syntax_kind kind)
{
    return kind == SYNTAX_STRING || kind == SYNTAX_REGEX;
}

struct flattening {
    const struct language *language;
    struct text source;
    bool typescript;
    uint32_t inserted_at; /* in front of this byte of the source the parsed text has one more; UINT32_MAX: nowhere */
    VEC(struct syntax_node) nodes;
    VEC(struct syntax_comment) comments;
    bool has_error;
    uint32_t error_offset;
};

static bool has_keyword(TSNode node, const char *keyword)
{
    for (uint32_t i = 0; i < ts_node_child_count(node); i++) {
        TSNode child = ts_node_child(node, i);
        if (!ts_node_is_named(child) && strcmp(ts_node_type(child), keyword) == 0) return true;
    }
    return false;
}

static bool is_erased(const struct flattening *flat, TSNode node);

/* A namespace without values compiles to nothing. */
static bool has_only_types(const struct flattening *flat, TSNode namespace)
{
    TSNode body = ts_node_child_by_field_name(namespace, "body", 4);
    if (ts_node_is_null(body)) return false;
    for (uint32_t i = 0; i < ts_node_named_child_count(body); i++) {
        if (!is_erased(flat, ts_node_named_child(body, i))) return false;
    }
    return true;
}

/* `import type …`, `export type …`, `{ type T }`, and `export` of a declaration that is erased. */
static bool is_type_only(const struct flattening *flat, TSNode node, uint8_t kind)
{
    if (kind == SYNTAX_NAMESPACE) return has_only_types(flat, node);
    if (kind != SYNTAX_IMPORT && kind != SYNTAX_EXPORT && kind != SYNTAX_IMPORT_SPECIFIER &&
        kind != SYNTAX_EXPORT_SPECIFIER)
        return false;
    if (has_keyword(node, "type") || has_keyword(node, "typeof")) return true;
    TSNode declaration = ts_node_child_by_field_name(node, "declaration", 11);
    return !ts_node_is_null(declaration) && is_erased(flat, declaration);
}

static bool is_erased(const struct flattening *flat, TSNode node)
{
    uint8_t kind = flat->language->kinds[ts_node_symbol(node)];
    if (kind == SYNTAX_EXPRESSION_STATEMENT && ts_node_named_child_count(node) == 1) {
        node = ts_node_named_child(node, 0); /* the grammar wraps namespaces */
        kind = flat->language->kinds[ts_node_symbol(node)];
        return kind == SYNTAX_NAMESPACE && has_only_types(flat, node);
    }
    return kind == DROPPED || kind == COMMENT || is_type_only(flat, node, kind);
}

/* What follows the value of `value as Type` and `value satisfies Type`. */
static bool is_asserted_type(const struct flattening *flat, node_id parent)
{
    return parent != NODE_NONE && flat->nodes.at[parent].kind == SYNTAX_PARENTHESIZED && flat->nodes.count > parent + 1;
}

/* What becomes of a node of a TypeScript source, where its own symbol does not decide it. */
static uint8_t typescript_kind(const struct flattening *flat, TSNode node, node_id parent, uint8_t kind)
{
    if (is_type_only(flat, node, kind) || is_asserted_type(flat, parent)) return DROPPED;
    if (kind != PARAMETER) return kind;
    return ts_node_is_null(ts_node_child_by_field_name(node, "value", 5)) ? TRANSPARENT : SYNTAX_ASSIGNMENT_PATTERN;
}

static bool is_comment(const struct flattening *flat, TSNode node)
{
    return !ts_node_is_error(node) && flat->language->kinds[ts_node_symbol(node)] == COMMENT;
}

enum flattened { LEFT_OUT, KEPT, LOOKED_THROUGH };

/* The byte of the source that is byte `offset` of the parsed text. */
static uint32_t source_offset(const struct flattening *flat, uint32_t offset)
{
    return offset > flat->inserted_at ? offset - 1 : offset;
}

static bool spans_lines(TSNode node)
{
    return ts_node_start_point(node).row != ts_node_end_point(node).row;
}

/* An error in a type that goes may have swallowed statements when it reaches over the end of a line. *error is the first such node. */
static bool has_swallowed(TSNode erased, TSNode *error)
{
    if (!ts_node_has_error(erased) || !spans_lines(erased)) return false;
    TSTreeCursor cursor = ts_tree_cursor_new(erased);
    bool found = false, more = true;
    while (more) {
        *error = ts_tree_cursor_current_node(&cursor);
        found = ts_node_is_error(*error) && spans_lines(*error);
        if (found) break;
        if (ts_node_has_error(*error) && ts_tree_cursor_goto_first_child(&cursor)) continue;
        while (more && !ts_tree_cursor_goto_next_sibling(&cursor)) more = ts_tree_cursor_goto_parent(&cursor);
    }
    ts_tree_cursor_delete(&cursor);
    return found;
}

static void note_error(struct flattening *flat, TSNode node)
{
    if (flat->has_error) return;
    flat->has_error = true;
    flat->error_offset = source_offset(flat, ts_node_start_byte(node));
}

/* Adds the cursor's node unless it is dropped. */
static enum flattened flatten_node(struct flattening *flat, const TSTreeCursor *cursor, node_id parent)
{
    TSNode node = ts_tree_cursor_current_node(cursor);
    TSSymbol symbol = ts_node_symbol(node);
    uint32_t start = source_offset(flat, ts_node_start_byte(node));
    uint32_t end = source_offset(flat, ts_node_end_byte(node));
    bool is_error = ts_node_is_error(node);
    if (is_error || ts_node_is_missing(node)) note_error(flat, node);
    uint8_t kind = is_error ? (uint8_t)SYNTAX_ERROR : flat->language->kinds[symbol];
    if (flat->typescript) kind = typescript_kind(flat, node, parent, kind);
    if (kind == SYNTAX_IDENTIFIER && text_is(text_slice(flat->source, start, end), "this"))
        kind = SYNTAX_THIS; /* in the name of an element: see masking.c */
    if (kind == SYNTAX_LEXICAL_DECLARATION && text_starts_with(text_slice(flat->source, start, end), TEXT("using")))
        kind = SYNTAX_USING_DECLARATION; /* likewise */
    if (kind == COMMENT) {
        vec_push(&flat->comments, (struct syntax_comment){start, end});
        return LEFT_OUT;
    }
    if (kind == DROPPED) {
        TSNode error;
        if (has_swallowed(node, &error)) note_error(flat, error);
        return LEFT_OUT;
    }
    if (kind == TRANSPARENT) return LOOKED_THROUGH;
    uint8_t field = flat->language->fields[ts_tree_cursor_current_field_id(cursor)];
    if (field == FIELD_VALUE && parent != NODE_NONE && flat->nodes.at[parent].kind == SYNTAX_ASSIGNMENT_PATTERN)
        field = FIELD_RIGHT;
    vec_push(&flat->nodes,
             (struct syntax_node){.kind = kind, .field = field, .start = start, .end = end, .parent = parent});
    return KEPT;
}

/* One preorder walk. A dropped node has no children worth keeping; the flat tree's parents are the kept nodes on the cursor's path. A node ends with its last token: the
 * grammar puts a semicolon that is not there behind the comments that follow, and the comments into the statement. */
static void flatten(struct flattening *flat, TSTree *tree)
{
    uint32_t token_end = 0;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    VEC(node_id) path = {0};
    node_id parent = NODE_NONE;
    for (;;) {
        node_id id = flat->nodes.count;
        enum flattened result = flatten_node(flat, &cursor, parent);
        bool descend = result == LOOKED_THROUGH ||
                       (result == KEPT && !has_uninteresting_children((enum syntax_kind)flat->nodes.at[id].kind));
        if (descend && ts_tree_cursor_goto_first_child(&cursor)) {
            vec_push(&path, parent);
            if (result == KEPT) parent = id;
            continue;
        }
        if (result == KEPT) flat->nodes.at[id].next = flat->nodes.count;
        TSNode node = ts_tree_cursor_current_node(&cursor);
        if (!is_comment(flat, node)) token_end = source_offset(flat, ts_node_end_byte(node));
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            if (path.count == 0) goto done;
            /* Also after a node that was looked through: the last call, when the parent really ends, is the one that counts. */
            flat->nodes.at[parent].next = flat->nodes.count;
            if (parent > 0) flat->nodes.at[parent].end = token_end;
            parent = vec_pop(&path);
            ts_tree_cursor_goto_parent(&cursor);
        }
    }
done:
    vec_release(&path);
    ts_tree_cursor_delete(&cursor);
}

/* Is the node of one byte at `at` a separator right inside a type's members? */
static bool separates_members(TSNode root, uint32_t at)
{
    TSNode node = ts_node_descendant_for_byte_range(root, at, at + 1);
    if (ts_node_is_null(node) || strcmp(ts_node_type(node), ";") != 0) return false;
    const char *around = ts_node_type(ts_node_parent(node));
    return strcmp(around, "interface_body") == 0 || strcmp(around, "object_type") == 0;
}

/* Are the bytes from `start` to `end` white space between a tag and its template? */
static bool parts_tag_and_template(TSNode root, uint32_t start, uint32_t end)
{
    TSNode call = ts_node_descendant_for_byte_range(root, start - 1, end + 1);
    if (ts_node_is_null(call) || strcmp(ts_node_type(call), "call_expression") != 0) return false;
    TSNode function = ts_node_child_by_field_name(call, "function", 8);
    TSNode arguments = ts_node_child_by_field_name(call, "arguments", 9);
    return !ts_node_is_null(function) && !ts_node_is_null(arguments) && ts_node_end_byte(function) == start &&
           ts_node_start_byte(arguments) == end && strcmp(ts_node_type(arguments), "template_string") == 0;
}

/* Is the byte at `at` in text between tags, or in the string of an attribute? */
static bool is_jsx_text(TSNode root, uint32_t at)
{
    TSNode node = ts_node_descendant_for_byte_range(root, at, at + 1);
    if (ts_node_is_null(node)) return false;
    if (strcmp(ts_node_type(node), "jsx_text") == 0) return true;
    if (strcmp(ts_node_type(node), "string_fragment") == 0) node = ts_node_parent(node);
    return strcmp(ts_node_type(node), "string") == 0 &&
           strcmp(ts_node_type(ts_node_parent(node)), "jsx_attribute") == 0;
}

/* Does the name at `at` begin a qualified name of a type? */
static bool begins_type(TSNode root, uint32_t start, uint32_t end)
{
    TSNode node = ts_node_descendant_for_byte_range(root, start, end);
    if (ts_node_is_null(node) || ts_node_start_byte(node) != start || ts_node_end_byte(node) != end) return false;
    for (node = ts_node_parent(node); !ts_node_is_null(node); node = ts_node_parent(node)) {
        if (strcmp(ts_node_type(node), "nested_type_identifier") == 0) return true;
        if (strcmp(ts_node_type(node), "nested_identifier") != 0) return false;
    }
    return false;
}

static bool is_confirmed(TSNode root, struct masked_guess guess)
{
    switch ((enum masked_guess_kind)guess.kind) {
    case MASKED_SEPARATOR: return separates_members(root, guess.start);
    case MASKED_TYPE_ARGUMENTS: return parts_tag_and_template(root, guess.start, guess.end);
    case MASKED_IMPORTED_TYPE: return begins_type(root, guess.start, guess.end);
    case MASKED_AMPERSAND: return is_jsx_text(root, guess.start);
    }
    return false;
}

/* Keeps the guesses that the tree confirms; true when these are all. None is kept when there is no time to look: in a deep tree that takes long. */
static bool confirm_guesses(TSTree *tree, struct masked_guesses *guesses, const struct budget *budget)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < guesses->list.count; i++) {
        if (is_spent(budget)) {
            kept = 0;
            break;
        }
        if (is_confirmed(ts_tree_root_node(tree), guesses->list.at[i])) guesses->list.at[kept++] = guesses->list.at[i];
    }
    bool all = kept == guesses->list.count;
    guesses->list.count = kept;
    return all;
}

static bool is_good(TSTree *tree)
{
    return tree && !ts_node_has_error(ts_tree_root_node(tree));
}

/* Parses `masked` with the guesses that hold: those that a tree contradicts are dropped, and the text is parsed again without them. NULL when that leads to no tree
 * without errors. */
static TSTree *parse_guessing(TSParser *parser, struct text masked, struct masked_guesses *guesses, struct arena *arena,
                              struct budget budget)
{
    enum { MOST_ATTEMPTS = 4 };
    char *copy = arena_alloc(arena, masked.length + 1);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        memcpy(copy, masked.at, masked.length);
        for (uint32_t i = 0; i < guesses->list.count; i++) masking_apply_guess(copy, guesses->list.at[i]);
        TSTree *tree = parse_tree(parser, (struct text){copy, masked.length}, budget);
        bool confirmed = tree && confirm_guesses(tree, guesses, &budget);
        if (confirmed && is_good(tree)) return tree;
        if (tree) ts_tree_delete(tree);
        if (confirmed || !tree || is_spent(&budget)) return NULL;
    }
    return NULL;
}

/* The function or class without a name that the expression `value` begins with; a null node when there is none. */
static TSNode leading_declaration(TSNode value)
{
    uint32_t start = ts_node_start_byte(value);
    while (!ts_node_is_null(value) && ts_node_start_byte(value) == start) {
        const char *type = ts_node_type(value);
        bool found = strcmp(type, "function_expression") == 0 || strcmp(type, "generator_function") == 0 ||
                     strcmp(type, "class") == 0;
        if (found) return value;
        value = ts_node_named_child(value, 0);
    }
    return (TSNode){0};
}

/* Where a default export without a name ends and the tree has read on. `export default function () {} next()` are two statements, as after any declaration; to the
 * grammar what follows `default` is an expression, which goes on or wants a semicolon. False when the tree has no such place. */
static bool find_unended_default(TSTree *tree, uint32_t *end)
{
    TSNode root = ts_tree_root_node(tree);
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    bool found = false;
    for (bool more = ts_tree_cursor_goto_first_child(&cursor); more && !found;
         more = ts_tree_cursor_goto_next_sibling(&cursor)) {
        TSNode statement = ts_tree_cursor_current_node(&cursor);
        if (strcmp(ts_node_type(statement), "export_statement") != 0) continue;
        TSNode value = ts_node_child_by_field_name(statement, "value", 5);
        TSNode declaration = ts_node_is_null(value) ? value : leading_declaration(value);
        found = !ts_node_is_null(declaration) && (!ts_node_eq(declaration, value) || ts_node_has_error(statement));
        if (found) *end = ts_node_end_byte(declaration);
    }
    ts_tree_cursor_delete(&cursor);
    return found;
}

/* The text with a semicolon in front of its byte `at`. */
static struct text with_semicolon(struct arena *arena, struct text t, uint32_t at)
{
    char *bytes = arena_alloc(arena, t.length + 2);
    memcpy(bytes, t.at, at);
    bytes[at] = ';';
    memcpy(bytes + at + 1, t.at + at, t.length - at);
    return (struct text){bytes, t.length + 1};
}

/* Parses again with a semicolon, or with masked text, when the grammar goes wrong; the best of the trees. *inserted_at is where the semicolon stands. */
static TSTree *parse_tolerantly(TSParser *parser, bool typescript, struct arena *arena, struct text source,
                                uint32_t *inserted_at)
{
    *inserted_at = UINT32_MAX;
    TSTree *tree = parse_tree(parser, source, budget_for(source.length));
    if (tree && find_unended_default(tree, inserted_at)) {
        source = with_semicolon(arena, source, *inserted_at);
        ts_tree_delete(tree);
        tree = parse_tree(parser, source, budget_for(source.length));
    }
    if (!tree || is_good(tree)) return tree;
    char *copy = arena_alloc(arena, source.length + 1);
    memcpy(copy, source.at, source.length);
    masking_apply(copy, source, typescript);
    struct text masked = {copy, source.length};
    struct budget budget = budget_for(source.length); /* of all further attempts together */
    TSTree *better = parse_tree(parser, masked, budget);
    if (!is_good(better)) {
        if (better) ts_tree_delete(better);
        struct masked_guesses guesses = {0};
        masking_guess(source, typescript, &guesses);
        better = guesses.list.count ? parse_guessing(parser, masked, &guesses, arena, budget) : NULL;
        vec_release(&guesses.list);
    }
    if (!better) return tree;
    ts_tree_delete(tree);
    return better;
}

bool syntax_parse(struct syntax_parser *parser, struct arena *arena, struct text source, struct syntax *syntax)
{
    return syntax_parse_language(parser, SYNTAX_JAVASCRIPT, arena, source, syntax);
}

bool syntax_parse_language(struct syntax_parser *parser, enum syntax_language which, struct arena *arena,
                           struct text source, struct syntax *syntax)
{
    if (which == SYNTAX_JAVASCRIPT && direct_parse(arena, source, syntax)) return true;
    return syntax_parse_by_grammar(parser, which, arena, source, syntax);
}

bool syntax_parse_by_grammar(struct syntax_parser *parser, enum syntax_language which, struct arena *arena,
                             struct text source, struct syntax *syntax)
{
    const struct language *language = language_of(parser, which);
    struct flattening flat = {.language = language, .source = source, .typescript = which != SYNTAX_JAVASCRIPT};
    struct tree_memory *before = tree_memory_use(&parser->memory);
    TSTree *tree = NULL;
    if (ts_parser_set_language(parser->parser, language->grammar))
        tree = parse_tolerantly(parser->parser, flat.typescript, arena, source, &flat.inserted_at);
    if (tree) {
        flatten(&flat, tree);
        ts_tree_delete(tree);
    }
    tree_memory_use(before);
    if (!tree) return false;
    *syntax = (struct syntax){
        .source = source,
        .count = flat.nodes.count,
        .comment_count = flat.comments.count,
        .has_error = flat.has_error,
        .error_offset = flat.error_offset,
    };
    syntax->nodes = vec_freeze(&flat.nodes, arena);
    syntax->comments = vec_freeze(&flat.comments, arena);
    return true;
}
