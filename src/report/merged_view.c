#include "report/merged_view.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- sorting by text */

/* Something with a name, to be sorted by it. */
struct named {
    struct text name;
    uint32_t index;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *left = a, *right = b;
    int order = text_compare(left->name, right->name);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

/* The indexes of `sorted` by name; with `ranks`, also the rank of each index. */
static uint32_t *sort_named(struct named *sorted, uint32_t count, struct arena *arena, uint32_t *ranks)
{
    if (count) qsort(sorted, count, sizeof *sorted, compare_named);
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        order[i] = sorted[i].index;
        if (ranks) ranks[sorted[i].index] = i;
    }
    return order;
}

/* Orders apps and consumers; the rank of every app. */
static uint32_t *sort_apps(const struct merged *merged, struct arena *arena, struct merged_view *view)
{
    uint32_t app_count = merged->apps.count, consumer_count = merged->consumers.count;
    struct named *sorted = ARENA_ARRAY(arena, struct named, app_count + consumer_count);
    uint32_t *ranks = ARENA_ARRAY(arena, uint32_t, app_count);
    for (uint32_t i = 0; i < app_count; i++)
        sorted[i] = (struct named){names_text(&merged->names, merged->apps.at[i].name), i};
    view->apps = sort_named(sorted, app_count, arena, ranks);
    for (uint32_t i = 0; i < consumer_count; i++)
        sorted[i] = (struct named){names_text(&merged->names, merged->consumers.at[i].name), i};
    view->consumers = sort_named(sorted, consumer_count, arena, NULL);
    return ranks;
}

/* ---------------------------------------------------------------------------------------------- keys and groups */

struct making {
    struct merged *merged;
    struct arena *arena;
    struct merged_key *keys;
    uint32_t key_count;
    uint32_t *groups;  /* by key: the smallest key that is the same module */
    struct map key_of; /* name_id → index of the key + 1 */
    uint32_t *ranks;   /* by app */
};

static uint32_t key_of(const struct making *m, name_id name)
{
    return map_get(&m->key_of, name, 0) - 1;
}

/* All keys that rows are of or name as aliases, sorted. */
static void collect_keys(struct making *m)
{
    struct merged *merged = m->merged;
    VEC(struct named) found = {0};
    for (uint32_t i = 0; i < merged->rows.count; i++) {
        name_id key = merged->rows.at[i].key;
        if (!map_get(&m->key_of, key, 0)) vec_push(&found, (struct named){names_text(&merged->names, key), key});
        map_set(&m->key_of, key, 1);
        for (struct text rest = names_text(&merged->names, merged->rows.at[i].facts.aliases), alias;
             text_set_next(&rest, &alias);) {
            name_id name = names_add(&merged->names, alias);
            if (!map_get(&m->key_of, name, 0)) vec_push(&found, (struct named){names_text(&merged->names, name), name});
            map_set(&m->key_of, name, 1);
        }
    }
    if (found.count) qsort(found.at, found.count, sizeof *found.at, compare_named);
    m->key_count = found.count;
    m->keys = ARENA_ARRAY(m->arena, struct merged_key, found.count);
    for (uint32_t i = 0; i < found.count; i++) {
        m->keys[i].key = found.at[i].index;
        map_set(&m->key_of, found.at[i].index, i + 1);
    }
    vec_release(&found);
}

static uint32_t group_of(uint32_t *groups, uint32_t key)
{
    while (groups[key] != key) key = groups[key] = groups[groups[key]];
    return key;
}

static void group_keys(struct making *m)
{
    struct merged *merged = m->merged;
    m->groups = ARENA_ARRAY(m->arena, uint32_t, m->key_count);
    for (uint32_t i = 0; i < m->key_count; i++) m->groups[i] = i;
    for (uint32_t i = 0; i < merged->rows.count; i++) {
        const struct merged_row *row = &merged->rows.at[i];
        for (struct text rest = names_text(&merged->names, row->facts.aliases), alias; text_set_next(&rest, &alias);) {
            uint32_t a = group_of(m->groups, key_of(m, row->key));
            uint32_t b = group_of(m->groups, key_of(m, names_find(&merged->names, alias)));
            m->groups[a > b ? a : b] = a < b ? a : b;
        }
    }
    for (uint32_t i = 0; i < m->key_count; i++) m->groups[i] = group_of(m->groups, i);
}

struct ranked_row {
    uint32_t key, rank;
    const struct merged_row *row;
};

static int compare_ranked_rows(const void *a, const void *b)
{
    const struct ranked_row *left = a, *right = b;
    if (left->key != right->key) return left->key < right->key ? -1 : 1;
    return (left->rank > right->rank) - (left->rank < right->rank);
}

/* Gives each key its rows, by the names of the apps. */
static void sort_rows(struct making *m)
{
    uint32_t count = m->merged->rows.count;
    struct ranked_row *ranked = memory_resize(NULL, count + 1, sizeof *ranked);
    for (uint32_t i = 0; i < count; i++) {
        const struct merged_row *row = &m->merged->rows.at[i];
        ranked[i] = (struct ranked_row){key_of(m, row->key), m->ranks[row->app], row};
    }
    if (count) qsort(ranked, count, sizeof *ranked, compare_ranked_rows);
    const struct merged_row **rows = ARENA_ARRAY(m->arena, const struct merged_row *, count);
    for (uint32_t i = 0; i < count; i++) {
        struct merged_key *key = &m->keys[ranked[i].key];
        rows[i] = ranked[i].row;
        if (!key->row_count++) key->rows = rows + i;
    }
    memory_free(ranked);
}

/* ---------------------------------------------------------------------------------------------- what follows */

static const struct merged_consumer *find_consumer(const struct merged *merged, name_id name)
{
    for (uint32_t i = 0; i < merged->consumers.count; i++) {
        if (merged->consumers.at[i].name == name) return &merged->consumers.at[i];
    }
    return NULL;
}

/* Declared consumers of something, and remotes that are not declared, of which there is no report. */
static name_id find_missing(struct merged *merged)
{
    VEC(struct text) waited = {0};
    VEC(struct text) apps = {0};
    for (uint32_t i = 0; i < merged->consumers.count; i++) {
        const struct merged_consumer *consumer = &merged->consumers.at[i];
        if (consumer->every_key || consumer->keys) vec_push(&waited, names_text(&merged->names, consumer->name));
    }
    for (uint32_t i = 0; i < merged->apps.count; i++) {
        const struct merged_app *app = &merged->apps.at[i];
        if (app->named) vec_push(&apps, names_text(&merged->names, app->name));
        for (struct text rest = names_text(&merged->names, app->remotes), remote; text_set_next(&rest, &remote);) {
            name_id name = names_add(&merged->names, remote);
            if (!find_consumer(merged, name)) vec_push(&waited, names_text(&merged->names, name));
        }
    }
    name_id missing = text_set_difference(&merged->names, text_set_of(&merged->names, waited.at, waited.count),
                                          text_set_of(&merged->names, apps.at, apps.count));
    vec_release(&waited);
    vec_release(&apps);
    return missing;
}

/* Whether an app may consume a key of the set `group`. */
static bool may_consume(const struct merged *merged, struct text app, name_id group)
{
    const struct merged_consumer *declared = find_consumer(merged, names_find(&merged->names, app));
    if (!declared || declared->every_key) return true;
    for (struct text rest = names_text(&merged->names, declared->keys), key; text_set_next(&rest, &key);) {
        if (text_set_has(&merged->names, group, key)) return true;
    }
    return false;
}

static void unite_group(struct making *m, uint32_t group, struct merged_key *united)
{
    struct names *names = &m->merged->names;
    name_id last[4] = {0}; /* rows are mostly alike */
    for (uint32_t k = group; k < m->key_count; k++) {
        if (m->groups[k] != group) continue;
        for (uint32_t r = 0; r < m->keys[k].row_count; r++) {
            const struct merged_facts *facts = &m->keys[k].rows[r]->facts;
            if (merged_inexactness(facts->mode, facts->at_least) > merged_inexactness(united->mode, united->at_least)) {
                united->mode = facts->mode;
                united->at_least = facts->at_least;
            }
            if (facts->names != last[0]) united->names = text_set_union(names, united->names, last[0] = facts->names);
            if (facts->scopes != last[1])
                united->scopes = text_set_union(names, united->scopes, last[1] = facts->scopes);
            if (facts->versions != last[2])
                united->versions = text_set_union(names, united->versions, last[2] = facts->versions);
        }
    }
}

/* The names of which the facts leave open whether they are used. */
static name_id undecided_by(struct names *names, const struct merged_facts *facts, name_id all)
{
    name_id open = text_set_union(names, facts->possibly, facts->unsaid);
    if (facts->unlisted != USAGE_UNLISTED_OPEN) return open;
    return text_set_union(names, open, text_set_difference(names, all, facts->names));
}

/* The exports of a group with their states. */
static void state_exports(struct making *m, uint32_t group, struct merged_key *united)
{
    struct names *names = &m->merged->names;
    uint32_t count = text_set_count(names, united->names), next = 0;
    struct merged_export *exports = ARENA_ARRAY(m->arena, struct merged_export, count);
    for (struct text rest = names_text(names, united->names), name; text_set_next(&rest, &name);) {
        exports[next].name = names_add(names, name);
        exports[next++].state = united->mode == USAGE_EXACT ? MERGED_UNUSED : MERGED_POSSIBLY;
    }
    struct map index;
    map_init(&index);
    for (uint32_t i = 0; i < count; i++) map_set(&index, exports[i].name, i);
    name_id last = NAME_NONE;
    for (uint32_t k = group; k < m->key_count; k++) {
        if (m->groups[k] != group) continue;
        for (uint32_t r = 0; r < m->keys[k].row_count; r++) {
            const struct merged_row *row = m->keys[k].rows[r];
            for (uint32_t u = 0; u < row->use_count; u++)
                exports[map_get(&index, row->uses[u].name, 0)].state = MERGED_USED;
            name_id open = undecided_by(names, &row->facts, united->names);
            if (open == last) continue;
            last = open;
            for (struct text rest = names_text(names, last), name; text_set_next(&rest, &name);) {
                struct merged_export *export = &exports[map_get(&index, names_find(names, name), 0)];
                if (export->state == MERGED_UNUSED) export->state = MERGED_POSSIBLY;
            }
        }
    }
    map_release(&index);
    united->exports = exports;
    united->export_count = count;
}

static void make_group(struct making *m, uint32_t group, name_id missing)
{
    struct names *names = &m->merged->names;
    struct merged_key united = {0};
    VEC(struct text) list = {0};
    for (uint32_t k = group; k < m->key_count; k++) {
        if (m->groups[k] == group) vec_push(&list, names_text(names, m->keys[k].key));
    }
    name_id members = text_set_of(names, list.at, list.count);
    unite_group(m, group, &united);
    state_exports(m, group, &united);
    vec_clear(&list);
    for (struct text rest = names_text(names, missing), app; text_set_next(&rest, &app);) {
        if (may_consume(m->merged, app, members)) vec_push(&list, app);
    }
    united.locked = text_set_of(names, list.at, list.count);
    vec_release(&list);
    for (uint32_t k = group; k < m->key_count; k++) {
        if (m->groups[k] != group) continue;
        struct merged_key *key = &m->keys[k];
        struct text own = names_text(names, key->key);
        united.key = key->key;
        united.rows = key->rows;
        united.row_count = key->row_count;
        united.aliases = text_set_difference(names, members, text_set_of(names, &own, 1));
        *key = united;
    }
}

void merged_view_make(struct merged *merged, struct arena *arena, struct merged_view *view)
{
    *view = (struct merged_view){.merged = merged};
    struct making m = {.merged = merged, .arena = arena, .ranks = sort_apps(merged, arena, view)};
    map_init(&m.key_of);
    collect_keys(&m);
    group_keys(&m);
    sort_rows(&m);
    view->missing = find_missing(merged);
    for (uint32_t k = 0; k < m.key_count; k++) {
        if (m.groups[k] == k) make_group(&m, k, view->missing);
    }
    view->keys = m.keys;
    view->key_count = m.key_count;
    map_release(&m.key_of);
}

/* ---------------------------------------------------------------------------------------------- questions */

struct merged_user *merged_view_users(const struct merged_key *key, struct arena *arena, uint32_t *count)
{
    uint32_t total = 0;
    for (uint32_t r = 0; r < key->row_count; r++) total += key->rows[r]->use_count;
    struct merged_user *users = ARENA_ARRAY(arena, struct merged_user, total);
    struct map index;
    map_init(&index);
    for (uint32_t i = 0; i < key->export_count; i++) map_set(&index, key->exports[i].name, i);
    /* Counting sort, which keeps the order of the apps. */
    uint32_t *starts = ARENA_ARRAY(arena, uint32_t, key->export_count + 1);
    for (uint32_t r = 0; r < key->row_count; r++) {
        for (uint32_t u = 0; u < key->rows[r]->use_count; u++)
            starts[map_get(&index, key->rows[r]->uses[u].name, 0) + 1]++;
    }
    for (uint32_t i = 0; i < key->export_count; i++) starts[i + 1] += starts[i];
    for (uint32_t r = 0; r < key->row_count; r++) {
        for (uint32_t u = 0; u < key->rows[r]->use_count; u++) {
            const struct merged_use *use = &key->rows[r]->uses[u];
            uint32_t export = map_get(&index, use->name, 0);
            users[starts[export]++] = (struct merged_user){export, key->rows[r], use->places};
        }
    }
    map_release(&index);
    *count = total;
    return users;
}

const struct merged_key *merged_view_find(const struct merged_view *view, struct text key)
{
    uint32_t low = 0, high = view->key_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(names_text(&view->merged->names, view->keys[middle].key), key);
        if (order == 0) return &view->keys[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

const struct merged_export *merged_view_find_export(const struct merged_view *view, const struct merged_key *key,
                                                    struct text name)
{
    uint32_t low = 0, high = key->export_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(names_text(&view->merged->names, key->exports[middle].name), name);
        if (order == 0) return &key->exports[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

struct merged_pair *merged_view_pair(struct arena *arena, const struct merged_view *before,
                                     const struct merged_view *now, uint32_t *count)
{
    struct merged_pair *pairs = ARENA_ARRAY(arena, struct merged_pair, before->key_count + now->key_count);
    *count = 0;
    for (uint32_t b = 0, n = 0; b < before->key_count || n < now->key_count;) {
        const struct merged_key *old = b < before->key_count ? &before->keys[b] : NULL;
        const struct merged_key *new = n < now->key_count ? &now->keys[n] : NULL;
        struct text old_name = old ? names_text(&before->merged->names, old->key) : TEXT("");
        struct text new_name = new ? names_text(&now->merged->names, new->key) : TEXT("");
        int order = !old ? 1 : !new ? -1 : text_compare(old_name, new_name);
        struct merged_pair *pair = &pairs[(*count)++];
        if (order <= 0) pair->key = old_name, pair->before = old, b++;
        if (order >= 0) pair->key = new_name, pair->now = new, n++;
    }
    return pairs;
}
