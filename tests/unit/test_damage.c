#include "pruning.h"

#include "prune/run.h"

/* The checks of what prune is about to write. No chunk is known that fails them (M499), so that they are given damage by hand. */

#define CHUNK                                                                                                         \
    JSONP(                                                                                                            \
        MODULE("root", "REQ.d(exports, {\n  " GETTER("a", "k.a", "f") ",\n  " GETTER(                                 \
                           "b", "k.b", "x.b") "\n});\n"                                                               \
                                              "var x = REQ(\"x\");\nfunction f() { return g(); }\nfunction g() {}\n") \
            MODULE("x", "REQ.d(exports, { b: () => b });\nvar b = start();\n"))

struct reading {
    struct run run;
    struct prune_options options;
    struct syntax_parser *parser;
};

static void read_chunk(struct pruning *pruning, struct reading *reading)
{
    struct usage_merge_options merge = {0};
    assert_true(usage_read(&pruning->arena, TEXT("report.json"), TEXT(REPORT("\"k\":{\"a\":false,\"b\":true}")),
                           &pruning->usage, &pruning->diagnostics));
    assert_true(usage_merge(&pruning->arena, &pruning->usage, 1, &merge, &pruning->set, &pruning->diagnostics));
    *reading = (struct reading){.parser = syntax_parser_new()};
    reading->run = (struct run){.arena = &pruning->arena,
                                .path = TEXT("chunk.js"),
                                .source = TEXT(CHUNK),
                                .usage = &pruning->set,
                                .options = &reading->options,
                                .diagnostics = &pruning->diagnostics};
    assert_true(run_read_chunk(&reading->run, reading->parser, TEXT(CHUNK)));
    run_decide_regions(&reading->run);
    live_find(&reading->run, 1);
}

static void finish(struct reading *reading)
{
    run_release(&reading->run);
    syntax_parser_free(reading->parser);
}

static void what_is_right_passes(void **state)
{
    struct reading reading;
    read_chunk(*state, &reading);
    assert_null(damage_in_marks(&reading.run));
    assert_null(damage_find(&reading.run, reading.parser, TEXT(CHUNK)));
    finish(&reading);
}

/* Whatever else goes by mistake is needed by something. */
static void anything_more_that_goes_is_found(void **state)
{
    struct reading reading;
    read_chunk(*state, &reading);
    struct mark *after = &reading.run.after;
    const struct shake_table *table = &reading.run.table;
    uint32_t tried = 0;
    for (uint32_t u = 0; u < table->unit_count; u++) {
        for (uint32_t n = table->units[u].first_need; n < table->units[u + 1].first_need; n++) {
            uint32_t target = table->needs[n].target;
            if (table->needs[n].kind != NEED_UNIT || !bitset_has(after->units, u) || !bitset_has(after->units, target))
                continue;
            bitset_remove(after->units, target);
            assert_string_equal(damage_in_marks(&reading.run), "code that stays reads what is removed");
            bitset_add(after->units, target);
            tried++;
        }
    }
    assert_true(tried > 0);
    uint32_t x = shake_module_named(table, TEXT("x"));
    bitset_remove(after->modules, x);
    assert_string_equal(damage_in_marks(&reading.run), "code that stays requires a module that is removed");
    finish(&reading);
}

static void damaged_text_is_found(void **state)
{
    struct reading reading;
    read_chunk(*state, &reading);
    assert_string_equal(damage_find(&reading.run, reading.parser, TEXT("f(")), "it does not parse");
    assert_string_equal(damage_find(&reading.run, reading.parser, TEXT("/* @common:endif */")),
                        "its macros are not balanced");
    assert_string_equal(damage_find(&reading.run, reading.parser, TEXT("start(g);")),
                        "nothing declares \"g\" any more");
    finish(&reading);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pruning_test(what_is_right_passes),
        pruning_test(anything_more_that_goes_is_found),
        pruning_test(damaged_text_is_found),
    };
    return unit_run(tests);
}
