#include "unit.h"

#include "base/arena.h"

#include <stdalign.h>

static void gives_zeroed_aligned_pieces_that_do_not_overlap(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    enum { COUNT = 3000 };
    static unsigned char *pieces[COUNT];
    static size_t sizes[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        sizes[i] = i % 100 == 99 ? i * 50 : i % 37; /* small ones, and some larger than a block */
        pieces[i] = arena_alloc(&arena, sizes[i]);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < sizes[i]; j++) assert_int_equal(pieces[i][j], 0);
        memset(pieces[i], (int)(i % 255 + 1), sizes[i]);
    }
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            if (pieces[i][j] != i % 255 + 1) fail_msg("piece %zu was overwritten", i);
        }
    }
    assert_true(arena.total > 0);
    arena_release(&arena);
    assert_int_equal(arena.total, 0);
    assert_non_null(arena_alloc(&arena, 10)); /* usable again */
    arena_release(&arena);
}

static void gives_an_address_to_nothing(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_non_null(arena_alloc(&arena, 0));
    assert_non_null(ARENA_ARRAY(&arena, int, 0));
    arena_release(&arena);
    arena_release(&arena);
}

static void clearing_keeps_memory(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    arena_clear(&arena); /* nothing to keep */
    for (int round = 0; round < 3; round++) {
        size_t before = arena.total;
        for (int i = 0; i < 100; i++) {
            char *piece = arena_alloc(&arena, 5000);
            for (int b = 0; b < 5000; b++) assert_int_equal(piece[b], 0);
            memset(piece, 'x', 5000);
        }
        if (round > 1) assert_int_equal(arena.total, before); /* the second round has room for all */
        arena_clear(&arena);
        assert_true(arena.total >= 100 * 5000);
    }
    arena_release(&arena);
    assert_int_equal(arena.total, 0);
}

static void copies_and_formats(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct text copy = arena_copy(&arena, TEXT("a\0b"));
    assert_text(copy, "a\0b");
    assert_int_equal(copy.at[3], '\0');
    copy = arena_copy(&arena, (struct text){NULL, 0});
    assert_text(copy, "");
    assert_int_equal(copy.at[0], '\0');

    struct text formatted = arena_format(&arena, "%s-%d-%.*s", "x", 42, TEXT_ARGS(TEXT("yz")));
    assert_text(formatted, "x-42-yz");
    assert_int_equal(formatted.at[formatted.length], '\0');
    assert_text(arena_format(&arena, "%s", ""), "");
    assert_int_equal(arena_format(&arena, "%100000d", 1).length, 100000);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_aligned_pieces_that_do_not_overlap),
        cmocka_unit_test(gives_an_address_to_nothing),
        cmocka_unit_test(clearing_keeps_memory),
        cmocka_unit_test(copies_and_formats),
    };
    return unit_run(tests);
}
