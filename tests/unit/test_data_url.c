#include "unit.h"

#include "base/data_url.h"

/* "media type|body" of the URL; "" when it is none, or can not be decoded. */
static struct text read_url(struct arena *arena, const char *text)
{
    struct data_url url;
    struct text bytes;
    if (!data_url_read(text_of(text), &url) || !data_url_decode(arena, &url, &bytes)) return TEXT("");
    return arena_format(arena, "%.*s|%.*s", TEXT_ARGS(url.media_type), TEXT_ARGS(bytes));
}

static void parts(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"data:text/javascript,a, b", "text/javascript|a, b"},
        {"data:,a", "|a"},
        {"data:text/javascript;charset=utf-8,%61%20%C3%bc", "text/javascript|a \xc3\xbc"},
        {"data:text/javascript;base64,Zm9v", "text/javascript|foo"},
        {"data:text/javascript;charset=utf-8;BASE64,Zm9v", "text/javascript|foo"},
        {"data:;base64,Zm9v", "|foo"},
        {"data:text/javascript,a % b %61", "text/javascript|a % b %61"},
        {"data:text/javascript,a%6", "text/javascript|a%6"},
        {"data:text/javascript,x;base64,y", "text/javascript|x;base64,y"},
        {"data:text/javascript;base64,Z", ""},
        {"data:text/javascript", ""},
        {"date:text/javascript,a", ""},
        {"", ""},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        unit_text_equal(read_url(&arena, known[i][0]), text_of(known[i][1]), __FILE__, __LINE__);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(parts)};
    return unit_run(tests);
}
