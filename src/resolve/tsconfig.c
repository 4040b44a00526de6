#include "resolve/tsconfig.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/path.h"
#include "resolve/exports_field.h"

#include <stdlib.h>

enum option {
    OPTION_BASE_URL,
    OPTION_PATHS,
    OPTION_VERBATIM,
    OPTION_PRESERVE_VALUES,
    OPTION_NOT_USED_AS_VALUES,
    OPTION_DECORATOR_METADATA,
    OPTION_JSX,
    OPTION_JSX_SOURCE,
    OPTION_JSX_FACTORY,
    OPTION_JSX_FRAGMENT,
    OPTIONS
};

static const char *const option_names[OPTIONS] = {
    [OPTION_BASE_URL] = "baseUrl",
    [OPTION_PATHS] = "paths",
    [OPTION_VERBATIM] = "verbatimModuleSyntax",
    [OPTION_PRESERVE_VALUES] = "preserveValueImports",
    [OPTION_NOT_USED_AS_VALUES] = "importsNotUsedAsValues",
    [OPTION_DECORATOR_METADATA] = "emitDecoratorMetadata",
    [OPTION_JSX] = "jsx",
    [OPTION_JSX_SOURCE] = "jsxImportSource",
    [OPTION_JSX_FACTORY] = "jsxFactory",
    [OPTION_JSX_FRAGMENT] = "jsxFragmentFactory",
};

/* A tsconfig with all that it extends. */
struct merging {
    struct tsconfigs *tsconfigs;
    struct tsconfig *tsconfig;
    const struct json *values[OPTIONS];
    struct text folders[OPTIONS]; /* of the file that each value stands in */
    const struct json *references;
    bool broken;
    VEC(struct text) pending; /* files, the one that overrides the others last */
    VEC(name_id) seen;
};

void tsconfigs_init(struct tsconfigs *tsconfigs, struct disk *disk, struct packages *packages,
                    struct diagnostics *diagnostics)
{
    *tsconfigs = (struct tsconfigs){.disk = disk, .packages = packages, .diagnostics = diagnostics};
    arena_init(&tsconfigs->arena);
    map_init(&tsconfigs->at);
    map_init(&tsconfigs->nearest);
}

void tsconfigs_release(struct tsconfigs *tsconfigs)
{
    vec_release(&tsconfigs->list);
    map_release(&tsconfigs->at);
    map_release(&tsconfigs->nearest);
    arena_release(&tsconfigs->arena);
}

/* ── extends ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* `path`, or `path`.json, or the tsconfig.json in the folder `path`; empty when there is none of them. */
static struct text existing(struct tsconfigs *tsconfigs, struct text path)
{
    if (disk_kind(tsconfigs->disk, path) == FS_FILE) return path;
    struct text named = arena_format(&tsconfigs->arena, "%.*s.json", TEXT_ARGS(path));
    if (disk_kind(tsconfigs->disk, named) == FS_FILE) return named;
    struct text inside = path_join(&tsconfigs->arena, path, TEXT("tsconfig.json"));
    return disk_kind(tsconfigs->disk, inside) == FS_FILE ? inside : (struct text){0};
}

/* The file that `inner` ("." or "./x") names in the package that lies in `folder`. */
static struct text in_package(struct tsconfigs *tsconfigs, struct text folder, struct text inner)
{
    struct text words[] = {TEXT("require"), TEXT("types"), TEXT("node")};
    const struct package_json *package = packages_at(tsconfigs->packages, folder);
    if (package && exports_field_is_given(package, TEXT("exports"))) {
        struct package_map_result result =
            exports_field_target(&tsconfigs->arena, package, TEXT("exports"), inner, (struct text_list){words, 3});
        if (result.kind != PACKAGE_MAP_TARGET) return (struct text){0};
        return existing(tsconfigs, path_join(&tsconfigs->arena, folder, result.target));
    }
    if (package && inner.length == 1) {
        struct text field = json_member_string(package->root, "tsconfig", (struct text){0});
        if (field.length) return existing(tsconfigs, path_join(&tsconfigs->arena, folder, field));
    }
    return existing(tsconfigs, path_join(&tsconfigs->arena, folder, inner));
}

static struct text in_node_modules(struct tsconfigs *tsconfigs, struct text folder, struct text request)
{
    struct text name = package_name_of_request(request);
    if (name.length == 0) return (struct text){0};
    struct text rest = text_slice(request, name.length, request.length);
    struct text inner = arena_format(&tsconfigs->arena, ".%.*s", TEXT_ARGS(rest));
    for (struct text at = folder;; at = path_folder(at)) {
        struct text modules = path_join(&tsconfigs->arena, at, TEXT("node_modules"));
        struct text package = path_join(&tsconfigs->arena, modules, name);
        struct text found = {0};
        if (disk_kind(tsconfigs->disk, package) == FS_FOLDER) found = in_package(tsconfigs, package, inner);
        if (found.length) return disk_real_path(tsconfigs->disk, found);
        if (path_folder(at).length >= at.length) return found;
    }
}

/* A leading ${configDir} stands for the folder of the tsconfig that is asked for, not of the one that it extends. */
static struct text placed(const struct merging *m, struct text folder, struct text path)
{
    struct text variable = TEXT("${configDir}");
    struct arena *arena = &m->tsconfigs->arena;
    if (!text_starts_with(path, variable)) return path_join(arena, folder, path);
    struct text rest = text_slice(path, variable.length, path.length);
    return path_join(arena, m->tsconfig->folder, arena_format(arena, ".%.*s", TEXT_ARGS(rest)));
}

static void add_extended(struct merging *m, struct text file, struct text source, const struct json *value)
{
    struct text request = value->type == JSON_STRING ? value->string : TEXT("");
    struct text folder = path_folder(file), found = {0};
    bool direct = text_starts_with(request, TEXT("./")) || text_starts_with(request, TEXT("../")) ||
                  text_starts_with(request, TEXT("${")) || path_is_absolute(request) || text_is(request, "..");
    if (!direct) found = in_node_modules(m->tsconfigs, folder, request);
    if (found.length == 0 && request.length) found = existing(m->tsconfigs, placed(m, folder, request));
    if (found.length) {
        vec_push(&m->pending, found);
        return;
    }
    m->broken = true;
    diag_add(m->tsconfigs->diagnostics, DIAG_TSCONFIG, diag_place_at(file, source, value->offset),
             "what this tsconfig extends does not exist: '%.*s'", TEXT_ARGS(request));
}

/* ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const struct json *read_file(struct merging *m, struct text path, struct text *source)
{
    struct tsconfigs *tsconfigs = m->tsconfigs;
    const char *why;
    struct json_error error = {0};
    const struct json *root = NULL;
    if (!fs_read(&tsconfigs->arena, path, LIMIT_JSON_BYTES, source, &why)) {
        diag_add(tsconfigs->diagnostics, DIAG_TSCONFIG, diag_place_file(path), "the tsconfig can not be read: %s", why);
    } else if (root = json_parse(&tsconfigs->arena, *source, JSON_RELAXED, &error), !root) {
        diag_add(tsconfigs->diagnostics, DIAG_TSCONFIG, diag_place_at(path, *source, error.offset), "%s",
                 error.message);
    } else if (root->type != JSON_OBJECT) {
        diag_add(tsconfigs->diagnostics, DIAG_TSCONFIG, diag_place_file(path), "the tsconfig is no object");
        root = NULL;
    }
    m->broken |= !root;
    return root;
}

static void merge_file(struct merging *m, struct text path)
{
    name_id id = disk_id(m->tsconfigs->disk, path);
    for (uint32_t i = 0; i < m->seen.count; i++) {
        if (m->seen.at[i] == id) return; /* a circle, or one that overrides already */
    }
    vec_push(&m->seen, id);
    struct text source;
    const struct json *root = read_file(m, path, &source);
    if (!root) return;
    if (m->seen.count == 1) m->references = json_member(root, "references");
    const struct json *options = json_member(root, "compilerOptions");
    for (int option = 0; option < OPTIONS; option++) {
        if (m->values[option]) continue;
        m->values[option] = json_member(options, option_names[option]);
        m->folders[option] = path_folder(path);
    }
    const struct json *extends = json_member(root, "extends");
    if (!extends) return;
    if (extends->type != JSON_ARRAY) {
        add_extended(m, path, source, extends);
    } else {
        JSON_EACH (item, extends) add_extended(m, path, source, item);
    }
}

/* ── paths ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

static size_t text_before_star(struct text pattern)
{
    size_t star = text_find_char(pattern, '*', 0);
    return star == TEXT_NOWHERE ? pattern.length : star;
}

static int compare_patterns(const void *left, const void *right)
{
    const struct config_alias *a = left, *b = right;
    size_t first = text_before_star(a->name), second = text_before_star(b->name);
    if (first != second) return first > second ? -1 : 1;
    return text_compare(a->name, b->name);
}

static struct text_list targets_of(const struct merging *m, const struct json *value, struct text base)
{
    VEC(struct text) targets = {0};
    if (value->type == JSON_ARRAY) {
        JSON_EACH (item, value) {
            if (item->type == JSON_STRING && item->string.length) vec_push(&targets, placed(m, base, item->string));
        }
    }
    struct text_list list = {.count = targets.count};
    list.at = vec_freeze(&targets, &m->tsconfigs->arena);
    return list;
}

static void set_paths(struct merging *m)
{
    const struct json *base_url = m->values[OPTION_BASE_URL], *paths = m->values[OPTION_PATHS];
    bool has_base = base_url && base_url->type == JSON_STRING;
    struct text base = m->folders[OPTION_PATHS];
    if (has_base) base = placed(m, m->folders[OPTION_BASE_URL], base_url->string);

    VEC(struct config_alias) aliases = {0};
    VEC(struct text) modules = {0};
    if (paths && paths->type == JSON_OBJECT) {
        JSON_EACH (member, paths) {
            struct config_alias alias = {.name = member->key, .targets = targets_of(m, member, base)};
            if (alias.targets.count == 0 || alias.name.length == 0) continue;
            if (!text_is(alias.name, "*")) {
                vec_push(&aliases, alias);
                continue;
            }
            for (uint32_t i = 0; i < alias.targets.count; i++) {
                struct text target = alias.targets.at[i];
                if (text_ends_with(target, TEXT("/*"))) vec_push(&modules, text_slice(target, 0, target.length - 2));
            }
        }
    }
    if (has_base) vec_push(&modules, base);
    if (aliases.count) qsort(aliases.at, aliases.count, sizeof *aliases.at, compare_patterns);
    m->tsconfig->paths.count = aliases.count;
    m->tsconfig->paths.at = vec_freeze(&aliases, &m->tsconfigs->arena);
    m->tsconfig->modules.count = modules.count;
    m->tsconfig->modules.at = vec_freeze(&modules, &m->tsconfigs->arena);
}

/* ── what the compiler does ──────────────────────────────────────────────────────────────────────────────────────── */

static struct text text_value(const struct json *value)
{
    return value && value->type == JSON_STRING ? value->string : (struct text){0};
}

static bool is_true(const struct json *value)
{
    return value && value->type == JSON_TRUE;
}

/* Compiler options take their words in any case. */
static bool is_word(const struct json *value, const char *word)
{
    if (!value || value->type != JSON_STRING || value->string.length != strlen(word)) return false;
    for (size_t i = 0; i < value->string.length; i++) {
        char c = value->string.at[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != word[i]) return false;
    }
    return true;
}

static void set_compiler(struct merging *m)
{
    struct tsconfig *tsconfig = m->tsconfig;
    const struct json *not_used = m->values[OPTION_NOT_USED_AS_VALUES];
    tsconfig->keep_unused_imports = m->broken || is_true(m->values[OPTION_VERBATIM]) ||
                                    is_true(m->values[OPTION_PRESERVE_VALUES]) || is_word(not_used, "preserve") ||
                                    is_word(not_used, "error");
    tsconfig->decorator_metadata = m->broken || is_true(m->values[OPTION_DECORATOR_METADATA]);
    const struct json *jsx = m->values[OPTION_JSX];
    if (is_word(jsx, "react-jsx") || is_word(jsx, "react-jsxdev")) tsconfig->jsx = TSCONFIG_JSX_AUTOMATIC;
    if (is_word(jsx, "react")) tsconfig->jsx = TSCONFIG_JSX_CLASSIC;
    tsconfig->jsx_import_source = text_value(m->values[OPTION_JSX_SOURCE]);
    tsconfig->jsx_factory = text_value(m->values[OPTION_JSX_FACTORY]);
    tsconfig->jsx_fragment_factory = text_value(m->values[OPTION_JSX_FRAGMENT]);
}

/* Merges the tsconfig in `path` and what it extends; *references gets what it refers to. */
static struct tsconfig *load(struct tsconfigs *tsconfigs, struct text path, const struct json **references)
{
    struct tsconfig *tsconfig = ARENA_NEW(&tsconfigs->arena, struct tsconfig);
    struct merging merging = {.tsconfigs = tsconfigs, .tsconfig = tsconfig};
    tsconfig->path = arena_copy(&tsconfigs->arena, path);
    tsconfig->folder = path_folder(tsconfig->path);
    vec_push(&merging.pending, tsconfig->path);
    while (merging.pending.count) merge_file(&merging, vec_pop(&merging.pending));
    set_paths(&merging);
    set_compiler(&merging);
    *references = merging.references;
    vec_release(&merging.pending);
    vec_release(&merging.seen);
    return tsconfig;
}

/* A tsconfig.json that only refers to others is what many tools look for: how the compiler treats a file stands in one of those. */
static void add_references(struct tsconfigs *tsconfigs, struct tsconfig *tsconfig, const struct json *references)
{
    if (!references || references->type != JSON_ARRAY) return;
    JSON_EACH (item, references) {
        struct text path = json_member_string(item, "path", (struct text){0});
        if (path.length == 0) continue;
        path = existing(tsconfigs, path_join(&tsconfigs->arena, tsconfig->folder, path));
        if (path.length == 0) continue;
        const struct json *further;
        const struct tsconfig *referenced = load(tsconfigs, path, &further);
        tsconfig->keep_unused_imports |= referenced->keep_unused_imports;
        tsconfig->decorator_metadata |= referenced->decorator_metadata;
        if (tsconfig->jsx != TSCONFIG_JSX_UNSAID) continue;
        tsconfig->jsx = referenced->jsx;
        tsconfig->jsx_import_source = referenced->jsx_import_source;
        tsconfig->jsx_factory = referenced->jsx_factory;
        tsconfig->jsx_fragment_factory = referenced->jsx_fragment_factory;
    }
}

/* ── the interface ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* The index in the list plus one. */
static uint32_t find_at(struct tsconfigs *tsconfigs, struct text path)
{
    name_id id = disk_id(tsconfigs->disk, path);
    uint32_t found = map_get(&tsconfigs->at, id, UINT32_MAX);
    if (found != UINT32_MAX) return found;
    const struct json *references;
    struct tsconfig *tsconfig = load(tsconfigs, path, &references);
    add_references(tsconfigs, tsconfig, references);
    vec_push(&tsconfigs->list, tsconfig);
    map_set(&tsconfigs->at, id, tsconfigs->list.count);
    return tsconfigs->list.count;
}

const struct tsconfig *tsconfigs_at(struct tsconfigs *tsconfigs, struct text path)
{
    uint32_t found = find_at(tsconfigs, path); /* may move the list */
    return tsconfigs->list.at[found - 1];
}

static bool is_in_dependency(struct text folder)
{
    return text_find(folder, TEXT("/node_modules/"), 0) != TEXT_NOWHERE ||
           text_ends_with(folder, TEXT("/node_modules"));
}

const struct tsconfig *tsconfigs_nearest(struct tsconfigs *tsconfigs, struct text folder)
{
    if (is_in_dependency(folder)) return NULL;
    uint32_t found = 0;
    struct text top = folder;
    for (;;) {
        found = map_get(&tsconfigs->nearest, disk_id(tsconfigs->disk, top), UINT32_MAX);
        if (found != UINT32_MAX) break;
        found = 0;
        struct text path = path_join(&tsconfigs->arena, top, TEXT("tsconfig.json"));
        if (disk_kind(tsconfigs->disk, path) == FS_FILE) found = find_at(tsconfigs, path);
        struct text above = path_folder(top);
        if (found || above.length >= top.length) break;
        top = above;
    }
    for (struct text at = folder;; at = path_folder(at)) {
        map_set(&tsconfigs->nearest, disk_id(tsconfigs->disk, at), found);
        if (at.length <= top.length) break;
    }
    return found ? tsconfigs->list.at[found - 1] : NULL;
}
