#include "prune/finish.h"

#include "base/path.h"
#include "prune/share_container.h"
#include "prune/source_map_cut.h"

/* A chunk without the line that names its map. */
struct bare_chunk {
    struct text before, behind; /* that line */
    bool has_comment;
    struct source_map_comment comment;
};

static struct bare_chunk bare(struct text chunk)
{
    struct bare_chunk bare = {.before = chunk, .behind = TEXT("")};
    bare.has_comment = source_map_comment_find(chunk, &bare.comment);
    if (!bare.has_comment) return bare;
    bare.before = text_slice(chunk, 0, bare.comment.start);
    bare.behind = text_slice(chunk, bare.comment.end, chunk.length);
    return bare;
}

static bool is_data_url(struct text url)
{
    return text_starts_with(url, TEXT("data:"));
}

/* Does the URL name a file in the chunk's folder or below, as a path would? */
static bool is_file_below(struct text url)
{
    return url.length && url.at[0] != '/' && text_find(url, TEXT(".."), 0) == TEXT_NOWHERE &&
           text_find_char(url, ':', 0) == TEXT_NOWHERE && text_find_char(url, '?', 0) == TEXT_NOWHERE &&
           text_find_char(url, '#', 0) == TEXT_NOWHERE && text_find_char(url, '%', 0) == TEXT_NOWHERE &&
           text_find_char(url, '\\', 0) == TEXT_NOWHERE && text_find_char(url, '\0', 0) == TEXT_NOWHERE;
}

/* The file for a URL: itself, or, when it says where on a server the map is, its last part. */
static struct text file_of_url(struct text url)
{
    if (is_data_url(url)) return TEXT("");
    bool is_on_server = text_starts_with(url, TEXT("/")) || text_find(url, TEXT("://"), 0) != TEXT_NOWHERE;
    struct text file = is_on_server ? path_base_name(url) : url;
    return is_file_below(file) ? file : TEXT("");
}

struct text finish_map_file(struct text chunk)
{
    struct source_map_comment comment;
    return source_map_comment_find(chunk, &comment) ? file_of_url(comment.url) : TEXT("");
}

/* ---------------------------------------------------------------------------------------------- reading the map */

struct finishing {
    struct arena *arena;
    struct text path;
    const struct finish_options *options;
    struct bare_chunk source;
    struct diagnostics *diagnostics;
};

static bool report(const struct finishing *f, enum diag_code code, const char *what)
{
    diag_add(f->diagnostics, code, diag_place_file(f->path), "the pruned chunk has no source map: %s", what);
    return false;
}

static bool find_document(const struct finishing *f, struct text *document)
{
    if (f->source.has_comment && is_data_url(f->source.comment.url)) {
        if (source_map_of_data_url(f->arena, f->source.comment.url, document)) return true;
        return report(f, DIAG_SOURCE_MAP_DAMAGED, "the data URL that should hold it is none of JSON in base64");
    }
    if (f->options->has_given) {
        *document = f->options->given;
        return true;
    }
    if (!f->source.has_comment) return false; /* there is none */
    struct text url = f->source.comment.url;
    if (!file_of_url(url).length)
        return report(f, DIAG_SOURCE_MAP_MISSING,
                      arena_format(f->arena, "'%.*s' names no file in the chunk's folder or below", TEXT_ARGS(url)).at);
    return report(f, DIAG_SOURCE_MAP_MISSING,
                  arena_format(f->arena, "'%.*s': %s", TEXT_ARGS(url),
                               f->options->unreadable ? f->options->unreadable : "it was not given")
                      .at);
}

/* Reads the chunk's map; false when there is none, or none that is right. */
static bool read_map(const struct finishing *f, struct source_map *map)
{
    struct text document;
    if (!find_document(f, &document)) return false;
    const char *why = source_map_read(f->arena, document, map);
    if (why) return report(f, DIAG_SOURCE_MAP_DAMAGED, why);
    struct text name = path_base_name(f->path);
    bool is_named = f->path.length && !text_is(f->path, "-");
    if (is_named && map->file.length && !text_equal(path_base_name(map->file), name))
        return report(f, DIAG_SOURCE_MAP_FOREIGN,
                      arena_format(f->arena, "it is the map of '%.*s'", TEXT_ARGS(map->file)).at);
    struct text hash = source_map_hash(f->arena, f->source.before, f->source.behind);
    if (map->chunk.length && !text_equal(map->chunk, hash))
        return report(f, DIAG_SOURCE_MAP_FOREIGN, "it is of another chunk, or the chunk was changed since");
    return true;
}

/* ---------------------------------------------------------------------------------------------- cutting it */

/* `edits` and one more: `put` instead of the bytes from `start` to `end` of the text that they make. Those bytes are none that an edit put. */
static struct cut_edit *with_edit(struct arena *arena, const struct cut_edit *edits, uint32_t count, size_t start,
                                  size_t end, struct text put)
{
    struct cut_edit *all = ARENA_ARRAY(arena, struct cut_edit, count + 1);
    uint32_t e = 0;
    int64_t shift = 0;
    for (; e < count; e++) {
        int64_t next = shift + (int64_t)edits[e].replacement.length - (edits[e].end - edits[e].start);
        if ((int64_t)edits[e].end + next > (int64_t)start) break;
        shift = next;
        all[e] = edits[e];
    }
    all[e] = (struct cut_edit){
        .start = (uint32_t)((int64_t)start - shift), .end = (uint32_t)((int64_t)end - shift), .replacement = put};
    if (count > e) memcpy(all + e + 1, edits + e, (count - e) * sizeof *all);
    return all;
}

/* Where the bytes of the source up to `at` end in the text that the edits make; *count: how many edits there are up to it. False when an edit reaches over it. */
static bool place_in_output(const struct prune_result *pruned, size_t at, uint32_t *count, size_t *place)
{
    int64_t shift = 0;
    uint32_t e = 0;
    for (; e < pruned->edit_count && pruned->edits[e].end <= at; e++)
        shift += (int64_t)pruned->edits[e].replacement.length - (pruned->edits[e].end - pruned->edits[e].start);
    *count = e;
    *place = (size_t)((int64_t)at + shift);
    return e == pruned->edit_count || pruned->edits[e].start >= at;
}

/* What pruning left of the chunk, around the line that names its map. */
struct left_over {
    struct text before, behind;
    uint32_t edit_count; /* of `before` */
};

static bool find_left_over(const struct finishing *f, const struct prune_result *pruned, struct left_over *left)
{
    struct text output = pruned->output;
    *left = (struct left_over){output, TEXT(""), pruned->edit_count};
    if (!f->source.has_comment) return true;
    const struct source_map_comment *line = &f->source.comment;
    size_t start, end;
    uint32_t before, up_to_line;
    bool is_apart = place_in_output(pruned, line->start, &before, &start) &&
                    place_in_output(pruned, line->end, &up_to_line, &end) && before == up_to_line;
    if (!is_apart) return false;
    *left = (struct left_over){text_slice(output, 0, start), text_slice(output, end, output.length), before};
    return true;
}

/* The map of the text before that line, `marked`, which is `left` under the container's name; NULL or why not. */
static const char *cut_map(const struct finishing *f, const struct prune_result *pruned, const struct left_over *left,
                           struct text marked, const struct source_map *map, struct source_map *cut)
{
    const struct cut_edit *edits = pruned->edits;
    uint32_t count = left->edit_count;
    struct share_container old, new;
    if (!text_equal(left->before, marked) && share_container_read(f->arena, left->before, &old) &&
        share_container_read(f->arena, marked, &new)) {
        struct text name = text_slice(marked, new.literal_at, new.literal_end);
        edits = with_edit(f->arena, edits, count, old.literal_at, old.literal_end, name);
        count++;
    }
    return source_map_cut(f->arena, map, f->source.before, edits, count, marked, cut);
}

static struct text joined(struct arena *arena, struct text first, struct text second, struct text third)
{
    if (second.length == 0 && third.length == 0) return first;
    char *at = arena_alloc_raw(arena, first.length + second.length + third.length + 1);
    struct text all = {at, first.length + second.length + third.length};
    memcpy(at, first.at, first.length);
    if (second.length) memcpy(at + first.length, second.at, second.length);
    if (third.length) memcpy(at + first.length + second.length, third.at, third.length);
    return all;
}

static void put_comment(const struct finishing *f, struct text before, struct text behind,
                        struct finished_chunk *finished)
{
    struct buffer line;
    buffer_init(&line);
    bool was_inline = f->source.has_comment && is_data_url(f->source.comment.url);
    bool is_inline = f->options->source_map == FINISH_MAP_INLINE || was_inline;
    if (is_inline) {
        finished->map.file = TEXT("");
        source_map_comment_put_inline(&finished->map, &line);
    } else {
        finished->has_map = true;
        if (f->source.has_comment) {
            finished->url = f->source.comment.url;
            source_map_comment_put(finished->url, &line);
            finished->url_at = before.length + line.length - 1 - finished->url.length; /* a line end follows */
        }
    }
    bool is_hidden = !is_inline && !f->source.has_comment;
    finished->text = is_hidden ? before : joined(f->arena, before, buffer_text(&line), behind);
    buffer_release(&line);
}

void finish_chunk(struct arena *arena, struct text path, struct text source, const struct prune_result *pruned,
                  const struct finish_options *options, struct finished_chunk *finished,
                  struct diagnostics *diagnostics)
{
    *finished = (struct finished_chunk){0};
    struct finishing f = {arena, path, options, bare(source), diagnostics};
    struct left_over left;
    if (!find_left_over(&f, pruned, &left)) {
        report(&f, DIAG_SOURCE_MAP_FOREIGN, "macros reach over the line that names it; the line stays");
        finished->text = share_container_mark(arena, pruned->output);
        return;
    }
    /* A container that is not the one that analyze wrote must not have its name. */
    struct text marked = share_container_mark(arena, left.before);
    struct source_map map, cut;
    bool has_map = options->source_map != FINISH_MAP_DROP && read_map(&f, &map);
    bool has_line = f.source.has_comment || options->source_map == FINISH_MAP_INLINE;
    if (has_map && has_line && !text_ends_with(marked, TEXT("\n")))
        marked = joined(arena, marked, TEXT("\n"), TEXT(""));
    if (has_map) {
        const char *why = cut_map(&f, pruned, &left, marked, &map, &cut);
        if (why) has_map = report(&f, DIAG_SOURCE_MAP_FOREIGN, why);
    }
    if (!has_map) {
        finished->text = joined(arena, marked, left.behind, TEXT(""));
        return;
    }
    cut.chunk = map.chunk.length ? source_map_hash(arena, marked, left.behind) : TEXT("");
    finished->map = cut;
    put_comment(&f, marked, left.behind, finished);
}

/* ---------------------------------------------------------------------------------------------- under another name */

struct finished_chunk finish_renamed(struct arena *arena, const struct finished_chunk *finished, struct text name)
{
    struct finished_chunk renamed = *finished;
    if (!finished->url.length) return renamed;
    size_t slash = text_find_last_char(finished->url, '/');
    struct text folder = text_slice(finished->url, 0, slash == TEXT_NOWHERE ? 0 : slash + 1);
    renamed.url = arena_format(arena, "%.*s%.*s.map", TEXT_ARGS(folder), TEXT_ARGS(name));
    struct text text = finished->text;
    renamed.text = joined(arena, text_slice(text, 0, finished->url_at), renamed.url,
                          text_slice(text, finished->url_at + finished->url.length, text.length));
    return renamed;
}

struct text finish_map_text(struct arena *arena, const struct finished_chunk *finished, struct text name)
{
    struct source_map map = finished->map;
    if (map.file.length) map.file = name;
    struct buffer out;
    buffer_init(&out);
    source_map_put(&map, &out);
    struct text text = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}
