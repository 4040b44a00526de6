#include "prune/chunk_difference.h"

#include "base/escape.h"
#include "base/gzip.h"
#include "base/json_write.h"
#include "base/markdown.h"
#include "prune/shake_build.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- reading */

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static int compare_modules(const void *a, const void *b)
{
    return text_compare(((const struct chunk_module *)a)->id, ((const struct chunk_module *)b)->id);
}

static void take_modules(struct arena *arena, const struct shake_table *table, struct chunk_contents *contents)
{
    struct chunk_module *modules = ARENA_ARRAY(arena, struct chunk_module, table->module_count);
    uint32_t *counts = ARENA_ARRAY(arena, uint32_t, table->module_count);
    for (uint32_t e = 0; e < table->export_count; e++) counts[table->exports[e].module]++;
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_unit *entry = &table->units[table->modules[m].first_unit];
        modules[m] = (struct chunk_module){
            table->modules[m].id, entry->end - entry->start, {ARENA_ARRAY(arena, struct text, counts[m]), 0}};
    }
    for (uint32_t e = 0; e < table->export_count; e++) {
        struct text_list *exports = &modules[table->exports[e].module].exports;
        if (table->exports[e].unit_count) exports->at[exports->count++] = table->exports[e].name;
    }
    for (uint32_t m = 0; m < table->module_count; m++) {
        struct text_list *exports = &modules[m].exports;
        if (exports->count > 1) qsort(exports->at, exports->count, sizeof *exports->at, compare_texts);
    }
    if (table->module_count > 1) qsort(modules, table->module_count, sizeof *modules, compare_modules);
    contents->modules = modules;
    contents->module_count = table->module_count;
}

static bool not_a_chunk(struct diagnostics *diagnostics, struct diag_place place, const char *why)
{
    diag_add(diagnostics, DIAG_PRUNE_NOT_A_CHUNK, place, "%s", why);
    return false;
}

static bool read_tree(struct arena *arena, struct text path, struct text source, struct syntax_parser *parser,
                      struct chunk_contents *contents, struct diagnostics *diagnostics)
{
    struct syntax syntax;
    struct scopes scopes;
    struct macros macros;
    struct container container;
    struct shake_table table;
    if (!syntax_parse(parser, arena, source, &syntax))
        return not_a_chunk(diagnostics, diag_place_file(path), "parsing took too long and was given up");
    if (syntax.has_error)
        return not_a_chunk(diagnostics, diag_place_at(path, source, syntax.error_offset),
                           "this is no JavaScript that can be read");
    if (!macro_read(&syntax, path, arena, &macros, diagnostics)) return false;
    scope_analyze(&syntax, arena, &scopes);
    if (!container_find(&syntax, &scopes, arena, &container))
        return not_a_chunk(diagnostics, diag_place_file(path), "the file has not exactly one module map");
    shake_build(&syntax, &scopes, &container, &macros, arena, &table);
    take_modules(arena, &table, contents);
    return true;
}

bool chunk_contents_read(struct arena *arena, struct text path, struct text source, struct chunk_contents *contents,
                         struct diagnostics *diagnostics)
{
    *contents = (struct chunk_contents){.bytes = source.length, .gzip = gzip_size(source)};
    struct syntax_parser *parser = syntax_parser_new();
    bool good = read_tree(arena, path, source, parser, contents, diagnostics);
    syntax_parser_free(parser);
    return good;
}

/* ---------------------------------------------------------------------------------------------- comparing */

/* A module of both chunks, or of one. */
struct module_pair {
    const struct chunk_module *before, *now;
};

/* The next module of either chunk, in the order of ids; false at the end. */
static bool next_pair(const struct chunk_contents *before, const struct chunk_contents *now, uint32_t *b, uint32_t *n,
                      struct module_pair *pair)
{
    const struct chunk_module *old = *b < before->module_count ? &before->modules[*b] : NULL;
    const struct chunk_module *new = *n < now->module_count ? &now->modules[*n] : NULL;
    if (!old && !new) return false;
    int order = !old ? 1 : !new ? -1 : text_compare(old->id, new->id);
    *pair = (struct module_pair){order <= 0 ? old : NULL, order >= 0 ? new : NULL};
    *b += order <= 0;
    *n += order >= 0;
    return true;
}

static bool differs(const struct module_pair *pair)
{
    if (!pair->before || !pair->now || pair->before->bytes != pair->now->bytes) return true;
    const struct text_list *a = &pair->before->exports, *b = &pair->now->exports;
    bool same = a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) same = text_equal(a->at[i], b->at[i]);
    return !same;
}

/* Whether the module, which may be NULL, has no export of this name. */
static bool is_missing(const struct chunk_module *module, struct text name)
{
    return !module || !bsearch(&name, module->exports.at, module->exports.count, sizeof name, compare_texts);
}

/* ---------------------------------------------------------------------------------------------- for people */

static void put_only(const struct chunk_module *of, const struct chunk_module *other, char sign, struct buffer *out)
{
    for (uint32_t i = 0; of && other && i < of->exports.count; i++) {
        if (!is_missing(other, of->exports.at[i])) continue;
        buffer_format(out, "    %c export ", sign);
        escape_text(out, of->exports.at[i], false);
        buffer_put_char(out, '\n');
    }
}

static void put_pair(const struct module_pair *pair, struct buffer *out)
{
    const struct chunk_module *old = pair->before, *new = pair->now;
    buffer_format(out, "  %c ", !old ? '+' : !new ? '-' : '~');
    escape_text(out, old ? old->id : new->id, false);
    if (old && new && old->bytes != new->bytes)
        buffer_format(out, ": %u -> %u bytes\n", (unsigned)old->bytes, (unsigned)new->bytes);
    else buffer_format(out, ": %u bytes\n", (unsigned)(old ? old->bytes : new->bytes));
    put_only(new, old, '+', out);
    put_only(old, new, '-', out);
}

static void put_count(const char *what, uint64_t before, uint64_t now, struct buffer *out)
{
    buffer_format(out, "%s %llu", what, (unsigned long long)before);
    if (before != now) buffer_format(out, " -> %llu", (unsigned long long)now);
}

uint32_t chunk_difference_text(const struct chunk_contents *before, const struct chunk_contents *now,
                               struct buffer *out)
{
    uint32_t count = 0;
    put_count("modules", before->module_count, now->module_count, out);
    put_count(", bytes", before->bytes, now->bytes, out);
    put_count(", gzip", before->gzip, now->gzip, out);
    buffer_put_char(out, '\n');
    struct module_pair pair;
    for (uint32_t b = 0, n = 0; next_pair(before, now, &b, &n, &pair);) {
        if (!differs(&pair)) continue;
        put_pair(&pair, out);
        count++;
    }
    return count;
}

/* ---------------------------------------------------------------------------------------------- Markdown */

static void put_markdown_row(const char *what, bool was, uint64_t before, bool is, uint64_t now, struct buffer *out)
{
    buffer_put_string(out, what);
    buffer_put_string(out, " | ");
    if (was) buffer_format(out, "%llu", (unsigned long long)before);
    buffer_put_string(out, " | ");
    if (is) buffer_format(out, "%llu", (unsigned long long)now);
    buffer_put_string(out, " |");
}

/* A cell with the exports that `of` has and `other` has not. */
static void put_markdown_only(const struct chunk_module *of, const struct chunk_module *other, struct buffer *out)
{
    const char *before = " ";
    for (uint32_t i = 0; of && other && i < of->exports.count; i++) {
        if (!is_missing(other, of->exports.at[i])) continue;
        buffer_put_string(out, before);
        markdown_put_code(of->exports.at[i], true, out);
        before = ", ";
    }
    buffer_put_string(out, " |");
}

void chunk_difference_markdown(const struct chunk_contents *before, const struct chunk_contents *now,
                               struct buffer *out)
{
    buffer_put_string(out, "## mfshake diff\n\n| chunk | before | now |\n|---|---|---|\n");
    put_markdown_row("| modules", true, before->module_count, true, now->module_count, out);
    put_markdown_row("\n| bytes", true, before->bytes, true, now->bytes, out);
    put_markdown_row("\n| gzip", true, before->gzip, true, now->gzip, out);
    buffer_put_char(out, '\n');
    struct module_pair pair;
    bool any = false;
    for (uint32_t b = 0, n = 0; next_pair(before, now, &b, &n, &pair);) {
        if (!differs(&pair)) continue;
        const struct chunk_module *old = pair.before, *new = pair.now;
        if (!any)
            buffer_put_string(
                out,
                "\n| module | bytes before | bytes now | exports gained | exports lost |\n|---|---|---|---|---|\n");
        any = true;
        buffer_put_string(out, "| ");
        markdown_put_code(old ? old->id : new->id, true, out);
        put_markdown_row("", old, old ? old->bytes : 0, new, new ? new->bytes : 0, out);
        put_markdown_only(new, old, out);
        put_markdown_only(old, new, out);
        buffer_put_char(out, '\n');
    }
}

/* ---------------------------------------------------------------------------------------------- JSON */

static void write_change(struct json_writer *json, const char *key, bool was, uint64_t before, bool is, uint64_t now)
{
    json_key(json, text_of(key));
    json_flat_object(json);
    json_key(json, TEXT("before"));
    if (was) json_integer(json, before);
    else json_null(json);
    json_key(json, TEXT("now"));
    if (is) json_integer(json, now);
    else json_null(json);
    json_end(json);
}

static void write_only(struct json_writer *json, const char *key, const struct chunk_module *of,
                       const struct chunk_module *other)
{
    json_key(json, text_of(key));
    json_array(json);
    for (uint32_t i = 0; of && i < of->exports.count; i++) {
        if (is_missing(other, of->exports.at[i])) json_string(json, of->exports.at[i]);
    }
    json_end(json);
}

void chunk_difference_json(const struct chunk_contents *before, const struct chunk_contents *now, struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    write_change(&json, "bytes", true, before->bytes, true, now->bytes);
    write_change(&json, "gzip", true, before->gzip, true, now->gzip);
    json_key(&json, TEXT("mfshake"));
    json_flat_object(&json);
    json_put_count(&json, "diff", 1);
    json_end(&json);
    write_change(&json, "moduleCount", true, before->module_count, true, now->module_count);
    json_key(&json, TEXT("modules"));
    json_array(&json);
    struct module_pair pair;
    for (uint32_t b = 0, n = 0; next_pair(before, now, &b, &n, &pair);) {
        if (!differs(&pair)) continue;
        json_object(&json);
        write_change(&json, "bytes", pair.before, pair.before ? pair.before->bytes : 0, pair.now,
                     pair.now ? pair.now->bytes : 0);
        json_key(&json, TEXT("exports"));
        json_object(&json);
        write_only(&json, "gained", pair.now, pair.before);
        write_only(&json, "lost", pair.before, pair.now);
        json_end(&json);
        json_put_text(&json, "id", pair.before ? pair.before->id : pair.now->id);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}
