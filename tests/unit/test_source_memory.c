#include "unit.h"

#include "graph/source_memory.h"

static void knows_what_was_added_until_it_is_forgotten(void **state)
{
    (void)state;
    static const struct record one, other, broken = {.has_error = true};
    struct source_memory *memory = source_memory_new();
    struct text source;
    assert_false(source_memory_find(memory, TEXT("/a"), &source));
    assert_true(text_is(source_memory_add(memory, TEXT("/a"), TEXT("1")), "1"));
    assert_true(text_is(source_memory_add(memory, TEXT("/a"), TEXT("2")), "1"));
    assert_true(source_memory_find(memory, TEXT("/a"), &source));
    assert_true(text_is(source, "1"));

    assert_null(source_memory_record(memory, TEXT("/a"), TEXT("x")));
    source_memory_add_record(memory, TEXT("/a"), TEXT("x"), &one);
    source_memory_add_record(memory, TEXT("/a"), TEXT("y"), &other);
    source_memory_add_record(memory, TEXT("/a"), TEXT("z"), &broken);
    source_memory_add_record(memory, TEXT("/b"), TEXT("x"), &one);
    assert_ptr_equal(source_memory_record(memory, TEXT("/a"), TEXT("x")), &one);
    assert_ptr_equal(source_memory_record(memory, TEXT("/a"), TEXT("y")), &other);
    assert_null(source_memory_record(memory, TEXT("/a"), TEXT("z")));
    assert_null(source_memory_record(memory, TEXT("/b"), TEXT("x")));

    source_memory_forget(memory, TEXT("/a"));
    source_memory_forget(memory, TEXT("/none"));
    assert_false(source_memory_find(memory, TEXT("/a"), &source));
    assert_null(source_memory_record(memory, TEXT("/a"), TEXT("x")));
    assert_true(text_is(source_memory_add(memory, TEXT("/a"), TEXT("3")), "3"));
    assert_false(source_memory_is_stale(memory));
    source_memory_clear(memory);
    assert_false(source_memory_find(memory, TEXT("/a"), &source));
    source_memory_free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(knows_what_was_added_until_it_is_forgotten)};
    return unit_run(tests);
}
