#include "base/siphash.h"

static uint64_t rotated(uint64_t value, int by)
{
    return value << by | value >> (64 - by);
}

static void mix(uint64_t v[4])
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

static void take(uint64_t v[4], uint64_t word)
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
    uint64_t v[4] = {
        key.word[0] ^ 0x736f6d6570736575u,
        key.word[1] ^ 0x646f72616e646f6du ^ 0xee,
        key.word[0] ^ 0x6c7967656e657261u,
        key.word[1] ^ 0x7465646279746573u,
    };
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
