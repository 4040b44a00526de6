#include "cli/prune_summary.h"

#include "base/escape.h"
#include "base/json_write.h"
#include "base/table.h"

static struct text own(struct mfshake_text t)
{
    return (struct text){t.at, t.length};
}

static struct mfshake_pruned_key key_of(const struct mfshake_pruned *pruned, uint32_t index)
{
    struct mfshake_pruned_key key = {.size = sizeof key};
    mfshake_pruned_key_get(pruned, index, &key);
    return key;
}

/* ---------------------------------------------------------------------------------------------- text */

/* "-12 %", or nothing for an empty chunk. */
static void put_change(struct table *table, size_t before, size_t after)
{
    if (before == 0) {
        table_cell(table, TEXT(""));
        return;
    }
    bool less = after < before;
    size_t difference = less ? before - after : after - before;
    size_t percent = (difference * 100 + before / 2) / before;
    table_cell_format(table, "%s%zu %%", percent == 0 ? "" : less ? "-" : "+", percent);
}

static void put_chunk_cells(struct table *table, const struct chunk_file *file)
{
    const struct mfshake_pruned *pruned = file->pruned;
    table_cell_format(table, "%u / %u", mfshake_pruned_modules_after(pruned), mfshake_pruned_modules_before(pruned));
    table_cell_count(table, file->source.length);
    table_cell_count(table, file->output.length);
    put_change(table, file->source.length, file->output.length);
}

/* A row for each key of the chunk; what belongs to the chunk as a whole stands in the first one. */
static void put_rows(struct table *table, const struct chunk_file *file)
{
    uint32_t count = mfshake_pruned_key_count(file->pruned);
    for (uint32_t i = 0; i < count; i++) {
        struct mfshake_pruned_key key = key_of(file->pruned, i);
        table_cell(table, own(key.key));
        table_cell(table, i ? TEXT("") : file->shown);
        table_cell_format(table, "%u / %u", key.kept + key.undecided, key.kept + key.undecided + key.removed);
        table_cell_count(table, key.undecided);
        if (i == 0) put_chunk_cells(table, file);
        for (int empty = 0; i && empty < 4; empty++) table_cell(table, TEXT(""));
        table_cell(table, own(key.reason));
    }
    if (count) return;
    table_cell(table, TEXT("-"));
    table_cell(table, file->shown);
    table_cell(table, TEXT("-"));
    table_cell(table, TEXT("-"));
    put_chunk_cells(table, file);
    table_cell(table, TEXT("nothing in it is annotated"));
}

static void put_notes(const struct chunk_file *file, struct buffer *out)
{
    for (uint32_t i = 0; i < mfshake_pruned_note_count(file->pruned); i++) {
        escape_text(out, file->shown, false);
        buffer_put_string(out, ": ");
        escape_text(out, own(mfshake_pruned_note_about(file->pruned, i)), false);
        buffer_put_string(out, ": ");
        escape_text(out, own(mfshake_pruned_note_reason(file->pruned, i)), false);
        buffer_put_char(out, '\n');
    }
}

void prune_summary_text(const struct chunk_files *files, bool with_notes, struct arena *arena, struct buffer *out)
{
    static const char *const heads[] = {"share key",   "chunk",        "exports kept",
                                        "undecided",   "modules kept", "bytes before",
                                        "bytes after", "change",       "kept whole because"};
    enum { COLUMNS = sizeof heads / sizeof *heads };
    struct table table;
    table_init(&table, arena, COLUMNS);
    for (uint32_t i = 0; i < COLUMNS; i++) {
        table_cell(&table, text_of(heads[i]));
        table.right[i] = i >= 2 && i + 1 < COLUMNS;
    }
    for (uint32_t i = 0; i < files->count; i++) put_rows(&table, &files->at[i]);
    bool any_reason = false;
    for (uint32_t i = 2 * COLUMNS - 1; i < table.count; i += COLUMNS) any_reason = any_reason || table.cells[i].length;
    if (!any_reason) table.cells[COLUMNS - 1] = TEXT("");
    table_put(&table, out);
    table_release(&table);
    for (uint32_t i = 0; i < files->count && with_notes; i++) put_notes(&files->at[i], out);
}

/* ---------------------------------------------------------------------------------------------- JSON */

static void write_keys(struct json_writer *json, const struct mfshake_pruned *pruned)
{
    json_key(json, TEXT("keys"));
    json_array(json);
    for (uint32_t i = 0; i < mfshake_pruned_key_count(pruned); i++) {
        struct mfshake_pruned_key key = key_of(pruned, i);
        json_object(json);
        json_put_count(json, "exportsKept", key.kept);
        json_put_count(json, "exportsRemoved", key.removed);
        json_put_count(json, "exportsUndecided", key.undecided);
        json_put_text(json, "key", own(key.key));
        if (key.reason.length) json_put_text(json, "keptWholeBecause", own(key.reason));
        json_end(json);
    }
    json_end(json);
}

static void write_notes(struct json_writer *json, const struct mfshake_pruned *pruned)
{
    json_key(json, TEXT("notes"));
    json_array(json);
    for (uint32_t i = 0; i < mfshake_pruned_note_count(pruned); i++) {
        json_object(json);
        json_put_text(json, "about", own(mfshake_pruned_note_about(pruned, i)));
        json_put_text(json, "reason", own(mfshake_pruned_note_reason(pruned, i)));
        json_end(json);
    }
    json_end(json);
}

void prune_summary_json(const struct chunk_files *files, bool with_notes, struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_array(&json);
    for (uint32_t i = 0; i < files->count; i++) {
        const struct chunk_file *file = &files->at[i];
        json_object(&json);
        json_put_count(&json, "bytesAfter", file->output.length);
        json_put_count(&json, "bytesBefore", file->source.length);
        json_put_text(&json, "chunk", file->shown);
        write_keys(&json, file->pruned);
        json_put_count(&json, "modulesAfter", mfshake_pruned_modules_after(file->pruned));
        json_put_count(&json, "modulesBefore", mfshake_pruned_modules_before(file->pruned));
        if (with_notes) write_notes(&json, file->pruned);
        json_end(&json);
    }
    json_end(&json);
    json_finish(&json);
}
