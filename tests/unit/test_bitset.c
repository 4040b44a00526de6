#include "unit.h"

#include "base/bitset.h"

static void holds_members(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    static const uint32_t sizes[] = {1, 63, 64, 65, 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct bitset set = bitset_new(&arena, sizes[i]);
        assert_int_equal(bitset_count(set), 0);
        for (uint32_t member = 0; member < sizes[i]; member += 3) {
            assert_true(bitset_add(set, member));
            assert_false(bitset_add(set, member));
        }
        for (uint32_t member = 0; member < sizes[i]; member++)
            assert_int_equal(bitset_has(set, member), member % 3 == 0);
        assert_int_equal(bitset_count(set), (sizes[i] + 2) / 3);
        bitset_remove(set, 0);
        bitset_remove(set, 0);
        assert_false(bitset_has(set, 0));
        assert_int_equal(bitset_count(set), (sizes[i] + 2) / 3 - 1);
    }
    assert_int_equal(bitset_count(bitset_new(&arena, 0)), 0);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(holds_members)};
    return unit_run(tests);
}
