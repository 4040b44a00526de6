#include "unit.h"

#include "emit/source_map.h"

static struct arena arena;

static void written_and_read(void **state)
{
    (void)state;
    const struct source_map_source sources[] = {{.path = TEXT("./a.js"), .content = TEXT("let \"a\";\n")},
                                                {.path = {NULL, 0}, .is_ignored = true},
                                                {.path = TEXT("c"), .content = TEXT("")}};
    const struct text names[] = {TEXT("a"), TEXT("\xc3\xa4")};
    const struct source_map map = {.file = TEXT("chunk.js"),
                                   .source_root = TEXT("/r"),
                                   .sources = sources,
                                   .source_count = 3,
                                   .names = names,
                                   .name_count = 2,
                                   .mappings = TEXT("AAAA;;A"),
                                   .chunk = TEXT("0f")};
    struct buffer once, again;
    struct source_map read;
    buffer_init(&once);
    buffer_init(&again);
    source_map_put(&map, &once);
    assert_null(source_map_read(&arena, buffer_text(&once), &read));
    source_map_put(&read, &again);
    unit_text_equal(buffer_text(&again), buffer_text(&once), __FILE__, __LINE__);
    assert_null(read.sources[1].path.at);
    assert_true(read.sources[1].is_ignored);
    assert_non_null(read.sources[2].content.at);
    buffer_release(&once);
    buffer_release(&again);
}

static void what_is_no_map(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "{",
                                        "[]",
                                        "{}",
                                        "{\"version\":2}",
                                        "{\"version\":3,\"sources\":[]}",
                                        "{\"version\":3,\"mappings\":\"\"}",
                                        "{\"version\":3,\"mappings\":\"\",\"sources\":[1]}",
                                        "{\"version\":3,\"mappings\":\"\",\"sources\":[],\"sourcesContent\":[\"\"]}",
                                        "{\"version\":3,\"mappings\":\"\",\"sources\":[],\"names\":[null]}",
                                        "{\"version\":3,\"mappings\":\"\",\"sources\":[],\"names\":{}}",
                                        "{\"version\":3,\"sections\":[],\"mappings\":\"\",\"sources\":[]}"};
    struct source_map map;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_non_null(source_map_read(&arena, text_of(wrong[i]), &map));
    assert_null(source_map_read(
        &arena, TEXT(")]}'\n{\"version\":3,\"mappings\":\"\",\"sources\":[],\"x_google_ignoreList\":[7]}"), &map));
}

static void comments(void **state)
{
    (void)state;
    static const struct {
        const char *chunk, *url;
        size_t start, end;
    } cases[] = {
        {"a;\n//# sourceMappingURL=b.map\n", "b.map", 3, 30},
        {"a;\n//@ sourceMappingURL=b.map", "b.map", 3, 29},
        {"a;\r\n//# sourceMappingURL=b.map \r\n\r\n//# debugId=1\n", "b.map", 4, 33},
        {"//# sourceMappingURL=data:,x", "data:,x", 0, 28},
        {"//# sourceMappingURL=b.map\na;\n", NULL, 0, 0}, /* a module's */
        {"a; //# sourceMappingURL=b.map\n", NULL, 0, 0},
        {"//# sourceMappingURL=\n", NULL, 0, 0},
        {"", NULL, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source_map_comment comment;
        bool found = source_map_comment_find(text_of(cases[i].chunk), &comment);
        assert_int_equal(found, cases[i].url != NULL);
        if (!found) continue;
        unit_text_equal(comment.url, text_of(cases[i].url), __FILE__, __LINE__);
        assert_int_equal(comment.start, cases[i].start);
        assert_int_equal(comment.end, cases[i].end);
    }
}

static void data_urls(void **state)
{
    (void)state;
    struct text document;
    assert_true(source_map_of_data_url(&arena, TEXT("data:application/json;base64,e30="), &document));
    assert_text(document, "{}");
    assert_true(source_map_of_data_url(&arena, TEXT("data:application/json;charset=utf-8;base64,e30"), &document));
    assert_false(source_map_of_data_url(&arena, TEXT("data:application/json,{}"), &document));
    assert_false(source_map_of_data_url(&arena, TEXT("data:text/plain;base64,e30="), &document));
    assert_false(source_map_of_data_url(&arena, TEXT("data:application/json;base64"), &document));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(written_and_read), cmocka_unit_test(what_is_no_map),
                                       cmocka_unit_test(comments), cmocka_unit_test(data_urls)};
    arena_init(&arena);
    int failed = unit_run(tests);
    arena_release(&arena);
    return failed;
}
