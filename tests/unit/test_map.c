#include "unit.h"

#include "base/map.h"

static void keeps_values(void **state)
{
    (void)state;
    struct map map;
    map_init(&map);
    assert_int_equal(map_get(&map, 1, 99), 99);
    assert_int_equal(map_get(&map, 0, 99), 99);
    map_set(&map, 0, 5);
    map_set(&map, 1, 6);
    map_set(&map, UINT64_MAX, 0);
    assert_int_equal(map_get(&map, 0, 99), 5);
    assert_int_equal(map_get(&map, 1, 99), 6);
    assert_int_equal(map_get(&map, UINT64_MAX, 99), 0);
    map_set(&map, 0, 7);
    map_set(&map, 1, 8);
    assert_int_equal(map_get(&map, 0, 99), 7);
    assert_int_equal(map_get(&map, 1, 99), 8);
    assert_int_equal(map.count, 2); /* beside the zero */
    map_release(&map);
    assert_int_equal(map_get(&map, 0, 99), 99);
    map_release(&map);
}

static void adds_once(void **state)
{
    (void)state;
    struct map map;
    map_init(&map);
    for (uint64_t key = 0; key < 200; key++) assert_true(map_add(&map, key, (uint32_t)key + 1));
    for (uint64_t key = 0; key < 200; key++) {
        assert_false(map_add(&map, key, 7));
        assert_int_equal(map_get(&map, key, 99), key + 1);
    }
    map_set(&map, 3, 9);
    assert_false(map_add(&map, 3, 9));
    assert_int_equal(map_get(&map, 3, 99), 9);
    map_release(&map);
}

static void keeps_many(void **state)
{
    (void)state;
    struct map map;
    map_init(&map);
    for (uint32_t i = 0; i < 300; i++) {
        for (uint32_t j = 0; j < 100; j++) map_set(&map, map_pair(i, j), i * 1000 + j);
    }
    for (uint32_t i = 0; i < 300; i++) {
        for (uint32_t j = 0; j < 100; j++) assert_int_equal(map_get(&map, map_pair(i, j), 0), i * 1000 + j);
        assert_int_equal(map_get(&map, map_pair(i, 100), 42), 42);
    }
    assert_true(map_pair(1, 2) != map_pair(2, 1));
    map_release(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_values),
        cmocka_unit_test(adds_once),
        cmocka_unit_test(keeps_many),
    };
    return unit_run(tests);
}
