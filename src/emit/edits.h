/* Byte-range replacement over a source text. */
#ifndef MFSHAKE_EMIT_EDITS_H
#define MFSHAKE_EMIT_EDITS_H

#include "base/buffer.h"
#include "base/vec.h"
#include "emit/origins.h"
#include "model/record.h"

struct edit {
    struct span span; /* zero width: an insertion */
    uint32_t order;
    struct text text;
};

struct edits {
    VEC(struct edit) list;
};

void edits_init(struct edits *edits);
void edits_release(struct edits *edits);

/* Asks for `text` instead of the bytes of `span`; the text is not copied. */
void edits_add(struct edits *edits, struct span span, struct text text);

/* Puts `source` with all edits made. Of nested edits the outer one wins; insertions at one place keep their order and come before a replacement
 * that starts there. Where a replacement would grow together with its neighbour (two words, two operators, a slash and a comment) a space
 * is put between them. CR LF becomes LF. The pieces that come from `source`, which is that of `module`, are added to `origins`, unless that is NULL; insertions come from
 * nowhere. */
void edits_apply(struct edits *edits, struct text source, struct buffer *out, struct origins *origins, uint32_t module);

#endif
