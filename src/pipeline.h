/* The passes in order: the table of contents of mfshake. What each computes stands in the header of its own file. */
#ifndef MFSHAKE_PIPELINE_H
#define MFSHAKE_PIPELINE_H

#include "analyze/share_usage.h"
#include "base/timings.h"
#include "config/config.h"
#include "emit/emit.h"
#include "graph/discover.h"

struct pipeline_options {
    struct config_source source;
    uint32_t workers;             /* threads to use, at least 1 */
    struct text cache;            /* the folder of the record cache; empty: none */
    struct source_memory *memory; /* of earlier runs of this process; NULL: none */
    bool has_share_depth;
    uint32_t share_depth; /* instead of the configuration's; 0 is unlimited */
};

/* The chunk of an alias group. */
struct pipeline_chunk {
    struct arena arena;
    bool ok;
    struct text bytes, map; /* the shake map is empty when there can be none (prune_map) */
    struct text source_map; /* of its own file; empty without one */
    struct emit_summary summary;
};

struct pipeline {
    struct arena arena;
    struct pipeline_options options;
    struct diagnostics *diagnostics;
    struct timings timings; /* of the passes, from pipeline_init on */
    const struct config *config;
    struct resolver *resolver;
    struct record_cache *cache;
    const struct graph *graph;
    struct provided provided;
    struct arena used_arenas[2];
    struct used used_by_app;      /* what the app's own entries and exposed modules need */
    struct used used_with_shared; /* and what its shared packages need, whoever uses them */
    struct attribution attribution;
    struct share_usage share_usage;
    struct pipeline_chunk *chunks; /* by alias group; NULL before pipeline_emit */
};

/* Starts a run; `options` texts must outlive it. */
void pipeline_init(struct pipeline *pipeline, const struct pipeline_options *options, struct diagnostics *diagnostics);
void pipeline_release(struct pipeline *pipeline);

/* Reads the configuration. False when it is missing or wrong; nothing else may be asked of the pipeline then but pipeline_release. */
bool pipeline_load(struct pipeline *pipeline);
/* Computes all facts. They are complete even when the input has errors, with what is missing or broken counted as used; the caller decides by the
 * diagnostics whether to go on. */
void pipeline_analyze(struct pipeline *pipeline);
/* How chunks are to be written. */
struct pipeline_emission {
    enum emit_format format;
    enum emit_ids ids;
    struct config_source_map source_map;
};

/* Writes the chunks into memory, up to options.workers at once, without what nothing in them needs. What can not be written soundly is left out and told (M701);
 * false when nothing is left (M703). */
bool pipeline_emit(struct pipeline *pipeline, const struct pipeline_emission *wanted);
/* The same for one alias group, for measuring: that it can not be written is no problem of the run. The caller releases chunk->arena, whatever the result. */
bool pipeline_emit_group(struct pipeline *pipeline, uint32_t group, enum emit_format format,
                         struct pipeline_chunk *chunk);

#endif
