#include "prune/retained.h"

#include "prune/run.h"

#include <stdlib.h>

/* A region that the reports keep, and the export of its condition. */
struct kept_region {
    struct text name;
    uint32_t region;
};

typedef VEC(struct kept_region) region_vec;

static int compare_regions(const void *left, const void *right)
{
    const struct kept_region *a = left, *b = right;
    int order = text_compare(a->name, b->name);
    return order ? order : (a->region > b->region) - (a->region < b->region);
}

static int compare_exports(const void *left, const void *right)
{
    const struct retained_export *a = left, *b = right;
    if (a->bytes != b->bytes) return a->bytes > b->bytes ? -1 : 1;
    return text_compare(a->name, b->name);
}

static void collect_regions(const struct run *run, struct text_list keys, region_vec *regions)
{
    for (uint32_t r = 0; r < run->table.region_count; r++) {
        const struct usage_decision *decision = &run->decisions[r];
        if (decision->answer == USAGE_USED && run->table.regions[r].unit_count && text_list_has(keys, decision->key))
            vec_push(regions, (struct kept_region){decision->name, r});
    }
    if (regions->count) qsort(regions->at, regions->count, sizeof *regions->at, compare_regions);
}

/* ---------------------------------------------------------------------------------------------- bytes that go */

/* The comments of macros that prune takes out, whatever stays. */
struct cut_comments {
    const uint32_t *start; /* sorted */
    const size_t *before;  /* bytes of those before; one more at the end */
    uint32_t count;
};

static int compare_offsets(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static struct cut_comments find_cut_comments(const struct run *run)
{
    const struct shake_table *table = &run->table;
    VEC(uint32_t) indexes = {0};
    for (uint32_t r = 0; r < table->region_count; r++) {
        if (run->fates[r] == FATE_WAITS) continue;
        vec_push(&indexes, table->macro_regions[r].opening);
        vec_push(&indexes, table->macro_regions[r].closing);
    }
    if (indexes.count) qsort(indexes.at, indexes.count, sizeof *indexes.at, compare_offsets);
    uint32_t *start = ARENA_ARRAY(run->arena, uint32_t, indexes.count + 1);
    size_t *before = ARENA_ARRAY(run->arena, size_t, indexes.count + 1);
    for (uint32_t i = 0; i < indexes.count; i++) {
        const struct syntax_comment *comment = &table->comments[indexes.at[i]];
        start[i] = comment->start;
        before[i + 1] = before[i] + comment->end - comment->start + 1; /* and the space beside it */
    }
    struct cut_comments comments = {start, before, indexes.count};
    vec_release(&indexes);
    return comments;
}

static size_t bytes_before(const struct cut_comments *comments, uint32_t offset)
{
    uint32_t low = 0, high = comments->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (comments->start[middle] < offset) low = middle + 1;
        else high = middle;
    }
    return comments->before[low];
}

static size_t bytes_in(const struct cut_comments *comments, uint32_t start, uint32_t end)
{
    return end - start - (bytes_before(comments, end) - bytes_before(comments, start));
}

/* Bytes of what was live with all regions and is not in `mark`. Units nest, so only those count whose surroundings stay. */
static size_t bytes_gone(const struct run *run, const struct cut_comments *comments, const struct mark *mark)
{
    const struct shake_table *table = &run->table;
    size_t bytes = 0;
    for (uint32_t m = 0; m < table->module_count; m++) {
        const struct shake_module *module = &table->modules[m];
        const struct shake_unit *entry = &table->units[module->first_unit];
        if (!bitset_has(mark->modules, m)) {
            bytes += bytes_in(comments, entry->start, entry->end);
            continue;
        }
        for (uint32_t u = module->first_unit + 1; u < module->first_unit + module->unit_count; u++) {
            const struct shake_unit *unit = &table->units[u];
            if (!bitset_has(run->before.units, u) || bitset_has(mark->units, u)) continue;
            bool goes_with_parent = unit->parent != UNIT_NONE && bitset_has(run->before.units, unit->parent) &&
                                    !bitset_has(mark->units, unit->parent);
            if (goes_with_parent) continue;
            bytes += bytes_in(comments, unit->start, unit->kind == UNIT_TARGET ? unit->body_start : unit->end);
        }
    }
    return bytes;
}

/* ---------------------------------------------------------------------------------------------- exports */

/* What is gone when the regions from `first` to `end`, which are of one export, go as well. */
static size_t bytes_of_export(struct run *run, const struct cut_comments *comments, const region_vec *regions,
                              uint32_t first, uint32_t end)
{
    struct arena arena;
    struct mark without;
    arena_init(&arena);
    for (uint32_t i = first; i < end; i++) run->fates[regions->at[i].region] = FATE_GOES;
    live_without(run, &arena, &without);
    for (uint32_t i = first; i < end; i++) run->fates[regions->at[i].region] = FATE_STAYS;
    size_t bytes = bytes_gone(run, comments, &without);
    mark_release(&without);
    arena_release(&arena);
    return bytes;
}

static void measure(struct run *run, struct text_list keys, struct retained *retained)
{
    region_vec regions = {0};
    VEC(struct retained_export) exports = {0};
    struct prune_result result;
    run_decide_regions(run);
    live_find(run, 1);
    retained->known = true;
    retained->kept = removal_apply(run, &result).length;
    collect_regions(run, keys, &regions);
    struct cut_comments comments = find_cut_comments(run);
    size_t gone = bytes_gone(run, &comments, &run->after);
    for (uint32_t i = 0; i < regions.count;) {
        uint32_t first = i;
        while (i < regions.count && text_equal(regions.at[i].name, regions.at[first].name)) i++;
        size_t without = bytes_of_export(run, &comments, &regions, first, i);
        struct text name = arena_copy(run->arena, regions.at[first].name); /* the chunk may be gone before the answer */
        vec_push(&exports, (struct retained_export){name, without > gone ? without - gone : 0});
    }
    if (exports.count) qsort(exports.at, exports.count, sizeof *exports.at, compare_exports);
    retained->export_count = exports.count;
    retained->exports = vec_freeze(&exports, run->arena);
    vec_release(&regions);
}

void retained_measure(struct arena *arena, struct text report, struct text chunk, struct text_list keys,
                      struct retained *retained)
{
    struct usage usage;
    struct usage_set set;
    struct usage_merge_options alone = {.consumers_given = true};
    struct diagnostics unheard; /* what prune has to say is said when it prunes in earnest */
    struct syntax_parser *parser = syntax_parser_new();
    diag_init(&unheard);
    *retained = (struct retained){0};
    if (parser && usage_read(arena, TEXT("share-usage.json"), report, &usage, &unheard) &&
        usage_merge(arena, &usage, 1, &alone, &set, &unheard)) {
        struct run run = {.arena = arena,
                          .path = TEXT("chunk.js"),
                          .source = chunk,
                          .usage = &set,
                          .options = &(struct prune_options){0},
                          .diagnostics = &unheard};
        if (run_read_chunk(&run, parser, chunk)) measure(&run, keys, retained);
        run_release(&run);
    }
    if (parser) syntax_parser_free(parser);
    diag_release(&unheard);
}
