#include "pipeline.h"

#include "analyze/lints.h"
#include "base/limits.h"
#include "base/pool.h"
#include "emit/origins_map.h"
#include "prune/container_circles.h"
#include "prune/prune.h"
#include "prune/share_container.h"
#include "prune/source_map_cut.h"
#include "report/chunk_path.h"

void pipeline_init(struct pipeline *pipeline, const struct pipeline_options *options, struct diagnostics *diagnostics)
{
    *pipeline = (struct pipeline){.options = *options, .diagnostics = diagnostics};
    arena_init(&pipeline->arena);
    for (int i = 0; i < 2; i++) arena_init(&pipeline->used_arenas[i]);
    timings_start(&pipeline->timings);
}

bool pipeline_load(struct pipeline *p)
{
    p->config = config_load(&p->arena, p->diagnostics, p->options.source);
    timings_add(&p->timings, "configuration");
    return p->config != NULL;
    /* ── fence: the configuration is immutable from here on ── */
}

/* Both runs read the same tables and write one each. */
static void compute_used(void *context, uint32_t index, uint32_t worker)
{
    (void)worker;
    struct pipeline *p = context;
    struct used_options options = {.root = INDEX_NONE, .shares_used_by_others = index == 1};
    used_compute(p->graph, &p->provided, options, &p->used_arenas[index],
                 index == 0 ? &p->used_by_app : &p->used_with_shared);
}

void pipeline_analyze(struct pipeline *p)
{
    uint32_t share_depth = p->options.has_share_depth ? p->options.share_depth : p->config->share_depth;
    p->resolver = resolver_new(p->config, p->diagnostics);
    if (p->options.cache.length) p->cache = record_cache_open(p->options.cache);
    struct discover_options discover = {.workers = p->options.workers, .cache = p->cache, .memory = p->options.memory};
    p->graph = graph_discover(p->config, p->resolver, p->diagnostics, &discover);
    timings_add(&p->timings, "discover");
    if (p->cache) record_cache_save(p->cache, LIMIT_CACHE_BYTES, p->diagnostics);
    timings_add(&p->timings, "cache");
    /* ── fence: no module or edge is added below ── */

    provided_compute(p->graph, &p->arena, p->diagnostics, &p->provided);
    timings_add(&p->timings, "provided");
    /* ── fence: export names are final ── */

    pool_run(p->options.workers, 2, compute_used, p);
    timings_add(&p->timings, "used");
    attribution_compute(p->graph, &p->provided, share_depth, &p->arena, &p->attribution);
    timings_add(&p->timings, "attribution");
    share_usage_compute(p->graph, &p->provided, &p->used_with_shared, &p->attribution, &p->arena, &p->share_usage);
    timings_add(&p->timings, "share usage");
    lints_report(p->config, p->graph, &p->provided, &p->used_by_app, p->diagnostics);
    share_usage_report_missing(&p->share_usage, p->graph, p->diagnostics);
    timings_add(&p->timings, "lints");
    /* ── fence: facts are frozen ── */
}

struct emission {
    struct pipeline *pipeline;
    struct pipeline_emission wanted;
    const struct text *paths; /* of the provided shares' chunks */
};

/* The global of a container: the app and the folder of its chunk, "mfshake/host/lodash_es/4.17.21". */
static struct text container_name(const struct emission *emission, uint32_t group, struct arena *arena)
{
    const struct pipeline *p = emission->pipeline;
    struct text path = emission->paths[p->attribution.groups[group].members[0]];
    size_t end = text_find_last_char(path, '/');
    return arena_format(arena, "mfshake/%.*s/%.*s", TEXT_ARGS(p->config->unique_name), (int)end, path.at);
}

/* Takes out what nothing in the chunk needs, whatever apps use of it. A chunk that prune can not read (it will say so, when asked) stays as it was written. */
static void sweep(struct pipeline_chunk *chunk, struct text path, struct text written, struct origins *origins,
                  const struct pipeline *p)
{
    struct prune_result swept;
    struct prune_options options = {.keep_macros = true, .sweep = true};
    struct diagnostics problems;
    diag_init(&problems);
    chunk->bytes = written;
    if (prune_chunk(&chunk->arena, path, written, NULL, &options, &swept, &problems)) {
        chunk->bytes = swept.output;
        source_map_cut_origins(origins, swept.edits, swept.edit_count);
    } else if (problems.count) {
        const struct diagnostic *last = &problems.list[problems.count - 1];
        diag_add(p->diagnostics, DIAG_EMIT_UNSWEPT, diag_place_file(path), "what nothing needs stays in it: %s: %.*s",
                 diag_code_name(last->code), TEXT_ARGS(last->message));
    }
    diag_release(&problems);
}

/* Makes the chunk's source map, and puts the comment behind the chunk that names it or holds it. */
static void add_source_map(struct pipeline_chunk *chunk, const struct origins *origins,
                           const struct config_source_map *wanted, const struct pipeline *p)
{
    struct source_map map;
    struct arena scratch;
    arena_init(&scratch);
    origins_map(origins, p->graph, chunk->bytes, !wanted->without_content, &scratch, &map);
    map.chunk = source_map_hash(&scratch, chunk->bytes, TEXT(""));
    struct buffer out;
    buffer_init(&out);
    if (wanted->place != CONFIG_MAP_INLINE) {
        map.file = TEXT("chunk.js");
        source_map_put(&map, &out);
        chunk->source_map = arena_copy(&chunk->arena, buffer_text(&out));
        buffer_clear(&out);
    }
    if (wanted->place != CONFIG_MAP_HIDDEN) {
        buffer_put(&out, chunk->bytes);
        if (wanted->place == CONFIG_MAP_INLINE) source_map_comment_put_inline(&map, &out);
        else source_map_comment_put(TEXT("chunk.js.map"), &out);
        chunk->bytes = arena_copy(&chunk->arena, buffer_text(&out));
    }
    buffer_release(&out);
    arena_release(&scratch);
}

static void emit_group(const struct emission *emission, uint32_t group, struct pipeline_chunk *chunk)
{
    struct pipeline *p = emission->pipeline;
    arena_init(&chunk->arena);
    const struct config_source_map *source_map = &emission->wanted.source_map;
    struct emit_options options = {.format = emission->wanted.format,
                                   .ids = emission->wanted.ids,
                                   .unique_name = p->config->unique_name,
                                   .container_name = container_name(emission, group, &chunk->arena)};
    struct text written;
    struct origins origins;
    origins_init(&origins);
    bool has_map = source_map->place != CONFIG_MAP_NONE;
    chunk->ok = emit_chunk(p->graph, &p->provided, &p->attribution, group, &options, &chunk->arena, &written,
                           has_map ? &origins : NULL, &chunk->summary, p->diagnostics);
    if (chunk->ok) {
        sweep(chunk, emission->paths[p->attribution.groups[group].members[0]], written, &origins, p);
        if (has_map) add_source_map(chunk, &origins, source_map, p);
        chunk->map = prune_map(&chunk->arena, chunk->bytes);
    }
    origins_release(&origins);
}

bool pipeline_emit_group(struct pipeline *p, uint32_t group, enum emit_format format, struct pipeline_chunk *chunk)
{
    struct diagnostics unheard, *heard = p->diagnostics;
    struct emission emission = {p, {.format = format, .ids = EMIT_IDS_NAMED}, chunk_paths(p->graph, &p->arena)};
    diag_init(&unheard);
    p->diagnostics = &unheard;
    emit_group(&emission, group, chunk);
    p->diagnostics = heard;
    diag_release(&unheard);
    return chunk->ok;
}

static void emit_one(void *context, uint32_t group, uint32_t worker)
{
    (void)worker;
    struct emission *emission = context;
    emit_group(emission, group, &emission->pipeline->chunks[group]);
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
    struct emission emission = {p, *wanted, chunk_paths(p->graph, &p->arena)};
    p->chunks = ARENA_ARRAY(&p->arena, struct pipeline_chunk, p->attribution.group_count + 1);
    pool_run(p->options.workers, p->attribution.group_count, emit_one, &emission);
    timings_add(&p->timings, "emit");
    if (emit_has_own_runtime(wanted->format)) report_circles(p);
    uint32_t written = 0, count = p->attribution.group_count;
    for (uint32_t group = 0; group < count; group++) written += p->chunks[group].ok;
    if (count && !written)
        diag_add(p->diagnostics, DIAG_EMIT_NOTHING, diag_nowhere, "no chunk can be written: %u of %u are refused",
                 count, count);
    return written || !count;
}

void pipeline_release(struct pipeline *p)
{
    for (uint32_t group = 0; p->chunks && group < p->attribution.group_count; group++)
        arena_release(&p->chunks[group].arena);
    if (p->graph) {
        attribution_release(&p->attribution);
        provided_release(&p->provided);
        graph_free(p->graph);
    }
    record_cache_close(p->cache);
    if (p->resolver) resolver_free(p->resolver);
    for (int i = 0; i < 2; i++) arena_release(&p->used_arenas[i]);
    arena_release(&p->arena);
}
