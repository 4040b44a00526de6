#include "overview/overview.h"

#include "base/gzip.h"
#include "prune/share_container.h"

void overview_init(struct overview *overview, struct arena *arena, const struct merged_view *view)
{
    *overview = (struct overview){.arena = arena, .view = view};
}

void overview_release(struct overview *overview)
{
    for (uint32_t i = 0; i < overview->chunks.count; i++) buffer_release(&overview->chunks.at[i].simulation.table);
    vec_release(&overview->chunks);
}

static void report_unknown_keys(const struct overview_chunk *chunk, struct diagnostics *diagnostics)
{
    for (uint32_t k = 0; k < chunk->result.key_count; k++) {
        const struct prune_key *key = &chunk->result.keys[k];
        if (key->kept || key->removed || key->reason.length) continue;
        diag_add(diagnostics, DIAG_PRUNE_UNKNOWN_KEY, diag_place_file(chunk->file),
                 "no report says anything of the exports of '%.*s'", TEXT_ARGS(key->key));
    }
}

static bool has_key(const struct prune_result *result, struct text key)
{
    for (uint32_t k = 0; k < result->key_count; k++) {
        if (text_equal(result->keys[k].key, key)) return true;
    }
    return false;
}

/* Whether `name`, relative to its report's folder, may be the file at `path`. */
static bool is_named(const struct merged *merged, const struct merged_key *key, struct text path)
{
    for (uint32_t r = 0; r < key->row_count; r++) {
        for (struct text rest = names_text(&merged->names, key->rows[r]->facts.chunks), name;
             text_set_next(&rest, &name);) {
            bool is_tail = text_ends_with(path, name);
            if (is_tail && (path.length == name.length || path.at[path.length - name.length - 1] == '/')) return true;
        }
    }
    return false;
}

/* A chunk of which nothing can be removed has no macros: only the reports know then of which share it is. */
static struct text_list find_keys(const struct overview *overview, const struct overview_chunk *chunk)
{
    const struct merged_view *view = overview->view;
    uint32_t most = chunk->result.key_count + view->key_count;
    struct text_list keys = {ARENA_ARRAY(overview->arena, struct text, most + 1), 0};
    for (uint32_t k = 0, r = 0; k < view->key_count || r < chunk->result.key_count;) {
        struct text known = k < view->key_count ? names_text(&view->merged->names, view->keys[k].key) : TEXT("");
        int order = k == view->key_count           ? 1
                    : r == chunk->result.key_count ? -1
                                                   : text_compare(known, chunk->result.keys[r].key);
        if (order <= 0) {
            bool is_own = has_key(&chunk->result, known) || is_named(view->merged, &view->keys[k], chunk->file);
            if (is_own) keys.at[keys.count++] = known;
            k++;
            r += order == 0;
        } else {
            keys.at[keys.count++] = chunk->result.keys[r++].key;
        }
    }
    return keys;
}

bool overview_add_chunk(struct overview *overview, struct text file, struct text source, const struct usage_set *usage,
                        struct diagnostics *diagnostics)
{
    struct overview_chunk chunk = {.file = file, .bytes = source.length, .gzip = gzip_size(source)};
    buffer_init(&chunk.simulation.table);
    struct prune_options options = {.simulation = &chunk.simulation};
    if (!prune_chunk(overview->arena, file, source, usage, &options, &chunk.result, diagnostics)) {
        buffer_release(&chunk.simulation.table);
        return false;
    }
    struct text output = share_container_mark(overview->arena, chunk.result.output);
    chunk.kept = output.length;
    chunk.kept_gzip = gzip_size(output);
    chunk.keys = find_keys(overview, &chunk);
    report_unknown_keys(&chunk, diagnostics);
    vec_push(&overview->chunks, chunk);
    return true;
}

static bool is_of_key(const struct overview_chunk *chunk, struct text key)
{
    for (uint32_t k = 0; k < chunk->keys.count; k++) {
        if (text_equal(chunk->keys.at[k], key)) return true;
    }
    return false;
}

struct overview_size overview_size_of(const struct overview *overview, const struct merged_key *key)
{
    struct overview_size size = {0};
    struct text name = names_text(&overview->view->merged->names, key->key);
    for (uint32_t i = 0; i < overview->chunks.count; i++) {
        const struct overview_chunk *chunk = &overview->chunks.at[i];
        if (!is_of_key(chunk, name)) continue;
        size.known = true;
        size.bytes += chunk->bytes;
        size.kept += chunk->kept;
        size.gzip += chunk->gzip;
        size.kept_gzip += chunk->kept_gzip;
    }
    return size;
}
