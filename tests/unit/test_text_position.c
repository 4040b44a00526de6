#include "unit.h"

#include "base/text_position.h"

static void at(const char *source, size_t offset, uint32_t line, uint32_t column)
{
    struct text_position position = {0}, sought = {0};
    text_position_advance(&position, text_of(source), offset);
    assert_int_equal(position.offset, offset);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
    assert_true(text_position_seek(&sought, text_of(source), line, column));
    assert_int_equal(sought.offset, offset);
}

static void lines_and_units(void **state)
{
    (void)state;
    at("", 0, 0, 0);
    at("ab", 2, 0, 2);
    at("a\nb", 2, 1, 0);
    at("a\r\nb", 2, 0, 2); /* between both bytes of a line end */
    at("a\r\nb", 3, 1, 0);
    at("a\rb", 2, 1, 0);
    at("\xc3\xa4"
       "b",
       2, 0, 1);
    at("\xf0\x9f\x98\x80"
       "b",
       4, 0, 2);
    at("\xe2\x80\xa8"
       "b",
       3, 1, 0);
    at("\xe2\x80\xa9"
       "b",
       4, 1, 1);
    at("\xff"
       "b",
       1, 0, 1);
    at("\xe2\x80"
       "b",
       2, 0, 1); /* the start of a character, which a decoder replaces as one */
}

static void places_that_are_not_there(void **state)
{
    (void)state;
    static const uint32_t wrong[][2] = {{0, 3}, {1, 2}, {2, 0}, {9, 9}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct text_position position = {0};
        assert_false(text_position_seek(&position, TEXT("ab\nc"), wrong[i][0], wrong[i][1]));
    }
    struct text_position position = {0};
    assert_true(text_position_seek(&position, TEXT("ab\nc"), 1, 1));
    assert_false(text_position_seek(&position, TEXT("ab\nc"), 0, 1));
    position = (struct text_position){0};
    assert_false(text_position_seek(&position, TEXT("\xf0\x9f\x98\x80"), 0, 1)); /* half of a character */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_and_units), cmocka_unit_test(places_that_are_not_there)};
    return unit_run(tests);
}
