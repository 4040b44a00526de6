#include "prune/kept.h"

#include "base/gzip.h"
#include "base/pool.h"
#include "prune/prune.h"

struct measuring {
    const struct usage_set *usage;
    bool with_gzip;
    const struct text *chunks, *maps;
    struct kept *kept;
};

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
    if (prune_chunk(&arena, TEXT("chunk.js"), m->chunks[index], m->usage, &options, &result, &unheard))
        m->kept[index] = (struct kept){true, result.output.length, m->with_gzip ? gzip_size(result.output) : 0};
    diag_release(&unheard);
    arena_release(&arena);
}

static void measure(struct measuring *m, uint32_t count, uint32_t workers)
{
    memset(m->kept, 0, count * sizeof *m->kept);
    pool_run(workers, count, measure_one, m);
}

void kept_measure_usage(const struct usage_set *usage, bool with_gzip, const struct text *chunks, uint32_t count,
                        uint32_t workers, struct kept *kept)
{
    measure(&(struct measuring){.usage = usage, .with_gzip = with_gzip, .chunks = chunks, .kept = kept}, count,
            workers);
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
