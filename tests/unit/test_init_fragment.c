#include "unit.h"

#include "emit/init_fragment.h"

#define add(stage, position, key, content, end) \
    init_fragments_add(&fragments, stage, position, TEXT(key), TEXT(content), TEXT(end))

#define put_around(body)                                                          \
    (init_fragments_put_start(&fragments, &out), buffer_put_string(&out, (body)), \
     init_fragments_put_end(&fragments, &out))

static void stages_then_positions_then_order(void **state)
{
    (void)state;
    struct init_fragments fragments;
    struct buffer out;
    buffer_init(&out);
    init_fragments_init(&fragments);
    add(INIT_ASYNC_ESM_IMPORTS, 0, "", "7", "");
    add(INIT_ESM_IMPORTS, 2, "", "4c", "");
    add(INIT_ESM_IMPORTS, 1, "", "4a", "");
    add(INIT_ESM_IMPORTS, 1, "", "4b", "");
    add(INIT_CONSTANTS, 9, "", "1", "");
    add(INIT_ESM_EXPORTS, 0, "", "3", "");
    add(INIT_ASYNC_DEPENDENCIES, 0, "", "6", "");
    add(INIT_PROVIDES, 0, "", "5", "");
    add(INIT_ASYNC_BOUNDARY, 0, "", "2", "");
    put_around("|");
    assert_text(buffer_text(&out), "1234a4b4c567|");
    init_fragments_release(&fragments);
    buffer_release(&out);
}

static void end_parts_are_reversed(void **state)
{
    (void)state;
    struct init_fragments fragments;
    struct buffer out;
    buffer_init(&out);
    init_fragments_init(&fragments);
    add(INIT_ESM_IMPORTS, 0, "", "(", ")");
    add(INIT_CONSTANTS, 0, "", "[", "]");
    add(INIT_PROVIDES, 0, "", "{", "}");
    put_around("body");
    assert_text(buffer_text(&out), "[({body})]");
    init_fragments_release(&fragments);
    buffer_release(&out);
}

static void equal_keys_are_one(void **state)
{
    (void)state;
    struct init_fragments fragments;
    struct buffer out;
    buffer_init(&out);
    init_fragments_init(&fragments);
    add(INIT_CONSTANTS, 0, "k", "first", "");
    add(INIT_CONSTANTS, 0, "k", "second", "");
    add(INIT_CONSTANTS, 0, "", "+", "");
    add(INIT_CONSTANTS, 0, "", "+", "");
    put_around("");
    assert_text(buffer_text(&out), "first++");
    init_fragments_release(&fragments);
    buffer_release(&out);
}

static void nothing_to_add(void **state)
{
    (void)state;
    struct init_fragments fragments;
    struct buffer out;
    buffer_init(&out);
    init_fragments_init(&fragments);
    put_around("body");
    assert_text(buffer_text(&out), "body");
    init_fragments_release(&fragments);
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_then_positions_then_order),
        cmocka_unit_test(end_parts_are_reversed),
        cmocka_unit_test(equal_keys_are_one),
        cmocka_unit_test(nothing_to_add),
    };
    return unit_run(tests);
}
