#include "prune/run.h"

#include "base/memory.h"
#include "prune/shake_build.h"
#include "prune/shake_map.h"

#include <stdlib.h>

static struct diag_place place_of(const struct run *run, uint32_t offset)
{
    return diag_place_at(run->path, run->source, offset);
}

/* ---------------------------------------------------------------------------------------------- reading the chunk */

static bool parse(struct run *run, struct syntax_parser *parser, struct text source)
{
    if (!syntax_parse(parser, run->arena, source, &run->syntax)) {
        diag_add(run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, diag_place_file(run->path),
                 "parsing took too long and was given up");
        return false;
    }
    if (run->syntax.has_error) {
        diag_add(run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, place_of(run, run->syntax.error_offset),
                 "this is no JavaScript that can be read");
        return false;
    }
    return true;
}

/* True when the chunk's shake map serves. */
static bool read_map(struct run *run)
{
    if (!run->map.length) return false;
    const char *why = shake_map_read(run->arena, run->map, run->source, &run->table, &run->macros);
    run->is_mapped = !why;
    if (why) diag_add(run->diagnostics, DIAG_PRUNE_NO_MAP, diag_place_file(run->path), "it is parsed: %s", why);
    return run->is_mapped;
}

bool run_read_chunk(struct run *run, struct syntax_parser *parser, struct text source)
{
    if (read_map(run)) return true;
    if (!parse(run, parser, source)) return false;
    if (!macro_read(&run->syntax, run->path, run->arena, &run->macros, run->diagnostics)) return false;
    scope_analyze(&run->syntax, run->arena, &run->scopes);
    struct container container;
    if (container_find(&run->syntax, &run->scopes, run->arena, &container)) {
        shake_build(&run->syntax, &run->scopes, &container, &run->macros, run->arena, &run->table);
        return true;
    }
    diag_add(
        run->diagnostics, DIAG_PRUNE_NOT_A_CHUNK, diag_place_file(run->path),
        "the file has not exactly one module map of the form (self[\"webpackChunk...\"] = ...).push([[...], {...}]), "
        "exports.modules = {...} or __webpack_modules__ = {...}");
    return false;
}

/* ---------------------------------------------------------------------------------------------- what the reports say */

struct text run_name_of(struct run *run, const struct usage_decision *decision)
{
    if (!decision->key.length) return decision->name;
    return arena_format(run->arena, "%.*s.%.*s", TEXT_ARGS(decision->key), TEXT_ARGS(decision->name));
}

/* Asks the usage about a region. Its shape may still keep it, and so may what the chunk reads. */
static void decide(struct run *run, uint32_t region)
{
    struct usage_decision *decision = &run->decisions[region];
    struct text condition = run->table.macro_regions[region].condition;
    usage_decide(run->usage, run->arena, condition, decision);
    if (decision->has_note) {
        uint32_t start = run_range(run, &run->table.regions[region]).start;
        struct diag_place known = decision->place.line ? decision->place : place_next(&run->places, start);
        diag_add(run->diagnostics, decision->note, known, "%.*s is kept: %.*s", TEXT_ARGS(condition),
                 TEXT_ARGS(decision->reason));
    }
    run->fates[region] = decision->answer == USAGE_USED ? FATE_STAYS : FATE_WAITS;
    if (decision->answer == USAGE_UNUSED && run_can_remove(run, &run->table.regions[region]))
        run->fates[region] = FATE_GOES;
}

/* ---------------------------------------------------------------------------------------------- telling */

struct export_fate {
    struct text key, name;
    uint8_t fate;
};

static int compare_export_fates(const void *a, const void *b)
{
    const struct export_fate *left = a, *right = b;
    int order = text_compare(left->key, right->key);
    if (!order) order = text_compare(left->name, right->name);
    return order;
}

/* An unused export of a shape that can not be removed is kept, not undecided. */
static uint8_t fate_of_export(const struct run *run, uint32_t region)
{
    bool is_unremovable = run->fates[region] == FATE_WAITS && run->decisions[region].answer == USAGE_UNUSED;
    return is_unremovable ? FATE_STAYS : run->fates[region];
}

static struct text reason_of_key(const struct run *run, const struct prune_key *key)
{
    const struct usage_key *usage = usage_find(run->usage, key->key);
    if (usage && usage->whole) return usage->reason;
    if (!key->undecided) return TEXT("");
    return usage ? usage->waiting : run->usage->waiting;
}

static void count_keys(struct run *run, struct prune_result *result)
{
    VEC(struct export_fate) fates = {0};
    VEC(struct prune_key) keys = {0};
    for (uint32_t r = 0; r < run->macros.region_count; r++) {
        vec_push(&fates, (struct export_fate){run->decisions[r].key, run->decisions[r].name, fate_of_export(run, r)});
    }
    if (fates.count) qsort(fates.at, fates.count, sizeof *fates.at, compare_export_fates);
    for (uint32_t i = 0; i < fates.count;) {
        uint8_t fate = FATE_GOES; /* of an export with several regions: gone only when all are */
        uint32_t first = i;
        for (; i < fates.count && compare_export_fates(&fates.at[first], &fates.at[i]) == 0; i++) {
            if (fates.at[i].fate < fate) fate = fates.at[i].fate;
        }
        if (!keys.count || !text_equal(vec_last(&keys).key, fates.at[first].key)) {
            vec_push(&keys, (struct prune_key){.key = fates.at[first].key});
        }
        struct prune_key *key = &vec_last(&keys);
        key->kept += fate == FATE_STAYS;
        key->undecided += fate == FATE_WAITS;
        key->removed += fate == FATE_GOES;
    }
    for (uint32_t k = 0; k < keys.count; k++) {
        keys.at[k].reason = reason_of_key(run, &keys.at[k]);
        if (!keys.at[k].reason.length) continue;
        diag_add(run->diagnostics, DIAG_PRUNE_KEY_LOCKED, diag_place_file(run->path), "%.*s is left whole: %.*s",
                 TEXT_ARGS(keys.at[k].key), TEXT_ARGS(keys.at[k].reason));
    }
    vec_release(&fates);
    result->key_count = keys.count;
    result->keys = vec_freeze(&keys, run->arena);
}

/* ---------------------------------------------------------------------------------------------- the run */

void run_decide_regions(struct run *run)
{
    run->decisions = ARENA_ARRAY(run->arena, struct usage_decision, run->table.region_count);
    run->fates = ARENA_ARRAY(run->arena, uint8_t, run->table.region_count);
    run->places = (struct place_walk){.path = run->path, .source = run->source};
    if (run->options->sweep) {
        memset(run->fates, FATE_WAITS, run->table.region_count);
        return;
    }
    for (uint32_t r = 0; r < run->table.region_count; r++) decide(run, r);
}

static void cut(struct run *run, struct prune_result *result)
{
    result->modules_before = result->modules_after = run->table.module_count;
    result->output = removal_apply(run, result);
    result->changed = !text_equal(result->output, run->source);
    result->edit_count = run->cut.edits.count;
    result->edits = vec_freeze(&run->cut.edits, run->arena);
}

/* Cuts what is gone, and tells what was done. */
static bool finish(struct run *run, struct syntax_parser *parser, struct prune_result *result)
{
    cut(run, result);
    const char *damage = damage_in_marks(run);
    if (!damage && result->changed && !run->is_mapped) damage = damage_find(run, parser, result->output);
    if (damage) {
        diag_add(run->diagnostics, DIAG_PRUNE_BROKEN, diag_place_file(run->path),
                 "the pruned chunk would be broken: %s", damage);
        return false;
    }
    count_keys(run, result);
    result->note_count = run->notes.count;
    result->notes = vec_freeze(&run->notes, run->arena);
    if (run->options->simulation) simulation_describe(run, result, run->options->simulation);
    return true;
}

static bool run_all(struct run *runs, uint32_t count, struct syntax_parser *parser, struct prune_result *results)
{
    bool good = true;
    for (uint32_t i = 0; i < count; i++) good = run_read_chunk(&runs[i], parser, runs[i].source) && good;
    if (!good) return false;
    for (uint32_t i = 0; i < count; i++) run_decide_regions(&runs[i]);
    live_find(runs, count);
    for (uint32_t i = 0; i < count; i++) good = finish(&runs[i], parser, &results[i]) && good;
    return good;
}

void run_release(struct run *run)
{
    cut_release(&run->cut);
    mark_release(&run->before);
    mark_release(&run->after);
    vec_release(&run->notes);
}

bool prune_chunks(const struct prune_source *sources, uint32_t count, const struct usage_set *usage,
                  const struct prune_options *options, struct prune_result *results, struct diagnostics *diagnostics)
{
    struct syntax_parser *parser = syntax_parser_new();
    if (!parser) {
        diag_add(diagnostics, DIAG_INTERNAL, diag_nowhere, "the grammar does not fit the parser library");
        return false;
    }
    struct run *runs = memory_resize(NULL, count + 1, sizeof *runs);
    for (uint32_t i = 0; i < count; i++) {
        results[i] = (struct prune_result){0};
        runs[i] = (struct run){.arena = sources[i].arena,
                               .path = sources[i].path,
                               .source = sources[i].source,
                               .map = sources[i].map,
                               .usage = usage,
                               .options = options,
                               .diagnostics = diagnostics};
    }
    bool good = run_all(runs, count, parser, results);
    for (uint32_t i = 0; i < count; i++) run_release(&runs[i]);
    memory_free(runs);
    syntax_parser_free(parser);
    return good;
}

bool prune_chunk(struct arena *arena, struct text path, struct text source, const struct usage_set *usage,
                 const struct prune_options *options, struct prune_result *result, struct diagnostics *diagnostics)
{
    return prune_chunks(&(struct prune_source){arena, path, source, options->map}, 1, usage, options, result,
                        diagnostics);
}

bool prune_sweep(struct arena *arena, struct text path, struct text source, struct prune_swept *swept,
                 struct diagnostics *diagnostics)
{
    *swept = (struct prune_swept){0};
    names_init(&swept->free_names);
    struct prune_options options = {.keep_macros = true, .sweep = true};
    struct run run = {.arena = arena, .path = path, .source = source, .options = &options, .diagnostics = diagnostics};
    struct syntax_parser *parser = syntax_parser_new();
    bool good = parser && run_read_chunk(&run, parser, source);
    if (good) {
        run_decide_regions(&run);
        live_find(&run, 1);
        cut(&run, &swept->result);
        damage_allow(&run, &swept->free_names);
    }
    run_release(&run);
    syntax_parser_free(parser);
    return good;
}

void prune_swept_release(struct prune_swept *swept)
{
    names_release(&swept->free_names);
}

/* `damage` is NULL when nobody asks for it. */
static struct text map_of(struct arena *arena, struct arena *scratch, struct text source,
                          const struct names *free_names, const char **damage)
{
    struct diagnostics problems;
    diag_init(&problems);
    struct prune_options options = {0};
    struct run run = {.arena = scratch, .source = source, .options = &options, .diagnostics = &problems};
    struct text map = TEXT("");
    struct syntax_parser *parser = syntax_parser_new();
    bool good = parser && run_read_chunk(&run, parser, source);
    if (damage) {
        *damage = good ? damage_of_names(arena, &run.syntax, &run.scopes, free_names)
                       : "it is no chunk that can be read any more";
        good = good && !*damage;
    }
    /* What stands behind an inline is found in the syntax. */
    if (good && !problems.count && !run.macros.inline_count)
        map = shake_map_write(arena, source, &run.table, &run.macros);
    syntax_parser_free(parser);
    diag_release(&problems);
    return map;
}

struct text prune_map_of_swept(struct arena *arena, struct arena *scratch, struct text source,
                               const struct prune_swept *swept, const char **damage)
{
    return map_of(arena, scratch, source, &swept->free_names, damage);
}

struct text prune_map(struct arena *arena, struct text source)
{
    struct arena scratch;
    arena_init(&scratch);
    struct text map = map_of(arena, &scratch, source, NULL, NULL);
    arena_release(&scratch);
    return map;
}
