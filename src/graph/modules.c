#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/pool.h"
#include "graph/discovery.h"

/* ---------------------------------------------------------------------------------------------- adding */

module_id modules_add(struct discovery *d, struct text identity, const struct module *module, bool *added)
{
    name_id number = names_add(&d->identities, identity);
    while (d->by_identity.count <= number) vec_push(&d->by_identity, MODULE_NONE);
    *added = d->by_identity.at[number] == MODULE_NONE;
    if (*added) {
        d->by_identity.at[number] = d->modules.count;
        vec_push(&d->modules, *module);
    }
    return d->by_identity.at[number];
}

static struct text id_of_path(struct discovery *d, struct text path, struct text query)
{
    struct text relative = path_relative(&d->arena, d->graph.context, path);
    return query.length ? arena_format(&d->arena, "%.*s%.*s", TEXT_ARGS(relative), TEXT_ARGS(query)) : relative;
}

static struct text shown_path(struct discovery *d, struct text path)
{
    if (!path_is_below(path, d->current_folder)) return path;
    struct text relative = path_relative(&d->arena, d->current_folder, path);
    return text_slice(relative, 2, relative.length);
}

static module_id add_file(struct discovery *d, const struct resolution *resolution)
{
    const struct file_facts *facts = &resolution->facts;
    struct module module = {
        .kind = MODULE_SOURCE,
        .side_effects = (uint8_t)facts->side_effects,
        .strict = facts->format == MODULE_FORMAT_ESM,
        .in_dependency = text_find(resolution->path, TEXT("/node_modules/"), 0) != TEXT_NOWHERE,
        .path = arena_copy(&d->arena, resolution->path),
        .id = id_of_path(d, resolution->path, resolution->query),
        .package_name = facts->package ? facts->package->name : TEXT(""),
        .package_version = facts->package ? facts->package->version : TEXT(""),
    };
    module.shown_path = shown_path(d, module.path);
    bool added;
    module_id id = modules_add(d, module.id, &module, &added);
    if (added) vec_push(&d->wave, id);
    return id;
}

module_id modules_add_resolved(struct discovery *d, const struct resolution *resolution)
{
    bool added;
    switch (resolution->kind) {
    case RESOLUTION_FILE: return add_file(d, resolution);
    case RESOLUTION_IGNORED: {
        struct module module = {.kind = MODULE_IGNORED, .id = TEXT("(ignored)"), .side_effects = SIDE_EFFECTS_FREE};
        return modules_add(d, module.id, &module, &added);
    }
    case RESOLUTION_EXTERNAL: {
        struct text request = arena_copy(&d->arena, resolution->path);
        struct module module = {.kind = MODULE_EXTERNAL,
                                .request = request,
                                .id = arena_format(&d->arena, "external %.*s", TEXT_ARGS(request))};
        return modules_add(d, module.id, &module, &added);
    }
    case RESOLUTION_FOLDER:
    case RESOLUTION_MISSING: return MODULE_NONE;
    }
    return MODULE_NONE;
}

/* ---------------------------------------------------------------------------------------------- scanning */

static bool is_one_of(struct text extension, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(extension, list[i])) return true;
    }
    return false;
}

enum file_kind { FILE_SCRIPT, FILE_JSON, FILE_ASSET, FILE_UNKNOWN };

static enum file_kind kind_of_file(struct text path)
{
    static const char *const scripts[] = {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"};
    static const char *const assets[] = {".css",   ".scss",    ".sass", ".less", ".styl", ".pcss", ".svg",  ".png",
                                         ".jpg",   ".jpeg",    ".gif",  ".webp", ".avif", ".ico",  ".bmp",  ".woff",
                                         ".woff2", ".ttf",     ".otf",  ".eot",  ".mp3",  ".mp4",  ".webm", ".ogg",
                                         ".wav",   ".flac",    ".aac",  ".wasm", ".txt",  ".md",   ".html", ".pdf",
                                         ".glsl",  ".graphql", ".gql",  ".yml",  ".yaml", ".xml",  ".csv"};
    struct text extension = path_extension(path);
    if (is_one_of(extension, scripts, sizeof scripts / sizeof *scripts)) return FILE_SCRIPT;
    if (text_is(extension, ".json")) return FILE_JSON;
    if (is_one_of(extension, assets, sizeof assets / sizeof *assets)) return FILE_ASSET;
    return FILE_UNKNOWN;
}

static enum syntax_language language_of(struct text path)
{
    struct text extension = path_extension(path);
    if (text_is(extension, ".tsx")) return SYNTAX_TSX;
    bool typescript = text_is(extension, ".ts") || text_is(extension, ".mts") || text_is(extension, ".cts");
    return typescript ? SYNTAX_TYPESCRIPT : SYNTAX_JAVASCRIPT;
}

static const struct record *opaque_record(struct arena *arena)
{
    struct record *record = ARENA_NEW(arena, struct record);
    struct text *strings = ARENA_ARRAY(arena, struct text, 1);
    strings[0] = TEXT("");
    *record = (struct record){.syntax = MODULE_OPAQUE, .strings = strings, .string_count = 1};
    return record;
}

static const struct record *scan_script(struct discovery *d, struct module *module, struct arena *arena,
                                        uint32_t worker)
{
    struct scan_options options = {
        .language = language_of(module->path),
        .source_type = module->strict ? SCAN_ESM : SCAN_AUTO,
        .jsx = d->config->jsx == CONFIG_JSX_AUTOMATIC ? SCAN_JSX_AUTOMATIC : SCAN_JSX_CLASSIC,
        .defines = d->defines,
        .define_count = d->define_count,
    };
    return scan_module(d->scanners[worker], arena, module->source, &options);
}

static void scan_job(void *context, uint32_t index, uint32_t worker)
{
    struct discovery *d = context;
    struct module *module = &d->modules.at[d->wave.at[index]];
    struct arena *arena = &d->worker_arenas[worker];
    const char *why;
    enum file_kind kind = kind_of_file(module->path);
    if (kind == FILE_ASSET) {
        module->record = scan_asset(arena);
        return;
    }
    if (!fs_read(arena, module->path, LIMIT_SOURCE_BYTES, &module->source, &why)) {
        diag_add(d->diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(module->shown_path),
                 "cannot read the module: %s", why);
        module->record = opaque_record(arena);
        return;
    }
    if (kind == FILE_UNKNOWN) {
        diag_add(d->diagnostics, DIAG_MODULE_OPAQUE, diag_place_file(module->shown_path),
                 "files of this kind are not understood");
        module->record = opaque_record(arena);
        return;
    }
    module->record = kind == FILE_JSON ? scan_json(arena, module->source) : scan_script(d, module, arena, worker);
    if (!module->record->has_error) return;
    struct diag_place place = diag_place_at(module->shown_path, module->source, module->record->error_offset);
    diag_add(d->diagnostics, DIAG_SYNTAX, place,
             kind == FILE_JSON ? "this is not JSON" : "this is not JavaScript that can be understood");
}

/* Numbers the strings of a record in the names of the graph. */
static void intern_strings(struct discovery *d, struct module *module)
{
    const struct record *record = module->record;
    name_id *names = ARENA_ARRAY(&d->arena, name_id, record->string_count);
    for (uint32_t i = 1; i < record->string_count; i++) names[i] = names_add(&d->names, record->strings[i]);
    module->names = names;
}

void modules_scan_wave(struct discovery *d)
{
    pool_run(d->workers, d->wave.count, scan_job, d);
    for (uint32_t i = 0; i < d->wave.count; i++) intern_strings(d, &d->modules.at[d->wave.at[i]]);
}
