/* A table for people: columns as wide as their widest cell, two blanks between them. */
#ifndef MFSHAKE_BASE_TABLE_H
#define MFSHAKE_BASE_TABLE_H

#include "base/arena.h"
#include "base/buffer.h"

enum { TABLE_COLUMNS = 12 };

struct table {
    struct arena *arena;
    uint32_t columns;
    bool right[TABLE_COLUMNS]; /* the column's cells stand to the right: numbers */
    struct text *cells;        /* row by row */
    uint32_t count, capacity;
};

/* A table of `columns` columns whose cells live in `arena`. */
void table_init(struct table *table, struct arena *arena, uint32_t columns);
void table_release(struct table *table);

/* Adds the next cell; `t` is escaped (base/escape.h) and copied. */
void table_cell(struct table *table, struct text t);
void table_cell_format(struct table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A number with a comma at every three digits. */
void table_cell_count(struct table *table, uint64_t count);

/* Puts the rows, without blanks at line ends. A row that is not full is filled up with empty cells. */
void table_put(struct table *table, struct buffer *out);

#endif
