#include "unit.h"

#include "base/pool.h"

static void compares(void **state)
{
    (void)state;
    assert_true(text_equal(TEXT(""), (struct text){NULL, 0}));
    assert_true(text_equal(TEXT("a\0b"), TEXT("a\0b")));
    assert_false(text_equal(TEXT("a\0b"), TEXT("a\0c")));
    assert_false(text_is(TEXT("ab"), "a"));
    assert_true(text_compare(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_compare(TEXT("ab"), TEXT("a")) > 0);
    assert_true(text_compare(TEXT("\xFF"), TEXT("a")) > 0); /* bytes are unsigned */
    assert_true(text_compare(TEXT("Z"), TEXT("a")) < 0);
    assert_int_equal(text_compare((struct text){NULL, 0}, TEXT("")), 0);
    assert_int_equal(text_compare(TEXT("a\0b"), TEXT("a\0b")), 0);
    assert_true(text_starts_with(TEXT("abc"), TEXT("ab")) && text_starts_with(TEXT("abc"), TEXT("")));
    assert_false(text_starts_with(TEXT("a"), TEXT("ab")));
    assert_true(text_ends_with(TEXT("abc"), TEXT("bc")) && text_ends_with(TEXT(""), TEXT("")));
    assert_false(text_ends_with(TEXT("c"), TEXT("bc")));
}

static void finds(void **state)
{
    (void)state;
    struct text t = TEXT("abcabc");
    assert_int_equal(text_find_char(t, 'b', 0), 1);
    assert_int_equal(text_find_char(t, 'b', 2), 4);
    assert_int_equal(text_find_char(t, 'b', 5), TEXT_NOWHERE);
    assert_int_equal(text_find_char(t, 'b', 100), TEXT_NOWHERE);
    assert_int_equal(text_find_last_char(t, 'b'), 4);
    assert_int_equal(text_find_last_char(t, 'x'), TEXT_NOWHERE);
    assert_int_equal(text_find_last_char(TEXT(""), 'x'), TEXT_NOWHERE);
    assert_int_equal(text_find(t, TEXT("ca"), 0), 2);
    assert_int_equal(text_find(t, TEXT("abc"), 1), 3);
    assert_int_equal(text_find(t, TEXT("abc"), 4), TEXT_NOWHERE);
    assert_int_equal(text_find(t, TEXT(""), 6), 6);
    assert_int_equal(text_find(t, TEXT(""), 7), TEXT_NOWHERE);
    assert_int_equal(text_find(TEXT("a\0b"), TEXT("\0b"), 0), 1);
    assert_text(text_slice(t, 1, 3), "bc");
}

static void trims(void **state)
{
    (void)state;
    assert_text(text_trim(TEXT(" \t\r\n a b \n")), "a b");
    assert_text(text_trim(TEXT(" \n ")), "");
    assert_text(text_trim(TEXT("")), "");
    assert_text(text_trim(TEXT("\fa")), "\fa");
}

static void measures_distance(void **state)
{
    (void)state;
    assert_int_equal(text_distance(TEXT("shared"), TEXT("shared"), 3), 0);
    assert_int_equal(text_distance(TEXT("share"), TEXT("shared"), 3), 1);
    assert_int_equal(text_distance(TEXT("shraed"), TEXT("shared"), 3), 2);
    assert_int_equal(text_distance(TEXT("kitten"), TEXT("sitting"), 3), 3);
    assert_int_equal(text_distance(TEXT("kitten"), TEXT("sitting"), 2), 3); /* the limit and one */
    assert_int_equal(text_distance(TEXT(""), TEXT("abc"), 5), 3);
    assert_int_equal(text_distance(TEXT(""), TEXT(""), 0), 0);
    char long_name[64];
    memset(long_name, 'a', sizeof long_name);
    assert_int_equal(text_distance((struct text){long_name, 63}, (struct text){long_name, 63}, 2), 0);
    assert_int_equal(text_distance((struct text){long_name, 64}, (struct text){long_name, 64}, 2), 3);
}

static void place_is(struct text t, size_t offset, uint32_t line, uint32_t column)
{
    struct text_place place = text_place_of(t, offset);
    if (place.line != line || place.column != column) {
        fail_msg("offset %zu: %u:%u", offset, (unsigned)place.line, (unsigned)place.column);
    }
}

static void finds_places(void **state)
{
    (void)state;
    struct text t = TEXT("ab\n\nc\r\nd");
    place_is(t, 0, 1, 1);
    place_is(t, 2, 1, 3); /* the newline belongs to its line */
    place_is(t, 3, 2, 1);
    place_is(t, 4, 3, 1);
    place_is(t, 7, 4, 1);
    place_is(t, 8, 4, 2);
    place_is(t, 100, 4, 2);
    place_is(TEXT(""), 0, 1, 1);
    place_is(TEXT("a\n"), 2, 2, 1);
}

static void hash_one(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    uint64_t *hashes = context;
    hashes[index] = text_hash(TEXT("the same"));
}

static void hashes(void **state)
{
    (void)state;
    uint64_t by_thread[64];
    pool_run(4, 64, hash_one, by_thread); /* first use of the seed: all threads must get the same */
    for (int i = 1; i < 64; i++) assert_true(by_thread[i] == by_thread[0]);
    char moved[] = "xabcdefghijklmnop";
    assert_true(text_hash(TEXT("abcdefghijklmnop")) == text_hash((struct text){moved + 1, 16}));
    assert_true(text_hash(TEXT("a")) != text_hash(TEXT("a\0"))); /* the length counts */
    assert_true(text_hash(TEXT("abcdefgh")) != text_hash(TEXT("abcdefgi")));
    assert_true(text_hash(TEXT("")) != text_hash(TEXT("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes), /* first, see there */
        cmocka_unit_test(compares),     cmocka_unit_test(finds),
        cmocka_unit_test(trims),        cmocka_unit_test(measures_distance),
        cmocka_unit_test(finds_places),
    };
    return unit_run(tests);
}
