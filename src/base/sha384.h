/* SHA-384, the hash of browsers' integrity checks (W3C Subresource Integrity). */
#ifndef MFSHAKE_BASE_SHA384_H
#define MFSHAKE_BASE_SHA384_H

#include "base/arena.h"
#include "base/text.h"

enum { SHA384_BYTES = 48 };

void sha384(struct text data, unsigned char digest[SHA384_BYTES]);

/* "sha384-" and the digest in base64: the value of an `integrity` attribute. In `arena`. */
struct text sha384_integrity(struct arena *arena, struct text data);

#endif
