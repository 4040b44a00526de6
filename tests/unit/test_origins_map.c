#include "unit.h"

#include "emit/origins_map.h"

static struct arena arena;

/* The map of a chunk of two modules, "x" and "./a b#c.js". */
static struct source_map map_of(struct text chunk, struct text second, const struct origin *origins, uint32_t count)
{
    struct module modules[] = {
        {.id = TEXT("")}, {.id = TEXT("x"), .source = TEXT("\n")}, {.id = TEXT("./a b#c.js"), .source = second}};
    const struct graph graph = {.modules = modules, .module_count = 3};
    struct origins list;
    struct source_map map;
    origins_init(&list);
    for (uint32_t i = 0; i < count; i++) vec_push(&list.list, origins[i]);
    origins_map(&list, &graph, chunk, true, &arena, &map);
    origins_release(&list);
    return map;
}

static void copies_tokens_and_what_was_made(void **state)
{
    (void)state;
    static const struct origin origins[] = {
        {.start = 2, .length = 8, .module = 2, .source_start = 3, .source_end = 11, .is_copy = true},
        {.start = 10, .length = 7, .module = 2, .source_start = 11, .source_end = 12},
        {.start = 23, .length = 5, .module = 2, .source_start = 12, .source_end = 17, .is_copy = true},
    };
    struct source_map map =
        map_of(TEXT("{\nlet q = (0,z.b)/*..*/ + c;\n}"), TEXT("\xef\xbb\xbflet q = b + c;"), origins, 3);
    assert_text(map.mappings, ";AAAA,IAAI,IAAIA,O,OAAE,EAAE");
    assert_int_equal(map.source_count, 1);
    assert_text(map.sources[0].path, "./a%20b%23c.js");
    assert_text(map.sources[0].content, "let q = b + c;");
    assert_int_equal(map.name_count, 1);
    assert_text(map.names[0], "b");
}

static void a_source_of_which_only_blanks_are_left(void **state)
{
    (void)state;
    static const struct origin origins[] = {
        {.start = 0, .length = 1, .module = 1, .source_start = 0, .source_end = 1, .is_copy = true},
        {.start = 1, .length = 1, .module = 2, .source_start = 0, .source_end = 1, .is_copy = true},
    };
    struct source_map map = map_of(TEXT("\na"), TEXT("a"), origins, 2);
    assert_text(map.mappings, ";AAAA");
    assert_int_equal(map.source_count, 1);
    assert_text(map.sources[0].path, "./a%20b%23c.js");
}

static void what_no_reader_takes_is_left_out(void **state)
{
    (void)state;
    static const struct origin origins[] = {
        {.start = 0, .length = 1, .module = 2, .source_start = 0, .source_end = 1, .is_copy = true}};
    struct source_map map = map_of(TEXT("a"), TEXT("a\0"), origins, 1);
    assert_null(map.sources[0].content.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(copies_tokens_and_what_was_made),
                                       cmocka_unit_test(a_source_of_which_only_blanks_are_left),
                                       cmocka_unit_test(what_no_reader_takes_is_left_out)};
    arena_init(&arena);
    int failed = unit_run(tests);
    arena_release(&arena);
    return failed;
}
