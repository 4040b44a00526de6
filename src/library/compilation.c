#include "library/library.h"

#include "base/atomic_write.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/pool.h"
#include "prune/kept.h"
#include "prune/retained.h"
#include "report/chunk_path.h"
#include "report/config_table.h"
#include "report/dumps.h"
#include "report/facts_json.h"
#include "report/share_table.h"
#include "report/share_usage_json.h"
#include "report/shares_json.h"
#include "report/stale.h"
#include "report/why.h"

enum { MOST_JOBS = 256 }; /* each has a parser of its own */

struct mfshake_compilation *compilation_open(const struct mfshake_options *given,
                                             struct mfshake_diagnostics *diagnostics, struct source_memory *memory)
{
    struct mfshake_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct mfshake_compilation *c = memory_alloc(sizeof *c);
    *c = (struct mfshake_compilation){.diagnostics = &diagnostics->list,
                                      .format = options.format,
                                      .ids = options.ids,
                                      .source_map = options.source_map,
                                      .no_sources_content = options.no_sources_content};
    struct pipeline_options pipeline_options = {
        .source = {.folder = take(options.folder), .file = take(options.file)},
        .workers = options.jobs == 0          ? pool_processors()
                   : options.jobs < MOST_JOBS ? options.jobs
                                              : MOST_JOBS,
        .has_share_depth = options.has_share_depth,
        .share_depth = options.share_depth,
        .cache = take(options.cache),
        .memory = memory,
    };
    pipeline_init(&c->pipeline, &pipeline_options, c->diagnostics);
    VEC(struct text) environment = {0};
    for (const char *const *each = options.environment; each && *each; each++)
        vec_push(&environment, arena_copy(&c->pipeline.arena, text_of(*each)));
    c->pipeline.options.source.environment.count = environment.count;
    c->pipeline.options.source.environment.at = vec_freeze(&environment, &c->pipeline.arena);
    c->pipeline.options.source.folder = arena_copy(&c->pipeline.arena, pipeline_options.source.folder);
    c->pipeline.options.cache = arena_copy(&c->pipeline.arena, pipeline_options.cache);
    c->pipeline.options.source.file = arena_copy(&c->pipeline.arena, pipeline_options.source.file);
    if (pipeline_load(&c->pipeline)) return c;
    mfshake_compilation_free(c);
    return NULL;
}

struct mfshake_compilation *mfshake_compilation_open(const struct mfshake_options *options,
                                                     struct mfshake_diagnostics *diagnostics)
{
    return compilation_open(options, diagnostics, NULL);
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
    struct text kept = arena_copy(&c->pipeline.facts_arena, buffer_text(buffer));
    buffer_clear(buffer);
    return kept;
}

/* The alias group whose chunk is, or would be, made for a provided share; INDEX_NONE without one. */
static uint32_t group_of(const struct mfshake_compilation *c, uint32_t provided_share)
{
    const struct attribution *attribution = &c->pipeline.attribution;
    for (uint32_t group = 0; group < attribution->group_count; group++) {
        for (uint32_t i = 0; i < attribution->groups[group].member_count; i++) {
            if (attribution->groups[group].members[i] == provided_share) return group;
        }
    }
    return INDEX_NONE;
}

/* The same for a row of the report. */
static uint32_t group_of_row(const struct mfshake_compilation *c, const struct share_row *row)
{
    const struct graph *graph = c->pipeline.graph;
    for (uint32_t i = 0; i < graph->provided_share_count; i++) {
        const struct provided_share *share = &graph->provided_shares[i];
        if (share->module != row->fallback || !text_equal(share->key, row->key) ||
            !text_equal(share->scope, row->scope))
            continue;
        uint32_t group = group_of(c, i);
        if (group != INDEX_NONE) return group;
    }
    return INDEX_NONE;
}

static struct share_size size_of_row(const struct mfshake_compilation *c, const struct share_row *row)
{
    uint32_t group = c->pipeline.chunks ? group_of_row(c, row) : INDEX_NONE;
    if (group == INDEX_NONE) return (struct share_size){0};
    if (!c->pipeline.chunks[group].ok) return (struct share_size){.refused = true};
    return (struct share_size){.known = true,
                               .bytes = c->pipeline.chunks[group].bytes.length,
                               .kept_known = c->kept && c->kept[group].known,
                               .kept = c->kept ? c->kept[group].bytes : 0};
}

static void write_tables(struct mfshake_compilation *c)
{
    const struct share_usage *usage = &c->pipeline.share_usage;
    struct share_size *sizes = ARENA_ARRAY(&c->pipeline.facts_arena, struct share_size, usage->row_count + 1);
    for (uint32_t i = 0; i < usage->row_count; i++) sizes[i] = size_of_row(c, &usage->rows[i]);
    struct buffer buffer;
    buffer_init(&buffer);
    share_table_text(usage, sizes, &buffer);
    c->table_text = keep(c, &buffer);
    share_table_json(usage, sizes, &buffer);
    c->table_json = keep(c, &buffer);
    buffer_release(&buffer);
}

/* has_chunk: see share_usage_json. */
static void write_report(struct mfshake_compilation *c, const bool *has_chunk)
{
    const struct pipeline *p = &c->pipeline;
    struct buffer buffer;
    buffer_init(&buffer);
    share_usage_json(p->config, p->graph, &p->share_usage, has_chunk, &buffer);
    c->report = keep(c, &buffer);
    buffer_release(&buffer);
}

static void write_documents(struct mfshake_compilation *c)
{
    write_report(c, NULL);
    vec_push(&c->outputs, (struct output){TEXT("share-usage.json"), c->report});
}

static void write_results(struct mfshake_compilation *c)
{
    const struct share_usage *usage = &c->pipeline.share_usage;
    c->shares = ARENA_ARRAY(&c->pipeline.facts_arena, struct mfshake_share, usage->row_count + 1);
    for (uint32_t i = 0; i < usage->row_count; i++)
        c->shares[i] = (struct mfshake_share){&usage->rows[i], c->pipeline.graph->names};
    write_documents(c);
    write_tables(c);
    timings_add(&c->pipeline.timings, "report");
}

bool mfshake_compilation_analyze(struct mfshake_compilation *c)
{
    uint32_t before = c->diagnostics->count;
    pipeline_analyze(&c->pipeline);
    write_results(c);
    return !has_errors_since(c->diagnostics, before);
}

bool compilation_update(struct mfshake_compilation *c, const struct text *paths, uint32_t count)
{
    if (!c->pipeline.graph || !pipeline_update(&c->pipeline, paths, count)) return false;
    c->has_chains = false;
    c->kept = NULL;
    vec_clear(&c->outputs);
    write_results(c);
    return true;
}

bool compilation_has_errors(const struct mfshake_compilation *c)
{
    return has_errors_since(c->diagnostics, 0);
}

static enum emit_format emit_format_of(const struct mfshake_compilation *c)
{
    switch (c->format) {
    case MFSHAKE_FORMAT_JSONP: return EMIT_JSONP;
    case MFSHAKE_FORMAT_COMMONJS: return EMIT_COMMONJS;
    case MFSHAKE_FORMAT_MODULE: return EMIT_MODULE;
    case MFSHAKE_FORMAT_CONTAINER: return EMIT_CONTAINER;
    case MFSHAKE_FORMAT_MODULE_CONTAINER: return EMIT_MODULE_CONTAINER;
    case MFSHAKE_FORMAT_CONFIGURED: break;
    }
    switch (c->pipeline.config->output_format) {
    case CONFIG_FORMAT_JSONP: break;
    case CONFIG_FORMAT_COMMONJS: return EMIT_COMMONJS;
    case CONFIG_FORMAT_MODULE: return EMIT_MODULE;
    case CONFIG_FORMAT_CONTAINER: return EMIT_CONTAINER;
    case CONFIG_FORMAT_MODULE_CONTAINER: return EMIT_MODULE_CONTAINER;
    }
    return EMIT_JSONP;
}

static enum emit_ids emit_ids_of(const struct mfshake_compilation *c)
{
    bool is_short = c->ids == MFSHAKE_IDS_CONFIGURED ? c->pipeline.config->output_ids == CONFIG_IDS_SHORT
                                                     : c->ids == MFSHAKE_IDS_SHORT;
    return is_short ? EMIT_IDS_SHORT : EMIT_IDS_NAMED;
}

static struct config_source_map source_map_of(const struct mfshake_compilation *c)
{
    struct config_source_map wanted = c->pipeline.config->source_map;
    switch (c->source_map) {
    case MFSHAKE_SOURCE_MAP_CONFIGURED: break;
    case MFSHAKE_SOURCE_MAP_NONE: wanted.place = CONFIG_MAP_NONE; break;
    case MFSHAKE_SOURCE_MAP_FILE: wanted.place = CONFIG_MAP_FILE; break;
    case MFSHAKE_SOURCE_MAP_INLINE: wanted.place = CONFIG_MAP_INLINE; break;
    case MFSHAKE_SOURCE_MAP_HIDDEN: wanted.place = CONFIG_MAP_HIDDEN; break;
    }
    wanted.without_content = wanted.without_content || c->no_sources_content;
    return wanted;
}

bool mfshake_compilation_emit(struct mfshake_compilation *c)
{
    uint32_t before = c->diagnostics->count;
    struct pipeline_emission wanted = {emit_format_of(c), emit_ids_of(c), source_map_of(c)};
    if (!pipeline_emit(&c->pipeline, &wanted)) return false;
    const struct graph *graph = c->pipeline.graph;
    const struct text *paths = chunk_paths(graph, &c->pipeline.facts_arena);
    bool *has_chunk = ARENA_ARRAY(&c->pipeline.facts_arena, bool, graph->provided_share_count + 1);
    memset(has_chunk, true, graph->provided_share_count);
    bool any_refused = false;
    vec_clear(&c->outputs);
    for (uint32_t i = 0; i < graph->provided_share_count; i++) {
        uint32_t group = group_of(c, i);
        bool repeated = false; /* the same module in another scope */
        for (uint32_t o = 0; o < c->outputs.count; o++)
            repeated = repeated || text_equal(c->outputs.at[o].path, paths[i]);
        if (group == INDEX_NONE || !c->pipeline.chunks[group].ok) {
            has_chunk[i] = false;
            any_refused = true;
            continue;
        }
        if (repeated) continue;
        const struct pipeline_chunk *chunk = &c->pipeline.chunks[group];
        vec_push(&c->outputs, (struct output){paths[i], chunk->bytes});
        if (chunk->source_map.length) {
            struct text path = chunk_source_map_path(&c->pipeline.arena, paths[i]);
            vec_push(&c->outputs, (struct output){path, chunk->source_map});
        }
        if (chunk->map.length)
            vec_push(&c->outputs, (struct output){chunk_map_path(&c->pipeline.facts_arena, paths[i]), chunk->map});
    }
    if (any_refused) write_report(c, has_chunk);
    vec_push(&c->outputs, (struct output){TEXT("share-usage.json"), c->report});
    write_tables(c);
    return !has_errors_since(c->diagnostics, before);
}

void mfshake_compilation_measure(struct mfshake_compilation *c)
{
    uint32_t count = c->pipeline.attribution.group_count;
    struct text *chunks = ARENA_ARRAY(&c->pipeline.facts_arena, struct text, count + 1);
    struct text *maps = ARENA_ARRAY(&c->pipeline.facts_arena, struct text, count + 1);
    for (uint32_t group = 0; group < count; group++) {
        chunks[group] = c->pipeline.chunks[group].bytes;
        maps[group] = c->pipeline.chunks[group].map;
    }
    c->kept = ARENA_ARRAY(&c->pipeline.facts_arena, struct kept, count + 1);
    kept_measure(c->report, chunks, maps, count, c->pipeline.options.workers, c->kept);
    write_tables(c);
    timings_add(&c->pipeline.timings, "bytes kept");
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
    if (text_equal(earlier, c->report)) return NULL; /* what it names is written again */
    return stale_chunks(arena, earlier, share_usage_app(c->pipeline.config), chunk_paths(graph, arena),
                        graph->provided_share_count, count);
}

/* Deletes the source maps that an earlier run wrote for chunks that have none now. */
static bool remove_old_source_maps(struct mfshake_compilation *c, struct arena *arena, struct text base)
{
    for (uint32_t i = 0; i < c->outputs.count; i++) {
        struct text path = c->outputs.at[i].path;
        if (!text_is(path_base_name(path), "chunk.js")) continue;
        struct text map = chunk_source_map_path(arena, path);
        if (i + 1 < c->outputs.count && text_equal(c->outputs.at[i + 1].path, map)) continue;
        if (!output_remove(base, map, c->diagnostics)) return false;
    }
    return true;
}

bool compilation_write_again(struct mfshake_compilation *c, const char *folder, const bool *lies_there)
{
    struct arena arena;
    arena_init(&arena);
    struct output_set set;
    output_set_init(&set);
    set.unsynced = true;
    struct text base = folder ? text_of(folder) : shown_folder(&arena, c->pipeline.config->output_path);
    for (uint32_t i = 0; i < c->outputs.count; i++)
        if (!lies_there[i])
            output_set_add(&set, path_join(&arena, base, c->outputs.at[i].path), c->outputs.at[i].bytes);
    bool ok = output_set_commit(&set, c->diagnostics);
    output_set_release(&set);
    arena_release(&arena);
    return ok;
}

bool mfshake_compilation_write(struct mfshake_compilation *c, const char *folder)
{
    struct arena arena;
    arena_init(&arena);
    struct output_set set;
    output_set_init(&set);
    struct text base = folder ? text_of(folder) : shown_folder(&arena, c->pipeline.config->output_path);
    for (uint32_t i = 0; i < c->outputs.count; i++)
        output_set_add_lent(&set, path_join(&arena, base, c->outputs.at[i].path), c->outputs.at[i].bytes);
    uint32_t stale_count;
    const struct text *stale = find_stale(c, &arena, base, &stale_count);
    bool ok = output_set_commit(&set, c->diagnostics);
    for (uint32_t i = 0; ok && i < stale_count; i++)
        ok = output_remove(base, chunk_map_path(&arena, stale[i]), c->diagnostics) &&
             output_remove(base, chunk_source_map_path(&arena, stale[i]), c->diagnostics) &&
             output_remove(base, stale[i], c->diagnostics);
    ok = ok && remove_old_source_maps(c, &arena, base);
    output_set_release(&set);
    arena_release(&arena);
    return ok;
}

struct mfshake_text mfshake_compilation_report(const struct mfshake_compilation *c)
{
    return give(c->report);
}

struct mfshake_text mfshake_compilation_facts(struct mfshake_compilation *c)
{
    return mfshake_compilation_dump(c, "facts");
}

struct mfshake_text mfshake_compilation_attribution(struct mfshake_compilation *c)
{
    return mfshake_compilation_dump(c, "shares");
}

struct mfshake_text mfshake_compilation_table(const struct mfshake_compilation *c, bool as_json)
{
    return give(as_json ? c->table_json : c->table_text);
}

struct mfshake_text mfshake_compilation_timings(struct mfshake_compilation *c)
{
    struct buffer buffer;
    buffer_init(&buffer);
    timings_put(&c->pipeline.timings, &buffer);
    struct text table = keep(c, &buffer);
    buffer_release(&buffer);
    return give(table);
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

static void put_facts(struct pipeline *p, struct buffer *out)
{
    struct arena arena;
    arena_init(&arena);
    struct used used_of_shares;
    struct used_options options = {.root = INDEX_NONE, .names_of_any_version = true};
    used_compute(p->graph, &p->provided, options, &arena, &used_of_shares);
    facts_json(p->graph, &p->provided, pipeline_used_by_app(p), &used_of_shares, &p->attribution, out);
    arena_release(&arena);
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
        used_compute(p->graph, &p->provided, (struct used_options){.root = r, .names_of_any_version = true}, &arena,
                     &facts.used_of_shares);
        vec_push(&runtimes, facts);
    }
    runtimes_json(p->graph, &p->provided, runtimes.at, runtimes.count, &p->attribution, out);
    vec_release(&runtimes);
    arena_release(&arena);
}

struct mfshake_text mfshake_compilation_dump(struct mfshake_compilation *c, const char *pass)
{
    struct pipeline *p = &c->pipeline;
    struct buffer out;
    buffer_init(&out);
    if (strcmp(pass, "attribution") == 0) pipeline_find_conditions(p);
    if (strcmp(pass, "facts") == 0) put_facts(p, &out);
    else if (strcmp(pass, "shares") == 0) shares_json(p->graph, &out);
    else if (strcmp(pass, "runtimes") == 0) put_runtimes(p, &out);
    else if (strcmp(pass, "graph") == 0) dump_graph(p->graph, &out);
    else if (strcmp(pass, "provided") == 0) dump_provided(p->graph, &p->provided, &out);
    else if (strcmp(pass, "used") == 0) dump_used(p->graph, &p->used[USED_WITH_SHARED], &out);
    else if (strcmp(pass, "attribution") == 0) dump_attribution(p->graph, &p->provided, &p->attribution, &out);
    struct text document = keep(c, &out);
    buffer_release(&out);
    return give(document);
}

/* What each export of the rows of `key` keeps alone, by row. */
static const struct retained *retained_of(struct mfshake_compilation *c, struct text key)
{
    struct pipeline *p = &c->pipeline;
    struct arena *arena = &p->facts_arena;
    struct retained *retained = ARENA_ARRAY(arena, struct retained, p->share_usage.row_count + 1);
    if (has_errors_since(c->diagnostics, 0)) return retained;
    for (uint32_t r = 0; r < p->share_usage.row_count; r++) {
        const struct share_row *row = &p->share_usage.rows[r];
        uint32_t group = text_equal(row->key, key) ? group_of_row(c, row) : INDEX_NONE;
        if (group == INDEX_NONE) continue;
        struct text_list keys = {ARENA_ARRAY(arena, struct text, row->alias_count + 1), row->alias_count + 1};
        keys.at[0] = key;
        if (row->alias_count) memcpy(keys.at + 1, row->aliases, row->alias_count * sizeof *keys.at);
        struct pipeline_chunk chunk = {0};
        if (pipeline_emit_group(p, group, emit_format_of(c), &chunk))
            retained_measure(arena, c->report, chunk.bytes, keys, &retained[r]);
        arena_release(&chunk.arena);
    }
    return retained;
}

bool mfshake_compilation_why(struct mfshake_compilation *c, const char *asked, const struct mfshake_why_options *given,
                             struct mfshake_text *answer)
{
    static const enum why_format formats[] = {WHY_TEXT, WHY_JSON, WHY_MERMAID, WHY_DOT};
    struct mfshake_why_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct pipeline *p = &c->pipeline;
    if (!c->has_chains) chains_compute(p->graph, &p->used[USED_WITH_SHARED], &p->facts_arena, &c->chains);
    c->has_chains = true;
    struct why_facts facts = {.config = p->config,
                              .graph = p->graph,
                              .provided = &p->provided,
                              .used = &p->used[USED_WITH_SHARED],
                              .chains = &c->chains,
                              .share_usage = &p->share_usage};
    struct why_options why = {.format = formats[options.format], .all = options.all, .color = options.color};
    struct why_question question;
    buffer_clear(&c->answer);
    bool good = why_ask(&facts, take(asked), &p->facts_arena, &question, c->diagnostics);
    bool with_sizes = question.name.length == 0 && (why.format == WHY_TEXT || why.format == WHY_JSON);
    if (good && with_sizes) facts.retained = retained_of(c, question.key);
    if (good) why_put(&facts, &question, why, &c->answer);
    *answer = give(buffer_text(&c->answer));
    return good;
}
