#include "report/merged_table.h"

#include "base/json_write.h"
#include "base/table.h"

void merged_put_set(const struct merged *merged, name_id set, struct buffer *out)
{
    size_t start = out->length;
    for (struct text rest = names_text(&merged->names, set), item; text_set_next(&rest, &item);) {
        if (out->length > start) buffer_put_string(out, ", ");
        buffer_put(out, item);
    }
}

static bool is_as_inexact(const struct merged_row *row, const struct merged_key *key)
{
    return row->facts.mode == key->mode && row->facts.at_least == key->at_least;
}

/* The first row of `key` or its aliases that is as inexact as the key. */
static const struct merged_row *least_exact_row(const struct merged_view *view, const struct merged_key *key)
{
    for (uint32_t r = 0; r < key->row_count; r++) {
        if (is_as_inexact(key->rows[r], key)) return key->rows[r];
    }
    for (struct text rest = names_text(&view->merged->names, key->aliases), alias; text_set_next(&rest, &alias);) {
        const struct merged_key *other = merged_view_find(view, alias);
        for (uint32_t r = 0; r < other->row_count; r++) {
            if (is_as_inexact(other->rows[r], key)) return other->rows[r];
        }
    }
    return NULL;
}

void merged_put_obstacle(const struct merged_view *view, const struct merged_key *key, struct buffer *out)
{
    const struct merged *merged = view->merged;
    if (key->locked) {
        buffer_put_string(out, "no report is given of ");
        merged_put_set(merged, key->locked, out);
        return;
    }
    const struct merged_row *row = key->mode == USAGE_EXACT ? NULL : least_exact_row(view, key);
    if (!row) return;
    struct text app = names_text(&merged->names, merged->apps.at[row->app].name);
    buffer_format(out, "%.*s %s", TEXT_ARGS(app), usage_mode_reason((enum usage_mode)key->mode, key->at_least));
    struct text rest = names_text(&merged->names, row->whole_places), place;
    if (text_set_next(&rest, &place)) buffer_format(out, ": %.*s", TEXT_ARGS(place));
}

static uint32_t count_kept(const struct merged_key *key)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < key->export_count; i++) count += key->exports[i].state != MERGED_UNUSED;
    return count;
}

void merged_table_text(const struct merged_view *view, struct buffer *out)
{
    struct arena arena;
    struct table table;
    struct buffer cell;
    arena_init(&arena);
    buffer_init(&cell);
    table_init(&table, &arena, 5);
    table.right[2] = table.right[3] = true;
    table_cell(&table, TEXT("share key"));
    table_cell(&table, TEXT("versions"));
    table_cell(&table, TEXT("apps"));
    table_cell(&table, TEXT("used / exports"));
    table_cell(&table, TEXT("kept whole because"));
    bool any_obstacle = false;
    for (uint32_t i = 0; i < view->key_count; i++) {
        const struct merged_key *key = &view->keys[i];
        table_cell(&table, names_text(&view->merged->names, key->key));
        buffer_clear(&cell);
        merged_put_set(view->merged, key->versions, &cell);
        table_cell(&table, cell.length ? buffer_text(&cell) : TEXT("-"));
        table_cell_count(&table, key->row_count);
        table_cell_format(&table, "%u / %u", count_kept(key), key->export_count);
        buffer_clear(&cell);
        merged_put_obstacle(view, key, &cell);
        any_obstacle = any_obstacle || cell.length;
        table_cell(&table, buffer_text(&cell));
    }
    if (!any_obstacle) table.cells[4] = TEXT("");
    table_put(&table, out);
    buffer_release(&cell);
    table_release(&table);
    arena_release(&arena);
}

static void write_set(struct json_writer *json, const struct merged *merged, const char *name, name_id set)
{
    json_key(json, text_of(name));
    json_flat_array(json);
    for (struct text rest = names_text(&merged->names, set), item; text_set_next(&rest, &item);)
        json_string(json, item);
    json_end(json);
}

void merged_table_json(const struct merged_view *view, struct buffer *out)
{
    struct json_writer json;
    struct buffer obstacle;
    buffer_init(&obstacle);
    json_writer_init(&json, out);
    json_array(&json);
    for (uint32_t i = 0; i < view->key_count; i++) {
        const struct merged_key *key = &view->keys[i];
        buffer_clear(&obstacle);
        merged_put_obstacle(view, key, &obstacle);
        json_object(&json);
        json_put_count(&json, "apps", key->row_count);
        json_put_count(&json, "exports", key->export_count);
        json_put_text(&json, "key", names_text(&view->merged->names, key->key));
        json_key(&json, TEXT("keptWholeBecause"));
        if (obstacle.length) json_string(&json, buffer_text(&obstacle));
        else json_null(&json);
        write_set(&json, view->merged, "locked", key->locked);
        write_set(&json, view->merged, "scopes", key->scopes);
        json_put_count(&json, "used", count_kept(key));
        write_set(&json, view->merged, "versions", key->versions);
        json_end(&json);
    }
    json_end(&json);
    json_finish(&json);
    buffer_release(&obstacle);
}
