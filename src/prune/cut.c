#include "prune/cut.h"

#include "base/buffer.h"

#include <stdlib.h>

void cut_init(struct cut *cut, const struct syntax *syntax, struct arena *arena)
{
    *cut = (struct cut){.syntax = syntax, .arena = arena};
}

void cut_release(struct cut *cut)
{
    vec_release(&cut->edits);
}

void cut_range(struct cut *cut, uint32_t start, uint32_t end, struct text replacement)
{
    vec_push(&cut->edits, (struct cut_edit){.start = start, .end = end, .replacement = replacement});
}

/* ---------------------------------------------------------------------------------------------- reading around */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char byte_at(const struct syntax *syntax, uint32_t offset)
{
    return offset < syntax->source.length ? syntax->source.at[offset] : '\0';
}

/* The comment that starts at, or ends at, `offset`; UINT32_MAX when none does. */
static uint32_t comment_starting(const struct syntax *syntax, uint32_t offset)
{
    uint32_t comment = syntax_comment_at(syntax, offset);
    return comment < syntax->comment_count && syntax->comments[comment].start == offset ? comment : UINT32_MAX;
}

static uint32_t comment_ending(const struct syntax *syntax, uint32_t offset)
{
    uint32_t comment = syntax_comment_at(syntax, offset);
    return comment > 0 && syntax->comments[comment - 1].end == offset ? comment - 1 : UINT32_MAX;
}

/* The first byte from `from` on that is neither white space nor in a comment; at most `to`. */
static uint32_t skip_forward(const struct syntax *syntax, uint32_t from, uint32_t to)
{
    while (from < to) {
        uint32_t comment = byte_at(syntax, from) == '/' ? comment_starting(syntax, from) : UINT32_MAX;
        if (comment != UINT32_MAX) from = syntax->comments[comment].end;
        else if (is_blank(byte_at(syntax, from))) from++;
        else break;
    }
    return from < to ? from : to;
}

/* One past the last byte before `from` that is neither white space nor in a comment; at least `least`. */
static uint32_t skip_backward(const struct syntax *syntax, uint32_t from, uint32_t least)
{
    while (from > least) {
        if (is_blank(byte_at(syntax, from - 1))) {
            from--;
            continue;
        }
        uint32_t comment = comment_ending(syntax, from);
        if (comment == UINT32_MAX) break;
        from = syntax->comments[comment].start;
    }
    return from > least ? from : least;
}

static uint32_t line_start(const struct syntax *syntax, uint32_t offset)
{
    while (offset > 0 && byte_at(syntax, offset - 1) != '\n') offset--;
    return offset;
}

/* Past spaces and tabs. */
static uint32_t skip_spaces(const struct syntax *syntax, uint32_t offset)
{
    while (byte_at(syntax, offset) == ' ' || byte_at(syntax, offset) == '\t') offset++;
    return offset;
}

static uint32_t skip_spaces_back(const struct syntax *syntax, uint32_t offset)
{
    while (offset > 0 && (byte_at(syntax, offset - 1) == ' ' || byte_at(syntax, offset - 1) == '\t')) offset--;
    return offset;
}

static bool starts_line(const struct syntax *syntax, uint32_t offset)
{
    offset = skip_spaces_back(syntax, offset);
    return offset == 0 || byte_at(syntax, offset - 1) == '\n';
}

/* The offset behind the line end when only spaces stand between `offset` and it, else 0. */
static uint32_t end_of_blank_rest(const struct syntax *syntax, uint32_t offset)
{
    offset = skip_spaces(syntax, offset);
    if (offset == syntax->source.length) return offset;
    if (byte_at(syntax, offset) == '\r' && byte_at(syntax, offset + 1) == '\n') offset++;
    return byte_at(syntax, offset) == '\n' ? offset + 1 : 0;
}

static struct text comment_text(const struct syntax *syntax, uint32_t comment)
{
    return text_slice(syntax->source, syntax->comments[comment].start, syntax->comments[comment].end);
}

/* Comments that must outlive what they stand before: licences, and those that tools read. */
static bool is_lasting(struct text comment)
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
    const struct syntax *syntax = cut->syntax;
    uint32_t start = syntax->comments[comment].start, end = syntax->comments[comment].end;
    bool is_line = text_starts_with(comment_text(syntax, comment), TEXT("//"));
    bool has_line_end = text_find_char(comment_text(syntax, comment), '\n', 0) != TEXT_NOWHERE;
    uint32_t next_line = starts_line(syntax, start) ? end_of_blank_rest(syntax, end) : 0;
    if (next_line) {
        /* The line end before it still separates what stands around. */
        cut_range(cut, line_start(syntax, start), next_line, TEXT(""));
    } else if (has_line_end) {
        cut_range(cut, start, end, TEXT("\n"));
    } else if (is_line) {
        cut_range(cut, skip_spaces_back(syntax, start), end, TEXT(""));
    } else {
        bool has_before = start > 0 && byte_at(syntax, start - 1) == ' ', has_behind = byte_at(syntax, end) == ' ';
        if (has_before && (is_closing || !has_behind)) start--;
        else if (has_behind) end++;
        bool joins = start > 0 && !separates(byte_at(syntax, start - 1)) && !separates(byte_at(syntax, end));
        cut_range(cut, start, end, joins ? TEXT(" ") : TEXT(""));
    }
}

/* ---------------------------------------------------------------------------------------------- members */

struct member {
    node_id node;
    uint32_t comma; /* behind it, or UINT32_MAX */
    bool goes;
};

/* Where the text that belongs to a member starts, which follows the comma or brace before `boundary`. */
static uint32_t member_start(const struct syntax *syntax, uint32_t boundary, uint32_t member)
{
    uint32_t at = boundary;
    while (at < member) {
        if (byte_at(syntax, at) == '\n') return at > boundary && byte_at(syntax, at - 1) == '\r' ? at - 1 : at;
        uint32_t comment = byte_at(syntax, at) == '/' ? comment_starting(syntax, at) : UINT32_MAX;
        at = comment == UINT32_MAX ? at + 1 : syntax->comments[comment].end;
    }
    return boundary;
}

void cut_members(struct cut *cut, node_id list, const node_id *members, uint32_t count, bool with_licences)
{
    const struct syntax *syntax = cut->syntax;
    bool is_object = syntax_is(syntax, list, SYNTAX_OBJECT);
    VEC(struct member) all = {0};
    uint32_t next = 0;
    FOR_EACH_CHILD (syntax, list, node) {
        if (syntax_is(syntax, node, SYNTAX_TOKEN)) continue;
        bool goes = next < count && members[next] == node;
        next += goes;
        uint32_t comma = skip_forward(syntax, syntax->nodes[node].end, syntax->nodes[list].end);
        if (byte_at(syntax, comma) != ',') comma = UINT32_MAX;
        vec_push(&all, (struct member){node, comma, goes});
    }
    uint32_t last_kept = UINT32_MAX;
    for (uint32_t i = 0; i < all.count; i++) {
        const struct syntax_node *node = &syntax->nodes[all.at[i].node];
        if (!all.at[i].goes) {
            last_kept = i;
            continue;
        }
        bool is_first = i == 0;
        uint32_t boundary = !is_first   ? all.at[i - 1].comma + 1
                            : is_object ? syntax->nodes[list].start + 1
                                        : node->start;
        uint32_t start = member_start(syntax, boundary, node->start);
        uint32_t end = all.at[i].comma == UINT32_MAX ? node->end : all.at[i].comma + 1;
        bool leads_declaration = !is_object && last_kept == UINT32_MAX;
        if (leads_declaration) {
            /* What follows moves up to the keyword. */
            start = is_first ? node->start : start;
            while (is_blank(byte_at(syntax, end))) end++;
        }
        vec_push(&cut->edits, (struct cut_edit){start, end, TEXT(""), false, with_licences});
        if (all.at[i].comma != UINT32_MAX || last_kept == UINT32_MAX) continue;
        uint32_t comma = all.at[last_kept].comma;
        cut_range(cut, comma, comma + 1, TEXT(""));
    }
    vec_release(&all);
}

/* ---------------------------------------------------------------------------------------------- statements */

static bool is_in_list(const struct syntax *syntax, node_id statement)
{
    switch ((int)syntax_kind(syntax, syntax_parent(syntax, statement))) {
    case SYNTAX_PROGRAM:
    case SYNTAX_BLOCK:
    case SYNTAX_SWITCH_CASE:
    case SYNTAX_SWITCH_DEFAULT: return true;
    default: return false;
    }
}

/* Where the comments that belong to the statement at `start` start: those on its line before it, and those directly
 * above. */
static uint32_t with_comments_before(const struct syntax *syntax, uint32_t start)
{
    for (;;) {
        uint32_t gap = start, lines = 0;
        while (gap > 0 && is_blank(byte_at(syntax, gap - 1))) lines += byte_at(syntax, --gap) == '\n';
        uint32_t comment = comment_ending(syntax, gap);
        if (comment == UINT32_MAX || lines > 1 || is_lasting(comment_text(syntax, comment))) return start;
        uint32_t before = syntax->comments[comment].start;
        if (lines && !starts_line(syntax, before)) return start; /* it says something about what stands before it */
        start = before;
    }
}

/* True when the line before the one at `line` is empty, or opens a block. */
static bool follows_gap(const struct syntax *syntax, uint32_t line)
{
    if (line == 0) return true;
    uint32_t end = skip_spaces_back(syntax, line - 1);
    if (end > 0 && byte_at(syntax, end - 1) == '\r') end = skip_spaces_back(syntax, end - 1);
    return end == 0 || byte_at(syntax, end - 1) == '\n' || byte_at(syntax, end - 1) == '{';
}

/* The end of a comment that follows on the same line and may go too, or `end`. */
static uint32_t with_comment_behind(const struct syntax *syntax, uint32_t end)
{
    uint32_t comment = comment_starting(syntax, skip_spaces(syntax, end));
    if (comment == UINT32_MAX || is_lasting(comment_text(syntax, comment))) return end;
    return end_of_blank_rest(syntax, syntax->comments[comment].end) ? syntax->comments[comment].end : end;
}

void cut_statement(struct cut *cut, node_id statement)
{
    const struct syntax *syntax = cut->syntax;
    uint32_t start = syntax->nodes[statement].start, end = syntax->nodes[statement].end;
    if (!is_in_list(syntax, statement)) {
        cut_range(cut, start, end, TEXT(";"));
        return;
    }
    start = with_comments_before(syntax, start);
    end = with_comment_behind(syntax, end);
    uint32_t next_line = starts_line(syntax, start) ? end_of_blank_rest(syntax, end) : 0;
    if (next_line) {
        start = line_start(syntax, start);
        end = next_line;
        while (follows_gap(syntax, start) && end < syntax->source.length) {
            uint32_t blank = end_of_blank_rest(syntax, end);
            if (!blank) break;
            end = blank;
        }
    } else if (byte_at(syntax, end) == ' ') {
        end = skip_spaces(syntax, end);
    } else if (is_blank(byte_at(syntax, end))) {
        start = skip_spaces_back(syntax, start);
    }
    vec_push(&cut->edits, (struct cut_edit){start, end, TEXT(""), true, false});
}

/* True when an expression that starts so means something else at the start of a statement. */
static bool needs_parentheses(struct text value)
{
    static const char *const words[] = {"{", "function", "class", "async", "let"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_starts_with(value, text_of(words[i]))) return true;
    }
    return false;
}

void cut_to_value(struct cut *cut, node_id assignment)
{
    const struct syntax *syntax = cut->syntax;
    const struct syntax_node *target = &syntax->nodes[syntax_child(syntax, assignment, FIELD_LEFT)];
    node_id value = syntax_child(syntax, assignment, FIELD_RIGHT);
    uint32_t end = skip_forward(syntax, target->end, syntax->nodes[value].start) + 1; /* behind the "=" */
    end = skip_spaces(syntax, end);
    bool wrapped = needs_parentheses(syntax_text(syntax, value));
    node_id parent = syntax_parent(syntax, assignment);
    bool is_statement = syntax_is(syntax, parent, SYNTAX_EXPRESSION_STATEMENT) ||
                        (syntax_is(syntax, parent, SYNTAX_SEQUENCE) && syntax->nodes[parent].start == target->start);
    vec_push(&cut->edits, (struct cut_edit){target->start, end, wrapped ? TEXT("(") : TEXT(""), is_statement, false});
    if (wrapped) cut_range(cut, syntax->nodes[value].end, syntax->nodes[value].end, TEXT(")"));
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
static struct bitset find_lasting(const struct cut *cut, const struct macros *macros, struct bitset kept,
                                  struct arena *arena)
{
    const struct syntax *syntax = cut->syntax;
    struct bitset lasting = bitset_new(arena, syntax->comment_count);
    for (uint32_t r = 0; r < macros->region_count; r++) {
        if (!bitset_has(kept, r)) continue;
        uint32_t opening = macros->regions[r].opening, closing = macros->regions[r].closing;
        uint32_t first = edit_at(cut, syntax->comments[opening].start),
                 second = edit_at(cut, syntax->comments[closing].start);
        if (first == second) continue;
        if (first != UINT32_MAX) bitset_add(lasting, opening);
        if (second != UINT32_MAX) bitset_add(lasting, closing);
    }
    for (uint32_t e = 0; e < cut->edits.count; e++) {
        if (cut->edits.at[e].with_licences) continue;
        uint32_t c = syntax_comment_at(syntax, cut->edits.at[e].start);
        for (; c < syntax->comment_count && syntax->comments[c].end <= cut->edits.at[e].end; c++) {
            bool is_macro = text_find(comment_text(syntax, c), TEXT("@common:"), 0) != TEXT_NOWHERE;
            if (!is_macro && is_lasting(comment_text(syntax, c))) bitset_add(lasting, c);
        }
    }
    return lasting;
}

struct writer {
    const struct syntax *syntax;
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

static void write_source(struct writer *writer, uint32_t start, uint32_t end)
{
    if (start == end) return;
    uint32_t first = skip_forward(writer->syntax, start, end);
    if (first < end) keep_apart(writer, byte_at(writer->syntax, first));
    buffer_put(&writer->out, text_slice(writer->syntax->source, start, end));
    uint32_t last = skip_backward(writer->syntax, end, start);
    if (last > start) writer->last = byte_at(writer->syntax, last - 1);
}

static void write_edit(struct writer *writer, const struct cut_edit *edit, struct bitset lasting)
{
    const struct syntax *syntax = writer->syntax;
    writer->new_statement = writer->new_statement || edit->is_statement;
    if (edit->replacement.length) {
        keep_apart(writer, edit->replacement.at[0]);
        buffer_put(&writer->out, edit->replacement);
        char last = edit->replacement.at[edit->replacement.length - 1];
        if (!is_blank(last)) writer->last = last;
    }
    uint32_t c = syntax_comment_at(syntax, edit->start);
    for (; c < syntax->comment_count && syntax->comments[c].start < edit->end; c++) {
        if (!bitset_has(lasting, c)) continue;
        struct text comment = comment_text(syntax, c);
        buffer_put(&writer->out, comment);
        bool is_line = text_starts_with(comment, TEXT("//"));
        buffer_put_char(&writer->out, is_line || is_lasting(comment) ? '\n' : ' ');
    }
}

struct text cut_apply(struct cut *cut, const struct macros *macros, struct bitset kept)
{
    struct arena scratch;
    arena_init(&scratch);
    unite_edits(cut);
    struct bitset lasting = find_lasting(cut, macros, kept, &scratch);
    struct writer writer = {.syntax = cut->syntax};
    buffer_init(&writer.out);
    uint32_t written = 0;
    for (uint32_t e = 0; e < cut->edits.count; e++) {
        const struct cut_edit *edit = &cut->edits.at[e];
        write_source(&writer, written, edit->start);
        write_edit(&writer, edit, lasting);
        written = edit->end;
    }
    write_source(&writer, written, (uint32_t)cut->syntax->source.length);
    struct text result = arena_copy(cut->arena, buffer_text(&writer.out));
    buffer_release(&writer.out);
    arena_release(&scratch);
    return result;
}
