#include "prune/kept.h"

#include "base/pool.h"
#include "prune/prune.h"

struct measuring {
    struct usage_set usage;
    const struct kept_chunk *chunks;
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
    if (prune_chunk(&arena, TEXT("chunk.js"), m->chunks[index].bytes, &m->usage,
                    &(struct prune_options){.map = m->chunks[index].map}, &result, &unheard)) {
        m->kept[index] = (struct kept){true, result.output.length};
    }
    diag_release(&unheard);
    arena_release(&arena);
}

void kept_measure(struct text report, const struct kept_chunk *chunks, uint32_t count, uint32_t workers,
                  struct kept *kept)
{
    struct measuring m = {.chunks = chunks, .kept = kept};
    struct usage usage;
    struct usage_merge_options alone = {.consumers_given = true};
    struct arena arena;
    arena_init(&arena);
    struct diagnostics unheard;
    diag_init(&unheard);
    memset(kept, 0, count * sizeof *kept);
    if (usage_read(&arena, TEXT("share-usage.json"), report, &usage, &unheard) &&
        usage_merge(&arena, &usage, 1, &alone, &m.usage, &unheard)) {
        pool_run(workers, count, measure_one, &m);
    }
    diag_release(&unheard);
    arena_release(&arena);
}
