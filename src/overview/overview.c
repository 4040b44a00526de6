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
    report_unknown_keys(&chunk, diagnostics);
    vec_push(&overview->chunks, chunk);
    return true;
}

static bool is_of_key(const struct overview_chunk *chunk, struct text key)
{
    for (uint32_t k = 0; k < chunk->result.key_count; k++) {
        if (text_equal(chunk->result.keys[k].key, key)) return true;
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
