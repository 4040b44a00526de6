#include "prune/source_map_cut.h"

#include "base/text_position.h"
#include "emit/mappings.h"

/* ---------------------------------------------------------------------------------------------- origins */

void source_map_cut_origins(struct origins *origins, const struct cut_edit *edits, uint32_t count)
{
    struct origins moved;
    origins_init(&moved);
    uint32_t e = 0;
    int64_t shift = 0; /* of what stands behind the edits before e */
    for (uint32_t i = 0; i < origins->list.count; i++) {
        struct origin origin = origins->list.at[i];
        uint32_t end = origin.start + origin.length, at = origin.start;
        while (at < end) {
            for (; e < count && edits[e].end <= at; e++)
                shift += (int64_t)edits[e].replacement.length - (edits[e].end - edits[e].start);
            uint32_t stop = e < count && edits[e].start < end ? edits[e].start : end;
            bool is_whole = at == origin.start && stop == end;
            if (stop > at && (origin.is_copy || is_whole)) {
                struct origin piece = origin;
                piece.start = (uint32_t)(at + shift);
                piece.length = stop - at;
                if (origin.is_copy) {
                    piece.source_start += at - origin.start;
                    piece.source_end = piece.source_start + piece.length;
                }
                vec_push(&moved.list, piece);
            }
            at = stop;
            if (at < end) { /* over the edit that starts here or before */
                uint32_t behind = edits[e].end;
                if (behind == at) { /* an insertion */
                    shift += (int64_t)edits[e].replacement.length;
                    e++;
                }
                at = behind < end ? behind : end;
            }
        }
    }
    origins_release(origins);
    *origins = moved;
}

/* ---------------------------------------------------------------------------------------------- maps */

struct map_cutting {
    const struct source_map *map;
    struct text before, after;
    struct mappings_reader reader;
    struct mapping next; /* the first segment that was not passed */
    bool has_next;
    struct text_position next_at; /* its place in `before` */
    struct mapping active;        /* the last one that was passed */
    bool has_active;
    struct text_position in_before, in_after;
    struct mappings_writer writer;
    struct mapping put;        /* the segment of `before` that was put last */
    uint32_t *new_source;      /* by old index */
    uint32_t *new_name;        /* by old index */
    uint32_t *sources, *names; /* old indexes by new one */
    uint32_t source_count, name_count;
    const char *why;
};

/* Reads the next segment, and finds its place. */
static void read_next(struct map_cutting *c)
{
    c->has_next = false;
    switch (mappings_next(&c->reader, &c->next)) {
    case MAPPINGS_END: return;
    case MAPPINGS_DAMAGED: c->why = "its mappings are damaged"; return;
    case MAPPINGS_NEXT: break;
    }
    c->has_next = text_position_seek(&c->next_at, c->before, c->next.line, c->next.column);
    if (!c->has_next) c->why = "it maps places that the chunk does not have";
}

static void pass_next(struct map_cutting *c)
{
    c->active = c->next;
    c->has_active = true;
    read_next(c);
}

static uint32_t renumber(uint32_t *new_index, uint32_t *list, uint32_t *count, uint32_t index)
{
    if (new_index[index] == SEGMENT_NONE) {
        new_index[index] = *count;
        list[(*count)++] = index;
    }
    return new_index[index];
}

/* Puts what `segment` says, for the place that was reached in `after`. */
static void put(struct map_cutting *c, const struct mapping *segment)
{
    struct mapping mapping = *segment;
    mapping.line = c->in_after.line;
    mapping.column = c->in_after.column;
    if (mapping.source != SEGMENT_NONE)
        mapping.source = renumber(c->new_source, c->sources, &c->source_count, mapping.source);
    if (mapping.name != SEGMENT_NONE) mapping.name = renumber(c->new_name, c->names, &c->name_count, mapping.name);
    mappings_put(&c->writer, &mapping);
    c->put = *segment;
}

/* Is what follows in `after` mapped by `segment` already? */
static bool is_put(const struct map_cutting *c, const struct mapping *segment)
{
    const struct mapping *put = &c->put;
    return c->writer.is_mapped && c->writer.has_segment && c->writer.last.line == c->in_after.line &&
           put->line == segment->line && put->column == segment->column;
}

static bool is_blank_to_line_end(const struct map_cutting *c, uint32_t start, uint32_t end)
{
    uint32_t at = start;
    while (at < end && (c->before.at[at] == ' ' || c->before.at[at] == '\t' || c->before.at[at] == '\r')) at++;
    return at == end || c->before.at[at] == '\n';
}

/* What stands from `start` to `end` of `before` stays. */
static void keep(struct map_cutting *c, uint32_t start, uint32_t end)
{
    text_position_advance(&c->in_before, c->before, start);
    while (c->has_next && c->next_at.offset < start) pass_next(c);
    bool begins_here = c->has_next && c->next_at.offset == start;
    if (!begins_here && !is_blank_to_line_end(c, start, end)) {
        /* A segment ends with its line. */
        bool is_mapped = c->has_active && c->active.line == c->in_before.line && c->active.source != SEGMENT_NONE;
        if (!is_mapped) mappings_put_end(&c->writer, c->in_after.line, c->in_after.column);
        else if (!is_put(c, &c->active)) put(c, &c->active);
    }
    size_t after_start = c->in_after.offset;
    while (c->has_next && c->next_at.offset < end) {
        text_position_advance(&c->in_after, c->after, after_start + (c->next_at.offset - start));
        put(c, &c->next);
        pass_next(c);
    }
    text_position_advance(&c->in_after, c->after, after_start + (end - start));
}

/* What an edit put comes from nowhere. */
static void pass_replacement(struct map_cutting *c, struct text replacement)
{
    if (text_trim(replacement).length) mappings_put_end(&c->writer, c->in_after.line, c->in_after.column);
    text_position_advance(&c->in_after, c->after, c->in_after.offset + replacement.length);
}

static uint32_t *no_indexes(struct arena *arena, uint32_t count)
{
    uint32_t *indexes = ARENA_ARRAY(arena, uint32_t, count + 1);
    memset(indexes, 0xff, count * sizeof *indexes);
    return indexes;
}

static void take_lists(struct arena *arena, const struct map_cutting *c, struct source_map *cut)
{
    struct source_map_source *sources = ARENA_ARRAY(arena, struct source_map_source, c->source_count + 1);
    struct text *names = ARENA_ARRAY(arena, struct text, c->name_count + 1);
    for (uint32_t i = 0; i < c->source_count; i++) sources[i] = c->map->sources[c->sources[i]];
    for (uint32_t i = 0; i < c->name_count; i++) names[i] = c->map->names[c->names[i]];
    cut->sources = sources;
    cut->source_count = c->source_count;
    cut->names = names;
    cut->name_count = c->name_count;
}

const char *source_map_cut(struct arena *arena, const struct source_map *map, struct text before,
                           const struct cut_edit *edits, uint32_t count, struct text after, struct source_map *cut)
{
    struct buffer mappings;
    buffer_init(&mappings);
    struct map_cutting c = {
        .map = map,
        .before = before,
        .after = after,
        .new_source = no_indexes(arena, map->source_count),
        .new_name = no_indexes(arena, map->name_count),
        .sources = ARENA_ARRAY(arena, uint32_t, map->source_count + 1),
        .names = ARENA_ARRAY(arena, uint32_t, map->name_count + 1),
    };
    mappings_reader_init(&c.reader, map->mappings, map->source_count, map->name_count);
    mappings_writer_init(&c.writer, &mappings);
    read_next(&c);
    uint32_t at = 0;
    for (uint32_t e = 0; e < count; e++) {
        if (edits[e].start > at) keep(&c, at, edits[e].start);
        pass_replacement(&c, edits[e].replacement);
        at = edits[e].end;
    }
    if (before.length > at) keep(&c, at, (uint32_t)before.length);
    while (c.has_next) pass_next(&c); /* the end of the chunk may have one; and all are to be looked at */
    *cut = *map;
    cut->mappings = arena_copy(arena, buffer_text(&mappings));
    take_lists(arena, &c, cut);
    buffer_release(&mappings);
    return c.why;
}
