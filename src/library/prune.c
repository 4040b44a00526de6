#include "library/library.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/memory.h"
#include "report/usage_conflicts.h"

struct mfshake_usage *mfshake_usage_new(void)
{
    struct mfshake_usage *usage = memory_alloc(sizeof *usage);
    *usage = (struct mfshake_usage){0};
    arena_init(&usage->arena);
    return usage;
}

void mfshake_usage_free(struct mfshake_usage *usage)
{
    if (!usage) return;
    for (uint32_t i = 0; i < usage->merged.count; i++) merged_release(usage->merged.at[i]);
    vec_release(&usage->merged);
    vec_release(&usage->reports);
    arena_release(&usage->arena);
    memory_free(usage);
}

/* Takes a report that was read; a merged one is taken apart into the reports that it was made of. */
static bool take_report(struct mfshake_usage *usage, struct usage *report, struct mfshake_diagnostics *diagnostics)
{
    if (!report->is_merged) {
        vec_push(&usage->reports, report);
        return true;
    }
    struct merged *merged = ARENA_NEW(&usage->arena, struct merged);
    merged_init(merged);
    vec_push(&usage->merged, merged);
    if (!merged_add(merged, report, false, &diagnostics->list)) return false;
    uint32_t count;
    struct usage *parts = merged_usages(merged, report, &usage->arena, &count);
    for (uint32_t i = 0; i < count; i++) vec_push(&usage->reports, &parts[i]);
    return true;
}

bool mfshake_usage_add(struct mfshake_usage *usage, const char *path, struct mfshake_text report,
                       struct mfshake_diagnostics *diagnostics)
{
    struct usage *added = ARENA_NEW(&usage->arena, struct usage);
    struct text source = arena_copy(&usage->arena, (struct text){report.at, report.length});
    if (!usage_read(&usage->arena, arena_copy(&usage->arena, take(path)), source, added, &diagnostics->list))
        return false;
    return take_report(usage, added, diagnostics);
}

bool mfshake_usage_add_file(struct mfshake_usage *usage, const char *path, struct mfshake_diagnostics *diagnostics)
{
    struct usage *added = ARENA_NEW(&usage->arena, struct usage);
    if (!usage_load(&usage->arena, arena_copy(&usage->arena, take(path)), added, &diagnostics->list)) return false;
    return take_report(usage, added, diagnostics);
}

bool mfshake_usage_finish(struct mfshake_usage *usage, const struct mfshake_usage_options *given,
                          struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_usage_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct text *consumers = ARENA_ARRAY(&usage->arena, struct text, options.consumer_count + 1);
    for (uint32_t i = 0; i < options.consumer_count; i++)
        consumers[i] = arena_copy(&usage->arena, take(options.consumers[i]));
    struct usage *reports = ARENA_ARRAY(&usage->arena, struct usage, usage->reports.count + 1);
    for (uint32_t i = 0; i < usage->reports.count; i++) {
        reports[i] = *usage->reports.at[i];
        if (options.trust_stats) usage_trust_lists(&usage->arena, &reports[i]);
    }
    struct usage_merge_options merge = {
        .remote = arena_copy(&usage->arena, take(options.remote)),
        .consumers_given = options.has_consumers,
        .consumers = consumers,
        .consumer_count = options.consumer_count,
    };
    if (!usage_merge(&usage->arena, reports, usage->reports.count, &merge, &usage->set, &diagnostics->list))
        return false;
    usage->remote = merge.remote;
    usage_conflicts_report(&usage->set, &diagnostics->list);
    return true;
}

const struct usage_set *usage_set_of(const struct mfshake_usage *usage)
{
    return &usage->set;
}

/* ------------------------------------------------------------------------------------------------ pruning */

static enum finish_source_map source_map_of(enum mfshake_pruned_map rule)
{
    switch (rule) {
    case MFSHAKE_PRUNED_MAP_KEEP: return FINISH_MAP_KEEP;
    case MFSHAKE_PRUNED_MAP_DROP: return FINISH_MAP_DROP;
    case MFSHAKE_PRUNED_MAP_INLINE: return FINISH_MAP_INLINE;
    }
    return FINISH_MAP_DROP;
}

struct mfshake_text mfshake_source_map_file(struct mfshake_text chunk)
{
    return give(finish_map_file((struct text){chunk.at, chunk.length}));
}

static enum prune_removed prune_removed_of(enum mfshake_removed removed)
{
    switch (removed) {
    case MFSHAKE_REMOVED_DROP: return PRUNE_DROP;
    case MFSHAKE_REMOVED_NULL: return PRUNE_NULL;
    case MFSHAKE_REMOVED_THROW: return PRUNE_THROW;
    }
    return PRUNE_DROP;
}

static struct mfshake_pruned *new_pruned(void)
{
    struct mfshake_pruned *pruned = memory_alloc(sizeof *pruned);
    *pruned = (struct mfshake_pruned){0};
    arena_init(&pruned->arena);
    return pruned;
}

static struct mfshake_chunk chunk_at(const struct mfshake_chunk *chunks, uint32_t index)
{
    struct mfshake_chunk chunk;
    copy_known(&chunk, sizeof chunk, (const char *)chunks + index * chunks->size, chunks->size);
    return chunk;
}

/* Gives the pruned chunk its name and its source map. */
static void finish(struct mfshake_pruned *pruned, const struct prune_source *source, struct mfshake_chunk chunk,
                   const struct mfshake_prune_options *options, struct mfshake_diagnostics *diagnostics)
{
    struct finish_options finish = {.source_map = source_map_of(options->source_map),
                                    .given = {chunk.source_map_text.at, chunk.source_map_text.length},
                                    .has_given = chunk.source_map_text.length > 0,
                                    .unreadable = chunk.source_map_unreadable};
    finish_chunk(&pruned->arena, source->path, source->source, &pruned->result, &finish, &pruned->finished,
                 &diagnostics->list);
    pruned->changed = !text_equal(source->source, pruned->finished.text);
}

/* Prunes the chunks into `pruned`, or makes all of it NULL. */
static bool prune_all(const struct mfshake_usage *usage, const struct mfshake_chunk *chunks, uint32_t count,
                      const struct mfshake_prune_options *options, struct mfshake_pruned **pruned,
                      struct mfshake_diagnostics *diagnostics)
{
    struct prune_options prune_options = {
        .removed = prune_removed_of(options->removed), .keep_macros = options->keep_macros, .compat = options->compat};
    struct prune_source *sources = memory_resize(NULL, count + 1, sizeof *sources);
    struct prune_result *results = memory_resize(NULL, count + 1, sizeof *results);
    for (uint32_t i = 0; i < count; i++) {
        struct mfshake_chunk chunk = chunk_at(chunks, i);
        pruned[i] = new_pruned();
        sources[i] = (struct prune_source){.arena = &pruned[i]->arena,
                                           .path = arena_copy(&pruned[i]->arena, take(chunk.path)),
                                           .source = {chunk.chunk.at, chunk.chunk.length},
                                           .map = {chunk.map.at, chunk.map.length}};
    }
    bool good = prune_chunks(sources, count, &usage->set, &prune_options, results, &diagnostics->list);
    for (uint32_t i = 0; i < count; i++) {
        if (!good) {
            mfshake_pruned_free(pruned[i]);
            pruned[i] = NULL;
            continue;
        }
        pruned[i]->result = results[i];
        finish(pruned[i], &sources[i], chunk_at(chunks, i), options, diagnostics);
    }
    memory_free(sources);
    memory_free(results);
    return good;
}

bool mfshake_prune_chunks(const struct mfshake_usage *usage, const struct mfshake_chunk *chunks, uint32_t count,
                          const struct mfshake_prune_options *given, struct mfshake_pruned **pruned,
                          struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_prune_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    return prune_all(usage, chunks, count, &options, pruned, diagnostics);
}

struct mfshake_pruned *mfshake_prune(const struct mfshake_usage *usage, const char *path, struct mfshake_text chunk,
                                     const struct mfshake_prune_options *given, struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_prune_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct mfshake_chunk single = {.size = sizeof single,
                                   .path = path,
                                   .chunk = chunk,
                                   .map = options.map,
                                   .source_map_text = options.source_map_text,
                                   .source_map_unreadable = options.source_map_unreadable};
    struct mfshake_pruned *pruned;
    return prune_all(usage, &single, 1, &options, &pruned, diagnostics) ? pruned : NULL;
}

void mfshake_pruned_free(struct mfshake_pruned *pruned)
{
    if (!pruned) return;
    arena_release(&pruned->arena);
    memory_free(pruned);
}

struct mfshake_text mfshake_pruned_output(const struct mfshake_pruned *pruned)
{
    return give(pruned->finished.text);
}

bool mfshake_pruned_has_source_map(const struct mfshake_pruned *pruned)
{
    return pruned->finished.has_map;
}

struct mfshake_text mfshake_pruned_source_map(struct mfshake_pruned *pruned)
{
    if (!pruned->finished.has_map) return give(TEXT(""));
    return give(finish_map_text(&pruned->arena, &pruned->finished, pruned->finished.map.file));
}

bool mfshake_pruned_changed(const struct mfshake_pruned *pruned)
{
    return pruned->changed;
}

uint32_t mfshake_pruned_modules_before(const struct mfshake_pruned *pruned)
{
    return pruned->result.modules_before;
}

uint32_t mfshake_pruned_modules_after(const struct mfshake_pruned *pruned)
{
    return pruned->result.modules_after;
}

uint32_t mfshake_pruned_key_count(const struct mfshake_pruned *pruned)
{
    return pruned->result.key_count;
}

void mfshake_pruned_key_get(const struct mfshake_pruned *pruned, uint32_t index, struct mfshake_pruned_key *key)
{
    const struct prune_key *found = &pruned->result.keys[index];
    struct mfshake_pruned_key full = {
        .key = give(found->key),
        .kept = found->kept,
        .removed = found->removed,
        .undecided = found->undecided,
        .reason = give(found->reason),
    };
    give_known(key, key->size, &full, sizeof full);
}

uint32_t mfshake_pruned_note_count(const struct mfshake_pruned *pruned)
{
    return pruned->result.note_count;
}

struct mfshake_text mfshake_pruned_note_about(const struct mfshake_pruned *pruned, uint32_t index)
{
    return give(pruned->result.notes[index].about);
}

struct mfshake_text mfshake_pruned_note_reason(const struct mfshake_pruned *pruned, uint32_t index)
{
    return give(pruned->result.notes[index].reason);
}
