#include "unit.h"

#include "base/vec.h"

struct pair {
    int first, second;
};

static void pushes_and_pops(void **state)
{
    (void)state;
    VEC(struct pair) pairs = {0};
    for (int i = 0; i < 1000; i++) vec_push(&pairs, (struct pair){i, -i});
    assert_int_equal(pairs.count, 1000);
    assert_true(pairs.capacity >= 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(pairs.at[i].second, -i);
    vec_last(&pairs).first = 7;
    assert_int_equal(vec_pop(&pairs).first, 7);
    assert_int_equal(vec_last(&pairs).first, 998);
    vec_clear(&pairs);
    assert_int_equal(pairs.count, 0);
    assert_non_null(pairs.at);
    vec_release(&pairs);
    assert_null(pairs.at);
    assert_int_equal(pairs.capacity, 0);
}

static void freezes_into_an_arena(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    VEC(uint16_t) numbers = {0};
    for (uint16_t i = 0; i < 100; i++) vec_push(&numbers, i);
    uint32_t count = numbers.count;
    uint16_t *frozen = vec_freeze(&numbers, &arena);
    assert_null(numbers.at);
    assert_int_equal(numbers.capacity, 0);
    for (uint32_t i = 0; i < count; i++) assert_int_equal(frozen[i], i);

    VEC(uint16_t) none = {0};
    assert_non_null(vec_freeze(&none, &arena));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pushes_and_pops),
        cmocka_unit_test(freezes_into_an_arena),
    };
    return unit_run(tests);
}
