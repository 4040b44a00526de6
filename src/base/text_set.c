#include "base/text_set.h"

#include "base/buffer.h"

#include <stdlib.h>

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static void put(struct buffer *out, struct text item)
{
    buffer_put(out, item);
    buffer_put_char(out, '\0');
}

static name_id finish(struct names *names, struct buffer *out)
{
    name_id set = out->length ? names_add(names, buffer_text(out)) : NAME_NONE;
    buffer_release(out);
    return set;
}

static bool is_sorted(const struct text *items, uint32_t count)
{
    uint32_t i = 1;
    while (i < count && text_compare(items[i - 1], items[i]) <= 0) i++;
    return i >= count;
}

name_id text_set_of(struct names *names, struct text *items, uint32_t count)
{
    if (!is_sorted(items, count)) qsort(items, count, sizeof *items, compare_texts);
    struct buffer out;
    buffer_init(&out);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || !text_equal(items[i], items[i - 1])) put(&out, items[i]);
    }
    return finish(names, &out);
}

/* Goes over two sets side by side; `wanted` says which members to take: of `a` alone, of `b` alone, of both. */
static name_id combine(struct names *names, name_id a, name_id b, bool wants_a, bool wants_b, bool wants_both)
{
    struct text left = names_text(names, a), right = names_text(names, b), x, y;
    struct buffer out;
    buffer_init(&out);
    bool has_x = text_set_next(&left, &x), has_y = text_set_next(&right, &y);
    while (has_x || has_y) {
        int order = !has_x ? 1 : !has_y ? -1 : text_compare(x, y);
        if (order < 0 ? wants_a : order > 0 ? wants_b : wants_both) put(&out, order <= 0 ? x : y);
        if (order <= 0) has_x = text_set_next(&left, &x);
        if (order >= 0) has_y = text_set_next(&right, &y);
    }
    return finish(names, &out);
}

name_id text_set_union(struct names *names, name_id a, name_id b)
{
    if (a == b || b == NAME_NONE) return a;
    return a == NAME_NONE ? b : combine(names, a, b, true, true, true);
}

name_id text_set_difference(struct names *names, name_id a, name_id b)
{
    if (a == b || a == NAME_NONE) return NAME_NONE;
    return b == NAME_NONE ? a : combine(names, a, b, true, false, false);
}

bool text_set_has(const struct names *names, name_id set, struct text item)
{
    for (struct text rest = names_text(names, set), member; text_set_next(&rest, &member);) {
        if (text_equal(member, item)) return true;
    }
    return false;
}

uint32_t text_set_count(const struct names *names, name_id set)
{
    uint32_t count = 0;
    for (struct text rest = names_text(names, set), member; text_set_next(&rest, &member);) count++;
    return count;
}
