#include "unit.h"

#include "base/buffer.h"
#include "emit/token_walk.h"

/* The source with a "|" before each place. */
static struct buffer out;

static struct text marked(const char *source)
{
    struct token_walk walk;
    size_t start, put = 0;
    struct text t = text_of(source);
    buffer_clear(&out);
    token_walk_init(&walk);
    token_walk_over(&walk, t, 0, t.length, true);
    while (token_walk_next(&walk, &start)) {
        buffer_put(&out, text_slice(t, put, start));
        buffer_put_char(&out, '|');
        put = start;
    }
    buffer_put(&out, text_slice(t, put, t.length));
    return buffer_text(&out);
}

static void words_and_literals(void **state)
{
    (void)state;
    assert_text(marked("a = b.c(1, 'it' + \"s\");"), "|a = |b.|c(|1, |'it' + |\"s\");");
    assert_text(marked("x; (f)(); [a]"), "|x; |(|f)(); |[|a]");
    assert_text(marked("  a\n\n  + b"), "  |a\n\n  |+ |b");
    assert_text(marked("a('\\'b', \"\\\\\", c)"), "|a(|'\\'b', |\"\\\\\", |c)");
}

static void comments(void **state)
{
    (void)state;
    assert_text(marked("a /* b */ c // d\ne"), "|a /* b */ |c // d\n|e");
    assert_text(marked("/* b\n c\n*/ d"), "|/* b\n |c\n|*/ |d");
    assert_text(marked("'// no' + b; /* '\n */ c"), "|'// no' + |b; /* '\n |*/ |c");
}

static void regular_expressions(void **state)
{
    (void)state;
    assert_text(marked("a = /[/*]'/g, b / c / d"), "|a = |/[/*]'/|g, |b / |c / |d");
    assert_text(marked("return /'/.test(x)"), "|return |/'/.|test(|x)");
    assert_text(marked("(a) / b /c"), "|(|a) / |b /|c");
    assert_text(marked("= / b\nc"), "|= / |b\n|c");
}

static void templates(void **state)
{
    (void)state;
    assert_text(marked("`it's ${a} // ${ {b: `c${d}'`} } e` + f"), "|`it's ${|a} // ${ {|b: |`c${|d}'`} } e` + |f");
    assert_text(marked("`a\n b\\` ${c}\n d` + e"), "|`a\n |b\\` ${|c}\n |d` + |e");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_and_literals), cmocka_unit_test(comments),
                                       cmocka_unit_test(regular_expressions), cmocka_unit_test(templates)};
    buffer_init(&out);
    int failed = unit_run(tests);
    buffer_release(&out);
    return failed;
}
