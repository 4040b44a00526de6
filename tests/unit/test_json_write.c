#include "unit.h"

#include "base/json_write.h"

static struct buffer out;
static struct json_writer writer;

static int setup(void **state)
{
    (void)state;
    buffer_init(&out);
    json_writer_init(&writer, &out);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    buffer_release(&out);
    return 0;
}

static void writes_nested_values(void **state)
{
    (void)state;
    json_object(&writer);
    json_key(&writer, TEXT("used"));
    json_array(&writer);
    json_string(&writer, TEXT("a"));
    json_integer(&writer, UINT64_MAX);
    json_bool(&writer, true);
    json_bool(&writer, false);
    json_null(&writer);
    json_object(&writer);
    json_end(&writer);
    json_array(&writer);
    json_array(&writer);
    json_end(&writer);
    json_end(&writer);
    json_end(&writer);
    json_key(&writer, TEXT("n"));
    json_integer(&writer, 0);
    json_end(&writer);
    json_finish(&writer);
    assert_text(buffer_text(&out), "{\n"
                                   "  \"used\": [\n"
                                   "    \"a\",\n"
                                   "    18446744073709551615,\n"
                                   "    true,\n"
                                   "    false,\n"
                                   "    null,\n"
                                   "    {},\n"
                                   "    [\n"
                                   "      []\n"
                                   "    ]\n"
                                   "  ],\n"
                                   "  \"n\": 0\n"
                                   "}\n");
}

static void writes_a_single_value(void **state)
{
    (void)state;
    json_string(&writer, TEXT("x"));
    json_finish(&writer);
    assert_text(buffer_text(&out), "\"x\"\n");
}

static void quotes_to(struct text t, struct text expected, int line)
{
    buffer_clear(&out);
    json_put_quoted(&out, t);
    unit_text_equal(buffer_text(&out), expected, __FILE__, line);
}

#define quotes(literal, expected) quotes_to(TEXT(literal), TEXT(expected), __LINE__)

static void quotes_strings(void **state)
{
    (void)state;
    quotes("", "\"\"");
    quotes("a\"b\\c/", "\"a\\\"b\\\\c/\"");
    quotes("\b\f\n\r\t\0\x1f\x7f", "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
    quotes("</script><!--", "\"\\u003c/script>\\u003c!--\"");
    quotes("\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xA7", "\"\\u2028\\u2029\xE2\x80\xA7\"");
    quotes("\xC3\xA9\xF0\x9F\x98\x80", "\"\xC3\xA9\xF0\x9F\x98\x80\"");
    quotes("a\377b\xE2\x82", "\"a\xEF\xBF\275b\xEF\xBF\xBD\"");
    quotes("\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void nests_to_its_depth(void **state)
{
    (void)state;
    for (int i = 0; i < JSON_WRITER_DEPTH; i++) json_array(&writer);
    for (int i = 0; i < JSON_WRITER_DEPTH; i++) json_end(&writer);
    json_finish(&writer);
    assert_true(text_ends_with(buffer_text(&out), TEXT("\n]\n")));
}

int main(void)
{
#define write_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        write_test(writes_nested_values),
        write_test(writes_a_single_value),
        write_test(quotes_strings),
        write_test(nests_to_its_depth),
    };
    return unit_run(tests);
}
