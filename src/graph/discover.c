#include "graph/discover.h"

#include "base/fs.h"
#include "base/path.h"
#include "graph/discovery.h"
#include "model/verify.h"

/* ---------------------------------------------------------------------------------------------- roots */

static void add_root(struct discovery *d, const struct config_root *root, uint32_t which, bool exposed)
{
    struct text request = root->requests.at[which];
    const struct resolution *resolution = resolver_resolve_in(d->resolver, request, d->graph.context, RESOLVE_IMPORT);
    module_id module =
        resolution->inline_loaders ? modules_add_loaded(d, resolution, request) : modules_add_resolved(d, resolution);
    if (module == MODULE_NONE) {
        diag_add(d->diagnostics, DIAG_ENTRY_MISSING, config_place(d->config, root->offset),
                 "%s '%.*s' does not exist: %.*s", exposed ? "the exposed module" : "the entry", TEXT_ARGS(request),
                 TEXT_ARGS(resolution->reason));
        return;
    }
    bool is_library = root->library && which + 1 == root->requests.count;
    vec_push(&d->roots, (struct root){root->name, module, exposed, exposed || is_library});
}

static void add_roots(struct discovery *d, const struct config_root *roots, uint32_t count, bool exposed)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t r = 0; r < roots[i].requests.count; r++) add_root(d, &roots[i], r, exposed);
    }
}

/* ---------------------------------------------------------------------------------------------- connections */

static enum resolve_type resolve_type_of(enum request_kind kind)
{
    switch (kind) {
    case REQUEST_IMPORT:
    case REQUEST_EXPORT_FROM:
    case REQUEST_DYNAMIC_IMPORT:
    case REQUEST_JSX_RUNTIME: return RESOLVE_IMPORT;
    case REQUEST_REQUIRE:
    case REQUEST_AMD:
    case REQUEST_REQUIRE_RESOLVE: return RESOLVE_REQUIRE;
    case REQUEST_URL: return RESOLVE_URL;
    case REQUEST_WORKER: return RESOLVE_WORKER;
    case REQUEST_CONTEXT: return RESOLVE_CONTEXT;
    }
    return RESOLVE_IMPORT;
}

static bool can_be_shared(enum request_kind kind)
{
    return kind != REQUEST_URL && kind != REQUEST_WORKER && kind != REQUEST_CONTEXT;
}

static void report_missing(struct discovery *d, module_id module, const struct request *request, struct text reason)
{
    const struct module *m = &d->modules.at[module];
    struct diag_place place = diag_place_at(m->shown_path, m->source, request->specifier_span.start);
    diag_add(d->diagnostics, request->optional ? DIAG_IMPORT_UNRESOLVED_OPTIONAL : DIAG_IMPORT_UNRESOLVED, place,
             "cannot resolve '%.*s': %.*s", TEXT_ARGS(record_string(m->record, request->specifier)), TEXT_ARGS(reason));
}

static module_id remote_module(struct discovery *d, struct text specifier)
{
    struct module module = {.kind = MODULE_EXTERNAL, .request = arena_copy(&d->arena, specifier)};
    module.id = arena_format(&d->arena, "webpack/container/remote/%.*s", TEXT_ARGS(specifier));
    bool added;
    return modules_add(d, module.id, &module, &added);
}

/* Where a request leads that belongs to no bare or prefix share: to a file. `can_fail`: it may be that nobody asks for it. */
static struct connection connect_file(struct discovery *d, module_id module, const struct request *request,
                                      bool can_fail)
{
    const struct module *m = &d->modules.at[module];
    struct connection connection = {0};
    enum request_kind kind = (enum request_kind)request->kind;
    struct text specifier = record_string(m->record, request->specifier);
    struct text path = m->path;
    const struct resolution *resolution = resolver_resolve(d->resolver, specifier, path, resolve_type_of(kind));
    if (resolution->kind == RESOLUTION_MISSING) {
        connection.missing = !can_fail;
        if (!can_fail) report_missing(d, module, request, resolution->reason);
        return connection;
    }
    struct share_crossing crossing;
    crossing.count = 0;
    crossing.may_miss = true;
    if (can_be_shared(kind) && resolution->kind == RESOLUTION_FILE && !resolution->inline_loaders)
        shares_find_file_crossing(d, resolution->path, path_folder(path), &crossing);
    if (crossing.may_miss && resolution->inline_loaders) {
        struct diag_place place = diag_place_at(m->shown_path, m->source, request->specifier_span.start);
        diag_add(d->diagnostics, DIAG_INLINE_LOADERS, place, "'%.*s' names loaders; what it exports is unknown",
                 TEXT_ARGS(specifier));
        connection.to = modules_add_loaded(d, resolution, specifier);
    } else if (crossing.may_miss) {
        connection.to = modules_add_resolved(d, resolution);
    }
    connection.to = shares_consume(d, &crossing, path_folder(path), connection.to);
    if (kind == REQUEST_WORKER && connection.to != MODULE_NONE) {
        vec_push(&d->roots, (struct root){arena_copy(&d->arena, specifier), connection.to, false, false});
    }
    return connection;
}

static struct connection connect(struct discovery *d, module_id module, const struct request *request)
{
    const struct module *m = &d->modules.at[module];
    struct connection connection = {0};
    enum request_kind kind = (enum request_kind)request->kind;
    if (kind == REQUEST_CONTEXT) {
        contexts_connect(d, module, request, &connection);
        return connection;
    }
    if (!can_be_shared(kind)) return connect_file(d, module, request, false);
    struct text specifier = record_string(m->record, request->specifier), folder = path_folder(m->path);
    layer_set layers = d->layers ? layers_at(d->layers, m->path) : layers_all(d->config);
    struct share_crossing crossing;
    shares_find_crossing(d, specifier, folder, layers, &crossing);
    if (crossing.may_miss) {
        if (config_remote_of(d->config, specifier)) connection.to = remote_module(d, specifier);
        else connection = connect_file(d, module, request, crossing.count > 0);
    }
    connection.to = shares_consume(d, &crossing, folder, connection.to);
    return connection;
}

static void connect_module(struct discovery *d, module_id module)
{
    const struct record *record = d->modules.at[module].record;
    uint32_t first = d->connections.count;
    d->modules.at[module].first_connection = first;
    for (uint32_t r = 0; r < record->request_count; r++) vec_push(&d->connections, (struct connection){0});
    for (uint32_t r = 0; r < record->request_count; r++) {
        struct connection connection = connect(d, module, &record->requests[r]);
        d->connections.at[first + r] = connection;
    }
}

/* Connects modules in the order in which they were found, each when it is scanned, until no new one is found. */
static void connect_all(struct discovery *d)
{
    while (d->connected < d->scans.count) connect_module(d, modules_finish_scan(d, d->connected++));
}

/* ---------------------------------------------------------------------------------------------- entry points */

static void set_defines(struct discovery *d)
{
    d->define_count = d->config->define_count;
    d->defines = ARENA_ARRAY(&d->arena, struct scan_define, d->define_count + 1);
    for (uint32_t i = 0; i < d->define_count; i++) {
        d->defines[i] = (struct scan_define){d->config->defines[i].name, d->config->defines[i].text};
    }
}

static bool start_workers(struct discovery *d, uint32_t workers)
{
    d->workers = workers ? workers : 1;
    d->scanners = ARENA_ARRAY(&d->arena, struct scanner *, d->workers);
    d->worker_arenas =
        d->memory ? source_memory_arenas(d->memory, d->workers) : ARENA_ARRAY(&d->arena, struct arena, d->workers);
    for (uint32_t i = 0; i < d->workers; i++) {
        if (!d->memory) arena_init(&d->worker_arenas[i]);
        d->scanners[i] = scanner_new();
        if (!d->scanners[i]) {
            diag_add(d->diagnostics, DIAG_INTERNAL, diag_nowhere,
                     "the parser library does not take this JavaScript grammar");
            return false;
        }
    }
    d->queue = pool_queue_new(d->workers, modules_scan);
    return true;
}

static void finish(struct discovery *d)
{
    d->graph.names = &d->names;
    d->graph.modules = d->modules.at;
    d->graph.module_count = d->modules.count;
    d->graph.connections = d->connections.at;
    d->graph.connection_count = d->connections.count;
    d->graph.context_targets = d->context_targets.at;
    d->graph.context_target_count = d->context_targets.count;
    d->graph.roots = d->roots.at;
    d->graph.root_count = d->roots.count;
    d->graph.provided_shares = d->provided_shares.at;
    d->graph.provided_share_count = d->provided_shares.count;
    pool_queue_free(d->queue);
    for (uint32_t i = 0; i < d->workers; i++) {
        scanner_free(d->scanners[i]);
        d->scanners[i] = NULL;
    }
    vec_release(&d->by_identity);
    names_release(&d->identities);
}

/* `layers` of the files, or NULL: each may be in any. */
static const struct graph *discover(const struct config *config, struct resolver *resolver,
                                    struct diagnostics *diagnostics, const struct discover_options *options,
                                    const struct layers *layers)
{
    struct discovery *d = memory_alloc(sizeof *d);
    *d = (struct discovery){.config = config,
                            .resolver = resolver,
                            .diagnostics = diagnostics,
                            .cache = options->cache,
                            .memory = options->memory,
                            .layers = layers};
    arena_init(&d->arena);
    names_init(&d->names);
    names_init(&d->identities);
    d->graph.context = config->context;
    d->share_requests = ARENA_ARRAY(&d->arena, uint32_t, config->share_count + 1);
    d->graph.share_requests = d->share_requests;
    d->current_folder = fs_current_folder(&d->arena);
    set_defines(d);
    vec_push(&d->modules, (struct module){.id = TEXT("")});
    if (start_workers(d, options->workers)) {
        add_roots(d, config->entries, config->entry_count, false);
        add_roots(d, config->exposes, config->expose_count, true);
        connect_all(d);
        shares_add_unrequested(d);
        connect_all(d);
    }
    shares_finish(d);
    finish(d);
#ifdef MFSHAKE_VERIFY
    verify_or_abort(verify_graph(&d->graph, &d->arena));
#endif
    return &d->graph;
}

static bool shares_have_layers(const struct config *config)
{
    for (uint32_t i = 0; i < config->share_count; i++) {
        if (config->shares[i].issuer_layer.length) return true;
    }
    return false;
}

/* Which file is in which layer depends on who imports it, and what it imports on its layer: the first time, every layer is possible. */
const struct graph *graph_discover(const struct config *config, struct resolver *resolver,
                                   struct diagnostics *diagnostics, const struct discover_options *options)
{
    if (!config->layer_rules || !shares_have_layers(config))
        return discover(config, resolver, diagnostics, options, NULL);
    struct diagnostics unheard; /* what there is to say is said the second time */
    struct layers layers;
    diag_init(&unheard);
    const struct graph *first = discover(config, resolver, &unheard, options, NULL);
    layers_find(first, config, &layers);
    graph_free(first);
    diag_release(&unheard);
    const struct graph *graph = discover(config, resolver, diagnostics, options, &layers);
    layers_release(&layers);
    return graph;
}

void graph_free(const struct graph *graph)
{
    if (!graph) return;
    struct discovery *d = (struct discovery *)(uintptr_t)graph;
    scanner_free(d->scanners[0]); /* of an update */
    vec_release(&d->scans);
    vec_release(&d->modules);
    vec_release(&d->connections);
    vec_release(&d->context_targets);
    vec_release(&d->roots);
    vec_release(&d->provided_shares);
    for (uint32_t i = 0; i < d->workers && !d->memory; i++) arena_release(&d->worker_arenas[i]);
    names_release(&d->names);
    arena_release(&d->arena);
    memory_free(d);
}
