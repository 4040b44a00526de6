#include "base/siphash.h"

static inline uint64_t rotated(uint64_t value, int by)
{
    return value << by | value >> (64 - by);
}

static inline void mix(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotated(v[1], 13) ^ v[0];
    v[0] = rotated(v[0], 32);
    v[2] += v[3];
    v[3] = rotated(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotated(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotated(v[1], 17) ^ v[2];
    v[2] = rotated(v[2], 32);
}

static inline void begin(uint64_t v[4], struct siphash_key key)
{
    v[0] = key.word[0] ^ 0x736f6d6570736575u;
    v[1] = key.word[1] ^ 0x646f72616e646f6du ^ 0xee;
    v[2] = key.word[0] ^ 0x6c7967656e657261u;
    v[3] = key.word[1] ^ 0x7465646279746573u;
}

static inline void take(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    mix(v);
    mix(v);
    v[0] ^= word;
}

static uint64_t finish(uint64_t v[4])
{
    for (int round = 0; round < 4; round++) mix(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

struct hash128 siphash(struct siphash_key key, struct text bytes)
{
    uint64_t v[4];
    begin(v, key);
    size_t at = 0;
    for (; bytes.length - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, bytes.at + at, 8);
        take(v, word);
    }
    unsigned char last[8] = {0};
    if (at < bytes.length) memcpy(last, bytes.at + at, bytes.length - at);
    last[7] = (unsigned char)bytes.length;
    uint64_t word;
    memcpy(&word, last, 8);
    take(v, word);
    v[2] ^= 0xee;
    struct hash128 result;
    result.word[0] = finish(v);
    v[1] ^= 0xdd;
    result.word[1] = finish(v);
    return result;
}

struct hash128 siphash_halves(struct siphash_key key, struct text bytes)
{
    size_t half = bytes.length / 2 & ~(size_t)7;
    struct lane {
        uint64_t v[4];
    } first, second;
    begin(first.v, key);
    begin(second.v, key);
    for (size_t at = 0; at < half; at += 8) {
        uint64_t one, two;
        memcpy(&one, bytes.at + at, 8);
        memcpy(&two, bytes.at + half + at, 8);
        take(first.v, one);
        take(second.v, two);
    }
    uint64_t parts[] = {finish(first.v), finish(first.v), finish(second.v), finish(second.v), bytes.length, 0, 0};
    struct hash128 rest = siphash(key, text_slice(bytes, 2 * half, bytes.length));
    parts[5] = rest.word[0];
    parts[6] = rest.word[1];
    return siphash(key, (struct text){(const char *)parts, sizeof parts});
}
