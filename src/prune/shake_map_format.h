/* What the writer and the reader of shake maps agree on. */
#ifndef MFSHAKE_PRUNE_SHAKE_MAP_FORMAT_H
#define MFSHAKE_PRUNE_SHAKE_MAP_FORMAT_H

#include "base/buffer.h"
#include "base/siphash.h"
#include "prune/shake_table.h"

enum { SHAKE_MAP_SCHEMA = 1, HASH_DIGITS = 32 };

/* A unit's first number: above enum unit_bits, more flags, and which optional numbers follow. */
enum unit_map_bits {
    UNIT_IS_GETTER = 1 << UNIT_OWN_BITS,
    UNIT_BODY_IS_BLOCK = 1 << 11,
    UNIT_HAS_BODY = 1 << 12,
    UNIT_HAS_LIST = 1 << 13,
    UNIT_HAS_IMPORT = 1 << 14,
    UNIT_HAS_EXPORT = 1 << 15,
    UNIT_IS_VALUE = 1 << 16,
};

enum module_bits { MODULE_INNER = 1, MODULE_FREE = 2, MODULE_ESM_GETTERS = 4, MODULE_SLOPPY = 8 };
enum list_bits { LIST_OBJECT = 1, LIST_IN_LIST = 2, LIST_ARRAY = 4 };
enum { NEED_KIND_BITS = 3 };

/* Puts a hash of `bytes` as hexadecimal digits. */
static inline void shake_map_put_hash(struct text bytes, struct buffer *out)
{
    struct hash128 hash = siphash_halves((struct siphash_key){{0x6d667368616b65, SHAKE_MAP_SCHEMA}}, bytes);
    buffer_format(out, "%016llx%016llx", (unsigned long long)hash.word[0], (unsigned long long)hash.word[1]);
}

#endif
