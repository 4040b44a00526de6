#include "report/usage.h"

#include "base/fs.h"
#include "base/limits.h"
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

static int compare_exports(const void *a, const void *b)
{
    const struct usage_export *left = a, *right = b;
    int order = text_compare(left->name, right->name);
    if (!order) order = text_compare(left->report->path, right->report->path);
    return order ? order : (left->offset > right->offset) - (left->offset < right->offset);
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

/* ---------------------------------------------------------------------------------------------- reading one report */

struct reader {
    struct arena *arena;
    struct usage *usage;
    struct diagnostics *diagnostics;
};

static bool wrong_shape(struct reader *reader, const struct json *at, const char *what)
{
    diag_add(reader->diagnostics, DIAG_REPORT_SHAPE,
             diag_place_at(reader->usage->path, reader->usage->source, at->offset), "%s", what);
    return false;
}

static bool is_object(const struct json *json)
{
    return json && json->type == JSON_OBJECT;
}

/* The member `key` of `object` in the type that the report has it in; a missing one is fine and gives NULL. */
static bool member_of_type(struct reader *reader, const struct json *object, const char *key, enum json_type type,
                           const char *complaint, const struct json **member)
{
    *member = json_member(object, key);
    if (*member && (*member)->type != type) return wrong_shape(reader, *member, complaint);
    return true;
}

static bool read_strings(struct reader *reader, const struct json *object, const char *key, const char *complaint,
                         const struct text **list, uint32_t *count)
{
    const struct json *array;
    if (!member_of_type(reader, object, key, JSON_ARRAY, complaint, &array)) return false;
    if (!array) return true;
    struct text *texts = ARENA_ARRAY(reader->arena, struct text, array->count);
    uint32_t next = 0;
    JSON_EACH (item, array) {
        if (item->type != JSON_STRING) return wrong_shape(reader, item, complaint);
        texts[next++] = item->string;
    }
    *list = texts;
    *count = next;
    return true;
}

/* Names which the prototypes put among the exports to say "in a way that can not be told". */
static bool is_pseudo_export(struct text name)
{
    return text_is(name, "__dynamic_commonjs__") || text_is(name, "__dynamic__") || text_is(name, "__reexport__") ||
           text_is(name, "__commonjs_module__") || text_is(name, "*");
}

bool usage_is_reserved(struct text name)
{
    return text_is(name, "chunk_characteristics") || text_is(name, "chunkCharacteristics");
}

static bool read_mode(struct reader *reader, const struct json *share, uint8_t *mode)
{
    static const char *const names[] = {"exact", "namespace", "dynamic", "no-fallback"};
    const char *complaint = "\"mode\" is none of exact, namespace, dynamic, no-fallback";
    const struct json *member;
    if (!member_of_type(reader, share, "mode", JSON_STRING, complaint, &member)) return false;
    if (!member) return true;
    for (uint8_t i = 0; i < 4; i++) {
        if (!text_is(member->string, names[i])) continue;
        *mode = i;
        return true;
    }
    return wrong_shape(reader, member, complaint);
}

typedef VEC(struct usage_export) export_list;

/* Adds the names of the array `share[key]` with `flag`. */
static bool read_names(struct reader *reader, const struct json *share, const char *key, enum usage_flag flag,
                       export_list *exports)
{
    const char *complaint = "a list of export names is no array of strings";
    const struct json *array;
    if (!member_of_type(reader, share, key, JSON_ARRAY, complaint, &array)) return false;
    if (!array) return true;
    JSON_EACH (item, array) {
        if (item->type != JSON_STRING) return wrong_shape(reader, item, complaint);
        vec_push(exports, (struct usage_export){item->string, (uint8_t)flag, item->offset, reader->usage});
    }
    return true;
}

/* The share's part of the section "mfshake". */
static bool read_details(struct reader *reader, const struct json *details, struct usage_share *share,
                         export_list *exports)
{
    const struct json *fallback = json_member(details, "fallback");
    if (fallback && fallback->type != JSON_STRING && fallback->type != JSON_NULL) {
        return wrong_shape(reader, fallback, "\"fallback\" is neither a module id nor null");
    }
    if (fallback && fallback->type == JSON_STRING) share->fallback = fallback->string;
    return read_mode(reader, details, &share->mode) &&
           read_strings(reader, details, "scope", "\"scope\" is no array of strings", &share->scopes,
                        &share->scope_count) &&
           read_strings(reader, details, "aliases", "\"aliases\" is no array of strings", &share->aliases,
                        &share->alias_count) &&
           read_names(reader, details, "used", USAGE_FLAG_TRUE, exports) &&
           read_names(reader, details, "possiblyUnused", USAGE_FLAG_TRUE, exports) &&
           read_names(reader, details, "unused", USAGE_FLAG_FALSE, exports);
}

/* The share's part of "treeShake". */
static void read_flags(struct reader *reader, const struct json *flags, struct usage_share *share, export_list *exports)
{
    JSON_EACH (member, flags) {
        if (usage_is_reserved(member->key) && member->type != JSON_TRUE && member->type != JSON_FALSE) {
            share->fallback = json_member_string(member, "entry_module_id", share->fallback);
            continue;
        }
        enum usage_flag flag = USAGE_FLAG_OTHER;
        if (member->type == JSON_TRUE) flag = USAGE_FLAG_TRUE;
        if (member->type == JSON_FALSE) flag = USAGE_FLAG_FALSE;
        if (is_pseudo_export(member->key)) {
            if (flag != USAGE_FLAG_FALSE) share->mode = USAGE_DYNAMIC;
            continue;
        }
        vec_push(exports, (struct usage_export){member->key, (uint8_t)flag, member->offset, reader->usage});
    }
}

/* Sorts by name and makes one of several entries of a name: true wins, then what is no boolean. */
static uint32_t unite_exports(struct usage_export *exports, uint32_t count)
{
    if (!count) return 0;
    qsort(exports, count, sizeof *exports, compare_exports);
    uint32_t kept = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (!text_equal(exports[i].name, exports[kept].name)) {
            exports[++kept] = exports[i];
            continue;
        }
        uint8_t before = exports[kept].flag, now = exports[i].flag;
        bool stronger = before != USAGE_FLAG_TRUE && (now == USAGE_FLAG_TRUE || now == USAGE_FLAG_OTHER);
        if (stronger) exports[kept] = exports[i];
    }
    return kept + 1;
}

static bool read_share(struct reader *reader, struct text key, const struct json *flags, const struct json *details,
                       struct usage_share *share)
{
    *share = (struct usage_share){.key = key};
    export_list exports = {0};
    if (flags) read_flags(reader, flags, share, &exports);
    bool good = !details || read_details(reader, details, share, &exports);
    share->export_count = unite_exports(exports.at, exports.count);
    share->exports = vec_freeze(&exports, reader->arena);
    return good;
}

static int compare_members(const void *a, const void *b)
{
    const struct json *left = *(const struct json *const *)a, *right = *(const struct json *const *)b;
    int order = text_compare(left->key, right->key);
    return order ? order : (left->offset > right->offset) - (left->offset < right->offset);
}

/* The members of `object` (or NULL), sorted by key; of repeated keys the last. */
static const struct json **sorted_members(struct arena *arena, const struct json *object, uint32_t *count)
{
    uint32_t most = object ? object->count : 0, next = 0, kept = 0;
    const struct json **list = ARENA_ARRAY(arena, const struct json *, most);
    if (!most) return *count = 0, list;
    JSON_EACH (member, object) list[next++] = member;
    qsort(list, next, sizeof *list, compare_members);
    for (uint32_t i = 0; i < next; i++) {
        if (i + 1 == next || !text_equal(list[i]->key, list[i + 1]->key)) list[kept++] = list[i];
    }
    *count = kept;
    return list;
}

static bool is_share(struct reader *reader, const struct json *share)
{
    return !share || share->type == JSON_OBJECT || wrong_shape(reader, share, "a share is no object of exports");
}

/* Joins the sorted members of "treeShake" and of "mfshake.shares". */
static bool read_shares(struct reader *reader, const struct json *tree_shake, const struct json *details)
{
    uint32_t flag_count, detail_count;
    const struct json **flags = sorted_members(reader->arena, tree_shake, &flag_count);
    const struct json **shares = sorted_members(reader->arena, details, &detail_count);
    VEC(struct usage_share) list = {0};
    bool good = true;
    for (uint32_t i = 0, j = 0; good && (i < flag_count || j < detail_count);) {
        int order = i == flag_count ? 1 : j == detail_count ? -1 : text_compare(flags[i]->key, shares[j]->key);
        struct text key = order <= 0 ? flags[i]->key : shares[j]->key;
        const struct json *flag = order <= 0 ? flags[i++] : NULL, *detail = order >= 0 ? shares[j++] : NULL;
        struct usage_share share;
        good = is_share(reader, flag) && is_share(reader, detail) && read_share(reader, key, flag, detail, &share);
        if (good) vec_push(&list, share);
    }
    reader->usage->share_count = list.count;
    reader->usage->shares = vec_freeze(&list, reader->arena);
    return good;
}

/* Says which of the prototypes' older shapes the document has (macro-spec C.2), or that it is none. */
static const char *name_of_shape(const struct json *root)
{
    if (!is_object(root)) return "a share-usage report is a JSON object with \"treeShake\"; this is none";
    if (json_member(root, "consume_shared_modules")) {
        return "this is the prototypes' shape J1 to J3 (\"consume_shared_modules\"), which is not read yet";
    }
    if (json_member(root, "modules") && json_member(root, "version")) {
        return "this is an external-usage document (\"modules\"), which is not read yet";
    }
    if (is_object(root->first)) {
        const struct json *share = root->first, *characteristics = json_member(share, "chunk_characteristics");
        if (json_member(share, "used_exports")) {
            return characteristics
                       ? "this is the prototypes' shape J5 (\"used_exports\" by share), which is not read yet"
                       : "this is the prototypes' shape J4 (\"used_exports\" by share), which is not read yet";
        }
        if (json_member(characteristics, "usage")) {
            return "this is the prototypes' shape J6 (\"chunk_characteristics.usage\"), which is not read yet";
        }
    }
    return "a share-usage report has a member \"treeShake\"; this document has none";
}

static bool read_section(struct reader *reader, const struct json *section)
{
    const struct json *schema = json_member(section, "schema");
    if (!schema || schema->type != JSON_NUMBER || schema->number < 1 || schema->number > 1) {
        return wrong_shape(reader, schema ? schema : section,
                           "\"mfshake.schema\" is not 1: another version wrote this report");
    }
    const struct json *app;
    if (!member_of_type(reader, section, "app", JSON_STRING, "\"mfshake.app\" is no string", &app)) return false;
    if (app) reader->usage->app = app->string;
    return read_strings(reader, section, "remotes", "\"mfshake.remotes\" is no array of strings",
                        &reader->usage->remotes, &reader->usage->remote_count);
}

bool usage_read(struct arena *arena, struct text path, struct text source, struct usage *usage,
                struct diagnostics *diagnostics)
{
    *usage = (struct usage){.path = path, .source = source};
    struct reader reader = {arena, usage, diagnostics};
    struct json_error error;
    const struct json *root = json_parse(arena, source, JSON_STRICT, &error);
    if (!root) {
        diag_add(diagnostics, DIAG_REPORT_SYNTAX, diag_place_at(path, source, error.offset),
                 "the report is not JSON: %s", error.message);
        return false;
    }
    usage->document = root;
    const struct json *tree_shake = json_member(root, "treeShake");
    if (!is_object(tree_shake)) {
        return wrong_shape(&reader, tree_shake ? tree_shake : root,
                           tree_shake ? "\"treeShake\" is no object of shares" : name_of_shape(root));
    }
    const struct json *section, *shares = NULL;
    if (!member_of_type(&reader, root, "mfshake", JSON_OBJECT, "\"mfshake\" is no object", &section)) return false;
    if (section) {
        if (!read_section(&reader, section)) return false;
        if (!member_of_type(&reader, section, "shares", JSON_OBJECT, "\"mfshake.shares\" is no object", &shares))
            return false;
    }
    if (!read_shares(&reader, tree_shake, shares)) return false;
    if (!usage->share_count) {
        diag_add(diagnostics, DIAG_REPORT_EMPTY, diag_place_file(path), "the report names no share");
        return false;
    }
    return true;
}

bool usage_load(struct arena *arena, struct text path, struct usage *usage, struct diagnostics *diagnostics)
{
    struct text source;
    const char *why;
    bool good = text_is(path, "-") ? fs_read_stdin(arena, LIMIT_JSON_BYTES, &source, &why)
                                   : fs_read(arena, path, LIMIT_JSON_BYTES, &source, &why);
    if (!good) {
        diag_add(diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(path), "can not read the report: %s", why);
        return false;
    }
    return usage_read(arena, path, source, usage, diagnostics);
}

/* ---------------------------------------------------------------------------------------------- merging */

struct text usage_speaker(const struct usage *usage)
{
    return usage->app.length ? usage->app : usage->path;
}

/* The declared consumers without a report, as a sentence part; empty when there is none. */
static struct text missing_consumers(struct arena *arena, const struct usage *reports, uint32_t count,
                                     const struct usage_merge_options *options)
{
    VEC(struct text) declared = {0};
    if (options->consumers_given) {
        for (uint32_t i = 0; i < options->consumer_count; i++) vec_push(&declared, options->consumers[i]);
    } else {
        for (uint32_t i = 0; i < count; i++) {
            for (uint32_t j = 0; j < reports[i].remote_count; j++) vec_push(&declared, reports[i].remotes[j]);
        }
    }
    declared.count = sort_texts(declared.at, declared.count);
    struct buffer out;
    buffer_init(&out);
    for (uint32_t i = 0; i < declared.count; i++) {
        bool reported = false;
        for (uint32_t j = 0; j < count && !reported; j++) reported = text_equal(reports[j].app, declared.at[i]);
        if (reported) continue;
        buffer_put_string(&out, out.length ? ", " : "no report is given of ");
        buffer_put(&out, declared.at[i]);
    }
    struct text reason = out.length ? arena_copy(arena, buffer_text(&out)) : (struct text){0};
    buffer_release(&out);
    vec_release(&declared);
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
    if (!options->remote.length) {
        set->waiting = missing_consumers(arena, reports, count, options);
        return true;
    }
    if (set->report_count) return true;
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
            for (uint32_t k = 0; k < share->alias_count; k++) vec_push(&list, share->aliases[k]);
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
            for (uint32_t k = 0; k < share->alias_count; k++) {
                uint32_t a = group_of(groups, own), b = group_of(groups, index_of_text(keys, count, share->aliases[k]));
                if (a < b) groups[b] = a;
                else groups[a] = b;
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) groups[i] = group_of(groups, i);
    return groups;
}

static const char *const mode_reasons[] = {
    [USAGE_EXACT] = "",
    [USAGE_NAMESPACE] = "uses its namespace as a whole",
    [USAGE_DYNAMIC] = "uses it in a way that can not be told before it runs",
    [USAGE_NO_FALLBACK] = "consumes it without a copy of its own, so its exports are not known there",
};

/* What one group of keys gathers. */
struct gathering {
    export_list exports;
    VEC(struct text) fallbacks;
    VEC(struct text) scopes;
    bool whole;
    struct text reason;
};

static void gather(struct gathering *gathering, struct arena *arena, const struct usage *report, struct text key)
{
    const struct usage_share *share = find_share(report, key);
    if (!share) return;
    for (uint32_t i = 0; i < share->export_count; i++) vec_push(&gathering->exports, share->exports[i]);
    for (uint32_t i = 0; i < share->scope_count; i++) vec_push(&gathering->scopes, share->scopes[i]);
    if (share->fallback.length) vec_push(&gathering->fallbacks, share->fallback);
    if (share->mode == USAGE_EXACT || gathering->whole) return;
    gathering->whole = true;
    gathering->reason = arena_format(arena, "%.*s %s", TEXT_ARGS(usage_speaker(report)), mode_reasons[share->mode]);
}

/* Merges the keys of the group whose smallest key is `first`. */
static void merge_group(const struct usage_set *set, struct arena *arena, const struct text *keys,
                        const uint32_t *groups, uint32_t count, uint32_t first, struct usage_key *merged)
{
    struct gathering gathering = {0};
    VEC(struct text) members = {0};
    for (uint32_t i = first; i < count; i++) {
        if (groups[i] != first) continue;
        vec_push(&members, keys[i]);
        for (uint32_t r = 0; r < set->report_count; r++) gather(&gathering, arena, set->reports[r], keys[i]);
    }
    struct usage_key group = {.whole = gathering.whole, .reason = gathering.reason};
    group.export_count = unite_exports(gathering.exports.at, gathering.exports.count);
    group.fallback_count = sort_texts(gathering.fallbacks.at, gathering.fallbacks.count);
    group.scope_count = sort_texts(gathering.scopes.at, gathering.scopes.count);
    group.exports = vec_freeze(&gathering.exports, arena);
    group.fallbacks = vec_freeze(&gathering.fallbacks, arena);
    group.scopes = vec_freeze(&gathering.scopes, arena);

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
    struct text *keys;
    uint32_t key_count = collect_keys(set, arena, &keys);
    uint32_t *groups = group_aliases(set, arena, keys, key_count);
    struct usage_key *merged = ARENA_ARRAY(arena, struct usage_key, key_count);
    for (uint32_t i = 0; i < key_count; i++) {
        if (groups[i] == i) merge_group(set, arena, keys, groups, key_count, i, merged);
    }
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
