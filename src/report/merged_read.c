/* The merged report → the table, and the table → one report per app. */
#include "report/merged_json.h"
#include "report/usage_reader.h"

#include <stdlib.h>

/* ---------------------------------------------------------------------------------------------- reading the document */

/* An app's use of an export, while a share is read. */
struct read_use {
    uint32_t app;
    struct merged_use use;
};

struct reading {
    struct usage_reader reader;
    struct merged *merged;
    VEC(struct merged_row) rows; /* of the share */
    VEC(struct read_use) uses;   /* of the share */
    struct map row_of;           /* app → index into rows + 1 */
};

static bool wrong(struct reading *r, const struct json *at, const char *what)
{
    return reader_wrong_shape(&r->reader, at, what);
}

/* The member `key`, which must be there. */
static bool member(struct reading *r, const struct json *object, const char *key, enum json_type type,
                   const char *complaint, const struct json **found)
{
    if (!reader_member(&r->reader, object, key, type, complaint, found)) return false;
    return *found || wrong(r, object, complaint);
}

static bool read_set(struct reading *r, const struct json *object, const char *key, const char *complaint, name_id *set)
{
    const struct json *array;
    struct text_list list = {0};
    if (!member(r, object, key, JSON_ARRAY, complaint, &array)) return false;
    if (!reader_texts(&r->reader, array, complaint, &list)) return false;
    *set = merged_set_of(r->merged, list);
    return true;
}

static bool read_places(struct reading *r, const struct json *array, name_id *places)
{
    struct text_list list = {0};
    if (!reader_texts(&r->reader, array, "the places of a use are no array of strings", &list)) return false;
    *places = merged_places_of(r->merged, list);
    return true;
}

static bool read_apps(struct reading *r, const struct json *apps, uint32_t source)
{
    static const char *const known[] = {"named", "remotes", NULL};
    JSON_EACH (entry, apps) {
        bool named = true;
        name_id remotes;
        if (entry->type != JSON_OBJECT) return wrong(r, entry, "an app is no object");
        reader_note_unknown(&r->reader, entry, known);
        if (!reader_flag(&r->reader, entry, "named", "\"named\" is no boolean", &named)) return false;
        if (!read_set(r, entry, "remotes", "\"remotes\" is no array of strings", &remotes)) return false;
        uint32_t app = merged_app_of(r->merged, entry->key, named, source);
        remotes = text_set_union(&r->merged->names, r->merged->apps.at[app].remotes, remotes);
        r->merged->apps.at[app].remotes = remotes;
    }
    return true;
}

static bool read_consumers(struct reading *r, const struct json *consumers)
{
    JSON_EACH (entry, consumers) {
        struct text_list keys = {0};
        if (entry->type == JSON_TRUE) {
            merged_declare(r->merged, entry->key, NULL);
            continue;
        }
        const char *complaint = "what a consumer consumes is neither true nor an array of share keys";
        if (!reader_texts(&r->reader, entry, complaint, &keys)) return false;
        merged_declare(r->merged, entry->key, &keys);
    }
    return true;
}

/* The row of an app in the share that is read, or NULL after M403. */
static struct merged_row *row_of(struct reading *r, const struct json *at, struct text app)
{
    uint32_t known = map_get(&r->merged->app_of, names_find(&r->merged->names, app), 0);
    uint32_t row = known ? map_get(&r->row_of, known, 0) : 0;
    if (row) return &r->rows.at[row - 1];
    wrong(r, at, "this app is not among those whose facts are told");
    return NULL;
}

/* The word of the member `key`: its place among `count` words that `name_of` tells. */
static bool read_word(struct reading *r, const struct json *object, const char *key, const char *complaint,
                      const char *(*name_of)(uint8_t), uint8_t count, uint8_t *word)
{
    const struct json *found;
    if (!member(r, object, key, JSON_STRING, complaint, &found)) return false;
    for (uint8_t i = 0; i < count; i++) {
        if (!text_is(found->string, name_of(i))) continue;
        *word = i;
        return true;
    }
    return wrong(r, found, complaint);
}

static const char *name_of_mode(uint8_t mode)
{
    return usage_mode_name((enum usage_mode)mode);
}

static const char *name_of_unlisted(uint8_t unlisted)
{
    return merged_unlisted_name((enum usage_unlisted)unlisted);
}

static bool read_facts(struct reading *r, name_id key, name_id names, const struct json *facts)
{
    static const char *const known[] = {
        "aliases",  "apps",           "atLeast",  "attribution", "chunks", "fallback",       "missing",
        "mode",     "possiblyUnused", "required", "role",        "scope",  "sideEffectFree", "singleton",
        "unlisted", "unmentioned",    "unsaid",   "version",     NULL};
    if (facts->type != JSON_OBJECT) return wrong(r, facts, "facts are no object");
    reader_note_unknown(&r->reader, facts, known);
    struct merged_row row;
    memset(&row, 0, sizeof row); /* rows are compared as bytes */
    struct merged_facts *into = &row.facts;
    const struct json *apps;
    name_id unmentioned;
    row.key = key;
    bool good =
        read_set(r, facts, "aliases", "\"aliases\" is no array of strings", &into->aliases) &&
        read_set(r, facts, "chunks", "\"chunks\" is no array of strings", &into->chunks) &&
        read_set(r, facts, "fallback", "\"fallback\" is no array of strings", &into->fallbacks) &&
        read_set(r, facts, "missing", "\"missing\" is no array of strings", &into->missing) &&
        read_set(r, facts, "possiblyUnused", "\"possiblyUnused\" is no array of strings", &into->possibly) &&
        read_set(r, facts, "required", "\"required\" is no array of strings", &into->required) &&
        read_set(r, facts, "role", "\"role\" is no array of strings", &into->roles) &&
        read_set(r, facts, "scope", "\"scope\" is no array of strings", &into->scopes) &&
        read_set(r, facts, "version", "\"version\" is no array of strings", &into->versions) &&
        read_set(r, facts, "unsaid", "\"unsaid\" is no array of strings", &into->unsaid) &&
        read_set(r, facts, "unmentioned", "\"unmentioned\" is no array of strings", &unmentioned) &&
        read_word(r, facts, "mode", "\"mode\" is none of exact, namespace, dynamic, no-fallback, unknown", name_of_mode,
                  USAGE_UNKNOWN + 1, &into->mode) &&
        read_word(r, facts, "unlisted", "\"unlisted\" is none of no-export, unused, open", name_of_unlisted,
                  USAGE_UNLISTED_OPEN + 1, &into->unlisted) &&
        reader_flag(&r->reader, facts, "atLeast", "\"atLeast\" is no boolean", &into->at_least) &&
        reader_attribution(&r->reader, facts, &into->attribution) &&
        reader_flag(&r->reader, facts, "sideEffectFree", "\"sideEffectFree\" is no boolean", &into->side_effect_free) &&
        reader_flag(&r->reader, facts, "singleton", "\"singleton\" is no boolean", &into->singleton) &&
        member(r, facts, "apps", JSON_ARRAY, "facts name no \"apps\"", &apps);
    if (!good) return false;
    into->names = text_set_difference(&r->merged->names, names, unmentioned);
    JSON_EACH (name, apps) {
        if (name->type != JSON_STRING) return wrong(r, name, "the name of an app is no string");
        row.app = map_get(&r->merged->app_of, names_find(&r->merged->names, name->string), 0);
        if (!row.app) return wrong(r, name, "\"apps\" does not list this app");
        if (map_get(&r->row_of, row.app, 0)) return wrong(r, name, "an app has two facts about one share");
        row.app--;
        vec_push(&r->rows, row);
        map_set(&r->row_of, row.app + 1, r->rows.count);
    }
    return true;
}

static bool read_users(struct reading *r, const struct json *users)
{
    JSON_EACH (export, users) {
        if (export->type != JSON_OBJECT) return wrong(r, export, "the users of an export are no object of apps");
        name_id name = names_add(&r->merged->names, export->key);
        JSON_EACH (app, export) {
            const struct merged_row *row = row_of(r, app, app->key);
            struct read_use use = {row ? row->app : 0, {.name = name}};
            if (!row || !read_places(r, app, &use.use.places)) return false;
            vec_push(&r->uses, use);
        }
    }
    return true;
}

static bool read_whole(struct reading *r, const struct json *whole)
{
    JSON_EACH (app, whole) {
        struct merged_row *row = row_of(r, app, app->key);
        if (!row || !read_places(r, app, &row->whole_places)) return false;
    }
    return true;
}

static int compare_read_uses(const void *a, const void *b)
{
    const struct read_use *left = a, *right = b;
    if (left->app != right->app) return left->app < right->app ? -1 : 1;
    return (left->use.name > right->use.name) - (left->use.name < right->use.name);
}

/* Puts the rows that were read into the table, each with its uses. */
static void join_rows(struct reading *r)
{
    if (r->uses.count > 1) qsort(r->uses.at, r->uses.count, sizeof *r->uses.at, compare_read_uses);
    VEC(struct merged_use) uses = {0};
    for (uint32_t i = 0; i < r->uses.count;) {
        uint32_t app = r->uses.at[i].app;
        struct merged_row *row = &r->rows.at[map_get(&r->row_of, app + 1, 0) - 1];
        vec_clear(&uses);
        for (; i < r->uses.count && r->uses.at[i].app == app; i++) vec_push(&uses, r->uses.at[i].use);
        struct merged_use *own = ARENA_ARRAY(r->reader.arena, struct merged_use, uses.count);
        memcpy(own, uses.at, uses.count * sizeof *own);
        row->uses = own;
        row->use_count = uses.count;
    }
    vec_release(&uses);
    for (uint32_t i = 0; i < r->rows.count; i++) merged_join_row(r->merged, &r->rows.at[i], r->reader.diagnostics);
}

static bool read_share(struct reading *r, const struct json *share)
{
    static const char *const known[] = {"aliases", "facts", "locked", "mode",    "possiblyUnused", "scope",
                                        "unused",  "used",  "users",  "version", "whole",          NULL};
    if (share->type != JSON_OBJECT) return wrong(r, share, "a share is no object");
    reader_note_unknown(&r->reader, share, known);
    const struct json *facts, *users, *whole;
    name_id used, possibly, unused;
    bool good = read_set(r, share, "used", "\"used\" is no array of strings", &used) &&
                read_set(r, share, "possiblyUnused", "\"possiblyUnused\" is no array of strings", &possibly) &&
                read_set(r, share, "unused", "\"unused\" is no array of strings", &unused) &&
                member(r, share, "facts", JSON_ARRAY, "a share has no \"facts\"", &facts) &&
                member(r, share, "users", JSON_OBJECT, "a share has no \"users\"", &users) &&
                member(r, share, "whole", JSON_OBJECT, "a share has no \"whole\"", &whole);
    if (!good) return false;
    struct names *names = &r->merged->names;
    name_id all = text_set_union(names, used, text_set_union(names, possibly, unused));
    name_id key = names_add(names, share->key);
    vec_clear(&r->rows);
    vec_clear(&r->uses);
    map_init(&r->row_of);
    JSON_EACH (entry, facts) good = good && read_facts(r, key, all, entry);
    good = good && read_users(r, users) && read_whole(r, whole);
    if (good) join_rows(r);
    map_release(&r->row_of);
    return good;
}

static bool read_document(struct reading *r, const struct json *root, uint32_t source)
{
    static const char *const known[] = {"apps", "consumers", "merged", "missing", "shares", NULL};
    const struct json *section = json_member(root, "mfshake"), *version = json_member(section, "merged");
    const struct json *apps, *consumers, *shares;
    if (version->type != JSON_NUMBER || version->number < 1 || version->number > 1)
        return wrong(r, version, "\"mfshake.merged\" is not 1: another version wrote this merged report");
    reader_note_unknown(&r->reader, section, known);
    bool good = member(r, section, "apps", JSON_OBJECT, "\"mfshake\" has no object \"apps\"", &apps) &&
                member(r, section, "consumers", JSON_OBJECT, "\"mfshake\" has no object \"consumers\"", &consumers) &&
                member(r, section, "shares", JSON_OBJECT, "\"mfshake\" has no object \"shares\"", &shares) &&
                read_apps(r, apps, source) && read_consumers(r, consumers);
    if (!good) return false;
    JSON_EACH (share, shares) good = good && read_share(r, share);
    if (!good) return false;
    if (apps->count && shares->count) return true;
    diag_add(r->reader.diagnostics, DIAG_REPORT_EMPTY, diag_place_file(r->reader.usage->path),
             "the merged report names no %s", apps->count ? "share" : "app");
    return false;
}

/* ---------------------------------------------------------------------------------------------- checking it */

/* Where two documents differ first, in `ours`; NULL when they are equal. Their nesting is limited by the parser. */
static const struct json *find_difference(const struct json *ours, const struct json *theirs)
{
    if (ours->type != theirs->type || ours->count != theirs->count || !text_equal(ours->key, theirs->key)) return ours;
    if (ours->type == JSON_STRING) return text_equal(ours->string, theirs->string) ? NULL : ours;
    if (ours->type == JSON_NUMBER)
        return ours->number >= theirs->number && ours->number <= theirs->number ? NULL : ours;
    const struct json *a = ours->first, *b = theirs->first;
    for (; a && b; a = a->next, b = b->next) {
        const struct json *difference = find_difference(a, b);
        if (difference) return difference;
    }
    return NULL;
}

/* A document is what merging writes of the facts in it: anything else was edited, cut or put together by hand. */
static bool check_document(struct merged *merged, const struct usage *usage, struct diagnostics *diagnostics)
{
    struct arena arena;
    struct buffer written;
    struct merged_view view;
    struct json_error error;
    arena_init(&arena);
    buffer_init(&written);
    merged_view_make(merged, &arena, &view);
    merged_json(&view, &written);
    const struct json *wanted = NULL, *difference = NULL;
    if (!text_equal(usage->source, buffer_text(&written))) { /* it may be printed in another way */
        wanted = json_parse(&arena, buffer_text(&written), JSON_STRICT, &error);
        difference = wanted ? find_difference(usage->document, wanted) : usage->document;
    }
    if (difference)
        diag_add(diagnostics, DIAG_REPORT_SHAPE, diag_place_at(usage->path, usage->source, difference->offset),
                 "the merged report does not follow from its own facts here: it was edited or cut");
    buffer_release(&written);
    arena_release(&arena);
    return !difference;
}

static bool read_into(struct merged *merged, struct usage *usage, struct arena *arena, struct diagnostics *diagnostics)
{
    struct reading r = {.reader = {arena, usage, diagnostics}, .merged = merged};
    bool good = read_document(&r, usage->document, merged->sources.count - 1);
    vec_release(&r.rows);
    vec_release(&r.uses);
    return good;
}

bool merged_add_document(struct merged *merged, const struct usage *given, struct diagnostics *diagnostics)
{
    struct arena arena;
    struct merged alone; /* the document by itself, to check it */
    struct usage usage = *given;
    arena_init(&arena);
    merged_init(&alone);
    vec_push(&alone.sources, usage.path);
    bool good = read_into(&alone, &usage, &arena, diagnostics);
    if (good && usage.doubt.what) {
        diag_add(diagnostics, DIAG_REPORT_SHAPE, diag_place_at(usage.path, usage.source, usage.doubt.offset),
                 "%s \"%.*s\"", usage.doubt.what, TEXT_ARGS(usage.doubt.name));
        good = false;
    }
    good = good && check_document(&alone, &usage, diagnostics);
    merged_release(&alone);
    good = good && read_into(merged, &usage, &arena, diagnostics);
    arena_release(&arena);
    return good;
}

/* ---------------------------------------------------------------------------------------------- one report per app */

/* A walk over a set whose members are asked for in their order. */
struct set_walk {
    struct text rest, next;
    bool has_next;
};

static struct set_walk set_walk_start(const struct merged *merged, name_id set)
{
    struct set_walk walk = {.rest = names_text(&merged->names, set)};
    walk.has_next = text_set_next(&walk.rest, &walk.next);
    return walk;
}

static bool set_walk_has(struct set_walk *walk, struct text item)
{
    if (!walk->has_next || !text_equal(walk->next, item)) return false;
    walk->has_next = text_set_next(&walk->rest, &walk->next);
    return true;
}

/* What the row says of each export that it mentions. */
static void give_exports(const struct merged *merged, const struct merged_row *row, const struct usage *report,
                         struct arena *arena, struct usage_share *share)
{
    struct map used;
    map_init(&used);
    for (uint32_t i = 0; i < row->use_count; i++) map_set(&used, row->uses[i].name, 1);
    uint32_t count = text_set_count(&merged->names, row->facts.names), next = 0;
    struct usage_export *exports = ARENA_ARRAY(arena, struct usage_export, count);
    struct set_walk possibly = set_walk_start(merged, row->facts.possibly);
    struct set_walk unsaid = set_walk_start(merged, row->facts.unsaid);
    for (struct text rest = names_text(&merged->names, row->facts.names), name; text_set_next(&rest, &name);) {
        struct usage_export *export = &exports[next++];
        name_id id = names_find(&merged->names, name); /* none of a name that is never used */
        *export = (struct usage_export){name, USAGE_FLAG_FALSE, USAGE_LISTED_UNUSED, 0, report};
        if (id && map_get(&used, id, 0)) export->flag = USAGE_FLAG_TRUE, export->listed = USAGE_LISTED_USED;
        if (set_walk_has(&possibly, name)) export->flag = USAGE_FLAG_TRUE, export->listed = USAGE_LISTED_POSSIBLY;
        if (set_walk_has(&unsaid, name)) export->flag = USAGE_FLAG_UNSAID, export->listed = USAGE_NOT_LISTED;
    }
    map_release(&used);
    share->exports = exports;
    share->export_count = count;
}

static void give_share(const struct merged *merged, const struct merged_row *row, const struct usage *report,
                       struct arena *arena, struct usage_share *share)
{
    *share = (struct usage_share){
        .key = names_text(&merged->names, row->key),
        .mode = row->facts.mode,
        .unlisted = row->facts.unlisted,
        .at_least = row->facts.at_least,
        .fallbacks = merged_list_of(merged, row->facts.fallbacks, arena),
        .versions = merged_list_of(merged, row->facts.versions, arena),
        .required = merged_list_of(merged, row->facts.required, arena),
        .roles = merged_list_of(merged, row->facts.roles, arena),
        .scopes = merged_list_of(merged, row->facts.scopes, arena),
        .aliases = merged_list_of(merged, row->facts.aliases, arena),
        .chunks = merged_list_of(merged, row->facts.chunks, arena),
        .missing = merged_list_of(merged, row->facts.missing, arena),
        .side_effect_free = row->facts.side_effect_free,
        .singleton = row->facts.singleton,
        .attribution = row->facts.attribution,
        .whole_places = merged_list_of(merged, row->whole_places, arena),
    };
    give_exports(merged, row, report, arena, share);
}

static int compare_shares(const void *a, const void *b)
{
    return text_compare(((const struct usage_share *)a)->key, ((const struct usage_share *)b)->key);
}

static const struct usage_consumer *give_consumers(const struct merged *merged, struct arena *arena)
{
    struct usage_consumer *consumers = ARENA_ARRAY(arena, struct usage_consumer, merged->consumers.count);
    for (uint32_t i = 0; i < merged->consumers.count; i++) {
        const struct merged_consumer *consumer = &merged->consumers.at[i];
        consumers[i] = (struct usage_consumer){names_text(&merged->names, consumer->name), consumer->every_key,
                                               merged_list_of(merged, consumer->keys, arena)};
    }
    return consumers;
}

struct usage *merged_usages(const struct merged *merged, const struct usage *document, struct arena *arena,
                            uint32_t *count)
{
    uint32_t app_count = merged->apps.count;
    struct usage *usages = ARENA_ARRAY(arena, struct usage, app_count);
    uint32_t *share_counts = ARENA_ARRAY(arena, uint32_t, app_count);
    struct usage_share **shares = ARENA_ARRAY(arena, struct usage_share *, app_count);
    for (uint32_t i = 0; i < merged->rows.count; i++) share_counts[merged->rows.at[i].app]++;
    for (uint32_t i = 0; i < app_count; i++) {
        const struct merged_app *app = &merged->apps.at[i];
        shares[i] = ARENA_ARRAY(arena, struct usage_share, share_counts[i]);
        usages[i] = (struct usage){
            .path = document->path,
            .source = document->source,
            .app = app->named ? names_text(&merged->names, app->name) : TEXT(""),
            .remotes = merged_list_of(merged, app->remotes, arena),
            .shares = shares[i],
            .has_section = true,
        };
    }
    for (uint32_t i = 0; i < merged->rows.count; i++) {
        const struct merged_row *row = &merged->rows.at[i];
        struct usage *usage = &usages[row->app];
        give_share(merged, row, usage, arena, &shares[row->app][usage->share_count++]);
    }
    for (uint32_t i = 0; i < app_count; i++) {
        if (share_counts[i] > 1) qsort(shares[i], share_counts[i], sizeof *shares[i], compare_shares);
    }
    usages[0].consumers = give_consumers(merged, arena); /* a merged report names an app */
    usages[0].consumer_count = merged->consumers.count;
    *count = app_count;
    return usages;
}
