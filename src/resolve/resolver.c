/* The order in which a request is tried, after enhanced-resolve's ResolverFactory.
 *
 *     request ── aliases ── browser field ─┬─ #x: imports field ──────────────┐
 *        ▲                                 ├─ bare: self reference,           │
 *        │                                 │  node_modules ── exports field ──┤
 *        │                                 └─ relative, absolute ─────────────┴─ file (extensions) ─┬─ found
 *        │                                                                       folder (main, index)┤
 *        └────────────────────────────── aliases and browser field of the file itself ───────────────┘
 *
 * Each step answers MISSED (the caller tries its next way), FOUND, or FAILED (a rule forbids the request: nothing else is tried).
 */
#include "resolve/resolver.h"

#include "base/path.h"
#include "resolve/aliases.h"
#include "resolve/browser_field.h"
#include "resolve/conditions.h"
#include "resolve/disk.h"
#include "resolve/exports_field.h"
#include "resolve/externals.h"
#include "resolve/imports_field.h"
#include "resolve/request.h"
#include "resolve/side_effects.h"
#include "resolve/versions.h"

enum { LONGEST_CHAIN = 40 }; /* aliases, browser and main fields that lead to each other */

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
    struct side_effects_globs globs;
    struct resolve_options options[RESOLVE_TYPES];
    struct names requests;
    struct map answers; /* (request, folder and type) → index in `list` */
    VEC(const struct resolution *) list;
    VEC(struct share_file) share_files;
    bool share_files_known;
};

enum outcome { MISSED, FOUND, FAILED };

/* One search: what it is for, and what it found. */
struct search {
    struct resolver *resolver;
    struct arena *arena;
    const struct resolve_options *options;
    unsigned depth;     /* of follow and try_folder within each other */
    struct text reason; /* why it FAILED, or the best known reason why it MISSED */

    bool ignored;
    struct text path;
    struct text query;
};

/* Where a search stands. */
struct step {
    struct text folder; /* what `request` is relative to */
    struct request request;
    bool fully_specified; /* no extensions, no folders */
    bool rooted;          /* an absolute request taken as one from the context: the file itself is not looked up in aliases */
};

static enum outcome follow(struct search *search, struct step step);

static enum outcome fail(struct search *search, struct text reason)
{
    search->reason = reason;
    return FAILED;
}

static struct text with_query(struct search *search, struct request request)
{
    return arena_format(search->arena, "%.*s%.*s%.*s", TEXT_ARGS(request.path), TEXT_ARGS(request.query),
                        TEXT_ARGS(request.fragment));
}

/* Starts over with another request. Its own query counts, else that of the request before. */
static enum outcome restart(struct search *search, const struct step *before, struct text folder, struct text text)
{
    struct step step = {.folder = folder, .request = request_parse(text)};
    if (step.request.query.length == 0) step.request.query = before->request.query;
    if (step.request.fragment.length == 0) step.request.fragment = before->request.fragment;
    return follow(search, step);
}

/* ── aliases ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* An alias that concerns the request decides: nothing else is tried after it. *decided says whether one did. */
static enum outcome try_aliases(struct search *search, const struct step *step, struct text text, bool is_path,
                                const struct config_aliases *aliases, bool *decided)
{
    for (uint32_t i = 0; i < aliases->count; i++) {
        const struct config_alias *alias = &aliases->at[i];
        for (uint32_t way = 0; way < alias_way_count(alias); way++) {
            struct alias_step next = alias_follow(search->arena, alias, way, text, is_path);
            if (!next.matched) continue;
            *decided = true;
            if (next.ignored) {
                search->ignored = true;
                return FOUND;
            }
            enum outcome outcome = restart(search, step, step->folder, next.request);
            if (outcome != MISSED) return outcome;
        }
        if (*decided) return MISSED;
    }
    return MISSED;
}

/* `inner` is the request as the package knows it: bare, or a path from its root. */
static enum outcome try_browser_fields(struct search *search, const struct step *step, const struct package_json *package,
                                       struct text inner, bool *decided)
{
    if (!package) return MISSED;
    for (uint32_t i = 0; i < search->options->alias_fields.count; i++) {
        struct browser_step next = browser_field_follow(package, search->options->alias_fields.at[i], inner);
        if (!next.matched) continue;
        *decided = true;
        if (next.ignored) {
            search->ignored = true;
            return FOUND;
        }
        return restart(search, step, package->folder, next.request);
    }
    return MISSED;
}

/* ── files and folders ───────────────────────────────────────────────────────────────────────────────────────────── */

static enum outcome found(struct search *search, const struct step *step, struct text path)
{
    struct text real = search->resolver->config->resolve.symlinks ? disk_real_path(&search->resolver->disk, path) : path;
    search->path = real.length ? real : path;
    search->query = arena_format(search->arena, "%.*s%.*s", TEXT_ARGS(step->request.query),
                                 TEXT_ARGS(step->request.fragment));
    return FOUND;
}

static enum outcome try_exact_file(struct search *search, const struct step *step, struct text path)
{
    struct resolver *resolver = search->resolver;
    if (!step->rooted) {
        struct step at_file = *step;
        at_file.folder = path_folder(path);
        bool decided = false;
        enum outcome outcome = try_aliases(search, &at_file, path, true, &resolver->config->resolve.alias, &decided);
        if (decided) return outcome;
        const struct package_json *package = packages_nearest(&resolver->packages, at_file.folder);
        if (package && search->options->alias_fields.count) {
            struct text inner = package_inner_path(search->arena, package, path);
            outcome = try_browser_fields(search, &at_file, package, inner, &decided);
            if (decided) return outcome;
        }
    }
    if (disk_kind(&resolver->disk, path) != FS_FILE) return MISSED;
    return found(search, step, path);
}

static enum outcome try_file(struct search *search, const struct step *step, struct text path)
{
    enum outcome outcome = try_exact_file(search, step, path);
    if (outcome != MISSED || step->fully_specified) return outcome;
    for (uint32_t i = 0; i < search->options->extensions.count; i++) {
        struct text extension = search->options->extensions.at[i];
        struct text named = arena_format(search->arena, "%.*s%.*s", TEXT_ARGS(path), TEXT_ARGS(extension));
        outcome = try_exact_file(search, step, named);
        if (outcome != MISSED) return outcome;
    }
    return MISSED;
}

static struct text main_of(const struct package_json *package, struct text field)
{
    JSON_EACH(member, package->root)
    {
        if (!text_equal(member->key, field) || member->type != JSON_STRING) continue;
        if (member->string.length == 0 || text_is(member->string, ".") || text_is(member->string, "./")) break;
        return member->string;
    }
    return (struct text){0};
}

static enum outcome try_path(struct search *search, const struct step *step, struct text path,
                             const struct package_json *main_of_package);

/* The main fields of the package that `folder` is the root of, then its index files. `main_of_package`: the package whose main
 * field led here. */
static enum outcome try_folder(struct search *search, const struct step *step, struct text folder,
                               const struct package_json *main_of_package)
{
    struct resolver *resolver = search->resolver;
    if (disk_kind(&resolver->disk, folder) != FS_FOLDER) return MISSED;
    if (search->options->to_folder) return found(search, step, folder);

    const struct package_json *package = packages_at(&resolver->packages, folder);
    if (package && package != main_of_package) {
        for (uint32_t i = 0; i < search->options->main_fields.count; i++) {
            struct text main = main_of(package, search->options->main_fields.at[i]);
            if (main.length == 0) continue;
            struct step inside = *step;
            inside.request.folder = text_ends_with(main, TEXT("/"));
            enum outcome outcome = try_path(search, &inside, path_join(search->arena, folder, main), package);
            if (outcome != MISSED) return outcome;
        }
    }
    for (uint32_t i = 0; i < search->options->main_files.count; i++) {
        struct text file = path_join(search->arena, folder, search->options->main_files.at[i]);
        enum outcome outcome = try_file(search, step, file);
        if (outcome != MISSED) return outcome;
    }
    return MISSED;
}

/* `path` as a file, then as a folder. */
static enum outcome try_path(struct search *search, const struct step *step, struct text path,
                             const struct package_json *main_of_package)
{
    if (!step->request.folder && !search->options->to_folder) {
        enum outcome outcome = try_file(search, step, path);
        if (outcome != MISSED) return outcome;
    }
    if (step->fully_specified && !search->options->to_folder) {
        enum fs_kind kind = disk_kind(&search->resolver->disk, path);
        const char *why = kind == FS_FOLDER ? "a folder; a strict ES module must name the file in it"
                                            : "no such file; a strict ES module must write the extension";
        search->reason = arena_format(search->arena, "%.*s is %s", TEXT_ARGS(path), why);
        return MISSED;
    }
    if (search->depth == LONGEST_CHAIN) return fail(search, TEXT("the main fields of package.json files go in circles"));
    search->depth++;
    enum outcome outcome = try_folder(search, step, path, main_of_package);
    search->depth--;
    return outcome;
}

/* ── packages ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* `inner` ("." or "./x") inside the package in `folder`. */
static enum outcome try_in_package(struct search *search, const struct step *step, struct text folder, struct text inner)
{
    const struct package_json *package = packages_at(&search->resolver->packages, folder);
    for (uint32_t i = 0; package && i < search->options->exports_fields.count; i++) {
        struct text field = search->options->exports_fields.at[i];
        struct text suffix = arena_format(search->arena, "%.*s%.*s", TEXT_ARGS(step->request.query),
                                          TEXT_ARGS(step->request.fragment));
        struct text asked = arena_format(search->arena, "%.*s%s%.*s", TEXT_ARGS(inner),
                                         suffix.length && inner.length == 1 ? "/" : "", TEXT_ARGS(suffix));
        if (!exports_field_is_given(package, field)) continue;
        if (step->request.folder) {
            return fail(search, arena_format(search->arena, "a folder can not be asked of %.*s, which has \"%.*s\"",
                                             TEXT_ARGS(package->name), TEXT_ARGS(field)));
        }
        struct package_map_result result =
            exports_field_target(search->arena, package, field, asked, search->options->conditions);
        if (result.kind == PACKAGE_MAP_REFUSED) return fail(search, result.reason);
        struct step target = *step;
        target.request = request_parse(result.target);
        struct text path = path_join(search->arena, folder, target.request.path);
        enum outcome outcome = try_path(search, &target, path, NULL);
        if (outcome != MISSED) return outcome;
        return fail(search, arena_format(search->arena, "'%.*s' of %.*s leads to %.*s, which does not exist", TEXT_ARGS(inner),
                                         TEXT_ARGS(package->name), TEXT_ARGS(path)));
    }
    return try_path(search, step, path_join(search->arena, folder, inner), NULL);
}

/* The bare request in `modules`, a folder of packages. */
static enum outcome try_in_modules(struct search *search, const struct step *step, struct text modules)
{
    if (disk_kind(&search->resolver->disk, modules) != FS_FOLDER) return MISSED;
    struct text request = step->request.path;
    struct text name = package_name_of_request(request);
    if (name.length == 0) name = request;
    struct text folder = path_join(search->arena, modules, name);
    struct step inside = *step;
    bool whole = name.length == request.length;
    if (whole) inside.fully_specified = false;
    if (whole && !step->request.folder && !search->options->to_folder) {
        enum outcome outcome = try_file(search, &inside, folder);
        if (outcome != MISSED) return outcome;
    }
    if (disk_kind(&search->resolver->disk, folder) != FS_FOLDER) return MISSED;
    struct text inner = TEXT(".");
    if (!whole) inner = arena_format(search->arena, ".%.*s", TEXT_ARGS(text_slice(request, name.length, request.length)));
    enum outcome outcome = try_in_package(search, &inside, folder, inner);
    if (outcome == MISSED && search->reason.length == 0) {
        search->reason = arena_format(search->arena, "%.*s has no such file", TEXT_ARGS(folder));
    }
    return outcome;
}

static enum outcome try_self(struct search *search, const struct step *step, const struct package_json *package)
{
    struct text request = step->request.path, name = package->name;
    if (name.length == 0 || !text_starts_with(request, name)) return MISSED;
    if (request.length > name.length && request.at[name.length] != '/') return MISSED;
    for (uint32_t i = 0; i < search->options->exports_fields.count; i++) {
        if (!exports_field_is_given(package, search->options->exports_fields.at[i])) continue;
        struct text inner =
            arena_format(search->arena, ".%.*s", TEXT_ARGS(text_slice(request, name.length, request.length)));
        return try_in_package(search, step, package->folder, inner);
    }
    return MISSED;
}

/* The names of folders in `names` (all relative) in every folder from `from` up. */
static enum outcome try_upwards(struct search *search, const struct step *step, struct text_list names, struct text from)
{
    for (struct text folder = from;;) {
        for (uint32_t i = 0; i < names.count; i++) {
            enum outcome outcome = try_in_modules(search, step, path_join(search->arena, folder, names.at[i]));
            if (outcome != MISSED) return outcome;
        }
        struct text above = path_folder(folder);
        if (above.length >= folder.length) return MISSED;
        folder = above;
    }
}

static enum outcome try_modules(struct search *search, const struct step *step, const struct package_json *package)
{
    if (package) {
        enum outcome outcome = try_self(search, step, package);
        if (outcome != MISSED) return outcome;
    }
    struct text_list modules = search->options->modules;
    for (uint32_t i = 0; i < modules.count; i++) {
        enum outcome outcome;
        if (path_is_absolute(modules.at[i])) {
            outcome = try_in_modules(search, step, modules.at[i]);
        } else {
            uint32_t end = i + 1; /* neighbours are looked for together, level by level */
            while (end < modules.count && !path_is_absolute(modules.at[end])) end++;
            outcome = try_upwards(search, step, (struct text_list){modules.at + i, end - i}, step->folder);
            i = end - 1;
        }
        if (outcome != MISSED) return outcome;
    }
    return MISSED;
}

static enum outcome try_imports_fields(struct search *search, const struct step *step, const struct package_json *package)
{
    if (!package) return MISSED;
    for (uint32_t i = 0; i < search->options->imports_fields.count; i++) {
        struct text field = search->options->imports_fields.at[i];
        struct package_map_result result = imports_field_target(search->arena, package, field,
                                                                with_query(search, step->request), search->options->conditions);
        if (result.kind == PACKAGE_MAP_ABSENT) continue;
        if (result.kind == PACKAGE_MAP_REFUSED) return fail(search, result.reason);
        struct step target = {step->folder, request_parse(result.target), step->fully_specified, false};
        if (target.request.path.at[0] == '.') {
            return try_path(search, &target, path_join(search->arena, package->folder, target.request.path), NULL);
        }
        if (target.request.kind == REQUEST_INTERNAL) {
            return fail(search, TEXT("one \"#\" request of the imports field can not lead to another"));
        }
        target.fully_specified = false;
        return follow(search, target);
    }
    return MISSED;
}

/* ── requests ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static enum outcome try_normal(struct search *search, const struct step *step, const struct package_json *package)
{
    struct text request = step->request.path;
    switch (step->request.kind) {
    case REQUEST_EMPTY: return fail(search, TEXT("the request is empty"));
    case REQUEST_BARE:
        if (search->options->prefer_relative) {
            enum outcome outcome = try_path(search, step, path_join(search->arena, step->folder, request), NULL);
            if (outcome != MISSED) return outcome;
        }
        return try_modules(search, step, package);
    case REQUEST_INTERNAL: return try_imports_fields(search, step, package);
    case REQUEST_ABSOLUTE: {
        /* webpack's resolve.roots: "/x" may mean a file of the app. */
        struct text rest = text_slice(request, 1, request.length);
        struct text path = path_join(search->arena, search->resolver->config->context, rest);
        struct step rooted = *step;
        rooted.rooted = true;
        enum outcome outcome = rest.length ? try_path(search, &rooted, path, NULL) : MISSED;
        if (outcome != MISSED) return outcome;
        break;
    }
    case REQUEST_RELATIVE: break;
    }
    return try_path(search, step, path_join(search->arena, step->folder, request), NULL);
}

/* The request as the package knows it. A relative one loses its "./", as it does in enhanced-resolve's getInnerRequest: here "./util"
 * meets the key "util", and the key "./util" waits for the file. */
static struct text inner_request(struct search *search, const struct step *step, const struct package_json *package)
{
    if (step->request.kind != REQUEST_RELATIVE) return step->request.path;
    struct text path = path_join(search->arena, step->folder, step->request.path);
    if (!path_is_below(path, package->folder)) return path_relative(search->arena, package->folder, path);
    struct text inner = package_inner_path(search->arena, package, path);
    return inner.length > 2 ? text_slice(inner, 2, inner.length) : inner;
}

static enum outcome follow_parsed(struct search *search, const struct step *step)
{
    const struct config_resolve *configured = &search->resolver->config->resolve;
    const struct package_json *package = packages_nearest(&search->resolver->packages, step->folder);
    bool decided = false;
    enum outcome outcome = try_aliases(search, step, step->request.path, false, &configured->alias, &decided);
    if (!decided && package && search->options->alias_fields.count) {
        outcome = try_browser_fields(search, step, package, inner_request(search, step, package), &decided);
    }
    if (!decided) outcome = try_normal(search, step, package);
    if (outcome != MISSED) return outcome;
    return try_aliases(search, step, step->request.path, false, &configured->fallback, &decided);
}

static enum outcome follow(struct search *search, struct step step)
{
    if (search->depth == LONGEST_CHAIN) return fail(search, TEXT("aliases go in circles"));
    search->depth++;
    enum outcome outcome = MISSED;
    if (step.request.path.length && step.request.query.length == 0 && step.request.fragment.length) {
        /* "#" may be a letter of a file's name. */
        struct step whole = step;
        whole.request.path = with_query(search, step.request);
        whole.request.folder = text_ends_with(whole.request.path, TEXT("/"));
        if (whole.request.folder) whole.request.path.length--;
        whole.request.fragment = (struct text){0};
        outcome = follow_parsed(search, &whole);
    }
    if (outcome == MISSED) outcome = follow_parsed(search, &step);
    search->depth--;
    return outcome;
}

static struct text missing_reason(struct search *search, struct text request, struct text folder)
{
    if (search->reason.length) return search->reason;
    if (externals_is_builtin(request)) {
        return TEXT("a module of Node.js, which target web does not have; name a replacement in resolve.fallback, or false");
    }
    struct request parsed = request_parse(request);
    if (parsed.kind == REQUEST_BARE) {
        struct text name = package_name_of_request(parsed.path);
        return arena_format(search->arena, "no package '%.*s' in a node_modules folder from %.*s upwards", TEXT_ARGS(name),
                            TEXT_ARGS(folder));
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
    struct search search = {.resolver = resolver, .arena = &resolver->arena, .options = &resolver->options[type]};
    enum outcome outcome = MISSED;
    if (text_find_char(request, '\0', 0) != TEXT_NOWHERE) {
        search.reason = TEXT("the request holds a NUL");
    } else {
        outcome = follow(&search, (struct step){folder, request_parse(request), fully_specified, false});
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

const struct resolution *resolver_resolve(struct resolver *resolver, struct text request, struct text issuer,
                                          enum resolve_type type)
{
    bool strict = type == RESOLVE_IMPORT && resolver_facts(resolver, issuer).format == MODULE_FORMAT_ESM;
    return resolve(resolver, request, path_folder(issuer), type, strict || resolver->config->resolve.fully_specified);
}

const struct resolution *resolver_resolve_in(struct resolver *resolver, struct text request, struct text folder,
                                             enum resolve_type type)
{
    return resolve(resolver, request, folder, type, resolver->config->resolve.fully_specified);
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

struct file_facts resolver_facts(struct resolver *resolver, struct text path)
{
    const struct package_json *package = packages_nearest(&resolver->packages, path_folder(path));
    struct file_facts facts = {.package = package};
    enum package_type type = package && has_extension(path, ".js") ? package->type : PACKAGE_TYPE_NONE;
    if (has_extension(path, ".mjs") || type == PACKAGE_TYPE_MODULE) facts.format = MODULE_FORMAT_ESM;
    if (has_extension(path, ".cjs") || type == PACKAGE_TYPE_COMMONJS) facts.format = MODULE_FORMAT_COMMONJS;
    facts.side_effects = side_effects_of(&resolver->globs, &resolver->packages, package, path);
    return facts;
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
        const struct resolution *file = resolver_resolve_in(resolver, share->key, config->context, RESOLVE_IMPORT);
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
