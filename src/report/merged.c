#include "report/merged.h"

#include <stdlib.h>

void merged_init(struct merged *merged)
{
    *merged = (struct merged){0};
    names_init(&merged->names);
    arena_init(&merged->arena);
    map_init(&merged->app_of);
    map_init(&merged->row_of);
}

void merged_release(struct merged *merged)
{
    map_release(&merged->row_of);
    map_release(&merged->app_of);
    vec_release(&merged->sources);
    vec_release(&merged->consumers);
    vec_release(&merged->rows);
    vec_release(&merged->apps);
    arena_release(&merged->arena);
    names_release(&merged->names);
}

/* ---------------------------------------------------------------------------------------------- sets and places */

struct text_list merged_list_of(const struct merged *merged, name_id set, struct arena *arena)
{
    struct text_list list = {ARENA_ARRAY(arena, struct text, text_set_count(&merged->names, set)), 0};
    for (struct text rest = names_text(&merged->names, set), item; text_set_next(&rest, &item);)
        list.at[list.count++] = item;
    return list;
}

name_id merged_set_of(struct merged *merged, struct text_list list)
{
    return text_set_of(&merged->names, list.at, list.count);
}

/* Whose place it is: what follows it in brackets says so (report/share_usage_json.h). */
static int rank_of_place(struct text place)
{
    if (text_find(place, TEXT(" (dependency"), 0) != TEXT_NOWHERE) return 1;
    return text_find(place, TEXT(" (shared"), 0) != TEXT_NOWHERE ? 2 : 0;
}

int merged_compare_places(const void *a, const void *b)
{
    struct text left = *(const struct text *)a, right = *(const struct text *)b;
    int order = rank_of_place(left) - rank_of_place(right);
    return order ? order : text_compare(left, right);
}

name_id merged_places_of(struct merged *merged, struct text_list places)
{
    if (places.count > 1) qsort(places.at, places.count, sizeof *places.at, merged_compare_places);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < places.count && kept < MERGED_MOST_PLACES; i++) {
        if (kept == 0 || !text_equal(places.at[i], places.at[kept - 1])) places.at[kept++] = places.at[i];
    }
    return text_set_of(&merged->names, places.at, kept);
}

static name_id join_places(struct merged *merged, name_id a, name_id b)
{
    if (a == b) return a;
    struct text items[2 * MERGED_MOST_PLACES];
    struct text_list list = {items, 0};
    for (struct text rest = names_text(&merged->names, a); text_set_next(&rest, &items[list.count]);) list.count++;
    for (struct text rest = names_text(&merged->names, b);
         list.count < 2 * MERGED_MOST_PLACES && text_set_next(&rest, &items[list.count]);)
        list.count++;
    return merged_places_of(merged, list);
}

/* ---------------------------------------------------------------------------------------------- joining */

uint32_t merged_app_of(struct merged *merged, struct text name, bool named, uint32_t source)
{
    name_id id = names_add(&merged->names, name);
    uint32_t known = map_get(&merged->app_of, id, 0);
    if (!known) {
        vec_push(&merged->apps, (struct merged_app){.name = id, .named = named, .source = source});
        map_set(&merged->app_of, id, known = merged->apps.count);
    }
    merged->apps.at[known - 1].named = merged->apps.at[known - 1].named || named;
    return known - 1;
}

static uint64_t greater(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

uint8_t merged_inexactness(uint8_t mode, bool at_least)
{
    if (mode == USAGE_EXACT) return 0;
    return at_least ? 1 : (uint8_t)(mode + 1);
}

/* Of which names of `other` the facts, which leave open what they do not mention, do not say anything. */
static name_id left_open(struct merged *merged, const struct merged_facts *facts, const struct merged_facts *other)
{
    if (facts->unlisted != USAGE_UNLISTED_OPEN) return NAME_NONE;
    return text_set_difference(&merged->names, other->names, facts->names);
}

static void join_facts(struct merged *merged, struct merged_facts *into, const struct merged_facts *from)
{
    struct names *names = &merged->names;
    into->scopes = text_set_union(names, into->scopes, from->scopes);
    into->required = text_set_union(names, into->required, from->required);
    into->versions = text_set_union(names, into->versions, from->versions);
    into->fallbacks = text_set_union(names, into->fallbacks, from->fallbacks);
    into->chunks = text_set_union(names, into->chunks, from->chunks);
    into->aliases = text_set_union(names, into->aliases, from->aliases);
    into->roles = text_set_union(names, into->roles, from->roles);
    into->missing = text_set_union(names, into->missing, from->missing);
    into->unsaid = text_set_union(names, into->unsaid, from->unsaid);
    into->unsaid = text_set_union(names, into->unsaid, left_open(merged, into, from));
    into->unsaid = text_set_union(names, into->unsaid, left_open(merged, from, into));
    into->possibly = text_set_union(names, into->possibly, from->possibly);
    into->names = text_set_union(names, into->names, from->names);
    into->attribution.modules = greater(into->attribution.modules, from->attribution.modules);
    into->attribution.ambiguous = greater(into->attribution.ambiguous, from->attribution.ambiguous);
    into->attribution.external = greater(into->attribution.external, from->attribution.external);
    into->attribution.depth_truncated = greater(into->attribution.depth_truncated, from->attribution.depth_truncated);
    if (merged_inexactness(from->mode, from->at_least) > merged_inexactness(into->mode, into->at_least)) {
        into->mode = from->mode;
        into->at_least = from->at_least;
    }
    if (from->unlisted > into->unlisted) into->unlisted = from->unlisted;
    into->side_effect_free = into->side_effect_free && from->side_effect_free;
    into->singleton = into->singleton || from->singleton;
}

static void join_uses(struct merged *merged, struct merged_row *into, const struct merged_row *from)
{
    VEC(struct merged_use) uses = {0};
    for (uint32_t i = 0, j = 0; i < into->use_count || j < from->use_count;) {
        const struct merged_use *a = i < into->use_count ? &into->uses[i] : NULL;
        const struct merged_use *b = j < from->use_count ? &from->uses[j] : NULL;
        if (a && b && a->name == b->name) {
            vec_push(&uses, (struct merged_use){a->name, join_places(merged, a->places, b->places)});
            i++, j++;
        } else if (!b || (a && a->name < b->name)) {
            vec_push(&uses, *a);
            i++;
        } else {
            vec_push(&uses, *b);
            j++;
        }
    }
    into->use_count = uses.count;
    into->uses = vec_freeze(&uses, &merged->arena);
}

/* An export that is used is not possibly unused, whoever says so; and one of which that is known is not unsaid. */
static void drop_decided(struct merged *merged, struct merged_row *row)
{
    if (row->facts.possibly == NAME_NONE && row->facts.unsaid == NAME_NONE) return;
    struct text *used = memory_resize(NULL, row->use_count + 1, sizeof *used);
    for (uint32_t i = 0; i < row->use_count; i++) used[i] = names_text(&merged->names, row->uses[i].name);
    name_id set = text_set_of(&merged->names, used, row->use_count);
    row->facts.possibly = text_set_difference(&merged->names, row->facts.possibly, set);
    row->facts.unsaid = text_set_difference(&merged->names, row->facts.unsaid, set);
    row->facts.unsaid = text_set_difference(&merged->names, row->facts.unsaid, row->facts.possibly);
    memory_free(used);
}

static bool rows_equal(const struct merged_row *a, const struct merged_row *b)
{
    return memcmp(&a->facts, &b->facts, sizeof a->facts) == 0 && a->whole_places == b->whole_places &&
           a->use_count == b->use_count &&
           (a->use_count == 0 || memcmp(a->uses, b->uses, a->use_count * sizeof *a->uses) == 0);
}

static void tell_difference(struct merged *merged, struct merged_app *app, struct diagnostics *diagnostics)
{
    if (app->is_told) return;
    app->is_told = true;
    diag_add(diagnostics, DIAG_REPORT_TWICE, diag_place_file(vec_last(&merged->sources)),
             "%.*s has another report in %.*s, which says something else; both count",
             TEXT_ARGS(names_text(&merged->names, app->name)), TEXT_ARGS(merged->sources.at[app->source]));
}

void merged_join_row(struct merged *merged, const struct merged_row *row, struct diagnostics *diagnostics)
{
    uint32_t known = map_get(&merged->row_of, map_pair(row->app + 1, row->key), 0);
    if (!known) {
        vec_push(&merged->rows, *row);
        struct merged_row *added = &vec_last(&merged->rows);
        struct merged_use *uses = ARENA_ARRAY(&merged->arena, struct merged_use, row->use_count);
        if (row->use_count) memcpy(uses, row->uses, row->use_count * sizeof *uses);
        added->uses = uses;
        drop_decided(merged, added);
        map_set(&merged->row_of, map_pair(row->app + 1, row->key), merged->rows.count);
        return;
    }
    struct merged_row *into = &merged->rows.at[known - 1], before = *into;
    join_facts(merged, &into->facts, &row->facts);
    join_uses(merged, into, row);
    into->whole_places = join_places(merged, into->whole_places, row->whole_places);
    drop_decided(merged, into);
    if (!rows_equal(into, &before) || !rows_equal(into, row))
        tell_difference(merged, &merged->apps.at[row->app], diagnostics);
}

void merged_declare(struct merged *merged, struct text app, const struct text_list *keys)
{
    name_id name = names_add(&merged->names, app);
    name_id set = keys ? merged_set_of(merged, *keys) : NAME_NONE;
    for (uint32_t i = 0; i < merged->consumers.count; i++) {
        struct merged_consumer *consumer = &merged->consumers.at[i];
        if (consumer->name != name) continue;
        consumer->every_key = consumer->every_key || !keys;
        consumer->keys = consumer->every_key ? NAME_NONE : text_set_union(&merged->names, consumer->keys, set);
        return;
    }
    vec_push(&merged->consumers, (struct merged_consumer){name, !keys, set});
}

/* ---------------------------------------------------------------------------------------------- one report */

static int compare_uses(const void *a, const void *b)
{
    name_id left = ((const struct merged_use *)a)->name, right = ((const struct merged_use *)b)->name;
    return (left > right) - (left < right);
}

/* The places that `share` has for the export `name`; its reasons are sorted. */
static struct text_list places_of(const struct usage_share *share, struct text name)
{
    uint32_t low = 0, high = share->reason_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(share->reasons[middle].name, name);
        if (order == 0) return share->reasons[middle].places;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return (struct text_list){0};
}

/* The exports of a share, in memory that is used again for the next one. */
struct share_exports {
    VEC(struct text) names;
    VEC(struct text) possibly;
    VEC(struct text) unsaid;
    VEC(struct merged_use) uses;
};

static void collect_exports(struct merged *merged, const struct usage_share *share, struct share_exports *exports)
{
    vec_clear(&exports->names);
    vec_clear(&exports->possibly);
    vec_clear(&exports->unsaid);
    vec_clear(&exports->uses);
    for (uint32_t i = 0; i < share->export_count; i++) {
        const struct usage_export *export = &share->exports[i];
        bool is_used = export->listed ? export->listed == USAGE_LISTED_USED : export->flag == USAGE_FLAG_TRUE;
        bool is_unsaid = !export->listed && (export->flag == USAGE_FLAG_OTHER || export->flag == USAGE_FLAG_UNSAID);
        vec_push(&exports->names, export->name);
        if (export->listed == USAGE_LISTED_POSSIBLY) vec_push(&exports->possibly, export->name);
        if (is_unsaid) vec_push(&exports->unsaid, export->name);
        if (!is_used) continue;
        name_id places = merged_places_of(merged, places_of(share, export->name));
        vec_push(&exports->uses, (struct merged_use){names_add(&merged->names, export->name), places});
    }
    if (exports->uses.count > 1) qsort(exports->uses.at, exports->uses.count, sizeof *exports->uses.at, compare_uses);
}

static void add_share(struct merged *merged, uint32_t app, const struct usage_share *share,
                      struct share_exports *exports, struct diagnostics *diagnostics)
{
    collect_exports(merged, share, exports);
    struct merged_row row;
    memset(&row, 0, sizeof row); /* rows are compared as bytes */
    row.app = app;
    row.key = names_add(&merged->names, share->key);
    row.facts.attribution = share->attribution;
    row.facts.scopes = merged_set_of(merged, share->scopes);
    row.facts.required = merged_set_of(merged, share->required);
    row.facts.versions = merged_set_of(merged, share->versions);
    row.facts.fallbacks = merged_set_of(merged, share->fallbacks);
    row.facts.chunks = merged_set_of(merged, share->chunks);
    row.facts.aliases = merged_set_of(merged, share->aliases);
    row.facts.roles = merged_set_of(merged, share->roles);
    row.facts.names = text_set_of(&merged->names, exports->names.at, exports->names.count);
    row.facts.possibly = text_set_of(&merged->names, exports->possibly.at, exports->possibly.count);
    row.facts.missing = merged_set_of(merged, share->missing);
    row.facts.unsaid = text_set_of(&merged->names, exports->unsaid.at, exports->unsaid.count);
    row.facts.mode = share->mode;
    row.facts.at_least = share->at_least;
    row.facts.unlisted = share->unlisted;
    row.facts.side_effect_free = share->side_effect_free;
    row.facts.singleton = share->singleton;
    row.uses = exports->uses.at;
    row.use_count = exports->uses.count;
    row.whole_places = merged_places_of(merged, share->whole_places);
    merged_join_row(merged, &row, diagnostics);
}

static bool passes(const struct usage *usage, bool complete, struct diagnostics *diagnostics)
{
    if (complete && !usage->has_section) {
        diag_add(diagnostics, DIAG_REPORT_SHAPE, diag_place_file(usage->path),
                 "the report has no section \"mfshake\": it does not say which app it is of, and where what is used");
        return false;
    }
    const struct usage_doubt *doubt = usage->doubt.what || !complete ? &usage->doubt : &usage->lack;
    if (!doubt->what) return true;
    diag_add(diagnostics, DIAG_REPORT_SHAPE, diag_place_at(usage->path, usage->source, doubt->offset), "%s \"%.*s\"",
             doubt->what, TEXT_ARGS(doubt->name));
    return false;
}

bool merged_add(struct merged *merged, const struct usage *usage, bool complete, struct diagnostics *diagnostics)
{
    vec_push(&merged->sources, arena_copy(&merged->arena, usage->path));
    if (usage->is_merged) return merged_add_document(merged, usage, diagnostics);
    if (!passes(usage, complete, diagnostics)) return false;
    bool named = usage->app.length > 0;
    uint32_t app = merged_app_of(merged, named ? usage->app : usage->path, named, merged->sources.count - 1);
    name_id remotes = merged_set_of(merged, usage->remotes);
    merged->apps.at[app].remotes = text_set_union(&merged->names, merged->apps.at[app].remotes, remotes);
    struct share_exports exports = {0};
    for (uint32_t i = 0; i < usage->share_count; i++) add_share(merged, app, &usage->shares[i], &exports, diagnostics);
    vec_release(&exports.names);
    vec_release(&exports.possibly);
    vec_release(&exports.unsaid);
    vec_release(&exports.uses);
    return true;
}
