/* The two forms of the overview that are one table. */
#include "base/escape.h"
#include "base/table.h"
#include "overview/overview.h"
#include "report/merged_table.h"

enum { COLUMNS = 8 };
static const char *const titles[COLUMNS] = {"share key", "versions", "apps",       "used / exports",
                                            "bytes",     "kept",     "kept, gzip", "kept whole because"};
static const bool is_number[COLUMNS] = {[2] = true, [3] = true, [4] = true, [5] = true, [6] = true};

static uint32_t count_used(const struct merged_key *key)
{
    uint32_t count = 0;
    for (uint32_t e = 0; e < key->export_count; e++) count += key->exports[e].state != MERGED_UNUSED;
    return count;
}

static void put_size_cells(struct table *table, struct overview_size size)
{
    const size_t numbers[] = {size.bytes, size.kept, size.kept_gzip};
    for (int i = 0; i < 3; i++) {
        if (size.known) table_cell_count(table, numbers[i]);
        else table_cell(table, TEXT("-"));
    }
}

/* The titles, then a row for each share; the last column without a title when it is empty. */
static void fill(const struct overview *overview, struct table *table)
{
    const struct merged_view *view = overview->view;
    struct buffer cell;
    buffer_init(&cell);
    bool any_obstacle = false;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        table->right[i] = is_number[i];
        table_cell(table, text_of(titles[i]));
    }
    for (uint32_t k = 0; k < view->key_count; k++) {
        const struct merged_key *key = &view->keys[k];
        table_cell(table, names_text(&view->merged->names, key->key));
        buffer_clear(&cell);
        merged_put_set(view->merged, key->versions, &cell);
        table_cell(table, cell.length ? buffer_text(&cell) : TEXT("-"));
        table_cell_count(table, key->row_count);
        table_cell_format(table, "%u / %u", count_used(key), key->export_count);
        put_size_cells(table, overview_size_of(overview, key));
        buffer_clear(&cell);
        merged_put_obstacle(view, key, &cell);
        any_obstacle = any_obstacle || cell.length;
        table_cell(table, buffer_text(&cell));
    }
    if (!any_obstacle) table->cells[COLUMNS - 1] = TEXT("");
    buffer_release(&cell);
}

void overview_text(const struct overview *overview, struct buffer *out)
{
    struct table table;
    table_init(&table, overview->arena, COLUMNS);
    fill(overview, &table);
    table_put(&table, out);
    table_release(&table);
}

/* Everything that Markdown or HTML could read as markup is escaped, so that a name is only ever itself. */
static void put_markdown_cell(struct text cell, struct buffer *out)
{
    for (size_t i = 0; i < cell.length; i++) {
        char c = cell.at[i];
        if (c == '<') buffer_put_string(out, "&lt;");
        else if (c == '&') buffer_put_string(out, "&amp;");
        else {
            if (strchr("\\`*_{}[]()#+!|~>@:", c)) buffer_put_char(out, '\\');
            buffer_put_char(out, c);
        }
    }
}

void overview_markdown(const struct overview *overview, struct buffer *out)
{
    struct table table;
    table_init(&table, overview->arena, COLUMNS);
    fill(overview, &table); /* cells are without line ends and control characters */
    for (uint32_t i = 0; i < table.count; i++) {
        buffer_put_string(out, i % COLUMNS ? " | " : "| ");
        put_markdown_cell(table.cells[i], out);
        if ((i + 1) % COLUMNS) continue;
        buffer_put_string(out, " |\n");
        if (i + 1 != COLUMNS) continue;
        for (uint32_t c = 0; c < COLUMNS; c++) buffer_put_string(out, is_number[c] ? "|--:" : "|---");
        buffer_put_string(out, "|\n");
    }
    table_release(&table);
}
