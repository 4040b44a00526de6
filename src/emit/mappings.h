/* The string "mappings" of a source map ↔ its segments, one by one.
 *
 * A segment says of the generated text from its place on, to the next segment or the end of the line, where it comes from; one without a source says that it comes from
 * nowhere. Lines and columns count from 0, columns in UTF-16 units (text_position.h).
 */
#ifndef MFSHAKE_EMIT_MAPPINGS_H
#define MFSHAKE_EMIT_MAPPINGS_H

#include "base/buffer.h"

#define SEGMENT_NONE UINT32_MAX

struct mapping {
    uint32_t line, column; /* in the generated text */
    uint32_t source;       /* an index into "sources"; SEGMENT_NONE: none, and all below has no meaning */
    uint32_t source_line, source_column;
    uint32_t name; /* an index into "names", or SEGMENT_NONE */
};

/* ---------------------------------------------------------------------------------------------- reading */

struct mappings_reader {
    struct text text;
    size_t at;
    uint32_t source_count, name_count;
    struct mapping last; /* what the numbers of the next segment are relative to */
};

/* The counts are of the map's lists: an index beyond them is damage. */
void mappings_reader_init(struct mappings_reader *reader, struct text text, uint32_t source_count, uint32_t name_count);

enum mappings_step { MAPPINGS_NEXT, MAPPINGS_END, MAPPINGS_DAMAGED };

/* The next segment. Damaged: what stands there is no segment, refers to nothing, or stands before the one before it. */
enum mappings_step mappings_next(struct mappings_reader *reader, struct mapping *mapping);

/* ---------------------------------------------------------------------------------------------- writing */

struct mappings_writer {
    struct buffer *out;
    struct mapping last;
    bool has_segment; /* on the line of `last` */
    bool is_mapped;   /* what follows the last segment on its line comes from somewhere */
};

void mappings_writer_init(struct mappings_writer *writer, struct buffer *out);

/* Puts a segment; they come in the order of their places. */
void mappings_put(struct mappings_writer *writer, const struct mapping *mapping);

/* Says that the text from here on comes from nowhere, unless that is so already. */
void mappings_put_end(struct mappings_writer *writer, uint32_t line, uint32_t column);

#endif
