#include "analyze/share_usage.h"

#include "analyze/share_outline.h"
#include "base/vec.h"

/* What the app's own modules add to a row. */
struct addition {
    VEC(struct named_place) places;
    VEC(struct share_place) whole_places;
};

struct gathering {
    const struct graph *graph;
    const struct attribution *attribution;
    const struct share_outline *outline;
    struct arena *arena;
    struct row_outline *rows; /* as of the outline, with what is added */
    struct addition *additions;
};

/* ---------------------------------------------------------------------------------------------- gathering */

static void add_whole(struct gathering *g, uint32_t row, const struct share_place *place, bool dynamic)
{
    g->rows[row].whole = true;
    g->rows[row].dynamic |= dynamic;
    vec_push(&g->additions[row].whole_places, *place);
}

static void gather_uses(struct gathering *g, const struct used *used)
{
    for (uint32_t i = 0; i < used->own_use_count; i++) {
        const struct share_use *use = &used->own_uses[i];
        if (!use->whole && use->name == NAME_NONE) continue;
        struct share_place place = share_place_of(g->graph, g->attribution, use, g->arena);
        for (uint32_t at = g->outline->first_row[use->consumed]; at < g->outline->first_row[use->consumed + 1]; at++) {
            uint32_t row = g->outline->row_at[at];
            if (use->whole) add_whole(g, row, &place, share_use_is_dynamic(use));
            else vec_push(&g->additions[row].places, (struct named_place){use->name, place});
        }
    }
}

/* A module that was not understood may import any share, also one that nobody else imports. */
static void gather_opaque(struct gathering *g, const struct used *used)
{
    for (module_id m = 1; m < g->graph->module_count; m++) {
        const struct module *module = &g->graph->modules[m];
        if (module->kind != MODULE_SOURCE || module->record->syntax != MODULE_OPAQUE || !bitset_has(used->evaluated, m))
            continue;
        struct share_use use = {.from = m, .offset = UINT32_MAX, .reason = REASON_OPAQUE_MODULE};
        struct share_place place = share_place_of(g->graph, g->attribution, &use, g->arena);
        for (uint32_t row = 0; row < g->outline->row_count; row++)
            if (!g->rows[row].row.consumed) add_whole(g, row, &place, true); /* of the others used.c has it */
    }
}

/* ---------------------------------------------------------------------------------------------- joining */

/* The places of both, sorted. */
static const struct share_place *join_places(struct gathering *g, const struct share_place *before, uint32_t count,
                                             const struct share_place *added, uint32_t added_count)
{
    struct share_place *all = ARENA_ARRAY(g->arena, struct share_place, count + added_count + 1);
    if (count) memcpy(all, before, count * sizeof *all);
    if (added_count) memcpy(all + count, added, added_count * sizeof *all);
    share_places_sort(all, count + added_count);
    return all;
}

/* Where `name` stands among the sorted exports, or would. */
static uint32_t position_of(const struct gathering *g, const struct share_row *row, name_id name)
{
    uint32_t low = 0, high = row->export_count;
    struct text wanted = names_text(g->graph->names, name);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (text_compare(names_text(g->graph->names, row->exports[middle].name), wanted) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The row's exports with what is used of them in addition. */
static void join_exports(struct gathering *g, struct row_outline *outline, struct addition *addition)
{
    struct share_row *row = &outline->row;
    uint32_t count = addition->places.count, done = 0, next = 0;
    named_places_sort(addition->places.at, count, g->graph->names);
    struct share_place *places = ARENA_ARRAY(g->arena, struct share_place, count + 1);
    for (uint32_t i = 0; i < count; i++) places[i] = addition->places.at[i].place;
    struct share_export *exports = arena_alloc_raw(g->arena, (row->export_count + count + 1) * sizeof *exports);
    for (uint32_t i = 0, end; i < count; i = end) {
        name_id name = addition->places.at[i].name;
        for (end = i; end < count && addition->places.at[end].name == name;) end++;
        uint32_t at = position_of(g, row, name);
        memcpy(exports + done, row->exports + next, (at - next) * sizeof *exports);
        done += at - next;
        next = at;
        struct share_export export = {.name = name};
        if (at < row->export_count && row->exports[at].name == name) export = row->exports[next++];
        export.used = true;
        export.places = join_places(g, export.places, export.place_count, places + i, end - i);
        export.place_count += end - i;
        exports[done++] = export;
    }
    if (next < row->export_count)
        memcpy(exports + done, row->exports + next, (row->export_count - next) * sizeof *exports);
    done += row->export_count - next;
    row->exports = exports;
    row->export_count = done;
    row_outline_decide(outline, exports, done);
}

static void join(struct gathering *g, struct row_outline *outline, struct addition *addition)
{
    struct share_row *row = &outline->row;
    if (addition->places.count) join_exports(g, outline, addition);
    if (addition->whole_places.count) {
        row->whole_places = join_places(g, row->whole_places, row->whole_place_count, addition->whole_places.at,
                                        addition->whole_places.count);
        row->whole_place_count += addition->whole_places.count;
    }
    row->mode = row_outline_mode(outline);
    vec_release(&addition->places);
    vec_release(&addition->whole_places);
}

void share_usage_compute(const struct graph *graph, const struct attribution *attribution,
                         const struct share_outline *outline, const struct used *used, struct arena *arena,
                         struct share_usage *usage)
{
    struct gathering g = {.graph = graph, .attribution = attribution, .outline = outline, .arena = arena};
    uint32_t count = outline->row_count;
    g.rows = ARENA_ARRAY(arena, struct row_outline, count + 1);
    g.additions = ARENA_ARRAY(arena, struct addition, count + 1);
    memcpy(g.rows, outline->rows, count * sizeof *g.rows);
    gather_uses(&g, used);
    gather_opaque(&g, used);
    struct share_row *rows = ARENA_ARRAY(arena, struct share_row, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        join(&g, &g.rows[i], &g.additions[i]);
        rows[i] = g.rows[i].row;
    }
    usage->rows = rows;
    usage->row_count = count;
}

bool share_export_is_missing(const struct share_row *row, const struct share_export *export)
{
    bool is_known = (row->mode == SHARE_EXACT || row->mode == SHARE_NAMESPACE) && !row->names_open;
    bool only_asks = false;
    for (uint32_t p = 0; p < export->place_count; p++) only_asks |= export->places[p].only_asks;
    return is_known && export->used && !export->provided && !only_asks;
}

static void report_missing(const struct share_row *row, const struct share_export *export, struct text name,
                           struct diagnostics *diagnostics)
{
    for (uint32_t p = 0; p < export->place_count; p++) {
        const struct share_place *place = &export->places[p];
        if (place->user != SHARE_USER_APP) continue;
        diag_add(diagnostics, DIAG_EXPORT_MISSING, (struct diag_place){place->shown_path, place->line, place->column},
                 "'%.*s' exports no \"%.*s\"", TEXT_ARGS(row->key), TEXT_ARGS(name));
    }
}

void share_usage_report_missing(const struct share_usage *usage, const struct graph *graph,
                                struct diagnostics *diagnostics)
{
    for (uint32_t r = 0; r < usage->row_count; r++) {
        const struct share_row *row = &usage->rows[r];
        for (uint32_t e = 0; e < row->export_count; e++) {
            const struct share_export *export = &row->exports[e];
            if (share_export_is_missing(row, export))
                report_missing(row, export, names_text(graph->names, export->name), diagnostics);
        }
    }
}
