#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/pool.h"
#include "graph/discovery.h"
#include "graph/record_key.h"
#include "graph/source_memory.h"
#include "scan/component.h"

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

static void start_scan(struct discovery *d, module_id number)
{
    const struct module *module = &d->modules.at[number];
    struct module_scan *scan = ARENA_NEW(&d->arena, struct module_scan);
    *scan = (struct module_scan){
        .discovery = d,
        .module = number,
        .path = module->path,
        .shown_path = module->shown_path,
        .strict = module->strict,
        .loaded = module->loaded,
        .tsconfig = resolver_tsconfig(d->resolver, module->path),
    };
    vec_push(&d->scans, scan);
    pool_queue_add(d->queue, scan);
}

static module_id add_file(struct discovery *d, const struct resolution *resolution, struct text loaders)
{
    const struct file_facts *facts = &resolution->facts;
    struct text id = id_of_path(d, resolution->path, resolution->query);
    struct module module = {
        .kind = MODULE_SOURCE,
        .side_effects = (uint8_t)(loaders.length ? SIDE_EFFECTS_PRESENT : facts->side_effects),
        .strict = facts->format == MODULE_FORMAT_ESM,
        .in_dependency = text_find(resolution->path, TEXT("/node_modules/"), 0) != TEXT_NOWHERE,
        .loaded = loaders.length > 0,
        .path = arena_copy(&d->arena, resolution->path),
        .id = loaders.length ? arena_format(&d->arena, "%.*s%.*s", TEXT_ARGS(loaders), TEXT_ARGS(id)) : id,
        .package_name = facts->package ? facts->package->name : TEXT(""),
        .package_version = facts->package ? facts->package->version : TEXT(""),
    };
    module.shown_path = shown_path(d, module.path);
    bool added;
    module_id number = modules_add(d, module.id, &module, &added);
    if (added) start_scan(d, number);
    return number;
}

module_id modules_add_loaded(struct discovery *d, const struct resolution *resolution, struct text request)
{
    if (resolution->kind != RESOLUTION_FILE) return modules_add_resolved(d, resolution);
    return add_file(d, resolution, text_slice(request, 0, text_find_last_char(request, '!') + 1));
}

module_id modules_add_resolved(struct discovery *d, const struct resolution *resolution)
{
    bool added;
    switch (resolution->kind) {
    case RESOLUTION_FILE: return add_file(d, resolution, TEXT(""));
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

/* In any case: "LOGO.PNG" is an image too. */
static bool is_extension(struct text extension, const char *wanted)
{
    size_t i = 0;
    for (; i < extension.length && wanted[i]; i++) {
        char c = extension.at[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != wanted[i]) return false;
    }
    return i == extension.length && !wanted[i];
}

static bool is_one_of(struct text extension, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_extension(extension, list[i])) return true;
    }
    return false;
}

enum file_kind { FILE_SCRIPT, FILE_JSON, FILE_WASM, FILE_COMPONENT, FILE_ASSET, FILE_UNKNOWN };

static enum file_kind kind_of_file(struct text path)
{
    static const char *const scripts[] = {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"};
    static const char *const components[] = {".vue", ".svelte"};
    static const char *const assets[] = {
        ".css",  ".scss",  ".sass",        ".less",    ".styl", ".pcss", ".svg",  ".png",  ".jpg", ".jpeg",
        ".gif",  ".webp",  ".avif",        ".apng",    ".jfif", ".ico",  ".cur",  ".bmp",  ".tif", ".tiff",
        ".woff", ".woff2", ".ttf",         ".otf",     ".eot",  ".mp3",  ".mp4",  ".m4a",  ".mov", ".webm",
        ".ogg",  ".opus",  ".wav",         ".flac",    ".aac",  ".txt",  ".md",   ".html", ".pdf", ".glsl",
        ".vert", ".frag",  ".wgsl",        ".graphql", ".gql",  ".yml",  ".yaml", ".toml", ".xml", ".csv",
        ".vtt",  ".json5", ".webmanifest", ".zip",     ".gz",   ".glb",  ".gltf", ".hdr"};
    struct text extension = path_extension(path);
    if (is_one_of(extension, scripts, sizeof scripts / sizeof *scripts)) return FILE_SCRIPT;
    if (is_one_of(extension, components, sizeof components / sizeof *components)) return FILE_COMPONENT;
    if (is_extension(extension, ".json")) return FILE_JSON;
    if (is_extension(extension, ".wasm")) return FILE_WASM;
    if (is_one_of(extension, assets, sizeof assets / sizeof *assets)) return FILE_ASSET;
    return FILE_UNKNOWN;
}

static enum syntax_language language_of(struct text path)
{
    struct text extension = path_extension(path);
    static const char *const typescript[] = {".ts", ".mts", ".cts"};
    if (is_extension(extension, ".tsx")) return SYNTAX_TSX;
    return is_one_of(extension, typescript, 3) ? SYNTAX_TYPESCRIPT : SYNTAX_JAVASCRIPT;
}

/* ".mts" and ".cts" say what their JavaScript will be. */
static enum scan_source_type source_type_of(const struct module_scan *module)
{
    struct text extension = path_extension(module->path);
    return module->strict || text_is(extension, ".mts") ? SCAN_ESM : SCAN_AUTO;
}

/* One scan by one worker. */
struct job {
    const struct discovery *d;
    struct module_scan *module;
    struct arena *arena;
    struct scanner *scanner;
};

static const struct record *opaque(const struct job *job, uint32_t offset, const char *why)
{
    const struct module_scan *module = job->module;
    diag_add(job->d->diagnostics, DIAG_MODULE_OPAQUE, diag_place_at(module->shown_path, module->source, offset), "%s",
             why);
    return scan_opaque(job->arena);
}

static void set_jsx(const struct job *job, struct scan_options *options)
{
    const struct config *config = job->d->config;
    bool classic = config->jsx == CONFIG_JSX_TRANSFORM;
    if (job->module->tsconfig) {
        options->jsx_import_source = job->module->tsconfig->jsx_import_source;
        options->jsx_factory = job->module->tsconfig->jsx_factory;
        options->jsx_fragment_factory = job->module->tsconfig->jsx_fragment_factory;
        if (!config->jsx_given) classic = job->module->tsconfig->jsx == TSCONFIG_JSX_CLASSIC;
    }
    options->jsx = classic ? SCAN_JSX_CLASSIC : SCAN_JSX_AUTOMATIC;
}

/* The record from the cache, or a new one for it. One with errors is not kept: the parse may have been given up for its time. */
static const struct record *scan_with_cache(const struct job *job, struct record_cache *cache, struct text described,
                                            struct text source, const struct scan_options *options)
{
    struct hash128 key = record_cache_key(cache, described, source);
    const struct record *record = record_cache_find(cache, key, job->arena);
    if (record) return record;
    record = scan_module(job->scanner, job->arena, source, options);
    if (!record->has_error) record_cache_add(cache, key, record);
    return record;
}

/* The record that this process or an earlier one made of the same source, or a new one. */
static const struct record *scan_or_remember(const struct job *job, struct text source,
                                             const struct scan_options *options)
{
    struct record_cache *cache = job->d->cache;
    struct source_memory *memory = job->d->memory;
    if (!cache && !memory) return scan_module(job->scanner, job->arena, source, options);
    struct buffer described;
    buffer_init(&described);
    record_key_put_options(options, &described);
    struct text key = buffer_text(&described);
    const struct record *record = memory ? source_memory_record(memory, job->module->path, key) : NULL;
    if (!record) {
        record = cache ? scan_with_cache(job, cache, key, source, options)
                       : scan_module(job->scanner, job->arena, source, options);
        if (memory) source_memory_add_record(memory, job->module->path, key, record);
    }
    buffer_release(&described);
    return record;
}

static const struct record *scan_quietly(const struct job *job, struct text source, enum syntax_language language,
                                         bool compiled_elsewhere)
{
    struct scan_options options;
    memset(&options, 0, sizeof options); /* with the gaps between members, which the cache's key takes along */
    options.language = language;
    options.decorator_metadata = !job->module->tsconfig || job->module->tsconfig->decorator_metadata;
    options.keep_unused_imports = job->module->tsconfig && job->module->tsconfig->keep_unused_imports;
    options.source_type = source_type_of(job->module);
    options.compiled_elsewhere = compiled_elsewhere;
    options.defines = job->d->defines;
    options.define_count = job->d->define_count;
    set_jsx(job, &options);
    return scan_or_remember(job, source, &options);
}

static const struct record *scan_script(const struct job *job, struct text source, enum syntax_language language,
                                        bool compiled_elsewhere)
{
    const struct record *record = scan_quietly(job, source, language, compiled_elsewhere);
    if (record->has_error) {
        struct diag_place place = diag_place_at(job->module->shown_path, job->module->source, record->error_offset);
        diag_add(job->d->diagnostics, DIAG_SYNTAX, place, "this is not %s that can be understood",
                 language == SYNTAX_JAVASCRIPT ? "JavaScript" : "TypeScript");
    }
    return record;
}

static const struct record *scan_component(const struct job *job)
{
    struct component component = component_read(job->arena, job->module->source);
    if (component.opaque) {
        struct text why = arena_format(job->arena, "this component is not understood: %s", component.opaque);
        return opaque(job, component.opaque_offset, why.at);
    }
    return scan_script(job, component.program, component.language, true);
}

static const struct record *scan_json_file(const struct job *job)
{
    const struct record *record = scan_json(job->arena, job->module->source);
    if (record->has_error) {
        struct diag_place place = diag_place_at(job->module->shown_path, job->module->source, record->error_offset);
        diag_add(job->d->diagnostics, DIAG_SYNTAX, place, "this is not JSON");
    }
    return record;
}

/* A file without an extension is JavaScript if it reads as such. Another text may be a program in a language that compiles to
 * JavaScript; bytes that are no text are data. */
static const struct record *scan_unknown(const struct job *job)
{
    struct text source = job->module->source;
    if (text_find_char(source, '\0', 0) == TEXT_NOWHERE) {
        if (path_extension(job->module->path).length == 0) {
            const struct record *record = scan_quietly(job, source, SYNTAX_JAVASCRIPT, job->module->loaded);
            if (!record->has_error) return record;
        }
        return opaque(job, 0, "files of this kind are not understood");
    }
    diag_add(job->d->diagnostics, DIAG_MODULE_LEAF, diag_place_file(job->module->shown_path),
             "files of this kind are not known; it holds data and imports nothing");
    return scan_asset(job->arena);
}

/* The file is read once, whatever number of modules it is. */
static bool read_source(const struct job *job, struct text *source, const char **why)
{
    struct source_memory *memory = job->d->memory;
    struct text path = job->module->path;
    if (memory && source_memory_find(memory, path, source)) return true;
    if (!fs_read_source(job->arena, path, LIMIT_SOURCE_BYTES, source, why)) return false;
    if (memory) *source = source_memory_add(memory, path, *source);
    return true;
}

static const struct record *scan_file(const struct job *job)
{
    struct module_scan *module = job->module;
    const char *why;
    enum file_kind kind = kind_of_file(module->path);
    if (kind == FILE_ASSET) return scan_asset(job->arena);
    if (!read_source(job, &module->source, &why)) {
        diag_add(job->d->diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(module->shown_path),
                 "cannot read the module: %s", why);
        return scan_opaque(job->arena);
    }
    switch (kind) {
    case FILE_SCRIPT: return scan_script(job, module->source, language_of(module->path), module->loaded);
    case FILE_COMPONENT: return scan_component(job);
    case FILE_JSON: return module->loaded ? scan_asset(job->arena) : scan_json_file(job);
    case FILE_WASM:
        if (scan_wasm_has_imports(module->source))
            return opaque(job, 0, "what this WebAssembly module imports is not followed");
        return scan_asset(job->arena);
    case FILE_UNKNOWN: return scan_unknown(job);
    case FILE_ASSET: break;
    }
    return scan_asset(job->arena);
}

void modules_scan(void *scan, uint32_t worker)
{
    struct module_scan *module = scan;
    const struct discovery *d = module->discovery;
    struct job job = {d, module, &d->worker_arenas[worker], d->scanners[worker]};
    module->record = scan_file(&job);
}

/* Numbers the strings of a record in the names of the graph. */
static void intern_strings(struct discovery *d, struct module *module)
{
    const struct record *record = module->record;
    name_id *names = ARENA_ARRAY(&d->arena, name_id, record->string_count);
    for (uint32_t i = 1; i < record->string_count; i++) names[i] = names_add(&d->names, record->strings[i]);
    module->names = names;
}

void modules_take_scan(struct discovery *d, const struct module_scan *done)
{
    struct module *module = &d->modules.at[done->module];
    module->source = done->source;
    module->record = done->record;
    intern_strings(d, module);
}

module_id modules_finish_scan(struct discovery *d, uint32_t scan)
{
    pool_queue_wait(d->queue, scan);
    modules_take_scan(d, d->scans.at[scan]);
    return d->scans.at[scan]->module;
}
