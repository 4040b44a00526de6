#include "emit/origins_map.h"

#include "base/names.h"
#include "base/text_position.h"
#include "emit/literal.h"
#include "emit/mappings.h"
#include "emit/token_walk.h"

static const struct text byte_order_mark = TEXT("\xef\xbb\xbf");

struct mapping_run {
    const struct graph *graph;
    struct text chunk;
    struct arena *arena;
    bool with_content;
    struct mappings_writer writer;
    struct names names;         /* "names" of the map; the first has number 1 */
    struct text_position place; /* in the chunk */
    module_id module;           /* whose source this is: */
    struct text source;         /* without a byte order mark, which no reader of it counts */
    uint32_t source_offset;     /* bytes of that mark */
    struct text_position in_source;
    struct token_walk walk;
    size_t walked_until; /* where what was walked last ends in the source */
    bool is_listed;      /* the module is among the sources */
    VEC(struct source_map_source) sources;
};

/* A module's id as a URL: what would end its path, or begin an escape, is escaped itself. */
static struct text url_of(struct arena *arena, struct text id)
{
    struct buffer out;
    buffer_init(&out);
    for (size_t i = 0; i < id.length; i++) {
        char c = id.at[i];
        if (c == '%' || c == '#' || c == '?' || c == ' ' || c == '\\' || (unsigned char)c < ' ')
            buffer_format(&out, "%%%02X", (unsigned)(unsigned char)c);
        else buffer_put_char(&out, c);
    }
    struct text url = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return url;
}

/* A source that no JSON reader of mfshake takes, or that is none of text, is left out of the map. */
static struct text content_of(struct text source)
{
    struct text nothing = {NULL, 0};
    if (text_find_char(source, '\0', 0) != TEXT_NOWHERE) return nothing;
    return source.length ? source : TEXT("");
}

static void begin_module(struct mapping_run *run, module_id id)
{
    const struct module *module = &run->graph->modules[id];
    run->module = id;
    run->source = module->source;
    run->source_offset = 0;
    if (text_starts_with(run->source, byte_order_mark)) {
        run->source_offset = (uint32_t)byte_order_mark.length;
        run->source = text_slice(run->source, run->source_offset, run->source.length);
    }
    run->in_source = (struct text_position){0};
    token_walk_init(&run->walk);
    run->walked_until = 0;
    run->is_listed = false;
}

/* The number of the identifier that starts at `offset` of the source. */
static uint32_t name_at(struct mapping_run *run, size_t offset)
{
    size_t end = offset;
    while (end < run->source.length && literal_is_name_byte(run->source.at[end])) end++;
    struct text word = text_slice(run->source, offset, end);
    bool is_ascii = true;
    for (size_t i = 0; i < word.length; i++) is_ascii = is_ascii && (unsigned char)word.at[i] < 0x80;
    if (word.length == 0 || (is_ascii && !literal_is_plain_name(word))) return SEGMENT_NONE;
    return names_add(&run->names, word) - 1;
}

/* Adds the module to the map's sources, unless it is there: one of which nothing is left but blanks is none. */
static void list_source(struct mapping_run *run)
{
    if (run->is_listed) return;
    run->is_listed = true;
    struct text id = run->graph->modules[run->module].id, nothing = {NULL, 0};
    vec_push(&run->sources,
             (struct source_map_source){.path = url_of(run->arena, id),
                                        .content = run->with_content ? content_of(run->source) : nothing});
}

/* Puts a segment at the place that was reached in the chunk, for the one that was reached in the source. */
static void put_segment(struct mapping_run *run, uint32_t name)
{
    list_source(run);
    struct mapping mapping = {.line = run->place.line,
                              .column = run->place.column,
                              .source = run->sources.count - 1,
                              .source_line = run->in_source.line,
                              .source_column = run->in_source.column,
                              .name = name};
    mappings_put(&run->writer, &mapping);
}

/* Moves to byte `offset` of the chunk, and as far in the source, where the same bytes stand. */
static void advance_both(struct mapping_run *run, size_t offset)
{
    uint32_t line = run->place.line, column = run->place.column;
    size_t before = run->place.offset;
    text_position_advance(&run->place, run->chunk, offset);
    run->in_source.offset += offset - before;
    run->in_source.line += run->place.line - line;
    if (run->place.line == line) run->in_source.column += run->place.column - column;
    else run->in_source.column = run->place.column;
}

/* The text up to `start`, which emit made. */
static void pass_generated(struct mapping_run *run, uint32_t start)
{
    struct text made = text_slice(run->chunk, run->place.offset, start);
    size_t line_end = text_find_char(made, '\n', 0);
    if (text_trim(text_slice(made, 0, line_end == TEXT_NOWHERE ? made.length : line_end)).length)
        mappings_put_end(&run->writer, run->place.line, run->place.column);
    text_position_advance(&run->place, run->chunk, start);
}

static void put_copy(struct mapping_run *run, const struct origin *origin, bool is_next)
{
    size_t end = (size_t)origin->start + origin->length, start;
    token_walk_over(&run->walk, run->chunk, origin->start, end, is_next);
    while (token_walk_next(&run->walk, &start)) {
        advance_both(run, start);
        put_segment(run, SEGMENT_NONE);
    }
    advance_both(run, end);
}

static void put_origin(struct mapping_run *run, const struct origin *origin)
{
    pass_generated(run, origin->start);
    if (run->module != origin->module) begin_module(run, origin->module);
    size_t offset = origin->source_start - run->source_offset, last = run->walked_until;
    /* A line end of two bytes is one in the chunk: what stands behind it is still next. */
    bool is_next = offset == last || (offset == last + 1 && run->source.at[last] == '\r');
    text_position_advance(&run->in_source, run->source, offset);
    run->walked_until = origin->source_end - run->source_offset;
    if (origin->is_copy) {
        put_copy(run, origin, is_next);
        return;
    }
    put_segment(run, name_at(run, offset));
    text_position_advance(&run->place, run->chunk, (size_t)origin->start + origin->length);
    run->walk.before = 'a';
}

void origins_map(const struct origins *origins, const struct graph *graph, struct text chunk, bool with_content,
                 struct arena *arena, struct source_map *map)
{
    struct buffer mappings;
    buffer_init(&mappings);
    struct mapping_run run = {.graph = graph, .chunk = chunk, .arena = arena, .with_content = with_content};
    mappings_writer_init(&run.writer, &mappings);
    names_init(&run.names);
    for (uint32_t i = 0; i < origins->list.count; i++) put_origin(&run, &origins->list.at[i]);
    pass_generated(&run, (uint32_t)chunk.length);
    *map = (struct source_map){.source_count = run.sources.count, .name_count = run.names.count - 1};
    map->sources = vec_freeze(&run.sources, arena);
    struct text *names = ARENA_ARRAY(arena, struct text, map->name_count + 1);
    for (uint32_t i = 0; i < map->name_count; i++) names[i] = arena_copy(arena, names_text(&run.names, i + 1));
    map->names = names;
    map->mappings = arena_copy(arena, buffer_text(&mappings));
    names_release(&run.names);
    buffer_release(&mappings);
}
