/* Numbers as the mappings of a source map write them (ECMA-426, section "Base64 VLQ"): groups of five bits, lowest first, in base64 digits; the
 * sixth bit of a digit says that more follow, the lowest bit of the number is its sign. */
#ifndef MFSHAKE_EMIT_VLQ_H
#define MFSHAKE_EMIT_VLQ_H

#include "base/buffer.h"

enum { VLQ_LONGEST = 7 /* digits of 32 bits */ };

/* Writes `value` at `at`, which has room for VLQ_LONGEST digits; gives the end. */
char *vlq_write(char *at, int32_t value);

/* Reads the number at *offset of `t` and moves *offset behind it. False when there is none, or one of more than 32 bits. */
bool vlq_next(struct text t, size_t *offset, int32_t *value);

#endif
