/* Where a line does not end with a semicolon, a replacement that begins with a parenthesis would continue it. */
#ifndef MFSHAKE_EMIT_CONTINUATION_H
#define MFSHAKE_EMIT_CONTINUATION_H

#include "base/text.h"

/* True when an identifier at `offset` of `source` could be read as the continuation of the line above, should its replacement begin with a
 * parenthesis. Certain when false; true also where the text alone does not tell (behind a closing brace, behind a comment). */
bool continuation_possible(struct text source, uint32_t offset);

#endif
