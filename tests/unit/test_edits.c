#include "unit.h"

#include "emit/edits.h"

static struct edits edits;
static struct buffer out;

static int set_up(void **state)
{
    (void)state;
    edits_init(&edits);
    buffer_init(&out);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    edits_release(&edits);
    buffer_release(&out);
    return 0;
}

#define edit(start, end, text) edits_add(&edits, (struct span){start, end}, TEXT(text))
#define gives(source, expected) \
    (edits_apply(&edits, TEXT(source), &out, NULL, 0), assert_text(buffer_text(&out), expected))

static void any_order(void **state)
{
    (void)state;
    edit(4, 5, "C");
    edit(0, 1, "A");
    edit(2, 2, "+");
    gives("a b c", "A +b C");
}

static void the_outer_edit_wins(void **state)
{
    (void)state;
    edit(2, 3, "inner");
    edit(1, 5, "outer");
    edit(4, 4, "inserted");
    edit(1, 2, "inner");
    gives("( 234 ", "(outer ");
}

static void insertions_at_one_place(void **state)
{
    (void)state;
    edit(1, 2, "X");
    edit(1, 1, "<");
    edit(1, 1, "!");
    edit(2, 2, ">");
    gives("(b)", "(<!X>)");
}

static void words_do_not_grow_together(void **state)
{
    (void)state;
    edit(6, 8, "true");
    gives("return!0", "return true");
}

static void operators_do_not_grow_together(void **state)
{
    (void)state;
    edit(2, 3, "-1");
    edit(4, 5, "/* c */ x");
    gives("a-b/c", "a- -1/ /* c */ x");
}

static void a_deletion_separates_its_neighbours(void **state)
{
    (void)state;
    edit(1, 2, "");
    gives("a;b", "a b");
}

static void line_ends(void **state)
{
    (void)state;
    edit(3, 4, "B");
    gives("a\r\nb\rc\n\r\n", "a\nB\nc\n\n");
}

static void no_edits(void **state)
{
    (void)state;
    gives("", "");
    gives("abc", "abc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_outer_edit_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(insertions_at_one_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_do_not_grow_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(operators_do_not_grow_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deletion_separates_its_neighbours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(line_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_edits, set_up, tear_down),
    };
    return unit_run(tests);
}
