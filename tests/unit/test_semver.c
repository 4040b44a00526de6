#include "unit.h"

#include "config/semver.h"
#include "semver_table.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef enum semver_answer (*reading)(struct text range, struct text version);

static int wrong_answers(const char *who, reading reads, const char *range, const char *wanted)
{
    int wrong = 0;
    assert_int_equal(strlen(wanted), COUNT(semver_versions));
    for (size_t v = 0; v < COUNT(semver_versions); v++) {
        enum semver_answer answer = reads(text_of(range), text_of(semver_versions[v]));
        char letter = answer == SEMVER_YES ? 'y' : answer == SEMVER_NO ? 'n' : '?';
        if (letter == wanted[v]) continue;
        print_error("%s: '%s' with '%s' is %c, must be %c\n", who, range, semver_versions[v], letter, wanted[v]);
        wrong++;
    }
    return wrong;
}

static void test_npm(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t r = 0; r < COUNT(semver_rows); r++)
        wrong += wrong_answers("npm", semver_npm, semver_rows[r].range, semver_rows[r].npm);
    assert_int_equal(wrong, 0);
}

static void test_webpack(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t r = 0; r < COUNT(semver_rows); r++)
        wrong += wrong_answers("webpack", semver_webpack, semver_rows[r].range, semver_rows[r].webpack);
    assert_int_equal(wrong, 0);
}

static void test_order(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t l = 0; l < COUNT(semver_versions); l++) {
        for (size_t r = 0; r < COUNT(semver_versions); r++) {
            int order = semver_compare(text_of(semver_versions[l]), text_of(semver_versions[r]));
            char letter = order < 0 ? '<' : order > 0 ? '>' : '=';
            if (letter == semver_orders[l][r]) continue;
            print_error("'%s' %c '%s', must be %c\n", semver_versions[l], letter, semver_versions[r],
                        semver_orders[l][r]);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_npm),
        cmocka_unit_test(test_webpack),
        cmocka_unit_test(test_order),
    };
    return unit_run(tests);
}
