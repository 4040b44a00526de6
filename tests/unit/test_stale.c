#include "unit.h"

#include "base/arena.h"
#include "report/stale.h"

#define REPORT(app, chunks) "{\"mfshake\": {\"app\": \"" app "\", \"shares\": {\"lib\": {\"chunks\": [" chunks "]}}}}"

static void expect_stale(const char *earlier, const char *current, const char *want)
{
    struct arena arena;
    arena_init(&arena);
    struct text paths[] = {text_of(current)};
    uint32_t count;
    const struct text *stale = stale_chunks(&arena, text_of(earlier), TEXT("app"), paths, 1, &count);
    assert_int_equal(count, *want ? 1 : 0);
    if (*want) assert_true(text_is(stale[0], want));
    arena_release(&arena);
}

static void chunks_that_are_no_longer_written(void **state)
{
    (void)state;
    expect_stale(REPORT("app", "\"lib/1/chunk.js\""), "lib/2/chunk.js", "lib/1/chunk.js");
    expect_stale(REPORT("app", "\"lib/1/chunk.js\""), "lib/1/chunk.js", "");
    expect_stale(REPORT("app", "\"lib/1/chunk.js\", \"lib/1/chunk.js\""), "", "lib/1/chunk.js");
    expect_stale(REPORT("other", "\"lib/1/chunk.js\""), "", "");
}

static void what_is_no_report_names_nothing(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "",
        "[]",
        "{",
        "{\"mfshake\": 1}",
        "{\"mfshake\": {\"app\": \"app\", \"shares\": []}}",
        "{\"mfshake\": {\"app\": \"app\", \"shares\": {\"a\": 1, \"b\": {\"chunks\": \"lib/1/chunk.js\"}}}}",
        "{\"mfshake\": {\"shares\": {\"lib\": {\"chunks\": [\"lib/1/chunk.js\"]}}}}",
        REPORT("app", "1, null, {}"),
    };
    for (uint32_t i = 0; i < sizeof documents / sizeof *documents; i++) expect_stale(documents[i], "", "");
}

static void paths_that_lead_elsewhere(void **state)
{
    (void)state;
    static const char *const reports[] = {
        REPORT("app", "\"../1/chunk.js\""),
        REPORT("app", "\"lib/../chunk.js\""),
        REPORT("app", "\"/lib/chunk.js\""),
        REPORT("app", "\"lib/./chunk.js\""),
        REPORT("app", "\"lib/1/chunk.js/\""),
        REPORT("app", "\"lib/1/x/chunk.js\""),
        REPORT("app", "\"lib/chunk.js\""),
        REPORT("app", "\"lib/1/index.js\""),
        REPORT("app", "\"lib\\\\..\\\\x/1/chunk.js\""),
        REPORT("app", "\"\""),
        REPORT("app", "\"//chunk.js\""),
    };
    for (uint32_t i = 0; i < sizeof reports / sizeof *reports; i++) expect_stale(reports[i], "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chunks_that_are_no_longer_written),
        cmocka_unit_test(what_is_no_report_names_nothing),
        cmocka_unit_test(paths_that_lead_elsewhere),
    };
    return unit_run(tests);
}
