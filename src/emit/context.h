/* What the parts of emit share while one chunk is written. */
#ifndef MFSHAKE_EMIT_CONTEXT_H
#define MFSHAKE_EMIT_CONTEXT_H

#include "emit/export_names.h"
#include "emit/module_ids.h"
#include "emit/origins.h"
#include "emit/runtime.h"

struct emit_context {
    const struct graph *graph;
    const struct provided *provided;
    const struct attribution *attribution;
    const struct emit_options *options;
    uint32_t group;  /* the alias group whose chunk is written */
    struct text key; /* the share key in conditions */
    struct members members;
    struct module_ids ids;
    struct export_names names;
    bool strict_file; /* one directive for the whole file stands before the modules, or the file is an ES module */
    struct bitset pure_modules; /* pure_modules.h */
    struct text require;        /* the name of the require function in the module being written */
    struct arena *arena;
    struct emit_summary *summary;
    struct diagnostics *diagnostics;
    struct origins *origins; /* of the chunk's text; NULL: nobody asks */
    bool refused;            /* something can not be represented; reported */
};

/* Reports that the chunk can not hold what stands at `offset` of `module`. */
void emit_refuse(struct emit_context *context, module_id module, uint32_t offset, const char *what);

/* Is the module a file that is no JavaScript? */
static inline bool emit_is_asset(const struct emit_context *context, module_id module)
{
    const struct module *at = &context->graph->modules[module];
    return module != MODULE_NONE && at->kind == MODULE_SOURCE && at->record->syntax == MODULE_ASSET;
}

/* A module of another app, which its runtime loads. */
static inline bool emit_is_remote(const struct module *module)
{
    return module->kind == MODULE_EXTERNAL && text_starts_with(module->id, TEXT("webpack/container/remote/"));
}

/* Puts what the chunk calls a module, as a literal. */
static inline void emit_put_id(const struct emit_context *context, module_id module, struct buffer *out)
{
    module_ids_put(&context->ids, module, out);
}

static inline void emit_use(struct emit_context *context, enum runtime_helper helper)
{
    context->summary->helpers |= 1u << helper;
}

#endif
