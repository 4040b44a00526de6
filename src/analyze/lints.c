#include "analyze/lints.h"

#include "analyze/reason.h"
#include "base/bitset.h"
#include "base/path.h"
#include "base/vec.h"

struct linting {
    const struct config *config;
    const struct graph *graph;
    const struct provided *provided;
    const struct used *used;
    struct diagnostics *diagnostics;
    struct arena arena;
    VEC(struct text) told; /* what was said once already */
};

static bool tell_once(struct linting *l, struct text about)
{
    for (uint32_t i = 0; i < l->told.count; i++) {
        if (text_equal(l->told.at[i], about)) return false;
    }
    vec_push(&l->told, about);
    return true;
}

static struct diag_place place_in(const struct module *module, uint32_t offset)
{
    return offset == UINT32_MAX ? diag_place_file(module->shown_path)
                                : diag_place_at(module->shown_path, module->source, offset);
}

/* ---------------------------------------------------------------------------------------------- shares */

static void lint_unused(struct linting *l, const struct share *share)
{
    if (share->implied || l->graph->share_requests[share->index]) return;
    struct diag_place place = config_place(l->config, share->offset);
    bool unnamed = !share->provided || share->kind == SHARE_PREFIX;
    diag_add(l->diagnostics, DIAG_SHARE_NEVER_IMPORTED, place, "no import matches the share key '%.*s'%s",
             TEXT_ARGS(share->key), unnamed ? ": nothing is reported of it" : "");
}

static void lint_layer(struct linting *l, const struct share *share)
{
    bool is_request = share->kind == SHARE_BARE || share->kind == SHARE_PREFIX;
    bool is_known = (layers_unassigned(l->config) & layers_of_name(l->config, share->issuer_layer)) == 0;
    if (!is_request || is_known || share->issuer_layer.length == 0 || l->graph->share_requests[share->index] == 0)
        return;
    diag_add(
        l->diagnostics, DIAG_SHARE_UNSURE, config_place(l->config, share->offset),
        "which modules are in the layer \"%.*s\" is not known: each import of \"%.*s\" counts as a use of this share "
        "and of what it means outside the layer",
        TEXT_ARGS(share->issuer_layer), TEXT_ARGS(share->written));
}

static void lint_eager(struct linting *l, const struct share *share)
{
    if (!share->eager || l->config->expose_count == 0) return;
    diag_add(l->diagnostics, DIAG_SHARE_EAGER_REMOTE, config_place(l->config, share->offset),
             "the share \"%.*s\" is eager in an app that exposes modules to others", TEXT_ARGS(share->key));
}

/* ---------------------------------------------------------------------------------------------- provided modules */

static void lint_provided_version(struct linting *l, const struct provided_share *provided)
{
    const struct share *share = &l->config->shares[provided->share];
    if (share->version_kind != SHARE_VERSION_INFERRED || !text_is(provided->version, "0")) return;
    if (path_is_absolute(share->import) || text_starts_with(share->import, TEXT("."))) return; /* never inferred */
    struct text about = arena_format(&l->arena, "version %.*s %u", TEXT_ARGS(provided->key), provided->module);
    if (!tell_once(l, about)) return;
    diag_add(l->diagnostics, DIAG_SHARE_VERSION, config_place(l->config, share->offset),
             "the version of \"%.*s\" is not known: %.*s belongs to no package.json with a version",
             TEXT_ARGS(provided->key), TEXT_ARGS(l->graph->modules[provided->module].id));
}

static void lint_side_effects(struct linting *l, const struct provided_share *provided)
{
    const struct module *root = &l->graph->modules[provided->module];
    if (!root->in_dependency || root->side_effects != SIDE_EFFECTS_UNKNOWN || root->package_name.length == 0) return;
    if (!tell_once(l, arena_format(&l->arena, "side effects %.*s", TEXT_ARGS(root->package_name)))) return;
    diag_add(l->diagnostics, DIAG_SHARE_SIDE_EFFECTS,
             config_place(l->config, l->config->shares[provided->share].offset),
             "the package %.*s does not say in its package.json which of its modules have side effects",
             TEXT_ARGS(root->package_name));
}

/* Provided shares come sorted by key, scope, version. */
static void lint_copies(struct linting *l, uint32_t index)
{
    const struct provided_share *first = &l->graph->provided_shares[index], *other = NULL;
    for (uint32_t i = index + 1; i < l->graph->provided_share_count && !other; i++) {
        const struct provided_share *next = &l->graph->provided_shares[i];
        if (!text_equal(next->key, first->key) || !text_equal(next->scope, first->scope)) return;
        if (next->module != first->module) other = next;
    }
    if (!other || !tell_once(l, arena_format(&l->arena, "copies %.*s", TEXT_ARGS(first->key)))) return;
    diag_add(l->diagnostics, DIAG_SHARE_COPIES, config_place(l->config, l->config->shares[first->share].offset),
             "the share \"%.*s\" stands for more than one module: %.*s (%.*s) and %.*s (%.*s)", TEXT_ARGS(first->key),
             TEXT_ARGS(l->graph->modules[first->module].id), TEXT_ARGS(first->version),
             TEXT_ARGS(l->graph->modules[other->module].id), TEXT_ARGS(other->version));
}

/* ---------------------------------------------------------------------------------------------- requests */

static void lint_required_version(struct linting *l, const struct module *from, const struct request *request,
                                  const struct module *consumed)
{
    const struct share *share = &l->config->shares[consumed->share];
    if (share->required_version_kind != SHARE_VERSION_INFERRED || consumed->required_version.length) return;
    bool is_file = share->kind == SHARE_RELATIVE || share->kind == SHARE_ABSOLUTE;
    if (from->in_dependency || (is_file && share->package_name.length == 0)) return;
    struct text specifier = record_string(from->record, request->specifier);
    if (from->package_name.length && text_starts_with(specifier, from->package_name)) return; /* its own package */
    if (!tell_once(l, arena_format(&l->arena, "required %.*s", TEXT_ARGS(share->key)))) return;
    diag_add(l->diagnostics, DIAG_SHARE_VERSION, place_in(from, request->specifier_span.start),
             "no package.json says which versions of \"%.*s\" are wanted: any is accepted", TEXT_ARGS(share->key));
}

static void lint_version_filter(struct linting *l, const struct module *from, const struct request *request,
                                const struct module *consumed)
{
    const struct share *share = &l->config->shares[consumed->share];
    if (!share->include.has_version && !share->exclude.has_version) return;
    if (!tell_once(l, arena_format(&l->arena, "filter %.*s", TEXT_ARGS(consumed->share_key)))) return;
    struct text specifier = record_string(from->record, request->specifier);
    diag_add(l->diagnostics, DIAG_SHARE_UNSURE, place_in(from, request->specifier_span.start),
             "webpack's plugin does not share \"%.*s\" for its version, and that of enhanced does: the import counts "
             "both as a use of the share and as one of the file",
             TEXT_ARGS(specifier));
}

static void lint_subpath(struct linting *l, const struct module *from, const struct request *request)
{
    struct text specifier = record_string(from->record, request->specifier);
    for (uint32_t i = 0; i < l->config->share_count; i++) {
        const struct share *share = &l->config->shares[i];
        struct text key = share->request;
        if (share->kind != SHARE_BARE || share->issuer_layer.length || !text_starts_with(specifier, key)) continue;
        if (specifier.length == key.length || specifier.at[key.length] != '/') continue;
        if (!tell_once(l, arena_format(&l->arena, "below %.*s %.*s", TEXT_ARGS(key), TEXT_ARGS(specifier)))) continue;
        diag_add(l->diagnostics, DIAG_SHARE_SUBPATH, place_in(from, request->specifier_span.start),
                 "\"%.*s\" is not shared: the key \"%.*s\" stands for that request alone", TEXT_ARGS(specifier),
                 TEXT_ARGS(key));
    }
}

static void lint_requests(struct linting *l, module_id module)
{
    const struct module *from = &l->graph->modules[module];
    for (uint32_t r = 0; from->record && r < from->record->request_count; r++) {
        const struct request *request = &from->record->requests[r];
        const struct module *to = &l->graph->modules[graph_connection(l->graph, module, r)->to];
        if (to->otherwise != MODULE_NONE) lint_version_filter(l, from, request, to);
        if (to->kind == MODULE_CONSUME_SHARED) lint_required_version(l, from, request, to);
        else if (!from->in_dependency && request->kind != REQUEST_JSX_RUNTIME) lint_subpath(l, from, request);
    }
}

/* ---------------------------------------------------------------------------------------------- uses */

/* Whether the whole use at `offset` of `from` is one of the default export, or of a member of it that is called. */
static bool is_of_default(const struct linting *l, const struct share_use *use)
{
    const struct module *from = &l->graph->modules[use->from];
    for (uint32_t i = 0; i < from->record->reference_count; i++) {
        const struct reference *reference = &from->record->references[i];
        if (reference->identifier.start != use->offset || reference->segment_count == 0) continue;
        struct text name = record_string(from->record, from->record->segments[reference->first_segment].name);
        return reference->imported_count == 1 && text_is(name, "default");
    }
    return false;
}

static void lint_use(struct linting *l, const struct share_use *use)
{
    const struct module *consumed = &l->graph->modules[use->consumed], *from = &l->graph->modules[use->from];
    if (!use->whole || from->in_dependency || !from->record) return;
    bool commonjs =
        consumed->fallback != MODULE_NONE && l->provided->modules[consumed->fallback].exports_type != EXPORTS_NAMESPACE;
    if (commonjs && is_of_default(l, use)) {
        if (!tell_once(l, arena_format(&l->arena, "default %.*s %u", TEXT_ARGS(consumed->share_key), use->from)))
            return;
        diag_add(l->diagnostics, DIAG_SHARE_DEFAULT_OF_COMMONJS, place_in(from, use->offset),
                 "the default export of \"%.*s\" is all of that CommonJS package: none of its exports can be removed",
                 TEXT_ARGS(consumed->share_key));
    } else if (tell_once(l, arena_format(&l->arena, "whole %.*s %u", TEXT_ARGS(consumed->share_key), use->from))) {
        diag_add(l->diagnostics, DIAG_SHARE_WHOLE, place_in(from, use->offset),
                 "\"%.*s\" is used as a whole%s%s: none of its exports can be removed", TEXT_ARGS(consumed->share_key),
                 use->reason == REASON_NONE ? "" : ", ", reason_words((enum reason_kind)use->reason));
    }
}

void lints_report(const struct config *config, const struct graph *graph, const struct provided *provided,
                  const struct used *used, struct diagnostics *diagnostics)
{
    struct linting l = {config, graph, provided, used, diagnostics, {0}, {0}};
    arena_init(&l.arena);
    for (uint32_t i = 0; i < config->share_count; i++) {
        lint_unused(&l, &config->shares[i]);
        lint_layer(&l, &config->shares[i]);
        lint_eager(&l, &config->shares[i]);
    }
    for (uint32_t i = 0; i < graph->provided_share_count; i++) {
        lint_provided_version(&l, &graph->provided_shares[i]);
        lint_side_effects(&l, &graph->provided_shares[i]);
        lint_copies(&l, i);
    }
    /* Of what is installed only that is told which layers and filters make unsure. */
    bool unsure = false;
    for (module_id m = 1; m < graph->module_count; m++) unsure |= graph->modules[m].otherwise != MODULE_NONE;
    for (module_id m = 1; m < graph->module_count; m++)
        if (unsure || !graph->modules[m].in_dependency) lint_requests(&l, m);
    for (uint32_t i = 0; i < used->share_use_count; i++) lint_use(&l, &used->share_uses[i]);
    vec_release(&l.told);
    arena_release(&l.arena);
}
