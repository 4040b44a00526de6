#include "base/path.h"
#include "graph/discovery.h"

#include <stdlib.h>

/* The version that a consumer in `folder` asks for, "" for any. */
static struct text required_version(struct discovery *d, const struct share *share, struct text request,
                                    struct text folder)
{
    switch (share->required_version_kind) {
    case SHARE_VERSION_TEXT: return share->required_version;
    case SHARE_VERSION_NONE: return TEXT("");
    case SHARE_VERSION_INFERRED: {
        struct text package = share->package_name.length ? share->package_name : package_name_of_request(request);
        return package.length ? resolver_required_version(d->resolver, folder, package) : TEXT("");
    }
    }
    return TEXT("");
}

/* Of the package.json that the file belongs to, "" when it says none; filters look no further. */
static struct text own_version(const struct resolution *resolution)
{
    const struct package_json *package = resolution->facts.package;
    return resolution->kind == RESOLUTION_FILE && package ? package->version : TEXT("");
}

static bool is_path(struct text request)
{
    return text_starts_with(request, TEXT("./")) || text_starts_with(request, TEXT("../")) || path_is_absolute(request);
}

/* False when a filter keeps the module out of the share scope: the app bundles it, but offers it to nobody. A file's version is never inferred. */
static bool is_provided(const struct share *share, const struct resolution *fallback)
{
    bool inferred = share->version_kind == SHARE_VERSION_INFERRED && !is_path(share->import);
    struct text version = share->version_kind == SHARE_VERSION_TEXT ? share->version
                          : inferred                                ? own_version(fallback)
                                                                    : TEXT("");
    struct share_filter include = share->include, exclude = share->exclude;
    include.fallback_version = exclude.fallback_version = TEXT(""); /* for consumers */
    return share_filters_take_version(&include, &exclude, version);
}

static struct text provided_version(struct discovery *d, const struct share *share, module_id module)
{
    if (share->version_kind == SHARE_VERSION_TEXT) return share->version;
    if (share->version_kind == SHARE_VERSION_NONE || is_path(share->import)) return TEXT("0");
    struct text version = resolver_version(d->resolver, d->modules.at[module].path);
    return version.length ? version : TEXT("0");
}

static void provide(struct discovery *d, const struct share *share, struct text key, module_id module)
{
    struct text version = provided_version(d, share, module);
    for (uint32_t s = 0; s < share->share_scopes.count; s++) {
        vec_push(&d->provided_shares, (struct provided_share){
                                          .share = share->index,
                                          .key = key,
                                          .scope = share->share_scopes.at[s],
                                          .version = version,
                                          .module = module,
                                      });
    }
}

/* What `share` offers a module as that `request` made: the rest behind a prefix in *rest. */
static bool offers(const struct share *share, struct text offered, struct text request, struct text *rest)
{
    *rest = TEXT("");
    if (!text_ends_with(offered, TEXT("/"))) return text_equal(offered, request);
    if (!text_starts_with(request, offered)) return false;
    *rest = text_slice(request, offered.length, request.length);
    return share_filters_take_request(&share->include, &share->exclude, *rest);
}

/* Every key under which the module that the request of a fallback made may be offered. The bundler takes one of them, and the plugins do not agree which: other apps may
 * ask by each. Twin: the `module` hook of ProvideSharedPlugin. */
static void provide_under_other_keys(struct discovery *d, struct text request, const struct resolution *resolution,
                                     module_id module)
{
    for (uint32_t i = 0; i < d->config->share_count; i++) {
        const struct share *share = &d->config->shares[i];
        struct text rest, written = text_equal(share->written, share->key) ? share->import : share->written;
        if (!share->provided || !is_provided(share, resolution)) continue;
        if (offers(share, share->import, request, &rest) || offers(share, written, request, &rest))
            provide(d, share, share_match_key(&d->arena, (struct share_match){share, rest}), module);
    }
}

/* Where the fallback is looked for: relative and absolute imports from the context, packages from the importing file
 * (ConsumeSharedPlugin). */
static struct text fallback_folder(const struct discovery *d, struct text import, struct text folder)
{
    return is_path(import) ? d->graph.context : folder;
}

/* Where the request of a fallback leads; NULL without one. */
static const struct resolution *resolve_fallback(struct discovery *d, struct text import, struct text folder)
{
    if (import.length == 0) return NULL;
    return resolver_resolve_in(d->resolver, import, fallback_folder(d, import, folder), RESOLVE_IMPORT);
}

static module_id add_fallback(struct discovery *d, const struct share *share, struct text import,
                              const struct resolution *resolution)
{
    if (!resolution) return MODULE_NONE;
    if (resolution->kind == RESOLUTION_MISSING && !share->implied) {
        diag_add(d->diagnostics, DIAG_SHARE_UNRESOLVED, config_place(d->config, share->offset),
                 "the shared package '%.*s' cannot be provided: %.*s", TEXT_ARGS(import),
                 TEXT_ARGS(resolution->reason));
    }
    return modules_add_resolved(d, resolution);
}

/* How a version filter decides about a consumer. */
enum filter_answer { FILTER_TAKES, FILTER_LEAVES, FILTER_UNSURE /* webpack's plugin and enhanced's do not agree */ };

/* enhanced asks the versions of packages whose name is the request, and no `exclude` beside an `include`. */
static bool enhanced_takes(const struct share *share, const struct resolution *fallback, struct text request)
{
    const struct package_json *package = fallback->facts.package;
    struct text version = own_version(fallback);
    bool asks = version.length && package && text_equal(package->name, request);
    const struct share_filter none = {0};
    if (share->include.has_version) return !asks || share_filters_take_version(&share->include, &none, version);
    if (share->exclude.fallback_version.length == 0 && !asks) return true;
    return share_filters_take_version(&none, &share->exclude, version);
}

/* A consumer is tested through the fallback that it has; without one it is always shared. */
static enum filter_answer filter_answer(const struct share *share, const struct resolution *fallback,
                                        struct text request)
{
    if (!share->include.has_version && !share->exclude.has_version) return FILTER_TAKES;
    if (!fallback || fallback->kind == RESOLUTION_MISSING) return FILTER_TAKES;
    bool webpack = share_filters_take_version(&share->include, &share->exclude, own_version(fallback));
    bool enhanced = enhanced_takes(share, fallback, request);
    return webpack != enhanced ? FILTER_UNSURE : webpack ? FILTER_TAKES : FILTER_LEAVES;
}

static struct text joined_scopes(struct discovery *d, const struct share *share)
{
    struct text joined = share->share_scopes.at[0];
    for (uint32_t s = 1; s < share->share_scopes.count; s++)
        joined = arena_format(&d->arena, "%.*s|%.*s", TEXT_ARGS(joined), TEXT_ARGS(share->share_scopes.at[s]));
    return joined;
}

static module_id consume(struct discovery *d, struct share_match match, struct text request, struct text folder,
                         module_id otherwise)
{
    const struct share *share = match.share;
    struct text key = share_match_key(&d->arena, match);
    struct text import = share_match_import(&d->arena, match);
    const struct resolution *resolution = resolve_fallback(d, import, folder);
    d->share_requests[share->index]++;
    module_id fallback = add_fallback(d, share, import, resolution);
    struct text required = required_version(d, share, request, folder);

    struct text id =
        arena_format(&d->arena, "webpack/sharing/consume/%.*s/%.*s%s%.*s", TEXT_ARGS(joined_scopes(d, share)),
                     TEXT_ARGS(key), import.length ? "/" : "", TEXT_ARGS(import));
    struct text identity =
        arena_format(&d->arena, "%.*s@%.*s#%u#%u", TEXT_ARGS(id), TEXT_ARGS(required), fallback, otherwise);
    struct module module = {
        .kind = MODULE_CONSUME_SHARED,
        .id = id,
        .share = share->index,
        .fallback = fallback,
        .otherwise = otherwise,
        .share_key = key,
        .share_scopes = share->share_scopes.at,
        .share_scope_count = share->share_scopes.count,
        .required_version = required,
        .import = import,
        .eager = share->eager,
        .singleton = share->singleton,
        .strict_version = share->strict_version,
        .used_by_framework = share->of_framework,
        .framework = TEXT("next"),
    };
    bool added;
    module_id consumed = modules_add(d, identity, &module, &added);
    if (added && fallback != MODULE_NONE) {
        if (is_provided(share, resolution)) provide(d, share, key, fallback);
        provide_under_other_keys(d, import, resolution, fallback);
    }
    return consumed;
}

/* What follows the last "node_modules/" of the path that a relative request names, or "". */
static struct text suffix_of(struct discovery *d, struct text request, struct text folder)
{
    if (!text_starts_with(request, TEXT("./")) && !text_starts_with(request, TEXT("../"))) return TEXT("");
    struct text path = path_join(&d->arena, folder, request);
    struct text marker = TEXT("node_modules/"), suffix = TEXT("");
    for (size_t at = text_find(path, marker, 0); at != TEXT_NOWHERE; at = text_find(path, marker, at + 1))
        suffix = text_slice(path, at + marker.length, path.length);
    return suffix;
}

/* Adds the share of a match; what its filter leaves, or may leave, can miss it. */
static void cross(struct discovery *d, struct share_match match, struct text request, struct text folder,
                  struct share_crossing *crossing)
{
    enum filter_answer answer = FILTER_LEAVES;
    if (match.share) {
        struct text import = share_match_import(&d->arena, match);
        answer = filter_answer(match.share, resolve_fallback(d, import, folder), request);
    }
    if (answer != FILTER_TAKES) crossing->may_miss = true;
    if (answer == FILTER_LEAVES) return;
    crossing->shares[crossing->count++] = (struct crossed_share){match, request};
}

static void cross_in_layer(struct discovery *d, struct text request, struct text suffix, struct text folder,
                           struct text layer, bool *outside, struct share_crossing *crossing)
{
    struct share_match match = share_of_request(d->config, request, layer);
    struct text compared = request;
    if (!match.share && suffix.length) {
        match = share_of_suffix(d->config, suffix, layer);
        compared = suffix;
    }
    bool own = match.share && match.share->issuer_layer.length;
    if (layer.length && !own) *outside = true;
    else cross(d, match, compared, folder, crossing);
}

void shares_find_crossing(struct discovery *d, struct text request, struct text folder, layer_set layers,
                          struct share_crossing *crossing)
{
    crossing->count = 0;
    crossing->may_miss = false;
    struct text suffix = d->config->shares_suffixes ? suffix_of(d, request, folder) : TEXT("");
    bool outside = (layers & LAYER_IN_NONE) != 0;
    for (uint32_t i = 0; i < d->config->layers.count; i++) {
        if (!(layers & (layer_set)2 << i)) continue;
        cross_in_layer(d, request, suffix, folder, d->config->layers.at[i], &outside, crossing);
    }
    if (outside) cross_in_layer(d, request, suffix, folder, TEXT(""), &outside, crossing);
}

void shares_find_file_crossing(struct discovery *d, struct text path, struct text folder,
                               struct share_crossing *crossing)
{
    crossing->count = 0;
    crossing->may_miss = false;
    cross(d, resolver_share_of_file(d->resolver, path), TEXT(""), folder, crossing);
}

module_id shares_consume(struct discovery *d, const struct share_crossing *crossing, struct text folder,
                         module_id otherwise)
{
    for (uint32_t i = crossing->count; i-- > 0;)
        otherwise = consume(d, crossing->shares[i].match, crossing->shares[i].request, folder, otherwise);
    return otherwise;
}

void shares_add_unrequested(struct discovery *d)
{
    for (uint32_t i = 0; i < d->config->share_count; i++) {
        const struct share *share = &d->config->shares[i];
        if (share->of_framework && share->kind == SHARE_BARE && d->share_requests[i] == 0)
            (void)consume(d, (struct share_match){share, {0}}, share->request, d->graph.context, MODULE_NONE);
        if (!share->provided || share->kind == SHARE_PREFIX || share->of_framework) continue;
        bool provided = false;
        for (uint32_t p = 0; p < d->provided_shares.count; p++)
            provided = provided || d->provided_shares.at[p].share == share->index;
        if (provided) continue;
        const struct resolution *resolution = resolve_fallback(d, share->import, d->graph.context);
        if (!is_provided(share, resolution)) continue;
        module_id fallback = add_fallback(d, share, share->import, resolution);
        if (fallback != MODULE_NONE) provide(d, share, share->share_key, fallback);
    }
}

static int compare_provided(const void *left, const void *right)
{
    const struct provided_share *a = left, *b = right;
    int order = text_compare(a->key, b->key);
    if (order == 0) order = text_compare(a->scope, b->scope);
    if (order == 0) order = text_compare(a->version, b->version);
    return order ? order : (a->module > b->module) - (a->module < b->module);
}

void shares_finish(struct discovery *d)
{
    uint32_t kept = 0;
    if (d->provided_shares.count)
        qsort(d->provided_shares.at, d->provided_shares.count, sizeof *d->provided_shares.at, compare_provided);
    for (uint32_t i = 0; i < d->provided_shares.count; i++) {
        if (kept && compare_provided(&d->provided_shares.at[kept - 1], &d->provided_shares.at[i]) == 0) continue;
        d->provided_shares.at[kept++] = d->provided_shares.at[i];
    }
    d->provided_shares.count = kept;
}
