/* libmfshake: tree shaking of packages that are shared by Module Federation.
 *
 *     struct mfshake_diagnostics *problems = mfshake_diagnostics_new();
 *     struct mfshake_options options = {.size = sizeof options, .folder = "apps/host"};
 *     struct mfshake_compilation *app = mfshake_compilation_open(&options, problems);
 *     if (app && mfshake_compilation_analyze(app) && mfshake_compilation_emit(app)) {
 *         struct mfshake_text report = mfshake_compilation_report(app);      share-usage.json
 *         mfshake_compilation_write(app, "dist/shared");                     all files, or none
 *     }
 *     mfshake_compilation_free(app);
 *
 *     struct mfshake_usage *usage = mfshake_usage_new();
 *     mfshake_usage_add(usage, "host.json", report, problems);               any number of apps
 *     if (mfshake_usage_finish(usage, NULL, problems)) {
 *         struct mfshake_pruned *pruned = mfshake_prune(usage, "chunk.js", chunk, NULL, problems);
 *         …
 *     }
 *
 * Rules that hold everywhere:
 *
 * Ownership. Who makes an object with a function called _new, _open or mfshake_prune frees it with the matching _free, which takes NULL too. Texts and
 * pointers that a function returns belong to the object it was asked of, and are valid until that object is freed, unless said otherwise.
 * What is passed in is copied, unless said otherwise.
 *
 * Errors. A function that can fail returns false or NULL and has added at least one problem of severity MFSHAKE_ERROR to the diagnostics that were given. A
 * success may add notes and warnings. Indexes must be smaller than the matching count. When memory runs out the process ends with status 3, after a line on
 * standard error: see mfshake_on_out_of_memory.
 *
 * Threads. Different objects may be used by different threads at the same time. One object may be read by many threads once nobody changes it: functions that
 * take it as const only read it. mfshake_diagnostics collects from several threads, but is not to be read meanwhile. Nothing depends on the locale, and
 * nothing changes process-wide state.
 *
 * Growth. Enumerations keep their values. Structs that are passed in begin with `size`, which the caller sets to the size it was compiled with; fields
 * that it does not know count as zero. Fields are only ever added at the end.
 */
#ifndef MFSHAKE_H
#define MFSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined __GNUC__
#define MFSHAKE_API __attribute__((visibility("default")))
#else
#define MFSHAKE_API
#endif

/* Bytes, usually UTF-8, with no NUL to be counted on. `at` is never NULL in what the library returns. */
struct mfshake_text {
    const char *at;
    size_t length;
};

/* The version of the library, such as "1.2.3". Static. */
MFSHAKE_API const char *mfshake_version(void);

/* Installs what runs when `size` bytes can not be had, for the whole process; it must not return. NULL restores the default, which prints a line and
 * ends the process with status 3. To be called before other threads use the library. */
MFSHAKE_API void mfshake_on_out_of_memory(void (*handler)(size_t size));

/* ------------------------------------------------------------------------------------------------ diagnostics */

enum mfshake_severity { MFSHAKE_NOTE = 0, MFSHAKE_WARNING = 1, MFSHAKE_ERROR = 2 };

struct mfshake_diagnostics;

/* One problem. */
struct mfshake_diagnostic {
    size_t size;      /* set by the caller */
    const char *code; /* stable, such as "M301"; static */
    enum mfshake_severity severity;
    struct mfshake_text path;    /* empty: the problem has no file */
    uint32_t line, column;       /* 1-based, the column in bytes; 0: the file as a whole */
    struct mfshake_text message; /* what is wrong */
    const char *help;            /* what to do; static */
};

MFSHAKE_API struct mfshake_diagnostics *mfshake_diagnostics_new(void);
MFSHAKE_API void mfshake_diagnostics_free(struct mfshake_diagnostics *diagnostics);

/* Sorts by place and drops repetitions. Indexes mean something until the next problem is added. */
MFSHAKE_API void mfshake_diagnostics_sort(struct mfshake_diagnostics *diagnostics);
MFSHAKE_API uint32_t mfshake_diagnostics_count(const struct mfshake_diagnostics *diagnostics);
/* How many there are of one severity. */
MFSHAKE_API uint32_t mfshake_diagnostics_count_of(const struct mfshake_diagnostics *diagnostics,
                                                  enum mfshake_severity severity);
/* Fills *diagnostic, whose `size` must be set. Texts are valid as long as `diagnostics`. */
MFSHAKE_API void mfshake_diagnostics_get(const struct mfshake_diagnostics *diagnostics, uint32_t index,
                                         struct mfshake_diagnostic *diagnostic);
/* The exit status that the mfshake command would have: 0 without an error, else 3 (input/output, limits, a mistake in mfshake), 2 (usage or configuration) or
 * 1 (the input), the first that applies. */
MFSHAKE_API int mfshake_diagnostics_exit_status(const struct mfshake_diagnostics *diagnostics);

enum mfshake_print_flags {
    MFSHAKE_PRINT_COLOR = 1,       /* escape sequences for a terminal */
    MFSHAKE_PRINT_NOTES = 2,       /* notes, too */
    MFSHAKE_PRINT_ERRORS_ONLY = 4, /* no warnings either */
};
/* All problems sorted, as the mfshake command prints them, at most `most` (0: all). `flags` is a sum of enum mfshake_print_flags. Valid until the
 * next call or until the diagnostics are freed. */
MFSHAKE_API struct mfshake_text mfshake_diagnostics_print(struct mfshake_diagnostics *diagnostics, unsigned flags,
                                                          uint32_t most);

/* ------------------------------------------------------------------------------------------------ compilations */

/* How a chunk hands its modules over. */
enum mfshake_format {
    MFSHAKE_FORMAT_CONFIGURED = 0, /* as output.format says */
    MFSHAKE_FORMAT_JSONP = 1,
    MFSHAKE_FORMAT_COMMONJS = 2,
    MFSHAKE_FORMAT_MODULE = 3,           /* an ES module that exports its modules to the app's runtime */
    MFSHAKE_FORMAT_CONTAINER = 4,        /* a script with a runtime of its own, for the federation runtime */
    MFSHAKE_FORMAT_MODULE_CONTAINER = 5, /* the same as an ES module */
};

/* What the modules of a chunk, and those of their exports that only the chunk reads, are called. */
enum mfshake_ids {
    MFSHAKE_IDS_CONFIGURED = 0, /* as output.ids says */
    MFSHAKE_IDS_NAMED = 1,
    MFSHAKE_IDS_SHORT = 2, /* shortly, where nobody outside of the chunk can notice */
};

/* Where the source maps of chunks go. */
enum mfshake_source_map {
    MFSHAKE_SOURCE_MAP_CONFIGURED = 0, /* as devtool says */
    MFSHAKE_SOURCE_MAP_NONE = 1,
    MFSHAKE_SOURCE_MAP_FILE = 2,   /* chunk.js.map, which the chunk names */
    MFSHAKE_SOURCE_MAP_INLINE = 3, /* in the chunk */
    MFSHAKE_SOURCE_MAP_HIDDEN = 4, /* chunk.js.map, which nothing names */
};

struct mfshake_options {
    size_t size; /* set by the caller */
    const char *
        folder; /* where the configuration is looked for, and what module ids are relative to; NULL: the current folder */
    const char *
        file; /* the configuration; NULL: the one found in `folder`: mfshake.json, or one of those that `mfshake config --help` names */
    uint32_t jobs;        /* threads to use at most; 0: one per processor. The results are the same for any number */
    bool has_share_depth; /* `share_depth` counts instead of the configuration's */
    uint32_t share_depth; /* how far below a share's root modules are attributed to it; 0: any distance */
    enum mfshake_format format;
    const char *
        cache; /* a folder for what is known of modules, shared by all runs; NULL: nothing is kept. What it holds never changes results */
    enum mfshake_ids ids;
    const char *const *
        environment; /* "NAME=VALUE", ended by NULL: what process.env.NAME is for a configuration that is read; the process's own is not asked. NULL: nothing */
    enum mfshake_source_map source_map;
    bool no_sources_content; /* source maps name their sources and do not hold them */
};

/* One run over one app. */
struct mfshake_compilation;

/* Reads the configuration. NULL when it is missing or wrong. The compilation adds what it finds to `diagnostics`, which must outlive it. */
MFSHAKE_API struct mfshake_compilation *mfshake_compilation_open(const struct mfshake_options *options,
                                                                 struct mfshake_diagnostics *diagnostics);
MFSHAKE_API void mfshake_compilation_free(struct mfshake_compilation *compilation);

/* Finds all modules and computes which exports of each share are used. To be called once. False when the input has errors: the results are there all
 * the same, with whatever is missing or broken counted as a use of everything, but nothing may be emitted of them. */
MFSHAKE_API bool mfshake_compilation_analyze(struct mfshake_compilation *compilation);
/* Makes the annotated chunks, in memory. To be called once, after an analysis without errors. False when a chunk can not be made soundly. */
MFSHAKE_API bool mfshake_compilation_emit(struct mfshake_compilation *compilation);

/* The output: after _emit the chunks, each with its chunk.shake.json behind it (unless there can be none), and always, as the last one, share-usage.json. Paths are relative to the output folder and made of safe characters. */
MFSHAKE_API uint32_t mfshake_compilation_file_count(const struct mfshake_compilation *compilation);
MFSHAKE_API struct mfshake_text mfshake_compilation_file_path(const struct mfshake_compilation *compilation,
                                                              uint32_t index);
MFSHAKE_API struct mfshake_text mfshake_compilation_file_bytes(const struct mfshake_compilation *compilation,
                                                               uint32_t index);
/* The absolute folder that output.path of the configuration names. */
MFSHAKE_API struct mfshake_text mfshake_compilation_output_folder(const struct mfshake_compilation *compilation);
/* Writes the output below `folder` (NULL: the output folder), making folders as needed: all files, or on failure none. Chunks of an
 * earlier run of the same app, which its share-usage.json there lists and this run does not have, are deleted afterwards. */
MFSHAKE_API bool mfshake_compilation_write(struct mfshake_compilation *compilation, const char *folder);

/* After _analyze: share-usage.json, and the document of `mfshake analyze --dump=facts`. */
MFSHAKE_API struct mfshake_text mfshake_compilation_report(const struct mfshake_compilation *compilation);
MFSHAKE_API struct mfshake_text mfshake_compilation_facts(struct mfshake_compilation *compilation);
/* After _analyze: every request that belongs to a share, the document of `mfshake analyze --dump=shares`. */
MFSHAKE_API struct mfshake_text mfshake_compilation_attribution(struct mfshake_compilation *compilation);
/* After _analyze: a table of the analysis as JSON, as `mfshake analyze --dump=PASS` prints it: "facts", "runtimes" (the facts of each entry and expose alone), "shares", "graph",
 * "provided", "used" or "attribution". Only facts and runtimes have a schema. Empty for any other pass. Valid until the compilation is freed. */
MFSHAKE_API struct mfshake_text mfshake_compilation_dump(struct mfshake_compilation *compilation, const char *pass);
/* After _emit: finds out how much of each chunk would stay if this app were the only one, for the table. Costs about as much as pruning the chunks. */
MFSHAKE_API void mfshake_compilation_measure(struct mfshake_compilation *compilation);
/* The table that `mfshake analyze` prints, as text or as JSON. Sizes are in it after _emit, what would stay of them after _measure. */
MFSHAKE_API struct mfshake_text mfshake_compilation_table(const struct mfshake_compilation *compilation, bool as_json);
/* How long each pass took so far, wall and processor time, as a table for people. Valid until the compilation is freed. */
MFSHAKE_API struct mfshake_text mfshake_compilation_timings(struct mfshake_compilation *compilation);
/* The effective configuration and where each value came from, for people or as JSON, as `mfshake config` prints it. Needs no analysis. */
MFSHAKE_API struct mfshake_text mfshake_compilation_config(struct mfshake_compilation *compilation, bool as_json);

enum mfshake_why_format {
    MFSHAKE_WHY_TEXT = 0,
    MFSHAKE_WHY_JSON = 1,
    MFSHAKE_WHY_MERMAID = 2, /* a flowchart */
    MFSHAKE_WHY_DOT = 3,     /* a digraph for Graphviz */
};

struct mfshake_why_options {
    size_t size; /* set by the caller */
    enum mfshake_why_format format;
    bool all;   /* every use, not only the first few, and of an export every import chain */
    bool color; /* as text: escape sequences for a terminal */
};
/* After _analyze: why a share, or one of its exports, is used; `question` is KEY or KEY.EXPORT, `options` may be NULL. False after M307 when the app has no such
 * share, or the share no such export. *answer is valid until the next question or until the compilation is freed. */
MFSHAKE_API bool mfshake_compilation_why(struct mfshake_compilation *compilation, const char *question,
                                         const struct mfshake_why_options *options, struct mfshake_text *answer);

/* ------------------------------------------------------------------------------------------------ results */

enum mfshake_mode {
    MFSHAKE_MODE_EXACT = 0,       /* used and unused exports are known */
    MFSHAKE_MODE_NAMESPACE = 1,   /* the namespace as a whole may be used */
    MFSHAKE_MODE_DYNAMIC = 2,     /* something could not be understood */
    MFSHAKE_MODE_NO_FALLBACK = 3, /* the app has no copy of the package */
};

enum mfshake_export_flags {
    MFSHAKE_EXPORT_PROVIDED = 1,
    MFSHAKE_EXPORT_USED = 2,     /* somebody refers to it */
    MFSHAKE_EXPORT_POSSIBLY = 4, /* nobody does, but that it is unused is not proven: it is kept */
};

/* After _analyze: one per share key and share scope, sorted by both. */
struct mfshake_share;
MFSHAKE_API uint32_t mfshake_compilation_share_count(const struct mfshake_compilation *compilation);
MFSHAKE_API const struct mfshake_share *mfshake_compilation_share(const struct mfshake_compilation *compilation,
                                                                  uint32_t index);
MFSHAKE_API struct mfshake_text mfshake_share_key(const struct mfshake_share *share);
MFSHAKE_API struct mfshake_text mfshake_share_scope(const struct mfshake_share *share);
/* The version that the app provides; empty when it provides none. */
MFSHAKE_API struct mfshake_text mfshake_share_version(const struct mfshake_share *share);
MFSHAKE_API enum mfshake_mode mfshake_share_mode(const struct mfshake_share *share);
/* Exports, sorted by name; names that are used and not provided are among them. Names may hold any byte. */
MFSHAKE_API uint32_t mfshake_share_export_count(const struct mfshake_share *share);
MFSHAKE_API struct mfshake_text mfshake_share_export_name(const struct mfshake_share *share, uint32_t index);
/* A sum of enum mfshake_export_flags. With any mode but exact, all are to be kept, whatever the flags say. */
MFSHAKE_API unsigned mfshake_share_export_flags(const struct mfshake_share *share, uint32_t index);

/* ------------------------------------------------------------------------------------------------ usage of several apps */

/* The reports of all apps that may meet in a share scope, and what they say together. */
struct mfshake_usage;

struct mfshake_usage_options {
    size_t size;        /* set by the caller */
    const char *remote; /* only what this app uses counts; NULL: what any app uses */
    bool
        has_consumers; /* `consumers` are all apps that there are; otherwise the apps of the reports and the remotes that those name */
    const char *const *consumers;
    uint32_t consumer_count;
    bool
        trust_stats; /* takes "usedExports" in mf-stats.json of Rspack and webpack for all that the app uses; their inference leaves out uses */
};

MFSHAKE_API struct mfshake_usage *mfshake_usage_new(void);
MFSHAKE_API void mfshake_usage_free(struct mfshake_usage *usage);
/* Adds a report: share-usage.json, one of the prototypes' shapes, or mf-stats.json or mf-manifest.json of an app's bundler. `path` is for messages. False when it is
 * none. */
MFSHAKE_API bool mfshake_usage_add(struct mfshake_usage *usage, const char *path, struct mfshake_text report,
                                   struct mfshake_diagnostics *diagnostics);
/* The same for a file; "-" is standard input. */
MFSHAKE_API bool mfshake_usage_add_file(struct mfshake_usage *usage, const char *path,
                                        struct mfshake_diagnostics *diagnostics);
/* Unites the reports; to be called once, after all were added. `options` NULL: the defaults. The usage can be asked by many threads afterwards. False when no
 * report is of the app `options->remote`. */
MFSHAKE_API bool mfshake_usage_finish(struct mfshake_usage *usage, const struct mfshake_usage_options *options,
                                      struct mfshake_diagnostics *diagnostics);

/* ------------------------------------------------------------------------------------------------ input of bundlers */

struct mfshake_tree_shaking_options {
    size_t size;              /* set by the caller */
    bool as_request;          /* the body of a request to a treeshake-server, else a fragment of "shared" */
    const char *mode;         /* of a fragment: "server-calc" (default) or "runtime-infer" */
    const char *host;         /* of a request; NULL: the app of the first report */
    const char *target;       /* of a request; NULL: "web" */
    const char *library_type; /* of a request; NULL: "global" */
};

/* The used exports of every share that needs not stay whole, as JSON for the tree shaking of Rspack, @module-federation/enhanced and treeshake-server; other
 * shares are warned of. False when no share is left, and *result is NULL then. */
struct mfshake_tree_shaking;
MFSHAKE_API bool mfshake_usage_tree_shaking(const struct mfshake_usage *usage,
                                            const struct mfshake_tree_shaking_options *options,
                                            struct mfshake_tree_shaking **result,
                                            struct mfshake_diagnostics *diagnostics);
MFSHAKE_API struct mfshake_text mfshake_tree_shaking_text(const struct mfshake_tree_shaking *result);
MFSHAKE_API void mfshake_tree_shaking_free(struct mfshake_tree_shaking *result);
/* ------------------------------------------------------------------------------------------------ merging */

/* Reports of any number of apps, or merged reports, on their way to one merged report. Neither the order nor the repetition of what is added matters. */
struct mfshake_merge;

MFSHAKE_API struct mfshake_merge *mfshake_merge_new(void);
MFSHAKE_API void mfshake_merge_free(struct mfshake_merge *merge);
/* Refuses reports that do not say which app they are of and where each export is used: what the gate needs. */
MFSHAKE_API void mfshake_merge_require_places(struct mfshake_merge *merge);
/* Adds a report, or a merged report; `path` is for messages, and the name of an app whose report names none. False when it is no report, or contradicts itself. */
MFSHAKE_API bool mfshake_merge_add(struct mfshake_merge *merge, const char *path, struct mfshake_text report,
                                   struct mfshake_diagnostics *diagnostics);
/* The same for files, read by so many threads; 0: one for each processor. False when one of them is none, after all were tried. */
MFSHAKE_API bool mfshake_merge_add_files(struct mfshake_merge *merge, const char *const *paths, uint32_t count,
                                         uint32_t threads, struct mfshake_diagnostics *diagnostics);
/* Declares an app that takes part: without a report of it, the `keys` that it consumes (NULL: all) are locked. */
MFSHAKE_API void mfshake_merge_declare(struct mfshake_merge *merge, const char *app, const char *const *keys,
                                       uint32_t key_count);
/* Makes the merged report; to be called once, at last. Warns of versions that do not fit together. False when nothing was added. */
MFSHAKE_API bool mfshake_merge_finish(struct mfshake_merge *merge, struct mfshake_diagnostics *diagnostics);
/* After _finish: the merged report, and the table that `mfshake merge` prints. */
MFSHAKE_API struct mfshake_text mfshake_merge_report(const struct mfshake_merge *merge);
MFSHAKE_API struct mfshake_text mfshake_merge_table(const struct mfshake_merge *merge, bool as_json);

/* ------------------------------------------------------------------------------------------------ the gate */

/* What two merges, the baseline and the present reports, say beside each other (docs/gate.md). */
struct mfshake_gate;

struct mfshake_gate_options {
    size_t size;        /* set by the caller */
    const char *config; /* a mfshake.json or package.json, of which "gate" counts; NULL: none */
    /* What each share key may grow by: "3", "10 kB", "5%". NULL: as the configuration says. */
    const char *max_exports, *max_bytes, *max_gzip;
    const char *manifest; /* a prune-manifest.json, which says what is deployed; NULL: the baseline stands for that */
    const char *const
        *chunk_folders; /* where the annotated chunks are that are measured, beside those of the reports */
    uint32_t chunk_folder_count;
    uint32_t threads;               /* 0: one for each processor */
    const char *baseline, *current; /* what the merges are called in reports */
    bool strict;                    /* warnings close the gate, too */
};

enum mfshake_gate_form {
    MFSHAKE_GATE_TEXT = 0,
    MFSHAKE_GATE_JSON = 1,
    MFSHAKE_GATE_GITHUB = 2,
    MFSHAKE_GATE_SARIF = 3,
    MFSHAKE_GATE_MARKDOWN = 4,
    MFSHAKE_GATE_JUNIT = 5,
};

/* Compares two merges, before either is finished. NULL when that can not be judged: nothing is judged to be fine then. The merges must outlive the gate. */
MFSHAKE_API struct mfshake_gate *mfshake_gate_judge(struct mfshake_merge *baseline, struct mfshake_merge *current,
                                                    const struct mfshake_gate_options *options,
                                                    struct mfshake_diagnostics *diagnostics);
MFSHAKE_API void mfshake_gate_free(struct mfshake_gate *gate);
/* Whether nothing was found that closes it. */
MFSHAKE_API bool mfshake_gate_passed(const struct mfshake_gate *gate);
MFSHAKE_API uint32_t mfshake_gate_count(const struct mfshake_gate *gate, enum mfshake_severity severity);
enum mfshake_gate_flags {
    MFSHAKE_GATE_COLOR = 1,       /* escape sequences for a terminal; of the text form */
    MFSHAKE_GATE_ERRORS_ONLY = 2, /* no table either; of the text form */
};
/* The findings in one form. `flags` is a sum of enum mfshake_gate_flags. Valid until the next call. */
MFSHAKE_API struct mfshake_text mfshake_gate_report(struct mfshake_gate *gate, enum mfshake_gate_form form,
                                                    unsigned flags);

/* ------------------------------------------------------------------------------------------------ differences */

struct mfshake_difference;

/* Two merges, before either is finished, beside each other. */
MFSHAKE_API struct mfshake_difference *mfshake_merge_difference(struct mfshake_merge *before,
                                                                struct mfshake_merge *now);
/* Two chunks; the paths are for messages. NULL when one of them is none. */
MFSHAKE_API struct mfshake_difference *mfshake_chunk_difference(const char *before_path, struct mfshake_text before,
                                                                const char *now_path, struct mfshake_text now,
                                                                struct mfshake_diagnostics *diagnostics);
MFSHAKE_API void mfshake_difference_free(struct mfshake_difference *difference);
enum mfshake_difference_form {
    MFSHAKE_DIFFERENCE_TEXT,
    MFSHAKE_DIFFERENCE_JSON, /* schemas/diff-v1.schema.json */
    MFSHAKE_DIFFERENCE_MARKDOWN,
};
/* What `mfshake diff` prints. */
MFSHAKE_API struct mfshake_text mfshake_difference_text(const struct mfshake_difference *difference,
                                                        enum mfshake_difference_form form);
/* How many share keys, or modules, differ. */
MFSHAKE_API uint32_t mfshake_difference_count(const struct mfshake_difference *difference);

/* ------------------------------------------------------------------------------------------------ overviews */

/* What `mfshake report` shows: who uses which export of which share, and what of the shares' chunks that keeps. */
struct mfshake_overview;

struct mfshake_overview_options {
    size_t size;         /* set by the caller */
    bool without_chunks; /* the chunks beside the reports are not looked for */
};

enum mfshake_overview_form {
    MFSHAKE_OVERVIEW_TEXT = 0,
    MFSHAKE_OVERVIEW_JSON = 1,
    MFSHAKE_OVERVIEW_MARKDOWN = 2,
    MFSHAKE_OVERVIEW_HTML = 3, /* one file that needs no other */
};

/* Of the reports of a merge, before it is finished, and of the chunks that they name as far as those stand beside them. NULL after an error. The merge must
 * outlive the overview. */
MFSHAKE_API struct mfshake_overview *mfshake_overview_new(struct mfshake_merge *merge,
                                                          const struct mfshake_overview_options *options,
                                                          struct mfshake_diagnostics *diagnostics);
MFSHAKE_API void mfshake_overview_free(struct mfshake_overview *overview);
/* Adds an annotated chunk; `path` is what the overview calls it. False after an error. */
MFSHAKE_API bool mfshake_overview_add_chunk(struct mfshake_overview *overview, const char *path,
                                            struct mfshake_text chunk, struct mfshake_diagnostics *diagnostics);
/* Valid until the next call. */
MFSHAKE_API struct mfshake_text mfshake_overview_text(struct mfshake_overview *overview,
                                                      enum mfshake_overview_form form);

/* ------------------------------------------------------------------------------------------------ pruning */

/* What stands for an export that was removed. */
enum mfshake_removed {
    MFSHAKE_REMOVED_DROP = 0,  /* nothing */
    MFSHAKE_REMOVED_NULL = 1,  /* null */
    MFSHAKE_REMOVED_THROW = 2, /* an error that names the export */
};

/* What becomes of the chunk's source map. */
enum mfshake_pruned_map {
    MFSHAKE_PRUNED_MAP_KEEP = 0,   /* it is that of the pruned chunk, in a file or in the chunk as before */
    MFSHAKE_PRUNED_MAP_DROP = 1,   /* the pruned chunk has none */
    MFSHAKE_PRUNED_MAP_INLINE = 2, /* it is that of the pruned chunk, and in it */
};

struct mfshake_prune_options {
    size_t size; /* set by the caller */
    enum mfshake_removed removed;
    bool keep_macros; /* leave the comments of regions that stay */
    struct mfshake_text
        map; /* the chunk's chunk.shake.json, with which nothing is parsed; empty: none. It must stay as it is until the result is freed */
    enum mfshake_pruned_map source_map;
    struct mfshake_text
        source_map_text; /* the file that mfshake_source_map_file names; empty: it could not be read, or there is none. As for `map` */
    const char *source_map_unreadable; /* why it could not be read, for the message; NULL: no reason is known */
    bool compat; /* put null in the place of unused regions that hold an expression of no shape that can be removed */
};

/* The file, as a path relative to the chunk's folder, that a chunk says its source map is in; of a URL its last part. Empty when it says nothing, has the
 * map in it, or names no file of that folder or below. A part of `chunk`. */
MFSHAKE_API struct mfshake_text mfshake_source_map_file(struct mfshake_text chunk);

/* A pruned chunk, and what was done. */
struct mfshake_pruned;

/* Cuts from `chunk` what `usage` (finished) says nobody needs; `path` is for messages, `options` may be NULL. The chunk must stay as it is until the result is
 * freed, and so must the usage. NULL after an error: the chunk is to be used as it is. Safe from several threads with one usage. */
MFSHAKE_API struct mfshake_pruned *mfshake_prune(const struct mfshake_usage *usage, const char *path,
                                                 struct mfshake_text chunk, const struct mfshake_prune_options *options,
                                                 struct mfshake_diagnostics *diagnostics);

/* One of several chunks. */
struct mfshake_chunk {
    size_t size;      /* set by the caller, the same in all of them */
    const char *path; /* for messages */
    struct mfshake_text chunk;
    struct mfshake_text map;             /* its chunk.shake.json, or empty */
    struct mfshake_text source_map_text; /* as in mfshake_prune_options, like the reason */
    const char *source_map_unreadable;
};
/* The same for `count` chunks of one app, which see each other: what one of them needs of another stays, and what only removed code of another needed goes. Chunks
 * belong together when they are pushed to the same array, or to none; containers stand alone. `pruned` is filled in their order; What `options` say of single
 * chunks (maps) is not used. False after an
 * error in any of them: then `pruned` holds NULL only. */
MFSHAKE_API bool mfshake_prune_chunks(const struct mfshake_usage *usage, const struct mfshake_chunk *chunks,
                                      uint32_t count, const struct mfshake_prune_options *options,
                                      struct mfshake_pruned **pruned, struct mfshake_diagnostics *diagnostics);
MFSHAKE_API void mfshake_pruned_free(struct mfshake_pruned *pruned);

/* The chunk that is left; equal to the one given when nothing changed. */
MFSHAKE_API struct mfshake_text mfshake_pruned_output(const struct mfshake_pruned *pruned);
/* Whether its source map is to be written to a file of its own: the one that mfshake_source_map_file names, or, when it names none,
 * the chunk's with ".map" behind it. A map that was given and is not right is reported, and the pruned chunk has none. */
MFSHAKE_API bool mfshake_pruned_has_source_map(const struct mfshake_pruned *pruned);
/* That map, made anew each time; empty without one. */
MFSHAKE_API struct mfshake_text mfshake_pruned_source_map(struct mfshake_pruned *pruned);
MFSHAKE_API bool mfshake_pruned_changed(const struct mfshake_pruned *pruned);
MFSHAKE_API uint32_t mfshake_pruned_modules_before(const struct mfshake_pruned *pruned);
MFSHAKE_API uint32_t mfshake_pruned_modules_after(const struct mfshake_pruned *pruned);

/* The share keys that the chunk's annotations name, sorted. */
struct mfshake_pruned_key {
    size_t size; /* set by the caller */
    struct mfshake_text key;
    uint32_t kept, removed, undecided; /* exports */
    struct mfshake_text reason;        /* why the key as a whole was left; empty: it was not */
};
MFSHAKE_API uint32_t mfshake_pruned_key_count(const struct mfshake_pruned *pruned);
MFSHAKE_API void mfshake_pruned_key_get(const struct mfshake_pruned *pruned, uint32_t index,
                                        struct mfshake_pruned_key *key);

/* Why exports and modules stayed that could have gone: "<key>.<export>" or a module id, and a sentence part. */
MFSHAKE_API uint32_t mfshake_pruned_note_count(const struct mfshake_pruned *pruned);
MFSHAKE_API struct mfshake_text mfshake_pruned_note_about(const struct mfshake_pruned *pruned, uint32_t index);
MFSHAKE_API struct mfshake_text mfshake_pruned_note_reason(const struct mfshake_pruned *pruned, uint32_t index);

/* ------------------------------------------------------------------------------------------------ deployment */

/* Pruned chunks on their way to a web server: names, hashes, sizes, and the documents that tell of them. */
struct mfshake_deployment;

struct mfshake_deployment_options {
    size_t size;             /* set by the caller */
    bool rename;             /* put a hash of its content into each chunk's name */
    const char *public_path; /* what stands before a chunk's path in its URL, for the snapshot; NULL: "" */
};

/* The usage must outlive the deployment. */
MFSHAKE_API struct mfshake_deployment *mfshake_deployment_new(const struct mfshake_usage *usage,
                                                              const struct mfshake_deployment_options *options);
MFSHAKE_API void mfshake_deployment_free(struct mfshake_deployment *deployment);
/* Adds what mfshake_prune made of `chunk`, which must stay as it is. `file` is its path below the output folder, without a hash. False when the chunk is a container that was
 * pruned before. */
MFSHAKE_API bool mfshake_deployment_add(struct mfshake_deployment *deployment, const char *path, const char *file,
                                        struct mfshake_text chunk, const struct mfshake_pruned *pruned,
                                        struct mfshake_diagnostics *diagnostics);
/* The path below the output folder that the chunk which was added as number `index` is to be written to. */
MFSHAKE_API struct mfshake_text mfshake_deployment_file(const struct mfshake_deployment *deployment, uint32_t index);
/* What is to be written there: what mfshake_prune left, or, with `rename`, the same with the new name of its source map. */
MFSHAKE_API struct mfshake_text mfshake_deployment_output(const struct mfshake_deployment *deployment, uint32_t index);
/* The path below the output folder, and the text, of its source map; both empty without one in a file of its own. */
MFSHAKE_API struct mfshake_text mfshake_deployment_source_map_file(const struct mfshake_deployment *deployment,
                                                                   uint32_t index);
MFSHAKE_API struct mfshake_text mfshake_deployment_source_map(const struct mfshake_deployment *deployment,
                                                              uint32_t index);
/* prune-manifest.json: valid until the next question to the deployment. */
MFSHAKE_API struct mfshake_text mfshake_deployment_manifest(struct mfshake_deployment *deployment);
/* The part of `__FEDERATION__` that makes @module-federation/runtime load the containers, as JSON; each container that can not be in it is named among the problems. */
MFSHAKE_API struct mfshake_text mfshake_deployment_snapshot(struct mfshake_deployment *deployment,
                                                            struct mfshake_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif

#endif
