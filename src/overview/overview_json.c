#include "base/json_write.h"
#include "overview/overview.h"
#include "report/merged_table.h"

struct document {
    struct json_writer json;
    const struct overview *overview;
    const struct merged *merged;
    uint32_t *app_numbers; /* by app: its place in "apps" */
};

static void put_count(struct document *d, const char *name, uint64_t count)
{
    json_put_count(&d->json, name, count);
}

static void put_set(struct document *d, const char *name, name_id set)
{
    json_key(&d->json, text_of(name));
    json_flat_array(&d->json);
    for (struct text rest = names_text(&d->merged->names, set), item; text_set_next(&rest, &item);)
        json_string(&d->json, item);
    json_end(&d->json);
}

static void put_apps(struct document *d)
{
    const struct merged_view *view = d->overview->view;
    d->app_numbers = ARENA_ARRAY(d->overview->arena, uint32_t, d->merged->apps.count + 1);
    json_key(&d->json, TEXT("apps"));
    json_flat_array(&d->json);
    for (uint32_t i = 0; i < d->merged->apps.count; i++) {
        d->app_numbers[view->apps[i]] = i;
        json_string(&d->json, names_text(&d->merged->names, d->merged->apps.at[view->apps[i]].name));
    }
    json_end(&d->json);
}

/* What each app says of the share: how it uses it, and where it uses all of it. */
static void put_rows(struct document *d, const struct merged_key *key)
{
    json_key(&d->json, TEXT("apps"));
    json_array(&d->json);
    for (uint32_t r = 0; r < key->row_count; r++) {
        const struct merged_row *row = key->rows[r];
        json_object(&d->json);
        put_count(d, "app", d->app_numbers[row->app]);
        put_set(d, "missing", row->facts.missing);
        json_put_text(&d->json, "mode", text_of(usage_mode_name((enum usage_mode)row->facts.mode)));
        put_set(d, "places", row->whole_places);
        put_set(d, "required", row->facts.required);
        put_set(d, "versions", row->facts.versions);
        json_key(&d->json, TEXT("why"));
        const char *why = usage_mode_reason((enum usage_mode)row->facts.mode, row->facts.at_least);
        if (*why) json_string(&d->json, text_of(why));
        else json_null(&d->json);
        json_end(&d->json);
    }
    json_end(&d->json);
}

static void put_exports(struct document *d, const struct merged_key *key)
{
    static const char *const states[] = {
        [MERGED_UNUSED] = "unused", [MERGED_POSSIBLY] = "possibly", [MERGED_USED] = "used"};
    uint32_t count, u = 0;
    const struct merged_user *users = merged_view_users(key, d->overview->arena, &count);
    json_key(&d->json, TEXT("exports"));
    json_array(&d->json);
    for (uint32_t e = 0; e < key->export_count; e++) {
        json_object(&d->json);
        json_put_text(&d->json, "name", names_text(&d->merged->names, key->exports[e].name));
        json_put_text(&d->json, "state", text_of(states[key->exports[e].state]));
        json_key(&d->json, TEXT("users"));
        json_array(&d->json);
        for (; u < count && users[u].export == e; u++) {
            json_object(&d->json);
            put_count(d, "app", d->app_numbers[users[u].row->app]);
            put_set(d, "places", users[u].places);
            json_end(&d->json);
        }
        json_end(&d->json);
        json_end(&d->json);
    }
    json_end(&d->json);
}

static void put_shares(struct document *d)
{
    const struct merged_view *view = d->overview->view;
    struct buffer obstacle;
    buffer_init(&obstacle);
    json_key(&d->json, TEXT("shares"));
    json_array(&d->json);
    for (uint32_t k = 0; k < view->key_count; k++) {
        const struct merged_key *key = &view->keys[k];
        json_object(&d->json);
        put_set(d, "aliases", key->aliases);
        put_rows(d, key);
        put_exports(d, key);
        json_key(&d->json, TEXT("keptWholeBecause"));
        buffer_clear(&obstacle);
        merged_put_obstacle(view, key, &obstacle);
        if (obstacle.length) json_string(&d->json, buffer_text(&obstacle));
        else json_null(&d->json);
        json_put_text(&d->json, "key", names_text(&d->merged->names, key->key));
        put_set(d, "locked", key->locked);
        json_put_text(&d->json, "mode", text_of(usage_mode_name((enum usage_mode)key->mode)));
        put_set(d, "scopes", key->scopes);
        put_set(d, "versions", key->versions);
        json_end(&d->json);
    }
    json_end(&d->json);
    buffer_release(&obstacle);
}

static void put_size(struct document *d, const char *name, size_t raw, size_t gzip)
{
    json_key(&d->json, text_of(name));
    json_flat_object(&d->json);
    put_count(d, "gzip", gzip);
    put_count(d, "raw", raw);
    json_end(&d->json);
}

static void put_chunk(struct document *d, const struct overview_chunk *chunk)
{
    json_object(&d->json);
    put_size(d, "after", chunk->kept, chunk->kept_gzip);
    put_size(d, "before", chunk->bytes, chunk->gzip);
    json_put_text(&d->json, "file", chunk->file);
    json_key(&d->json, TEXT("keys"));
    json_array(&d->json);
    for (uint32_t k = 0; k < chunk->keys.count; k++) json_string(&d->json, chunk->keys.at[k]);
    json_end(&d->json);
    json_key(&d->json, TEXT("modules"));
    json_array(&d->json);
    for (uint32_t m = 0; m < chunk->simulation.module_count; m++) {
        const struct prune_module *module = &chunk->simulation.modules[m];
        json_flat_object(&d->json);
        put_count(d, "after", module->kept);
        put_count(d, "before", module->bytes);
        json_put_text(&d->json, "id", module->id);
        json_end(&d->json);
    }
    json_end(&d->json);
    json_key(&d->json, TEXT("notes"));
    json_array(&d->json);
    for (uint32_t n = 0; n < chunk->result.note_count; n++) {
        json_object(&d->json);
        json_put_text(&d->json, "about", chunk->result.notes[n].about);
        json_put_text(&d->json, "reason", chunk->result.notes[n].reason);
        json_end(&d->json);
    }
    json_end(&d->json);
    json_end(&d->json);
}

void overview_json(const struct overview *overview, bool on_one_line, struct buffer *out)
{
    struct document d = {.overview = overview, .merged = overview->view->merged};
    json_writer_init(&d.json, out);
    if (on_one_line) json_flat_object(&d.json);
    else json_object(&d.json);
    put_apps(&d);
    json_key(&d.json, TEXT("chunks"));
    json_array(&d.json);
    for (uint32_t i = 0; i < overview->chunks.count; i++) put_chunk(&d, &overview->chunks.at[i]);
    json_end(&d.json);
    put_set(&d, "missing", overview->view->missing);
    put_count(&d, "overview", 1);
    put_shares(&d);
    json_end(&d.json);
    if (!on_one_line) json_finish(&d.json);
}
