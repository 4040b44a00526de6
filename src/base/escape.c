#include "base/escape.h"

#include "base/utf8.h"

static bool is_deceptive(uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F /* marks: Arabic letter, left-to-right, right-to-left */
           || (c >= 0x202A && c <= 0x202E)           /* embeddings and overrides */
           || (c >= 0x2066 && c <= 0x2069)           /* isolates */
           || c == 0x2028 || c == 0x2029;            /* line and paragraph separator */
}

void escape_text(struct buffer *out, struct text t, bool keep_newlines)
{
    for (size_t offset = 0; offset < t.length;) {
        size_t start = offset;
        uint32_t c = utf8_next(t, &offset);
        if (c == UTF8_INVALID) {
            for (size_t i = start; i < offset; i++) buffer_format(out, "\\x%02x", (unsigned)(unsigned char)t.at[i]);
        } else if (c == '\n' && keep_newlines) {
            buffer_put_char(out, '\n');
        } else if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
            buffer_format(out, "\\x%02x", (unsigned)c);
        } else if (is_deceptive(c)) {
            buffer_format(out, "\\u{%04x}", (unsigned)c);
        } else {
            buffer_put(out, text_slice(t, start, offset));
        }
    }
}
