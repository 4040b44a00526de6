#include "unit.h"

#include "base/names.h"

#include <stdio.h>

static void equal_names_are_one(void **state)
{
    (void)state;
    struct names names;
    names_init(&names);
    name_id a = names_add(&names, TEXT("a"));
    name_id b = names_add(&names, TEXT("b"));
    char again[] = {'a'};
    assert_int_not_equal(a, NAME_NONE);
    assert_int_not_equal(a, b);
    assert_int_equal(names_add(&names, (struct text){again, 1}), a);
    assert_text(names_text(&names, a), "a");
    assert_int_equal(names_text(&names, a).at[1], '\0');
    assert_int_equal(names_find(&names, TEXT("b")), b);
    assert_int_equal(names_find(&names, TEXT("c")), NAME_NONE);
    assert_text(names_text(&names, NAME_NONE), "");
    names_release(&names);
}

static void any_bytes_are_a_name(void **state)
{
    (void)state;
    struct names names;
    names_init(&names);
    name_id empty = names_add(&names, TEXT(""));
    name_id nul = names_add(&names, TEXT("\0"));
    name_id cut = names_add(&names, TEXT("a\0b"));
    assert_int_not_equal(empty, NAME_NONE); /* `export { x as "" }` has a name */
    assert_int_not_equal(empty, nul);
    assert_int_not_equal(cut, names_add(&names, TEXT("a")));
    assert_int_equal(names_find(&names, TEXT("")), empty);
    assert_text(names_text(&names, cut), "a\0b");
    names_release(&names);
}

static void many_names_stay_apart(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    static name_id ids[COUNT];
    struct names names;
    names_init(&names);
    char name[32];
    for (int i = 0; i < COUNT; i++) {
        int length = snprintf(name, sizeof name, "name%d", i);
        ids[i] = names_add(&names, (struct text){name, (size_t)length});
    }
    assert_int_equal(names.count, COUNT + 1);
    for (int i = 0; i < COUNT; i++) {
        int length = snprintf(name, sizeof name, "name%d", i);
        struct text t = {name, (size_t)length};
        assert_int_equal(names_find(&names, t), ids[i]);
        assert_true(text_equal(names_text(&names, ids[i]), t));
    }
    names_release(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_names_are_one),
        cmocka_unit_test(any_bytes_are_a_name),
        cmocka_unit_test(many_names_stay_apart),
    };
    return unit_run(tests);
}
