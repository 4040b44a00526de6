/* Lines and columns as source maps count them: from 0, columns in UTF-16 units.
 *
 * A line ends where ECMAScript says (LineTerminatorSequence): LF, CR, CR LF, U+2028, U+2029. A byte that is no UTF-8 counts as the U+FFFD that a decoder makes of it.
 */
#ifndef MFSHAKE_BASE_TEXT_POSITION_H
#define MFSHAKE_BASE_TEXT_POSITION_H

#include "base/text.h"

struct text_position {
    size_t offset; /* of the byte */
    uint32_t line, column;
};

/* Moves `position` forward to byte `offset` of `t`, which starts a character. */
void text_position_advance(struct text_position *position, struct text t, size_t offset);

/* Moves it forward to a line and column; false when `t` has no such place (the end of a line is one), or it lies behind. */
bool text_position_seek(struct text_position *position, struct text t, uint32_t line, uint32_t column);

#endif
