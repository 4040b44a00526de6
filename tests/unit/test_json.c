#include "unit.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/limits.h"

#include <stdio.h>

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct json *parse(struct text source, unsigned dialect)
{
    struct json_error error = {0, "none"};
    const struct json *root = json_parse(&arena, source, dialect, &error);
    if (!root) fail_msg("<%.*s> refused at %u: %s", TEXT_ARGS(source), (unsigned)error.offset, error.message);
    return root;
}

static void refused(struct text source, unsigned dialect, uint32_t offset, const char *message)
{
    struct json_error error = {12345, "none"};
    if (json_parse(&arena, source, dialect, &error)) fail_msg("accepted: <%.*s>", TEXT_ARGS(source));
    if (strcmp(error.message, message) != 0 || error.offset != offset) {
        fail_msg("<%.*s>: %u: %s", TEXT_ARGS(source), (unsigned)error.offset, error.message);
    }
}

#define parsed(literal)                   parse(TEXT(literal), JSON_STRICT)
#define refuses(literal, offset, message) refused(TEXT(literal), JSON_STRICT, offset, message)

static void reads_every_type(void **state)
{
    (void)state;
    assert_int_equal(parsed("null")->type, JSON_NULL);
    assert_int_equal(parsed("true")->type, JSON_TRUE);
    assert_int_equal(parsed(" false ")->type, JSON_FALSE);
    assert_true(parsed("-12.5e-1")->number == -1.25);
    assert_true(parsed("0")->number == 0);
    assert_true(parsed("9007199254740993")->number == 9007199254740992.0);
    assert_text(parsed("\"\"")->string, "");
    assert_text(parsed("\"a\\n\\\"\\\\\\/\\u00e9\\ud83d\\ude00\xC3\xA9\"")->string,
                "a\n\"\\/\xC3\xA9\xF0\x9F\x98\x80\xC3\xA9");
    assert_int_equal(parsed("[]")->count, 0);
    assert_null(parsed("{}")->first);
}

static void keeps_order_and_positions(void **state)
{
    (void)state;
    const struct json *root = parsed("{\"b\": [1, {\"x\": null}, 2],\n \"a\" : \"s\"}");
    assert_int_equal(root->count, 2);
    assert_int_equal(root->offset, 0);
    const struct json *list = root->first, *last = list->next;
    assert_text(list->key, "b");
    assert_int_equal(list->key_offset, 1);
    assert_int_equal(list->offset, 6);
    assert_int_equal(list->count, 3);
    assert_int_equal(list->first->offset, 7);
    assert_int_equal(list->first->next->offset, 10);
    assert_int_equal(list->first->next->first->key_offset, 11);
    assert_int_equal(list->first->next->first->offset, 16);
    assert_true(list->first->next->next->number == 2);
    assert_null(list->first->next->next->next);
    assert_text(last->key, "a");
    assert_int_equal(last->key_offset, 28);
    assert_int_equal(last->offset, 34);
    assert_null(last->next);
}

static void finds_members(void **state)
{
    (void)state;
    const struct json *root = parsed("{\"Main\": 1, \"main\": \"index.js\", \"n\": 2}");
    assert_text(json_member(root, "main")->string, "index.js"); /* the case counts */
    assert_null(json_member(root, "MAIN"));
    assert_null(json_member(NULL, "main"));
    assert_null(json_member(root->first, "main"));
    assert_text(json_member_string(root, "main", TEXT("-")), "index.js");
    assert_text(json_member_string(root, "n", TEXT("-")), "-");
    assert_text(json_member_string(root, "none", TEXT("-")), "-");
    uint32_t count = 0;
    JSON_EACH (member, root) count++;
    assert_int_equal(count, 3);
}

static void last_duplicate_wins_at_the_first_place(void **state)
{
    (void)state;
    const struct json *root = parsed("{\"a\": 1, \"b\": 2, \"a\": {\"x\": 3}, \"c\": 4, \"a\": 5, \"c\": [6]}");
    assert_int_equal(root->count, 3);
    assert_text(root->first->key, "a");
    assert_true(root->first->number == 5);
    assert_text(root->first->next->key, "b");
    assert_text(root->first->next->next->key, "c");
    assert_int_equal(root->first->next->next->type, JSON_ARRAY);
    assert_true(root->first->next->next->first->number == 6);
    assert_null(root->first->next->next->next);
    assert_int_equal(parsed("{\"a\":1,\"a\":2}")->count, 1);
    assert_true(json_member(parsed("{\"a\":1,\"a\":2,\"a\":3}"), "a")->number == 3);
}

static void refuses_duplicates_when_asked(void **state)
{
    (void)state;
    refused(TEXT("{\"a\": 1, \"b\": {\"x\": 2, \"x\": 3}, \"a\": 4}"), JSON_STRICT | JSON_UNIQUE_KEYS, 23,
            "the object has this key already");
    refused(TEXT("{\"a\": 1, \"\\u0061\": 1,}"), JSON_RELAXED | JSON_UNIQUE_KEYS, 9, "the object has this key already");
    assert_int_equal(parse(TEXT("[{\"b\": 1}, {\"b\": {\"b\": 2}, \"a\": 3}]"), JSON_UNIQUE_KEYS)->count, 2);
    struct buffer source;
    buffer_init(&source);
    buffer_put_char(&source, '{');
    for (int i = 99; i >= 0; i--) buffer_format(&source, "\"k%02d\": 1,", i);
    buffer_put_string(&source, "\"k50\": 2}");
    refused(buffer_text(&source), JSON_UNIQUE_KEYS, 901, "the object has this key already");
    buffer_release(&source);
}

static void drops_duplicates_of_many_members(void **state)
{
    (void)state;
    struct buffer source;
    buffer_init(&source);
    buffer_put_char(&source, '{');
    for (int i = 0; i < 30000; i++) buffer_format(&source, "%s\"k%d\": %d", i ? "," : "", i % 20000, i);
    buffer_put_char(&source, '}');
    const struct json *root = parse(buffer_text(&source), JSON_STRICT);
    buffer_release(&source);
    assert_int_equal(root->count, 20000);
    int i = 0;
    JSON_EACH (member, root) {
        assert_true(member->number == (i < 10000 ? i + 20000 : i));
        i++;
    }
    assert_int_equal(i, 20000);
}

static void refuses_what_is_no_json(void **state)
{
    (void)state;
    refuses("", 0, "the document ends too early");
    refuses("  \n", 3, "the document ends too early");
    refuses("[1, 2", 5, "the document ends too early");
    refuses("{\"a\": 1", 7, "the document ends too early");
    refuses("{} x", 3, "something follows the document");
    refuses("1 2", 2, "something follows the document");
    refuses("[1 2]", 3, "a comma is missing here");
    refuses("[1,]", 3, "a value is missing here");
    refuses("[,1]", 1, "a value is missing here");
    refuses("[1}", 2, "a comma is missing here");
    refuses("{\"a\" 1}", 5, "a colon is missing here");
    refuses("{\"a\": 1,}", 8, "a key in double quotes is missing here");
    refuses("{a: 1}", 1, "a key in double quotes is missing here");
    refuses("{'a': 1}", 1, "a key in double quotes is missing here");
    refuses("{\"a\":}", 5, "a value is missing here");
    refuses("truth", 0, "a value is missing here");
    refuses("nul", 0, "a value is missing here");
    refuses("NaN", 0, "a value is missing here");
    refuses("// c\n1", 0, "a value is missing here");
    refuses("]", 0, "a value is missing here");
    refuses("[1]\0", 3, "something follows the document");
    refuses("\0", 0, "a value is missing here");
    refuses("\f1", 0, "a value is missing here");
}

static void refuses_bad_numbers(void **state)
{
    (void)state;
    refuses("01", 0, "a number must not start with 0");
    refuses("-01", 0, "a number must not start with 0");
    refuses("+1", 0, "a value is missing here");
    refuses(".5", 0, "a value is missing here");
    refuses("1.", 2, "a digit is missing here");
    refuses("-", 1, "a digit is missing here");
    refuses("1e+", 3, "a digit is missing here");
    refuses("[1e999]", 1, "a number out of range");
    refuses("{\"a\": -1e999}", 6, "a number out of range");
    refuses("0x10", 1, "something follows the document");
    refuses("1234567890123456789012345678901234567890123456789012345678901234", 0,
            "a number of more than 63 characters");
    parsed("123456789012345678901234567890123456789012345678901234567890123");
}

static void refuses_bad_strings(void **state)
{
    (void)state;
    refuses("\"abc", 0, "a string without an end");
    refuses("\"abc\\", 4, "an unknown escape in a string");
    refuses("\"a\\x41\"", 2, "an unknown escape in a string");
    refuses("\"a\\u12g4\"", 2, "\\u needs four hexadecimal digits");
    refuses("\"a\\u12", 2, "\\u needs four hexadecimal digits");
    refuses("\"x\\u0000y\"", 2, "\\u0000 is not supported");
    refuses("{\"\\u0000\": 1}", 2, "\\u0000 is not supported");
    refuses("\"\\ud83d\"", 1, "half of a surrogate pair in a string");
    refuses("\"\\ude00\"", 1, "half of a surrogate pair in a string");
    refuses("\"\\ud83d\\u0041\"", 1, "half of a surrogate pair in a string");
    refuses("\"\\ud83dxude00\"", 1, "half of a surrogate pair in a string");
    refuses("\"a\nb\"", 2, "a control character in a string: escape it");
    refuses("\"a\0b\"", 2, "a control character in a string: escape it");
    refuses("\"\xFF\"", 1, "bytes that are not UTF-8");
    refuses("\"\xC0\xAF\"", 1, "bytes that are not UTF-8");
    refuses("\"\xED\xA0\x80\"", 1, "bytes that are not UTF-8");
}

static struct text nested(unsigned depth, char open, char close)
{
    char *out = arena_alloc(&arena, 2 * depth);
    memset(out, open, depth);
    memset(out + depth, close, depth);
    return (struct text){out, 2 * (size_t)depth};
}

static void refuses_deep_nesting(void **state)
{
    (void)state;
    assert_int_equal(parse(nested(LIMIT_JSON_DEPTH, '[', ']'), JSON_STRICT)->count, 1);
    refused(nested(LIMIT_JSON_DEPTH + 1, '[', ']'), JSON_STRICT, LIMIT_JSON_DEPTH, "nested more than 128 levels deep");
    refused(nested(1000000, '[', ']'), JSON_RELAXED, LIMIT_JSON_DEPTH, "nested more than 128 levels deep");
}

static void refuses_a_document_over_the_limit(void **state)
{
    (void)state;
    struct json_error error;
    assert_null(json_parse(&arena, (struct text){"1", (size_t)LIMIT_JSON_BYTES + 1}, JSON_STRICT, &error));
    assert_string_equal(error.message, "the document is larger than 64 MiB");
}

static void skips_a_byte_order_mark(void **state)
{
    (void)state;
    assert_int_equal(parsed("\xEF\xBB\xBF{\"a\": 1}")->first->offset, 9);
    assert_true(parsed("\xEF\xBB\2771")->number == 1);
    assert_int_equal(parse(TEXT("\xEF\xBB\xBF// c\n1"), JSON_RELAXED)->offset, 8);
    refuses("\xEF\xBB\xBF", 3, "the document ends too early");
    refuses("1\xEF\xBB\xBF", 1, "something follows the document");
}

static void relaxed_allows_comments_and_trailing_commas(void **state)
{
    (void)state;
    struct text source = TEXT(
        "// first\n{ /* \"x\": */ \"a\": [1, 2, /* , */ ], // end\n\t\"url\": \"http://x/*y*/\", \"t\": \",]\", }\n//");
    const struct json *root = parse(source, JSON_RELAXED);
    assert_int_equal(root->offset, 9);
    assert_int_equal(root->count, 3);
    assert_int_equal(root->first->count, 2);
    assert_int_equal(root->first->key_offset, text_find(source, TEXT("\"a\""), 0));
    assert_int_equal(root->first->offset, text_find(source, TEXT("[1"), 0));
    assert_text(json_member_string(root, "url", TEXT("")), "http://x/*y*/");
    assert_text(json_member_string(root, "t", TEXT("")), ",]");
    assert_int_equal(json_member(root, "t")->offset, text_find(source, TEXT("\",]\""), 0));
    assert_int_equal(parse(TEXT("[[1,],{\"a\":[],},]"), JSON_RELAXED)->count, 2);
}

static void relaxed_refuses_the_rest(void **state)
{
    (void)state;
    refused(TEXT("[,]"), JSON_RELAXED, 1, "a value is missing here");
    refused(TEXT("[1,,]"), JSON_RELAXED, 3, "a value is missing here");
    refused(TEXT("{,}"), JSON_RELAXED, 1, "a key in double quotes is missing here");
    refused(TEXT("1,"), JSON_RELAXED, 1, "something follows the document");
    refused(TEXT("/* x"), JSON_RELAXED, 0, "a comment without an end");
    refused(TEXT("/*/"), JSON_RELAXED, 0, "a comment without an end");
    refused(TEXT("/ 1"), JSON_RELAXED, 0, "a value is missing here");
    refused(TEXT("# x\n1"), JSON_RELAXED, 0, "a value is missing here");
    refused(TEXT("// \xFF\n1"), JSON_RELAXED, 3, "bytes that are not UTF-8");
}

static void put_again(struct json_writer *writer, const struct json *value)
{
    switch (value->type) {
    case JSON_NULL: json_null(writer); break;
    case JSON_FALSE: json_bool(writer, false); break;
    case JSON_TRUE: json_bool(writer, true); break;
    case JSON_NUMBER: json_integer(writer, (uint64_t)value->number); break;
    case JSON_STRING: json_string(writer, value->string); break;
    case JSON_ARRAY:
        json_array(writer);
        JSON_EACH (child, value) put_again(writer, child);
        json_end(writer);
        break;
    case JSON_OBJECT:
        json_object(writer);
        JSON_EACH (child, value) {
            json_key(writer, child->key);
            put_again(writer, child);
        }
        json_end(writer);
        break;
    }
}

static void reads_what_the_writer_writes(void **state)
{
    (void)state;
    struct text source = TEXT("{\n"
                              "  \"a\": [\n"
                              "    1,\n"
                              "    true,\n"
                              "    {\n"
                              "      \"\": null\n"
                              "    },\n"
                              "    []\n"
                              "  ],\n"
                              "  \"b\\\"\\n\": \"\\u003c/script>\\u2028\",\n"
                              "  \"c\": {}\n"
                              "}\n");
    struct buffer out;
    buffer_init(&out);
    struct json_writer writer;
    json_writer_init(&writer, &out);
    put_again(&writer, parse(source, JSON_STRICT));
    json_finish(&writer);
    unit_text_equal(buffer_text(&out), source, __FILE__, __LINE__);
    buffer_release(&out);
}

int main(void)
{
#define json_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        json_test(reads_every_type),
        json_test(keeps_order_and_positions),
        json_test(finds_members),
        json_test(last_duplicate_wins_at_the_first_place),
        json_test(drops_duplicates_of_many_members),
        json_test(refuses_duplicates_when_asked),
        json_test(refuses_what_is_no_json),
        json_test(refuses_bad_numbers),
        json_test(refuses_bad_strings),
        json_test(refuses_deep_nesting),
        json_test(refuses_a_document_over_the_limit),
        json_test(skips_a_byte_order_mark),
        json_test(relaxed_allows_comments_and_trailing_commas),
        json_test(relaxed_refuses_the_rest),
        json_test(reads_what_the_writer_writes),
    };
    return unit_run(tests);
}
