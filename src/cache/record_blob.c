#include "cache/record_blob.h"

#include <assert.h>

enum { ALIGNMENT = 16 };

struct string_place {
    uint32_t offset, length; /* in the bytes behind the places */
};

/* Every table is a pointer and a number, one behind the other from `strings` to the end of the record. */
enum table_number {
#define TABLE(rows, count) TABLE_##rows,
#include "model/record_tables.def"
#undef TABLE
    TABLE_COUNT
};

struct table_shape {
    const void *rows;
    uint32_t count;
};

#define IS_AT(rows, count, number)                                                                                \
    (offsetof(struct record, rows) == offsetof(struct record, strings) + (number) * sizeof(struct table_shape) && \
     offsetof(struct record, count) == offsetof(struct record, rows) + sizeof(void *))
static_assert(IS_AT(strings, string_count, 0), "the strings are a table too");
#define TABLE(rows, count)                                                                                       \
    static_assert(IS_AT(rows, count, TABLE_##rows + 1), "model/record_tables.def is not in the order of struct " \
                                                        "record");
#include "model/record_tables.def"
#undef TABLE
static_assert(
    sizeof(struct record) == offsetof(struct record, strings) + (TABLE_COUNT + 1) * sizeof(struct table_shape),
    "a table of struct record is missing in model/record_tables.def, or something else stands behind the tables");

/* ---------------------------------------------------------------------------------------------- writing */

static void put_padding(struct buffer *out)
{
    while (out->length % ALIGNMENT) buffer_put_char(out, '\0');
}

static void put_bytes(struct buffer *out, const void *bytes, size_t size)
{
    buffer_put(out, (struct text){bytes, size});
    put_padding(out);
}

static void put_strings(const struct record *record, struct buffer *out)
{
    uint32_t offset = 0;
    for (uint32_t i = 0; i < record->string_count; i++) {
        struct string_place place = {offset, (uint32_t)record->strings[i].length};
        buffer_put(out, (struct text){(const char *)&place, sizeof place});
        offset += place.length;
    }
    for (uint32_t i = 0; i < record->string_count; i++) buffer_put(out, record->strings[i]);
    put_padding(out);
}

void record_blob_put(const struct record *record, struct buffer *out)
{
    struct record plain;
    memcpy(&plain, record, sizeof plain);
    plain.strings = NULL;
#define TABLE(rows, count) plain.rows = NULL;
#include "model/record_tables.def"
#undef TABLE
    put_bytes(out, &plain, sizeof plain);
#define TABLE(rows, count) put_bytes(out, record->rows, sizeof *record->rows * record->count);
#include "model/record_tables.def"
#undef TABLE
    put_strings(record, out);
}

/* ---------------------------------------------------------------------------------------------- reading */

struct reading {
    struct text blob;
    size_t next;
    bool good;
};

/* The next `count` rows of `size` bytes. */
static const void *take(struct reading *reading, uint64_t count, size_t size)
{
    uint64_t bytes = count * size; /* both below 2^32 */
    if (!reading->good || bytes > reading->blob.length - reading->next) {
        reading->good = false;
        return NULL;
    }
    const char *rows = reading->blob.at + reading->next;
    size_t padded = ((size_t)bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t left = reading->blob.length - reading->next;
    reading->next += padded < left ? padded : left;
    return rows;
}

static const struct text *take_strings(struct reading *reading, struct arena *arena, uint32_t count)
{
    const struct string_place *places = NULL;
    uint64_t bytes = (uint64_t)count * sizeof *places;
    if (!reading->good || count == 0 || bytes > reading->blob.length - reading->next) return NULL;
    places = (const void *)(reading->blob.at + reading->next);
    struct text all = text_slice(reading->blob, reading->next + (size_t)bytes, reading->blob.length);
    struct text *strings = ARENA_ARRAY(arena, struct text, count);
    for (uint32_t i = 0; i < count; i++) {
        if ((uint64_t)places[i].offset + places[i].length > all.length) return NULL;
        strings[i] = (struct text){all.at + places[i].offset, places[i].length};
    }
    return strings;
}

const struct record *record_blob_read(struct arena *arena, struct text blob)
{
    struct reading reading = {blob, 0, true};
    const void *plain = take(&reading, 1, sizeof(struct record));
    if (!plain) return NULL;
    struct record *record = ARENA_NEW(arena, struct record);
    memcpy(record, plain, sizeof *record);
#define TABLE(rows, count) record->rows = take(&reading, record->count, sizeof *record->rows);
#include "model/record_tables.def"
#undef TABLE
    record->strings = take_strings(&reading, arena, record->string_count);
    return record->strings ? record : NULL;
}
