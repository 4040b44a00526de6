#include "base/map.h"

#include "base/memory.h"

#include <string.h>

void map_init(struct map *map)
{
    *map = (struct map){0};
}

void map_release(struct map *map)
{
    memory_free(map->keys);
    memory_free(map->values);
    map_init(map);
}

static uint32_t slot_of(const struct map *map, uint64_t key)
{
    uint32_t mask = map->slot_count - 1;
    /* Eight keys that follow each other stand side by side: a module's names often do. */
    uint64_t block = ((key >> 3) * 0x9e3779b97f4a7c15u) >> 32;
    uint32_t slot = (uint32_t)(block << 3 | (key & 7)) & mask;
    while (map->keys[slot] && map->keys[slot] != key) slot = (slot + 1) & mask;
    return slot;
}

static void grow(struct map *map)
{
    struct map larger = *map;
    larger.slot_count = map->slot_count ? map->slot_count * 2 : 64;
    larger.keys = memory_resize(NULL, larger.slot_count, sizeof *larger.keys);
    larger.values = memory_resize(NULL, larger.slot_count, sizeof *larger.values);
    memset(larger.keys, 0, larger.slot_count * sizeof *larger.keys);
    for (uint32_t i = 0; i < map->slot_count; i++) {
        if (!map->keys[i]) continue;
        uint32_t slot = slot_of(&larger, map->keys[i]);
        larger.keys[slot] = map->keys[i];
        larger.values[slot] = map->values[i];
    }
    memory_free(map->keys);
    memory_free(map->values);
    *map = larger;
}

void map_set(struct map *map, uint64_t key, uint32_t value)
{
    if (key == 0) {
        map->has_zero = true;
        map->zero_value = value;
        return;
    }
    if (map->count * 2 >= map->slot_count) grow(map);
    uint32_t slot = slot_of(map, key);
    if (!map->keys[slot]) map->count++;
    map->keys[slot] = key;
    map->values[slot] = value;
}

bool map_add(struct map *map, uint64_t key, uint32_t value)
{
    if (key == 0) {
        bool is_new = !map->has_zero;
        if (is_new) map_set(map, key, value);
        return is_new;
    }
    if (map->count * 2 >= map->slot_count) grow(map);
    uint32_t slot = slot_of(map, key);
    if (map->keys[slot]) return false;
    map->count++;
    map->keys[slot] = key;
    map->values[slot] = value;
    return true;
}

uint32_t map_get(const struct map *map, uint64_t key, uint32_t missing)
{
    if (key == 0) return map->has_zero ? map->zero_value : missing;
    if (!map->slot_count) return missing;
    uint32_t slot = slot_of(map, key);
    return map->keys[slot] ? map->values[slot] : missing;
}

bool map_equal(const struct map *a, const struct map *b)
{
    if (a->count != b->count || a->has_zero != b->has_zero || (a->has_zero && a->zero_value != b->zero_value))
        return false;
    for (uint32_t i = 0; i < a->slot_count; i++) {
        if (!a->keys[i]) continue;
        uint32_t slot = b->slot_count ? slot_of(b, a->keys[i]) : 0;
        if (!b->slot_count || b->keys[slot] != a->keys[i] || b->values[slot] != a->values[i]) return false;
    }
    return true;
}
