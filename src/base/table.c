#include "base/table.h"

#include "base/escape.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "base/vec.h"

void table_init(struct table *table, struct arena *arena, uint32_t columns)
{
    *table = (struct table){.arena = arena, .columns = columns};
}

void table_release(struct table *table)
{
    memory_free(table->cells);
    *table = (struct table){0};
}

void table_cell(struct table *table, struct text t)
{
    struct buffer escaped;
    buffer_init(&escaped);
    escape_text(&escaped, t, false);
    if (table->count == table->capacity) table->cells = vec_grow(table->cells, &table->capacity, sizeof *table->cells);
    table->cells[table->count++] = arena_copy(table->arena, buffer_text(&escaped));
    buffer_release(&escaped);
}

void table_cell_format(struct table *table, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    table_cell(table, arena_format_list(table->arena, format, args));
    va_end(args);
}

void table_cell_count(struct table *table, uint64_t count)
{
    char digits[32], *at = digits + sizeof digits;
    unsigned written = 0;
    do {
        if (written && written % 3 == 0) *--at = ',';
        *--at = (char)('0' + count % 10);
        written++;
    } while (count /= 10);
    table_cell(table, (struct text){at, (size_t)(digits + sizeof digits - at)});
}

static size_t width_of(struct text t)
{
    size_t width = 0;
    for (size_t offset = 0; offset < t.length; width++) utf8_next(t, &offset);
    return width;
}

static void put_blanks(struct buffer *out, size_t count)
{
    while (count--) buffer_put_char(out, ' ');
}

void table_put(struct table *table, struct buffer *out)
{
    if (table->columns == 0) return;
    while (table->count % table->columns) table_cell(table, TEXT(""));
    size_t widths[TABLE_COLUMNS] = {0};
    for (uint32_t i = 0; i < table->count; i++) {
        size_t width = width_of(table->cells[i]);
        if (width > widths[i % table->columns]) widths[i % table->columns] = width;
    }
    size_t owed = 0; /* blanks that are only put when something follows them */
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t column = i % table->columns;
        size_t blanks = widths[column] - width_of(table->cells[i]);
        if (table->right[column]) owed += blanks;
        if (table->cells[i].length) {
            put_blanks(out, owed);
            owed = 0;
            buffer_put(out, table->cells[i]);
        }
        if (!table->right[column]) owed += blanks;
        owed += 2;
        if (column + 1 == table->columns) {
            buffer_put_char(out, '\n');
            owed = 0;
        }
    }
}
