#include "analyze/module_index.h"

/* Groups `count` items by their key; keys of `key_count` and above are left out. */
static struct grouped group(struct arena *arena, const uint32_t *keys, const uint32_t *items, uint32_t count,
                            uint32_t key_count)
{
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, key_count + 2);
    uint32_t *at = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (keys[i] < key_count) first[keys[i] + 2]++;
    }
    for (uint32_t k = 0; k < key_count; k++) first[k + 2] += first[k + 1];
    for (uint32_t i = 0; i < count; i++) {
        if (keys[i] < key_count) at[first[keys[i] + 1]++] = items[i];
    }
    return (struct grouped){first, at};
}

bool module_index_runs_with_part(const struct request *request)
{
    switch ((enum request_kind)request->kind) {
    case REQUEST_DYNAMIC_IMPORT:
    case REQUEST_REQUIRE:
    case REQUEST_AMD:
    case REQUEST_REQUIRE_RESOLVE:
    case REQUEST_CONTEXT: return true;
    case REQUEST_IMPORT:
    case REQUEST_EXPORT_FROM:
    case REQUEST_URL:
    case REQUEST_WORKER:
    case REQUEST_JSX_RUNTIME: return false;
    }
    return false;
}

void module_index_make(struct module_index *index, const struct record *record, struct arena *arena)
{
    index->ready = true;
    uint32_t most = record->reference_count + record->request_count + record->part_binding_count + 1;
    uint32_t *keys = ARENA_ARRAY(arena, uint32_t, most), *items = ARENA_ARRAY(arena, uint32_t, most);

    for (uint32_t i = 0; i < record->reference_count; i++) keys[i] = record->references[i].part, items[i] = i;
    index->references = group(arena, keys, items, record->reference_count, record->part_count);

    uint32_t count = 0;
    for (uint32_t i = 0; i < record->request_count; i++) {
        if (module_index_runs_with_part(&record->requests[i]))
            keys[count] = record->requests[i].part, items[count++] = i;
    }
    index->requests = group(arena, keys, items, count, record->part_count);

    count = 0;
    for (uint32_t p = 0; p < record->part_count; p++) {
        const struct record_part *part = &record->parts[p];
        for (uint32_t i = 0; i < part->declared_count; i++)
            keys[count] = record->part_bindings[part->first_declared + i], items[count++] = p;
    }
    index->declaring = group(arena, keys, items, count, record->binding_count);
}
