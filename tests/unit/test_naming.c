#include "unit.h"

#include "emit/naming.h"

static struct arena arena;

static void names_of_imports(void **state)
{
    (void)state;
    struct naming naming;
    naming_init(&naming, TEXT("import a from './add.js';"), &arena);
    assert_text(naming_import(&naming, TEXT("./add.js"), 0), "_add_js__WEBPACK_IMPORTED_MODULE_0__");
    assert_text(naming_import(&naming, TEXT("@scope/pkg"), 12), "_scope_pkg__WEBPACK_IMPORTED_MODULE_12__");
    assert_text(naming_import(&naming, TEXT("3d"), 1), "_3d__WEBPACK_IMPORTED_MODULE_1__");
}

static void names_that_the_source_holds(void **state)
{
    (void)state;
    struct naming naming;
    naming_init(&naming, TEXT("var __webpack_require__, a__WEBPACK_IMPORTED_MODULE_0__, __webpack_require__1__"),
                &arena);
    assert_text(naming_unique(&naming, TEXT("__webpack_require__")), "__webpack_require__2__");
    assert_text(naming_import(&naming, TEXT("a"), 0), "a__WEBPACK_IMPORTED_MODULE_0__1__");
    assert_text(naming_unique(&naming, TEXT("__webpack_exports__")), "__webpack_exports__");
}

static void names_inside_longer_ones(void **state)
{
    (void)state;
    struct naming naming;
    naming_init(&naming, TEXT("x__webpack_require__x"), &arena);
    assert_text(naming_unique(&naming, TEXT("__webpack_require__")), "__webpack_require__1__");
}

static void short_names_are_told_apart(void **state)
{
    (void)state;
    assert_text(naming_short(&arena, 0), "a");
    assert_text(naming_short(&arena, 51), "Z");
    assert_text(naming_short(&arena, 52), "aa");
    assert_text(naming_short(&arena, 53), "ab");
    assert_text(naming_short(&arena, 52 + 52 * 52 - 1), "ZZ");
    assert_text(naming_short(&arena, 52 + 52 * 52), "aaa");
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    arena_init(&arena);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_imports),
        cmocka_unit_test(names_that_the_source_holds),
        cmocka_unit_test(names_inside_longer_ones),
        cmocka_unit_test(short_names_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
