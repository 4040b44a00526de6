/* UTF-8, decoded strictly: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef MFSHAKE_BASE_UTF8_H
#define MFSHAKE_BASE_UTF8_H

#include "base/buffer.h"

#define UTF8_INVALID UINT32_MAX

/* The code point at `*offset` (which must be inside `t`), and *offset moved behind it. For bytes that are no code point,
 * UTF8_INVALID, and *offset moved behind the longest start of one (at least one byte), as the WHATWG decoder does. */
uint32_t utf8_next(struct text t, size_t *offset);

/* The offset of the first byte that is not UTF-8, or TEXT_NOWHERE. */
size_t utf8_find_invalid(struct text t);

/* Puts `code_point` (not a surrogate) as one to four bytes. */
void utf8_put(struct buffer *out, uint32_t code_point);

#endif
