#include "prune/module_ids_order.h"

#include "base/memory.h"

#include <stdlib.h>

struct named {
    struct text id;
    uint32_t module;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    int order = text_compare(left->id, right->id);
    return order ? order : (left->module > right->module) - (left->module < right->module);
}

const uint32_t *module_ids_sort(struct arena *arena, const struct text *ids, uint32_t count)
{
    struct named *named = memory_resize(NULL, count + 1, sizeof *named);
    for (uint32_t m = 0; m < count; m++) named[m] = (struct named){ids[m], m};
    qsort(named, count, sizeof *named, compare_named);
    uint32_t *by_id = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t m = 0; m < count; m++) by_id[m] = named[m].module;
    memory_free(named);
    return by_id;
}
