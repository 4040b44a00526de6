#include "unit.h"

#include "base/buffer.h"

static void grows_as_needed(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer);
    assert_text(buffer_text(&buffer), "");
    buffer_put(&buffer, (struct text){NULL, 0});
    buffer_put(&buffer, TEXT("a\0b"));
    buffer_put_char(&buffer, 'c');
    buffer_put_string(&buffer, "de");
    buffer_format(&buffer, "-%d-%s", 7, "");
    assert_text(buffer_text(&buffer), "a\0bcde-7-");
    buffer_clear(&buffer);
    assert_text(buffer_text(&buffer), "");

    for (int i = 0; i < 10000; i++) buffer_format(&buffer, "%04d", i);
    assert_int_equal(buffer.length, 40000);
    assert_text(text_slice(buffer_text(&buffer), 4 * 1234, 4 * 1236), "12341235");
    buffer_release(&buffer);
    assert_null(buffer.at);
    buffer_release(&buffer);
}

static void formats_into_just_enough_room(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer);
    for (size_t filled = 250; filled < 260; filled++) { /* around the first capacity */
        buffer_clear(&buffer);
        for (size_t i = 0; i < filled; i++) buffer_put_char(&buffer, '.');
        buffer_format(&buffer, "%s", "abcd");
        assert_int_equal(buffer.length, filled + 4);
        assert_text(text_slice(buffer_text(&buffer), filled, filled + 4), "abcd");
    }
    buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_as_needed),
        cmocka_unit_test(formats_into_just_enough_room),
    };
    return unit_run(tests);
}
