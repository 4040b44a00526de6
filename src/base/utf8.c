#include "base/utf8.h"

uint32_t utf8_next(struct text t, size_t *offset)
{
    const unsigned char *bytes = (const unsigned char *)t.at;
    unsigned char first = bytes[(*offset)++];
    if (first < 0x80) return first;

    /* The second byte of some leads has a narrower range: that is what excludes overlong forms and surrogates. */
    unsigned char lowest = 0x80, highest = 0xBF;
    unsigned more;
    uint32_t code_point;
    if (first >= 0xC2 && first <= 0xDF) {
        more = 1;
        code_point = first & 0x1Fu;
    } else if (first >= 0xE0 && first <= 0xEF) {
        more = 2;
        code_point = first & 0x0Fu;
        if (first == 0xE0) lowest = 0xA0;
        if (first == 0xED) highest = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        more = 3;
        code_point = first & 0x07u;
        if (first == 0xF0) lowest = 0x90;
        if (first == 0xF4) highest = 0x8F;
    } else {
        return UTF8_INVALID;
    }
    for (; more; more--) {
        if (*offset >= t.length) return UTF8_INVALID;
        unsigned char byte = bytes[*offset];
        if (byte < lowest || byte > highest) return UTF8_INVALID;
        lowest = 0x80;
        highest = 0xBF;
        code_point = code_point << 6 | (byte & 0x3Fu);
        (*offset)++;
    }
    return code_point;
}

size_t utf8_find_invalid(struct text t)
{
    for (size_t offset = 0; offset < t.length;) {
        if ((unsigned char)t.at[offset] < 0x80) {
            offset++;
            continue;
        }
        size_t start = offset;
        if (utf8_next(t, &offset) == UTF8_INVALID) return start;
    }
    return TEXT_NOWHERE;
}

void utf8_put(struct buffer *out, uint32_t code_point)
{
    if (code_point < 0x80) {
        buffer_put_char(out, (char)code_point);
        return;
    }
    unsigned more = code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xC0, 0xE0, 0xF0};
    buffer_put_char(out, (char)(leads[more] | code_point >> (6 * more)));
    while (more--) buffer_put_char(out, (char)(0x80 | (code_point >> (6 * more) & 0x3F)));
}
