#include "graph_fixture.h"

#include "report/why.h"

static struct text ask(struct app *app, const char *question, struct why_options options)
{
    const struct config *config =
        config_load(&app->arena, &app->diagnostics, (struct config_source){.folder = app->folder->path});
    struct chains chains;
    chains_compute(app->graph, &app->used, &app->arena, &chains);
    struct why_facts facts = {config, app->graph, &app->provided, &app->used, &chains, &app->usage, NULL};
    buffer_clear(&app->out);
    struct why_question asked;
    if (why_ask(&facts, text_of(question), &app->arena, &asked, &app->diagnostics))
        why_put(&facts, &asked, options, &app->out);
    return buffer_text(&app->out);
}

static bool has(struct text answer, const char *part)
{
    return text_find(answer, text_of(part), 0) != TEXT_NOWHERE;
}

static void a_use_has_its_place_and_chain(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "\nimport './a.js';");
    file(app, "src/a.js", "import { x } from 'lib';\nf(x);");
    package(app, "lib", FREE, "export const x = 1, y = 2;");
    analyze(app, "\"shared\": {\"lib\": {}}");
    struct text answer = ask(app, "lib.x", (struct why_options){0});
    assert_true(has(answer, "1 of 2 exports is used"));
    assert_true(has(answer, "src/a.js:2:3: x is used"));
    assert_true(has(answer, "src/index.js:2 -> "));
    answer = ask(app, "lib.y", (struct why_options){0});
    assert_true(has(answer, "nothing in this app uses y"));
    assert_text(codes_of(app), "");
}

/* The shortest chain, whatever the order in which modules are imported. */
static void the_shortest_chain_wins(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import './long.js'; import './user.js';");
    file(app, "src/long.js", "import './longer.js';");
    file(app, "src/longer.js", "import './user.js';");
    file(app, "src/user.js", "import './index.js'; import { x } from 'lib'; f(x);");
    package(app, "lib", FREE, "export const x = 1;");
    analyze(app, "\"shared\": {\"lib\": {}}");
    struct text answer = ask(app, "lib", (struct why_options){0});
    assert_true(has(answer, "src/index.js:1 -> "));
    assert_false(has(answer, "long"));
}

static void the_longest_key_wins(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { x } from 'lib'; import { y } from 'lib.x'; f(x, y);");
    package(app, "lib", FREE, "export const x = 1;");
    package(app, "lib.x", FREE, "export const y = 1;");
    analyze(app, "\"shared\": {\"lib\": {}, \"lib.x\": {}}");
    assert_true(has(ask(app, "lib.x", (struct why_options){.format = WHY_JSON}), "\"key\": \"lib.x\""));
    assert_true(has(ask(app, "lib.x.y", (struct why_options){0}), "y is used"));
}

static void unknown_questions(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { x } from 'lib'; f(x);");
    package(app, "lib", FREE, "export const x = 1, thing = 2;");
    analyze(app, "\"shared\": {\"lib\": {}}");
    static const char *const unknown[] = {"", ".", "lib.", "lib.thinG", "other", "LIB", "lib.x.y"};
    for (uint32_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        uint32_t before = app->diagnostics.count;
        assert_text(ask(app, unknown[i], (struct why_options){0}), "");
        assert_int_equal(app->diagnostics.count, before + 1);
        assert_int_equal(app->diagnostics.list[before].code, DIAG_WHY_UNKNOWN);
    }
}

/* A name of a share whose exports are not all known can not be refused. */
static void open_shares_may_have_any_export(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { x } from 'lib'; f(x);");
    package(app, "lib", FREE, "module.exports = f();");
    analyze(app, "\"shared\": {\"lib\": {}}");
    assert_true(has(ask(app, "lib.other", (struct why_options){0}), "nothing in this app uses other"));
}

static void few_uses_unless_all_are_asked_for(void **state)
{
    struct app *app = *state;
    file(
        app, "src/index.js",
        "import { x, y } from 'lib'; f(x); f(x); f(x); f(x); f(x); f(x); f(x); f(x); f(y); import * as all from 'lib'; "
        "f(all);");
    package(app, "lib", FREE, "export const x = 1, y = 2;");
    analyze(app, "\"shared\": {\"lib\": {}}");
    struct text answer = ask(app, "lib", (struct why_options){0});
    assert_true(has(answer, "and 5 more uses"));
    assert_true(text_find(answer, TEXT("everything may be used"), 0) < text_find(answer, TEXT("x is used"), 0));
    assert_true(has(answer, "y is used"));
    assert_false(has(ask(app, "lib", (struct why_options){.all = true}), "more uses"));
    assert_true(has(ask(app, "lib", (struct why_options){.color = true}), "\x1b[33meverything"));
    assert_false(has(ask(app, "lib", (struct why_options){0}), "\x1b"));
}

/* A share that nobody imports is still used by a module that was not understood. */
static void a_broken_module_may_import_anything(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import './broken.js';");
    file(app, "src/broken.js", "let = = 1");
    package(app, "lib", FREE, "export const x = 1;");
    analyze(app, "\"shared\": {\"lib\": {}}");
    struct text answer = ask(app, "lib", (struct why_options){0});
    assert_true(has(answer, "everything may be used: the importing module can not be understood"));
    assert_true(has(answer, "broken.js"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        app_test(a_use_has_its_place_and_chain),
        app_test(the_shortest_chain_wins),
        app_test(the_longest_key_wins),
        app_test(unknown_questions),
        app_test(open_shares_may_have_any_export),
        app_test(few_uses_unless_all_are_asked_for),
        app_test(a_broken_module_may_import_anything),
    };
    return unit_run(tests);
}
