/* What the files behind include/mfshake.h share: the structs of its handles and the crossing of its types. Nothing is computed in this folder. */
#ifndef MFSHAKE_LIBRARY_LIBRARY_H
#define MFSHAKE_LIBRARY_LIBRARY_H

#include "analyze/chains.h"
#include "base/buffer.h"
#include "base/vec.h"
#include "mfshake.h"
#include "pipeline.h"
#include "prune/finish.h"
#include "report/merged.h"

struct mfshake_diagnostics {
    struct diagnostics list;
    struct buffer printed;
};

struct mfshake_share {
    const struct share_row *row;
    const struct names *names;
};

struct mfshake_tree_shaking {
    struct buffer text;
};

struct usage_set;
/* What the reports say together; after mfshake_usage_finish. */
const struct usage_set *usage_set_of(const struct mfshake_usage *usage);

struct output {
    struct text path, bytes;
};

struct mfshake_compilation {
    struct pipeline pipeline;
    struct diagnostics *diagnostics;
    enum mfshake_format format;
    enum mfshake_ids ids;
    enum mfshake_source_map source_map;
    bool no_sources_content;
    struct text report, table_text, table_json;
    struct mfshake_share *shares;
    struct kept *kept; /* by alias group; NULL before _measure */
    VEC(struct output) outputs;
    bool has_chains;
    struct chains chains; /* made for the first question */
    struct buffer answer;
};

struct mfshake_usage {
    struct arena arena;
    VEC(const struct usage *) reports;
    VEC(struct merged *) merged; /* what some of them are in */
    struct text remote;          /* of the options */
    struct usage_set set;
};

struct mfshake_merge {
    struct merged merged;
    bool complete; /* every report must say all that mfshake's own do */
    struct buffer report, table_text, table_json;
};

struct mfshake_pruned {
    struct arena arena;
    struct prune_result result;
    struct finished_chunk finished;
    bool changed;
};

/* mfshake_compilation_open for a process that makes several, one after the other: sources and records of earlier ones stand in `memory`. */
struct mfshake_compilation *compilation_open(const struct mfshake_options *options,
                                             struct mfshake_diagnostics *diagnostics, struct source_memory *memory);

/* The results again after the contents of source files (absolute paths; the memory has forgotten them) may have changed, and nothing else. The diagnostics are those of this analysis alone then. False
 * when the compilation is to be opened anew; nothing but mfshake_compilation_free may be asked of it then. */
bool compilation_update(struct mfshake_compilation *compilation, const struct text *paths, uint32_t count);
bool compilation_has_errors(const struct mfshake_compilation *compilation);

/* As mfshake_compilation_write, for the files that it wrote before in this process: but for those that `lies_there`, by file, says lie there as they would be written. Nothing is deleted, and nothing waits for the
 * disk. */
bool compilation_write_again(struct mfshake_compilation *compilation, const char *folder, const bool *lies_there);

static inline struct mfshake_text give(struct text t)
{
    return (struct mfshake_text){t.at ? t.at : "", t.length};
}

static inline struct text take(const char *terminated)
{
    return terminated ? text_of(terminated) : TEXT("");
}

/* The caller's struct as far as the caller knows it, the rest zero. */
static inline void copy_known(void *to, size_t to_size, const void *from, size_t from_size)
{
    memset(to, 0, to_size);
    if (from) memcpy(to, from, from_size < to_size ? from_size : to_size);
}

/* Fills a struct of the caller as far as the caller knows it. */
static inline void give_known(void *to, size_t to_size, const void *from, size_t from_size)
{
    size_t known = to_size < from_size ? to_size : from_size;
    if (known > sizeof(size_t))
        memcpy((char *)to + sizeof(size_t), (const char *)from + sizeof(size_t), known - sizeof(size_t));
}

/* Whether errors were added since there were `before` problems. */
static inline bool has_errors_since(const struct diagnostics *diagnostics, uint32_t before)
{
    for (uint32_t i = before; i < diagnostics->count; i++) {
        if (diag_code_severity(diagnostics->list[i].code) == DIAG_ERROR) return true;
    }
    return false;
}

#endif
