#include "graph_fixture.h"

static void star_chains(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import './a'; import './b'; import './c';");
    file(app, "src/a.js", "export * from './b'; export const a = 1; export default 1;");
    file(app, "src/b.js", "export * from './c'; export const b = 1;");
    file(app, "src/c.js", "export const c = 1; export default 2;");
    analyze(app, "");
    assert_text(provided_of(app, "./src/a.js"), "a b c default");
    assert_text(provided_of(app, "./src/b.js"), "b c");
}

static void star_cycles(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "export * from './a';");
    file(app, "src/a.js", "export * from './b'; export const a = 1;");
    file(app, "src/b.js", "export * from './a'; export * from './index'; export const b = 1;");
    analyze(app, "");
    assert_text(provided_of(app, "./src/index.js"), "a b");
    assert_text(provided_of(app, "./src/b.js"), "a b");
    assert_text(codes_of(app), "M601"); /* of the fixture's share that nobody imports; nothing else */
}

static void star_conflicts(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "export * from './two'; export * from './own'; export * from './same';");
    file(app, "src/two.js", "export * from './a'; export * from './b';");
    file(app, "src/own.js", "export * from './a'; export * from './b'; export const x = 0;");
    file(app, "src/same.js", "export * from './a'; export * from './through';");
    file(app, "src/through.js", "export { x } from './a';");
    file(app, "src/a.js", "export const x = 1, y = 1;");
    file(app, "src/b.js", "export const x = 2, z = 2;");
    analyze(app, "");
    assert_text(provided_of(app, "./src/two.js"), "y z"); /* x is ambiguous */
    assert_text(provided_of(app, "./src/own.js"), "x y z");
    assert_text(provided_of(app, "./src/same.js"), "x y"); /* one binding by two ways */
}

/* The first star wins among CommonJS modules: their names are not known before they run. */
static void star_conflicts_of_commonjs(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "export * from './a'; export * from './b';");
    file(app, "src/a.js", "exports.x = 1;");
    file(app, "src/b.js", "exports.x = 2; exports.y = 2;");
    analyze(app, "");
    assert_text(provided_of(app, "./src/index.js"), "x y");
    module_id index = module_of(app, "./src/index.js");
    struct terminal_binding end =
        provided_terminal(app->graph, &app->provided, index, names_find(app->graph->names, TEXT("x")));
    assert_int_equal(end.module, module_of(app, "./src/a.js"));
}

static void unknown_names(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "export * from './umd'; export * from './gone'; export * from './b';");
    file(app, "src/umd.js", "(function (e) { e.a = 1 })(exports);");
    file(app, "src/b.js", "export * from './index'; export const b = 1;");
    analyze(app, "");
    assert_text(provided_of(app, "./src/umd.js"), "*");
    assert_text(provided_of(app, "./src/index.js"), "b *");
    assert_text(provided_of(app, "./src/b.js"), "b *");
}

static void commonjs(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "require('./whole'); require('./esm'); require('./two')");
    file(app, "src/whole.js", "module.exports = require('./a');");
    file(app, "src/two.js", "if (x) module.exports = require('./a'); else module.exports = require('./b');");
    file(app, "src/a.js", "exports.a = 1; exports.default = 1;");
    file(app, "src/b.js", "exports.b = 1; exports.__esModule = true;");
    file(app, "src/esm.js", "module.exports = require('./c');");
    file(app, "src/c.js", "export const c = 1; export default 2;");
    analyze(app, "");
    assert_text(provided_of(app, "./src/whole.js"), "a default");
    assert_text(provided_of(app, "./src/two.js"), "__esModule a b default");
    assert_text(provided_of(app, "./src/esm.js"), "__esModule c default");
    assert_int_equal(app->provided.modules[module_of(app, "./src/whole.js")].exports_type, EXPORTS_DEFAULT);
    assert_int_equal(app->provided.modules[module_of(app, "./src/esm.js")].exports_type, EXPORTS_FLAGGED);
    assert_int_equal(app->provided.modules[module_of(app, "./src/two.js")].exports_type, EXPORTS_DYNAMIC);
}

/* A consume-shared module has its fallback's names, whether the fallback is fetched eagerly or lazily. */
static void consume_shared(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib'; import 'eager'; import 'none';");
    package(app, "lib", FREE, "export * from './a.js'; export default 1;");
    file(app, "node_modules/lib/a.js", "export const a = 1;");
    package(app, "eager", FREE, "exports.e = 1;");
    package(app, "none", FREE, "export const n = 1;");
    analyze(app, "\"shared\": {\"lib\": {}, \"eager\": {\"eager\": true}, \"none\": {\"import\": false}}");
    assert_text(provided_of(app, "webpack/sharing/consume/default/lib/lib"), "a default");
    assert_text(provided_of(app, "webpack/sharing/consume/default/eager/eager"), "e");
    assert_text(provided_of(app, "webpack/sharing/consume/default/none"), "*");
    assert_int_equal(app->provided.modules[module_of(app, "webpack/sharing/consume/default/lib/lib")].exports_type,
                     EXPORTS_NAMESPACE);
    assert_int_equal(app->provided.modules[module_of(app, "webpack/sharing/consume/default/eager/eager")].exports_type,
                     EXPORTS_DEFAULT);
}

static void circular_reexports(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "export { x } from './a';");
    file(app, "src/a.js", "export { x } from './b';");
    file(app, "src/b.js", "export { x } from './a';");
    analyze(app, "");
    name_id x = names_find(app->graph->names, TEXT("x"));
    assert_int_equal(provided_terminal(app->graph, &app->provided, module_of(app, "./src/index.js"), x).module,
                     MODULE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        app_test(star_chains),   app_test(star_cycles), app_test(star_conflicts), app_test(star_conflicts_of_commonjs),
        app_test(unknown_names), app_test(commonjs),    app_test(consume_shared), app_test(circular_reexports),
    };
    return unit_run(tests);
}
