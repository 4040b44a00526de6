#include "unit.h"

#include "base/utf8.h"

static void every_code_point_comes_back(void **state)
{
    (void)state;
    struct buffer bytes;
    buffer_init(&bytes);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        buffer_clear(&bytes);
        utf8_put(&bytes, c);
        size_t offset = 0;
        if (utf8_next(buffer_text(&bytes), &offset) != c || offset != bytes.length) fail_msg("U+%04x", (unsigned)c);
        for (size_t cut = 1; cut < bytes.length; cut++) {
            offset = 0;
            if (utf8_next((struct text){bytes.at, cut}, &offset) != UTF8_INVALID || offset != cut)
                fail_msg("cut U+%04x", (unsigned)c);
        }
    }
    buffer_release(&bytes);
}

static void invalid_bytes_are_stepped_over(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {
        /* stray */
        {"\x80", 1},
        {"\xBF", 1},
        {"\xFF", 1},
        /* overlong */
        {"\xC0\x80", 1},
        {"\xC1\xBF", 1},
        {"\xE0\x9F\xBF", 1},
        {"\xF0\x8F\xBF\xBF", 1},
        /* a surrogate, and above U+10FFFF */
        {"\xED\xA0\x80", 1},
        {"\xF4\x90\x80\x80", 1},
        {"\xF5\x80\x80\x80", 1},
        /* cut off */
        {"\xC3z", 1},
        {"\xE2\x82z", 2},
        {"\xF0\x9F\x98z", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t offset = 0;
        assert_int_equal(utf8_next(text_of(cases[i].bytes), &offset), UTF8_INVALID);
        assert_int_equal(offset, cases[i].length);
    }
}

static void finds_the_first_invalid_byte(void **state)
{
    (void)state;
    assert_int_equal(utf8_find_invalid(TEXT("")), TEXT_NOWHERE);
    assert_int_equal(utf8_find_invalid(TEXT("a\xC3\xA9\0z")), TEXT_NOWHERE);
    assert_int_equal(utf8_find_invalid(TEXT("a\xC3\xA9\xE2\x82")), 3);
    assert_int_equal(utf8_find_invalid(TEXT("\xFF")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(invalid_bytes_are_stepped_over),
        cmocka_unit_test(finds_the_first_invalid_byte),
    };
    return unit_run(tests);
}
