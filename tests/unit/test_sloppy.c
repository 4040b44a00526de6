/* What strict mode forbids: an ES module can not hold it. */
#include "scan_fixture.h"

#include <stdio.h>

static void finds_what_strict_mode_forbids(void **state)
{
    struct scanned *s = *state;
    static const struct {
        const char *source;
        uint32_t offset;
    } cases[] = {
        {"with (a) b;", 0},
        {"var a = 010;", 8},
        {"var a = 08;", 8},
        {"var a = '\\1';", 8},
        {"var a = '\\08';", 8},
        {"delete a;", 0},
        {"delete (a);", 0},
        {"eval = 1;", 0},
        {"arguments++;", 0},
        {"var let = 1;", 4},
        {"f({ public });", 4},
        {"function f(a, a) {}", 10},
        {"if (a) function f() {}", 7},
        {"if (a) b; else function f() {}", 15},
        {"a: function f() {}", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scan_text(s, text_of(cases[i].source));
        if (s->record->sloppy_offset != cases[i].offset)
            fail_msg("%s: at %u, not %u", cases[i].source, s->record->sloppy_offset, cases[i].offset);
    }
}

static void finds_nothing_in_what_strict_mode_allows(void **state)
{
    struct scanned *s = *state;
    static const char *const sources[] = {
        "var a = 0, b = 0.5, c = 0x10, d = 0b1;",
        "var a = '\\0', b = '\\x01', c = `\\0`;",
        "delete a.b; delete a[0];",
        "a.let = b.public; ({ static: 1, yield() {} });",
        "eval('a'); f(arguments);",
        "function f(a, b) {} function g(a) { function h(a) {} }",
        "if (a) { function f() {} }",
        "'use strict'; f(function () { return this; });",
        "x = 1;",
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        scan_text(s, text_of(sources[i]));
        if (s->record->sloppy_offset != INDEX_NONE) fail_msg("%s: at %u", sources[i], s->record->sloppy_offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        scan_test(finds_what_strict_mode_forbids),
        scan_test(finds_nothing_in_what_strict_mode_allows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
