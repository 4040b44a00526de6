/* Packages: node_modules folders, self references, the exports and imports fields. Twins: ModulesInHierarchicalDirectoriesPlugin,
 * SelfReferencePlugin, ExportsFieldPlugin, ImportsFieldPlugin. */
#include "resolve/search.h"

#include "base/path.h"
#include "resolve/aliases.h"
#include "resolve/exports_field.h"
#include "resolve/imports_field.h"

/* Query and fragment are parts of what the exports field is asked for. */
static struct text with_suffix(struct search *search, struct request request, struct text inner)
{
    if (request.query.length == 0 && request.fragment.length == 0) return inner;
    return arena_format(search->arena, "%.*s%s%.*s%.*s", TEXT_ARGS(inner), inner.length == 1 ? "/" : "",
                        TEXT_ARGS(request.query), TEXT_ARGS(request.fragment));
}

/* `inner` ("." or "./x") inside the package in `folder`. */
static enum outcome in_package(struct search *search, const struct step *step, struct text folder, struct text inner)
{
    const struct package_json *package = packages_at(search->packages, folder);
    for (uint32_t i = 0; package && i < search->options->exports_fields.count; i++) {
        struct text field = search->options->exports_fields.at[i];
        if (!exports_field_is_given(package, field)) continue;
        if (step->request.folder) {
            return search_fail(search,
                               arena_format(search->arena, "a folder can not be asked of %.*s, which has \"%.*s\"",
                                            TEXT_ARGS(package->name), TEXT_ARGS(field)));
        }
        struct package_map_result result = exports_field_target(
            search->arena, package, field, with_suffix(search, step->request, inner), search->options->conditions);
        if (result.kind == PACKAGE_MAP_REFUSED) return search_fail(search, result.reason);
        struct step target = *step;
        target.request = request_parse(result.target);
        struct text path = path_join(search->arena, folder, target.request.path);
        enum outcome outcome = search_path(search, &target, path);
        if (outcome != MISSED) return outcome;
        return search_fail(search, arena_format(search->arena, "'%.*s' of %.*s leads to %.*s, which does not exist",
                                                TEXT_ARGS(inner), TEXT_ARGS(package->name), TEXT_ARGS(path)));
    }
    return search_path(search, step, path_join(search->arena, folder, inner));
}

/* The bare request in `modules`, a folder of packages. */
static enum outcome in_modules(struct search *search, const struct step *step, struct text modules)
{
    if (disk_kind(search->disk, modules) != FS_FOLDER) return MISSED;
    struct text request = step->request.path;
    struct text name = package_name_of_request(request);
    if (name.length == 0) name = request;
    struct text folder = path_join(search->arena, modules, name);
    struct step inside = *step;
    bool whole = name.length == request.length;
    if (whole) inside.fully_specified = false;
    if (whole && !step->request.folder && !search->options->to_folder) {
        enum outcome outcome = search_file(search, &inside, folder);
        if (outcome != MISSED) return outcome;
    }
    if (disk_kind(search->disk, folder) != FS_FOLDER) return MISSED;
    struct text inner = TEXT(".");
    if (!whole)
        inner = arena_format(search->arena, ".%.*s", TEXT_ARGS(text_slice(request, name.length, request.length)));
    enum outcome outcome = in_package(search, &inside, folder, inner);
    if (outcome == MISSED && search->reason.length == 0) {
        search->reason = arena_format(search->arena, "%.*s has no such file", TEXT_ARGS(folder));
    }
    return outcome;
}

static enum outcome self_reference(struct search *search, const struct step *step, const struct package_json *package)
{
    struct text request = step->request.path, name = package->name;
    if (name.length == 0 || !text_starts_with(request, name)) return MISSED;
    if (request.length > name.length && request.at[name.length] != '/') return MISSED;
    for (uint32_t i = 0; i < search->options->exports_fields.count; i++) {
        if (!exports_field_is_given(package, search->options->exports_fields.at[i])) continue;
        struct text inner =
            arena_format(search->arena, ".%.*s", TEXT_ARGS(text_slice(request, name.length, request.length)));
        return in_package(search, step, package->folder, inner);
    }
    return MISSED;
}

/* The names of folders in `names` (all relative) in every folder from `from` up. */
static enum outcome upwards(struct search *search, const struct step *step, struct text_list names, struct text from)
{
    for (struct text folder = from;;) {
        for (uint32_t i = 0; i < names.count; i++) {
            enum outcome outcome = in_modules(search, step, path_join(search->arena, folder, names.at[i]));
            if (outcome != MISSED) return outcome;
        }
        struct text above = path_folder(folder);
        if (above.length >= folder.length) return MISSED;
        folder = above;
    }
}

enum outcome search_modules(struct search *search, const struct step *step, const struct package_json *package)
{
    const struct tsconfig *tsconfig = search_tsconfig(search, step->folder);
    for (uint32_t i = 0; tsconfig && i < tsconfig->modules.count; i++) {
        enum outcome outcome = in_modules(search, step, tsconfig->modules.at[i]);
        if (outcome != MISSED) return outcome;
    }
    if (package) {
        enum outcome outcome = self_reference(search, step, package);
        if (outcome != MISSED) return outcome;
    }
    struct text_list modules = search->options->modules;
    for (uint32_t i = 0; i < modules.count; i++) {
        enum outcome outcome;
        if (path_is_absolute(modules.at[i])) {
            outcome = in_modules(search, step, modules.at[i]);
        } else {
            uint32_t end = i + 1; /* neighbours are looked for together, level by level */
            while (end < modules.count && !path_is_absolute(modules.at[end])) end++;
            outcome = upwards(search, step, (struct text_list){modules.at + i, end - i}, step->folder);
            i = end - 1;
        }
        if (outcome != MISSED) return outcome;
    }
    return MISSED;
}

/* A file that the imports field names: resolve.extensionAlias holds for it, as it does not for the exports field. */
static enum outcome path_of_imports_field(struct search *search, const struct step *step, struct text path)
{
    const struct config_aliases *aliases = &search->config->resolve.extension_alias;
    for (uint32_t i = 0; i < aliases->count; i++) {
        const struct config_alias *alias = &aliases->at[i];
        if (!text_ends_with(path, alias->name)) continue;
        struct step exact = *step;
        exact.fully_specified = true;
        for (uint32_t t = 0; t < alias->targets.count; t++) {
            struct text named = extension_alias_follow(search->arena, alias, t, path);
            enum outcome outcome = search_path(search, &exact, named);
            if (outcome != MISSED) return outcome;
        }
        if (!text_list_has(alias->targets, alias->name)) return MISSED;
    }
    return search_path(search, step, path);
}

enum outcome search_imports_fields(struct search *search, const struct step *step, const struct package_json *package)
{
    if (!package) return MISSED;
    for (uint32_t i = 0; i < search->options->imports_fields.count; i++) {
        struct text field = search->options->imports_fields.at[i];
        struct package_map_result result = imports_field_target(
            search->arena, package, field, search_with_query(search, step->request), search->options->conditions);
        if (result.kind == PACKAGE_MAP_ABSENT) continue;
        if (result.kind == PACKAGE_MAP_REFUSED) return search_fail(search, result.reason);
        struct step target = {step->folder, request_parse(result.target), step->fully_specified, false};
        if (target.request.path.at[0] == '.') {
            struct text path = path_join(search->arena, package->folder, target.request.path);
            return path_of_imports_field(search, &target, path);
        }
        if (target.request.kind == REQUEST_INTERNAL) {
            return search_fail(search, TEXT("one \"#\" request of the imports field can not lead to another"));
        }
        target.fully_specified = false;
        return search_follow(search, target);
    }
    return MISSED;
}
