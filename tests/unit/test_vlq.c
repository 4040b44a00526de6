#include "unit.h"

#include "emit/vlq.h"

static void known_numbers(void **state)
{
    (void)state;
    static const struct {
        int32_t value;
        const char *digits;
    } known[] = {{0, "A"},      {1, "C"},
                 {-1, "D"},     {15, "e"},
                 {16, "gB"},    {-16, "hB"},
                 {511, "+f"},   {512, "ggB"},
                 {1000, "w+B"}, {INT32_MAX, "+/////D"},
                 {-511, "/f"},  {-INT32_MAX, "//////D"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char digits[VLQ_LONGEST];
        size_t length = (size_t)(vlq_write(digits, known[i].value) - digits), offset = 0;
        unit_text_equal((struct text){digits, length}, text_of(known[i].digits), __FILE__, __LINE__);
        int32_t value = 77;
        assert_true(vlq_next((struct text){digits, length}, &offset, &value));
        assert_int_equal(value, known[i].value);
        assert_int_equal(offset, length);
    }
}

static void what_is_no_number(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "g", ",", "g,A", "!", "ggggggg", "ggggggggA", "//////H", "\xc3\xa4"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t offset = 0;
        int32_t value;
        assert_false(vlq_next(text_of(wrong[i]), &offset, &value));
        assert_true(offset <= strlen(wrong[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_numbers), cmocka_unit_test(what_is_no_number)};
    return unit_run(tests);
}
