#include "base/text_position.h"

#include "base/utf8.h"

/* Over one character; a CR before an LF ends no line, the LF does. */
static inline void step(struct text_position *position, struct text t)
{
    unsigned char first = (unsigned char)t.at[position->offset];
    if (first < 0x80) {
        position->offset++;
        bool ends_line =
            first == '\n' || (first == '\r' && !(position->offset < t.length && t.at[position->offset] == '\n'));
        position->line += ends_line;
        position->column = ends_line ? 0 : position->column + 1;
        return;
    }
    uint32_t c = utf8_next(t, &position->offset);
    if (c == 0x2028 || c == 0x2029) {
        position->line++;
        position->column = 0;
    } else {
        position->column += c != UTF8_INVALID && c > 0xFFFF ? 2 : 1;
    }
}

void text_position_advance(struct text_position *position, struct text t, size_t offset)
{
    while (position->offset < offset) step(position, t);
}

bool text_position_seek(struct text_position *position, struct text t, uint32_t line, uint32_t column)
{
    while (position->line < line) {
        if (position->offset >= t.length) return false;
        step(position, t);
    }
    if (position->line > line) return false;
    while (position->column < column) {
        if (position->offset >= t.length) return false;
        step(position, t);
        if (position->line != line) return false;
    }
    return position->column == column;
}
