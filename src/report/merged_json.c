#include "report/merged_json.h"

#include "base/json_write.h"

#include <stdlib.h>

struct writing {
    const struct merged_view *view;
    const struct names *names;
    struct json_writer json;
};

const char *merged_unlisted_name(enum usage_unlisted unlisted)
{
    static const char *const names[] = {"no-export", "unused", "open"};
    return names[unlisted];
}

static struct text text(const struct writing *w, name_id name)
{
    return names_text(w->names, name);
}

static void write_set_here(struct writing *w, name_id set)
{
    json_flat_array(&w->json);
    for (struct text rest = text(w, set), item; text_set_next(&rest, &item);) json_string(&w->json, item);
    json_end(&w->json);
}

static void write_set(struct writing *w, const char *key, name_id set)
{
    json_key(&w->json, text_of(key));
    write_set_here(w, set);
}

static void write_count(struct writing *w, const char *key, uint64_t count)
{
    json_key(&w->json, text_of(key));
    json_integer(&w->json, count);
}

static void write_flag(struct writing *w, const char *key, bool flag)
{
    json_key(&w->json, text_of(key));
    json_bool(&w->json, flag);
}

static void write_mode(struct writing *w, uint8_t mode)
{
    json_key(&w->json, TEXT("mode"));
    json_string(&w->json, text_of(usage_mode_name((enum usage_mode)mode)));
}

static struct text app_name(const struct writing *w, const struct merged_row *row)
{
    return text(w, w->view->merged->apps.at[row->app].name);
}

/* ---------------------------------------------------------------------------------------------- facts */

/* Rows with equal facts; `next` leads through them in their order. */
struct fact_groups {
    uint32_t *first; /* of each group, in order of first sight */
    uint32_t *next, *last;
    uint32_t count;
};

static struct fact_groups group_facts(const struct merged_key *key, struct arena *arena)
{
    struct fact_groups groups = {ARENA_ARRAY(arena, uint32_t, key->row_count),
                                 ARENA_ARRAY(arena, uint32_t, key->row_count),
                                 ARENA_ARRAY(arena, uint32_t, key->row_count), 0};
    struct names seen; /* the bytes of facts */
    names_init(&seen);
    for (uint32_t r = 0; r < key->row_count; r++) {
        const struct merged_facts *facts = &key->rows[r]->facts;
        name_id id = names_add(&seen, (struct text){(const char *)facts, sizeof *facts});
        groups.next[r] = UINT32_MAX;
        if (id > groups.count) {
            groups.first[groups.count++] = r;
        } else {
            groups.next[groups.last[id - 1]] = r;
        }
        groups.last[id - 1] = r;
    }
    names_release(&seen);
    return groups;
}

static void write_facts(struct writing *w, const struct merged_key *key, const struct fact_groups *groups,
                        uint32_t first)
{
    const struct merged_facts *facts = &key->rows[first]->facts;
    json_object(&w->json);
    write_set(w, "aliases", facts->aliases);
    json_key(&w->json, TEXT("apps"));
    json_flat_array(&w->json);
    for (uint32_t r = first; r != UINT32_MAX; r = groups->next[r]) json_string(&w->json, app_name(w, key->rows[r]));
    json_end(&w->json);
    write_flag(w, "atLeast", facts->at_least);
    json_key(&w->json, TEXT("attribution"));
    json_flat_object(&w->json);
    write_count(w, "ambiguous", facts->attribution.ambiguous);
    write_count(w, "depthTruncated", facts->attribution.depth_truncated);
    write_count(w, "external", facts->attribution.external);
    write_count(w, "modules", facts->attribution.modules);
    json_end(&w->json);
    write_set(w, "chunks", facts->chunks);
    write_set(w, "fallback", facts->fallbacks);
    write_set(w, "missing", facts->missing);
    write_mode(w, facts->mode);
    write_set(w, "possiblyUnused", facts->possibly);
    write_set(w, "required", facts->required);
    write_set(w, "role", facts->roles);
    write_set(w, "scope", facts->scopes);
    write_flag(w, "sideEffectFree", facts->side_effect_free);
    write_flag(w, "singleton", facts->singleton);
    json_key(&w->json, TEXT("unlisted"));
    json_string(&w->json, text_of(merged_unlisted_name((enum usage_unlisted)facts->unlisted)));
    write_set(w, "unmentioned", text_set_difference(&w->view->merged->names, key->names, facts->names));
    write_set(w, "unsaid", facts->unsaid);
    write_set(w, "version", facts->versions);
    json_end(&w->json);
}

/* ---------------------------------------------------------------------------------------------- one share */

static void write_state(struct writing *w, const char *name, const struct merged_key *key, enum merged_state state)
{
    json_key(&w->json, text_of(name));
    json_array(&w->json);
    for (uint32_t i = 0; i < key->export_count; i++) {
        if (key->exports[i].state == state) json_string(&w->json, text(w, key->exports[i].name));
    }
    json_end(&w->json);
}

/* Places in the order in which the first ones were chosen. */
static void write_places(struct writing *w, struct text name, name_id places)
{
    struct text items[MERGED_MOST_PLACES];
    uint32_t count = 0;
    for (struct text rest = text(w, places); count < MERGED_MOST_PLACES && text_set_next(&rest, &items[count]);)
        count++;
    if (count > 1) qsort(items, count, sizeof *items, merged_compare_places);
    json_key(&w->json, name);
    json_flat_array(&w->json);
    for (uint32_t i = 0; i < count; i++) json_string(&w->json, items[i]);
    json_end(&w->json);
}

static void write_users(struct writing *w, const struct merged_key *key, struct arena *arena)
{
    uint32_t count;
    const struct merged_user *users = merged_view_users(key, arena, &count);
    json_key(&w->json, TEXT("users"));
    json_object(&w->json);
    for (uint32_t i = 0; i < count;) {
        uint32_t export = users[i].export;
        json_key(&w->json, text(w, key->exports[export].name));
        json_object(&w->json);
        for (; i < count && users[i].export == export; i++) write_places(w, app_name(w, users[i].row), users[i].places);
        json_end(&w->json);
    }
    json_end(&w->json);
}

static void write_whole(struct writing *w, const struct merged_key *key)
{
    json_key(&w->json, TEXT("whole"));
    json_object(&w->json);
    for (uint32_t r = 0; r < key->row_count; r++) {
        if (key->rows[r]->whole_places) write_places(w, app_name(w, key->rows[r]), key->rows[r]->whole_places);
    }
    json_end(&w->json);
}

static void write_share(struct writing *w, const struct merged_key *key)
{
    struct arena arena;
    arena_init(&arena);
    struct fact_groups groups = group_facts(key, &arena);
    json_key(&w->json, text(w, key->key));
    json_object(&w->json);
    write_set(w, "aliases", key->aliases);
    json_key(&w->json, TEXT("facts"));
    json_array(&w->json);
    for (uint32_t g = 0; g < groups.count; g++) write_facts(w, key, &groups, groups.first[g]);
    json_end(&w->json);
    write_set(w, "locked", key->locked);
    write_mode(w, key->mode);
    write_state(w, "possiblyUnused", key, MERGED_POSSIBLY);
    write_set(w, "scope", key->scopes);
    write_state(w, "unused", key, MERGED_UNUSED);
    write_state(w, "used", key, MERGED_USED);
    write_users(w, key, &arena);
    write_set(w, "version", key->versions);
    write_whole(w, key);
    json_end(&w->json);
    arena_release(&arena);
}

/* ---------------------------------------------------------------------------------------------- the document */

static void write_apps(struct writing *w)
{
    const struct merged *merged = w->view->merged;
    json_key(&w->json, TEXT("apps"));
    json_object(&w->json);
    for (uint32_t i = 0; i < merged->apps.count; i++) {
        const struct merged_app *app = &merged->apps.at[w->view->apps[i]];
        json_key(&w->json, text(w, app->name));
        json_flat_object(&w->json);
        if (!app->named) write_flag(w, "named", false);
        write_set(w, "remotes", app->remotes);
        json_end(&w->json);
    }
    json_end(&w->json);
}

static void write_consumers(struct writing *w)
{
    json_key(&w->json, TEXT("consumers"));
    json_object(&w->json);
    for (uint32_t i = 0; i < w->view->merged->consumers.count; i++) {
        const struct merged_consumer *consumer = &w->view->merged->consumers.at[w->view->consumers[i]];
        json_key(&w->json, text(w, consumer->name));
        if (consumer->every_key) json_bool(&w->json, true);
        else write_set_here(w, consumer->keys);
    }
    json_end(&w->json);
}

static void write_flags(struct writing *w, const struct merged_key *key)
{
    json_key(&w->json, text(w, key->key));
    json_object(&w->json);
    for (uint32_t i = 0; i < key->export_count; i++) {
        json_key(&w->json, text(w, key->exports[i].name));
        json_bool(&w->json, merged_is_kept(key, &key->exports[i]));
    }
    json_end(&w->json);
}

void merged_json(const struct merged_view *view, struct buffer *out)
{
    struct writing w = {.view = view, .names = &view->merged->names};
    json_writer_init(&w.json, out);
    json_object(&w.json);
    json_key(&w.json, TEXT("mfshake"));
    json_object(&w.json);
    write_apps(&w);
    write_consumers(&w);
    write_count(&w, "merged", 1);
    write_set(&w, "missing", view->missing);
    json_key(&w.json, TEXT("shares"));
    json_object(&w.json);
    for (uint32_t i = 0; i < view->key_count; i++) write_share(&w, &view->keys[i]);
    json_end(&w.json);
    json_end(&w.json);
    json_key(&w.json, TEXT("treeShake"));
    json_object(&w.json);
    for (uint32_t i = 0; i < view->key_count; i++) write_flags(&w, &view->keys[i]);
    json_end(&w.json);
    json_end(&w.json);
    json_finish(&w.json);
}
