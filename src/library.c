/* include/mfshake.h over the pipeline: nothing is computed here. */
#include "mfshake.h"

#include "base/atomic_write.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/vec.h"
#include "pipeline.h"
#include "prune/kept.h"
#include "prune/prune.h"
#include "report/chunk_path.h"
#include "report/config_table.h"
#include "report/dumps.h"
#include "report/facts_json.h"
#include "report/share_table.h"
#include "report/share_usage_json.h"
#include "report/shares_json.h"
#include "report/stale.h"
#include "report/usage_conflicts.h"
#include "report/why.h"

#ifndef MFSHAKE_VERSION
#error "MFSHAKE_VERSION is not defined: the Makefile takes it from package.json"
#endif

const char *mfshake_version(void)
{
    return MFSHAKE_VERSION;
}

void mfshake_on_out_of_memory(void (*handler)(size_t size))
{
    memory_on_exhausted(handler);
}

static struct mfshake_text give(struct text t)
{
    return (struct mfshake_text){t.at ? t.at : "", t.length};
}

static struct text take(const char *terminated)
{
    return terminated ? text_of(terminated) : TEXT("");
}

/* The caller's struct as far as the caller knows it, the rest zero. */
static void copy_known(void *to, size_t to_size, const void *from, size_t from_size)
{
    memset(to, 0, to_size);
    if (from) memcpy(to, from, from_size < to_size ? from_size : to_size);
}

/* Fills a struct of the caller as far as the caller knows it. */
static void give_known(void *to, size_t to_size, const void *from, size_t from_size)
{
    size_t known = to_size < from_size ? to_size : from_size;
    if (known > sizeof(size_t))
        memcpy((char *)to + sizeof(size_t), (const char *)from + sizeof(size_t), known - sizeof(size_t));
}

/* ------------------------------------------------------------------------------------------------ diagnostics */

struct mfshake_diagnostics {
    struct diagnostics list;
    struct buffer printed;
};

struct mfshake_diagnostics *mfshake_diagnostics_new(void)
{
    struct mfshake_diagnostics *diagnostics = memory_alloc(sizeof *diagnostics);
    diag_init(&diagnostics->list);
    buffer_init(&diagnostics->printed);
    return diagnostics;
}

void mfshake_diagnostics_free(struct mfshake_diagnostics *diagnostics)
{
    if (!diagnostics) return;
    diag_release(&diagnostics->list);
    buffer_release(&diagnostics->printed);
    memory_free(diagnostics);
}

void mfshake_diagnostics_sort(struct mfshake_diagnostics *diagnostics)
{
    diag_sort(&diagnostics->list);
}

uint32_t mfshake_diagnostics_count(const struct mfshake_diagnostics *diagnostics)
{
    return diagnostics->list.count;
}

static enum mfshake_severity severity_of(const struct diagnostic *diagnostic)
{
    switch (diag_code_severity(diagnostic->code)) {
    case DIAG_NOTE: return MFSHAKE_NOTE;
    case DIAG_WARNING: return MFSHAKE_WARNING;
    case DIAG_ERROR: return MFSHAKE_ERROR;
    }
    return MFSHAKE_ERROR;
}

uint32_t mfshake_diagnostics_count_of(const struct mfshake_diagnostics *diagnostics, enum mfshake_severity severity)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < diagnostics->list.count; i++) count += severity_of(&diagnostics->list.list[i]) == severity;
    return count;
}

void mfshake_diagnostics_get(const struct mfshake_diagnostics *diagnostics, uint32_t index,
                             struct mfshake_diagnostic *diagnostic)
{
    const struct diagnostic *found = &diagnostics->list.list[index];
    struct mfshake_diagnostic full = {
        .code = diag_code_name(found->code),
        .severity = severity_of(found),
        .path = give(found->place.path),
        .line = found->place.line,
        .column = found->place.column,
        .message = give(found->message),
        .help = diag_code_help(found->code),
    };
    give_known(diagnostic, diagnostic->size, &full, sizeof full);
}

int mfshake_diagnostics_exit_status(const struct mfshake_diagnostics *diagnostics)
{
    return diag_exit_status(&diagnostics->list);
}

struct mfshake_text mfshake_diagnostics_print(struct mfshake_diagnostics *diagnostics, unsigned flags, uint32_t most)
{
    struct diag_print_options options = {(flags & MFSHAKE_PRINT_COLOR) != 0, (flags & MFSHAKE_PRINT_NOTES) != 0, most};
    buffer_clear(&diagnostics->printed);
    if (flags & MFSHAKE_PRINT_ERRORS_ONLY) {
        struct diagnostics errors;
        diag_init(&errors);
        for (uint32_t i = 0; i < diagnostics->list.count; i++) {
            const struct diagnostic *found = &diagnostics->list.list[i];
            if (severity_of(found) == MFSHAKE_ERROR)
                diag_add(&errors, found->code, found->place, "%.*s", TEXT_ARGS(found->message));
        }
        diag_print(&errors, &diagnostics->printed, options);
        diag_release(&errors);
    } else {
        diag_print(&diagnostics->list, &diagnostics->printed, options);
    }
    return give(buffer_text(&diagnostics->printed));
}

/* Whether errors were added since there were `before` problems. */
static bool has_errors_since(const struct diagnostics *diagnostics, uint32_t before)
{
    for (uint32_t i = before; i < diagnostics->count; i++) {
        if (diag_code_severity(diagnostics->list[i].code) == DIAG_ERROR) return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------ compilations */

enum { MOST_JOBS = 256 }; /* each has a parser of its own */

struct mfshake_share {
    const struct share_row *row;
    const struct names *names;
};

struct output {
    struct text path, bytes;
};

struct mfshake_compilation {
    struct pipeline pipeline;
    struct diagnostics *diagnostics;
    enum mfshake_format format;
    struct text report, facts, attribution, table_text, table_json;
    struct mfshake_share *shares;
    struct kept *kept; /* by alias group; NULL before _measure */
    VEC(struct output) outputs;
    bool has_chains;
    struct chains chains; /* made for the first question */
    struct buffer answer;
};

struct mfshake_compilation *mfshake_compilation_open(const struct mfshake_options *given,
                                                     struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct mfshake_compilation *c = memory_alloc(sizeof *c);
    *c = (struct mfshake_compilation){.diagnostics = &diagnostics->list, .format = options.format};
    struct pipeline_options pipeline_options = {
        .source = {take(options.folder), take(options.file)},
        .workers = options.jobs == 0          ? pool_processors()
                   : options.jobs < MOST_JOBS ? options.jobs
                                              : MOST_JOBS,
        .has_share_depth = options.has_share_depth,
        .share_depth = options.share_depth,
    };
    pipeline_init(&c->pipeline, &pipeline_options, c->diagnostics);
    c->pipeline.options.source.folder = arena_copy(&c->pipeline.arena, pipeline_options.source.folder);
    c->pipeline.options.source.file = arena_copy(&c->pipeline.arena, pipeline_options.source.file);
    if (pipeline_load(&c->pipeline)) return c;
    mfshake_compilation_free(c);
    return NULL;
}

void mfshake_compilation_free(struct mfshake_compilation *c)
{
    if (!c) return;
    vec_release(&c->outputs);
    buffer_release(&c->answer);
    pipeline_release(&c->pipeline);
    memory_free(c);
}

static struct text keep(struct mfshake_compilation *c, struct buffer *buffer)
{
    struct text kept = arena_copy(&c->pipeline.arena, buffer_text(buffer));
    buffer_clear(buffer);
    return kept;
}

/* The alias group whose chunk is made for a provided share; INDEX_NONE without one. */
static uint32_t group_of(const struct mfshake_compilation *c, uint32_t provided_share)
{
    const struct attribution *attribution = &c->pipeline.attribution;
    for (uint32_t group = 0; c->pipeline.chunks && group < attribution->group_count; group++) {
        for (uint32_t i = 0; i < attribution->groups[group].member_count; i++) {
            if (attribution->groups[group].members[i] == provided_share) return group;
        }
    }
    return INDEX_NONE;
}

static struct share_size size_of_row(const struct mfshake_compilation *c, const struct share_row *row)
{
    const struct graph *graph = c->pipeline.graph;
    struct share_size size = {0};
    for (uint32_t i = 0; i < graph->provided_share_count && !size.known; i++) {
        const struct provided_share *share = &graph->provided_shares[i];
        if (share->module != row->fallback || !text_equal(share->key, row->key) ||
            !text_equal(share->scope, row->scope))
            continue;
        uint32_t group = group_of(c, i);
        if (group == INDEX_NONE) continue;
        size.known = true;
        size.bytes = c->pipeline.chunks[group].bytes.length;
        size.kept_known = c->kept && c->kept[group].known;
        size.kept = size.kept_known ? c->kept[group].bytes : 0;
    }
    return size;
}

static void write_tables(struct mfshake_compilation *c)
{
    const struct share_usage *usage = &c->pipeline.share_usage;
    struct share_size *sizes = ARENA_ARRAY(&c->pipeline.arena, struct share_size, usage->row_count + 1);
    for (uint32_t i = 0; i < usage->row_count; i++) sizes[i] = size_of_row(c, &usage->rows[i]);
    struct buffer buffer;
    buffer_init(&buffer);
    share_table_text(usage, sizes, &buffer);
    c->table_text = keep(c, &buffer);
    share_table_json(usage, sizes, &buffer);
    c->table_json = keep(c, &buffer);
    buffer_release(&buffer);
}

static void write_documents(struct mfshake_compilation *c)
{
    const struct pipeline *p = &c->pipeline;
    struct buffer buffer;
    buffer_init(&buffer);
    share_usage_json(p->config, p->graph, &p->share_usage, &buffer);
    c->report = keep(c, &buffer);
    facts_json(p->graph, &p->provided, &p->used_by_app, &p->attribution, &buffer);
    c->facts = keep(c, &buffer);
    shares_json(p->graph, &buffer);
    c->attribution = keep(c, &buffer);
    buffer_release(&buffer);
    vec_push(&c->outputs, (struct output){TEXT("share-usage.json"), c->report});
}

bool mfshake_compilation_analyze(struct mfshake_compilation *c)
{
    uint32_t before = c->diagnostics->count;
    pipeline_analyze(&c->pipeline);
    const struct share_usage *usage = &c->pipeline.share_usage;
    c->shares = ARENA_ARRAY(&c->pipeline.arena, struct mfshake_share, usage->row_count + 1);
    for (uint32_t i = 0; i < usage->row_count; i++)
        c->shares[i] = (struct mfshake_share){&usage->rows[i], c->pipeline.graph->names};
    write_documents(c);
    write_tables(c);
    return !has_errors_since(c->diagnostics, before);
}

static enum emit_format emit_format_of(const struct mfshake_compilation *c)
{
    switch (c->format) {
    case MFSHAKE_FORMAT_JSONP: return EMIT_JSONP;
    case MFSHAKE_FORMAT_COMMONJS: return EMIT_COMMONJS;
    case MFSHAKE_FORMAT_CONFIGURED: break;
    }
    return c->pipeline.config->output_format == CONFIG_FORMAT_COMMONJS ? EMIT_COMMONJS : EMIT_JSONP;
}

bool mfshake_compilation_emit(struct mfshake_compilation *c)
{
    uint32_t before = c->diagnostics->count;
    if (!pipeline_emit(&c->pipeline, emit_format_of(c))) return false;
    const struct graph *graph = c->pipeline.graph;
    const struct text *paths = chunk_paths(graph, &c->pipeline.arena);
    vec_clear(&c->outputs);
    for (uint32_t i = 0; i < graph->provided_share_count; i++) {
        uint32_t group = group_of(c, i);
        bool repeated = false; /* the same module in another scope */
        for (uint32_t o = 0; o < c->outputs.count; o++)
            repeated = repeated || text_equal(c->outputs.at[o].path, paths[i]);
        if (group == INDEX_NONE || repeated) continue;
        vec_push(&c->outputs, (struct output){paths[i], c->pipeline.chunks[group].bytes});
    }
    vec_push(&c->outputs, (struct output){TEXT("share-usage.json"), c->report});
    write_tables(c);
    return !has_errors_since(c->diagnostics, before);
}

void mfshake_compilation_measure(struct mfshake_compilation *c)
{
    uint32_t count = c->pipeline.attribution.group_count;
    struct text *chunks = ARENA_ARRAY(&c->pipeline.arena, struct text, count + 1);
    for (uint32_t group = 0; group < count; group++) chunks[group] = c->pipeline.chunks[group].bytes;
    c->kept = ARENA_ARRAY(&c->pipeline.arena, struct kept, count + 1);
    kept_measure(c->report, chunks, count, c->pipeline.options.workers, c->kept);
    write_tables(c);
}

uint32_t mfshake_compilation_file_count(const struct mfshake_compilation *c)
{
    return c->outputs.count;
}

struct mfshake_text mfshake_compilation_file_path(const struct mfshake_compilation *c, uint32_t index)
{
    return give(c->outputs.at[index].path);
}

struct mfshake_text mfshake_compilation_file_bytes(const struct mfshake_compilation *c, uint32_t index)
{
    return give(c->outputs.at[index].bytes);
}

struct mfshake_text mfshake_compilation_output_folder(const struct mfshake_compilation *c)
{
    return give(c->pipeline.config->output_path);
}

/* `folder` as a reader of messages would write it: from the current folder when it lies below it. */
static struct text shown_folder(struct arena *arena, struct text folder)
{
    struct text here = fs_current_folder(arena);
    if (!path_is_absolute(folder) || here.length == 0 || !path_is_below(folder, here)) return folder;
    struct text relative = path_relative(arena, here, folder);
    return text_starts_with(relative, TEXT("./")) ? text_slice(relative, 2, relative.length) : relative;
}

/* The chunks that the report in the output folder names, and that are none of this run. */
static const struct text *find_stale(const struct mfshake_compilation *c, struct arena *arena, struct text base,
                                     uint32_t *count)
{
    const struct graph *graph = c->pipeline.graph;
    const char *why;
    struct text earlier;
    *count = 0;
    if (!fs_read(arena, path_join(arena, base, TEXT("share-usage.json")), LIMIT_JSON_BYTES, &earlier, &why))
        return NULL;
    return stale_chunks(arena, earlier, share_usage_app(c->pipeline.config), chunk_paths(graph, arena),
                        graph->provided_share_count, count);
}

bool mfshake_compilation_write(struct mfshake_compilation *c, const char *folder)
{
    struct arena arena;
    arena_init(&arena);
    struct output_set set;
    output_set_init(&set);
    struct text base = folder ? text_of(folder) : shown_folder(&arena, c->pipeline.config->output_path);
    for (uint32_t i = 0; i < c->outputs.count; i++)
        output_set_add(&set, path_join(&arena, base, c->outputs.at[i].path), c->outputs.at[i].bytes);
    uint32_t stale_count;
    const struct text *stale = find_stale(c, &arena, base, &stale_count);
    bool ok = output_set_commit(&set, c->diagnostics);
    for (uint32_t i = 0; ok && i < stale_count; i++) ok = output_remove(base, stale[i], c->diagnostics);
    output_set_release(&set);
    arena_release(&arena);
    return ok;
}

struct mfshake_text mfshake_compilation_report(const struct mfshake_compilation *c)
{
    return give(c->report);
}

struct mfshake_text mfshake_compilation_facts(const struct mfshake_compilation *c)
{
    return give(c->facts);
}

struct mfshake_text mfshake_compilation_attribution(const struct mfshake_compilation *c)
{
    return give(c->attribution);
}

struct mfshake_text mfshake_compilation_table(const struct mfshake_compilation *c, bool as_json)
{
    return give(as_json ? c->table_json : c->table_text);
}

struct mfshake_text mfshake_compilation_config(struct mfshake_compilation *c, bool as_json)
{
    struct buffer buffer;
    buffer_init(&buffer);
    if (as_json) config_table_json(c->pipeline.config, &buffer);
    else config_table_text(c->pipeline.config, &buffer);
    struct text table = keep(c, &buffer);
    buffer_release(&buffer);
    return give(table);
}

/* Each entry and expose once, whatever the number of its modules. */
static void put_runtimes(const struct pipeline *p, struct buffer *out)
{
    struct arena arena;
    arena_init(&arena);
    VEC(struct runtime_facts) runtimes = {0};
    for (uint32_t r = 0; r < p->graph->root_count; r++) {
        const struct root *root = &p->graph->roots[r];
        bool repeated = false;
        for (uint32_t before = 0; before < r; before++) repeated = repeated || graph_same_runtime(p->graph, before, r);
        if (repeated) continue;
        struct runtime_facts facts = {.name = root->name, .exposed = root->exposed};
        used_compute(p->graph, &p->provided, (struct used_options){.root = r}, &arena, &facts.used);
        vec_push(&runtimes, facts);
    }
    runtimes_json(p->graph, &p->provided, runtimes.at, runtimes.count, &p->attribution, out);
    vec_release(&runtimes);
    arena_release(&arena);
}

struct mfshake_text mfshake_compilation_dump(struct mfshake_compilation *c, const char *pass)
{
    const struct pipeline *p = &c->pipeline;
    struct buffer out;
    buffer_init(&out);
    if (strcmp(pass, "facts") == 0) buffer_put(&out, c->facts);
    else if (strcmp(pass, "shares") == 0) buffer_put(&out, c->attribution);
    else if (strcmp(pass, "runtimes") == 0) put_runtimes(p, &out);
    else if (strcmp(pass, "graph") == 0) dump_graph(p->graph, &out);
    else if (strcmp(pass, "provided") == 0) dump_provided(p->graph, &p->provided, &out);
    else if (strcmp(pass, "used") == 0) dump_used(p->graph, &p->used_with_shared, &out);
    else if (strcmp(pass, "attribution") == 0) dump_attribution(p->graph, &p->provided, &p->attribution, &out);
    struct text document = keep(c, &out);
    buffer_release(&out);
    return give(document);
}

bool mfshake_compilation_why(struct mfshake_compilation *c, const char *question,
                             const struct mfshake_why_options *given, struct mfshake_text *answer)
{
    struct mfshake_why_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct pipeline *p = &c->pipeline;
    if (!c->has_chains) chains_compute(p->graph, &p->used_with_shared, &p->arena, &c->chains);
    c->has_chains = true;
    struct why_facts facts = {p->config, p->graph, &p->provided, &p->used_with_shared, &c->chains, &p->share_usage};
    struct why_options why = {.json = options.as_json, .all = options.all, .color = options.color};
    buffer_clear(&c->answer);
    bool good = why_put(&facts, take(question), why, &c->answer, c->diagnostics);
    *answer = give(buffer_text(&c->answer));
    return good;
}

/* ------------------------------------------------------------------------------------------------ results */

uint32_t mfshake_compilation_share_count(const struct mfshake_compilation *c)
{
    return c->pipeline.share_usage.row_count;
}

const struct mfshake_share *mfshake_compilation_share(const struct mfshake_compilation *c, uint32_t index)
{
    return &c->shares[index];
}

struct mfshake_text mfshake_share_key(const struct mfshake_share *share)
{
    return give(share->row->key);
}

struct mfshake_text mfshake_share_scope(const struct mfshake_share *share)
{
    return give(share->row->scope);
}

struct mfshake_text mfshake_share_version(const struct mfshake_share *share)
{
    return give(share->row->provided ? share->row->version : TEXT(""));
}

enum mfshake_mode mfshake_share_mode(const struct mfshake_share *share)
{
    switch (share->row->mode) {
    case SHARE_EXACT: return MFSHAKE_MODE_EXACT;
    case SHARE_NAMESPACE: return MFSHAKE_MODE_NAMESPACE;
    case SHARE_DYNAMIC: return MFSHAKE_MODE_DYNAMIC;
    case SHARE_NO_FALLBACK: return MFSHAKE_MODE_NO_FALLBACK;
    }
    return MFSHAKE_MODE_DYNAMIC;
}

uint32_t mfshake_share_export_count(const struct mfshake_share *share)
{
    return share->row->export_count;
}

struct mfshake_text mfshake_share_export_name(const struct mfshake_share *share, uint32_t index)
{
    return give(names_text(share->names, share->row->exports[index].name));
}

unsigned mfshake_share_export_flags(const struct mfshake_share *share, uint32_t index)
{
    const struct share_export *export = &share->row->exports[index];
    return (export->provided ? MFSHAKE_EXPORT_PROVIDED : 0u) | (export->used ? MFSHAKE_EXPORT_USED : 0u) |
           (export->possibly ? MFSHAKE_EXPORT_POSSIBLY : 0u);
}

/* ------------------------------------------------------------------------------------------------ usage */

struct mfshake_usage {
    struct arena arena;
    VEC(const struct usage *) reports;
    struct usage_set set;
};

struct mfshake_usage *mfshake_usage_new(void)
{
    struct mfshake_usage *usage = memory_alloc(sizeof *usage);
    *usage = (struct mfshake_usage){0};
    arena_init(&usage->arena);
    return usage;
}

void mfshake_usage_free(struct mfshake_usage *usage)
{
    if (!usage) return;
    vec_release(&usage->reports);
    arena_release(&usage->arena);
    memory_free(usage);
}

bool mfshake_usage_add(struct mfshake_usage *usage, const char *path, struct mfshake_text report,
                       struct mfshake_diagnostics *diagnostics)
{
    struct usage *added = ARENA_NEW(&usage->arena, struct usage);
    struct text source = arena_copy(&usage->arena, (struct text){report.at, report.length});
    if (!usage_read(&usage->arena, arena_copy(&usage->arena, take(path)), source, added, &diagnostics->list))
        return false;
    vec_push(&usage->reports, added);
    return true;
}

bool mfshake_usage_add_file(struct mfshake_usage *usage, const char *path, struct mfshake_diagnostics *diagnostics)
{
    struct usage *added = ARENA_NEW(&usage->arena, struct usage);
    if (!usage_load(&usage->arena, arena_copy(&usage->arena, take(path)), added, &diagnostics->list)) return false;
    vec_push(&usage->reports, added);
    return true;
}

bool mfshake_usage_finish(struct mfshake_usage *usage, const struct mfshake_usage_options *given,
                          struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_usage_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct text *consumers = ARENA_ARRAY(&usage->arena, struct text, options.consumer_count + 1);
    for (uint32_t i = 0; i < options.consumer_count; i++)
        consumers[i] = arena_copy(&usage->arena, take(options.consumers[i]));
    struct usage *reports = ARENA_ARRAY(&usage->arena, struct usage, usage->reports.count + 1);
    for (uint32_t i = 0; i < usage->reports.count; i++) reports[i] = *usage->reports.at[i];
    struct usage_merge_options merge = {
        .remote = arena_copy(&usage->arena, take(options.remote)),
        .consumers_given = options.has_consumers,
        .consumers = consumers,
        .consumer_count = options.consumer_count,
    };
    if (!usage_merge(&usage->arena, reports, usage->reports.count, &merge, &usage->set, &diagnostics->list))
        return false;
    usage_conflicts_report(&usage->set, &diagnostics->list);
    return true;
}

/* ------------------------------------------------------------------------------------------------ pruning */

struct mfshake_pruned {
    struct arena arena;
    struct prune_result result;
};

static enum prune_removed prune_removed_of(enum mfshake_removed removed)
{
    switch (removed) {
    case MFSHAKE_REMOVED_DROP: return PRUNE_DROP;
    case MFSHAKE_REMOVED_NULL: return PRUNE_NULL;
    case MFSHAKE_REMOVED_THROW: return PRUNE_THROW;
    }
    return PRUNE_DROP;
}

struct mfshake_pruned *mfshake_prune(const struct mfshake_usage *usage, const char *path, struct mfshake_text chunk,
                                     const struct mfshake_prune_options *given, struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_prune_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct mfshake_pruned *pruned = memory_alloc(sizeof *pruned);
    *pruned = (struct mfshake_pruned){0};
    arena_init(&pruned->arena);
    struct prune_options prune_options = {.removed = prune_removed_of(options.removed),
                                          .keep_macros = options.keep_macros};
    struct text source = {chunk.at, chunk.length};
    if (prune_chunk(&pruned->arena, arena_copy(&pruned->arena, take(path)), source, &usage->set, &prune_options,
                    &pruned->result, &diagnostics->list)) {
        return pruned;
    }
    mfshake_pruned_free(pruned);
    return NULL;
}

void mfshake_pruned_free(struct mfshake_pruned *pruned)
{
    if (!pruned) return;
    arena_release(&pruned->arena);
    memory_free(pruned);
}

struct mfshake_text mfshake_pruned_output(const struct mfshake_pruned *pruned)
{
    return give(pruned->result.output);
}

bool mfshake_pruned_changed(const struct mfshake_pruned *pruned)
{
    return pruned->result.changed;
}

uint32_t mfshake_pruned_modules_before(const struct mfshake_pruned *pruned)
{
    return pruned->result.modules_before;
}

uint32_t mfshake_pruned_modules_after(const struct mfshake_pruned *pruned)
{
    return pruned->result.modules_after;
}

uint32_t mfshake_pruned_key_count(const struct mfshake_pruned *pruned)
{
    return pruned->result.key_count;
}

void mfshake_pruned_key_get(const struct mfshake_pruned *pruned, uint32_t index, struct mfshake_pruned_key *key)
{
    const struct prune_key *found = &pruned->result.keys[index];
    struct mfshake_pruned_key full = {
        .key = give(found->key),
        .kept = found->kept,
        .removed = found->removed,
        .undecided = found->undecided,
        .reason = give(found->reason),
    };
    give_known(key, key->size, &full, sizeof full);
}

uint32_t mfshake_pruned_note_count(const struct mfshake_pruned *pruned)
{
    return pruned->result.note_count;
}

struct mfshake_text mfshake_pruned_note_about(const struct mfshake_pruned *pruned, uint32_t index)
{
    return give(pruned->result.notes[index].about);
}

struct mfshake_text mfshake_pruned_note_reason(const struct mfshake_pruned *pruned, uint32_t index)
{
    return give(pruned->result.notes[index].reason);
}
