#include "config/gate_config.h"

#include "unit.h"

#define BYTES(given) read_budget(given, true)
#define COUNT(given) read_budget(given, false)

/* The budget's amount; UINT64_MAX when the text is none. Parts are told from amounts by their own test. */
static uint64_t read_budget(const char *given, bool counts_bytes)
{
    struct gate_budget budget;
    if (!gate_budget_parse(text_of(given), counts_bytes, &budget)) return UINT64_MAX;
    assert_true(budget.given);
    return budget.amount;
}

static void amounts(void **state)
{
    (void)state;
    assert_int_equal(COUNT("0"), 0);
    assert_int_equal(COUNT(" 12 "), 12);
    assert_int_equal(BYTES("800"), 800);
    assert_int_equal(BYTES("800 B"), 800);
    assert_int_equal(BYTES("10 kB"), 10000);
    assert_int_equal(BYTES("10KB"), 10000);
    assert_int_equal(BYTES("1.5 KiB"), 1536);
    assert_int_equal(BYTES("1.001 MB"), 1001000);
    assert_int_equal(BYTES("2 MiB"), 2097152);
    assert_int_equal(BYTES("999999999999 GB"), 999999999999u * (uint64_t)1000000000);
}

static void no_budgets(void **state)
{
    (void)state;
    const char *const none[] = {"",     " ",      "-1",    "NaN",    "Infinity", "1e3",          "0x10", "1.",
                                ".5",   "1.5",    "1.5 B", "10 kb",  "10 k",     "1 2",          "%",    "5 %%",
                                "five", "1,5 kB", "+1",    "1.2345", "1kB2",     "1234567890123"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_int_equal(BYTES(none[i]), UINT64_MAX);
        assert_int_equal(COUNT(none[i]), UINT64_MAX);
    }
    assert_int_equal(COUNT("10 kB"), UINT64_MAX);
    assert_int_equal(COUNT("3 B"), UINT64_MAX);
}

static void parts(void **state)
{
    (void)state;
    struct gate_budget budget;
    assert_true(gate_budget_parse(TEXT("5%"), true, &budget));
    assert_true(budget.is_part);
    assert_int_equal(gate_budget_allows(&budget, 100), 5);
    assert_int_equal(gate_budget_allows(&budget, 119), 5); /* rounded down */
    assert_int_equal(gate_budget_allows(&budget, 120), 6);
    assert_int_equal(gate_budget_allows(&budget, 0), 0);
    assert_true(gate_budget_parse(TEXT("2.5 %"), false, &budget));
    assert_int_equal(gate_budget_allows(&budget, 1000), 25);
    assert_true(gate_budget_parse(TEXT("100%"), false, &budget));
    assert_int_equal(gate_budget_allows(&budget, 7), 7);
    assert_true(gate_budget_parse(TEXT("999999999999%"), false, &budget));
    assert_int_equal(gate_budget_allows(&budget, UINT64_MAX), UINT64_MAX / 2); /* as much as is told apart */
}

static void keys_fill_in(void **state)
{
    (void)state;
    struct gate_key_limits lib = {.key = TEXT("lib"), .limits = {.bytes = {true, false, 7}}};
    lib.limits.severities[GATE_SHRINK] = GATE_ERROR;
    struct gate_config config = {
        .keys = &lib, .key_count = 1, .all = {.exports = {true, false, 1}, .bytes = {true, false, 2}}};
    config.all.severities[GATE_NEW_USE] = GATE_OFF;
    struct gate_limits own = gate_config_limits(&config, TEXT("lib")),
                       other = gate_config_limits(&config, TEXT("other"));
    assert_int_equal(own.exports.amount, 1);
    assert_int_equal(own.bytes.amount, 7);
    assert_int_equal(own.severities[GATE_SHRINK], GATE_ERROR);
    assert_int_equal(own.severities[GATE_NEW_USE], GATE_OFF);
    assert_int_equal(other.bytes.amount, 2);
    assert_int_equal(other.severities[GATE_SHRINK], GATE_UNSET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts),
        cmocka_unit_test(no_budgets),
        cmocka_unit_test(parts),
        cmocka_unit_test(keys_fill_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
