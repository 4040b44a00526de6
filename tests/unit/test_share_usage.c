#include "graph_fixture.h"

/* macro-spec C.5: used, unused and possibly unused are disjoint and together are what is provided; every use has its places, in order. */
static void check_invariants(struct app *app)
{
    for (uint32_t r = 0; r < app->usage.row_count; r++) {
        const struct share_row *row = &app->usage.rows[r];
        if (r)
            assert_true(text_compare(row[-1].key, row->key) < 0 ||
                        (text_equal(row[-1].key, row->key) && text_compare(row[-1].scope, row->scope) < 0));
        uint32_t provided = 0;
        for (uint32_t i = 0; i < row->export_count; i++) {
            const struct share_export *export = &row->exports[i];
            const struct names *names = app->graph->names;
            if (i) assert_true(text_compare(names_text(names, export[-1].name), names_text(names, export->name)) < 0);
            assert_false(export->used && export->possibly);
            assert_true(export->provided || export->used);
            assert_true(export->used == (export->place_count > 0));
            provided += export->provided;
        }
        assert_true(row->mode != SHARE_NO_FALLBACK || provided == 0);
        assert_true((row->mode == SHARE_NAMESPACE || row->mode == SHARE_DYNAMIC) == (row->whole_place_count > 0) ||
                    row->mode == SHARE_NO_FALLBACK);
        for (uint32_t i = 1; i < row->required_count; i++)
            assert_true(text_compare(row->required[i - 1], row->required[i]) < 0);
    }
}

#define expect_usage(app, wanted)               \
    do {                                        \
        check_invariants(app);                  \
        assert_text(usage_of_all(app), wanted); \
    } while (0)

static void modes(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1, b = 2, c = 3;");
    file(app, "src/index.js", "import { a } from 'lib'; f(a);");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a! b c\n");
    file(app, "src/index.js", "import * as ns from 'lib'; f(ns); f(ns.a);");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default namespace: a! b c\n");
    assert_int_equal(app->usage.rows[0].whole_places[0].line, 1);
    assert_int_equal(app->usage.rows[0].whole_places[0].column, 30);
    file(app, "src/index.js", "import { a } from 'lib'; eval('a');");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default dynamic: a b c\n");
    file(app, "src/index.js", "import 'lib';");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a b c\n");
    file(app, "src/index.js", "");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a b c\n");
    assert_false(app->usage.rows[0].consumed);
    assert_true(app->usage.rows[0].provided);
}

/* Nothing is known of what such a module imports: not even that it imports no other share. */
static void modules_that_are_not_understood(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1;");
    package(app, "other", FREE, "export const b = 1;");
    file(app, "src/index.js", "import { a } from 'lib'; import './odd.xyz'; f(a);");
    file(app, "src/odd.xyz", "import { b } from 'other'");
    analyze(app, "\"shared\": [\"lib\", \"other\"]");
    expect_usage(app, "lib@default dynamic: a!\nother@default dynamic: b\n");
    file(app, "src/index.js", "import { a } from 'lib'; import './odd.css'; f(a);");
    file(app, "src/odd.css", "");
    analyze(app, "\"shared\": [\"lib\", \"other\"]");
    expect_usage(app, "lib@default exact: a!\nother@default exact: b\n");
}

static void used_past_the_key(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1, b = 2;");
    file(app, "src/index.js", "import { a } from 'lib'; import { b } from '../node_modules/lib/index.js'; f(a, b);");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a! b?\n");
}

static void uses_by_others(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1, b = 2, c = 3, d = 4, e = 5;");
    package(app, "dep", FREE, "import { b } from 'lib'; export const f = () => b;");
    package(app, "share", FREE,
            "import { c } from 'lib'; import { d } from 'lib'; export const g = () => c; export const h = () => d;");
    file(app, "src/index.js",
         "import { a } from 'lib'; import { f } from 'dep'; import { g } from 'share'; x(a, f, g);");
    analyze(app, "\"shared\": [\"lib\", \"share\"]");
    expect_usage(app, "lib@default exact: a! b! c! d! e\nshare@default exact: g! h\n");
    const struct share_row *lib = &app->usage.rows[0];
    assert_int_equal(lib->exports[0].places[0].user, SHARE_USER_APP);
    assert_int_equal(lib->exports[1].places[0].user, SHARE_USER_DEPENDENCY);
    assert_int_equal(lib->exports[2].places[0].user, SHARE_USER_SHARED);
}

static void missing_names(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1;");
    file(app, "src/index.js", "import { gone } from 'lib'; f(gone);");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a gone!(missing)\n");
}

/* When the page runs, another version may be loaded: it may have more names than this app's copy, and lack some. */
static void names_of_other_versions(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1, b = 2;");
    package(app, "next", FREE, "export const a = 3, c = 4;");
    file(app, "src/barrel.js", "export * from 'lib';");
    file(app, "src/index.js", "import * as all from './barrel.js'; f(all);");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default namespace: a! b!\n");
    file(app, "src/index.js",
         "import { fresh } from './barrel.js'; import * as all from './barrel.js'; f(fresh, 'asked' in all);");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a asked!(asked) b fresh!(missing)\n");
    /* The first star that has a name gives it. */
    file(app, "src/barrel.js", "export * from 'lib'; export * from 'next';");
    file(app, "src/index.js", "import { a, c } from './barrel.js'; f(a, c);");
    analyze(app, "\"shared\": [\"lib\", \"next\"]");
    expect_usage(app, "lib@default exact: a! b c!(asked)\nnext@default exact: a! c!\n");
    file(app, "src/barrel.js", "export * from './own.js'; export * from 'lib'; export const b = 1;");
    file(app, "src/index.js", "import { a, b, c } from './barrel.js'; f(a, b, c);");
    file(app, "src/own.js", "export const a = 1, c = 2;");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a b\n");
    file(app, "src/barrel.js", "export * from 'lib'; export * from './own.js';");
    analyze(app, "\"shared\": [\"lib\"]");
    expect_usage(app, "lib@default exact: a! b! c!(asked)\n");
    file(app, "src/barrel.js", "export * from 'lib'; export * from 'next';");
    file(app, "src/index.js", "import { gone } from './barrel.js'; f(gone);");
    analyze(app, "\"shared\": [\"lib\", \"next\"]");
    expect_usage(app, "lib@default exact: a b gone!(asked)\nnext@default exact: a c gone!(asked)\n");
}

static void aliases_and_versions(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "export const a = 1;");
    file(app, "package.json", "{\"name\": \"app\", \"dependencies\": {\"lib\": \"^1.0.0\"}}");
    file(app, "src/index.js", "import { a } from 'lib'; import { a as b } from 'also'; f(a, b);");
    analyze(app, "\"shared\": {\"lib\": {}, \"also\": {\"import\": \"lib\", \"requiredVersion\": \"~1.0.0\"}}");
    expect_usage(app, "also@default exact: a!\nlib@default exact: a!\n");
    assert_int_equal(app->usage.rows[0].alias_count, 1);
    assert_text(app->usage.rows[0].aliases[0], "lib");
    assert_text(app->usage.rows[0].required[0], "~1.0.0");
    assert_text(app->usage.rows[1].required[0], "^1.0.0");
    assert_text(app->usage.rows[1].version, "1.0.0");
}

static void counts(void **state)
{
    struct app *app = *state;
    package(app, "lib", FREE, "import './a.js'; import './out.js'; import 'core'; export const x = 1;");
    file(app, "node_modules/lib/a.js", "import './b.js';");
    file(app, "node_modules/lib/b.js", "");
    file(app, "node_modules/lib/out.js", "");
    package(app, "core", FREE, "");
    package(app, "other", FREE, "import 'core'");
    file(app, "src/index.js", "import 'lib'; import 'other'; import 'lib/out.js';");
    analyze_to_depth(app, "\"shared\": [\"lib\", \"other\"]", 2);
    const struct share_row *lib = &app->usage.rows[0];
    assert_int_equal(lib->modules, 4);
    assert_int_equal(lib->external, 1);
    assert_int_equal(lib->ambiguous, 1);
    assert_int_equal(lib->depth_truncated, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        app_test(modes),
        app_test(modules_that_are_not_understood),
        app_test(used_past_the_key),
        app_test(uses_by_others),
        app_test(missing_names),
        app_test(names_of_other_versions),
        app_test(aliases_and_versions),
        app_test(counts),
    };
    return unit_run(tests);
}
