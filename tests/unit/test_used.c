#include "graph_fixture.h"

static void entries_and_exposes(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "export const a = 1; export { x } from './dep';");
    file(app, "src/dep.js", "export const x = 1, y = 1;");
    file(app, "src/widget.js", "export { y } from './dep'; export const w = 1;");
    analyze(app, "\"exposes\": {\"./widget\": \"./src/widget.js\"}, \"shared\": {\"unused\": {\"import\": false}}");
    assert_text(used_of(app, "./src/index.js"), "");
    assert_text(used_of(app, "./src/widget.js"), "*");
    assert_text(used_of(app, "./src/dep.js"), "y");
}

static void only_live_parts_use(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { f } from './a'; f();");
    file(app, "src/a.js",
         "import { x, y, z } from './b'; const h = () => x; export function f() { return h() } export function g() { "
         "return y } const u = /*#__PURE__*/ z();");
    file(app, "src/b.js", "export const x = 1, y = 2, z = 3;");
    analyze(app, "");
    assert_text(used_of(app, "./src/a.js"), "f");
    assert_text(used_of(app, "./src/b.js"), "x");
}

static void modules_without_side_effects(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { a } from 'barrel'; f(a);");
    package(app, "barrel", FREE, "export * from './a.js'; export * from './b.js'; import './effect.js';");
    file(app, "node_modules/barrel/a.js", "export const a = 1;");
    file(app, "node_modules/barrel/b.js", "import { c } from './c.js'; export const b = c();");
    file(app, "node_modules/barrel/c.js", "export const c = 1;");
    file(app, "node_modules/barrel/effect.js", "f();");
    analyze(app, "");
    assert_text(used_of(app, "./node_modules/barrel/a.js"), "a");
    assert_text(used_of(app, "./node_modules/barrel/b.js"), "-");
    assert_text(used_of(app, "./node_modules/barrel/c.js"), "-");
}

/* The module's own reads of what it re-exports by `exports.x = require()` reach the other module. */
static void commonjs_reads_its_own_reexports(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "exports.lib = require('./a'); exports.lib.f.g;");
    file(app, "src/a.js", "exports.f = 1; exports.h = 2;");
    file(app, "src/b.js", "exports.n = 1; exports.o = 2;");
    analyze(app, "");
    assert_text(used_of(app, "./src/a.js"), "f");

    file(app, "src/index.js", "module.exports = require('./a'); module.exports.f;");
    analyze(app, "");
    assert_text(used_of(app, "./src/a.js"), "f");
    file(app, "src/index.js", "exports.a = require('./a'); exports.a = require('./b'); exports.a.f.x;");
    analyze(app, "");
    assert_text(used_of(app, "./src/a.js"), "*");
    assert_text(used_of(app, "./src/b.js"), "*");
    file(app, "src/index.js", "exports.a = require('./a'); f(module);");
    analyze(app, "");
    assert_text(used_of(app, "./src/a.js"), "*");
}

static void interop(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js",
         "import d from './cjs'; import e from './flagged'; import * as ns from './ns'; d.a.x; f(e); ns.default.b.x;");
    file(app, "src/cjs.js", "exports.a = 1; exports.b = 1;");
    file(app, "src/flagged.js", "exports.__esModule = true; exports.default = 1; exports.x = 1;");
    file(app, "src/ns.js", "exports.a = 1; exports.b = 1;");
    analyze(app, "");
    assert_text(used_of(app, "./src/cjs.js"), "a");
    assert_text(used_of(app, "./src/flagged.js"), "default");
    assert_text(used_of(app, "./src/ns.js"), "b");
}

static void contexts_use_whole_modules(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import(`./pages/${x}.js`);");
    file(app, "src/pages/one.js", "import { a } from '../dep'; export const f = () => f(a);");
    file(app, "src/pages/two.css", "");
    file(app, "src/dep.js", "export const a = 1, b = 2;");
    analyze(app, "");
    assert_text(used_of(app, "./src/pages/one.js"), "*");
    assert_text(used_of(app, "./src/dep.js"), "a");
}

/* A chain of re-exports that never ends, or is longer than anybody follows, uses what it passes as a whole. */
static void circular_reexports(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { x } from './a'; f(x);");
    file(app, "src/a.js", "export { x } from './b';");
    file(app, "src/b.js", "export { x } from './a';");
    analyze(app, "");
    assert_text(used_of(app, "./src/a.js"), "*");
}

static void eval_uses_what_it_can_see(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import { f } from './a'; f();");
    file(app, "src/a.js", "import { x } from './b'; import * as c from './c'; export function f() { eval('x') }");
    file(app, "src/b.js", "export const x = 1, y = 2;");
    file(app, "src/c.js", "export const z = 3;");
    analyze(app, "");
    assert_text(used_of(app, "./src/b.js"), "*");
    assert_text(used_of(app, "./src/c.js"), "*");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        app_test(entries_and_exposes),          app_test(only_live_parts_use),
        app_test(modules_without_side_effects), app_test(interop),
        app_test(contexts_use_whole_modules),   app_test(commonjs_reads_its_own_reexports),
        app_test(circular_reexports),           app_test(eval_uses_what_it_can_see),
    };
    return unit_run(tests);
}
