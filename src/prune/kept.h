/* chunks, an app's report → how many bytes of each chunk stay when that app is the only one: what the table of analyze says. */
#ifndef MFSHAKE_PRUNE_KEPT_H
#define MFSHAKE_PRUNE_KEPT_H

#include "report/usage.h"

struct kept {
    bool known; /* false: the chunk can not be pruned */
    bool
        is_annotated; /* it is as analyze wrote it: it has conditions, or a shake map that fits, and is no pruned container */
    size_t bytes;
    size_t gzip; /* 0 unless it was asked for */
};

/* Prunes each of `count` chunks in memory to what `report` (a share-usage.json) uses, on up to `workers` threads, and sets kept[i]. `maps`: their shake maps, some of
 * which may be empty. */
void kept_measure(struct text report, const struct text *chunks, const struct text *maps, uint32_t count,
                  uint32_t workers, struct kept *kept);

/* The same by what several reports say together. */
void kept_measure_usage(const struct usage_set *usage, bool with_gzip, const struct text *chunks,
                        const struct text *maps, uint32_t count, uint32_t workers, struct kept *kept);

#endif
