#include "report/share_table.h"

#include "base/json_write.h"
#include "base/table.h"
#include "report/share_usage_json.h"

struct share_counts share_row_counts(const struct share_row *row)
{
    struct share_counts counts = {0};
    for (uint32_t i = 0; i < row->export_count; i++) {
        if (!row->exports[i].provided) continue;
        counts.provided++;
        counts.used += row->mode != SHARE_EXACT || row->exports[i].used || row->exports[i].possibly;
    }
    return counts;
}

void share_row_obstacle(const struct share_row *row, struct buffer *out)
{
    if (row->mode == SHARE_NO_FALLBACK) {
        buffer_put_string(out, "the app has no copy of it");
    } else if (row->whole_place_count) {
        share_place_put(&row->whole_places[0], true, out);
        if (row->whole_place_count > 1) buffer_format(out, " and %u more", row->whole_place_count - 1);
    } else if (row->mode != SHARE_EXACT) {
        buffer_put_string(out, "the names of its exports are not known");
    } else {
        for (uint32_t i = 0; i < row->export_count; i++) {
            if (!row->exports[i].possibly) continue;
            buffer_put_string(out, "the app also imports it past its share key");
            break;
        }
    }
}

static void put_obstacle(const struct share_row *row, const struct share_size *size, struct buffer *out)
{
    if (size->refused) buffer_put_string(out, "it has no chunk (M701)");
    else share_row_obstacle(row, out);
}

void share_table_text(const struct share_usage *usage, const struct share_size *sizes, struct buffer *out)
{
    struct arena arena;
    arena_init(&arena);
    struct table table;
    table_init(&table, &arena, 6);
    table.right[2] = table.right[3] = table.right[4] = true;
    table_cell(&table, TEXT("share key"));
    table_cell(&table, TEXT("version"));
    table_cell(&table, TEXT("used / exports"));
    table_cell(&table, TEXT("bytes kept"));
    table_cell(&table, TEXT("bytes"));
    table_cell(&table, TEXT("not shakeable because of"));

    struct buffer obstacle;
    buffer_init(&obstacle);
    bool any_obstacle = false;
    for (uint32_t i = 0; i < usage->row_count; i++) {
        const struct share_row *row = &usage->rows[i];
        struct share_counts counts = share_row_counts(row);
        if (text_is(row->scope, "default")) table_cell(&table, row->key);
        else table_cell_format(&table, "%.*s (%.*s)", TEXT_ARGS(row->key), TEXT_ARGS(row->scope));
        table_cell(&table, row->provided ? row->version : TEXT("-"));
        if (row->mode == SHARE_NO_FALLBACK) table_cell_format(&table, "%u / ?", row->export_count);
        else table_cell_format(&table, "%u / %u", counts.used, counts.provided);
        if (sizes[i].kept_known) table_cell_count(&table, sizes[i].kept);
        else table_cell(&table, TEXT("-"));
        if (sizes[i].known) table_cell_count(&table, sizes[i].bytes);
        else table_cell(&table, TEXT("-"));
        buffer_clear(&obstacle);
        put_obstacle(row, &sizes[i], &obstacle);
        any_obstacle = any_obstacle || obstacle.length;
        table_cell(&table, buffer_text(&obstacle));
    }
    if (!any_obstacle) table.cells[5] = TEXT("");
    table_put(&table, out);
    buffer_release(&obstacle);
    table_release(&table);
    arena_release(&arena);
}

void share_table_json(const struct share_usage *usage, const struct share_size *sizes, struct buffer *out)
{
    struct json_writer json;
    struct buffer obstacle;
    buffer_init(&obstacle);
    json_writer_init(&json, out);
    json_array(&json);
    for (uint32_t i = 0; i < usage->row_count; i++) {
        const struct share_row *row = &usage->rows[i];
        struct share_counts counts = share_row_counts(row);
        buffer_clear(&obstacle);
        put_obstacle(row, &sizes[i], &obstacle);
        json_object(&json);
        json_put_count_or_null(&json, "bytes", sizes[i].known, sizes[i].bytes);
        json_put_count_or_null(&json, "bytesKept", sizes[i].kept_known, sizes[i].kept);
        json_put_text(&json, "key", row->key);
        json_put_text_or_null(&json, "notShakeableBecauseOf", buffer_text(&obstacle));
        json_put_count(&json, "provided", counts.provided);
        json_put_text(&json, "scope", row->scope);
        json_put_count(&json, "used", counts.used);
        json_put_text_or_null(&json, "version", row->provided ? row->version : TEXT(""));
        json_end(&json);
    }
    json_end(&json);
    json_finish(&json);
    buffer_release(&obstacle);
}
