/* A hash table from 64-bit keys to 32-bit values, for tables beside the nodes. Iteration is deliberately missing: the order of
 * a hash table must never reach the output. */
#ifndef MFSHAKE_BASE_MAP_H
#define MFSHAKE_BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

struct map {
    uint64_t *keys; /* 0 marks an empty slot: the key 0 is kept beside the table */
    uint32_t *values;
    uint32_t count, slot_count;
    uint32_t zero_value;
    bool has_zero;
};

void map_init(struct map *map);
void map_release(struct map *map);

void map_set(struct map *map, uint64_t key, uint32_t value);
/* The same unless `key` has a value already: then that stays, and the answer is false. */
bool map_add(struct map *map, uint64_t key, uint32_t value);
/* The value of `key`, or `missing`. */
uint32_t map_get(const struct map *map, uint64_t key, uint32_t missing);

/* Do both have the same keys with the same values? */
bool map_equal(const struct map *a, const struct map *b);

/* A key of two 32-bit ids. */
static inline uint64_t map_pair(uint32_t first, uint32_t second)
{
    return (uint64_t)first << 32 | second;
}

#endif
