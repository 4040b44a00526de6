#include "resolve/conditions.h"

#include "base/vec.h"

typedef VEC(struct text) text_vec;

/* `given` with its "..." replaced by `defaults`; those alone when nothing is given. */
static struct text_list choose(struct arena *arena, struct config_list given, struct text_list defaults)
{
    if (!given.given) return defaults;
    text_vec texts = {0};
    for (uint32_t i = 0; i < given.items.count; i++) {
        if (!text_is(given.items.at[i], "...")) {
            vec_push(&texts, given.items.at[i]);
            continue;
        }
        for (uint32_t k = 0; k < defaults.count; k++) vec_push(&texts, defaults.at[k]);
    }
    struct text_list list = {.count = texts.count};
    list.at = vec_freeze(&texts, arena);
    return list;
}

static struct text_list list_of(struct arena *arena, const char *const *words)
{
    text_vec texts = {0};
    for (; *words; words++) vec_push(&texts, text_of(*words));
    struct text_list list = {.count = texts.count};
    list.at = vec_freeze(&texts, arena);
    return list;
}

/* Where the lists of one kind of request come from: the defaults, "resolve", and a row of resolve.byDependency (or NULL). */
struct layers {
    struct arena *arena;
    const struct config_lookup *all, *own;
};

#define CHOOSE(layers, field, defaults)                                                                          \
    choose_twice((layers), (layers)->all->field, (layers)->own ? (layers)->own->field : (struct config_list){0}, \
                 (defaults))

static struct text_list choose_twice(const struct layers *layers, struct config_list all, struct config_list own,
                                     const char *const *defaults)
{
    return choose(layers->arena, own, choose(layers->arena, all, list_of(layers->arena, defaults)));
}

static const struct config_lookup *row_of(const struct config_resolve *resolve, const char *name)
{
    const struct config_lookup *row = NULL;
    for (uint32_t i = 0; i < resolve->by_dependency_count; i++) {
        const struct config_dependency *dependency = &resolve->by_dependency[i];
        if (text_is(dependency->name, name)) return &dependency->lookup;
        if (text_is(dependency->name, "default")) row = &dependency->lookup;
    }
    return row;
}

struct resolve_options conditions_of(struct arena *arena, const struct config *config, enum resolve_type type)
{
    static const char *const categories[RESOLVE_TYPES] = {
        [RESOLVE_IMPORT] = "esm",    [RESOLVE_REQUIRE] = "commonjs", [RESOLVE_URL] = "url",
        [RESOLVE_WORKER] = "worker", [RESOLVE_CONTEXT] = "esm",
    };
    const struct config_resolve *resolve = &config->resolve;
    const struct layers layers = {arena, &resolve->lookup, row_of(resolve, categories[type])};
    const struct config_lookup *given = layers.own ? layers.own : layers.all;
    bool web = config->target == CONFIG_WEB;
    bool url = type == RESOLVE_URL;

    const char *mode = config->mode == CONFIG_DEVELOPMENT ? "development" : "production";
    const char *platform = web ? "browser" : "node";
    const char *const import[] = {"import", "module-sync", "module", "webpack", mode, platform, NULL};
    const char *const require[] = {"require", "module-sync", "module", "webpack", mode, platform, NULL};
    const char *const worker[] = {"worker", "import", "module-sync", "module", "webpack", mode, platform, NULL};
    const char *const plain[] = {"webpack", mode, platform, NULL};
    const char *const *conditions = import;
    if (type == RESOLVE_REQUIRE) conditions = require;
    if (type == RESOLVE_WORKER) conditions = worker;
    if (url) conditions = plain;

    static const char *const none[] = {NULL};
    static const char *const extensions[] = {".js", ".json", ".wasm", NULL};
    static const char *const last_extensions[] = {".jsx", ".mjs", ".ts", ".tsx", NULL};
    static const char *const main_only[] = {"main", NULL};
    static const char *const main_web[] = {"browser", "module", "main", NULL};
    static const char *const main_node[] = {"module", "main", NULL};
    static const char *const index[] = {"index", NULL};
    static const char *const browser[] = {"browser", NULL};
    static const char *const exports[] = {"exports", NULL};
    static const char *const imports[] = {"imports", NULL};
    static const char *const modules[] = {"node_modules", NULL};
    const char *const *main_fields = web ? main_web : main_node;
    bool own_extensions = layers.all->extensions.given || (layers.own && layers.own->extensions.given);
    struct text_list context = {(struct text[]){config->context}, 1};
    return (struct resolve_options){
        .conditions = CHOOSE(&layers, condition_names, conditions),
        .extensions = CHOOSE(&layers, extensions, url ? none : extensions),
        .last_extensions = list_of(arena, own_extensions || url ? none : last_extensions),
        .main_fields = CHOOSE(&layers, main_fields, url ? main_only : main_fields),
        .main_files = CHOOSE(&layers, main_files, index),
        .alias_fields = CHOOSE(&layers, alias_fields, web && !url ? browser : none),
        .exports_fields = CHOOSE(&layers, exports_fields, exports),
        .imports_fields = CHOOSE(&layers, imports_fields, imports),
        .modules = CHOOSE(&layers, modules, modules),
        .roots =
            choose(arena, (struct config_list){true, resolve->roots.given ? resolve->roots.items : context}, context),
        .fully_specified = given->fully_specified,
        .prefer_relative = given->prefer_relative || url || type == RESOLVE_WORKER,
        .prefer_absolute = given->prefer_absolute,
        .to_folder = type == RESOLVE_CONTEXT,
    };
}
