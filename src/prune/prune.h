/* Annotated chunk + usage → pruned chunk.
 *
 * The order: read the macros, find the module map, ask the usage about every region, cut the regions that nobody uses,
 * then the declarations and imports that died with them, then the modules that became unreachable. An export that code
 * of the chunk reads stays as long as that code does, whatever the reports say. Removes only what this run made dead.
 * The result is parsed again: it must have no error, balanced macros, and no name that only removed code declared;
 * otherwise the chunk is refused. With a shake map nothing is parsed, neither before nor after: the same bytes come out. Pruning a pruned chunk changes nothing.
 *
 * Chunks that are given together and that one runtime loads are one graph (link.h): what one needs of another stays, and what only removed code of another
 * needed goes. Without the others, a module that nothing in the chunk reaches is left alone, and one that another chunk needs may go.
 */
#ifndef MFSHAKE_PRUNE_PRUNE_H
#define MFSHAKE_PRUNE_PRUNE_H

#include "base/diag.h"
#include "base/names.h"
#include "prune/cut.h"
#include "prune/simulation.h"
#include "report/usage.h"

/* What stands for a removed export. */
enum prune_removed {
    PRUNE_DROP,  /* nothing: the export does not exist */
    PRUNE_NULL,  /* null */
    PRUNE_THROW, /* a getter that throws "mfshake: <key>.<export> was pruned" */
};

struct prune_options {
    enum prune_removed removed;
    bool keep_macros; /* leave the comments of regions that stay */
    bool
        compat; /* put null in the place of unused regions that hold any other expression (S9), as the first pruner did */
    bool
        sweep; /* of a chunk that was just written: every region stays as it is, and what nothing needs even so goes. `usage` is not asked */
    struct text map; /* of prune_chunk: the shake map of the chunk (shake_map.h), or empty: then the chunk is parsed */
    const struct text *roots; /* ids of modules to keep reachable beside the usage's fallbacks */
    uint32_t root_count;
    struct simulation *simulation; /* of prune_chunk: not NULL: filled, with its buffer initialized before */
};

/* What became of the exports of one share key, by distinct conditions. */
struct prune_key {
    struct text key;
    uint32_t kept, removed, undecided;
    struct text reason; /* why the key as a whole was left; empty otherwise */
};

struct prune_note {
    struct text about;  /* a condition's "<key>.<export>", or a module id */
    struct text reason; /* a sentence part */
};

struct prune_result {
    struct text output; /* equal to the source when nothing changed */
    bool changed;
    const struct prune_key *keys; /* sorted by key */
    uint32_t key_count;
    uint32_t modules_before, modules_after;
    const struct text *removed_modules; /* ids in source order */
    uint32_t removed_module_count;
    uint32_t removed_parts;         /* declarations and imports removed from modules that stay */
    const struct prune_note *notes; /* why regions and modules stayed that could have gone; in source order */
    uint32_t note_count;
    const struct cut_edit
        *edits; /* what makes `output` of the source: sorted, not overlapping; the replacements are its bytes */
    uint32_t edit_count;
};

/* The shake map of the chunk `source`, in `arena`; empty when prune would refuse the chunk or warn of its macros, or when a map can not hold it. */
struct text prune_map(struct arena *arena, struct text source);

/* A chunk that was just written, without what nothing in it needs. */
struct prune_swept {
    struct prune_result result;
    struct names free_names; /* that it refers to and does not declare */
};

/* Sweeps `source` as options.sweep of prune_chunk says, all in `arena`; but the result is not checked: prune_map_of_swept does that. False after an error; prune_swept_release
 * whatever the result. */
bool prune_sweep(struct arena *arena, struct text path, struct text source, struct prune_swept *swept,
                 struct diagnostics *diagnostics);
void prune_swept_release(struct prune_swept *swept);

/* As prune_map, of a chunk that was swept; `source` may have comments more. When it can not stand for what it was swept from, *damage says why, a sentence part in `arena`;
 * else it is NULL. What is not the result lies in `scratch`. */
struct text prune_map_of_swept(struct arena *arena, struct arena *scratch, struct text source,
                               const struct prune_swept *swept, const char **damage);

/* Prunes the chunk `source`; `path` is for messages. Texts of the result are in `arena`, in `source` or in `usage`.
 * A map that does not serve is reported as M809. False after an error: a macro is malformed or unbalanced (M101 to M105), `source` is no chunk (M801), or the result
 * would be broken (M499). Safe from several threads with an arena each. */
bool prune_chunk(struct arena *arena, struct text path, struct text source, const struct usage_set *usage,
                 const struct prune_options *options, struct prune_result *result, struct diagnostics *diagnostics);

struct prune_source {
    struct arena *arena; /* of the result */
    struct text path, source;
    struct text map; /* its shake map, or empty */
};

/* The same for the chunks of one app, which see each other; results[i] is that of sources[i]. False after an error in any of them: then there is no result. */
bool prune_chunks(const struct prune_source *sources, uint32_t count, const struct usage_set *usage,
                  const struct prune_options *options, struct prune_result *results, struct diagnostics *diagnostics);

#endif
