/* SipHash-2-4 with 128 bits of result (Aumasson, Bernstein 2012): a hash that nobody can aim at without its key. */
#ifndef MFSHAKE_BASE_SIPHASH_H
#define MFSHAKE_BASE_SIPHASH_H

#include "base/text.h"

struct siphash_key {
    uint64_t word[2];
};

struct hash128 {
    uint64_t word[2];
};

/* On a machine of the other byte order the result is another one: it is not for exchange. */
struct hash128 siphash(struct siphash_key key, struct text bytes);
/* A hash of the hashes of both halves, and what is left, of long `bytes`: a processor computes them side by side, in little more than half the time. */
struct hash128 siphash_halves(struct siphash_key key, struct text bytes);

#endif
