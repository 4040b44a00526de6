#include "base/text_set.h"

#include "unit.h"

static struct names names;

static name_id set_of(const char *letters)
{
    struct text items[26];
    uint32_t count = 0;
    for (; letters[count]; count++) items[count] = (struct text){&letters[count], 1};
    return text_set_of(&names, items, count);
}

static void order_and_repetition_do_not_matter(void **state)
{
    (void)state;
    assert_int_equal(set_of("abc"), set_of("cabbc"));
    assert_int_not_equal(set_of("ab"), set_of("abc"));
    assert_int_equal(set_of(""), NAME_NONE);
    assert_int_equal(text_set_count(&names, set_of("cba")), 3);
}

static void members(void **state)
{
    (void)state;
    char seen[8] = {0};
    size_t count = 0;
    for (struct text rest = names_text(&names, set_of("cab")), item; text_set_next(&rest, &item);)
        seen[count++] = item.at[0];
    assert_string_equal(seen, "abc");
    assert_true(text_set_has(&names, set_of("ab"), TEXT("b")));
    assert_false(text_set_has(&names, set_of("ab"), TEXT("c")));
    assert_false(text_set_has(&names, NAME_NONE, TEXT("")));
    struct text empty = TEXT("");
    assert_true(text_set_has(&names, text_set_of(&names, &empty, 1), TEXT("")));
}

static void union_and_difference(void **state)
{
    (void)state;
    assert_int_equal(text_set_union(&names, set_of("ac"), set_of("bc")), set_of("abc"));
    assert_int_equal(text_set_union(&names, NAME_NONE, set_of("b")), set_of("b"));
    assert_int_equal(text_set_difference(&names, set_of("abc"), set_of("bd")), set_of("ac"));
    assert_int_equal(text_set_difference(&names, set_of("ab"), set_of("abc")), NAME_NONE);
    assert_int_equal(text_set_difference(&names, set_of("ab"), NAME_NONE), set_of("ab"));
}

static int start(void **state)
{
    (void)state;
    names_init(&names);
    return 0;
}

static int end(void **state)
{
    (void)state;
    names_release(&names);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_and_repetition_do_not_matter),
        cmocka_unit_test(members),
        cmocka_unit_test(union_and_difference),
    };
    return cmocka_run_group_tests(tests, start, end);
}
