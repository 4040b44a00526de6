#include "base/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(struct buffer *out, struct text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    for (size_t i = 0; i < bytes.length; i += 3) {
        size_t left = bytes.length - i;
        uint32_t group = (uint32_t)at[i] << 16 | (left > 1 ? (uint32_t)at[i + 1] << 8 : 0) | (left > 2 ? at[i + 2] : 0);
        char four[4] = {digits[group >> 18], digits[group >> 12 & 63], left > 1 ? digits[group >> 6 & 63] : '=',
                        left > 2 ? digits[group & 63] : '='};
        buffer_put(out, (struct text){four, sizeof four});
    }
}

static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

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
