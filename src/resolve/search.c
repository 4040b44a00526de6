/* The order in which a request is tried, after enhanced-resolve's ResolverFactory.
 *
 *     request ── aliases ── browser field ─┬─ #x: imports field ──────────────┐
 *        ▲                                 ├─ bare: self reference,           │
 *        │                                 │  node_modules ── exports field ──┤
 *        │                                 └─ relative, absolute ─────────────┴─ file (extensions) ─┬─ found
 *        │                                                                       folder (main, index)┤
 *        └────────────────────────────── aliases and browser field of the file itself ───────────────┘
 */
#include "resolve/search.h"

#include "base/path.h"
#include "resolve/aliases.h"
#include "resolve/browser_field.h"

enum outcome search_fail(struct search *search, struct text reason)
{
    search->reason = reason;
    return FAILED;
}

struct text search_with_query(struct search *search, struct request request)
{
    return arena_format(search->arena, "%.*s%.*s%.*s", TEXT_ARGS(request.path), TEXT_ARGS(request.query),
                        TEXT_ARGS(request.fragment));
}

enum outcome search_restart(struct search *search, const struct step *before, struct text folder, struct text text)
{
    struct step step = {.folder = folder, .request = request_parse(text)};
    if (step.request.query.length == 0) step.request.query = before->request.query;
    if (step.request.fragment.length == 0) step.request.fragment = before->request.fragment;
    return search_follow(search, step);
}

enum outcome search_aliases(struct search *search, const struct step *step, struct text text, bool is_path,
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
            enum outcome outcome = search_restart(search, step, step->folder, next.request);
            if (outcome != MISSED) return outcome;
        }
        if (*decided) return MISSED;
    }
    return MISSED;
}

enum outcome search_browser_fields(struct search *search, const struct step *step, const struct package_json *package,
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
        return search_restart(search, step, package->folder, next.request);
    }
    return MISSED;
}

/* "/x" may mean a file of the app. */
static enum outcome follow_roots(struct search *search, const struct step *step)
{
    struct text rest = text_slice(step->request.path, 1, step->request.path.length);
    struct step rooted = *step;
    rooted.rooted = true;
    enum outcome outcome = MISSED;
    for (uint32_t i = 0; rest.length && outcome == MISSED && i < search->options->roots.count; i++) {
        outcome = search_path(search, &rooted, path_join(search->arena, search->options->roots.at[i], rest));
    }
    return outcome;
}

static enum outcome follow_replaced(struct search *search, const struct step *step, const struct package_json *package)
{
    struct text request = step->request.path;
    switch (step->request.kind) {
    case REQUEST_EMPTY: return search_fail(search, TEXT("the request is empty"));
    case REQUEST_BARE:
        if (search->options->prefer_relative) {
            enum outcome outcome = search_path(search, step, path_join(search->arena, step->folder, request));
            if (outcome != MISSED) return outcome;
        }
        return search_modules(search, step, package);
    case REQUEST_INTERNAL: return search_imports_fields(search, step, package);
    case REQUEST_ABSOLUTE: {
        bool absolute_first = search->options->prefer_absolute || search->options->prefer_relative;
        enum outcome outcome = absolute_first ? search_path(search, step, request) : follow_roots(search, step);
        if (outcome != MISSED) return outcome;
        return absolute_first ? follow_roots(search, step) : search_path(search, step, request);
    }
    case REQUEST_RELATIVE: break;
    }
    return search_path(search, step, path_join(search->arena, step->folder, request));
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

const struct tsconfig *search_tsconfig(struct search *search, struct text folder)
{
    const struct config_resolve *resolve = &search->config->resolve;
    if (search->mapped || resolve->tsconfig == CONFIG_TSCONFIG_NONE) return NULL;
    if (resolve->tsconfig == CONFIG_TSCONFIG_NEAREST) return tsconfigs_nearest(search->tsconfigs, folder);
    bool in_dependency = text_find(folder, TEXT("/node_modules"), 0) != TEXT_NOWHERE;
    if (in_dependency || !path_is_below(folder, path_folder(resolve->tsconfig_file))) return NULL;
    return tsconfigs_at(search->tsconfigs, resolve->tsconfig_file);
}

/* As TypeScript has it, a mapping that leads nowhere does not decide. */
static enum outcome follow_tsconfig_paths(struct search *search, const struct step *step)
{
    const struct tsconfig *tsconfig =
        step->request.kind == REQUEST_RELATIVE ? NULL : search_tsconfig(search, step->folder);
    if (!tsconfig) return MISSED;
    bool decided = false;
    search->mapped = true;
    enum outcome outcome = search_aliases(search, step, step->request.path, false, &tsconfig->paths, &decided);
    search->mapped = false;
    return outcome;
}

/* `request` with the extensions that resolve.extensionAlias has for its own; *decided when its own is none of them, so that the request
 * as written does not count. */
static enum outcome follow_extension_aliases(struct search *search, const struct step *step,
                                             const struct package_json *package, bool *decided)
{
    const struct config_aliases *aliases = &search->config->resolve.extension_alias;
    for (uint32_t i = 0; i < aliases->count && !*decided; i++) {
        const struct config_alias *alias = &aliases->at[i];
        if (step->request.folder || !text_ends_with(step->request.path, alias->name)) continue;
        struct step next = *step;
        next.fully_specified = true;
        for (uint32_t t = 0; t < alias->targets.count; t++) {
            next.request.path = extension_alias_follow(search->arena, alias, t, step->request.path);
            enum outcome outcome = follow_replaced(search, &next, package);
            if (outcome != MISSED) return outcome;
        }
        *decided = !text_list_has(alias->targets, alias->name);
    }
    return MISSED;
}

static enum outcome follow_parsed(struct search *search, const struct step *step)
{
    const struct config_resolve *configured = &search->config->resolve;
    const struct package_json *package = packages_nearest(search->packages, step->folder);
    bool decided = false;
    enum outcome outcome = search_aliases(search, step, step->request.path, false, &configured->alias, &decided);
    if (!decided) {
        outcome = follow_tsconfig_paths(search, step);
        decided = outcome != MISSED;
    }
    if (!decided && package && search->options->alias_fields.count) {
        outcome = search_browser_fields(search, step, package, inner_request(search, step, package), &decided);
    }
    if (!decided) outcome = follow_extension_aliases(search, step, package, &decided);
    if (!decided && outcome == MISSED) outcome = follow_replaced(search, step, package);
    if (outcome != MISSED) return outcome;
    decided = false;
    return search_aliases(search, step, step->request.path, false, &configured->fallback, &decided);
}

enum outcome search_follow(struct search *search, struct step step)
{
    if (search->depth == SEARCH_DEEPEST) return search_fail(search, TEXT("aliases go in circles"));
    search->depth++;
    enum outcome outcome = MISSED;
    if (step.request.path.length && step.request.query.length == 0 && step.request.fragment.length) {
        /* "#" may be a letter of a file's name. */
        struct step whole = step;
        whole.request.path = search_with_query(search, step.request);
        whole.request.folder = text_ends_with(whole.request.path, TEXT("/"));
        if (whole.request.folder) whole.request.path.length--;
        whole.request.fragment = (struct text){0};
        outcome = follow_parsed(search, &whole);
    }
    if (outcome == MISSED) outcome = follow_parsed(search, &step);
    search->depth--;
    return outcome;
}
