#include "unit.h"

#include "base/siphash.h"

#include <stdio.h>

/* The bytes 0, 1, 2, … by the key 00 01 … 0f: the published vectors of SipHash-2-4 with 128 bits, as `openssl mac SIPHASH` gives them, too. */
static const struct vector {
    unsigned length;
    const char *digest;
} vectors[] = {
    {0, "a3817f04ba25a8e66df67214c7550293"},  {1, "da87c1d86b99af44347659119b22fc45"},
    {2, "8177228da4a45dc7fca38bdef60affe4"},  {7, "a1f1ebbed8dbc153c0b84aa61ff08239"},
    {8, "3b62a9ba6258f5610f83e264f31497b4"},  {9, "264499060ad9baabc47f8b02bb6d71ed"},
    {15, "5493e99933b0a8117e08ec0f97cfc3d9"}, {16, "6ee2a4ca67b054bbfd3315bf85230577"},
    {31, "2939b0183223fafc1723de4f52c43d35"}, {32, "7c3956ca5eeafc3e363e9d556546eb68"},
    {63, "5150d1772f50834a503e069a973fbd7c"},
};

static void published_vectors(void **state)
{
    (void)state;
    unsigned char bytes[64];
    for (unsigned i = 0; i < sizeof bytes; i++) bytes[i] = (unsigned char)i;
    struct siphash_key key;
    memcpy(&key, bytes, sizeof key);
    for (size_t v = 0; v < sizeof vectors / sizeof *vectors; v++) {
        struct hash128 hash = siphash(key, (struct text){(const char *)bytes, vectors[v].length});
        unsigned char digest[16];
        memcpy(digest, &hash, sizeof digest);
        char hexadecimal[33];
        for (size_t i = 0; i < sizeof digest; i++)
            snprintf(hexadecimal + 2 * i, sizeof hexadecimal - 2 * i, "%02x", digest[i]);
        assert_string_equal(hexadecimal, vectors[v].digest);
    }
}

/* No byte, no length and no other key goes unnoticed. */
static void halves(void **state)
{
    (void)state;
    char bytes[100];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7);
    const struct siphash_key key = {{1, 2}};
    struct hash128 seen[sizeof bytes + 1];
    for (size_t length = 0; length <= sizeof bytes; length++) {
        struct text whole = {bytes, length};
        seen[length] = siphash_halves(key, whole);
        for (size_t other = 0; other < length; other++) assert_memory_not_equal(&seen[other], &seen[length], 16);
        for (size_t at = 0; at < length; at++) {
            bytes[at] ^= 0x10;
            struct hash128 changed = siphash_halves(key, whole);
            bytes[at] ^= 0x10;
            assert_memory_not_equal(&changed, &seen[length], sizeof changed);
        }
        struct hash128 other_key = siphash_halves((struct siphash_key){{1, 3}}, whole);
        assert_memory_not_equal(&other_key, &seen[length], sizeof other_key);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_vectors), cmocka_unit_test(halves)};
    return unit_run(tests);
}
