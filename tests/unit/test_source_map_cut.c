#include "unit.h"

#include "prune/source_map_cut.h"

static struct arena arena;
static const struct source_map_source sources[] = {{.path = {"a", 1}}, {.path = {"b", 1}}};
static const struct text names[] = {{"x", 1}, {"y", 1}};

static const char *cut_it(const char *mappings, struct text before, const struct cut_edit *edits, uint32_t count,
                          struct text after, struct source_map *cut)
{
    struct source_map map = {
        .sources = sources, .source_count = 2, .names = names, .name_count = 2, .mappings = text_of(mappings)};
    return source_map_cut(&arena, &map, before, edits, count, after, cut);
}

#define edit(from, to, put)                                                    \
    {                                                                          \
        .start = (from), .end = (to), .replacement = {(put), sizeof(put) - 1 } \
    }

static void what_stays_is_mapped_as_it_was(void **state)
{
    (void)state;
    static const struct {
        const char *mappings, *before, *after, *expected;
        struct cut_edit edits[2];
        uint32_t count;
    } cases[] = {
        {"AAAA,CAAC", "ab", "ab", "AAAA,CAAC", {{0}}, 0},
        /* columns of UTF-16, lines that go */
        {"AAAA,EAAE;AACA",
         "\xf0\x9f\x98\x80"
         "b\nc",
         "b\nc",
         "AAAE;AACA",
         {edit(0, 4, "")},
         1},
        {"AAAA;AACA;AACA", "a\nb\nc", "a\nc", "AAAA;AAEA", {edit(2, 4, "")}, 1},
        /* the middle of a segment stays what it was */
        {"AAAA", "abcd", "ad", "AAAA", {edit(1, 3, "")}, 1},
        {"AAAA,CAAC,CAAC", "abcd", "ad", "AAAA,CAAE", {edit(1, 3, "")}, 1},
        /* what an edit puts comes from nowhere, and only that */
        {"AAAA", "abcd", "a--d", "AAAA,C,EAAA", {edit(1, 3, "--")}, 1},
        {"AAAA", "abcd", "a d", "AAAA", {edit(1, 3, " ")}, 1},
        /* what came from nowhere still does when the lines before it go */
        {"AAAA;", "a\nb", "ab", "AAAA,C", {edit(1, 2, "")}, 1},
        {"AAAA,C;AACA", "ab\nc", "ac", "AAAA,CACA", {edit(1, 3, "")}, 1},
        /* sources and names that nothing refers to */
        {"AAAAA,CCAAC", "ab", "b", "AAAAA", {edit(0, 1, "")}, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source_map cut;
        assert_null(cut_it(cases[i].mappings, text_of(cases[i].before), cases[i].edits, cases[i].count,
                           text_of(cases[i].after), &cut));
        unit_text_equal(cut.mappings, text_of(cases[i].expected), __FILE__, (int)(1000 + i));
    }
    struct source_map cut;
    struct cut_edit first = edit(0, 1, "");
    assert_null(cut_it("AAAAA,CCAAC", TEXT("ab"), &first, 1, TEXT("b"), &cut));
    assert_int_equal(cut.source_count, 1);
    assert_text(cut.sources[0].path, "b");
    assert_int_equal(cut.name_count, 1);
    assert_text(cut.names[0], "y");
}

static void a_map_of_something_else(void **state)
{
    (void)state;
    struct source_map cut;
    struct cut_edit all = edit(0, 2, "");
    assert_non_null(cut_it("GAAA", TEXT("ab"), NULL, 0, TEXT("ab"), &cut));
    assert_non_null(cut_it(";;AAAA", TEXT("ab"), NULL, 0, TEXT("ab"), &cut));
    assert_non_null(cut_it("AAAA,GAAA", TEXT("ab"), &all, 1, TEXT(""), &cut)); /* also in what is cut */
    assert_non_null(cut_it("AEAA", TEXT("ab"), NULL, 0, TEXT("ab"), &cut));
    assert_null(cut_it("EAAA", TEXT("ab"), NULL, 0, TEXT("ab"), &cut)); /* the end is a place */
}

static void origins_move(void **state)
{
    (void)state;
    struct origins origins;
    origins_init(&origins);
    struct origin copy = {.start = 2, .length = 6, .module = 1, .source_start = 10, .source_end = 16, .is_copy = true};
    struct origin token = {.start = 9, .length = 3, .module = 1, .source_start = 20, .source_end = 21};
    struct origin torn = {.start = 12, .length = 3, .module = 1, .source_start = 22, .source_end = 23};
    vec_push(&origins.list, copy);
    vec_push(&origins.list, token);
    vec_push(&origins.list, torn);
    struct cut_edit edits[] = {edit(0, 1, ""), edit(4, 5, "++"), edit(7, 7, "!"), edit(14, 20, "")};
    source_map_cut_origins(&origins, edits, 4);
    static const uint32_t expected[][4] = {{1, 2, 10, 12}, {5, 2, 13, 15}, {8, 1, 15, 16}, {10, 3, 20, 21}};
    assert_int_equal(origins.list.count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        const struct origin *origin = &origins.list.at[i];
        assert_int_equal(origin->start, expected[i][0]);
        assert_int_equal(origin->length, expected[i][1]);
        assert_int_equal(origin->source_start, expected[i][2]);
        assert_int_equal(origin->source_end, expected[i][3]);
    }
    origins_release(&origins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_stays_is_mapped_as_it_was),
                                       cmocka_unit_test(a_map_of_something_else), cmocka_unit_test(origins_move)};
    arena_init(&arena);
    int failed = unit_run(tests);
    arena_release(&arena);
    return failed;
}
