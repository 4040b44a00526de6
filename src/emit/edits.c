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

static void put_separated(struct buffer *out, struct text t)
{
    if (t.length && out->length && grows_together(out->at[out->length - 1], t.at[0])) buffer_put_char(out, ' ');
    buffer_put(out, t);
}

static void put_source(struct buffer *out, struct text t)
{
    for (size_t from = 0; from < t.length;) {
        size_t end = text_find_char(t, '\r', from);
        if (end == TEXT_NOWHERE) end = t.length;
        struct text run = text_slice(t, from, end);
        if (from == 0) put_separated(out, run);
        else buffer_put(out, run);
        if (end < t.length && !(end + 1 < t.length && t.at[end + 1] == '\n')) buffer_put_char(out, '\n');
        from = end + 1;
    }
}

void edits_apply(struct edits *edits, struct text source, struct buffer *out)
{
    uint32_t count = edits->list.count;
    if (count) qsort(edits->list.at, count, sizeof *edits->list.at, compare);
    uint32_t cursor = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct edit edit = edits->list.at[i];
        if (edit.span.start < cursor) continue;
        put_source(out, text_slice(source, cursor, edit.span.start));
        put_separated(out, edit.text);
        cursor = edit.span.end;
    }
    put_source(out, text_slice(source, cursor, source.length));
}
