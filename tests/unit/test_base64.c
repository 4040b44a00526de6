#include "unit.h"

#include "base/base64.h"

static void both_ways(void **state)
{
    (void)state;
    static const char *const known[][2] = {{"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
                                           {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xff\xfe\xfd", "//79"}};
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct buffer out;
        buffer_init(&out);
        base64_put(&out, text_of(known[i][0]));
        unit_text_equal(buffer_text(&out), text_of(known[i][1]), __FILE__, __LINE__);
        struct text decoded;
        assert_true(base64_decode(&arena, text_of(known[i][1]), &decoded));
        unit_text_equal(decoded, text_of(known[i][0]), __FILE__, __LINE__);
        buffer_release(&out);
    }
    struct text decoded;
    assert_true(base64_decode(&arena, TEXT("Zm8"), &decoded));
    assert_text(decoded, "fo");
    static const char *const wrong[] = {"Z", "Zm9vY", "Zm 8", "Zm8=x", "Zm8===", "Zm-_"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(base64_decode(&arena, text_of(wrong[i]), &decoded));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_ways)};
    return unit_run(tests);
}
