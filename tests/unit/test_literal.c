#include "unit.h"

#include "emit/literal.h"

static struct buffer out;

static int set_up(void **state)
{
    (void)state;
    buffer_init(&out);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buffer_release(&out);
    return 0;
}

#define puts_as(call, expected) (buffer_clear(&out), (call), assert_text(buffer_text(&out), expected))

static void strings(void **state)
{
    (void)state;
    puts_as(literal_put_string(&out, TEXT(""), '"'), "\"\"");
    puts_as(literal_put_string(&out, TEXT("a'b\"c\\"), '"'), "\"a'b\\\"c\\\\\"");
    puts_as(literal_put_string(&out, TEXT("a'b\"c\\"), '\''), "'a\\'b\"c\\\\'");
    puts_as(literal_put_string(&out, TEXT("\n\r\t\0\x1f\x7f"), '"'), "\"\\n\\u000d\\u0009\\u0000\\u001f\\u007f\"");
    puts_as(literal_put_string(&out, TEXT("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"), '"'),
            "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
    puts_as(literal_put_string(&out, TEXT("\xe2\x80\xa8\xe2\x80\xa9"), '"'), "\"\\u2028\\u2029\"");
}

static void invalid_utf8(void **state)
{
    (void)state;
    puts_as(literal_put_string(&out, TEXT("\xed\xa0\x80"), '"'), "\"\\ud800\""); /* a lone surrogate */
    puts_as(literal_put_string(&out, TEXT("\xff"), '"'), "\"\\ufffd\"");
    puts_as(literal_put_string(&out, TEXT("\xc0\x80"), '"'), "\"\\ufffd\\ufffd\""); /* overlong */
    puts_as(literal_put_string(&out, TEXT("\xe2\x82"), '"'), "\"\\ufffd\\ufffd\""); /* cut off */
    puts_as(literal_put_string(&out, TEXT("\xf4\x90\x80\x80"), '"'), "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

static void names(void **state)
{
    (void)state;
    assert_true(literal_is_plain_name(TEXT("a")));
    assert_true(literal_is_plain_name(TEXT("$_1")));
    assert_true(literal_is_plain_name(TEXT("defaults")));
    assert_false(literal_is_plain_name(TEXT("")));
    assert_false(literal_is_plain_name(TEXT("1a")));
    assert_false(literal_is_plain_name(TEXT("a b")));
    assert_false(literal_is_plain_name(TEXT("\xc3\xa4")));
    assert_false(literal_is_plain_name(TEXT("default")));
    assert_false(literal_is_plain_name(TEXT("arguments")));
    assert_false(literal_is_plain_name(TEXT("yield")));
}

static void keys_and_members(void **state)
{
    (void)state;
    puts_as(literal_put_key(&out, TEXT("a")), "a");
    puts_as(literal_put_key(&out, TEXT("default")), "\"default\"");
    puts_as(literal_put_key(&out, TEXT("__proto__")), "[\"__proto__\"]");
    puts_as(literal_put_member(&out, TEXT("a")), ".a");
    puts_as(literal_put_member(&out, TEXT("a b")), "[\"a b\"]");
}

static void identifiers(void **state)
{
    (void)state;
    puts_as(literal_put_identifier(&out, TEXT("./a/b-c.js")), "_a_b_c_js");
    puts_as(literal_put_identifier(&out, TEXT("@scope/pkg")), "_scope_pkg");
    puts_as(literal_put_identifier(&out, TEXT("3d__x")), "_3d_x");
    puts_as(literal_put_identifier(&out, TEXT("my-app")), "my_app");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(invalid_utf8, set_up, tear_down),
        cmocka_unit_test(names),
        cmocka_unit_test_setup_teardown(keys_and_members, set_up, tear_down),
        cmocka_unit_test_setup_teardown(identifiers, set_up, tear_down),
    };
    return unit_run(tests);
}
