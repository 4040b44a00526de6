/* What every unit test includes: cmocka, and checks in terms of struct text. */
#ifndef MFSHAKE_TESTS_UNIT_H
#define MFSHAKE_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static inline void unit_text_equal(struct text actual, struct text expected, const char *file, int line)
{
    if (text_equal(actual, expected)) return;
    print_error("got  <%.*s>\nwant <%.*s>\n", TEXT_ARGS(actual), TEXT_ARGS(expected));
    _fail(file, line);
}

/* `actual` is a struct text, `expected` a string literal (it may contain NUL bytes). */
#define assert_text(actual, expected) unit_text_equal((actual), TEXT(expected), __FILE__, __LINE__)

#define unit_run(tests) cmocka_run_group_tests((tests), NULL, NULL)

#endif
