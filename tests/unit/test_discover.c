#include "graph_fixture.h"

static struct text modules(struct app *app)
{
    buffer_clear(&app->out);
    for (module_id m = 1; m < app->graph->module_count; m++) {
        if (m > 1) buffer_put_string(&app->out, "\n");
        buffer_put(&app->out, app->graph->modules[m].id);
    }
    return buffer_text(&app->out);
}

/* By wave, importer and position, however many threads there are. */
static void order_of_modules(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import './b'; import './a'; import './b';");
    file(app, "src/a.js", "import './d'; import './b';");
    file(app, "src/b.js", "import './c';");
    file(app, "src/c.js", "import './index';");
    file(app, "src/d.js", "");
    analyze(app, "");
    assert_text(modules(app), "./src/index.js\n./src/b.js\n./src/a.js\n./src/c.js\n./src/d.js");
}

static void consumed_and_provided(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import 'lib'; import 'lib/sub'; import '#lib'; import 'fs';");
    package(app, "lib", FREE, "import 'lib';");
    package(app, "idle", FREE, "");
    file(app, "node_modules/lib/sub.js", "");
    file(app, "package.json", "{\"imports\": {\"#lib\": \"lib\"}}");
    analyze(app, "\"target\": \"node\", \"shared\": [\"lib\", \"idle\"]");
    assert_text(modules(app), "./src/index.js\n./node_modules/lib/index.js\nwebpack/sharing/consume/default/lib/lib\n./"
                              "node_modules/lib/sub.js\nexternal fs\n"
                              "./node_modules/idle/index.js");
    assert_int_equal(app->graph->provided_share_count, 2);
    assert_text(app->graph->provided_shares[0].key, "idle");
    assert_text(app->graph->provided_shares[1].version, "1.0.0");
}

static void what_is_missing(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import './gone'; try { require('./gone-too') } catch {}");
    analyze(app, "");
    assert_text(modules(app), "./src/index.js");
    assert_true(graph_connection(app->graph, 1, 0)->missing && graph_connection(app->graph, 1, 1)->missing);
    assert_int_equal(diag_exit_status(&app->diagnostics), 1);
}

static void contexts(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js", "import(`./pages/${x}.js`); require.context('./flat', false, /\\.js$/);");
    file(app, "src/pages/a.js", "");
    file(app, "src/pages/deep/b.js", "");
    file(app, "src/pages/c.txt", "");
    file(app, "src/flat/d.js", "");
    file(app, "src/flat/deep/e.js", "");
    analyze(app, "");
    assert_text(modules(app), "./src/index.js\n./src/pages/a.js\n./src/pages/deep/b.js\n./src/flat/d.js");
    assert_int_equal(graph_connection(app->graph, 1, 0)->context_target_count, 2);
    assert_int_equal(graph_connection(app->graph, 1, 1)->context_target_count, 1);
}

static void kinds_of_files(void **state)
{
    struct app *app = *state;
    file(app, "src/index.js",
         "import './a.json'; import './b.css'; import './c.xyz'; import './d.mjs'; new Worker(new URL('./e.js', "
         "import.meta.url));");
    file(app, "src/a.json", "{\"k\": 1}");
    file(app, "src/b.css", "}");
    file(app, "src/c.xyz", "?");
    file(app, "src/d.mjs", "const a = 1;");
    file(app, "src/e.js", "");
    analyze(app, "");
    static const enum module_syntax wanted[] = {MODULE_JSON, MODULE_ASSET, MODULE_OPAQUE, MODULE_ESM, MODULE_COMMONJS};
    for (module_id m = 2; m < 7; m++) assert_int_equal(app->graph->modules[m].record->syntax, wanted[m - 2]);
    assert_int_equal(app->graph->root_count, 2); /* the worker */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        app_test(order_of_modules), app_test(consumed_and_provided), app_test(what_is_missing),
        app_test(contexts),         app_test(kinds_of_files),
    };
    return unit_run(tests);
}
