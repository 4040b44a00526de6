#include "unit.h"

#include "base/table.h"

static struct arena arena;
static struct table table;
static struct buffer out;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    buffer_init(&out);
    table_init(&table, &arena, 3);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    table_release(&table);
    buffer_release(&out);
    arena_release(&arena);
    return 0;
}

static void aligns_and_ends_lines_without_blanks(void **state)
{
    (void)state;
    table.right[1] = true;
    table_cell(&table, TEXT("key"));
    table_cell(&table, TEXT("n"));
    table_cell(&table, TEXT("why"));
    table_cell(&table, TEXT("lodash"));
    table_cell_count(&table, 1234567);
    table_cell(&table, TEXT(""));
    table_cell_format(&table, "%s", "x");
    table_put(&table, &out);
    assert_text(buffer_text(&out), "key             n  why\n"
                                   "lodash  1,234,567\n"
                                   "x\n");
}

static void counts_with_commas(void **state)
{
    (void)state;
    const uint64_t numbers[] = {0, 999, 1000, 100000, 1000000, UINT64_MAX};
    const char *const wanted[] = {"0", "999", "1,000", "100,000", "1,000,000", "18,446,744,073,709,551,615"};
    for (uint32_t i = 0; i < 6; i++) {
        table_cell_count(&table, numbers[i]);
        assert_true(text_is(table.cells[i], wanted[i]));
    }
}

static void escapes_and_measures_characters(void **state)
{
    (void)state;
    table_cell(&table, TEXT("\x1b[1m"));
    table_cell(&table, TEXT("\xC3\xA9"));
    table_cell(&table, TEXT("end"));
    table_cell(&table, TEXT("a"));
    table_cell(&table, TEXT("bb"));
    table_cell(&table, TEXT("end"));
    table_put(&table, &out);
    assert_text(buffer_text(&out), "\\x1b[1m  \xC3\xA9   end\n"
                                   "a        bb  end\n");
}

static void an_empty_table_is_nothing(void **state)
{
    (void)state;
    table_put(&table, &out);
    assert_int_equal(out.length, 0);
}

int main(void)
{
#define table_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        table_test(aligns_and_ends_lines_without_blanks),
        table_test(counts_with_commas),
        table_test(escapes_and_measures_characters),
        table_test(an_empty_table_is_nothing),
    };
    return unit_run(tests);
}
