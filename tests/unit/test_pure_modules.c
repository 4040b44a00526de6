#include "unit.h"

#include "emit/pure_modules.h"

/* Modules 1 to 6 with at most two evaluating requests each. */
enum { COUNT = 7, REQUESTS = 2 };

static struct request requests[REQUESTS];
static struct record records[COUNT];
static struct module modules[COUNT];
static struct connection connections[COUNT * REQUESTS];
static struct graph graph;
static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    for (uint32_t r = 0; r < REQUESTS; r++) requests[r] = (struct request){.kind = REQUEST_IMPORT, .evaluates = true};
    for (uint32_t m = 0; m < COUNT; m++) {
        records[m] = (struct record){.syntax = MODULE_ESM, .pure = true, .requests = requests};
        modules[m] = (struct module){.kind = MODULE_SOURCE, .record = &records[m], .first_connection = m * REQUESTS};
    }
    graph = (struct graph){.modules = modules, .module_count = COUNT, .connections = connections};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void imports(module_id from, module_id to)
{
    connections[from * REQUESTS + records[from].request_count++] = (struct connection){.to = to};
}

static bool is_pure(module_id module)
{
    return bitset_has(pure_modules_find(&graph, &arena), module);
}

static void purity_is_passed_on(void **state)
{
    (void)state;
    imports(1, 2);
    imports(2, 3);
    assert_true(is_pure(1));
    records[3].pure = false;
    assert_false(is_pure(1));
    assert_false(is_pure(2));
    assert_false(is_pure(3));
}

static void a_declared_module_is_trusted(void **state)
{
    (void)state;
    imports(1, 2);
    imports(2, 3);
    records[2].pure = records[3].pure = false;
    modules[2].side_effects = SIDE_EFFECTS_FREE;
    assert_true(is_pure(1));
    assert_true(is_pure(2));
    assert_false(is_pure(3));
    modules[2].side_effects = SIDE_EFFECTS_PRESENT;
    records[2].pure = true;
    assert_false(is_pure(1));
    assert_false(is_pure(2));
}

static void cycles(void **state)
{
    (void)state;
    imports(1, 2);
    imports(2, 1);
    assert_true(is_pure(1));
    imports(2, 3);
    records[3].pure = false;
    assert_false(is_pure(1));
    assert_false(is_pure(2));
}

static void what_is_unknown_is_not_pure(void **state)
{
    (void)state;
    imports(1, MODULE_NONE);
    imports(2, 3);
    modules[3].kind = MODULE_EXTERNAL;
    assert_false(is_pure(MODULE_NONE));
    assert_false(is_pure(1));
    assert_false(is_pure(2));
}

static void consumed_modules_are_as_their_fallback(void **state)
{
    (void)state;
    imports(1, 2);
    modules[2] = (struct module){.kind = MODULE_CONSUME_SHARED, .fallback = 3};
    assert_true(is_pure(1));
    records[3].pure = false;
    assert_false(is_pure(1));
    records[3].pure = true;
    modules[2].fallback = MODULE_NONE;
    assert_false(is_pure(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(purity_is_passed_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_declared_module_is_trusted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cycles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_unknown_is_not_pure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(consumed_modules_are_as_their_fallback, set_up, tear_down),
    };
    return unit_run(tests);
}
