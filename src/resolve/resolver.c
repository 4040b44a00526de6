#include "resolve/resolver.h"

#include "base/path.h"
#include "resolve/externals.h"
#include "resolve/search.h"
#include "resolve/side_effects.h"
#include "resolve/versions.h"

struct share_file {
    struct text path;
    const struct share *share;
};

struct resolver {
    const struct config *config;
    struct diagnostics *diagnostics;
    struct arena arena;
    struct disk disk;
    struct packages packages;
    struct tsconfigs tsconfigs;
    struct side_effects_globs globs;
    struct resolve_options options[RESOLVE_TYPES];
    struct names requests;
    struct map answers; /* (request, folder and type) → index in `list` */
    VEC(const struct resolution *) list;
    VEC(struct share_file) share_files;
    bool share_files_known;
};

static struct text missing_reason(struct search *search, struct text request, struct text folder)
{
    if (search->reason.length) return search->reason;
    if (externals_is_builtin(request)) {
        return TEXT(
            "a module of Node.js, which target web does not have; name a replacement in resolve.fallback, or false");
    }
    struct request parsed = request_parse(request);
    if (parsed.kind == REQUEST_BARE) {
        struct text name = package_name_of_request(parsed.path);
        return arena_format(search->arena, "no package '%.*s' in a node_modules folder from %.*s upwards",
                            TEXT_ARGS(name), TEXT_ARGS(folder));
    }
    struct text tried = {0};
    for (uint32_t i = 0; i < search->options->extensions.count; i++) {
        tried = arena_format(search->arena, "%.*s%s%.*s", TEXT_ARGS(tried), i ? " " : "",
                             TEXT_ARGS(search->options->extensions.at[i]));
    }
    struct text path = path_join(search->arena, folder, parsed.path);
    if (tried.length == 0) return arena_format(search->arena, "no such file: %.*s", TEXT_ARGS(path));
    return arena_format(search->arena, "no such file: %.*s, nor with %.*s added", TEXT_ARGS(path), TEXT_ARGS(tried));
}

static void search_request(struct resolver *resolver, struct resolution *resolution, struct text request,
                           struct text folder, enum resolve_type type, bool fully_specified)
{
    struct search search = {
        .arena = &resolver->arena,
        .config = resolver->config,
        .disk = &resolver->disk,
        .packages = &resolver->packages,
        .tsconfigs = &resolver->tsconfigs,
        .options = &resolver->options[type],
    };
    enum outcome outcome = MISSED;
    if (text_find_char(request, '\0', 0) != TEXT_NOWHERE) {
        search.reason = TEXT("the request holds a NUL");
    } else {
        outcome = search_follow(&search, (struct step){folder, request_parse(request), fully_specified, false});
    }
    struct resolve_options last = *search.options;
    if (outcome != FOUND && last.last_extensions.count) {
        last.extensions = last.last_extensions;
        struct search again = search;
        again.options = &last;
        if (search_follow(&again, (struct step){folder, request_parse(request), fully_specified, false}) == FOUND) {
            outcome = FOUND;
            search = again;
        }
    }
    if (outcome != FOUND) {
        resolution->kind = RESOLUTION_MISSING;
        resolution->reason = missing_reason(&search, request, folder);
    } else if (search.ignored) {
        resolution->kind = RESOLUTION_IGNORED;
    } else {
        resolution->kind = search.options->to_folder ? RESOLUTION_FOLDER : RESOLUTION_FILE;
        resolution->path = search.path;
        resolution->query = search.query;
        if (resolution->kind == RESOLUTION_FILE) resolution->facts = resolver_facts(resolver, search.path);
    }
}

/* ── the interface ───────────────────────────────────────────────────────────────────────────────────────────────── */

struct resolver *resolver_new(const struct config *config, struct diagnostics *diagnostics)
{
    struct resolver *resolver = memory_alloc(sizeof *resolver);
    *resolver = (struct resolver){.config = config, .diagnostics = diagnostics};
    arena_init(&resolver->arena);
    disk_init(&resolver->disk);
    packages_init(&resolver->packages, &resolver->disk, diagnostics);
    tsconfigs_init(&resolver->tsconfigs, &resolver->disk, &resolver->packages, diagnostics);
    side_effects_init(&resolver->globs);
    names_init(&resolver->requests);
    map_init(&resolver->answers);
    for (int type = 0; type < RESOLVE_TYPES; type++) {
        resolver->options[type] = conditions_of(&resolver->arena, config, (enum resolve_type)type);
    }
    return resolver;
}

void resolver_free(struct resolver *resolver)
{
    if (!resolver) return;
    vec_release(&resolver->list);
    vec_release(&resolver->share_files);
    map_release(&resolver->answers);
    names_release(&resolver->requests);
    side_effects_release(&resolver->globs);
    tsconfigs_release(&resolver->tsconfigs);
    packages_release(&resolver->packages);
    disk_release(&resolver->disk);
    arena_release(&resolver->arena);
    memory_free(resolver);
}

static const struct resolution *resolve(struct resolver *resolver, struct text request, struct text folder,
                                        enum resolve_type type, bool fully_specified)
{
    uint32_t place = disk_id(&resolver->disk, folder) * 2 * RESOLVE_TYPES + (uint32_t)type * 2 + fully_specified;
    uint64_t key = map_pair(names_add(&resolver->requests, request), place);
    uint32_t known = map_get(&resolver->answers, key, UINT32_MAX);
    if (known != UINT32_MAX) return resolver->list.at[known];

    struct resolution *resolution = ARENA_NEW(&resolver->arena, struct resolution);
    struct text plain = request_without_loaders(request, &resolution->inline_loaders);
    plain = arena_copy(&resolver->arena, plain);
    if (externals_has(resolver->config->target, plain)) {
        resolution->kind = RESOLUTION_EXTERNAL;
        resolution->path = plain;
    } else {
        search_request(resolver, resolution, plain, arena_copy(&resolver->arena, folder), type, fully_specified);
    }
    map_set(&resolver->answers, key, resolver->list.count);
    vec_push(&resolver->list, resolution);
    return resolution;
}

static bool has_extension(struct text path, const char *extension)
{
    struct text own = path_extension(path);
    if (own.length != strlen(extension)) return false;
    for (size_t i = 0; i < own.length; i++) {
        char c = own.at[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != extension[i]) return false;
    }
    return true;
}

static enum module_format format_of(const struct package_json *package, struct text path)
{
    enum package_type type = package && has_extension(path, ".js") ? package->type : PACKAGE_TYPE_NONE;
    if (has_extension(path, ".mjs") || type == PACKAGE_TYPE_MODULE) return MODULE_FORMAT_ESM;
    if (has_extension(path, ".cjs") || type == PACKAGE_TYPE_COMMONJS) return MODULE_FORMAT_COMMONJS;
    return MODULE_FORMAT_AUTO;
}

/* An ES module by the name of its file, or by its package. */
static bool is_strict(struct resolver *resolver, struct text path)
{
    const struct package_json *package = packages_nearest(&resolver->packages, path_folder(path));
    return format_of(package, path) == MODULE_FORMAT_ESM;
}

const struct resolution *resolver_resolve(struct resolver *resolver, struct text request, struct text issuer,
                                          enum resolve_type type)
{
    bool strict = type == RESOLVE_IMPORT && is_strict(resolver, issuer);
    return resolve(resolver, request, path_folder(issuer), type, strict || resolver->options[type].fully_specified);
}

const struct resolution *resolver_resolve_in(struct resolver *resolver, struct text request, struct text folder,
                                             enum resolve_type type)
{
    return resolve(resolver, request, folder, type, resolver->options[type].fully_specified);
}

struct file_facts resolver_facts(struct resolver *resolver, struct text path)
{
    const struct package_json *package = packages_nearest(&resolver->packages, path_folder(path));
    struct file_facts facts = {.package = package, .format = format_of(package, path)};
    facts.side_effects = side_effects_of(&resolver->globs, &resolver->packages, package, path);
    return facts;
}

const struct tsconfig *resolver_tsconfig(struct resolver *resolver, struct text file)
{
    return tsconfigs_nearest(&resolver->tsconfigs, path_folder(file));
}

static void find_share_files(struct resolver *resolver)
{
    const struct config *config = resolver->config;
    for (uint32_t i = 0; i < config->share_count; i++) {
        const struct share *share = &config->shares[i];
        if (share->kind == SHARE_ABSOLUTE) {
            struct text real = disk_real_path(&resolver->disk, share->request);
            if (real.length) vec_push(&resolver->share_files, (struct share_file){real, share});
        }
        if (share->kind != SHARE_RELATIVE) continue;
        const struct resolution *file = resolver_resolve_in(resolver, share->written, config->context, RESOLVE_IMPORT);
        if (file->kind == RESOLUTION_FILE) {
            vec_push(&resolver->share_files, (struct share_file){file->path, share});
        } else {
            diag_add(resolver->diagnostics, DIAG_SHARE_UNRESOLVED, config_place(config, share->offset),
                     "the shared file \"%.*s\" can not be found: %.*s", TEXT_ARGS(share->key), TEXT_ARGS(file->reason));
        }
    }
    resolver->share_files_known = true;
}

struct share_match resolver_share_of_file(struct resolver *resolver, struct text path)
{
    if (!resolver->share_files_known) find_share_files(resolver);
    for (uint32_t i = 0; i < resolver->share_files.count; i++) {
        if (text_equal(resolver->share_files.at[i].path, path)) {
            return (struct share_match){resolver->share_files.at[i].share, {0}};
        }
    }
    return (struct share_match){0};
}

struct text resolver_required_version(struct resolver *resolver, struct text folder, struct text package_name)
{
    return versions_required(&resolver->packages, folder, package_name);
}

struct text resolver_version(struct resolver *resolver, struct text file)
{
    return versions_of_file(&resolver->packages, file);
}
