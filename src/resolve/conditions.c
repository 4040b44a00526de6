#include "resolve/conditions.h"

#include "base/vec.h"

typedef VEC(struct text) text_vec;

/* The defaults, or the list of the configuration with its "..." replaced by the defaults. */
static struct text_list choose(struct arena *arena, struct config_list given, const char *const *defaults)
{
    text_vec texts = {0};
    if (!given.given) {
        for (; *defaults; defaults++) vec_push(&texts, text_of(*defaults));
    } else {
        for (uint32_t i = 0; i < given.items.count; i++) {
            if (!text_is(given.items.at[i], "...")) {
                vec_push(&texts, given.items.at[i]);
                continue;
            }
            for (const char *const *item = defaults; *item; item++) vec_push(&texts, text_of(*item));
        }
    }
    struct text_list list = {.count = texts.count};
    list.at = vec_freeze(&texts, arena);
    return list;
}

struct resolve_options conditions_of(struct arena *arena, const struct config *config, enum resolve_type type)
{
    const struct config_resolve *given = &config->resolve;
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
    static const char *const main_only[] = {"main", NULL};
    static const char *const main_web[] = {"browser", "module", "main", NULL};
    static const char *const main_node[] = {"module", "main", NULL};
    static const char *const index[] = {"index", NULL};
    static const char *const browser[] = {"browser", NULL};
    static const char *const exports[] = {"exports", NULL};
    static const char *const imports[] = {"imports", NULL};
    static const char *const modules[] = {"node_modules", NULL};
    return (struct resolve_options){
        .conditions = choose(arena, given->condition_names, conditions),
        .extensions = choose(arena, given->extensions, url ? none : extensions),
        .main_fields = choose(arena, given->main_fields,
                              url   ? main_only
                              : web ? main_web
                                    : main_node),
        .main_files = choose(arena, given->main_files, index),
        .alias_fields = choose(arena, given->alias_fields, web && !url ? browser : none),
        .exports_fields = choose(arena, given->exports_fields, exports),
        .imports_fields = choose(arena, given->imports_fields, imports),
        .modules = choose(arena, given->modules, modules),
        .prefer_relative = given->prefer_relative || url || type == RESOLVE_WORKER,
        .to_folder = type == RESOLVE_CONTEXT,
    };
}
