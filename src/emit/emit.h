/* Facts → one annotated chunk: the modules of a shared package as factories in webpack's conventions.
 *
 * A chunk holds the root module of an alias group and every module that its code reaches without crossing a share key; an import that crosses one asks
 * for the consume-shared module's id. Factories are the sources with byte ranges replaced, module concatenation off. The getter of an export
 * that attribution gives a condition stands in a macro region (annotate.h).
 * Twin: webpack's JavascriptModulesPlugin, ArrayPushCallbackChunkFormatPlugin, CommonJsChunkFormatPlugin.
 */
#ifndef MFSHAKE_EMIT_EMIT_H
#define MFSHAKE_EMIT_EMIT_H

#include "analyze/attribution.h"
#include "base/buffer.h"
#include "emit/origins.h"

enum emit_format {
    EMIT_JSONP,     /* (self["webpackChunk<unique name>"] = …).push([["<share key>"], { modules }]) */
    EMIT_COMMONJS,  /* exports.ids = ["<share key>"]; exports.modules = { modules } */
    EMIT_MODULE,    /* export const __webpack_ids__ = ["<share key>"]; export const __webpack_modules__ = { modules } */
    EMIT_CONTAINER, /* a script with a runtime of its own that sets globalThis["<container name>"] to { init, get } */
    EMIT_MODULE_CONTAINER /* the same as an ES module that exports init and get */
};

/* Does the chunk run on a runtime of its own, with ids that mean something in it alone? */
static inline bool emit_has_own_runtime(enum emit_format format)
{
    return format == EMIT_CONTAINER || format == EMIT_MODULE_CONTAINER;
}

/* What the modules of a chunk, and the exports that only it reads, are called. */
enum emit_ids {
    EMIT_IDS_NAMED, /* by their paths, and as the sources call them */
    EMIT_IDS_SHORT /* as shortly as can be, where nobody outside of the chunk can notice (module_ids.h, export_names.h) */
};

struct emit_options {
    enum emit_format format;
    enum emit_ids ids;
    struct text unique_name;    /* of the app whose runtime loads the chunk; EMIT_JSONP only */
    struct text container_name; /* of the global; EMIT_CONTAINER only */
};

struct emit_summary {
    uint32_t module_count;
    uint32_t region_count; /* macro regions written */
    uint32_t helpers;      /* bits of enum runtime_helper: what the chunk asks of webpack's runtime (runtime.h) */
};

/* Puts the chunk of alias group `group` (an index into attribution->groups) into `chunk`: the same facts give the same bytes, with
 * LF line ends. Returns false, with no chunk, when a module in it can not be represented soundly (top-level await, JSX, syntax
 * errors, assets, workers); each such place is reported as M701. Imports of names that do not exist are reported as M603, names that
 * no condition can carry as M604. What comes from which source is added to `origins`, unless that is NULL. May run for different groups on different threads, with a buffer each. */
bool emit_chunk(const struct graph *graph, const struct provided *provided, const struct attribution *attribution,
                uint32_t group, const struct emit_options *options, struct buffer *chunk, struct origins *origins,
                struct emit_summary *summary, struct diagnostics *diagnostics);

#endif
