#include "config/static_config.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "config/static_json.h"
#include "config/static_layers.h"
#include "config/static_pages.h"

enum flavour {
    FLAVOUR_FEDERATION, /* module-federation.config.*, federation.config.*: the plugin's options alone */
    FLAVOUR_WEBPACK,    /* Rspack, too */
    FLAVOUR_RSBUILD,
    FLAVOUR_VITE,
    FLAVOUR_NEXT,
    FLAVOUR_MODERN,
};

static const struct {
    const char *stem;
    enum flavour flavour;
} names[] = {
    {"module-federation.config", FLAVOUR_FEDERATION},
    {"webpack.config", FLAVOUR_WEBPACK},
    {"rspack.config", FLAVOUR_WEBPACK},
    {"rsbuild.config", FLAVOUR_RSBUILD},
    {"vite.config", FLAVOUR_VITE},
    {"next.config", FLAVOUR_NEXT},
    {"federation.config", FLAVOUR_FEDERATION},
    {"modern.config", FLAVOUR_MODERN},
};
enum { NAME_COUNT = sizeof names / sizeof *names };

static const char *const extensions[] = {".ts", ".js", ".mjs", ".cjs", ".mts", ".cts"};
enum { EXTENSION_COUNT = sizeof extensions / sizeof *extensions };

bool static_config_is_program(struct text path)
{
    for (size_t i = 0; i < EXTENSION_COUNT; i++) {
        if (text_is(path_extension(path), extensions[i])) return true;
    }
    return false;
}

struct text_list static_config_find(struct arena *arena, struct text folder)
{
    VEC(struct text) found = {0};
    for (size_t i = 0; i < NAME_COUNT; i++) {
        for (size_t k = 0; k < EXTENSION_COUNT; k++) {
            struct text name = arena_format(arena, "%s%s", names[i].stem, extensions[k]);
            struct text path = path_join(arena, folder, name);
            if (fs_kind_of(path) == FS_FILE) vec_push(&found, path);
        }
    }
    struct text_list list = {.count = found.count};
    list.at = vec_freeze(&found, arena);
    return list;
}

static bool has_stem(struct text path, const char *stem)
{
    return text_starts_with(path_base_name(path), text_of(stem));
}

static enum flavour flavour_of(struct text path)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (has_stem(path, names[i].stem)) return names[i].flavour;
    }
    if (has_stem(path, "rsbuild")) return FLAVOUR_RSBUILD;
    if (has_stem(path, "vite")) return FLAVOUR_VITE;
    if (has_stem(path, "next")) return FLAVOUR_NEXT;
    if (has_stem(path, "modern")) return FLAVOUR_MODERN;
    return has_stem(path, "module-federation") || has_stem(path, "federation") ? FLAVOUR_FEDERATION : FLAVOUR_WEBPACK;
}

/* ---------------------------------------------------------------------------------------------- the bundler's options */

static void put_resolve(struct reading *r, struct json *root, struct static_value resolve, struct static_value alias,
                        struct static_value conditions)
{
    static const char *const keys[] = {
        "aliasFields",    "byDependency",  "exportsFields", "extensionAlias", "extensions", "fallback",
        "fullySpecified", "importsFields", "mainFields",    "mainFiles",      "modules",    "preferAbsolute",
        "preferRelative", "roots",         "symlinks",      "tsConfig",       "tsconfig",
    };
    struct json *object = static_json_new(r, JSON_OBJECT, resolve.place);
    if (resolve.type != STATIC_OBJECT && !static_is_nullish(resolve)) {
        static_report(r, TEXT("resolve"),
                      resolve.type == STATIC_UNKNOWN ? resolve : static_unknown(TEXT("this"), resolve.place));
        return;
    }
    static_put(r, object, "alias", alias, alias.place);
    static_put(r, object, "conditionNames", conditions, conditions.place);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) static_put_member(r, object, resolve, keys[i]);
    if (!object->count) return;
    object->key = TEXT("resolve");
    object->key_offset = resolve.place;
    static_json_append(root, object);
}

/* The output folder of the bundler, in which ours lies. */
static void put_output(struct reading *r, struct json *root, struct static_value path, struct static_value unique_name,
                       struct static_value library)
{
    if (path.type == STATIC_STRING) path.text = arena_format(r->reader->arena, "%.*s/shared", TEXT_ARGS(path.text));
    struct static_value output = static_new(r->reader->arena, STATIC_OBJECT, path.place);
    static_set(r->reader->arena, output.object, TEXT("path"), path.place, path);
    static_set(r->reader->arena, output.object, TEXT("uniqueName"), unique_name.place, unique_name);
    if (library.type != STATIC_UNDEFINED)
        static_set(r->reader->arena, output.object, TEXT("library"), library.place, library);
    static_put(r, root, "output", output, path.place);
}

/* webpack's targets are many and may be listed; "node" or "web" is what resolution depends on. */
static struct static_value target_of(struct static_value target)
{
    if (target.type == STATIC_ARRAY && !target.object->open) {
        struct static_value result = static_undefined(target.place);
        for (uint32_t i = 0; i < target.object->count; i++) {
            struct static_value item = target_of(target.object->at[i].value);
            if (item.type == STATIC_UNKNOWN) return item;
            if (result.type == STATIC_UNDEFINED || text_is(item.text, "node")) result = item;
        }
        return result;
    }
    if (target.type == STATIC_BOOLEAN && !target.boolean) return static_undefined(target.place);
    if (target.type != STATIC_STRING) return target;
    bool node = text_starts_with(target.text, TEXT("node")) || text_starts_with(target.text, TEXT("async-node"));
    bool web = text_starts_with(target.text, TEXT("web")) || text_starts_with(target.text, TEXT("es")) ||
               text_starts_with(target.text, TEXT("browserslist"));
    if (node || web) target.text = node ? TEXT("node") : TEXT("web");
    return target;
}

static struct static_value called(struct reading *r, struct static_value value)
{
    for (int i = 0; i < 4 && value.type == STATIC_FUNCTION; i++)
        value = static_call(&r->eval, value, NULL, UINT32_MAX, value.place);
    return value;
}

static bool exists(struct reading *r, const char *path)
{
    return fs_kind_of(path_join(r->reader->arena, r->reader->config->context, text_of(path))) != FS_MISSING;
}

/* What says that there is a library; one that is not known may be one. */
static struct static_value library_of(struct reading *r, struct static_value object, const char *key)
{
    struct static_value library = static_member(r, object, key);
    if (library.type == STATIC_UNDEFINED) return library;
    return static_boolean(!static_is_nullish(library) && !(library.type == STATIC_BOOLEAN && !library.boolean),
                          library.place);
}

/* entry: of an object, `import` and `library` matter. */
static struct static_value entries_of(struct reading *r, struct static_value entry)
{
    entry = called(r, entry);
    if (entry.type != STATIC_OBJECT || entry.object->open) return entry;
    struct static_value result = static_new(r->reader->arena, STATIC_OBJECT, entry.place);
    for (uint32_t i = 0; i < entry.object->count; i++) {
        struct static_member *each = &entry.object->at[i];
        struct static_value value = each->value;
        if (value.type == STATIC_OBJECT && static_find(value.object, TEXT("import"))) {
            struct static_value layer = static_member(r, value, "layer"), request = static_member(r, value, "import");
            struct static_value library = library_of(r, value, "library");
            value = request;
            if (!static_is_nullish(layer) || library.type != STATIC_UNDEFINED) {
                value = static_new(r->reader->arena, STATIC_OBJECT, request.place);
                static_set(r->reader->arena, value.object, TEXT("import"), request.place, request);
                static_set(r->reader->arena, value.object, TEXT("layer"), layer.place, layer);
                static_set(r->reader->arena, value.object, TEXT("library"), library.place, library);
            }
        }
        static_set(r->reader->arena, result.object, each->key, each->key_place, value);
    }
    return result;
}

/* Often what the command line says: then it counts as not given. */
static void put_mode(struct reading *r, struct json *root, struct static_value config)
{
    struct static_value mode = static_member(r, config, "mode");
    if (mode.type == STATIC_UNKNOWN && mode.text.length)
        diag_add(r->reader->diagnostics, DIAG_CONFIG_MODE, config_place(r->reader->config, mode.place),
                 "\"mode\" is not known without running the file: it is taken to be production");
    else static_put_member(r, root, config, "mode");
}

static void put_default_entry(struct reading *r, struct json *root, const char *request, const char *const *files)
{
    for (; *files; files++) {
        if (!exists(r, *files)) continue;
        static_put(r, root, "entry", static_string(text_of(request), root->offset), root->offset);
        return;
    }
}

/* Rules matter to shares with issuerLayer alone. What can not be read is left out: every layer is possible then. */
static void put_layer_rules(struct reading *r, struct json *root, struct static_value config)
{
    bool has_layers = false;
    JSON_EACH (member, root) {
        if (!text_is(member->key, "shared")) continue;
        JSON_EACH (share, member) {
            has_layers = has_layers || json_member(share, "issuerLayer");
            JSON_EACH (inner, share) has_layers = has_layers || json_member(inner, "issuerLayer"); /* of a list */
        }
    }
    if (!has_layers) return;
    struct arena *arena = r->reader->arena;
    struct static_value rules =
        static_layer_rules(arena, static_member(r, static_member(r, config, "module"), "rules"));
    if (rules.type == STATIC_UNDEFINED) return;
    struct static_value module = static_new(arena, STATIC_OBJECT, rules.place);
    static_set(arena, module.object, TEXT("rules"), rules.place, rules);
    static_put(r, root, "module", module, rules.place);
}

static void put_webpack(struct reading *r, struct json *root, struct static_value config)
{
    static const char *const defaults[] = {"src/index.js",  "src/index.ts", "src/index.tsx",
                                           "src/index.jsx", "src.js",       NULL};
    struct static_value context = static_member(r, config, "context");
    if (context.type == STATIC_STRING) {
        struct arena *arena = r->reader->arena;
        struct text real = fs_real_path(arena, path_join(arena, r->reader->config->context, context.text));
        if (real.length) r->reader->config->context = real;
    } else if (!static_is_nullish(context)) {
        static_report(r, TEXT("context"), context);
    }
    struct static_value entry = entries_of(r, static_member(r, config, "entry"));
    if (entry.type == STATIC_UNDEFINED) put_default_entry(r, root, "./src", defaults);
    static_put(r, root, "entry", entry, entry.place);
    put_mode(r, root, config);
    struct static_value target = target_of(static_member(r, config, "target"));
    static_put(r, root, "target", target, target.place);
    struct static_value resolve = static_member(r, config, "resolve");
    put_resolve(r, root, resolve, static_member(r, resolve, "alias"), static_member(r, resolve, "conditionNames"));
    struct static_value output = static_member(r, config, "output");
    struct static_value library = library_of(r, output, "library");
    if (library.type == STATIC_UNDEFINED) library = library_of(r, output, "libraryTarget");
    put_output(r, root, static_member(r, output, "path"), static_member(r, output, "uniqueName"), library);
    put_layer_rules(r, root, config);
}

static void put_rsbuild(struct reading *r, struct json *root, struct static_value config)
{
    static const char *const defaults[] = {"src/index.ts", "src/index.js", "src/index.tsx", "src/index.jsx", NULL};
    struct static_value source = static_member(r, config, "source"), output = static_member(r, config, "output");
    struct static_value entry = entries_of(r, static_member(r, source, "entry"));
    if (entry.type == STATIC_UNDEFINED) put_default_entry(r, root, "./src/index", defaults);
    static_put(r, root, "entry", entry, entry.place);
    put_mode(r, root, config);
    struct static_value target = target_of(static_member(r, output, "target"));
    static_put(r, root, "target", target, target.place);
    struct static_value resolve = static_member(r, config, "resolve"), alias = static_member(r, resolve, "alias");
    if (alias.type == STATIC_UNDEFINED) alias = static_member(r, source, "alias");
    put_resolve(r, root, resolve, alias, static_member(r, resolve, "conditionNames"));
    struct static_value folder = static_member(r, output, "distPath");
    if (folder.type != STATIC_STRING) folder = static_member(r, folder, "root");
    put_output(r, root, folder, static_undefined(folder.place), static_undefined(folder.place));
}

/* The modules that index.html loads: <script type="module" src="/src/main.tsx">. */
static struct static_value html_entries(struct reading *r)
{
    struct arena *arena = r->reader->arena;
    struct text html;
    const char *why;
    struct static_value entries = static_new(arena, STATIC_ARRAY, 0);
    if (!fs_read(arena, path_join(arena, r->reader->config->context, TEXT("index.html")), LIMIT_JSON_BYTES, &html,
                 &why))
        return entries;
    for (size_t at = 0; (at = text_find(html, TEXT("<script"), at)) != TEXT_NOWHERE;) {
        size_t end = text_find_char(html, '>', at);
        if (end == TEXT_NOWHERE) break;
        struct text tag = text_slice(html, at, end);
        size_t source = text_find(tag, TEXT("src=\""), 0);
        size_t close = source == TEXT_NOWHERE ? TEXT_NOWHERE : text_find_char(tag, '"', source + 5);
        if (close != TEXT_NOWHERE && text_find(tag, TEXT("type=\"module\""), 0) != TEXT_NOWHERE) {
            struct text request = text_slice(tag, source + 5, close);
            const char *prefix = text_starts_with(request, TEXT("/"))    ? "."
                                 : text_starts_with(request, TEXT("./")) ? ""
                                                                         : "./";
            if (text_find(request, TEXT("://"), 0) == TEXT_NOWHERE)
                static_push(arena, entries.object,
                            static_string(arena_format(arena, "%s%.*s", prefix, TEXT_ARGS(request)), 0));
        }
        at = end;
    }
    return entries;
}

/* Vite's list form: [{ find, replacement }]. */
static struct static_value vite_alias(struct reading *r, struct static_value alias)
{
    if (alias.type != STATIC_ARRAY || alias.object->open) return alias;
    struct static_value result = static_new(r->reader->arena, STATIC_OBJECT, alias.place);
    for (uint32_t i = 0; i < alias.object->count; i++) {
        struct static_value row = alias.object->at[i].value, find = static_member(r, row, "find");
        if (find.type != STATIC_STRING) {
            struct static_value why =
                find.type == STATIC_UNKNOWN ? find : static_unknown(TEXT("an alias without a name"), row.place);
            static_open(result.object, why);
            return result;
        }
        static_set(r->reader->arena, result.object, find.text, find.place, static_member(r, row, "replacement"));
    }
    return result;
}

static void put_vite(struct reading *r, struct json *root, struct static_value config)
{
    static_put(r, root, "entry", html_entries(r), root->offset);
    struct static_value resolve = static_member(r, config, "resolve"),
                        conditions = static_member(r, resolve, "conditions");
    if (conditions.type == STATIC_ARRAY && !conditions.object->open)
        static_push(r->reader->arena, conditions.object, static_string(TEXT("..."), conditions.place));
    put_mode(r, root, config);
    put_resolve(r, root, resolve, vite_alias(r, static_member(r, resolve, "alias")), conditions);
    struct static_value build = static_member(r, config, "build");
    put_output(r, root, static_member(r, build, "outDir"), static_undefined(build.place),
               static_undefined(build.place));
}

static void put_bundler(struct reading *r, struct json *root, struct static_value config, enum flavour flavour)
{
    if (config.type == STATIC_UNKNOWN && config.text.length) { /* once, not for each option */
        static_report(r, TEXT("entry"), config);
        return;
    }
    switch (flavour) {
    case FLAVOUR_WEBPACK: put_webpack(r, root, config); break;
    case FLAVOUR_RSBUILD: put_rsbuild(r, root, config); break;
    case FLAVOUR_VITE: put_vite(r, root, config); break;
    case FLAVOUR_NEXT: static_put_pages(r, root, PAGES_OF_NEXT); break;
    case FLAVOUR_MODERN: static_put_pages(r, root, PAGES_OF_MODERN); break;
    case FLAVOUR_FEDERATION: break;
    }
}

/* ---------------------------------------------------------------------------------------------- the program */

/* Next calls `webpack` with its configuration and what it builds: the client's production build counts. */
static void call_next(struct reading *r, struct static_value config)
{
    struct static_value function = static_member(r, config, "webpack");
    if (function.type != STATIC_FUNCTION) return;
    struct static_value given = static_new(r->reader->arena, STATIC_OBJECT, function.place);
    static_open(given.object, static_unknown(TEXT("an option of Next"), function.place));
    static_set(r->reader->arena, given.object, TEXT("isServer"), 0, static_boolean(false, function.place));
    static_set(r->reader->arena, given.object, TEXT("dev"), 0, static_boolean(false, function.place));
    struct static_value arguments[] = {static_unknown(TEXT("the configuration that Next makes"), function.place),
                                       given};
    (void)static_call(&r->eval, function, arguments, 2, function.place);
}

static void call_tools(struct reading *r, struct static_value config)
{
    static const char *const keys[] = {"rspack", "webpack", "bundlerChain"};
    struct static_value tools = static_member(r, config, "tools");
    for (size_t i = 0; tools.type == STATIC_OBJECT && i < sizeof keys / sizeof *keys; i++) {
        struct static_value tool = static_member(r, tools, keys[i]);
        const struct static_object *list = static_items(&r->eval, tool);
        (void)called(r, tool);
        for (uint32_t k = 0; list && k < list->count; k++) (void)called(r, list->at[k].value);
    }
}

/* The configuration that the file exports; of a list, the one whose plugins have the federation plugin at `plugin`. */
static struct static_value exported(struct reading *r, struct text path)
{
    struct static_value exports = static_module_exports(&r->eval, path, 0);
    return called(r, static_module_default(exports, 0));
}

static struct static_value of_list(struct static_eval *e, struct static_value config,
                                   const struct static_plugin *plugin)
{
    const struct static_object *list = static_items(e, config);
    if (!list) return config;
    if (list->count == 1) return list->at[0].value;
    for (uint32_t i = 0; plugin && i < list->count; i++) {
        struct static_value each = list->at[i].value;
        if (each.type == STATIC_FUNCTION) each = static_call(e, each, NULL, UINT32_MAX, each.place);
        struct static_value plugins = static_member_of(e, each, TEXT("plugins"), each.place);
        for (uint32_t k = 0; plugins.type == STATIC_ARRAY && k < plugins.object->count; k++) {
            struct static_value item = plugins.object->at[k].value;
            if (item.type == STATIC_FOREIGN && item.place == plugin->place) return each;
        }
    }
    return static_unknown(TEXT("which configuration of the list is meant"), config.place);
}

/* The one federation plugin of those made since there were `from`; the same one may have been made again by a function that ran twice. Reports more than one. */
static const struct static_plugin *the_plugin(struct reading *r, uint32_t from)
{
    const struct static_plugin *found = NULL;
    for (uint32_t i = from; i < r->eval.plugins.count; i++) {
        const struct static_plugin *plugin = &r->eval.plugins.at[i];
        if (found && found->place != plugin->place) {
            config_error(r->reader, DIAG_CONFIG_NOT_STATIC, plugin->place,
                         "this is another federation plugin: which of them is meant is not known");
            return found;
        }
        found = plugin;
    }
    return found;
}

static void give_files(struct reading *r)
{
    struct config *config = r->reader->config;
    struct text here = fs_current_folder(r->reader->arena);
    for (uint32_t i = 0; i < r->eval.files.count; i++) {
        struct config_file *file = &r->eval.files.at[i];
        file->shown_path = file->path;
        if (!path_is_below(file->path, here)) continue;
        struct text relative = path_relative(r->reader->arena, here, file->path);
        file->shown_path = text_starts_with(relative, TEXT("./")) ? text_slice(relative, 2, relative.length) : relative;
    }
    config->file_count = r->eval.files.count;
    config->files = ARENA_ARRAY(r->reader->arena, struct config_file, config->file_count + 1);
    if (config->file_count) memcpy(config->files, r->eval.files.at, config->file_count * sizeof *config->files);
}

/* The bundler's configuration beside a module-federation.config.*, or nothing. */
static struct text bundler_beside(struct reading *r, struct text path)
{
    struct text_list found = static_config_find(r->reader->arena, path_folder(path));
    for (uint32_t i = 0; i < found.count; i++) {
        if (flavour_of(found.at[i]) != FLAVOUR_FEDERATION) return found.at[i];
    }
    return (struct text){0};
}

/* Nx gives the plugin what it finds in its graph of projects, too: what the file says is only a part of what is shared. */
static bool is_of_nx(struct reading *r, struct text path)
{
    bool names_other = false;
    for (uint32_t i = 0; i < r->eval.files.count; i++) {
        struct text source = r->eval.files.at[i].source;
        if (text_find(source, TEXT("@nx/"), 0) != TEXT_NOWHERE || text_find(source, TEXT("@nrwl/"), 0) != TEXT_NOWHERE)
            return true;
        names_other = names_other || text_find(source, TEXT("@module-federation/"), 0) != TEXT_NOWHERE;
    }
    struct text project = path_join(r->reader->arena, path_folder(path), TEXT("project.json"));
    return !names_other && has_stem(path, "module-federation") && fs_kind_of(project) == FS_FILE;
}

/* Whether the options are those of a federation, and not of something else that lies in a module-federation.config file. */
static bool names_a_federation(struct static_value options)
{
    static const char *const keys[] = {"name", "shared", "exposes", "remotes"};
    if (options.type != STATIC_OBJECT || options.object->open) return true;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (static_find(options.object, text_of(keys[i]))) return true;
    }
    return false;
}

/* An app that only exposes modules says so with an empty "entry". */
static void warn_without_entry(struct reading *r, const struct json *root)
{
    const struct json *entry = json_member(root, "entry"), *exposes = json_member(root, "exposes");
    if ((entry && (entry->type != JSON_ARRAY || entry->count)) || !exposes || !exposes->count) return;
    diag_add(r->reader->diagnostics, DIAG_CONFIG_ONLY_EXPOSED, config_place(r->reader->config, root->offset),
             "no entry is known: what the app uses outside of its exposed modules is not in the report");
}

static struct json *read_program(struct reading *r, struct text path, bool optional)
{
    static const char *const mains[] = {"src/main.ts", "src/main.tsx", "src/main.js", "src/main.jsx", NULL};
    static const char *const indexes[] = {"src/index.ts", "src/index.tsx", "src/index.js", "src/index.jsx", NULL};
    enum flavour flavour = flavour_of(path);
    struct static_value config = exported(r, path), options = {0};
    if (flavour == FLAVOUR_NEXT) call_next(r, config);
    if (flavour == FLAVOUR_RSBUILD || flavour == FLAVOUR_MODERN) call_tools(r, config);
    const struct static_plugin *plugin = r->eval.plugins.count ? &r->eval.plugins.at[0] : NULL;
    config = of_list(&r->eval, config, plugin);
    give_files(r);
    if (r->eval.gave_up) {
        static_report(r, TEXT("shared"), r->eval.gave_up_why);
        return NULL;
    }
    plugin = the_plugin(r, 0);
    struct static_value rsbuild = flavour == FLAVOUR_RSBUILD && config.type == STATIC_OBJECT
                                      ? static_member(r, static_member(r, config, "moduleFederation"), "options")
                                      : static_undefined(0);
    if (plugin) {
        options = plugin->options;
        if (plugin->speculative) {
            struct static_value why = static_unknown(TEXT("whether this federation plugin is used"), plugin->place);
            static_report(r, TEXT("plugins"), why);
            return NULL;
        }
    } else if (rsbuild.type != STATIC_UNDEFINED) {
        options = rsbuild;
    } else if (flavour == FLAVOUR_FEDERATION) {
        options = config;
        if (optional && !names_a_federation(options)) return NULL;
    } else {
        if (config.type == STATIC_UNKNOWN) static_report(r, TEXT("plugins"), config);
        else if (!optional)
            config_error(r->reader, DIAG_CONFIG_MISSING, config.place, "no federation plugin is used here");
        return NULL;
    }
    if (options.type != STATIC_OBJECT) {
        struct json *unused = static_json_of(r, options, TEXT("the options of the federation plugin"));
        if (unused || options.type == STATIC_UNDEFINED)
            config_error(r->reader, DIAG_CONFIG_VALUE, options.place,
                         "the options of the federation plugin must be an object");
        return NULL;
    }
    if (flavour == FLAVOUR_FEDERATION && !plugin && is_of_nx(r, path)) {
        config_error(r->reader, DIAG_CONFIG_NOT_STATIC, options.place,
                     "\"shared\" can not be read: Nx adds every package that the project depends on");
        return NULL;
    }
    struct json *root = static_json_new(r, JSON_OBJECT, options.place);
    static_put_federation(r, root, options, flavour == FLAVOUR_NEXT);
    if (flavour == FLAVOUR_FEDERATION) {
        struct text beside = bundler_beside(r, path);
        if (beside.length) {
            struct static_value bundler = of_list(&r->eval, exported(r, beside), NULL);
            give_files(r);
            put_bundler(r, root, bundler, flavour_of(beside));
            flavour = flavour_of(beside);
        } else {
            put_default_entry(r, root, "./src/main", mains);
            put_default_entry(r, root, "./src/index", indexes);
        }
    } else if (!(plugin && config.type == STATIC_FOREIGN && config.place == plugin->place)) {
        put_bundler(r, root, config,
                    flavour); /* withModuleFederationPlugin() makes all of it, and Angular has the entry */
    }
    if (flavour != FLAVOUR_NEXT && flavour != FLAVOUR_MODERN) warn_without_entry(r, root);
    return root;
}

const struct json *static_config_read(struct config_reader *reader, struct text path, bool optional)
{
    struct reading r = {.reader = reader};
    static_eval_init(&r.eval, reader->arena, reader->config->context);
    r.eval.environment = reader->environment;
    struct json *root = read_program(&r, path, optional);
    static_eval_release(&r.eval);
    return reader->failed ? NULL : root;
}
