#define _GNU_SOURCE /* qsort_r */
#include "analyze/share_usage.h"

#include "base/map.h"
#include "base/path.h"
#include "base/vec.h"
#include "config/semver.h"

#include <stdlib.h>

struct row_draft {
    struct share_row row;
    VEC(struct text) required;
    VEC(struct text) aliases;
    VEC(struct share_place) whole_places;
    VEC(struct share_export) exports;
    VEC(struct named_place {
        name_id name;
        struct share_place place;
    })
    places;
    VEC(module_id) fallbacks;
    bool dynamic, whole, missing_fallback;
};

struct gathering {
    const struct graph *graph;
    const struct provided *provided;
    const struct attribution *attribution;
    struct arena *arena;
    VEC(struct row_draft) rows;
    struct names texts;          /* keys and scopes */
    struct map index;            /* (key, scope) -> row */
    struct group_counts *counts; /* by alias group */
    uint32_t *seen;              /* by module: the last walk that met it */
    uint32_t walks;
};

/* What is counted over the modules that one alias group owns. */
struct group_counts {
    uint32_t modules, external, truncated;
};

static struct row_draft *row_of(struct gathering *g, struct text key, struct text scope)
{
    uint64_t pair = map_pair(names_add(&g->texts, key), names_add(&g->texts, scope));
    uint32_t at = map_get(&g->index, pair, g->rows.count);
    if (at == g->rows.count) {
        map_set(&g->index, pair, at);
        vec_push(&g->rows, (struct row_draft){.row = {.key = key, .scope = scope}});
    }
    return &g->rows.at[at];
}

static void add_fallback(struct row_draft *draft, module_id fallback)
{
    for (uint32_t i = 0; i < draft->fallbacks.count; i++) {
        if (draft->fallbacks.at[i] == fallback) return;
    }
    vec_push(&draft->fallbacks, fallback);
}

/* ---------------------------------------------------------------------------------------------- gathering */

static void gather_consumers(struct gathering *g)
{
    for (module_id m = 1; m < g->graph->module_count; m++) {
        const struct module *module = &g->graph->modules[m];
        if (module->kind != MODULE_CONSUME_SHARED) continue;
        for (uint32_t s = 0; s < module->share_scope_count; s++) {
            struct row_draft *draft = row_of(g, module->share_key, module->share_scopes[s]);
            draft->row.consumed = true;
            draft->row.singleton |= module->singleton;
            if (module->used_by_framework) {
                draft->whole = draft->dynamic = true;
                vec_push(&draft->whole_places, (struct share_place){.user = SHARE_USER_DEPENDENCY,
                                                                    .path = module->framework,
                                                                    .shown_path = module->framework,
                                                                    .reason = REASON_FRAMEWORK});
            }
            if (module->required_version.length) vec_push(&draft->required, module->required_version);
            if (module->fallback == MODULE_NONE) draft->missing_fallback = true;
            else add_fallback(draft, module->fallback);
        }
    }
}

static void gather_provided(struct gathering *g)
{
    for (uint32_t s = 0; s < g->graph->provided_share_count; s++) {
        const struct provided_share *share = &g->graph->provided_shares[s];
        struct row_draft *draft = row_of(g, share->key, share->scope);
        /* The highest version wins, as in a share scope without ranges. */
        if (!draft->row.provided || semver_compare(draft->row.version, share->version) <= 0) {
            draft->row.version = share->version;
            draft->row.fallback = share->module;
        }
        draft->row.provided = true;
        add_fallback(draft, share->module);
    }
    for (uint32_t group = 0; group < g->attribution->group_count; group++) {
        const struct alias_group *aliases = &g->attribution->groups[group];
        for (uint32_t i = 0; i < aliases->member_count; i++) {
            const struct provided_share *share = &g->graph->provided_shares[aliases->members[i]];
            struct row_draft *draft = row_of(g, share->key, share->scope);
            for (uint32_t o = 0; o < aliases->member_count; o++) {
                struct text other = g->graph->provided_shares[aliases->members[o]].key;
                if (!text_equal(other, share->key)) vec_push(&draft->aliases, other);
            }
        }
    }
}

/* Whether the reference at `offset` is `"name" in namespace`. */
static bool only_asks(const struct record *record, uint32_t offset)
{
    for (uint32_t r = 0; record && r < record->reference_count; r++) {
        if (record->references[r].identifier.start == offset && record->references[r].kind == REFERENCE_HAS)
            return true;
    }
    return false;
}

static struct share_place place_of(struct gathering *g, const struct share_use *use)
{
    const struct module *from = &g->graph->modules[use->from];
    const struct module_attribution *attribution = &g->attribution->modules[use->from];
    struct text relative = path_relative(g->arena, g->graph->context, from->path);
    struct share_place place = {
        .user = attribution->distance && !attribution->external ? SHARE_USER_SHARED
                : from->in_dependency                           ? SHARE_USER_DEPENDENCY
                                                                : SHARE_USER_APP,
        .path = text_starts_with(relative, TEXT("./")) ? text_slice(relative, 2, relative.length) : relative,
        .shown_path = from->shown_path,
        .reason = use->reason,
    };
    if (use->offset != UINT32_MAX) {
        struct text_place at = text_place_of(from->source, use->offset);
        place.line = at.line;
        place.column = at.column;
        place.only_asks = place.user == SHARE_USER_APP && only_asks(from->record, use->offset);
    }
    place.only_asks |= use->only_asks;
    return place;
}

static bool is_dynamic(enum reason_kind reason)
{
    return reason == REASON_DIRECT_EVAL || reason == REASON_EXPORT_STAR_UNKNOWN || reason == REASON_CONTEXT ||
           reason == REASON_OPAQUE_MODULE;
}

static void gather_uses(struct gathering *g, const struct used *used)
{
    for (uint32_t i = 0; i < used->share_use_count; i++) {
        const struct share_use *use = &used->share_uses[i];
        const struct module *consumed = &g->graph->modules[use->consumed];
        struct share_place place = place_of(g, use);
        for (uint32_t s = 0; s < consumed->share_scope_count; s++) {
            struct row_draft *draft = row_of(g, consumed->share_key, consumed->share_scopes[s]);
            if (use->whole) {
                draft->whole = true;
                draft->dynamic |= is_dynamic((enum reason_kind)use->reason);
                vec_push(&draft->whole_places, place);
            } else if (use->name != NAME_NONE) {
                vec_push(&draft->places, (struct named_place){use->name, place});
            }
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
        struct share_place place = place_of(g, &use);
        for (uint32_t i = 0; i < g->rows.count; i++) {
            struct row_draft *draft = &g->rows.at[i];
            if (draft->row.consumed) continue; /* used.c has it */
            draft->whole = draft->dynamic = true;
            vec_push(&draft->whole_places, place);
        }
    }
}

/* ---------------------------------------------------------------------------------------------- sorting and joining */

static int compare_texts(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

static uint32_t sort_unique(struct text *texts, uint32_t count)
{
    uint32_t kept = 0;
    if (count) qsort(texts, count, sizeof *texts, compare_texts);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || !text_equal(texts[kept - 1], texts[i])) texts[kept++] = texts[i];
    }
    return kept;
}

static int compare_places(const void *left, const void *right)
{
    const struct share_place *a = left, *b = right;
    if (a->user != b->user) return a->user < b->user ? -1 : 1;
    int order = text_compare(a->path, b->path);
    if (order) return order;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static int compare_named_places(const void *left, const void *right, void *names)
{
    const struct named_place *a = left, *b = right;
    if (a->name != b->name) return text_compare(names_text(names, a->name), names_text(names, b->name));
    return compare_places(&a->place, &b->place);
}

static int compare_exports(const void *left, const void *right, void *names)
{
    const struct share_export *a = left, *b = right;
    return text_compare(names_text(names, a->name), names_text(names, b->name));
}

/* The row's export of that name, added when there is none. */
static struct share_export *export_of(struct row_draft *draft, struct map *index, name_id name)
{
    uint32_t at = map_get(index, name, draft->exports.count);
    if (at == draft->exports.count) {
        map_set(index, name, at);
        vec_push(&draft->exports, (struct share_export){.name = name});
    }
    return &draft->exports.at[at];
}

static void add_provided_names(struct gathering *g, struct row_draft *draft, struct map *index)
{
    for (uint32_t f = 0; f < draft->fallbacks.count; f++) {
        const struct provided_module *module = &g->provided->modules[draft->fallbacks.at[f]];
        for (uint32_t i = 0; i < module->count; i++) export_of(draft, index, module->exports[i].name)->provided = true;
    }
}

static void add_used_names(struct gathering *g, struct row_draft *draft, struct map *index)
{
    uint32_t count = draft->places.count;
    if (count) qsort_r(draft->places.at, count, sizeof *draft->places.at, compare_named_places, g->graph->names);
    struct share_place *places = ARENA_ARRAY(g->arena, struct share_place, count + 1);
    for (uint32_t i = 0; i < count; i++) places[i] = draft->places.at[i].place;
    for (uint32_t i = 0, end; i < count; i = end) {
        name_id name = draft->places.at[i].name;
        for (end = i; end < count && draft->places.at[end].name == name;) end++;
        struct share_export *export = export_of(draft, index, name);
        export->used = true;
        export->places = places + i;
        export->place_count = end - i;
    }
}

/* Somebody imports the package's root past its share key: what that code uses is not told apart. */
static bool is_external(const struct gathering *g, const struct row_draft *draft)
{
    for (uint32_t f = 0; f < draft->fallbacks.count; f++) {
        if (g->attribution->modules[draft->fallbacks.at[f]].external) return true;
    }
    return false;
}

static void count_owned(struct gathering *g)
{
    g->counts = ARENA_ARRAY(g->arena, struct group_counts, g->attribution->group_count + 1);
    for (module_id m = 1; m < g->graph->module_count; m++) {
        const struct module_attribution *attribution = &g->attribution->modules[m];
        if (attribution->owner == INDEX_NONE) continue;
        struct group_counts *counts = &g->counts[attribution->owner];
        counts->modules++;
        counts->external += attribution->external;
        counts->truncated += attribution->truncated;
    }
}

static void put_counts(struct gathering *g, struct row_draft *draft)
{
    if (!draft->row.provided) return;
    uint32_t owner = g->attribution->modules[draft->row.fallback].owner;
    /* A root that other packages reach, too, owns nothing alone. */
    if (owner == INDEX_NONE || g->attribution->groups[owner].root != draft->row.fallback) return;
    draft->row.modules = g->counts[owner].modules;
    draft->row.external = g->counts[owner].external;
    draft->row.depth_truncated = g->counts[owner].truncated;
}

/* Modules that the row's root reaches but shares with other owners. */
static void count_ambiguous(struct gathering *g, struct row_draft *draft)
{
    if (!draft->row.provided) return;
    uint32_t walk = ++g->walks;
    VEC(module_id) queue = {0};
    vec_push(&queue, draft->row.fallback);
    g->seen[draft->row.fallback] = walk;
    for (uint32_t next = 0; next < queue.count; next++) {
        module_id module = queue.at[next];
        draft->row.ambiguous += g->attribution->modules[module].several;
        const struct record *record = g->graph->modules[module].record;
        for (uint32_t r = 0; record && r < record->request_count; r++) {
            module_id to = graph_connection(g->graph, module, r)->to;
            while (to != MODULE_NONE && g->graph->modules[to].kind == MODULE_CONSUME_SHARED)
                to = g->graph->modules[to].otherwise;
            if (to == MODULE_NONE || g->seen[to] == walk) continue;
            g->seen[to] = walk;
            vec_push(&queue, to);
        }
    }
    vec_release(&queue);
}

static enum share_mode mode_of(const struct row_draft *draft)
{
    if (draft->missing_fallback && draft->fallbacks.count == 0) return SHARE_NO_FALLBACK;
    if (!draft->whole) return SHARE_EXACT;
    return draft->dynamic ? SHARE_DYNAMIC : SHARE_NAMESPACE;
}

static void finish_row(struct gathering *g, struct row_draft *draft)
{
    struct share_row *row = &draft->row;
    if (row->fallback == MODULE_NONE && draft->fallbacks.count) row->fallback = draft->fallbacks.at[0];
    struct map index;
    map_init(&index);
    add_provided_names(g, draft, &index);
    add_used_names(g, draft, &index);
    map_release(&index);
    bool possibly = is_external(g, draft);
    for (uint32_t i = 0; i < draft->exports.count; i++) {
        struct share_export *export = &draft->exports.at[i];
        export->possibly = possibly && !export->used;
    }
    if (draft->exports.count)
        qsort_r(draft->exports.at, draft->exports.count, sizeof *draft->exports.at, compare_exports, g->graph->names);
    if (draft->whole_places.count)
        qsort(draft->whole_places.at, draft->whole_places.count, sizeof *draft->whole_places.at, compare_places);
    put_counts(g, draft);
    count_ambiguous(g, draft);

    row->mode = mode_of(draft);
    for (uint32_t i = 0; i < draft->fallbacks.count; i++)
        row->names_open |= g->provided->modules[draft->fallbacks.at[i]].open;
    row->side_effect_free =
        row->fallback != MODULE_NONE && g->graph->modules[row->fallback].side_effects == SIDE_EFFECTS_FREE;
    row->required_count = sort_unique(draft->required.at, draft->required.count);
    row->required = vec_freeze(&draft->required, g->arena);
    row->alias_count = sort_unique(draft->aliases.at, draft->aliases.count);
    row->aliases = vec_freeze(&draft->aliases, g->arena);
    row->export_count = draft->exports.count;
    row->exports = vec_freeze(&draft->exports, g->arena);
    row->whole_place_count = draft->whole_places.count;
    row->whole_places = vec_freeze(&draft->whole_places, g->arena);
    vec_release(&draft->places);
    vec_release(&draft->fallbacks);
}

static int compare_rows(const void *left, const void *right)
{
    const struct share_row *a = left, *b = right;
    int order = text_compare(a->key, b->key);
    return order ? order : text_compare(a->scope, b->scope);
}

void share_usage_compute(const struct graph *graph, const struct provided *provided, const struct used *used,
                         const struct attribution *attribution, struct arena *arena, struct share_usage *usage)
{
    struct gathering g = {.graph = graph, .provided = provided, .attribution = attribution, .arena = arena};
    names_init(&g.texts);
    map_init(&g.index);
    g.seen = ARENA_ARRAY(arena, uint32_t, graph->module_count);
    gather_consumers(&g);
    gather_provided(&g);
    gather_uses(&g, used);
    gather_opaque(&g, used);
    count_owned(&g);
    struct share_row *rows = ARENA_ARRAY(arena, struct share_row, g.rows.count + 1);
    for (uint32_t i = 0; i < g.rows.count; i++) {
        finish_row(&g, &g.rows.at[i]);
        rows[i] = g.rows.at[i].row;
    }
    if (g.rows.count) qsort(rows, g.rows.count, sizeof *rows, compare_rows);
    usage->rows = rows;
    usage->row_count = g.rows.count;
    vec_release(&g.rows);
    map_release(&g.index);
    names_release(&g.texts);
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
