#include "prune/kept.h"

#include "base/gzip.h"
#include "base/pool.h"
#include "prune/prune.h"

struct measuring {
    const struct usage_set *usage;
    bool with_gzip;
    const struct text *chunks;
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
    struct prune_result result;
    if (prune_chunk(&arena, TEXT("chunk.js"), m->chunks[index], m->usage, &(struct prune_options){0}, &result,
                    &unheard)) {
        m->kept[index] = (struct kept){true, result.output.length, m->with_gzip ? gzip_size(result.output) : 0};
    }
    diag_release(&unheard);
    arena_release(&arena);
}

void kept_measure_usage(const struct usage_set *usage, bool with_gzip, const struct text *chunks, uint32_t count,
                        uint32_t workers, struct kept *kept)
{
    struct measuring m = {.usage = usage, .with_gzip = with_gzip, .chunks = chunks, .kept = kept};
    memset(kept, 0, count * sizeof *kept);
    pool_run(workers, count, measure_one, &m);
}

void kept_measure(struct text report, const struct text *chunks, uint32_t count, uint32_t workers, struct kept *kept)
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
        kept_measure_usage(&set, false, chunks, count, workers, kept);
    }
    diag_release(&unheard);
    arena_release(&arena);
}
