/* What stands before a module's body, collected piece by piece in any order and put in webpack's.
 *
 * Pieces are sorted by stage, then position, then order of adding. Of pieces with the same key only the first is kept. End parts follow the
 * body, in reverse. Twin: webpack's InitFragment.addToSource.
 */
#ifndef MFSHAKE_EMIT_INIT_FRAGMENT_H
#define MFSHAKE_EMIT_INIT_FRAGMENT_H

#include "base/buffer.h"
#include "base/vec.h"

enum init_stage {
    INIT_CONSTANTS = 10,
    INIT_ASYNC_BOUNDARY = 20,
    INIT_ESM_EXPORTS = 30,
    INIT_ESM_IMPORTS = 40,
    INIT_PROVIDES = 50,
    INIT_ASYNC_DEPENDENCIES = 60,
    INIT_ASYNC_ESM_IMPORTS = 70
};

struct init_fragment {
    uint8_t stage; /* enum init_stage */
    uint32_t position, order;
    struct text key; /* empty: never merged */
    struct text content, end_content;
};

struct init_fragments {
    VEC(struct init_fragment) list;
};

void init_fragments_init(struct init_fragments *fragments);
void init_fragments_release(struct init_fragments *fragments);

/* Adds a piece; its texts are not copied and must outlive the fragments. */
void init_fragments_add(struct init_fragments *fragments, enum init_stage stage, uint32_t position, struct text key,
                        struct text content, struct text end_content);

/* Sorts the pieces and puts what stands before the body. */
void init_fragments_put_start(struct init_fragments *fragments, struct buffer *out);
/* Puts what follows the body, after that. */
void init_fragments_put_end(const struct init_fragments *fragments, struct buffer *out);

#endif
