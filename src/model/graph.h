/* The module graph: modules, and what each request of a module leads to.
 *
 * Built by graph/, const for everybody after. Module 0 is a dummy that stands for "nothing". Facts about modules live in tables beside
 * this one, indexed by module_id, owned by the pass that computes them.
 */
#ifndef MFSHAKE_MODEL_GRAPH_H
#define MFSHAKE_MODEL_GRAPH_H

#include "base/names.h"
#include "model/record.h"
#include "model/side_effects.h"

typedef uint32_t module_id; /* 0 = none */
typedef uint32_t share_id;  /* index into graph.shares */
enum { MODULE_NONE = 0 };

enum module_kind {
    MODULE_SOURCE,        /* a file; see record->syntax */
    MODULE_IGNORED,       /* `false` in a browser field or alias: an empty CommonJS module */
    MODULE_EXTERNAL,      /* a builtin of the target: asked for at run time */
    MODULE_CONSUME_SHARED /* a share key is crossed here; webpack's ConsumeSharedModule */
};

struct module {
    uint8_t kind;         /* enum module_kind */
    uint8_t side_effects; /* enum side_effects */
    bool
        strict; /* imports by Node's strict rules: .mjs, or type: module. A CommonJS module is its `default` alone then */
    bool loaded;            /* asked for through inline loaders: what it exports is unknown */
    bool in_dependency;     /* below a node_modules folder: not one of the app's own modules */
    struct text path;       /* absolute, symbolic links resolved; of a source module */
    struct text shown_path; /* the same for messages: from the current folder when it lies below it */
    struct text
        id; /* in chunks: "./src/a.js" relative to the context, with its query; consume-shared: webpack/sharing/consume/… */
    struct text request; /* external: the builtin's name; a source module in a data: URL: that URL */
    struct text source;  /* the bytes that the record was made of */
    const struct record *record;
    const name_id *names;      /* record string -> interned name, by string_index */
    uint32_t first_connection; /* connection of request r: connections[first_connection + r] */
    struct text package_name, package_version;

    /* MODULE_CONSUME_SHARED */
    share_id share;
    module_id fallback;    /* MODULE_NONE with import: false, or when it can not be resolved */
    module_id otherwise;   /* where the request leads when it does not belong to the share; MODULE_NONE: it does */
    struct text share_key; /* with the remainder appended for a prefix share */
    const struct text *share_scopes; /* at least one */
    uint32_t share_scope_count;
    struct text required_version; /* "" = any */
    struct text import;           /* the request of the fallback, "" without one */
    bool eager, singleton, strict_version;
    bool used_by_framework; /* in ways that are not known */
    struct text framework;  /* its name, then */
};

/* Where a request leads. When it is not known to which share it belongs (graph/shares.c), `to` is a consume-shared module whose `otherwise` is the
 * next answer, and so on: each of them counts. */
struct connection {
    module_id to;                                        /* MODULE_NONE: unresolved, an asset, or a context */
    bool missing;                                        /* unresolved */
    uint32_t first_context_target, context_target_count; /* into context_targets: what a context matches */
};

/* A module where running starts: an entry, an expose, or a worker. */
struct root {
    struct text name; /* of the entry or expose */
    module_id module;
    bool exposed;        /* an expose, else an entry */
    bool used_by_others; /* all of its exports are: it is exposed, or a library */
};

/* One (share key, scope, physical module) that the app can provide: what gets a chunk of its own. */
struct provided_share {
    share_id share; /* the configuration's share */
    struct text key, scope, version;
    module_id module; /* the fallback's root module */
};

struct graph {
    struct names *names;
    struct text context; /* absolute folder that ids are relative to */
    const struct module *modules;
    uint32_t module_count; /* row 0 is the dummy; order: distance from the roots, importer, position */
    const struct connection *connections;
    uint32_t connection_count;
    const module_id *context_targets;
    uint32_t context_target_count;
    const struct root *roots;
    uint32_t root_count;
    const struct provided_share *provided_shares;
    uint32_t provided_share_count;  /* sorted by key, scope, version */
    const uint32_t *share_requests; /* by share of the configuration: how many requests belong to it */
};

static inline const struct connection *graph_connection(const struct graph *graph, module_id module, uint32_t request)
{
    return &graph->connections[graph->modules[module].first_connection + request];
}

/* Whether two roots belong to one entry or expose: those with a list of modules have several. */
static inline bool graph_same_runtime(const struct graph *graph, uint32_t first, uint32_t second)
{
    const struct root *a = &graph->roots[first], *b = &graph->roots[second];
    return a->exposed == b->exposed && text_equal(a->name, b->name);
}

/* The interned name of a string of a module's record. */
static inline name_id graph_name(const struct graph *graph, module_id module, string_index string)
{
    return graph->modules[module].names[string];
}

#endif
