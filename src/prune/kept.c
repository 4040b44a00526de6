#include "prune/kept.h"

#include "base/gzip.h"
#include "base/pool.h"
#include "prune/prune.h"
#include "prune/share_container.h"

struct measuring {
    const struct usage_set *usage;
    bool with_gzip;
    const struct text *chunks, *maps;
    struct kept *kept;
};

static bool has(const struct diagnostics *diagnostics, enum diag_code code)
{
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        if (diagnostics->list[i].code == code) return true;
    }
    return false;
}

static void measure_one(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    struct measuring *m = context;
    struct arena arena;
    arena_init(&arena);
    struct diagnostics unheard; /* what prune has to say is said when it prunes in earnest */
    diag_init(&unheard);
    struct prune_options options = {.map = m->maps ? m->maps[index] : TEXT("")};
    struct prune_result result;
    if (prune_chunk(&arena, TEXT("chunk.js"), m->chunks[index], m->usage, &options, &result, &unheard)) {
        struct share_container container;
        bool is_pruned = share_container_read(&arena, m->chunks[index], &container) && container.pruned;
        bool has_map = options.map.length && !has(&unheard, DIAG_PRUNE_NO_MAP);
        m->kept[index] = (struct kept){
            .known = true,
            .is_annotated = !is_pruned && (result.key_count || has_map),
            .bytes = result.output.length,
            .gzip = m->with_gzip ? gzip_size(result.output) : 0,
        };
    }
    diag_release(&unheard);
    arena_release(&arena);
}

static void measure(struct measuring *m, uint32_t count, uint32_t workers)
{
    memset(m->kept, 0, count * sizeof *m->kept);
    pool_run(workers, count, measure_one, m);
}

void kept_measure_usage(const struct usage_set *usage, bool with_gzip, const struct text *chunks,
                        const struct text *maps, uint32_t count, uint32_t workers, struct kept *kept)
{
    struct measuring m = {.usage = usage, .with_gzip = with_gzip, .chunks = chunks, .maps = maps, .kept = kept};
    measure(&m, count, workers);
}

void kept_measure(struct text report, const struct text *chunks, const struct text *maps, uint32_t count,
                  uint32_t workers, struct kept *kept)
{
    struct usage usage;
    struct usage_set set;
    struct usage_merge_options alone = {.consumers_given = true};
    struct arena arena;
    arena_init(&arena);
    struct diagnostics unheard;
    diag_init(&unheard);
    memset(kept, 0, count * sizeof *kept);
    if (usage_read(&arena, TEXT("share-usage.json"), report, &usage, &unheard) &&
        usage_merge(&arena, &usage, 1, &alone, &set, &unheard)) {
        measure(&(struct measuring){.usage = &set, .chunks = chunks, .maps = maps, .kept = kept}, count, workers);
    }
    diag_release(&unheard);
    arena_release(&arena);
}
