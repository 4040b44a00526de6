#include "graph_fixture.h"

#define LIB(file) "./node_modules/lib/" file

static const struct module_attribution *attribution_of(struct app *app, const char *id)
{
    return &app->attribution.modules[module_of(app, id)];
}

static void roots(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { a } from 'lib'; f(a);");
    package(app, "lib", FREE, "export { a, b as c } from './in.js'; export const d = 1; export default 2;");
    file(app, "node_modules/lib/in.js", "export const a = 1, b = 2, e = 3;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "a c d default");
    assert_text(conditions_of(app, LIB("in.js")), "a b=c"); /* by the public names; nobody asks for e */
}

static void diamond_of_two_keys(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib'; import 'other';");
    package(app, "lib", FREE, "export { m } from 'core'; export const a = 1;");
    package(app, "other", FREE, "export { m as n } from 'core';");
    package(app, "core", FREE, "export const m = 1;");
    analyze(app, "\"shared\": [\"lib\", \"other\"]");
    assert_text(conditions_of(app, LIB("index.js")), "a m");
    assert_text(conditions_of(app, "./node_modules/core/index.js"), "");
    assert_true(attribution_of(app, "./node_modules/core/index.js")->several);
    assert_int_equal(attribution_of(app, "./node_modules/core/index.js")->owner, INDEX_NONE);
}

/* A module that a long path meets first is found by the short path, too. */
static void long_path_before_short_path(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib';");
    package(app, "lib", FREE, "import './1.js'; export { x } from './x.js';");
    file(app, "node_modules/lib/1.js", "import './2.js';");
    file(app, "node_modules/lib/2.js", "import './3.js';");
    file(app, "node_modules/lib/3.js", "import './4.js';");
    file(app, "node_modules/lib/4.js", "import './x.js';");
    file(app, "node_modules/lib/x.js", "export { x } from './y.js';");
    file(app, "node_modules/lib/y.js", "export const x = 1;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_int_equal(attribution_of(app, LIB("x.js"))->distance, 2);
    assert_int_equal(attribution_of(app, LIB("y.js"))->distance, 3);
    assert_int_equal(attribution_of(app, LIB("4.js"))->distance, 5);
    assert_text(conditions_of(app, LIB("y.js")), "x");
}

static void chains_of_four_five_and_six(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib';");
    package(app, "lib", FREE, "export { x } from './2.js';");
    file(app, "node_modules/lib/2.js", "export { x } from './3.js';");
    file(app, "node_modules/lib/3.js", "export { x } from './4.js';");
    file(app, "node_modules/lib/4.js", "export { x } from './5.js';");
    file(app, "node_modules/lib/5.js", "export { x } from './6.js';");
    file(app, "node_modules/lib/6.js", "export const x = 1;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("4.js")), "x");
    assert_text(conditions_of(app, LIB("5.js")), "x");
    assert_text(conditions_of(app, LIB("6.js")), "");
    assert_true(attribution_of(app, LIB("6.js"))->truncated);
    assert_false(attribution_of(app, LIB("5.js"))->truncated);
    analyze_to_depth(app, "\"shared\": [\"lib\"]", 0);
    assert_text(conditions_of(app, LIB("6.js")), "x");
    analyze_to_depth(app, "\"shared\": [\"lib\"]", 3);
    assert_text(conditions_of(app, LIB("4.js")), "");
}

static void imported_by_app_and_share(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib'; import 'lib/in.js';");
    package(app, "lib", FREE, "export { x, y } from './in.js';");
    file(app, "node_modules/lib/in.js", "export const x = 1, y = 2;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_true(attribution_of(app, LIB("in.js"))->external);
    assert_text(conditions_of(app, LIB("in.js")), "");
    assert_text(conditions_of(app, LIB("index.js")), "x y");

    file(app, "src/index.js", "import 'lib'; import '../node_modules/lib/index.js';");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "");
}

static void alias_keys(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib'; import 'zebra';");
    package(app, "lib", FREE, "export const x = 1;");
    analyze(app, "\"shared\": {\"lib\": {}, \"zebra\": {\"import\": \"lib\"}}");
    assert_int_equal(app->attribution.group_count, 1);
    assert_text(app->attribution.groups[0].key, "lib");
    assert_int_equal(app->attribution.groups[0].member_count, 2);
    assert_false(attribution_of(app, LIB("index.js"))->several);
    assert_text(conditions_of(app, LIB("index.js")), "x");
}

static void same_key_in_two_scopes(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib'; import 'lib2';");
    package(app, "lib", FREE, "export const x = 1;");
    analyze(app, "\"shared\": {\"lib\": {\"shareScope\": \"one\"}, \"lib2\": {\"shareKey\": \"lib\", \"import\": "
                 "\"lib\", \"shareScope\": \"two\"}}");
    assert_int_equal(app->attribution.group_count, 1);
    assert_int_equal(app->attribution.groups[0].member_count, 2);
    assert_text(conditions_of(app, LIB("index.js")), "x");
    assert_int_equal(app->usage.row_count, 2);
    assert_text(app->usage.rows[0].scope, "one");
    assert_text(app->usage.rows[1].scope, "two");
}

/* Redux under Redux Toolkit: the toolkit's own isPlainObject decides nothing of redux' function of that name. */
static void names_are_not_captured(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { isPlainObject } from 'lib'; f(isPlainObject);");
    package(app, "lib", FREE,
            "import { isPlainObject as check } from 'redux'; export { produce as createNextState } from 'immer';"
            "export function isPlainObject() {} export function configureStore() { return check() } export * from "
            "'redux';");
    package(app, "redux", FREE, "export function isPlainObject() {} export function compose() {}");
    package(app, "immer", FREE, "export const produce = 1;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "compose configureStore createNextState isPlainObject");
    assert_text(conditions_of(app, "./node_modules/redux/index.js"), "");
    assert_text(conditions_of(app, "./node_modules/immer/index.js"), "produce=createNextState");
}

static void namespaces_and_code_uses(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib';");
    package(app, "lib", FREE,
            "import * as a from './a.js'; import { x, y } from './b.js'; export { y }; export const f = () => a.x + x; "
            "export * as d from './d.js';");
    file(app, "node_modules/lib/a.js", "export const x = 1, y = 2;");
    file(app, "node_modules/lib/b.js", "export const x = 1, y = 2;");
    file(app, "node_modules/lib/d.js", "export const z = 1;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "d f y");
    assert_text(conditions_of(app, LIB("a.js")), "");
    assert_text(conditions_of(app, LIB("b.js")), "y"); /* x is used by code */
    assert_text(conditions_of(app, LIB("d.js")), "");
}

static void two_public_names(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib';");
    package(app, "lib", FREE, "export { a, a as b } from './a.js';");
    file(app, "node_modules/lib/a.js", "export const a = 1;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("a.js")), "");
}

/* Code inside the package that imports from the package's own root, past the share key. */
static void roots_that_are_used_inside(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib';");
    package(app, "lib", FREE, "export { a } from './a.js'; export const helper = 1, b = 2;");
    file(app, "node_modules/lib/a.js", "import { helper } from './index.js'; export const a = () => helper;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "a b");
    file(app, "node_modules/lib/a.js", "import * as all from './index.js'; export const a = () => all;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "");
}

static void commonjs_self_reads(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "require('lib').b;");
    package(app, "lib", FREE, "exports.a = 1; exports.b = () => exports.a; exports.c = require('./in.js').c;");
    file(app, "node_modules/lib/in.js", "exports.c = 1;");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "a b c"); /* that `a` is not removable stands in the record */
    assert_false(app->graph->modules[module_of(app, LIB("index.js"))].record->commonjs[0].annotatable);
    assert_text(conditions_of(app, LIB("in.js")), "");
}

static void cycle_of_shares(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { a } from 'lib'; f(a);");
    package(app, "lib", FREE, "import { b } from 'other'; export const a = () => b; export const c = 1;");
    package(app, "other", FREE, "import { c } from 'lib'; export const b = () => c; export const d = 1;");
    analyze(app, "\"shared\": [\"lib\", \"other\"]");
    assert_text(conditions_of(app, LIB("index.js")), "a c");
    assert_text(conditions_of(app, "./node_modules/other/index.js"), "b d");
    assert_text(usage_of_all(app), "lib@default exact: a! c!\nother@default exact: b! d\n");
}

static void import_false(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { a } from 'lib'; f(a);");
    analyze(app, "\"shared\": {\"lib\": {\"import\": false}}");
    assert_int_equal(app->attribution.group_count, 0);
    assert_text(usage_of_all(app), "lib@default no-fallback: a!(missing)\n");
}

static void prefix_shares(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { a } from 'lib/a.js'; f(a);");
    package(app, "lib", FREE, "export * from './a.js'; export * from './b.js';");
    file(app, "node_modules/lib/a.js", "export const a = 1, b = 2;");
    file(app, "node_modules/lib/b.js", "export const c = 1;");
    analyze(app, "\"shared\": [\"lib/\"]");
    assert_text(usage_of_all(app), "lib/a.js@default exact: a! b\n");
    assert_text(conditions_of(app, LIB("a.js")), "a b");
}

static void scoped_and_dotted_keys(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { a } from '@scope/lib'; import { b } from 'chart.js'; f(a, b);");
    package(app, "@scope/lib", FREE, "export const a = 1, c = 2;");
    package(app, "chart.js", FREE, "export const b = 1, c = 2;");
    analyze(app, "\"shared\": [\"@scope/lib\", \"chart.js\"]");
    assert_text(usage_of_all(app), "@scope/lib@default exact: a! c\nchart.js@default exact: b! c\n");
    assert_text(conditions_of(app, "./node_modules/chart.js/index.js"), "b c");
}

/* A module that nobody understood may import any name of any module of its package. */
static void opaque_modules_in_a_package(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib';");
    package(app, "lib", FREE, "export { a } from './a.js'; import './odd.xyz';");
    file(app, "node_modules/lib/a.js", "export const a = 1;");
    file(app, "node_modules/lib/odd.xyz", "import { a } from './index.js'");
    analyze(app, "\"shared\": [\"lib\"]");
    assert_text(conditions_of(app, LIB("index.js")), "");
    assert_text(conditions_of(app, LIB("a.js")), "");
}

static struct text all_conditions(struct app *app, const char *const *ids, size_t count)
{
    struct text all = TEXT("");
    for (size_t i = 0; i < count; i++) {
        struct text one = conditions_of(app, ids[i]);
        all = arena_format(&app->arena, "%.*s%s: %.*s\n", TEXT_ARGS(all), ids[i], TEXT_ARGS(one));
    }
    return all;
}

/* The order of imports and of shares in the configuration decides nothing. */
static void order_of_insertion(void **state)
{
    struct app *app = *state;
    static const char *const ids[] = {LIB("index.js"), LIB("x.js"), LIB("y.js"), "./node_modules/core/index.js",
                                      "./node_modules/other/index.js"};
    package(app, "lib", FREE, "export { x } from './x.js'; export { y } from './y.js'; export { m } from 'core';");
    file(app, "node_modules/lib/x.js", "export { y as x } from './y.js';");
    file(app, "node_modules/lib/y.js", "export const y = 1;");
    package(app, "other", FREE, "export { m } from 'core'; export { m as n } from 'core';");
    package(app, "core", FREE, "export const m = 1;");
    file(app, "src/index.js", "import 'lib'; import 'other';");
    analyze(app, "\"shared\": [\"lib\", \"other\"]");
    struct text first = all_conditions(app, ids, sizeof ids / sizeof *ids);
    struct text usage = arena_copy(&app->arena, usage_of_all(app));
    file(app, "src/index.js", "import 'other'; import 'lib';");
    package(app, "lib", FREE, "export { m } from 'core'; export { y } from './y.js'; export { x } from './x.js';");
    package(app, "other", FREE, "export { m as n } from 'core'; export { m } from 'core';");
    analyze(app, "\"shared\": [\"other\", \"lib\"]");
    struct text second = all_conditions(app, ids, sizeof ids / sizeof *ids);
    assert_string_equal(first.at, second.at);
    assert_true(text_equal(usage, usage_of_all(app)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        app_test(roots),
        app_test(diamond_of_two_keys),
        app_test(long_path_before_short_path),
        app_test(chains_of_four_five_and_six),
        app_test(imported_by_app_and_share),
        app_test(alias_keys),
        app_test(same_key_in_two_scopes),
        app_test(names_are_not_captured),
        app_test(namespaces_and_code_uses),
        app_test(two_public_names),
        app_test(roots_that_are_used_inside),
        app_test(commonjs_self_reads),
        app_test(cycle_of_shares),
        app_test(import_false),
        app_test(prefix_shares),
        app_test(scoped_and_dotted_keys),
        app_test(opaque_modules_in_a_package),
        app_test(order_of_insertion),
    };
    return unit_run(tests);
}
