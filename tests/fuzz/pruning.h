/* A report with which the targets prune: k.a is unused and k.b is used; nothing is said of other exports of k, nor of other keys. */
#ifndef MFSHAKE_TESTS_FUZZ_PRUNING_H
#define MFSHAKE_TESTS_FUZZ_PRUNING_H

#include "fuzz.h"

#include "prune/prune.h"

/* What of `chunk` is left by that report. False after a diagnostic. */
static inline bool prune_by_report(struct arena *arena, struct text chunk, struct prune_options options,
                                   struct prune_result *result, struct diagnostics *diagnostics)
{
    struct text report = TEXT("{\"treeShake\":{\"k\":{\"a\":false,\"b\":true}}}");
    struct usage *usage = ARENA_NEW(arena, struct usage);
    struct usage_set set;
    struct usage_merge_options merge = {0};
    FUZZ_PROMISE(usage_read(arena, TEXT("report.json"), report, usage, diagnostics));
    FUZZ_PROMISE(usage_merge(arena, usage, 1, &merge, &set, diagnostics));
    return prune_chunk(arena, TEXT("chunk.js"), chunk, &set, &options, result, diagnostics);
}

#endif
