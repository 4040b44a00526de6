/* Base64 (RFC 4648, section 4), as data URLs have it. */
#ifndef MFSHAKE_BASE_BASE64_H
#define MFSHAKE_BASE_BASE64_H

#include "base/arena.h"
#include "base/buffer.h"

/* Puts `bytes` encoded, with padding. */
void base64_put(struct buffer *out, struct text bytes);

/* Decodes into `arena`; the padding may be missing. False for anything else than base64. */
bool base64_decode(struct arena *arena, struct text encoded, struct text *bytes);

#endif
