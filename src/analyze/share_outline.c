#define _GNU_SOURCE /* qsort_r */
#include "analyze/share_outline.h"

#include "base/map.h"
#include "base/path.h"
#include "base/vec.h"
#include "config/semver.h"

#include <stdlib.h>

struct row_draft {
    struct row_outline outline;
    VEC(struct text) required;
    VEC(struct text) aliases;
    VEC(struct share_place) whole_places;
    VEC(struct named_place) places;
    VEC(module_id) fallbacks;
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
        vec_push(&g->rows, (struct row_draft){.outline.row = {.key = key, .scope = scope}});
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
            draft->outline.row.consumed = true;
            draft->outline.row.singleton |= module->singleton;
            if (module->used_by_framework) {
                draft->outline.whole = draft->outline.dynamic = true;
                vec_push(&draft->whole_places, (struct share_place){.user = SHARE_USER_DEPENDENCY,
                                                                    .path = module->framework,
                                                                    .shown_path = module->framework,
                                                                    .reason = REASON_FRAMEWORK});
            }
            if (module->required_version.length) vec_push(&draft->required, module->required_version);
            if (module->fallback == MODULE_NONE) draft->outline.missing_fallback = true;
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
        if (!draft->outline.row.provided || semver_compare(draft->outline.row.version, share->version) <= 0) {
            draft->outline.row.version = share->version;
            draft->outline.row.fallback = share->module;
        }
        draft->outline.row.provided = true;
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

struct share_place share_place_of(const struct graph *graph, const struct attribution *attribution,
                                  const struct share_use *use, struct arena *arena)
{
    const struct module *from = &graph->modules[use->from];
    const struct module_attribution *owned = &attribution->modules[use->from];
    struct text relative = path_relative(arena, graph->context, from->path);
    struct share_place place = {
        .user = owned->distance && !owned->external ? SHARE_USER_SHARED
                : from->in_dependency               ? SHARE_USER_DEPENDENCY
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

bool share_use_is_dynamic(const struct share_use *use)
{
    enum reason_kind reason = (enum reason_kind)use->reason;
    return reason == REASON_DIRECT_EVAL || reason == REASON_EXPORT_STAR_UNKNOWN || reason == REASON_CONTEXT ||
           reason == REASON_OPAQUE_MODULE;
}

static void gather_uses(struct gathering *g, const struct share_use *uses, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct share_use *use = &uses[i];
        const struct module *consumed = &g->graph->modules[use->consumed];
        if (!use->whole && use->name == NAME_NONE) continue;
        struct share_place place = share_place_of(g->graph, g->attribution, use, g->arena);
        for (uint32_t s = 0; s < consumed->share_scope_count; s++) {
            struct row_draft *draft = row_of(g, consumed->share_key, consumed->share_scopes[s]);
            if (use->whole) {
                draft->outline.whole = true;
                draft->outline.dynamic |= share_use_is_dynamic(use);
                vec_push(&draft->whole_places, place);
            } else {
                vec_push(&draft->places, (struct named_place){use->name, place});
            }
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

void share_places_sort(struct share_place *places, uint32_t count)
{
    if (count) qsort(places, count, sizeof *places, compare_places);
}

void named_places_sort(struct named_place *places, uint32_t count, struct names *names)
{
    if (count) qsort_r(places, count, sizeof *places, compare_named_places, names);
}

static int compare_exports(const void *left, const void *right, void *names)
{
    const struct share_export *a = left, *b = right;
    return text_compare(names_text(names, a->name), names_text(names, b->name));
}

typedef VEC(struct share_export) export_vec;

/* The export of that name, added when there is none. */
static struct share_export *export_of(export_vec *exports, struct map *index, name_id name)
{
    if (map_add(index, name, exports->count)) vec_push(exports, (struct share_export){.name = name});
    return &exports->at[map_get(index, name, 0)];
}

static void add_provided_names(struct gathering *g, const struct row_draft *draft, export_vec *exports,
                               struct map *index)
{
    for (uint32_t f = 0; f < draft->fallbacks.count; f++) {
        const struct provided_module *module = &g->provided->modules[draft->fallbacks.at[f]];
        for (uint32_t i = 0; i < module->count; i++)
            export_of(exports, index, module->exports[i].name)->provided = true;
    }
}

static void add_used_names(struct gathering *g, struct row_draft *draft, export_vec *exports, struct map *index)
{
    uint32_t count = draft->places.count;
    named_places_sort(draft->places.at, count, g->graph->names);
    struct share_place *places = ARENA_ARRAY(g->arena, struct share_place, count + 1);
    for (uint32_t i = 0; i < count; i++) places[i] = draft->places.at[i].place;
    for (uint32_t i = 0, end; i < count; i = end) {
        name_id name = draft->places.at[i].name;
        for (end = i; end < count && draft->places.at[end].name == name;) end++;
        struct share_export *export = export_of(exports, index, name);
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
    if (!draft->outline.row.provided) return;
    uint32_t owner = g->attribution->modules[draft->outline.row.fallback].owner;
    /* A root that other packages reach, too, owns nothing alone. */
    if (owner == INDEX_NONE || g->attribution->groups[owner].root != draft->outline.row.fallback) return;
    draft->outline.row.modules = g->counts[owner].modules;
    draft->outline.row.external = g->counts[owner].external;
    draft->outline.row.depth_truncated = g->counts[owner].truncated;
}

/* Modules that the row's root reaches but shares with other owners. */
static void count_ambiguous(struct gathering *g, struct row_draft *draft)
{
    if (!draft->outline.row.provided) return;
    uint32_t walk = ++g->walks;
    VEC(module_id) queue = {0};
    vec_push(&queue, draft->outline.row.fallback);
    g->seen[draft->outline.row.fallback] = walk;
    for (uint32_t next = 0; next < queue.count; next++) {
        module_id module = queue.at[next];
        draft->outline.row.ambiguous += g->attribution->modules[module].several;
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

enum share_mode row_outline_mode(const struct row_outline *outline)
{
    if (outline->missing_fallback && !outline->has_fallback) return SHARE_NO_FALLBACK;
    if (!outline->whole) return SHARE_EXACT;
    return outline->dynamic ? SHARE_DYNAMIC : SHARE_NAMESPACE;
}

void row_outline_decide(const struct row_outline *outline, struct share_export *exports, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) exports[i].possibly = outline->possibly && !exports[i].used;
}

static void finish_exports(struct gathering *g, struct row_draft *draft)
{
    struct map index;
    export_vec exports = {0};
    map_init(&index);
    add_provided_names(g, draft, &exports, &index);
    add_used_names(g, draft, &exports, &index);
    map_release(&index);
    draft->outline.possibly = is_external(g, draft);
    row_outline_decide(&draft->outline, exports.at, exports.count);
    if (exports.count) qsort_r(exports.at, exports.count, sizeof *exports.at, compare_exports, g->graph->names);
    draft->outline.row.export_count = exports.count;
    draft->outline.row.exports = vec_freeze(&exports, g->arena);
}

static void finish_row(struct gathering *g, struct row_draft *draft)
{
    struct share_row *row = &draft->outline.row;
    if (row->fallback == MODULE_NONE && draft->fallbacks.count) row->fallback = draft->fallbacks.at[0];
    finish_exports(g, draft);
    share_places_sort(draft->whole_places.at, draft->whole_places.count);
    put_counts(g, draft);
    count_ambiguous(g, draft);

    draft->outline.has_fallback = draft->fallbacks.count > 0;
    row->mode = row_outline_mode(&draft->outline);
    for (uint32_t i = 0; i < draft->fallbacks.count; i++)
        row->names_open |= g->provided->modules[draft->fallbacks.at[i]].open;
    row->side_effect_free =
        row->fallback != MODULE_NONE && g->graph->modules[row->fallback].side_effects == SIDE_EFFECTS_FREE;
    row->required_count = sort_unique(draft->required.at, draft->required.count);
    row->required = vec_freeze(&draft->required, g->arena);
    row->alias_count = sort_unique(draft->aliases.at, draft->aliases.count);
    row->aliases = vec_freeze(&draft->aliases, g->arena);
    row->whole_place_count = draft->whole_places.count;
    row->whole_places = vec_freeze(&draft->whole_places, g->arena);
    vec_release(&draft->places);
    vec_release(&draft->fallbacks);
}

static int compare_rows(const void *left, const void *right)
{
    const struct share_row *a = &((const struct row_outline *)left)->row,
                           *b = &((const struct row_outline *)right)->row;
    int order = text_compare(a->key, b->key);
    return order ? order : text_compare(a->scope, b->scope);
}

/* The rows of each consume-shared module. */
static void index_rows(struct gathering *g, struct share_outline *outline)
{
    for (uint32_t i = 0; i < outline->row_count; i++) {
        const struct share_row *row = &outline->rows[i].row;
        map_set(&g->index, map_pair(names_add(&g->texts, row->key), names_add(&g->texts, row->scope)), i);
    }
    uint32_t *first = ARENA_ARRAY(g->arena, uint32_t, g->graph->module_count + 1);
    VEC(uint32_t) rows = {0};
    for (module_id m = 0; m < g->graph->module_count; m++) {
        const struct module *module = &g->graph->modules[m];
        first[m] = rows.count;
        for (uint32_t s = 0; module->kind == MODULE_CONSUME_SHARED && s < module->share_scope_count; s++)
            vec_push(&rows, map_get(&g->index,
                                    map_pair(names_add(&g->texts, module->share_key),
                                             names_add(&g->texts, module->share_scopes[s])),
                                    0));
    }
    first[g->graph->module_count] = rows.count;
    outline->first_row = first;
    outline->row_at = vec_freeze(&rows, g->arena);
}

void share_outline_make(const struct graph *graph, const struct provided *provided,
                        const struct attribution *attribution, const struct share_use *uses, uint32_t use_count,
                        struct share_outline *outline)
{
    *outline = (struct share_outline){0};
    arena_init(&outline->arena);
    struct gathering g = {.graph = graph, .provided = provided, .attribution = attribution, .arena = &outline->arena};
    names_init(&g.texts);
    map_init(&g.index);
    g.seen = ARENA_ARRAY(g.arena, uint32_t, graph->module_count);
    gather_consumers(&g);
    gather_provided(&g);
    gather_uses(&g, uses, use_count);
    count_owned(&g);
    outline->row_count = g.rows.count;
    outline->rows = ARENA_ARRAY(g.arena, struct row_outline, g.rows.count + 1);
    for (uint32_t i = 0; i < g.rows.count; i++) {
        finish_row(&g, &g.rows.at[i]);
        outline->rows[i] = g.rows.at[i].outline;
    }
    if (g.rows.count) qsort(outline->rows, g.rows.count, sizeof *outline->rows, compare_rows);
    index_rows(&g, outline);
    vec_release(&g.rows);
    map_release(&g.index);
    names_release(&g.texts);
}

void share_outline_release(struct share_outline *outline)
{
    arena_release(&outline->arena);
}
