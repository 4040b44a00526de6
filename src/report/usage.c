#include "report/usage.h"

#include "base/memory.h"
#include "base/vec.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- small sorted lists */

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Sorts and drops repetitions; returns the new count. */
static uint32_t sort_texts(struct text *list, uint32_t count)
{
    if (!count) return 0;
    qsort(list, count, sizeof *list, compare_texts);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < count; i++) {
        if (!text_equal(list[i], list[kept - 1])) list[kept++] = list[i];
    }
    return kept;
}

static const struct usage_share *find_share(const struct usage *usage, struct text key)
{
    uint32_t low = 0, high = usage->share_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(usage->shares[middle].key, key);
        if (order == 0) return &usage->shares[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}
static int compare_exports(const void *a, const void *b)
{
    const struct usage_export *left = a, *right = b;
    int order = text_compare(left->name, right->name);
    if (!order) order = text_compare(left->report->path, right->report->path);
    return order ? order : (left->offset > right->offset) - (left->offset < right->offset);
}

/* Where the sorted run that starts at `start` ends. */
static uint32_t end_of_run(const struct usage_export *exports, uint32_t start, uint32_t count)
{
    if (start >= count) return count;
    uint32_t end = start + 1;
    while (end < count && compare_exports(&exports[end - 1], &exports[end]) <= 0) end++;
    return end;
}

/* Merges each pair of neighbouring runs into `to`; returns how many runs are left. */
static uint32_t merge_runs(const struct usage_export *from, struct usage_export *to, uint32_t count)
{
    uint32_t runs = 0;
    for (uint32_t start = 0, end; start < count; start = end, runs++) {
        uint32_t middle = end_of_run(from, start, count), left = start, right = middle;
        end = end_of_run(from, middle, count);
        for (uint32_t i = start; i < end; i++) {
            bool takes_left = right == end || (left < middle && compare_exports(&from[left], &from[right]) <= 0);
            to[i] = takes_left ? from[left++] : from[right++];
        }
    }
    return runs;
}

/* The lists of reports are sorted, and a few of them stand here one after the other: merging them is much less work than sorting. */
void usage_sort_exports(struct usage_export *exports, uint32_t count)
{
    if (end_of_run(exports, 0, count) == count) return;
    struct usage_export *other = memory_resize(NULL, count, sizeof *other), *from = exports, *to = other;
    for (uint32_t runs = 2; runs > 1;) {
        runs = merge_runs(from, to, count);
        struct usage_export *merged = to;
        to = from;
        from = merged;
    }
    if (from != exports) memcpy(exports, from, count * sizeof *exports);
    memory_free(other);
}

/* Which of two flags wins. */
static int strength(uint8_t flag)
{
    switch ((enum usage_flag)flag) {
    case USAGE_FLAG_FALSE: return 0;
    case USAGE_FLAG_UNSAID: return 1;
    case USAGE_FLAG_OTHER: return 2;
    case USAGE_FLAG_TRUE: break;
    }
    return 3;
}

uint32_t usage_unite_exports(struct usage_export *exports, uint32_t count)
{
    if (!count) return 0;
    uint32_t kept = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (!text_equal(exports[i].name, exports[kept].name)) {
            exports[++kept] = exports[i];
            continue;
        }
        uint8_t listed = exports[i].listed > exports[kept].listed ? exports[i].listed : exports[kept].listed;
        if (strength(exports[i].flag) > strength(exports[kept].flag)) exports[kept] = exports[i];
        exports[kept].listed = listed;
    }
    return kept + 1;
}

/* ---------------------------------------------------------------------------------------------- merging */

struct text usage_speaker(const struct usage *usage)
{
    return usage->app.length ? usage->app : usage->path;
}

/* An app that may consume shares and has no report. */
struct missing_app {
    struct text app;
    const struct usage_consumer *declared; /* NULL: it may consume any share */
};

typedef VEC(struct missing_app) missing_vec;

static int compare_missing(const void *a, const void *b)
{
    const struct missing_app *left = a, *right = b;
    int order = text_compare(left->app, right->app);
    return order ? order : (left->declared == NULL) - (right->declared == NULL); /* a declaration stands first */
}

/* Every declared consumer, and every remote that is not declared. */
static void collect_consumers(const struct usage *reports, uint32_t count, const struct usage_merge_options *options,
                              missing_vec *list)
{
    for (uint32_t i = 0; options->consumers_given && i < options->consumer_count; i++)
        vec_push(list, (struct missing_app){options->consumers[i], NULL});
    for (uint32_t i = 0; !options->consumers_given && i < count; i++) {
        for (uint32_t j = 0; j < reports[i].consumer_count; j++)
            vec_push(list, (struct missing_app){reports[i].consumers[j].app, &reports[i].consumers[j]});
        for (uint32_t j = 0; j < reports[i].remotes.count; j++)
            vec_push(list, (struct missing_app){reports[i].remotes.at[j], NULL});
    }
    if (list->count) qsort(list->at, list->count, sizeof *list->at, compare_missing);
}

/* Leaves of the sorted list those without a report, and of one app's entries its declarations, if it has any. */
static void keep_missing(const struct usage *reports, uint32_t count, missing_vec *list)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct missing_app *app = &list->at[i], *last = kept ? &list->at[kept - 1] : NULL;
        bool reported = last && !app->declared && text_equal(last->app, app->app);
        for (uint32_t j = 0; j < count && !reported; j++) reported = text_equal(reports[j].app, app->app);
        if (!reported) list->at[kept++] = *app;
    }
    list->count = kept;
}

static bool may_consume(const struct missing_app *app, struct text key)
{
    return !app->declared || app->declared->every_key || text_list_has(app->declared->keys, key);
}

/* "no report is given of a, b": those of `missing` that may consume one of `keys`; without keys those that may consume any. Empty when there is none. */
static struct text waiting_for(const missing_vec *missing, struct text_list keys, struct arena *arena)
{
    struct buffer out;
    buffer_init(&out);
    struct text last = {0};
    for (uint32_t i = 0; i < missing->count; i++) {
        const struct missing_app *app = &missing->at[i];
        bool consumes = keys.count == 0 && (!app->declared || app->declared->every_key);
        for (uint32_t k = 0; k < keys.count && !consumes; k++) consumes = may_consume(app, keys.at[k]);
        if (!consumes || (out.length && text_equal(app->app, last))) continue;
        buffer_put_string(&out, out.length ? ", " : "no report is given of ");
        buffer_put(&out, last = app->app);
    }
    struct text reason = out.length ? arena_copy(arena, buffer_text(&out)) : (struct text){0};
    buffer_release(&out);
    return reason;
}

/* "host, shop": the apps that reports were given of, for messages. */
static struct text app_names(struct arena *arena, const struct usage *reports, uint32_t count)
{
    VEC(struct text) apps = {0};
    for (uint32_t i = 0; i < count; i++)
        vec_push(&apps, reports[i].app.length ? reports[i].app : TEXT("an app without a name"));
    apps.count = sort_texts(apps.at, apps.count);
    struct buffer out;
    buffer_init(&out);
    for (uint32_t i = 0; i < apps.count; i++) buffer_format(&out, "%s%.*s", i ? ", " : "", TEXT_ARGS(apps.at[i]));
    struct text names = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    vec_release(&apps);
    return names;
}

static bool select_reports(struct arena *arena, const struct usage *reports, uint32_t count,
                           const struct usage_merge_options *options, struct usage_set *set,
                           struct diagnostics *diagnostics)
{
    const struct usage **selected = ARENA_ARRAY(arena, const struct usage *, count);
    for (uint32_t i = 0; i < count; i++) {
        if (options->remote.length && !text_equal(reports[i].app, options->remote)) continue;
        selected[set->report_count++] = &reports[i];
    }
    set->reports = selected;
    if (!options->remote.length || set->report_count) return true;
    diag_add(diagnostics, DIAG_PRUNE_NO_REMOTE, diag_nowhere,
             "no report is of the app \"%.*s\"; the reports are of %.*s", TEXT_ARGS(options->remote),
             TEXT_ARGS(app_names(arena, reports, count)));
    return false;
}

/* All keys that the selected reports name, as shares or as aliases, sorted. */
static uint32_t collect_keys(const struct usage_set *set, struct arena *arena, struct text **keys)
{
    VEC(struct text) list = {0};
    for (uint32_t i = 0; i < set->report_count; i++) {
        for (uint32_t j = 0; j < set->reports[i]->share_count; j++) {
            const struct usage_share *share = &set->reports[i]->shares[j];
            vec_push(&list, share->key);
            for (uint32_t k = 0; k < share->aliases.count; k++) vec_push(&list, share->aliases.at[k]);
        }
    }
    uint32_t count = sort_texts(list.at, list.count);
    *keys = vec_freeze(&list, arena);
    return count;
}

static uint32_t index_of_text(const struct text *sorted, uint32_t count, struct text wanted)
{
    const struct text *found = bsearch(&wanted, sorted, count, sizeof wanted, compare_texts);
    return (uint32_t)(found - sorted);
}

static uint32_t group_of(uint32_t *groups, uint32_t key)
{
    while (groups[key] != key) key = groups[key] = groups[groups[key]];
    return key;
}

/* Groups of keys that are one module: groups[i] is the smallest key of i's group. */
static uint32_t *group_aliases(const struct usage_set *set, struct arena *arena, const struct text *keys,
                               uint32_t count)
{
    uint32_t *groups = ARENA_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) groups[i] = i;
    for (uint32_t i = 0; i < set->report_count; i++) {
        for (uint32_t j = 0; j < set->reports[i]->share_count; j++) {
            const struct usage_share *share = &set->reports[i]->shares[j];
            uint32_t own = index_of_text(keys, count, share->key);
            for (uint32_t k = 0; k < share->aliases.count; k++) {
                uint32_t a = group_of(groups, own),
                         b = group_of(groups, index_of_text(keys, count, share->aliases.at[k]));
                if (a < b) groups[b] = a;
                else groups[a] = b;
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) groups[i] = group_of(groups, i);
    return groups;
}

const char *usage_mode_name(enum usage_mode mode)
{
    static const char *const names[] = {"exact", "namespace", "dynamic", "no-fallback", "unknown"};
    return names[mode];
}

const char *usage_mode_reason(enum usage_mode mode, bool at_least)
{
    if (at_least) return "lists exports of it, but may use more than its bundler noticed (see --trust-stats)";
    switch (mode) {
    case USAGE_EXACT: break;
    case USAGE_NAMESPACE: return "uses its namespace as a whole";
    case USAGE_DYNAMIC: return "uses it in a way that can not be told before it runs";
    case USAGE_NO_FALLBACK: return "consumes it without a copy of its own, so its exports are not known there";
    case USAGE_UNKNOWN: return "does not say which of its exports it uses";
    }
    return "";
}

/* What one group of keys gathers. */
struct gathering {
    VEC(struct usage_export) exports;
    VEC(struct text) fallbacks;
    VEC(struct text) scopes;
    uint8_t unlisted; /* enum usage_unlisted */
    bool whole;
    struct text reason;
};

static void gather(struct gathering *gathering, struct arena *arena, const struct usage *report, struct text key)
{
    const struct usage_share *share = find_share(report, key);
    if (!share) return;
    for (uint32_t i = 0; i < share->export_count; i++) vec_push(&gathering->exports, share->exports[i]);
    for (uint32_t i = 0; i < share->scopes.count; i++) vec_push(&gathering->scopes, share->scopes.at[i]);
    for (uint32_t i = 0; i < share->fallbacks.count; i++) vec_push(&gathering->fallbacks, share->fallbacks.at[i]);
    if (share->unlisted > gathering->unlisted) gathering->unlisted = share->unlisted;
    if (share->mode == USAGE_EXACT || gathering->whole) return;
    gathering->whole = true;
    gathering->reason = arena_format(arena, "%.*s %s", TEXT_ARGS(usage_speaker(report)),
                                     usage_mode_reason((enum usage_mode)share->mode, share->at_least));
}

static bool names_export(const struct usage_share *share, struct text name)
{
    uint32_t low = 0, high = share->export_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(share->exports[middle].name, name);
        if (order == 0) return true;
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return false;
}

/* Exports that some report calls unused and this one, which leaves open what it does not list, does not name. */
static void mark_unsaid(struct gathering *gathering, const struct usage *report, struct text key)
{
    const struct usage_share *share = find_share(report, key);
    if (!share || share->unlisted != USAGE_UNLISTED_OPEN) return;
    for (uint32_t i = 0; i < gathering->exports.count; i++) {
        struct usage_export *export = &gathering->exports.at[i];
        if (export->flag != USAGE_FLAG_FALSE || names_export(share, export->name)) continue;
        export->flag = USAGE_FLAG_UNSAID;
        export->report = report;
    }
}

/* Merges the keys of the group whose smallest key is `first`. */
static void merge_group(const struct usage_set *set, struct arena *arena, const struct text *keys,
                        const uint32_t *groups, uint32_t count, uint32_t first, const missing_vec *missing,
                        struct usage_key *merged)
{
    struct gathering gathering = {0};
    VEC(struct text) members = {0};
    for (uint32_t i = first; i < count; i++) {
        if (groups[i] != first) continue;
        vec_push(&members, keys[i]);
        for (uint32_t r = 0; r < set->report_count; r++) gather(&gathering, arena, set->reports[r], keys[i]);
    }
    struct usage_key group = {.unlisted = gathering.unlisted, .whole = gathering.whole, .reason = gathering.reason};
    usage_sort_exports(gathering.exports.at, gathering.exports.count);
    gathering.exports.count = usage_unite_exports(gathering.exports.at, gathering.exports.count);
    group.export_count = gathering.exports.count;
    if (gathering.unlisted == USAGE_UNLISTED_OPEN) {
        for (uint32_t i = 0; i < members.count; i++) {
            for (uint32_t r = 0; r < set->report_count; r++) mark_unsaid(&gathering, set->reports[r], members.at[i]);
        }
    }
    group.fallback_count = sort_texts(gathering.fallbacks.at, gathering.fallbacks.count);
    group.scope_count = sort_texts(gathering.scopes.at, gathering.scopes.count);
    group.exports = vec_freeze(&gathering.exports, arena);
    group.fallbacks = vec_freeze(&gathering.fallbacks, arena);
    group.scopes = vec_freeze(&gathering.scopes, arena);

    group.waiting = waiting_for(missing, (struct text_list){members.at, members.count}, arena);

    for (uint32_t i = 0; i < members.count; i++) {
        struct text *aliases = ARENA_ARRAY(arena, struct text, members.count);
        uint32_t next = 0;
        for (uint32_t j = 0; j < members.count; j++) {
            if (j != i) aliases[next++] = members.at[j];
        }
        group.key = members.at[i];
        group.aliases = aliases;
        group.alias_count = next;
        merged[index_of_text(keys, count, group.key)] = group;
    }
    vec_release(&members);
}

bool usage_merge(struct arena *arena, const struct usage *reports, uint32_t count,
                 const struct usage_merge_options *options, struct usage_set *set, struct diagnostics *diagnostics)
{
    *set = (struct usage_set){0};
    if (!select_reports(arena, reports, count, options, set, diagnostics)) return false;
    missing_vec missing = {0};
    if (!options->remote.length) collect_consumers(reports, count, options, &missing);
    keep_missing(reports, count, &missing);
    set->waiting = waiting_for(&missing, (struct text_list){0}, arena);
    struct text *keys;
    uint32_t key_count = collect_keys(set, arena, &keys);
    uint32_t *groups = group_aliases(set, arena, keys, key_count);
    struct usage_key *merged = ARENA_ARRAY(arena, struct usage_key, key_count);
    for (uint32_t i = 0; i < key_count; i++) {
        if (groups[i] == i) merge_group(set, arena, keys, groups, key_count, i, &missing, merged);
    }
    vec_release(&missing);
    set->keys = merged;
    set->key_count = key_count;
    return true;
}

const struct usage_key *usage_find(const struct usage_set *set, struct text key)
{
    uint32_t low = 0, high = set->key_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(set->keys[middle].key, key);
        if (order == 0) return &set->keys[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

const struct usage_export *usage_find_export(const struct usage_key *key, struct text name)
{
    uint32_t low = 0, high = key->export_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = text_compare(key->exports[middle].name, name);
        if (order == 0) return &key->exports[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}
