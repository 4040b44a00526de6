#include "emit/edits.h"

#include "emit/literal.h"

#include <stdlib.h>

void edits_init(struct edits *edits)
{
    *edits = (struct edits){0};
}

void edits_release(struct edits *edits)
{
    vec_release(&edits->list);
}

void edits_add(struct edits *edits, struct span span, struct text text)
{
    vec_push(&edits->list, (struct edit){span, edits->list.count, text});
}

static int compare(const void *a, const void *b)
{
    const struct edit *x = a, *y = b;
    if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
    bool x_inserts = x->span.end == x->span.start, y_inserts = y->span.end == y->span.start;
    if (x_inserts != y_inserts) return x_inserts ? -1 : 1;
    if (x->span.end != y->span.end) return x->span.end > y->span.end ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

/* Would these two characters, of different origin, be read as one token? */
static bool grows_together(char left, char right)
{
    if (literal_is_name_byte(left) && literal_is_name_byte(right)) return true;
    return left == right && (left == '+' || left == '-' || left == '/');
}

/* Where text goes, and what it comes from. */
struct applying {
    struct text source;
    struct buffer *out;
    struct origins *origins; /* or NULL */
    uint32_t module;
};

/* Puts `t`; gives where it starts. */
static size_t put_separated(struct buffer *out, struct text t)
{
    if (t.length && out->length && grows_together(out->at[out->length - 1], t.at[0])) buffer_put_char(out, ' ');
    buffer_put(out, t);
    return out->length - t.length;
}

/* Records that the last `length` bytes put, from byte `start` on, stand for a part of the source. */
static void add_origin(const struct applying *applying, size_t start, size_t length, struct span source, bool is_copy)
{
    if (!applying->origins || length == 0) return;
    vec_push(&applying->origins->list, (struct origin){.start = (uint32_t)start,
                                                       .length = (uint32_t)length,
                                                       .module = applying->module,
                                                       .source_start = source.start,
                                                       .source_end = source.end,
                                                       .is_copy = is_copy});
}

/* The bytes of the source from `start` to `end`. */
static void put_source(const struct applying *applying, size_t start, size_t end)
{
    struct text t = text_slice(applying->source, 0, end);
    for (size_t from = start; from < end;) {
        size_t line_end = text_find_char(t, '\r', from);
        if (line_end == TEXT_NOWHERE) line_end = end;
        struct text run = text_slice(t, from, line_end);
        size_t at = applying->out->length;
        if (from == start) at = put_separated(applying->out, run);
        else buffer_put(applying->out, run);
        add_origin(applying, at, run.length, (struct span){(uint32_t)from, (uint32_t)line_end}, true);
        if (line_end < end && !(line_end + 1 < end && t.at[line_end + 1] == '\n')) buffer_put_char(applying->out, '\n');
        from = line_end + 1;
    }
}

static void put_edit(const struct applying *applying, const struct edit *edit)
{
    size_t at = put_separated(applying->out, edit->text);
    if (edit->span.end > edit->span.start) add_origin(applying, at, edit->text.length, edit->span, false);
}

void edits_apply(struct edits *edits, struct text source, struct buffer *out, struct origins *origins, uint32_t module)
{
    struct applying applying = {source, out, origins, module};
    uint32_t count = edits->list.count;
    if (count) qsort(edits->list.at, count, sizeof *edits->list.at, compare);
    uint32_t cursor = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct edit *edit = &edits->list.at[i];
        if (edit->span.start < cursor) continue;
        put_source(&applying, cursor, edit->span.start);
        put_edit(&applying, edit);
        cursor = edit->span.end;
    }
    put_source(&applying, cursor, source.length);
}
