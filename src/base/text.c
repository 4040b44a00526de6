#define _GNU_SOURCE /* memmem, memrchr, getrandom */
#include "base/text.h"

#include <stdatomic.h>
#include <sys/random.h>

size_t text_find_char(struct text t, char wanted, size_t from)
{
    if (from >= t.length) return TEXT_NOWHERE;
    const char *found = memchr(t.at + from, wanted, t.length - from);
    return found ? (size_t)(found - t.at) : TEXT_NOWHERE;
}

size_t text_find_last_char(struct text t, char wanted)
{
    if (t.length == 0) return TEXT_NOWHERE;
    const char *found = memrchr(t.at, wanted, t.length);
    return found ? (size_t)(found - t.at) : TEXT_NOWHERE;
}

size_t text_find(struct text t, struct text wanted, size_t from)
{
    if (from > t.length || wanted.length > t.length - from) return TEXT_NOWHERE;
    if (wanted.length == 0) return from;
    const char *found = memmem(t.at + from, t.length - from, wanted.at, wanted.length);
    return found ? (size_t)(found - t.at) : TEXT_NOWHERE;
}

int text_compare(struct text a, struct text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order) return order;
    return (a.length > b.length) - (a.length < b.length);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text text_trim(struct text t)
{
    while (t.length && is_blank(t.at[0])) t.at++, t.length--;
    while (t.length && is_blank(t.at[t.length - 1])) t.length--;
    return t;
}

static uint64_t hash_seed(void)
{
    static _Atomic uint64_t seed; /* threads that race for the first call must agree on one */
    uint64_t known = atomic_load_explicit(&seed, memory_order_relaxed);
    if (known) return known;
    uint64_t fresh = 0;
    if (getrandom(&fresh, sizeof fresh, GRND_NONBLOCK) != (ssize_t)sizeof fresh) fresh = (uintptr_t)&seed;
    fresh |= 1;
    return atomic_compare_exchange_strong(&seed, &known, fresh) ? fresh : known;
}

static uint64_t hash_mix(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t text_hash(struct text t)
{
    uint64_t hash = hash_seed() ^ t.length;
    size_t i = 0;
    for (; i + 8 <= t.length; i += 8) {
        uint64_t word;
        memcpy(&word, t.at + i, 8);
        hash = hash_mix(hash ^ word, 0x9e3779b97f4a7c15u);
    }
    uint64_t rest = 0;
    if (i < t.length) memcpy(&rest, t.at + i, t.length - i);
    return hash_mix(hash ^ rest, 0xd6e8feb86659fd93u);
}

unsigned text_distance(struct text a, struct text b, unsigned limit)
{
    enum { LONGEST = 63 };
    if (a.length > LONGEST || b.length > LONGEST) return limit + 1;
    unsigned row[LONGEST + 1];
    for (unsigned j = 0; j <= b.length; j++) row[j] = j;
    for (unsigned i = 1; i <= a.length; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= b.length; j++) {
            unsigned replaced = diagonal + (a.at[i - 1] != b.at[j - 1]);
            unsigned shifted = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = replaced < shifted ? replaced : shifted;
        }
    }
    return row[b.length] <= limit ? row[b.length] : limit + 1;
}

struct text_place text_place_of(struct text t, size_t offset)
{
    if (offset > t.length) offset = t.length;
    struct text_place place = {1, 1};
    size_t line_start = offset >= 3 && text_starts_with(t, TEXT("\xef\xbb\xbf")) ? 3 : 0;
    for (size_t newline = text_find_char(t, '\n', 0); newline < offset; newline = text_find_char(t, '\n', line_start)) {
        place.line++;
        line_start = newline + 1;
    }
    place.column = (uint32_t)(offset - line_start) + 1;
    return place;
}
