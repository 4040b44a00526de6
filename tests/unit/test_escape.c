#include "unit.h"

#include "base/escape.h"

static void escapes_to(struct text t, bool keep_newlines, struct text expected, int line)
{
    struct buffer out;
    buffer_init(&out);
    escape_text(&out, t, keep_newlines);
    unit_text_equal(buffer_text(&out), expected, __FILE__, line);
    buffer_release(&out);
}

#define escapes(literal, expected) escapes_to(TEXT(literal), false, TEXT(expected), __LINE__)

static void leaves_readable_text_alone(void **state)
{
    (void)state;
    escapes("", "");
    escapes("a b\\x1b~", "a b\\x1b~");
    escapes("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    escapes("\xD7\xA9\xD7\x9C", "\xD7\xA9\xD7\x9C"); /* Hebrew letters are no controls */
}

static void shows_controls(void **state)
{
    (void)state;
    escapes("a\x1b[31mb\r\a\t\0\x7F", "a\\x1b[31mb\\x0d\\x07\\x09\\x00\\x7f");
    escapes("\xC2\23331m\xC2\x80\xC2\xA0", "\\x9b31m\\x80\xC2\xA0");
}

static void newlines_stay_when_asked(void **state)
{
    (void)state;
    escapes("a\nb", "a\\x0ab");
    escapes_to(TEXT("a\nb\r\n"), true, TEXT("a\nb\\x0d\n"), __LINE__);
}

static void shows_what_turns_or_breaks_a_line(void **state)
{
    (void)state;
    escapes("\xE2\x80\256evil\xE2\x80\xAC", "\\u{202e}evil\\u{202c}");
    escapes("\xE2\x81\xA6\xE2\x81\xA9\xD8\x9C\xE2\x80\x8E\xE2\x80\x8F\xE2\x80\xAA",
            "\\u{2066}\\u{2069}\\u{061c}\\u{200e}\\u{200f}\\u{202a}");
    escapes("\xE2\x80\xA8\xE2\x80\xA9", "\\u{2028}\\u{2029}");
    escapes("\xE2\x80\x8D\xE2\x81\xAA", "\xE2\x80\x8D\xE2\x81\xAA"); /* the neighbours of those ranges */
}

static void shows_bytes_that_are_no_utf8(void **state)
{
    (void)state;
    escapes("a\377b", "a\\xffb");
    escapes("\xC0\xAF\xE2\x82", "\\xc0\\xaf\\xe2\\x82");
    escapes("\xED\xA0\x80", "\\xed\\xa0\\x80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_readable_text_alone),   cmocka_unit_test(shows_controls),
        cmocka_unit_test(newlines_stay_when_asked),     cmocka_unit_test(shows_what_turns_or_breaks_a_line),
        cmocka_unit_test(shows_bytes_that_are_no_utf8),
    };
    return unit_run(tests);
}
