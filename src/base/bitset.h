/* A fixed-size set of small integers in an arena. */
#ifndef MFSHAKE_BASE_BITSET_H
#define MFSHAKE_BASE_BITSET_H

#include "base/arena.h"

struct bitset {
    uint64_t *words;
    uint32_t size; /* members are 0 … size-1 */
};

static inline struct bitset bitset_new(struct arena *arena, uint32_t size)
{
    return (struct bitset){ARENA_ARRAY(arena, uint64_t, (size + 63) / 64 + 1), size};
}

static inline bool bitset_has(struct bitset set, uint32_t member)
{
    return set.words[member / 64] >> (member % 64) & 1;
}

/* Adds `member`; true when it was not in the set before. */
static inline bool bitset_add(struct bitset set, uint32_t member)
{
    uint64_t bit = (uint64_t)1 << (member % 64);
    bool added = !(set.words[member / 64] & bit);
    set.words[member / 64] |= bit;
    return added;
}

static inline void bitset_remove(struct bitset set, uint32_t member)
{
    set.words[member / 64] &= ~((uint64_t)1 << (member % 64));
}

static inline uint32_t bitset_count(struct bitset set)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < (set.size + 63) / 64; i++) count += (uint32_t)__builtin_popcountll(set.words[i]);
    return count;
}

#endif
