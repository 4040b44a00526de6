#include "unit.h"

#include "base/brotli.h"
#include "base/gzip.h"
#include "base/memory.h"

/* The sizes that `printf '' | gzip -9n | wc -c` and Node's zlib.brotliCompressSync(…, quality 9, text) give. */
static void small_texts(void **state)
{
    (void)state;
    assert_int_equal(gzip_size(TEXT("")), 20);
    assert_int_equal(gzip_size(TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")), 23);
    assert_int_equal(brotli_size(TEXT("")), 1);
    assert_int_equal(brotli_size(TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")), 10);
}

/* Longer than every internal buffer, and both compressible and not. */
static void large_texts(void **state)
{
    (void)state;
    enum { LENGTH = 3 << 20 };
    char *bytes = memory_alloc(LENGTH);
    memset(bytes, 'x', LENGTH);
    struct text text = {bytes, LENGTH};
    assert_in_range(gzip_size(text), 1000, 10000);
    assert_in_range(brotli_size(text), 5, 1000);
    uint32_t random = 1;
    for (int i = 0; i < LENGTH; i++) {
        random = random * 1664525u + 1013904223u;
        bytes[i] = (char)(random >> 24);
    }
    assert_in_range(gzip_size(text), LENGTH, LENGTH + 2000);
    assert_in_range(brotli_size(text), LENGTH, LENGTH + 2000);
    memory_free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(small_texts), cmocka_unit_test(large_texts)};
    return unit_run(tests);
}
