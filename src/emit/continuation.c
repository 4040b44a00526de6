#include "emit/continuation.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool has_comment_marker(struct text line)
{
    return text_find(line, TEXT("//"), 0) != TEXT_NOWHERE || text_find(line, TEXT("/*"), 0) != TEXT_NOWHERE ||
           text_find(line, TEXT("*/"), 0) != TEXT_NOWHERE;
}

static uint32_t line_start(struct text source, uint32_t offset)
{
    while (offset > 0 && !is_line_end(source.at[offset - 1])) offset--;
    return offset;
}

bool continuation_possible(struct text source, uint32_t offset)
{
    bool crossed_line = false;
    while (offset > 0 && (is_blank(source.at[offset - 1]) || is_line_end(source.at[offset - 1]))) {
        offset--;
        crossed_line |= is_line_end(source.at[offset]);
    }
    if (offset == 0) return false;
    char before = source.at[offset - 1];
    if ((unsigned char)before >= 0x80) return true; /* maybe a line separator */
    bool ends_comment = before == '/' && offset > 1 && source.at[offset - 2] == '*';
    if (!crossed_line && !ends_comment) return false;
    struct text line = text_slice(source, line_start(source, offset), offset);
    if (crossed_line) return has_comment_marker(line) || !strchr("(,;{[=&|?:!~^%<>", before);
    /* A comment on the same line: what stands before it decides. */
    size_t start = text_find(line, TEXT("/*"), 0);
    if (start == TEXT_NOWHERE || text_find(line, TEXT("*/"), 0) + 2 != line.length) return true;
    if (has_comment_marker(text_slice(line, 0, start))) return true;
    return continuation_possible(source, (uint32_t)(line.at + start - source.at));
}
