#include "prune/cut.h"

#include "base/buffer.h"

#include <stdlib.h>

void cut_init(struct cut *cut, struct text text, const struct syntax_comment *comments, uint32_t comment_count,
              struct arena *arena)
{
    *cut = (struct cut){.source = {text, comments, comment_count}, .arena = arena};
}

void cut_release(struct cut *cut)
{
    vec_release(&cut->edits);
}

/* Only a shake map that was made wrong on purpose asks for what is no range of the source. */
static void add_edit(struct cut *cut, struct cut_edit edit)
{
    if (edit.start <= edit.end && edit.end <= cut->source.text.length) vec_push(&cut->edits, edit);
}

void cut_range(struct cut *cut, uint32_t start, uint32_t end, struct text replacement)
{
    add_edit(cut, (struct cut_edit){.start = start, .end = end, .replacement = replacement});
}

/* ---------------------------------------------------------------------------------------------- reading around */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char byte_at(const struct cut_source *source, uint32_t offset)
{
    return offset < source->text.length ? source->text.at[offset] : '\0';
}

/* The first comment at or behind `offset`. */
static uint32_t comment_at(const struct cut_source *source, uint32_t offset)
{
    uint32_t low = 0, high = source->comment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (source->comments[middle].start < offset) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The comment that starts at, or ends at, `offset`; UINT32_MAX when none does. */
static uint32_t comment_starting(const struct cut_source *source, uint32_t offset)
{
    uint32_t comment = comment_at(source, offset);
    return comment < source->comment_count && source->comments[comment].start == offset ? comment : UINT32_MAX;
}

static uint32_t comment_ending(const struct cut_source *source, uint32_t offset)
{
    uint32_t comment = comment_at(source, offset);
    return comment > 0 && source->comments[comment - 1].end == offset ? comment - 1 : UINT32_MAX;
}

/* The first byte from `from` on that is neither white space nor in a comment; at most `to`. */
static uint32_t skip_forward(const struct cut_source *source, uint32_t from, uint32_t to)
{
    while (from < to) {
        uint32_t comment = byte_at(source, from) == '/' ? comment_starting(source, from) : UINT32_MAX;
        if (comment != UINT32_MAX) from = source->comments[comment].end;
        else if (is_blank(byte_at(source, from))) from++;
        else break;
    }
    return from < to ? from : to;
}

/* One past the last byte before `from` that is neither white space nor in a comment; at least `least`. */
static uint32_t skip_backward(const struct cut_source *source, uint32_t from, uint32_t least)
{
    while (from > least) {
        if (is_blank(byte_at(source, from - 1))) {
            from--;
            continue;
        }
        uint32_t comment = comment_ending(source, from);
        if (comment == UINT32_MAX) break;
        from = source->comments[comment].start;
    }
    return from > least ? from : least;
}

static uint32_t line_start(const struct cut_source *source, uint32_t offset)
{
    while (offset > 0 && byte_at(source, offset - 1) != '\n') offset--;
    return offset;
}

/* Past spaces and tabs. */
static uint32_t skip_spaces(const struct cut_source *source, uint32_t offset)
{
    while (byte_at(source, offset) == ' ' || byte_at(source, offset) == '\t') offset++;
    return offset;
}

static uint32_t skip_spaces_back(const struct cut_source *source, uint32_t offset)
{
    while (offset > 0 && (byte_at(source, offset - 1) == ' ' || byte_at(source, offset - 1) == '\t')) offset--;
    return offset;
}

static bool starts_line(const struct cut_source *source, uint32_t offset)
{
    offset = skip_spaces_back(source, offset);
    return offset == 0 || byte_at(source, offset - 1) == '\n';
}

/* The offset behind the line end when only spaces stand between `offset` and it, else 0. */
static uint32_t end_of_blank_rest(const struct cut_source *source, uint32_t offset)
{
    offset = skip_spaces(source, offset);
    if (offset == source->text.length) return offset;
    if (byte_at(source, offset) == '\r' && byte_at(source, offset + 1) == '\n') offset++;
    return byte_at(source, offset) == '\n' ? offset + 1 : 0;
}

static struct text comment_text(const struct cut_source *source, uint32_t comment)
{
    return text_slice(source->text, source->comments[comment].start, source->comments[comment].end);
}

bool cut_is_lasting(struct text comment)
{
    return text_starts_with(comment, TEXT("/*!")) || text_starts_with(comment, TEXT("//!")) ||
           text_starts_with(comment, TEXT("//#")) || text_starts_with(comment, TEXT("//@")) ||
           text_find(comment, TEXT("@license"), 0) != TEXT_NOWHERE ||
           text_find(comment, TEXT("@preserve"), 0) != TEXT_NOWHERE;
}

/* ---------------------------------------------------------------------------------------------- comments */

static bool separates(char c)
{
    return c == '\0' || is_blank(c) || strchr("()[]{},;", c);
}

void cut_comment(struct cut *cut, uint32_t comment, bool is_closing)
{
    const struct cut_source *source = &cut->source;
    uint32_t start = source->comments[comment].start, end = source->comments[comment].end;
    bool is_line = text_starts_with(comment_text(source, comment), TEXT("//"));
    bool has_line_end = text_find_char(comment_text(source, comment), '\n', 0) != TEXT_NOWHERE;
    uint32_t next_line = starts_line(source, start) ? end_of_blank_rest(source, end) : 0;
    if (next_line) {
        /* The line end before it still separates what stands around. */
        cut_range(cut, line_start(source, start), next_line, TEXT(""));
    } else if (has_line_end) {
        cut_range(cut, start, end, TEXT("\n"));
    } else if (is_line) {
        cut_range(cut, skip_spaces_back(source, start), end, TEXT(""));
    } else {
        bool has_before = start > 0 && byte_at(source, start - 1) == ' ', has_behind = byte_at(source, end) == ' ';
        if (has_before && (is_closing || !has_behind)) start--;
        else if (has_behind) end++;
        bool joins = start > 0 && !separates(byte_at(source, start - 1)) && !separates(byte_at(source, end));
        cut_range(cut, start, end, joins ? TEXT(" ") : TEXT(""));
    }
}

/* ---------------------------------------------------------------------------------------------- members */

/* Where the text that belongs to a member starts, which follows the comma or brace before `boundary`. */
static uint32_t member_start(const struct cut_source *source, uint32_t boundary, uint32_t member)
{
    uint32_t at = boundary;
    while (at < member) {
        if (byte_at(source, at) == '\n') return at > boundary && byte_at(source, at - 1) == '\r' ? at - 1 : at;
        uint32_t comment = byte_at(source, at) == '/' ? comment_starting(source, at) : UINT32_MAX;
        at = comment == UINT32_MAX ? at + 1 : source->comments[comment].end;
    }
    return boundary;
}

/* Elements of an array leave holes, so that the places of the others stay what they are. */
static void cut_elements(struct cut *cut, const struct shake_list *list, const struct shake_range *items,
                         const uint32_t *positions, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct shake_range item = items[list->first_item + positions[i]];
        uint32_t start = skip_backward(&cut->source, item.start, list->start + 1);
        uint32_t end = skip_forward(&cut->source, item.end, list->end);
        /* The last one, without a comma behind it, gives its line end back. */
        if (byte_at(&cut->source, end) != ',') end = item.end;
        vec_push(&cut->edits, (struct cut_edit){start, end, TEXT(""), false, true});
    }
}

void cut_members(struct cut *cut, const struct shake_list *list, const struct shake_range *items,
                 const uint32_t *positions, uint32_t count, bool with_licences)
{
    if (list->is_array) {
        cut_elements(cut, list, items, positions, count);
        return;
    }
    const struct cut_source *source = &cut->source;
    uint32_t next = 0, last_comma = 0, kept_comma = 0;
    bool has_kept = false;
    for (uint32_t i = 0; i < list->item_count; i++) {
        struct shake_range item = items[list->first_item + i];
        uint32_t before = last_comma;
        last_comma = skip_forward(source, item.end, list->end);
        if (byte_at(source, last_comma) != ',') last_comma = UINT32_MAX;
        bool goes = next < count && positions[next] == i;
        if (!goes) {
            has_kept = true;
            kept_comma = last_comma;
            continue;
        }
        next++;
        uint32_t boundary = i ? before + 1 : list->is_object ? list->start + 1 : item.start;
        uint32_t start = member_start(source, boundary, item.start);
        uint32_t end = last_comma == UINT32_MAX ? item.end : last_comma + 1;
        if (!list->is_object && !has_kept) {
            /* What follows moves up to the keyword. */
            if (!i) start = item.start;
            while (is_blank(byte_at(source, end))) end++;
        }
        add_edit(cut, (struct cut_edit){start, end, TEXT(""), false, with_licences});
        if (last_comma == UINT32_MAX && has_kept) cut_range(cut, kept_comma, kept_comma + 1, TEXT(""));
    }
}

/* ---------------------------------------------------------------------------------------------- statements */

/* Where the comments that belong to the statement at `start` start: those on its line before it, and those directly
 * above. */
static uint32_t with_comments_before(const struct cut_source *source, uint32_t start)
{
    for (;;) {
        uint32_t gap = start, lines = 0;
        while (gap > 0 && is_blank(byte_at(source, gap - 1))) lines += byte_at(source, --gap) == '\n';
        uint32_t comment = comment_ending(source, gap);
        if (comment == UINT32_MAX || lines > 1 || cut_is_lasting(comment_text(source, comment))) return start;
        uint32_t before = source->comments[comment].start;
        if (lines && !starts_line(source, before)) return start; /* it says something about what stands before it */
        start = before;
    }
}

/* True when the line before the one at `line` is empty, or opens a block. */
static bool follows_gap(const struct cut_source *source, uint32_t line)
{
    if (line == 0) return true;
    uint32_t end = skip_spaces_back(source, line - 1);
    if (end > 0 && byte_at(source, end - 1) == '\r') end = skip_spaces_back(source, end - 1);
    return end == 0 || byte_at(source, end - 1) == '\n' || byte_at(source, end - 1) == '{';
}

/* The end of a comment that follows on the same line and may go too, or `end`. */
static uint32_t with_comment_behind(const struct cut_source *source, uint32_t end)
{
    uint32_t comment = comment_starting(source, skip_spaces(source, end));
    if (comment == UINT32_MAX || cut_is_lasting(comment_text(source, comment))) return end;
    return end_of_blank_rest(source, source->comments[comment].end) ? source->comments[comment].end : end;
}

void cut_statement(struct cut *cut, uint32_t start, uint32_t end, bool is_in_list)
{
    const struct cut_source *source = &cut->source;
    if (!is_in_list) {
        cut_range(cut, start, end, TEXT(";"));
        return;
    }
    start = with_comments_before(source, start);
    end = with_comment_behind(source, end);
    uint32_t next_line = starts_line(source, start) ? end_of_blank_rest(source, end) : 0;
    if (next_line) {
        start = line_start(source, start);
        end = next_line;
        while (follows_gap(source, start) && end < source->text.length) {
            uint32_t blank = end_of_blank_rest(source, end);
            if (!blank) break;
            end = blank;
        }
    } else if (byte_at(source, end) == ' ') {
        end = skip_spaces(source, end);
    } else if (is_blank(byte_at(source, end))) {
        start = skip_spaces_back(source, start);
    }
    add_edit(cut, (struct cut_edit){start, end, TEXT(""), true, false});
}

void cut_to_value(struct cut *cut, const struct shake_unit *unit)
{
    uint32_t end = skip_forward(&cut->source, unit->end, unit->body_start) + 1; /* behind the "=" */
    end = skip_spaces(&cut->source, end);
    struct text opening = unit->is_wrapped ? TEXT("(") : TEXT("");
    add_edit(cut, (struct cut_edit){unit->start, end, opening, unit->starts, false});
    if (unit->is_wrapped) cut_range(cut, unit->body_end, unit->body_end, TEXT(")"));
}

/* ---------------------------------------------------------------------------------------------- applying */

static int compare_edits(const void *a, const void *b)
{
    const struct cut_edit *left = a, *right = b;
    if (left->start != right->start) return left->start < right->start ? -1 : 1;
    bool left_inserts = left->start == left->end, right_inserts = right->start == right->end;
    if (left_inserts != right_inserts) return left_inserts ? -1 : 1;
    if (left->end != right->end) return left->end > right->end ? -1 : 1;
    return text_compare(left->replacement, right->replacement);
}

/* Sorts and unites the edits: what stands inside a wider edit goes with it, what overlaps becomes one. */
static void unite_edits(struct cut *cut)
{
    if (!cut->edits.count) return;
    struct cut_edit *edits = cut->edits.at;
    qsort(edits, cut->edits.count, sizeof *edits, compare_edits);
    uint32_t last = 0;
    for (uint32_t i = 1; i < cut->edits.count; i++) {
        struct cut_edit *wide = &edits[last];
        const struct cut_edit *next = &edits[i];
        bool is_inside = next->end <= wide->end && next->start < wide->end;
        bool overlaps = next->start < wide->end;
        bool touches = next->start == wide->end && next->end > next->start && !wide->replacement.length &&
                       !next->replacement.length && wide->with_licences == next->with_licences;
        if (is_inside) {
            wide->is_statement = wide->is_statement || (next->is_statement && next->end == wide->end);
        } else if (overlaps || touches) {
            wide->replacement =
                wide->replacement.length && next->replacement.length
                    ? arena_format(cut->arena, "%.*s%.*s", TEXT_ARGS(wide->replacement), TEXT_ARGS(next->replacement))
                : wide->replacement.length ? wide->replacement
                                           : next->replacement;
            wide->end = next->end;
            wide->is_statement = wide->is_statement || next->is_statement;
            wide->with_licences = wide->with_licences && next->with_licences;
        } else {
            edits[++last] = *next;
        }
    }
    cut->edits.count = last + 1;
}

/* The edit that takes the bytes at `offset`, or UINT32_MAX. */
static uint32_t edit_at(const struct cut *cut, uint32_t offset)
{
    uint32_t low = 0, high = cut->edits.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cut->edits.at[middle].end <= offset) low = middle + 1;
        else high = middle;
    }
    return low < cut->edits.count && cut->edits.at[low].start <= offset ? low : UINT32_MAX;
}

/* The comments that stay though an edit covers them. */
static struct bitset find_lasting(const struct cut *cut, const struct macro_region *regions, struct bitset kept,
                                  struct arena *arena)
{
    const struct cut_source *source = &cut->source;
    struct bitset lasting = bitset_new(arena, source->comment_count);
    for (uint32_t r = 0; r < kept.size; r++) {
        if (!bitset_has(kept, r)) continue;
        uint32_t opening = regions[r].opening, closing = regions[r].closing;
        uint32_t first = edit_at(cut, source->comments[opening].start),
                 second = edit_at(cut, source->comments[closing].start);
        if (first == second) continue;
        if (first != UINT32_MAX) bitset_add(lasting, opening);
        if (second != UINT32_MAX) bitset_add(lasting, closing);
    }
    for (uint32_t e = 0; e < cut->edits.count; e++) {
        if (cut->edits.at[e].with_licences) continue;
        uint32_t c = comment_at(source, cut->edits.at[e].start);
        for (; c < source->comment_count && source->comments[c].end <= cut->edits.at[e].end; c++) {
            bool is_macro = text_find(comment_text(source, c), TEXT("@common:"), 0) != TEXT_NOWHERE;
            if (!is_macro && cut_is_lasting(comment_text(source, c))) bitset_add(lasting, c);
        }
    }
    return lasting;
}

struct writer {
    const struct cut_source *source;
    struct buffer out;
    char last;          /* the last byte written that is neither white space nor in a comment */
    bool new_statement; /* what comes next starts a statement because something before it was taken out */
};

/* Without a semicolon, a statement that starts with `next` would continue what ends with `last`. */
static void keep_apart(struct writer *writer, char next)
{
    if (!writer->new_statement) return;
    writer->new_statement = false;
    if (writer->last == '\0' || writer->last == ';' || writer->last == '{') return;
    if (strchr("([`+-/*,.<>=&|^%?", next)) buffer_put_char(&writer->out, ';');
}

static void put_source(struct writer *writer, uint32_t start, uint32_t end)
{
    if (start == end) return;
    uint32_t first = skip_forward(writer->source, start, end);
    if (first < end) keep_apart(writer, byte_at(writer->source, first));
    buffer_put(&writer->out, text_slice(writer->source->text, start, end));
    uint32_t last = skip_backward(writer->source, end, start);
    if (last > start) writer->last = byte_at(writer->source, last - 1);
}

static void put_edit(struct writer *writer, const struct cut_edit *edit, struct bitset lasting)
{
    const struct cut_source *source = writer->source;
    writer->new_statement = writer->new_statement || edit->is_statement;
    if (edit->replacement.length) {
        keep_apart(writer, edit->replacement.at[0]);
        buffer_put(&writer->out, edit->replacement);
        char last = edit->replacement.at[edit->replacement.length - 1];
        if (!is_blank(last)) writer->last = last;
    }
    uint32_t c = comment_at(source, edit->start);
    for (; c < source->comment_count && source->comments[c].start < edit->end; c++) {
        if (!bitset_has(lasting, c)) continue;
        struct text comment = comment_text(source, c);
        buffer_put(&writer->out, comment);
        bool is_line = text_starts_with(comment, TEXT("//"));
        buffer_put_char(&writer->out, is_line || cut_is_lasting(comment) ? '\n' : ' ');
    }
}

struct text cut_apply(struct cut *cut, const struct macro_region *regions, struct bitset kept)
{
    struct arena scratch;
    arena_init(&scratch);
    unite_edits(cut);
    struct bitset lasting = find_lasting(cut, regions, kept, &scratch);
    struct writer writer = {.source = &cut->source};
    buffer_init(&writer.out);
    uint32_t written = 0;
    size_t *put =
        ARENA_ARRAY(&scratch, size_t, cut->edits.count + 1); /* where the text of each edit starts in the result */
    for (uint32_t e = 0; e < cut->edits.count; e++) {
        const struct cut_edit *edit = &cut->edits.at[e];
        put_source(&writer, written, edit->start);
        put[e] = writer.out.length;
        put_edit(&writer, edit, lasting);
        written = edit->end;
    }
    put_source(&writer, written, (uint32_t)cut->source.text.length);
    struct text result = arena_copy(cut->arena, buffer_text(&writer.out));
    /* What an edit put is what stands between the source before it and the source behind it. */
    size_t behind = result.length;
    for (uint32_t e = cut->edits.count; e-- > 0;) {
        struct cut_edit *edit = &cut->edits.at[e];
        uint32_t next = e + 1 < cut->edits.count ? cut->edits.at[e + 1].start : (uint32_t)cut->source.text.length;
        edit->replacement = text_slice(result, put[e], behind - (next - edit->end));
        behind = put[e];
    }
    buffer_release(&writer.out);
    arena_release(&scratch);
    return result;
}
