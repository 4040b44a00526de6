#include "scan/scan.h"

#include "base/json.h"
#include "base/limits.h"
#include "scan/builder.h"

#include <stdlib.h>

enum { MOST_KEPT = 16 * 1024 * 1024 }; /* bytes of scratch memory from one scan to the next */

struct scanner {
    struct syntax_parser *parser;
    struct arena arena;   /* of the regular expressions' messages */
    struct arena scratch; /* of one scan; kept, so that the next finds its pages */
    struct magic_reader *magic;
};

struct scanner *scanner_new(void)
{
    struct syntax_parser *parser = syntax_parser_new();
    if (!parser) return NULL;
    struct scanner *scanner = memory_alloc(sizeof *scanner);
    scanner->parser = parser;
    arena_init(&scanner->arena);
    arena_init(&scanner->scratch);
    scanner->magic = magic_reader_new(&scanner->arena);
    return scanner;
}

void scanner_free(struct scanner *scanner)
{
    if (!scanner) return;
    syntax_parser_free(scanner->parser);
    magic_reader_free(scanner->magic);
    arena_release(&scanner->arena);
    arena_release(&scanner->scratch);
    memory_free(scanner);
}

/* ---------------------------------------------------------------------------------------------- tables of the builder */

/* webpack's CommonJsPlugin: without the hot module replacement of development `module.hot` is nullish. In what is an ES module by name there is no `module`. */
static bool hot_is_absent(const struct scan_options *options)
{
    bool production = false;
    for (uint32_t i = 0; i < options->define_count && !production; i++) {
        const struct scan_define *define = &options->defines[i];
        production = text_is(define->name, "process.env.NODE_ENV") && text_is(define->value, "\"production\"");
    }
    return production && options->source_type != SCAN_ESM;
}

/* Parse, scopes, folding; scopes again when folding changed the tree. */
static bool build_syntax(struct scanner *scanner, struct builder *b, struct text source)
{
    if (!syntax_parse_language(scanner->parser, b->options->language, b->scratch, source, &b->syntax)) {
        b->syntax = (struct syntax){.source = source, .has_error = true};
        return false;
    }
    if (b->syntax.has_error) return false;
    scope_analyze(&b->syntax, b->scratch, &b->scopes);
    struct folded folded;
    if (!fold_dead_code(&b->syntax, &b->scopes, b->options->defines, b->options->define_count,
                        hot_is_absent(b->options), b->scratch, &folded))
        return true;
    b->syntax = folded.syntax;
    scope_analyze(&b->syntax, b->scratch, &b->scopes);
    for (uint32_t i = 0; i < folded.rewrite_count; i++) {
        const struct fold_rewrite *rewrite = &folded.rewrites[i];
        vec_push(&b->rewrites, (struct rewrite){
                                   .kind = (uint8_t)rewrite->kind,
                                   .is_statement = rewrite->is_statement,
                                   .span = rewrite->span,
                                   .text = builder_string(b, rewrite->text),
                               });
    }
    return true;
}

static void number_bindings(struct builder *b)
{
    b->sources = ARENA_ARRAY(b->scratch, struct binding_source, b->scopes.binding_count + 1);
    b->record_bindings = ARENA_ARRAY(b->scratch, uint32_t, b->scopes.binding_count + 1);
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        const struct scope_binding *binding = &b->scopes.bindings[i];
        b->sources[i].request = INDEX_NONE;
        b->record_bindings[i] = INDEX_NONE;
        if (binding->scope != 0) continue;
        b->record_bindings[i] = b->bindings.count;
        vec_push(&b->bindings, (struct record_binding){
                                   .name = builder_string(b, binding->name),
                                   .request = INDEX_NONE,
                                   .written = binding->written,
                                   .hoisted = binding->kind == BINDING_FUNCTION,
                                   .lexical = binding->kind == BINDING_LET || binding->kind == BINDING_CONST ||
                                              binding->kind == BINDING_CLASS,
                               });
    }
}

static void finish_bindings(struct builder *b)
{
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        if (b->record_bindings[i] == INDEX_NONE || !b->sources[i].is_import) continue;
        b->bindings.at[b->record_bindings[i]].request = b->sources[i].request;
        b->bindings.at[b->record_bindings[i]].imported = b->sources[i].imported;
    }
}

/* Only the program's own bindings are worth naming in a part. */
static uint32_t put_part_bindings(struct builder *b, const binding_id *list, uint32_t count)
{
    uint32_t put = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = b->record_bindings[list[i]];
        if (index == INDEX_NONE) continue;
        vec_push(&b->part_bindings, index);
        put++;
    }
    return put;
}

static bool part_has_eval(const struct builder *b, const struct part *part)
{
    if (!b->has_eval) return false;
    for (uint32_t r = 0; r < part->reference_count; r++) {
        const struct scope_reference *reference = &b->scopes.references[part->first_reference + r];
        if (reference->binding == BINDING_FREE && text_is(builder_identifier(b, reference->node), "eval")) return true;
    }
    return false;
}

/* The imported functions that decide whether the part is pure, as paths. */
static void put_callees(struct builder *b, const struct part *part, struct record_part *out)
{
    out->first_callee = b->callees.count;
    for (uint32_t i = 0; out->pure && i < part->callee_count; i++) {
        node_id callee = b->parts.callees[part->first_callee + i];
        struct record_callee path = {.first_segment = b->segments.count};
        out->pure = references_add_callee(b, callee, &path);
        if (out->pure) vec_push(&b->callees, path);
    }
    if (!out->pure) b->callees.count = out->first_callee;
    out->callee_count = b->callees.count - out->first_callee;
}

/* Reads that no identifier shows; `next` is the first one that is not put yet. */
static uint32_t put_hidden_reads(struct builder *b, uint32_t part, uint32_t *next)
{
    uint32_t put = 0;
    for (; *next < b->hidden_reads.count && b->hidden_reads.at[*next].part == part; (*next)++) {
        uint32_t binding = b->hidden_reads.at[*next].binding;
        if (put && vec_last(&b->part_bindings) == binding) continue;
        vec_push(&b->part_bindings, binding);
        put++;
    }
    return put;
}

static void build_parts(struct builder *b)
{
    uint32_t hidden = 0;
    for (uint32_t i = 0; i < b->parts.count; i++) {
        const struct part *part = &b->parts.list[i];
        struct record_part out = {
            .span = builder_span(b, part->node),
            .pure = part->pure && !b->options->compiled_elsewhere,
            .is_expression = syntax_kind(&b->syntax, part->node) == SYNTAX_EXPRESSION_STATEMENT,
            .first_declared = b->part_bindings.count,
        };
        out.declared_count = put_part_bindings(b, b->parts.declared + part->first_declared, part->declared_count);
        out.first_read = b->part_bindings.count;
        out.read_count = put_part_bindings(b, b->parts.read + part->first_read, part->read_count);
        out.read_count += put_hidden_reads(b, i, &hidden);
        put_callees(b, part, &out);
        if (part_has_eval(b, part)) {
            for (uint32_t every = 0; every < b->bindings.count; every++) vec_push(&b->part_bindings, every);
            out.read_count += b->bindings.count;
        }
        vec_push(&b->record_parts, out);
    }
}

/* ---------------------------------------------------------------------------------------------- freezing */

static int compare_references(const void *left, const void *right)
{
    const struct reference *a = left, *b = right;
    if (a->identifier.start != b->identifier.start) return a->identifier.start < b->identifier.start ? -1 : 1;
    if (a->secondary != b->secondary) return a->secondary ? 1 : -1;
    return (a->first_segment > b->first_segment) - (a->first_segment < b->first_segment);
}

static int compare_rewrites(const void *left, const void *right)
{
    const struct rewrite *a = left, *b = right;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return (a->span.end > b->span.end) - (a->span.end < b->span.end);
}

/* Most tables are in order as they are found. */
static bool are_in_order(const void *rows, uint32_t count, size_t size, int (*compare)(const void *, const void *))
{
    const char *row = rows;
    for (uint32_t i = 1; i < count; i++, row += size) {
        if (compare(row, row + size) > 0) return false;
    }
    return true;
}

#define sort_table(table, compare)                                             \
    (are_in_order((table)->at, (table)->count, sizeof *(table)->at, (compare)) \
         ? (void)0                                                             \
         : qsort((table)->at, (table)->count, sizeof *(table)->at, (compare)))

static const struct text *freeze_strings(struct builder *b, struct arena *arena)
{
    struct text *strings = ARENA_ARRAY(arena, struct text, b->strings.count);
    for (name_id i = 0; i < b->strings.count; i++) strings[i] = arena_copy(arena, names_text(&b->strings, i));
    return strings;
}

static const struct record *freeze(struct builder *b, enum module_syntax syntax)
{
    struct arena *arena = b->arena;
    struct record *record = ARENA_NEW(arena, struct record);
    sort_table(&b->references, compare_references);
    sort_table(&b->rewrites, compare_rewrites);
    bool pure = true;
    for (uint32_t i = 0; i < b->record_parts.count; i++)
        pure = pure && b->record_parts.at[i].pure && b->record_parts.at[i].callee_count == 0;
    *record = (struct record){
        .syntax = (uint8_t)syntax,
        /* Who holds the exports object, or replaces it, may have lost the flag. */
        .commonjs_type = b->exports_escape || b->esmodule_unsure ? COMMONJS_DYNAMIC
                         : b->esmodule_flag                      ? COMMONJS_FLAGGED
                                                                 : COMMONJS_DEFAULT,
        .commonjs_open = b->exports_escape,
        .strict = b->strict,
        .sloppy_offset = b->sloppy_offset,
        .pure = pure && syntax == MODULE_ESM && !b->top_level_await,
        .top_level_await = b->top_level_await,
        .has_eval = b->has_eval,
        .uses_jsx = b->uses_jsx,
        .exports_open = b->options && b->options->compiled_elsewhere,
        .uses_typescript = b->options && b->options->language != SYNTAX_JAVASCRIPT,
        .amd_only = b->has_amd_define && b->commonjs.count == 0 && !b->uses_exports && !b->uses_module,
        .uses_module = b->uses_module,
        .uses_exports = b->uses_exports,
        .uses_this = b->uses_this,
        .uses_require_unknown = b->uses_require_unknown,
        .reads_module_cache = b->reads_module_cache,
        .module_cache_offset = b->module_cache_offset,
        .exports_read_back = b->exports_read_back,
        .has_error = b->syntax.has_error,
        .error_offset = b->syntax.error_offset,
        .string_count = b->strings.count,
        .request_count = b->requests.count,
        .context_count = b->contexts.count,
        .reference_count = b->references.count,
        .segment_count = b->segments.count,
        .export_count = b->exports.count,
        .commonjs_count = b->commonjs.count,
        .binding_count = b->bindings.count,
        .part_count = b->record_parts.count,
        .part_binding_count = b->part_bindings.count,
        .callee_count = b->callees.count,
        .rewrite_count = b->rewrites.count,
    };
    record->strings = freeze_strings(b, arena);
    record->requests = vec_freeze(&b->requests, arena);
    record->contexts = vec_freeze(&b->contexts, arena);
    record->references = vec_freeze(&b->references, arena);
    record->segments = vec_freeze(&b->segments, arena);
    record->exports = vec_freeze(&b->exports, arena);
    record->commonjs = vec_freeze(&b->commonjs, arena);
    record->bindings = vec_freeze(&b->bindings, arena);
    record->parts = vec_freeze(&b->record_parts, arena);
    record->part_bindings = vec_freeze(&b->part_bindings, arena);
    record->callees = vec_freeze(&b->callees, arena);
    record->rewrites = vec_freeze(&b->rewrites, arena);
    vec_release(&b->calls);
    vec_release(&b->hidden_reads);
    names_release(&b->strings);
    return record;
}

/* What is held in a binding (`const x = require("y")`) may be used by text that is not seen. */
static void use_held_requests(struct builder *b)
{
    for (binding_id i = 0; i < b->scopes.binding_count; i++) {
        const struct binding_source *source = &b->sources[i];
        if (source->request == INDEX_NONE || source->is_import) continue;
        node_id at = b->scopes.bindings[i].declaration;
        references_add_whole(b, source->request, REASON_NAMESPACE_ESCAPES, builder_part(b, at), builder_span(b, at),
                             true);
    }
}

/* ---------------------------------------------------------------------------------------------- entry points */

static bool starts_with_use_strict(const struct syntax *syntax)
{
    FOR_EACH_CHILD (syntax, 0, statement) {
        if (syntax_kind(syntax, statement) == SYNTAX_HASH_BANG) continue;
        if (syntax_kind(syntax, statement) != SYNTAX_EXPRESSION_STATEMENT) return false;
        node_id expression = syntax_first_child(syntax, statement);
        if (!syntax_is(syntax, expression, SYNTAX_STRING)) return false;
        struct text directive = syntax_text(syntax, expression);
        if (directive.length == 12 && text_equal(text_slice(directive, 1, 11), TEXT("use strict"))) return true;
    }
    return false;
}

const struct record *scan_module(struct scanner *scanner, struct arena *arena, struct text source,
                                 const struct scan_options *options)
{
    struct arena *scratch = &scanner->scratch;
    struct builder b = {
        .options = options, .arena = arena, .scratch = scratch, .magic = scanner->magic, .sloppy_offset = INDEX_NONE};
    names_init(&b.strings);
    enum module_syntax syntax = MODULE_OPAQUE;
    if (build_syntax(scanner, &b, source)) {
        b.is_esm =
            options->source_type == SCAN_ESM || (options->source_type == SCAN_AUTO && syntax_is_module(&b.syntax));
        syntax = b.is_esm ? MODULE_ESM : MODULE_COMMONJS;
        b.strict = b.is_esm || starts_with_use_strict(&b.syntax);
        b.handled = bitset_new(scratch, b.syntax.count);
        b.require_bindings = bitset_new(scratch, b.scopes.binding_count);
        b.require_branches = bitset_new(scratch, b.syntax.count);
        b.import_branches = bitset_new(scratch, b.syntax.count);
        constants_init(&b.constants, &b.syntax, &b.scopes, options->defines, options->define_count,
                       hot_is_absent(options), scratch);
        builder_find_surroundings(&b);
        parts_split(&b.syntax, &b.scopes, 0, scratch, &b.parts);
        number_bindings(&b);
        esm_collect(&b);
        amd_find_require_parameters(&b);
        requests_collect(&b);
        amd_collect(&b);
        commonjs_collect(&b);
        requests_collect_uses(&b);
        references_collect(&b);
        if (options->compiled_elsewhere) use_held_requests(&b);
        jsx_collect(&b);
        typescript_elide_imports(&b);
        free_names_collect(&b);
        sloppy_collect(&b);
        finish_bindings(&b);
        build_parts(&b);
    }
    const struct record *record = freeze(&b, syntax);
    if (scratch->total > MOST_KEPT) arena_release(scratch);
    else arena_clear(scratch);
    return record;
}

static const struct record *empty_record(struct arena *arena, enum module_syntax syntax)
{
    struct record *record = ARENA_NEW(arena, struct record);
    struct text *strings = ARENA_ARRAY(arena, struct text, 1);
    strings[0] = TEXT("");
    record->syntax = (uint8_t)syntax;
    record->strings = strings;
    record->string_count = 1;
    return record;
}

const struct record *scan_asset(struct arena *arena)
{
    return empty_record(arena, MODULE_ASSET);
}

const struct record *scan_opaque(struct arena *arena)
{
    return empty_record(arena, MODULE_OPAQUE);
}

enum { WASM_HEADER = 8, WASM_IMPORT_SECTION = 2, WASM_MOST_LENGTH_BYTES = 5 };

bool scan_wasm_has_imports(struct text source)
{
    if (source.length < WASM_HEADER || memcmp(source.at, "\0asm", 4) != 0) return true;
    for (size_t at = WASM_HEADER; at < source.length;) {
        if (source.at[at++] == WASM_IMPORT_SECTION) return true;
        uint64_t length = 0;
        int bytes = 0;
        for (; bytes < WASM_MOST_LENGTH_BYTES && at < source.length; bytes++) {
            unsigned char byte = (unsigned char)source.at[at++];
            length |= (uint64_t)(byte & 127) << (7 * bytes);
            if (byte < 128) break;
        }
        if (bytes == WASM_MOST_LENGTH_BYTES || length > source.length - at) return true;
        at += length;
    }
    return false;
}

/* base/json refuses \u0000, which data may hold. Only top-level names are read here, so another character may stand for it. */
static struct text without_escaped_nul(struct arena *arena, struct text source)
{
    if (text_find(source, TEXT("\\u0000"), 0) == TEXT_NOWHERE) return source;
    char *bytes = arena_alloc(arena, source.length + 1);
    memcpy(bytes, source.at, source.length);
    for (size_t at = text_find(source, TEXT("\\u0000"), 0); at != TEXT_NOWHERE;
         at = text_find(source, TEXT("\\u0000"), at + 6)) {
        memcpy(bytes + at + 2, "fffd", 4);
    }
    return (struct text){bytes, source.length};
}

const struct record *scan_json(struct arena *arena, struct text source)
{
    struct builder b = {.arena = arena};
    struct json_error error = {0};
    names_init(&b.strings);
    const struct json *root = json_parse(arena, without_escaped_nul(arena, source), JSON_STRICT, &error);
    if (!root) {
        b.syntax.has_error = true;
        b.syntax.error_offset = error.offset;
    }
    if (root && root->type == JSON_OBJECT) {
        JSON_EACH (member, root) {
            if (member->key.length == 0) continue;
            vec_push(&b.exports, (struct export_entry){.kind = EXPORT_LOCAL,
                                                       .name = builder_string(&b, member->key),
                                                       .binding = INDEX_NONE,
                                                       .request = INDEX_NONE,
                                                       .part = INDEX_NONE,
                                                       .span = {member->key_offset, member->offset}});
        }
    }
    return freeze(&b, root ? MODULE_JSON : MODULE_OPAQUE);
}
