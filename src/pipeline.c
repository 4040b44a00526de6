#include "pipeline.h"

#include "analyze/circles.h"
#include "analyze/lints.h"
#include "analyze/share_reach.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/pool.h"
#include "emit/origins_map.h"
#include "graph/update.h"
#include "prune/container_circles.h"
#include "prune/prune.h"
#include "prune/share_container.h"
#include "prune/source_map_cut.h"
#include "report/chunk_path.h"

void pipeline_init(struct pipeline *pipeline, const struct pipeline_options *options, struct diagnostics *diagnostics)
{
    *pipeline = (struct pipeline){.options = *options, .diagnostics = diagnostics};
    arena_init(&pipeline->arena);
    arena_init(&pipeline->facts_arena);
    arena_init(&pipeline->provided_arena);
    arena_init(&pipeline->reach_arena);
    for (int run = 0; run < USED_RUNS; run++) arena_init(&pipeline->used_arenas[run]);
    diag_init(&pipeline->config_problems);
    diag_init(&pipeline->resolver_problems);
    diag_init(&pipeline->kept_problems);
    diag_init(&pipeline->chunk_problems);
    timings_start(&pipeline->timings);
}

/* Adds the problems of `from`, the first `first` left out, to `to`. */
static void copy_problems(const struct diagnostics *from, uint32_t first, struct diagnostics *to)
{
    for (uint32_t i = first; i < from->count; i++) {
        const struct diagnostic *found = &from->list[i];
        diag_add(to, found->code, found->place, "%.*s", TEXT_ARGS(found->message));
    }
}

bool pipeline_load(struct pipeline *p)
{
    p->config = config_load(&p->arena, p->diagnostics, p->options.source);
    if (p->options.memory) copy_problems(p->diagnostics, 0, &p->config_problems);
    timings_add(&p->timings, "configuration");
    return p->config != NULL;
    /* ── fence: the configuration is immutable from here on ── */
}

/* ---------------------------------------------------------------------------------------------- the passes over the graph */

static void find_provided(struct pipeline *p)
{
    provided_compute(p->graph, &p->provided_arena, p->diagnostics, &p->provided);
    p->circles = circles_compute(p->graph, &p->provided, &p->provided_arena);
    timings_add(&p->timings, "provided");
    /* ── fence: export names are final ── */
}

static void find_reach(struct pipeline *p)
{
    p->share_reach = share_reach_find(p->graph, &p->reach_arena);
    p->reaches_app = false;
    for (module_id m = 1; m < p->graph->module_count; m++) {
        const struct module *module = &p->graph->modules[m];
        if (module->kind == MODULE_SOURCE && !module->in_dependency && bitset_has(p->share_reach, m))
            p->reaches_app = true;
    }
}

/* The runs read the same tables and write one each. */
static void find_used_in(void *context, uint32_t run, uint32_t worker)
{
    (void)worker;
    struct pipeline *p = context;
    struct used_options options = {.root = INDEX_NONE, .circles = p->circles};
    if (run == USED_APP_SIDE) {
        options.stops_at_shares = !p->reaches_app;
        options.brief = true;
    }
    if (run == USED_WITH_SHARED) {
        if (!p->used_base) p->used_base = used_base_new(p->graph, &p->provided, p->circles, p->share_reach);
        options.base = p->used_base;
        options.brief = p->options.memory != NULL; /* nobody asks a watch */
    }
    used_compute(p->graph, &p->provided, options, &p->used_arenas[run], &p->used[run]);
}

static void make_outline(struct pipeline *p)
{
    uint32_t count;
    const struct share_use *uses = used_base_uses(p->used_base, &count);
    share_outline_make(p->graph, &p->provided, &p->attribution, uses, count, &p->outline);
    p->has_outline = true;
}

static void forget_outline(struct pipeline *p)
{
    if (p->has_outline) share_outline_release(&p->outline);
    p->has_outline = false;
}

/* What follows from what is provided and owned. */
static void find_facts(struct pipeline *p)
{
    pool_run(p->options.workers, 2, find_used_in, p);
    timings_add(&p->timings, "used");
    if (!p->has_outline) make_outline(p);
    share_usage_compute(p->graph, &p->attribution, &p->outline, &p->used[USED_WITH_SHARED], &p->facts_arena,
                        &p->share_usage);
    timings_add(&p->timings, "share usage");
    lints_report(p->config, p->graph, &p->provided, &p->used[USED_APP_SIDE], p->diagnostics);
    share_usage_report_missing(&p->share_usage, p->graph, p->diagnostics);
    timings_add(&p->timings, "lints");
    /* ── fence: facts are frozen ── */
}

static void find_owners(struct pipeline *p)
{
    uint32_t share_depth = p->options.has_share_depth ? p->options.share_depth : p->config->share_depth;
    attribution_find_owners(p->graph, share_depth, &p->reach_arena, &p->attribution);
    p->has_conditions = false;
    timings_add(&p->timings, "attribution");
}

/* From the configuration and the resolver on. */
static void analyze(struct pipeline *p)
{
    struct discover_options discover = {.workers = p->options.workers, .cache = p->cache, .memory = p->options.memory};
    p->graph = graph_discover(p->config, p->resolver, p->diagnostics, &discover);
    copy_problems(&p->resolver_problems, 0, p->diagnostics);
    timings_add(&p->timings, "discover");
    if (p->cache) record_cache_save(p->cache, LIMIT_CACHE_BYTES, p->diagnostics);
    timings_add(&p->timings, "cache");
    /* ── fence: no module or edge is added below ── */

    uint32_t before = p->diagnostics->count;
    find_provided(p);
    p->provided_problems = p->diagnostics->count != before;
    if (p->options.memory) copy_problems(p->diagnostics, 0, &p->kept_problems);
    find_reach(p);
    find_owners(p);
    find_facts(p);
}

void pipeline_analyze(struct pipeline *p)
{
    p->resolver = resolver_new(p->config, &p->resolver_problems);
    if (p->options.cache.length) p->cache = record_cache_open(p->options.cache);
    analyze(p);
}

const struct used *pipeline_used_by_app(struct pipeline *p)
{
    if (!p->used[USED_BY_APP].first_part) find_used_in(p, USED_BY_APP, 0);
    return &p->used[USED_BY_APP];
}

void pipeline_find_conditions(struct pipeline *p)
{
    if (!p->has_conditions) attribution_find_conditions(p->graph, &p->provided, &p->attribution);
    p->has_conditions = true;
}

/* ---------------------------------------------------------------------------------------------- updates */

static void release_chunks(struct pipeline *p)
{
    for (uint32_t group = 0; p->chunks && group < p->attribution.group_count; group++)
        arena_release(&p->chunks[group].arena);
    memory_free(p->chunks);
    p->chunks = NULL;
    p->chunks_hold = false;
    diag_clear(&p->chunk_problems);
}

/* Chunks are made of the modules that shared code leads to, of what these provide, and of conditions. */
static void look_at_chunks(struct pipeline *p, bool others_hold)
{
    if (!p->chunks) return;
    struct map before = p->attribution.conditions;
    map_init(&p->attribution.conditions);
    if (others_hold) pipeline_find_conditions(p);
    p->chunks_hold = others_hold && map_equal(&before, &p->attribution.conditions);
    map_release(&before);
    if (!p->chunks_hold) release_chunks(p);
}

/* Is there a problem of the graph or of what is provided that has its place in one of the changed modules? It may have moved. */
static bool has_problems(const struct pipeline *p, const struct graph_changes *changes)
{
    for (uint32_t i = 0; i < changes->modules.count; i++) {
        struct text path = p->graph->modules[changes->modules.at[i]].shown_path;
        for (uint32_t k = 0; k < p->kept_problems.count; k++)
            if (text_equal(p->kept_problems.list[k].place.path, path)) return true;
    }
    return false;
}

static bool has_shared(const struct pipeline *p, const struct graph_changes *changes)
{
    for (uint32_t i = 0; i < changes->modules.count; i++)
        if (bitset_has(p->share_reach, changes->modules.at[i])) return true;
    return false;
}

static void renew_arena(struct arena *arena)
{
    arena_release(arena);
    arena_init(arena);
}

static void provide_again(struct pipeline *p)
{
    provided_release(&p->provided);
    renew_arena(&p->provided_arena);
    find_provided(p);
}

/* Forgets what was found of uses, and what was made of that. */
static void forget_facts(struct pipeline *p)
{
    for (int run = 0; run < USED_RUNS; run++) {
        renew_arena(&p->used_arenas[run]);
        p->used[run] = (struct used){0};
    }
    renew_arena(&p->facts_arena);
}

static void forget_what_shares_use(struct pipeline *p)
{
    forget_outline(p);
    used_base_free(p->used_base);
    p->used_base = NULL;
}

/* Forgets all but the configuration and what the resolver knows. */
static void forget_graph(struct pipeline *p)
{
    release_chunks(p);
    forget_what_shares_use(p);
    forget_facts(p);
    if (p->graph) {
        attribution_release(&p->attribution);
        provided_release(&p->provided);
        graph_free(p->graph);
    }
    p->graph = NULL;
    renew_arena(&p->reach_arena);
    renew_arena(&p->provided_arena);
    diag_clear(&p->kept_problems);
}

static void analyze_again(struct pipeline *p)
{
    forget_graph(p);
    diag_clear(p->diagnostics);
    copy_problems(&p->config_problems, 0, p->diagnostics);
    analyze(p);
}

bool pipeline_update(struct pipeline *p, const struct text *paths, uint32_t count)
{
    struct graph_changes changes = {0};
    timings_start(&p->timings);
    enum graph_update result = graph_update(p->graph, paths, count, &changes);
    bool same_graph = result == GRAPH_UPDATED && !has_problems(p, &changes);
    bool shared = same_graph && has_shared(p, &changes);
    vec_release(&changes.modules);
    if (result == GRAPH_UNSURE) return false;
    /* Problems with what is provided have their places in any module: they are found anew with the graph's. */
    if (!same_graph || (changes.exports && p->provided_problems)) {
        analyze_again(p);
        return true;
    }
    forget_facts(p);
    diag_clear(p->diagnostics);
    copy_problems(&p->kept_problems, 0, p->diagnostics);
    timings_add(&p->timings, "graph");
    if (changes.exports) {
        uint32_t before = p->diagnostics->count;
        provide_again(p);
        p->provided_problems = p->diagnostics->count != before;
        copy_problems(p->diagnostics, before, &p->kept_problems);
    }
    if (shared) forget_what_shares_use(p);
    p->has_conditions = false;
    look_at_chunks(p, !shared && !changes.exports);
    find_facts(p);
    return true;
}

/* ---------------------------------------------------------------------------------------------- chunks */

struct emission {
    struct pipeline *pipeline;
    struct pipeline_emission wanted;
    const struct text *paths; /* of the provided shares' chunks */
    struct arena *
        scratch; /* by worker; kept from chunk to chunk, for giving memory back and asking for it anew costs more than using it */
};

/* The global of a container: the app and the folder of its chunk, "mfshake/host/lodash_es/4.17.21". */
static struct text container_name(const struct emission *emission, uint32_t group, struct arena *arena)
{
    const struct pipeline *p = emission->pipeline;
    struct text path = emission->paths[p->attribution.groups[group].members[0]];
    size_t end = text_find_last_char(path, '/');
    return arena_format(arena, "mfshake/%.*s/%.*s", TEXT_ARGS(p->config->unique_name), (int)end, path.at);
}

/* One chunk on its way from facts to its files. */
struct emitting {
    const struct emission *emission;
    struct pipeline *pipeline;
    uint32_t group;
    struct pipeline_chunk *chunk;
    struct arena *scratch;  /* cleared between the steps */
    struct buffer written;  /* by emit_chunk */
    struct origins origins; /* of its bytes; none without a source map */
    struct prune_swept swept;
    struct text text; /* of the chunk, before a comment is put behind it */
};

static bool has_source_map(const struct emitting *e)
{
    return e->emission->wanted.source_map.place != CONFIG_MAP_NONE;
}

static struct text path_of(const struct emitting *e)
{
    return e->emission->paths[e->pipeline->attribution.groups[e->group].members[0]];
}

static bool write_chunk(struct emitting *e)
{
    struct pipeline *p = e->pipeline;
    struct emit_options options = {.format = e->emission->wanted.format,
                                   .ids = e->emission->wanted.ids,
                                   .unique_name = p->config->unique_name,
                                   .container_name = container_name(e->emission, e->group, e->scratch)};
    buffer_clear(&e->written);
    vec_clear(&e->origins.list);
    return emit_chunk(p->graph, &p->provided, &p->attribution, e->group, &options, &e->written,
                      has_source_map(e) ? &e->origins : NULL, &e->chunk->summary, p->diagnostics);
}

static void report_unswept(const struct emitting *e, const char *code, struct text why)
{
    diag_add(e->pipeline->diagnostics, DIAG_EMIT_UNSWEPT, diag_place_file(path_of(e)),
             "what nothing needs stays in it: %s: %.*s", code, TEXT_ARGS(why));
}

/* Takes out what nothing in the chunk needs, whatever apps use of it. False for a chunk that prune can not read (it will say so, when asked). */
static bool sweep(struct emitting *e)
{
    struct diagnostics problems;
    diag_init(&problems);
    struct text written = buffer_text(&e->written);
    bool good = prune_sweep(e->scratch, path_of(e), written, &e->swept, &problems);
    if (good) {
        e->text = e->swept.result.output;
        source_map_cut_origins(&e->origins, e->swept.result.edits, e->swept.result.edit_count);
    } else if (problems.count) {
        const struct diagnostic *last = &problems.list[problems.count - 1];
        report_unswept(e, diag_code_name(last->code), last->message);
    }
    diag_release(&problems);
    return good;
}

/* Puts the chunk's text into its place, and behind it the comment that names its source map or holds it. */
static void finish_text(struct emitting *e)
{
    const struct config_source_map *wanted = &e->emission->wanted.source_map;
    struct source_map map;
    struct buffer comment, document;
    buffer_init(&comment);
    buffer_init(&document);
    if (has_source_map(e)) {
        origins_map(&e->origins, e->pipeline->graph, e->text, !wanted->without_content, e->scratch, &map);
        map.chunk = source_map_hash(e->scratch, e->text, TEXT(""));
    }
    if (wanted->place == CONFIG_MAP_INLINE) source_map_comment_put_inline(&map, &comment);
    if (wanted->place == CONFIG_MAP_FILE) source_map_comment_put(TEXT("chunk.js.map"), &comment);
    if (wanted->place == CONFIG_MAP_FILE || wanted->place == CONFIG_MAP_HIDDEN) {
        map.file = TEXT("chunk.js");
        source_map_put(&map, &document);
        e->chunk->source_map = arena_copy(&e->chunk->arena, buffer_text(&document));
    }
    struct text tail = buffer_text(&comment);
    char *bytes = arena_alloc_raw(&e->chunk->arena, e->text.length + tail.length + 1);
    memcpy(bytes, e->text.at, e->text.length);
    if (tail.length) memcpy(bytes + e->text.length, tail.at, tail.length);
    e->chunk->bytes = (struct text){bytes, e->text.length + tail.length};
    buffer_release(&comment);
    buffer_release(&document);
}

/* Makes the shake map, and sees that nothing was swept out that is needed; else the chunk is written anew, and stays as it is. */
static bool make_map(struct emitting *e, bool is_swept)
{
    const char *damage = NULL;
    arena_clear(e->scratch);
    if (is_swept) {
        e->chunk->map = prune_map_of_swept(&e->chunk->arena, e->scratch, e->chunk->bytes, &e->swept, &damage);
    } else {
        e->chunk->map = prune_map(&e->chunk->arena, e->chunk->bytes);
    }
    if (damage) report_unswept(e, diag_code_name(DIAG_PRUNE_BROKEN), text_of(damage));
    return !damage;
}

static void emit_group(const struct emission *emission, uint32_t group, struct arena *scratch,
                       struct pipeline_chunk *chunk)
{
    struct emitting e = {
        .emission = emission, .pipeline = emission->pipeline, .group = group, .chunk = chunk, .scratch = scratch};
    arena_init(&chunk->arena);
    buffer_init(&e.written);
    origins_init(&e.origins);
    chunk->ok = write_chunk(&e);
    if (chunk->ok) {
        e.text = buffer_text(&e.written);
        bool is_swept = sweep(&e);
        finish_text(&e);
        if (!make_map(&e, is_swept)) {
            write_chunk(&e);
            e.text = buffer_text(&e.written);
            finish_text(&e);
            make_map(&e, false);
        }
        prune_swept_release(&e.swept);
    }
    buffer_release(&e.written);
    origins_release(&e.origins);
    arena_clear(scratch);
}

bool pipeline_emit_group(struct pipeline *p, uint32_t group, enum emit_format format, struct pipeline_chunk *chunk)
{
    pipeline_find_conditions(p);
    struct diagnostics unheard, *heard = p->diagnostics;
    struct emission emission = {
        p, {.format = format, .ids = EMIT_IDS_NAMED}, chunk_paths(p->graph, &p->facts_arena), NULL};
    diag_init(&unheard);
    p->diagnostics = &unheard;
    struct arena scratch;
    arena_init(&scratch);
    emit_group(&emission, group, &scratch, chunk);
    arena_release(&scratch);
    p->diagnostics = heard;
    diag_release(&unheard);
    return chunk->ok;
}

static void emit_one(void *context, uint32_t group, uint32_t worker)
{
    struct emission *emission = context;
    emit_group(emission, group, &emission->scratch[worker], &emission->pipeline->chunks[group]);
}

static void report_circles(struct pipeline *p)
{
    struct arena scratch;
    arena_init(&scratch);
    struct circle_container *containers = ARENA_ARRAY(&scratch, struct circle_container, p->attribution.group_count);
    uint32_t count = 0;
    for (uint32_t g = 0; g < p->attribution.group_count; g++) {
        if (!p->chunks[g].ok) continue;
        const struct alias_group *group = &p->attribution.groups[g];
        struct text *keys = ARENA_ARRAY(&scratch, struct text, group->member_count);
        for (uint32_t i = 0; i < group->member_count; i++) keys[i] = p->graph->provided_shares[group->members[i]].key;
        containers[count++] = (struct circle_container){
            .keys = {keys, group->member_count}, .consumed = share_container_consumed(&scratch, p->chunks[g].bytes)};
    }
    container_circles_report(containers, count, p->diagnostics);
    arena_release(&scratch);
}

bool pipeline_emit(struct pipeline *p, const struct pipeline_emission *wanted)
{
    if (p->chunks_hold) { /* with at least one of them */
        copy_problems(&p->chunk_problems, 0, p->diagnostics);
        return true;
    }
    struct emission emission = {p, *wanted, chunk_paths(p->graph, &p->facts_arena), NULL};
    emission.scratch = ARENA_ARRAY(&p->facts_arena, struct arena, p->options.workers + 1);
    release_chunks(p);
    pipeline_find_conditions(p);
    p->chunks = memory_resize(NULL, p->attribution.group_count + 1, sizeof *p->chunks);
    memset(p->chunks, 0, (p->attribution.group_count + 1) * sizeof *p->chunks);
    uint32_t before = p->diagnostics->count;
    pool_run(p->options.workers, p->attribution.group_count, emit_one, &emission);
    for (uint32_t worker = 0; worker <= p->options.workers; worker++) arena_release(&emission.scratch[worker]);
    timings_add(&p->timings, "emit");
    if (emit_has_own_runtime(wanted->format)) report_circles(p);
    uint32_t written = 0, count = p->attribution.group_count;
    for (uint32_t group = 0; group < count; group++) written += p->chunks[group].ok;
    if (count && !written)
        diag_add(p->diagnostics, DIAG_EMIT_NOTHING, diag_nowhere, "no chunk can be written: %u of %u are refused",
                 count, count);
    copy_problems(p->diagnostics, before, &p->chunk_problems);
    if (count && !written) release_chunks(p);
    return written || !count;
}

void pipeline_release(struct pipeline *p)
{
    forget_graph(p);
    record_cache_close(p->cache);
    if (p->resolver) resolver_free(p->resolver);
    diag_release(&p->chunk_problems);
    diag_release(&p->kept_problems);
    diag_release(&p->resolver_problems);
    diag_release(&p->config_problems);
    arena_release(&p->arena);
}
