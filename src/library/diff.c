#include "library/library.h"

#include "base/memory.h"
#include "gate/difference.h"
#include "prune/chunk_difference.h"

struct mfshake_difference {
    struct arena arena;
    uint32_t count; /* of share keys or modules that differ */
    struct buffer forms[MFSHAKE_DIFFERENCE_MARKDOWN + 1];
};

static struct mfshake_difference *difference_new(void)
{
    struct mfshake_difference *difference = memory_alloc(sizeof *difference);
    *difference = (struct mfshake_difference){0};
    arena_init(&difference->arena);
    for (int i = 0; i <= MFSHAKE_DIFFERENCE_MARKDOWN; i++) buffer_init(&difference->forms[i]);
    return difference;
}

void mfshake_difference_free(struct mfshake_difference *difference)
{
    if (!difference) return;
    for (int i = 0; i <= MFSHAKE_DIFFERENCE_MARKDOWN; i++) buffer_release(&difference->forms[i]);
    arena_release(&difference->arena);
    memory_free(difference);
}

struct mfshake_difference *mfshake_merge_difference(struct mfshake_merge *before, struct mfshake_merge *now)
{
    struct mfshake_difference *difference = difference_new();
    struct merged_view views[2];
    merged_view_make(&before->merged, &difference->arena, &views[0]);
    merged_view_make(&now->merged, &difference->arena, &views[1]);
    difference->count = difference_text(&views[0], &views[1], &difference->forms[MFSHAKE_DIFFERENCE_TEXT]);
    difference_json(&views[0], &views[1], &difference->forms[MFSHAKE_DIFFERENCE_JSON]);
    difference_markdown(&views[0], &views[1], &difference->forms[MFSHAKE_DIFFERENCE_MARKDOWN]);
    return difference;
}

struct mfshake_difference *mfshake_chunk_difference(const char *before_path, struct mfshake_text before,
                                                    const char *now_path, struct mfshake_text now,
                                                    struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_difference *difference = difference_new();
    struct arena *arena = &difference->arena;
    struct chunk_contents chunks[2];
    bool good = chunk_contents_read(arena, take(before_path), (struct text){before.at, before.length}, &chunks[0],
                                    &diagnostics->list);
    good =
        chunk_contents_read(arena, take(now_path), (struct text){now.at, now.length}, &chunks[1], &diagnostics->list) &&
        good;
    if (good) {
        difference->count = chunk_difference_text(&chunks[0], &chunks[1], &difference->forms[MFSHAKE_DIFFERENCE_TEXT]);
        chunk_difference_json(&chunks[0], &chunks[1], &difference->forms[MFSHAKE_DIFFERENCE_JSON]);
        chunk_difference_markdown(&chunks[0], &chunks[1], &difference->forms[MFSHAKE_DIFFERENCE_MARKDOWN]);
        return difference;
    }
    mfshake_difference_free(difference);
    return NULL;
}

struct mfshake_text mfshake_difference_text(const struct mfshake_difference *difference,
                                            enum mfshake_difference_form form)
{
    return give(buffer_text(&difference->forms[form]));
}

uint32_t mfshake_difference_count(const struct mfshake_difference *difference)
{
    return difference->count;
}
