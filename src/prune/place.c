#include "prune/place.h"

struct diag_place place_next(struct place_walk *walk, uint32_t offset)
{
    struct text before = text_slice(walk->source, 0, offset);
    for (;;) {
        size_t end = text_find_char(before, '\n', walk->offset);
        if (end == TEXT_NOWHERE) break;
        walk->line++;
        walk->offset = walk->line_start = (uint32_t)end + 1;
    }
    walk->offset = offset;
    return (struct diag_place){walk->path, walk->line + 1, offset - walk->line_start + 1};
}
