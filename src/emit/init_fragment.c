#include "emit/init_fragment.h"

#include <stdlib.h>

void init_fragments_init(struct init_fragments *fragments)
{
    *fragments = (struct init_fragments){0};
}

void init_fragments_release(struct init_fragments *fragments)
{
    vec_release(&fragments->list);
}

void init_fragments_add(struct init_fragments *fragments, enum init_stage stage, uint32_t position, struct text key,
                        struct text content, struct text end_content)
{
    for (uint32_t i = 0; key.length && i < fragments->list.count; i++) {
        if (text_equal(fragments->list.at[i].key, key)) return;
    }
    vec_push(&fragments->list,
             (struct init_fragment){(uint8_t)stage, position, fragments->list.count, key, content, end_content});
}

static int compare(const void *a, const void *b)
{
    const struct init_fragment *x = a, *y = b;
    if (x->stage != y->stage) return x->stage < y->stage ? -1 : 1;
    if (x->position != y->position) return x->position < y->position ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

void init_fragments_put_start(struct init_fragments *fragments, struct buffer *out)
{
    uint32_t count = fragments->list.count;
    if (count) qsort(fragments->list.at, count, sizeof *fragments->list.at, compare);
    for (uint32_t i = 0; i < count; i++) buffer_put(out, fragments->list.at[i].content);
}

void init_fragments_put_end(const struct init_fragments *fragments, struct buffer *out)
{
    for (uint32_t i = fragments->list.count; i-- > 0;) buffer_put(out, fragments->list.at[i].end_content);
}
