#include "base/sha384.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>

_Static_assert(SHA384_BYTES == SHA384_DIGEST_SIZE, "the length of a SHA-384 digest");

void sha384(struct text data, unsigned char digest[SHA384_BYTES])
{
    struct sha384_ctx context;
    sha384_init(&context);
    if (data.length) sha384_update(&context, data.length, (const uint8_t *)data.at);
    sha384_digest(&context, SHA384_BYTES, digest);
}

struct text sha384_integrity(struct arena *arena, struct text data)
{
    unsigned char digest[SHA384_BYTES];
    char encoded[BASE64_ENCODE_RAW_LENGTH(SHA384_BYTES)];
    sha384(data, digest);
    base64_encode_raw(encoded, SHA384_BYTES, digest);
    return arena_format(arena, "sha384-%.*s", (int)sizeof encoded, encoded);
}
