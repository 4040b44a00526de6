#include "emit/mappings.h"

#include "emit/vlq.h"

void mappings_reader_init(struct mappings_reader *reader, struct text text, uint32_t source_count, uint32_t name_count)
{
    *reader = (struct mappings_reader){.text = text, .source_count = source_count, .name_count = name_count};
}

/* Adds the number at the reader's place to *field. */
static bool add_next(struct mappings_reader *reader, uint32_t *field)
{
    int32_t difference;
    if (!vlq_next(reader->text, &reader->at, &difference)) return false;
    int64_t sum = (int64_t)*field + difference;
    if (sum < 0 || sum >= SEGMENT_NONE) return false;
    *field = (uint32_t)sum;
    return true;
}

static bool is_at_end_of_segment(const struct mappings_reader *reader)
{
    return reader->at >= reader->text.length || reader->text.at[reader->at] == ',' ||
           reader->text.at[reader->at] == ';';
}

enum mappings_step mappings_next(struct mappings_reader *reader, struct mapping *mapping)
{
    struct mapping *last = &reader->last;
    for (; reader->at < reader->text.length; reader->at++) {
        char c = reader->text.at[reader->at];
        if (c == ';') {
            last->line++;
            last->column = 0;
        } else if (c != ',') {
            break;
        }
    }
    if (reader->at >= reader->text.length) return MAPPINGS_END;
    uint32_t column = last->column;
    if (!add_next(reader, &last->column) || last->column < column) return MAPPINGS_DAMAGED;
    *mapping = *last;
    mapping->source = mapping->name = SEGMENT_NONE;
    if (is_at_end_of_segment(reader)) return MAPPINGS_NEXT;
    if (!add_next(reader, &last->source) || !add_next(reader, &last->source_line) ||
        !add_next(reader, &last->source_column) || last->source >= reader->source_count)
        return MAPPINGS_DAMAGED;
    *mapping = *last;
    mapping->name = SEGMENT_NONE;
    if (is_at_end_of_segment(reader)) return MAPPINGS_NEXT;
    if (!add_next(reader, &last->name) || last->name >= reader->name_count || !is_at_end_of_segment(reader))
        return MAPPINGS_DAMAGED;
    mapping->name = last->name;
    return MAPPINGS_NEXT;
}

void mappings_writer_init(struct mappings_writer *writer, struct buffer *out)
{
    *writer = (struct mappings_writer){.out = out};
}

static char *put_difference(char *at, uint32_t *last, uint32_t now)
{
    at = vlq_write(at, (int32_t)((int64_t)now - *last));
    *last = now;
    return at;
}

void mappings_put(struct mappings_writer *writer, const struct mapping *mapping)
{
    struct mapping *last = &writer->last;
    char segment[1 + 5 * VLQ_LONGEST], *at = segment;
    for (; last->line < mapping->line; last->line++) {
        buffer_put_char(writer->out, ';');
        last->column = 0;
        writer->has_segment = false;
    }
    if (writer->has_segment) *at++ = ',';
    at = put_difference(at, &last->column, mapping->column);
    if (mapping->source != SEGMENT_NONE) {
        at = put_difference(at, &last->source, mapping->source);
        at = put_difference(at, &last->source_line, mapping->source_line);
        at = put_difference(at, &last->source_column, mapping->source_column);
        if (mapping->name != SEGMENT_NONE) at = put_difference(at, &last->name, mapping->name);
    }
    buffer_put(writer->out, (struct text){segment, (size_t)(at - segment)});
    writer->has_segment = true;
    writer->is_mapped = mapping->source != SEGMENT_NONE;
}

void mappings_put_end(struct mappings_writer *writer, uint32_t line, uint32_t column)
{
    bool is_mapped = writer->is_mapped && writer->has_segment && writer->last.line == line;
    if (!is_mapped) return;
    struct mapping end = {.line = line, .column = column, .source = SEGMENT_NONE, .name = SEGMENT_NONE};
    mappings_put(writer, &end);
}
