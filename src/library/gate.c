#include "library/library.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/pool.h"
#include "gate/report.h"
#include "prune/kept.h"
#include "report/chunk_path.h"

struct mfshake_gate {
    struct arena arena;
    struct gate_config config;
    struct deployed deployed;
    struct merged_view before, now;
    struct gate_answer answer;
    struct gate_report report;
    struct buffer text;
};

/* ---------------------------------------------------------------------------------------------- options */

static bool take_budget(const char *given, bool counts_bytes, struct gate_budget *budget,
                        struct diagnostics *diagnostics)
{
    if (!given || gate_budget_parse(take(given), counts_bytes, budget)) return true;
    diag_add(diagnostics, DIAG_USAGE_INVALID, diag_nowhere, "a budget is %s, not '%s'",
             counts_bytes ? "a number of bytes, such as \"10 kB\", or \"5%\"" : "a number of exports, or \"5%\"",
             given);
    return false;
}

static bool read_options(struct mfshake_gate *gate, const struct mfshake_gate_options *options,
                         struct diagnostics *diagnostics)
{
    if (options->config &&
        !gate_config_load(&gate->arena, arena_copy(&gate->arena, take(options->config)), &gate->config, diagnostics))
        return false;
    struct gate_limits *limits = &gate->config.all;
    bool good = take_budget(options->max_exports, false, &limits->exports, diagnostics);
    good = take_budget(options->max_bytes, true, &limits->bytes, diagnostics) && good;
    return take_budget(options->max_gzip, true, &limits->gzip, diagnostics) && good;
}

static bool read_manifest(struct mfshake_gate *gate, const char *path, struct diagnostics *diagnostics)
{
    struct text source, name = arena_copy(&gate->arena, take(path));
    const char *why;
    if (fs_read(&gate->arena, name, LIMIT_JSON_BYTES, &source, &why))
        return deployed_read(&gate->arena, name, source, &gate->deployed, diagnostics);
    diag_add(diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(name), "can not read the manifest: %s", why);
    return false;
}

/* ---------------------------------------------------------------------------------------------- sizes */

/* The chunks of all keys that are there, and which key each is of. */
struct chunks {
    VEC(struct text) contents;
    VEC(struct text) maps; /* by chunk: its shake map, or empty */
    VEC(uint32_t) keys;    /* by chunk: index of the key */
    struct gate_size *now, *before;
};

/* Reads the chunk `name` below `folder`, and the map beside it if there is one. */
static bool read_chunk_in(struct mfshake_gate *gate, struct text folder, struct text name, struct text *content,
                          struct text *map)
{
    const char *why;
    struct text path = path_join(&gate->arena, folder, name);
    *map = TEXT("");
    if (!fs_read(&gate->arena, path, LIMIT_CHUNK_BYTES, content, &why)) return false;
    if (!fs_read(&gate->arena, chunk_map_path(&gate->arena, path), LIMIT_CHUNK_BYTES, map, &why)) *map = TEXT("");
    return true;
}

/* Where a chunk of a row is: below a folder that was named, or beside the report. False when it is nowhere. */
static bool read_chunk(struct mfshake_gate *gate, const struct mfshake_gate_options *options,
                       const struct merged_row *row, struct text name, struct text *content, struct text *map)
{
    const struct merged *merged = gate->now.merged;
    for (uint32_t i = 0; i < options->chunk_folder_count; i++) {
        if (read_chunk_in(gate, take(options->chunk_folders[i]), name, content, map)) return true;
    }
    struct text folder = path_folder(merged->sources.at[merged->apps.at[row->app].source]);
    return read_chunk_in(gate, folder, name, content, map);
}

/* Reads each chunk of the key once, whoever of the apps wrote it; false when one is missing, or there is none. */
static bool collect_chunks(struct mfshake_gate *gate, const struct mfshake_gate_options *options, uint32_t index,
                           struct chunks *chunks)
{
    const struct merged_key *key = &gate->now.keys[index];
    const struct merged *merged = gate->now.merged;
    VEC(struct text) seen = {0};
    bool good = true;
    for (uint32_t r = 0; r < key->row_count && good; r++) {
        for (struct text rest = names_text(&merged->names, key->rows[r]->facts.chunks), name;
             good && text_set_next(&rest, &name);) {
            bool is_new = true;
            for (uint32_t i = 0; i < seen.count; i++) is_new = is_new && !text_equal(seen.at[i], name);
            if (!is_new) continue;
            struct text content, map;
            vec_push(&seen, name);
            good = read_chunk(gate, options, key->rows[r], name, &content, &map);
            if (!good) break;
            vec_push(&chunks->contents, content);
            vec_push(&chunks->maps, map);
            vec_push(&chunks->keys, index);
        }
    }
    good = good && seen.count;
    vec_release(&seen);
    return good;
}

/* Adds what of the chunks stays by the reports of `view` to the sizes of their keys. */
static void measure(struct mfshake_gate *gate, const struct mfshake_gate_options *options,
                    const struct merged_view *view, const struct chunks *chunks, struct gate_size *sizes)
{
    uint32_t count;
    struct usage document = {.path = view->merged->sources.at[0]};
    struct usage *usages = merged_usages(view->merged, &document, &gate->arena, &count);
    struct usage_set set;
    struct diagnostics unheard;
    diag_init(&unheard);
    struct usage_merge_options all = {0};
    struct kept *kept = ARENA_ARRAY(&gate->arena, struct kept, chunks->contents.count);
    uint32_t workers = options->threads ? options->threads : pool_processors();
    if (usage_merge(&gate->arena, usages, count, &all, &set, &unheard))
        kept_measure_usage(&set, true, chunks->contents.at, chunks->maps.at, chunks->contents.count, workers, kept);
    for (uint32_t i = 0; i < chunks->contents.count; i++) {
        struct gate_size *size = &sizes[chunks->keys.at[i]];
        size->known = size->known && kept[i].known && kept[i].is_annotated; /* of a pruned one nothing can grow */
        size->raw += kept[i].bytes;
        size->gzip += kept[i].gzip;
    }
    diag_release(&unheard);
}

/* What is deployed tells its own size. */
static void take_deployed_sizes(const struct mfshake_gate *gate, struct gate_size *sizes)
{
    for (uint32_t k = 0; k < gate->now.key_count; k++) {
        struct text key = names_text(&gate->now.merged->names, gate->now.keys[k].key);
        struct gate_size size = {0};
        for (uint32_t i = 0; i < gate->deployed.bundle_count; i++) {
            const struct deployed_bundle *bundle = &gate->deployed.bundles[i];
            if (!text_equal(bundle->key, key) || !bundle->has_size) continue;
            size = (struct gate_size){true, size.raw + bundle->raw, size.gzip + bundle->gzip};
        }
        if (size.known) sizes[k] = size;
    }
}

static bool wants_sizes(const struct mfshake_gate *gate, const struct mfshake_gate_options *options)
{
    bool wanted = options->chunk_folder_count || gate->config.all.bytes.given || gate->config.all.gzip.given;
    for (uint32_t i = 0; i < gate->config.key_count; i++)
        wanted = wanted || gate->config.keys[i].limits.bytes.given || gate->config.keys[i].limits.gzip.given;
    return wanted;
}

static void measure_keys(struct mfshake_gate *gate, const struct mfshake_gate_options *options, struct chunks *chunks)
{
    chunks->now = ARENA_ARRAY(&gate->arena, struct gate_size, gate->now.key_count);
    chunks->before = ARENA_ARRAY(&gate->arena, struct gate_size, gate->now.key_count);
    for (uint32_t k = 0; k < gate->now.key_count; k++) {
        uint32_t count = chunks->contents.count;
        bool known = collect_chunks(gate, options, k, chunks);
        if (!known) chunks->contents.count = chunks->maps.count = chunks->keys.count = count;
        chunks->now[k].known = chunks->before[k].known = known;
    }
    measure(gate, options, &gate->now, chunks, chunks->now);
    measure(gate, options, &gate->before, chunks, chunks->before);
    take_deployed_sizes(gate, chunks->before);
    vec_release(&chunks->contents);
    vec_release(&chunks->maps);
    vec_release(&chunks->keys);
}

/* ---------------------------------------------------------------------------------------------- judging */

static bool judge(struct mfshake_gate *gate, const struct mfshake_gate_options *options,
                  struct diagnostics *diagnostics)
{
    struct chunks chunks = {0};
    if (wants_sizes(gate, options)) measure_keys(gate, options, &chunks);
    struct gate_question question = {
        .before = &gate->before,
        .now = &gate->now,
        .deployed = options->manifest ? &gate->deployed : NULL,
        .sizes_before = chunks.before,
        .sizes_now = chunks.now,
        .config = &gate->config,
    };
    if (!gate_judge(&gate->arena, &question, &gate->answer, diagnostics)) return false;
    uint32_t closing = gate->answer.counts[GATE_ERROR] + (options->strict ? gate->answer.counts[GATE_WARNING] : 0);
    gate->report = (struct gate_report){
        .answer = &gate->answer,
        .baseline = arena_copy(&gate->arena, take(options->baseline)),
        .current = arena_copy(&gate->arena, take(options->current)),
        .passed = closing == 0,
        .is_strict = options->strict,
    };
    return true;
}

struct mfshake_gate *mfshake_gate_judge(struct mfshake_merge *baseline, struct mfshake_merge *current,
                                        const struct mfshake_gate_options *given,
                                        struct mfshake_diagnostics *diagnostics)
{
    struct mfshake_gate_options options;
    copy_known(&options, sizeof options, given, given ? given->size : 0);
    struct mfshake_gate *gate = memory_alloc(sizeof *gate);
    *gate = (struct mfshake_gate){0};
    arena_init(&gate->arena);
    buffer_init(&gate->text);
    bool good = read_options(gate, &options, &diagnostics->list);
    if (good && options.manifest) good = read_manifest(gate, options.manifest, &diagnostics->list);
    if (good && (baseline->merged.rows.count == 0 || current->merged.rows.count == 0)) {
        diag_add(&diagnostics->list, DIAG_REPORT_NONE, diag_nowhere, "there is no report to judge");
        good = false;
    }
    if (good) {
        merged_view_make(&baseline->merged, &gate->arena, &gate->before);
        merged_view_make(&current->merged, &gate->arena, &gate->now);
        good = judge(gate, &options, &diagnostics->list);
    }
    if (good) return gate;
    mfshake_gate_free(gate);
    return NULL;
}

void mfshake_gate_free(struct mfshake_gate *gate)
{
    if (!gate) return;
    buffer_release(&gate->text);
    arena_release(&gate->arena);
    memory_free(gate);
}

bool mfshake_gate_passed(const struct mfshake_gate *gate)
{
    return gate->report.passed;
}

uint32_t mfshake_gate_count(const struct mfshake_gate *gate, enum mfshake_severity severity)
{
    switch (severity) {
    case MFSHAKE_NOTE: return gate->answer.counts[GATE_INFO];
    case MFSHAKE_WARNING: return gate->answer.counts[GATE_WARNING];
    case MFSHAKE_ERROR: return gate->answer.counts[GATE_ERROR];
    }
    return 0;
}

static enum gate_reporter reporter_of(enum mfshake_gate_form form)
{
    switch (form) {
    case MFSHAKE_GATE_TEXT: break;
    case MFSHAKE_GATE_JSON: return GATE_REPORT_JSON;
    case MFSHAKE_GATE_GITHUB: return GATE_REPORT_GITHUB;
    case MFSHAKE_GATE_SARIF: return GATE_REPORT_SARIF;
    case MFSHAKE_GATE_MARKDOWN: return GATE_REPORT_MARKDOWN;
    case MFSHAKE_GATE_JUNIT: return GATE_REPORT_JUNIT;
    }
    return GATE_REPORT_TEXT;
}

struct mfshake_text mfshake_gate_report(struct mfshake_gate *gate, enum mfshake_gate_form form, unsigned flags)
{
    buffer_clear(&gate->text);
    gate->report.color = (flags & MFSHAKE_GATE_COLOR) != 0;
    gate->report.errors_only = (flags & MFSHAKE_GATE_ERRORS_ONLY) != 0;
    gate_report_put(&gate->report, reporter_of(form), &gate->text);
    return give(buffer_text(&gate->text));
}
