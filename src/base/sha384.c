#include "base/sha384.h"

#include "base/base64.h"

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
    sha384(data, digest);
    struct buffer out;
    buffer_init(&out);
    buffer_put(&out, TEXT("sha384-"));
    base64_put(&out, (struct text){(const char *)digest, SHA384_BYTES});
    struct text integrity = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return integrity;
}
