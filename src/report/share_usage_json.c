#include "report/share_usage_json.h"

#include "analyze/reason.h"
#include "base/json_write.h"
#include "base/path.h"
#include "base/vec.h"
#include "report/chunk_path.h"

#include <stdlib.h>

typedef VEC(struct text) text_vec;

/* One key in all of its scopes, and one export of it. */
struct key_rows {
    const struct share_row *rows;
    uint32_t count;
};

struct key_export {
    struct text name;
    const struct share_export *export;
};

enum verdict { VERDICT_USED, VERDICT_UNUSED, VERDICT_POSSIBLY };

struct report_export {
    struct text name;
    enum verdict verdict;
    struct key_export *rows; /* the export in each scope that has it */
    uint32_t row_count;
};

struct writing {
    const struct config *config;
    const struct graph *graph;
    struct json_writer json;
    struct arena arena;
    struct buffer scratch;
    const struct text *chunk_paths; /* by provided share */
    const bool *has_chunk;          /* likewise; NULL: all have one */
};

struct text share_usage_app(const struct config *config)
{
    if (config->name.length) return config->name;
    if (config->unique_name.length) return config->unique_name;
    return path_base_name(config->context);
}

void share_place_put(const struct share_place *place, bool with_reason, struct buffer *out)
{
    static const char *const users[] = {
        [SHARE_USER_APP] = "", [SHARE_USER_DEPENDENCY] = "dependency", [SHARE_USER_SHARED] = "shared"};
    const char *user = users[place->user], *reason = with_reason ? reason_words((enum reason_kind)place->reason) : "";
    buffer_put(out, place->path);
    if (place->line) {
        buffer_put_char(out, ':');
        buffer_put_number(out, place->line);
        buffer_put_char(out, ':');
        buffer_put_number(out, place->column);
    }
    if (*user || *reason) buffer_format(out, " (%s%s%s)", user, *user && *reason ? "; " : "", reason);
}

/* ---------------------------------------------------------------------------------------------- small writers */

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

/* Writes the texts sorted and without repetition, and releases them. */
static void write_texts(struct writing *w, const char *key, text_vec *texts)
{
    json_key(&w->json, text_of(key));
    json_array(&w->json);
    if (texts->count) qsort(texts->at, texts->count, sizeof *texts->at, compare_texts);
    for (uint32_t i = 0; i < texts->count; i++) {
        if (i == 0 || !text_equal(texts->at[i - 1], texts->at[i])) json_string(&w->json, texts->at[i]);
    }
    json_end(&w->json);
    vec_release(texts);
}

/* ---------------------------------------------------------------------------------------------- joining scopes */

static enum share_mode mode_of(struct key_rows key)
{
    enum share_mode mode = SHARE_EXACT;
    for (uint32_t i = 0; i < key.count; i++) {
        if (key.rows[i].mode > mode) mode = key.rows[i].mode;
    }
    return mode;
}

static int compare_key_exports(const void *left, const void *right)
{
    const struct key_export *a = left, *b = right;
    int order = text_compare(a->name, b->name);
    return order ? order : (a->export > b->export) - (a->export < b->export);
}

/* Other tools keep data about the chunk under this name beside the exports. */
static bool is_reserved(struct text name)
{
    return text_is(name, "chunk_characteristics");
}

static enum verdict verdict_of(const struct report_export *export, enum share_mode mode)
{
    bool possibly = mode != SHARE_EXACT || is_reserved(export->name);
    for (uint32_t i = 0; i < export->row_count; i++) {
        if (export->rows[i].export->used) return VERDICT_USED;
        possibly = possibly || export->rows[i].export->possibly;
    }
    return possibly ? VERDICT_POSSIBLY : VERDICT_UNUSED;
}

/* The exports of a key over all of its scopes, sorted by name, in w->arena. */
static uint32_t join_exports(struct writing *w, struct key_rows key, struct report_export **joined)
{
    VEC(struct key_export) all = {0};
    for (uint32_t r = 0; r < key.count; r++) {
        for (uint32_t e = 0; e < key.rows[r].export_count; e++) {
            const struct share_export *export = &key.rows[r].exports[e];
            struct text name = names_text(w->graph->names, export->name);
            if (text_find_char(name, '\0', 0) == TEXT_NOWHERE) vec_push(&all, (struct key_export){name, export});
        }
    }
    if (key.count > 1 && all.count) qsort(all.at, all.count, sizeof *all.at, compare_key_exports);
    uint32_t count = all.count, joined_count = 0;
    struct key_export *sorted = vec_freeze(&all, &w->arena);
    *joined = ARENA_ARRAY(&w->arena, struct report_export, count + 1);
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && text_equal(sorted[end].name, sorted[i].name);) end++;
        struct report_export export = {sorted[i].name, VERDICT_UNUSED, sorted + i, end - i};
        export.verdict = verdict_of(&export, mode_of(key));
        (*joined)[joined_count++] = export;
    }
    return joined_count;
}

static uint32_t rows_of_key(const struct share_usage *usage, uint32_t first)
{
    uint32_t end = first;
    while (end < usage->row_count && text_equal(usage->rows[end].key, usage->rows[first].key)) end++;
    return end - first;
}

/* ---------------------------------------------------------------------------------------------- one share */

static void write_attribution(struct writing *w, struct key_rows key)
{
    uint64_t modules = 0, ambiguous = 0, external = 0, truncated = 0;
    for (uint32_t i = 0; i < key.count; i++) {
        modules += key.rows[i].modules;
        ambiguous += key.rows[i].ambiguous;
        external += key.rows[i].external;
        truncated += key.rows[i].depth_truncated;
    }
    json_key(&w->json, TEXT("attribution"));
    json_object(&w->json);
    json_put_count(&w->json, "ambiguous", ambiguous);
    json_put_count(&w->json, "depthTruncated", truncated);
    json_put_count(&w->json, "external", external);
    json_put_count(&w->json, "modules", modules);
    json_end(&w->json);
}

static void write_chunks(struct writing *w, struct key_rows key)
{
    text_vec chunks = {0};
    for (uint32_t i = 0; i < w->graph->provided_share_count; i++) {
        if (w->has_chunk && !w->has_chunk[i]) continue;
        if (text_equal(w->graph->provided_shares[i].key, key.rows[0].key)) vec_push(&chunks, w->chunk_paths[i]);
    }
    write_texts(w, "chunks", &chunks);
}

static void write_fallback(struct writing *w, struct key_rows key)
{
    struct text id = {0};
    for (uint32_t i = 0; i < key.count && id.length == 0; i++) {
        if (key.rows[i].fallback != MODULE_NONE) id = w->graph->modules[key.rows[i].fallback].id;
    }
    json_put_text_or_null(&w->json, "fallback", text_starts_with(id, TEXT("./")) ? text_slice(id, 2, id.length) : id);
}

static void write_names(struct writing *w, const char *key, const struct report_export *exports, uint32_t count,
                        enum verdict verdict)
{
    json_key(&w->json, text_of(key));
    json_array(&w->json);
    for (uint32_t i = 0; i < count; i++) {
        if (exports[i].verdict == verdict) json_string(&w->json, exports[i].name);
    }
    json_end(&w->json);
}

static bool is_on_line_of(const struct share_place *place, const struct share_place *before)
{
    return place->line == before->line && place->user == before->user && place->reason == before->reason &&
           text_equal(place->path, before->path);
}

/* Adds some of an export's places; of those on one line, the first. */
static void add_places(struct writing *w, text_vec *texts, const struct share_place *places, uint32_t count,
                       bool with_reason)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i && is_on_line_of(&places[i], &places[i - 1])) continue;
        buffer_clear(&w->scratch);
        share_place_put(&places[i], with_reason, &w->scratch);
        if (texts->count == 0 || !text_equal(vec_last(texts), buffer_text(&w->scratch)))
            vec_push(texts, arena_copy(&w->arena, buffer_text(&w->scratch)));
    }
}

/* The places in their own order, which puts the app's first. */
static void write_places(struct writing *w, struct text name, text_vec *places)
{
    if (places->count) {
        json_key(&w->json, name);
        json_array(&w->json);
        for (uint32_t i = 0; i < places->count; i++) json_string(&w->json, places->at[i]);
        json_end(&w->json);
    }
    vec_release(places);
}

static void write_whole_reason(struct writing *w, struct key_rows key)
{
    text_vec places = {0};
    for (uint32_t r = 0; r < key.count; r++)
        add_places(w, &places, key.rows[r].whole_places, key.rows[r].whole_place_count, true);
    write_places(w, TEXT("*"), &places);
}

static void write_reasons(struct writing *w, struct key_rows key, const struct report_export *exports, uint32_t count)
{
    bool whole_written = false;
    json_key(&w->json, TEXT("reasons"));
    json_object(&w->json);
    for (uint32_t e = 0; e < count; e++) {
        if (!whole_written && text_compare(TEXT("*"), exports[e].name) <= 0) {
            write_whole_reason(w, key);
            whole_written = true;
        }
        if (text_is(exports[e].name, "*")) continue; /* the place of the key "*" is taken */
        text_vec places = {0};
        for (uint32_t r = 0; r < exports[e].row_count; r++) {
            const struct share_export *export = exports[e].rows[r].export;
            add_places(w, &places, export->places, export->place_count, false);
        }
        write_places(w, exports[e].name, &places);
    }
    if (!whole_written) write_whole_reason(w, key);
    json_end(&w->json);
}

static void write_role(struct writing *w, struct key_rows key)
{
    text_vec roles = {0};
    for (uint32_t i = 0; i < key.count; i++) {
        if (key.rows[i].consumed) vec_push(&roles, TEXT("consume"));
        if (key.rows[i].provided) vec_push(&roles, TEXT("provide"));
    }
    write_texts(w, "role", &roles);
}

/* Names that are used and that no copy of the app provides; left out when there is none. */
static void write_missing(struct writing *w, struct key_rows key, const struct report_export *exports, uint32_t count)
{
    text_vec missing = {0};
    for (uint32_t e = 0; e < count; e++) {
        bool is_missing = exports[e].row_count == key.count;
        for (uint32_t r = 0; r < exports[e].row_count; r++)
            is_missing = is_missing && share_export_is_missing(&key.rows[r], exports[e].rows[r].export);
        if (is_missing) vec_push(&missing, exports[e].name);
    }
    if (missing.count) write_texts(w, "missing", &missing);
    vec_release(&missing);
}

static void write_share(struct writing *w, struct key_rows key)
{
    static const char *const modes[] = {[SHARE_EXACT] = "exact",
                                        [SHARE_NAMESPACE] = "namespace",
                                        [SHARE_DYNAMIC] = "dynamic",
                                        [SHARE_NO_FALLBACK] = "no-fallback"};
    text_vec aliases = {0}, required = {0}, scopes = {0};
    struct text version = {0};
    bool side_effect_free = true, singleton = false;
    for (uint32_t r = 0; r < key.count; r++) {
        const struct share_row *row = &key.rows[r];
        for (uint32_t i = 0; i < row->alias_count; i++) vec_push(&aliases, row->aliases[i]);
        for (uint32_t i = 0; i < row->required_count; i++) vec_push(&required, row->required[i]);
        vec_push(&scopes, row->scope);
        if (version.length == 0 && row->provided) version = row->version;
        side_effect_free = side_effect_free && row->side_effect_free;
        singleton = singleton || row->singleton;
    }
    struct report_export *exports;
    uint32_t count = join_exports(w, key, &exports);

    json_key(&w->json, key.rows[0].key);
    json_object(&w->json);
    write_texts(w, "aliases", &aliases);
    write_attribution(w, key);
    write_chunks(w, key);
    write_fallback(w, key);
    write_missing(w, key, exports, count);
    json_put_text(&w->json, "mode", text_of(modes[mode_of(key)]));
    write_names(w, "possiblyUnused", exports, count, VERDICT_POSSIBLY);
    write_reasons(w, key, exports, count);
    write_texts(w, "required", &required);
    write_role(w, key);
    write_texts(w, "scope", &scopes);
    json_put_bool(&w->json, "sideEffectFree", side_effect_free);
    if (singleton) {
        json_put_bool(&w->json, "singleton", true);
    }
    write_names(w, "unused", exports, count, VERDICT_UNUSED);
    write_names(w, "used", exports, count, VERDICT_USED);
    json_put_text_or_null(&w->json, "version", version);
    json_end(&w->json);
}

static void write_flags(struct writing *w, struct key_rows key)
{
    struct report_export *exports;
    uint32_t count = join_exports(w, key, &exports);
    json_key(&w->json, key.rows[0].key);
    json_object(&w->json);
    for (uint32_t i = 0; i < count; i++) {
        json_key(&w->json, exports[i].name);
        json_bool(&w->json, exports[i].verdict != VERDICT_UNUSED);
    }
    json_end(&w->json);
}

/* ---------------------------------------------------------------------------------------------- the document */

/* The app behind "shop@http://…": what stands before the "@" when that is a plain name, else the name that requests have. */
static struct text remote_app(const struct config_remote *remote, struct text external)
{
    size_t at = text_find_char(external, '@', 0);
    if (at == TEXT_NOWHERE || at == 0) return remote->name;
    struct text name = text_slice(external, 0, at);
    for (size_t i = 0; i < name.length; i++) {
        if (strchr(" \t\r\n:/\\(){}[]\"'`;,", name.at[i])) return remote->name;
    }
    return name;
}

static void write_remotes(struct writing *w)
{
    text_vec remotes = {0};
    for (uint32_t r = 0; r < w->config->remote_count; r++) {
        const struct config_remote *remote = &w->config->remotes[r];
        for (uint32_t i = 0; i < remote->externals.count; i++)
            vec_push(&remotes, remote_app(remote, remote->externals.at[i]));
        if (remote->externals.count == 0) vec_push(&remotes, remote->name);
    }
    write_texts(w, "remotes", &remotes);
}

static void write_each_key(struct writing *w, const char *name, const struct share_usage *usage,
                           void (*write)(struct writing *, struct key_rows))
{
    json_key(&w->json, text_of(name));
    json_object(&w->json);
    for (uint32_t i = 0; i < usage->row_count;) {
        struct key_rows key = {usage->rows + i, rows_of_key(usage, i)};
        write(w, key);
        i += key.count;
    }
    json_end(&w->json);
}

void share_usage_json(const struct config *config, const struct graph *graph, const struct share_usage *usage,
                      const bool *has_chunk, struct buffer *out)
{
    struct writing w = {.config = config, .graph = graph, .has_chunk = has_chunk};
    arena_init(&w.arena);
    buffer_init(&w.scratch);
    w.chunk_paths = chunk_paths(graph, &w.arena);
    json_writer_init(&w.json, out);
    json_object(&w.json);
    json_key(&w.json, TEXT("mfshake"));
    json_object(&w.json);
    json_put_text(&w.json, "app", share_usage_app(config));
    write_remotes(&w);
    json_put_count(&w.json, "schema", 1);
    write_each_key(&w, "shares", usage, write_share);
    json_end(&w.json);
    write_each_key(&w, "treeShake", usage, write_flags);
    json_end(&w.json);
    json_finish(&w.json);
    buffer_release(&w.scratch);
    arena_release(&w.arena);
}
