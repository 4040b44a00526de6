#include "unit.h"

#include "emit/continuation.h"

/* Could `(…)` in place of the X be read as a continuation of what stands before it? */
static bool continues(struct text source)
{
    return continuation_possible(source, (uint32_t)text_find_char(source, 'X', 0));
}

#define may_continue(source) assert_true(continues(TEXT(source)))
#define starts_anew(source)  assert_false(continues(TEXT(source)))

static void on_the_same_line(void **state)
{
    (void)state;
    starts_anew("X()");
    starts_anew("  X()");
    starts_anew("a = X()");
    starts_anew("if (a) X()");
    starts_anew("{}X()");
    starts_anew("return X()");
    starts_anew("a; X()");
    starts_anew("a = /*#__PURE__*/ X()");
    starts_anew("return /* b /* ( */ X()");
}

static void behind_a_line_that_is_complete(void **state)
{
    (void)state;
    starts_anew("a;\nX()");
    starts_anew("a;\r\n\r\n  X()");
    starts_anew("f(\nX()");
    starts_anew("f(a,\nX()");
    starts_anew("{\nX()");
    starts_anew("a =\nX()");
    starts_anew("() =>\nX()");
    starts_anew("a;\n/* c */ X()");
}

static void behind_a_line_that_may_go_on(void **state)
{
    (void)state;
    may_continue("a\nX()");
    may_continue("a()\nX()");
    may_continue("{}\nX()");
    may_continue("a++\nX()");
    may_continue("'s;'\nX()");
    may_continue("/re/g\nX()");
    may_continue("a\n/* c */ X()");
}

static void behind_comments(void **state)
{
    (void)state;
    may_continue("a // (\nX()");
    may_continue("a /* ( */\nX()");
    may_continue("a\n/* ; */\nX()");
    may_continue("a /* (\n( */ X()");
    may_continue("a\xe2\x80\xa8X()"); /* a line separator ends lines too */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_the_same_line),
        cmocka_unit_test(behind_a_line_that_is_complete),
        cmocka_unit_test(behind_a_line_that_may_go_on),
        cmocka_unit_test(behind_comments),
    };
    return unit_run(tests);
}
