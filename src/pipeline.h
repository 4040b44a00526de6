/* The passes in order: the table of contents of mfshake. What each computes stands in the header of its own file. */
#ifndef MFSHAKE_PIPELINE_H
#define MFSHAKE_PIPELINE_H

#include "analyze/share_outline.h"
#include "base/timings.h"
#include "config/config.h"
#include "emit/emit.h"
#include "graph/discover.h"

/* The runs of the analysis of used exports. */
enum used_run {
    USED_APP_SIDE, /* what the app's entries and exposed modules need of shares, for lints; what lies behind the share keys is left out where that makes no difference */
    USED_WITH_SHARED, /* and what its shared packages need, whoever uses them: the report counts that */
    USED_BY_APP, /* what the app's entries and exposed modules need, as bundlers have it; made when it is asked for */
    USED_RUNS
};

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
    struct arena arena;       /* as long as the pipeline */
    struct arena facts_arena; /* until the next update; results that are made of facts live there, too */
    struct pipeline_options options;
    struct diagnostics *diagnostics;
    struct timings timings; /* of the passes, from pipeline_init on */
    const struct config *config;
    struct resolver *resolver;
    struct record_cache *cache;
    const struct graph *graph;
    struct diagnostics config_problems, resolver_problems; /* for updates, as what follows */
    struct diagnostics kept_problems;                      /* of all up to here, and of `provided`: for updates */
    bool provided_problems;                                /* some of them are of `provided` */
    struct arena provided_arena;
    struct provided provided;
    const uint32_t *circles; /* of re-exports, by module (analyze/circles.h) */
    struct arena reach_arena;
    struct bitset share_reach;   /* the modules that shared code can lead to (analyze/share_reach.h) */
    bool reaches_app;            /* some of them are the app's own, below no node_modules folder */
    struct used_base *used_base; /* what shared packages need, whoever uses them */
    struct arena used_arenas[USED_RUNS];
    struct used used[USED_RUNS];
    struct attribution attribution;
    bool has_outline;
    struct share_outline outline;
    struct share_usage share_usage;
    bool has_conditions;           /* of attribution */
    struct pipeline_chunk *chunks; /* by alias group; NULL before pipeline_emit */
    bool chunks_hold;              /* they would be made again as they are */
    struct diagnostics chunk_problems;
};

/* Starts a run; `options` texts must outlive it. */
void pipeline_init(struct pipeline *pipeline, const struct pipeline_options *options, struct diagnostics *diagnostics);
void pipeline_release(struct pipeline *pipeline);

/* Reads the configuration. False when it is missing or wrong; nothing else may be asked of the pipeline then but pipeline_release. */
bool pipeline_load(struct pipeline *pipeline);
/* Computes all facts. They are complete even when the input has errors, with what is missing or broken counted as used; the caller decides by the
 * diagnostics whether to go on. */
void pipeline_analyze(struct pipeline *pipeline);
/* The facts again after the contents of source files (absolute paths; the options' memory has forgotten them) may have changed, and nothing else; the diagnostics are those of this analysis alone
 * then. False when a file is among them that is none of the graph's: nothing but pipeline_release may be asked of the pipeline then. */
bool pipeline_update(struct pipeline *pipeline, const struct text *paths, uint32_t count);
const struct used *pipeline_used_by_app(struct pipeline *pipeline);
/* Makes the conditions of exports (attribution.h) if there are none. */
void pipeline_find_conditions(struct pipeline *pipeline);

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
