/* The files of a configuration that is a program: finding, parsing and running them once each. */
#include "config/static_eval.h"

#include "base/fs.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/path.h"

void static_eval_init(struct static_eval *e, struct arena *arena, struct text folder)
{
    *e = (struct static_eval){.arena = arena, .folder = folder};
    e->parser = syntax_parser_new();
}

void static_eval_release(struct static_eval *e)
{
    syntax_parser_free(e->parser);
    vec_release(&e->files);
    vec_release(&e->modules);
    vec_release(&e->plugins);
}

uint32_t static_module_file(struct static_eval *e, struct text path, struct text source)
{
    for (uint32_t i = 0; i < e->files.count; i++) {
        if (text_equal(e->files.at[i].path, path)) return e->files.at[i].base;
    }
    uint32_t base = e->next_base;
    if (source.length >= UINT32_MAX - base - 1) static_give_up(e, TEXT("files that are too large"), base);
    else e->next_base = base + (uint32_t)source.length + 1;
    vec_push(&e->files, (struct config_file){.path = path, .source = source, .base = base});
    return base;
}

/* ---------------------------------------------------------------------------------------------- JSON */

static struct static_value value_of_json(struct static_eval *e, const struct json *json, uint32_t base)
{
    uint32_t place = base + json->offset;
    switch (json->type) {
    case JSON_NULL: return (struct static_value){.type = STATIC_NULL, .place = place};
    case JSON_FALSE:
    case JSON_TRUE: return static_boolean(json->type == JSON_TRUE, place);
    case JSON_NUMBER: return static_number(json->number, place);
    case JSON_STRING: return static_string(json->string, place);
    case JSON_ARRAY:
    case JSON_OBJECT: break;
    }
    bool list = json->type == JSON_ARRAY;
    struct static_value value = static_new(e->arena, list ? STATIC_ARRAY : STATIC_OBJECT, place);
    JSON_EACH (child, json) { /* nested at most 128 levels deep, as json.h says */
        struct static_value item = value_of_json(e, child, base);
        if (list) static_push(e->arena, value.object, item);
        else static_set(e->arena, value.object, child->key, base + child->key_offset, item);
    }
    return value;
}

struct static_value static_module_json(struct static_eval *e, struct text source, uint32_t base, uint32_t place)
{
    struct json_error error;
    const struct json *json = json_parse(e->arena, source, JSON_STRICT, &error);
    return json ? value_of_json(e, json, base) : static_unknown(TEXT("JSON with a mistake in it"), place);
}

/* ---------------------------------------------------------------------------------------------- programs */

static enum syntax_language language_of(struct text path)
{
    struct text extension = path_extension(path);
    if (text_is(extension, ".ts") || text_is(extension, ".mts") || text_is(extension, ".cts")) return SYNTAX_TYPESCRIPT;
    return text_is(extension, ".tsx") ? SYNTAX_TSX : SYNTAX_JAVASCRIPT;
}

static struct static_value run_program(struct static_eval *e, struct static_module *m, struct text source,
                                       uint32_t place)
{
    if (!e->parser || !syntax_parse_language(e->parser, language_of(m->path), e->arena, source, &m->syntax))
        return static_unknown(arena_format(e->arena, "the file \"%.*s\"", TEXT_ARGS(path_base_name(m->path))), place);
    if (m->syntax.has_error)
        return static_unknown(TEXT("a program with a syntax error"), m->base + m->syntax.error_offset);
    scope_analyze(&m->syntax, e->arena, &m->scopes);
    m->is_module = syntax_is_module(&m->syntax);
    m->scope = static_scope_new(e, NULL, true);
    struct static_value exports = static_new(e->arena, STATIC_OBJECT, m->base);
    static_set(e->arena, m->exports_holder, TEXT("exports"), m->base, exports);
    m->running = true;
    unsigned depth = e->depth;
    e->depth = depth + 8;
    static_statements(e, m);
    e->depth = depth;
    m->running = false;
    return static_get(m->exports_holder, TEXT("exports"), m->base);
}

struct static_value static_module_exports(struct static_eval *e, struct text path, uint32_t place)
{
    for (uint32_t i = 0; i < e->modules.count; i++) {
        const struct static_module *m = e->modules.at[i];
        if (!text_equal(m->path, path)) continue;
        if (m->running && m->is_module) return static_unknown(TEXT("an import that goes in a circle"), place);
        return static_get(m->exports_holder, TEXT("exports"), place);
    }
    struct text source, name = path_base_name(path);
    const char *why;
    if (e->modules.count >= LIMIT_STATIC_FILES) static_give_up(e, TEXT("a program of too many files"), place);
    if (e->gave_up) return e->gave_up_why;
    if (!fs_read(e->arena, path, LIMIT_JSON_BYTES, &source, &why))
        return static_unknown(arena_format(e->arena, "the file \"%.*s\" (%s)", TEXT_ARGS(name), why), place);
    struct static_module *m = ARENA_NEW(e->arena, struct static_module);
    m->path = path;
    m->base = static_module_file(e, path, source);
    m->exports_holder = ARENA_NEW(e->arena, struct static_object);
    vec_push(&e->modules, m);
    struct static_value exports;
    if (text_is(path_extension(path), ".json")) exports = static_module_json(e, source, m->base, place);
    else exports = run_program(e, m, source, place);
    static_set(e->arena, m->exports_holder, TEXT("exports"), m->base, exports);
    return exports;
}

struct static_value static_module_default(struct static_value exports, uint32_t place)
{
    (void)place;
    if (exports.type != STATIC_OBJECT) return exports;
    const struct static_member *member = static_find(exports.object, TEXT("default"));
    return member ? member->value : exports;
}

/* ---------------------------------------------------------------------------------------------- requests */

/* A local file, as Node, TypeScript and the bundlers' loaders of configurations find it. Empty without one. */
static struct text local_file(struct static_eval *e, struct text path)
{
    static const char *const endings[] = {"",      ".js",  ".ts",       ".mjs",      ".cjs",       ".mts",      ".cts",
                                          ".json", ".tsx", "/index.js", "/index.ts", "/index.mjs", "/index.cjs"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct text candidate = arena_format(e->arena, "%.*s%s", TEXT_ARGS(path), endings[i]);
        if (fs_kind_of(candidate) == FS_FILE) return candidate;
    }
    /* "./shared.js" of a TypeScript file means shared.ts. */
    struct text extension = path_extension(path);
    if (text_is(extension, ".js") || text_is(extension, ".mjs") || text_is(extension, ".cjs")) {
        struct text stem = text_slice(path, 0, path.length - extension.length);
        struct text candidate =
            arena_format(e->arena, "%.*s.%.*sts", TEXT_ARGS(stem), (int)(extension.length - 3), extension.at + 1);
        if (fs_kind_of(candidate) == FS_FILE) return candidate;
    }
    return (struct text){0};
}

/* The package.json that "package/package.json" means in `folder`. Empty without one. */
static struct text package_json(struct static_eval *e, struct text folder, struct text request)
{
    for (;;) {
        struct text candidate = arena_format(e->arena, "%.*s/node_modules/%.*s", TEXT_ARGS(folder), TEXT_ARGS(request));
        if (fs_kind_of(candidate) == FS_FILE) return candidate;
        if (folder.length <= 1) return (struct text){0};
        folder = path_folder(folder);
    }
}

struct static_value static_module_import(struct static_eval *e, struct text folder, struct text request, uint32_t place)
{
    bool relative = text_is(request, ".") || text_is(request, "..") || text_starts_with(request, TEXT("./")) ||
                    text_starts_with(request, TEXT("../"));
    struct text file = {0};
    if (relative || path_is_absolute(request)) {
        file = local_file(e, path_join(e->arena, folder, request));
        if (file.length == 0)
            return static_unknown(arena_format(e->arena, "the file \"%.*s\"", TEXT_ARGS(request)), place);
    } else if (text_ends_with(request, TEXT("/package.json"))) {
        file = package_json(e, folder, request);
    }
    if (file.length) return static_module_exports(e, file, place);
    if (text_starts_with(request, TEXT("node:"))) request = text_slice(request, 5, request.length);
    return static_foreign(request, place);
}
