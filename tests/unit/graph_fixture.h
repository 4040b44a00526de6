/* A small app in a folder, taken through discovery and the passes of analyze/; what they found is written as text, one line per row. */
#ifndef MFSHAKE_TESTS_GRAPH_FIXTURE_H
#define MFSHAKE_TESTS_GRAPH_FIXTURE_H

#include "tree.h"

#include "analyze/share_outline.h"
#include "base/buffer.h"
#include "graph/discover.h"
#include "model/verify.h"

struct app {
    struct folder *folder;
    struct arena arena;
    struct diagnostics diagnostics;
    struct resolver *resolver;
    const struct graph *graph;
    struct provided provided;
    struct used used;
    struct attribution attribution;
    struct share_outline outline;
    struct share_usage usage;
    struct buffer out;
};

static inline int app_setup(void **state)
{
    static struct app app;
    app = (struct app){0};
    void *folder;
    if (folder_setup(&folder)) return -1;
    app.folder = folder;
    arena_init(&app.arena);
    buffer_init(&app.out);
    diag_init(&app.diagnostics);
    *state = &app;
    return 0;
}

static inline void app_drop(struct app *app)
{
    if (!app->graph) return;
    share_outline_release(&app->outline);
    attribution_release(&app->attribution);
    provided_release(&app->provided);
    graph_free(app->graph);
    resolver_free(app->resolver);
    app->graph = NULL;
}

static inline int app_teardown(void **state)
{
    struct app *app = *state;
    app_drop(app);
    void *folder = app->folder;
    int result = folder_teardown(&folder);
    diag_release(&app->diagnostics);
    buffer_release(&app->out);
    arena_release(&app->arena);
    return result;
}

#define app_test(function) cmocka_unit_test_setup_teardown(function, app_setup, app_teardown)

static inline void file(struct app *app, const char *name, const char *content)
{
    tree_file(app->folder, name, content);
}

/* A package below node_modules whose only file is index.js. */
static inline void package(struct app *app, const char *name, const char *more, const char *index)
{
    struct arena *arena = &app->folder->arena;
    struct text json =
        arena_format(arena, "{\"name\": \"%s\", \"version\": \"1.0.0\"%s%s}", name, *more ? ", " : "", more);
    tree_file(app->folder, arena_format(arena, "node_modules/%s/package.json", name).at, json.at);
    if (index) tree_file(app->folder, arena_format(arena, "node_modules/%s/index.js", name).at, index);
}

#define FREE "\"sideEffects\": false"

/* Runs all passes; `config` is the inside of mfshake.json's object behind the entry ./src/index.js; "": nothing is shared. */
static inline void analyze_to_depth(struct app *app, const char *config, uint32_t depth)
{
    app_drop(app);
    struct text json = arena_format(&app->arena, "{\"entry\": \"./src/index.js\", %s}",
                                    *config ? config : "\"shared\": {\"unused\": {\"import\": false}}");
    tree_file(app->folder, "mfshake.json", json.at);
    const struct config *loaded =
        config_load(&app->arena, &app->diagnostics, (struct config_source){.folder = app->folder->path});
    assert_non_null(loaded);
    app->resolver = resolver_new(loaded, &app->diagnostics);
    app->graph = graph_discover(loaded, app->resolver, &app->diagnostics, &(struct discover_options){.workers = 2});
    struct text problem = verify_graph(app->graph, &app->arena);
    if (problem.length) fail_msg("%.*s", TEXT_ARGS(problem));
    struct used_options options = {.root = INDEX_NONE, .shares_used_by_others = true};
    provided_compute(app->graph, &app->arena, &app->diagnostics, &app->provided);
    used_compute(app->graph, &app->provided, options, &app->arena, &app->used);
    attribution_compute(app->graph, &app->provided, depth, &app->arena, &app->attribution);
    share_outline_make(app->graph, &app->provided, &app->attribution, NULL, 0, &app->outline);
    share_usage_compute(app->graph, &app->attribution, &app->outline, &app->used, &app->arena, &app->usage);
}

static inline void analyze(struct app *app, const char *config)
{
    analyze_to_depth(app, config, 5);
}

/* The module of that id, or of the file of that name below node_modules. */
static inline module_id module_of(const struct app *app, const char *id)
{
    for (module_id m = 1; m < app->graph->module_count; m++) {
        if (text_is(app->graph->modules[m].id, id)) return m;
    }
    fail_msg("there is no module %s", id);
    return MODULE_NONE;
}

static inline void put_name(struct app *app, name_id name)
{
    buffer_put(&app->out, names_text(app->graph->names, name));
}

/* a b *: the provided names, "*" when there may be more. */
static inline struct text provided_of(struct app *app, const char *id)
{
    const struct provided_module *provided = &app->provided.modules[module_of(app, id)];
    buffer_clear(&app->out);
    for (uint32_t i = 0; i < provided->count; i++) {
        if (i) buffer_put_string(&app->out, " ");
        put_name(app, provided->exports[i].name);
    }
    if (provided->open) buffer_put_string(&app->out, provided->count ? " *" : "*");
    return buffer_text(&app->out);
}

/* a b, * for the whole module, - for a module that is not evaluated. */
static inline struct text used_of(struct app *app, const char *id)
{
    module_id module = module_of(app, id);
    buffer_clear(&app->out);
    if (bitset_has(app->used.whole, module)) return TEXT("*");
    for (uint32_t i = app->used.first_name[module]; i < app->used.first_name[module + 1]; i++) {
        if (app->out.length) buffer_put_string(&app->out, " ");
        put_name(app, app->used.names[i].name);
    }
    if (!bitset_has(app->used.evaluated, module)) buffer_put_string(&app->out, app->out.length ? " -" : "-");
    return buffer_text(&app->out);
}

/* a b=c: the exports with a condition, and its public name when it is another. */
static inline struct text conditions_of(struct app *app, const char *id)
{
    module_id module = module_of(app, id);
    const struct provided_module *provided = &app->provided.modules[module];
    buffer_clear(&app->out);
    for (uint32_t i = 0; i < provided->count; i++) {
        name_id condition = attribution_condition(&app->attribution, module, provided->exports[i].name);
        if (condition == NAME_NONE) continue;
        if (app->out.length) buffer_put_string(&app->out, " ");
        put_name(app, provided->exports[i].name);
        if (condition == provided->exports[i].name) continue;
        buffer_put_string(&app->out, "=");
        put_name(app, condition);
    }
    return buffer_text(&app->out);
}

/* lib@default exact: a! b c?; used names marked "!", possibly unused ones "?". */
static inline struct text usage_of_all(struct app *app)
{
    static const char *const modes[] = {"exact", "namespace", "dynamic", "no-fallback"};
    buffer_clear(&app->out);
    for (uint32_t r = 0; r < app->usage.row_count; r++) {
        const struct share_row *row = &app->usage.rows[r];
        buffer_format(&app->out, "%.*s@%.*s %s:", TEXT_ARGS(row->key), TEXT_ARGS(row->scope), modes[row->mode]);
        for (uint32_t i = 0; i < row->export_count; i++) {
            const struct share_export *export = &row->exports[i];
            buffer_put_string(&app->out, " ");
            put_name(app, export->name);
            if (export->used) buffer_put_string(&app->out, "!");
            if (export->possibly) buffer_put_string(&app->out, "?");
            bool asked = false;
            for (uint32_t p = 0; p < export->place_count; p++) asked |= export->places[p].only_asks;
            if (!export->provided) buffer_put_string(&app->out, asked ? "(asked)" : "(missing)");
        }
        buffer_put_string(&app->out, "\n");
    }
    return buffer_text(&app->out);
}

/* M301 M401: the codes of all diagnostics. */
static inline struct text codes_of(struct app *app)
{
    diag_sort(&app->diagnostics);
    buffer_clear(&app->out);
    for (uint32_t i = 0; i < app->diagnostics.count; i++) {
        if (i) buffer_put_string(&app->out, " ");
        buffer_put_string(&app->out, diag_code_name(app->diagnostics.list[i].code));
    }
    return buffer_text(&app->out);
}

#endif
