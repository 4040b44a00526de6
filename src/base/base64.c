#include "base/base64.h"

#include <nettle/base64.h>

void base64_put(struct buffer *out, struct text bytes)
{
    /* Groups of three bytes at a time, so that only the last piece has padding. */
    enum { PIECE = 3 * 1024 };
    char encoded[BASE64_ENCODE_RAW_LENGTH(PIECE)];
    for (size_t at = 0; at < bytes.length; at += PIECE) {
        size_t length = bytes.length - at < PIECE ? bytes.length - at : PIECE;
        base64_encode_raw(encoded, length, (const uint8_t *)bytes.at + at);
        buffer_put(out, (struct text){encoded, BASE64_ENCODE_RAW_LENGTH(length)});
    }
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* nettle's decoder refuses what the URLs of pages may have: no padding, and bits behind the last byte. */
bool base64_decode(struct arena *arena, struct text encoded, struct text *bytes)
{
    for (int padding = 0; padding < 2 && text_ends_with(encoded, TEXT("=")); padding++) encoded.length--;
    if (encoded.length % 4 == 1) return false;
    char *decoded = arena_alloc_raw(arena, encoded.length / 4 * 3 + 4);
    size_t length = 0;
    uint32_t group = 0, bits = 0;
    for (size_t i = 0; i < encoded.length; i++) {
        int value = value_of(encoded.at[i]);
        if (value < 0) return false;
        group = group << 6 | (uint32_t)value;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        decoded[length++] = (char)(group >> bits & 255);
    }
    *bytes = (struct text){decoded, length};
    return true;
}
