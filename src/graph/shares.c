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

/* False when a filter keeps the module out of the share scope: the app bundles it, but offers it to nobody. */
static bool is_provided(const struct share *share, const struct resolution *fallback)
{
    struct text version = share->version_kind == SHARE_VERSION_TEXT       ? share->version
                          : share->version_kind == SHARE_VERSION_INFERRED ? own_version(fallback)
                                                                          : TEXT("");
    return share_filters_take_version(&share->include, &share->exclude, version);
}

static struct text provided_version(struct discovery *d, const struct share *share, module_id module)
{
    switch (share->version_kind) {
    case SHARE_VERSION_TEXT: return share->version;
    case SHARE_VERSION_NONE: return TEXT("0");
    case SHARE_VERSION_INFERRED: break;
    }
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

/* Where the fallback is looked for: relative and absolute imports from the context, packages from the importing file
 * (ConsumeSharedPlugin). */
static struct text fallback_folder(const struct discovery *d, struct text import, struct text folder)
{
    bool direct =
        text_starts_with(import, TEXT("./")) || text_starts_with(import, TEXT("../")) || path_is_absolute(import);
    return direct ? d->graph.context : folder;
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
    if (resolution->kind == RESOLUTION_MISSING) {
        diag_add(d->diagnostics, DIAG_SHARE_UNRESOLVED, config_place(d->config, share->offset),
                 "the shared package '%.*s' cannot be provided: %.*s", TEXT_ARGS(import),
                 TEXT_ARGS(resolution->reason));
    }
    return modules_add_resolved(d, resolution);
}

/* A consumer is tested through the fallback that it has; without one it is always shared. */
static bool is_consumed(const struct share *share, const struct resolution *fallback)
{
    if (!fallback || fallback->kind == RESOLUTION_MISSING) return true;
    return share_filters_take_version(&share->include, &share->exclude, own_version(fallback));
}

static struct text joined_scopes(struct discovery *d, const struct share *share)
{
    struct text joined = share->share_scopes.at[0];
    for (uint32_t s = 1; s < share->share_scopes.count; s++)
        joined = arena_format(&d->arena, "%.*s|%.*s", TEXT_ARGS(joined), TEXT_ARGS(share->share_scopes.at[s]));
    return joined;
}

/* MODULE_NONE when a version filter keeps it out: it is an import like any other then. */
static module_id consume(struct discovery *d, struct share_match match, struct text request, struct text folder,
                         module_id outside_layer)
{
    const struct share *share = match.share;
    struct text key = share_match_key(&d->arena, match);
    struct text import = share_match_import(&d->arena, match);
    const struct resolution *resolution = resolve_fallback(d, import, folder);
    if (!is_consumed(share, resolution)) return MODULE_NONE;
    d->share_requests[share->index]++;
    module_id fallback = add_fallback(d, share, import, resolution);
    struct text required = required_version(d, share, request, folder);

    struct text id =
        arena_format(&d->arena, "webpack/sharing/consume/%.*s/%.*s%s%.*s", TEXT_ARGS(joined_scopes(d, share)),
                     TEXT_ARGS(key), import.length ? "/" : "", TEXT_ARGS(import));
    struct text identity =
        arena_format(&d->arena, "%.*s@%.*s#%u#%u", TEXT_ARGS(id), TEXT_ARGS(required), fallback, outside_layer);
    struct module module = {
        .kind = MODULE_CONSUME_SHARED,
        .id = id,
        .share = share->index,
        .fallback = fallback,
        .outside_layer = outside_layer,
        .share_key = key,
        .share_scopes = share->share_scopes.at,
        .share_scope_count = share->share_scopes.count,
        .required_version = required,
        .import = import,
        .eager = share->eager,
        .singleton = share->singleton,
        .strict_version = share->strict_version,
    };
    bool added;
    module_id consumed = modules_add(d, identity, &module, &added);
    if (added && fallback != MODULE_NONE && is_provided(share, resolution)) provide(d, share, key, fallback);
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

/* The share of `request` in `layer`; *as is what the share was compared with. */
static struct share_match match_in_layer(const struct discovery *d, struct text request, struct text suffix,
                                         struct text layer, struct text *as)
{
    *as = request;
    struct share_match match = share_of_request(d->config, request, layer);
    if (match.share || suffix.length == 0) return match;
    *as = suffix;
    return share_of_suffix(d->config, suffix, layer);
}

module_id shares_consume_request(struct discovery *d, struct text request, struct text folder)
{
    struct text suffix = d->config->shares_suffixes ? suffix_of(d, request, folder) : TEXT(""), as;
    struct share_match match = match_in_layer(d, request, suffix, TEXT(""), &as);
    return match.share ? consume(d, match, as, folder, MODULE_NONE) : MODULE_NONE;
}

/* The share of `request` in `layer` when that is one for this layer alone, and no filter keeps it out. */
static struct share_match match_of_layer(struct discovery *d, struct text request, struct text suffix,
                                         struct text folder, struct text layer, struct text *as)
{
    struct share_match match = match_in_layer(d, request, suffix, layer, as);
    if (!match.share || match.share->issuer_layer.length == 0) return (struct share_match){0};
    struct text import = share_match_import(&d->arena, match);
    return is_consumed(match.share, resolve_fallback(d, import, folder)) ? match : (struct share_match){0};
}

static bool has_layer(layer_set layers, uint32_t index)
{
    return (layers & (layer_set)2 << index) != 0;
}

struct share_layers shares_in_layers(struct discovery *d, struct text request, struct text folder, layer_set layers)
{
    struct share_layers answer = {.all = !(layers & LAYER_IN_NONE)};
    if (d->config->layers.count == 0) return (struct share_layers){0};
    struct text suffix = d->config->shares_suffixes ? suffix_of(d, request, folder) : TEXT(""), as;
    for (uint32_t i = 0; i < d->config->layers.count; i++) {
        if (!has_layer(layers, i)) continue;
        bool own = match_of_layer(d, request, suffix, folder, d->config->layers.at[i], &as).share != NULL;
        answer.some = answer.some || own;
        answer.all = answer.all && own;
    }
    return answer;
}

module_id shares_consume_in_layers(struct discovery *d, struct text request, struct text folder, layer_set layers,
                                   module_id outside)
{
    struct text suffix = d->config->shares_suffixes ? suffix_of(d, request, folder) : TEXT(""), as;
    for (uint32_t i = d->config->layers.count; i-- > 0;) {
        if (!has_layer(layers, i)) continue;
        struct share_match match = match_of_layer(d, request, suffix, folder, d->config->layers.at[i], &as);
        if (match.share) outside = consume(d, match, as, folder, outside);
    }
    return outside;
}

module_id shares_consume_file(struct discovery *d, struct text path, struct text folder)
{
    struct share_match match = resolver_share_of_file(d->resolver, path);
    return match.share ? consume(d, match, TEXT(""), folder, MODULE_NONE) : MODULE_NONE;
}

void shares_add_unrequested(struct discovery *d)
{
    for (uint32_t i = 0; i < d->config->share_count; i++) {
        const struct share *share = &d->config->shares[i];
        if (!share->provided || share->kind == SHARE_PREFIX) continue;
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
