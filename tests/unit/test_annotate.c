#include "unit.h"

#include "emit/annotate.h"

static void check(struct text key, struct text name, bool carried, struct text expected, int line)
{
    struct buffer out;
    buffer_init(&out);
    bool put = annotate_put_condition(&out, key, name);
    if (put != carried) _fail(__FILE__, line);
    unit_text_equal(buffer_text(&out), expected, __FILE__, line);
    buffer_release(&out);
}

#define carries(key, name, expected) check(TEXT(key), TEXT(name), true, TEXT(expected), __LINE__)
#define refuses(key, name)           check(TEXT(key), TEXT(name), false, TEXT(""), __LINE__)

static void plain_names(void **state)
{
    (void)state;
    carries("lodash-es", "map", "treeShake.lodash-es.map");
    carries("@reduxjs/toolkit", "default", "treeShake.@reduxjs/toolkit.default");
    carries("./utils.js", "a.b", "treeShake../utils.js.a.b");
    carries("k", "a b", "treeShake.k.a b");
    carries("k", "\xc3\xbc", "treeShake.k.\xc3\xbc");
}

static void encoded_names(void **state)
{
    (void)state;
    carries("k", "\"", "treeShake.k.%22");
    carries("k", "]", "treeShake.k.%5D");
    carries("k", "100%", "treeShake.k.100%25");
    carries("k", "a\r\nb", "treeShake.k.a%0D%0Ab");
    carries("k", "*/", "treeShake.k.%2A/");
    carries("k", "*", "treeShake.k.*");
    carries("k", "**/", "treeShake.k.*%2A/");
    carries("a]*/", "x", "treeShake.a%5D%2A/.x");
}

static void names_that_can_not_be_carried(void **state)
{
    (void)state;
    refuses("k", "chunk_characteristics");
    refuses("k", "\xed\xa0\x80");
    refuses("k", "\xff");
    refuses("\xc3", "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_names),
        cmocka_unit_test(encoded_names),
        cmocka_unit_test(names_that_can_not_be_carried),
    };
    return unit_run(tests);
}
