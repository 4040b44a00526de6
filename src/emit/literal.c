#include "emit/literal.h"

#include <stdlib.h>

static bool is_continuation(struct text t, size_t i)
{
    return i < t.length && ((unsigned char)t.at[i] & 0xc0) == 0x80;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '$';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Puts the character of several bytes at `i`; returns how many bytes it takes. */
static size_t put_wide(struct buffer *out, struct text t, size_t i)
{
    unsigned char lead = (unsigned char)t.at[i];
    size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    uint32_t point = lead & (0xffu >> (length + 1));
    bool valid = lead >= 0xc2 && lead <= 0xf4;
    for (size_t k = 1; valid && k < length; k++) {
        valid = is_continuation(t, i + k);
        if (valid) point = point << 6 | ((unsigned char)t.at[i + k] & 0x3f);
    }
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (!valid || point < smallest[length] || point > 0x10ffff) {
        buffer_put_string(out, "\\ufffd");
        return 1;
    }
    if (point == 0x2028 || point == 0x2029 || (point >= 0xd800 && point <= 0xdfff)) {
        buffer_format(out, "\\u%04x", (unsigned)point);
    } else {
        buffer_put(out, text_slice(t, i, i + length));
    }
    return length;
}

void literal_put_string(struct buffer *out, struct text t, char quote)
{
    buffer_put_char(out, quote);
    for (size_t i = 0; i < t.length;) {
        char c = t.at[i];
        if ((unsigned char)c >= 0x80) {
            i += put_wide(out, t, i);
            continue;
        }
        i++;
        if (c == quote || c == '\\') {
            buffer_put_char(out, '\\');
            buffer_put_char(out, c);
        } else if (c == '\n') {
            buffer_put_string(out, "\\n");
        } else if ((unsigned char)c < 0x20 || c == 0x7f) {
            buffer_format(out, "\\u%04x", (unsigned)(unsigned char)c);
        } else {
            buffer_put_char(out, c);
        }
    }
    buffer_put_char(out, quote);
}

bool literal_is_name_byte(char c)
{
    return is_letter(c) || is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

static int compare_words(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

static bool is_reserved(struct text name)
{
    static const struct text words[] = {
        TEXT("arguments"), TEXT("await"),      TEXT("break"),     TEXT("case"),    TEXT("catch"),      TEXT("class"),
        TEXT("const"),     TEXT("continue"),   TEXT("debugger"),  TEXT("default"), TEXT("delete"),     TEXT("do"),
        TEXT("else"),      TEXT("enum"),       TEXT("eval"),      TEXT("export"),  TEXT("extends"),    TEXT("false"),
        TEXT("finally"),   TEXT("for"),        TEXT("function"),  TEXT("if"),      TEXT("implements"), TEXT("import"),
        TEXT("in"),        TEXT("instanceof"), TEXT("interface"), TEXT("let"),     TEXT("new"),        TEXT("null"),
        TEXT("package"),   TEXT("private"),    TEXT("protected"), TEXT("public"),  TEXT("return"),     TEXT("static"),
        TEXT("super"),     TEXT("switch"),     TEXT("this"),      TEXT("throw"),   TEXT("true"),       TEXT("try"),
        TEXT("typeof"),    TEXT("var"),        TEXT("void"),      TEXT("while"),   TEXT("with"),       TEXT("yield"),
    };
    return bsearch(&name, words, sizeof words / sizeof *words, sizeof *words, compare_words) != NULL;
}

bool literal_is_plain_name(struct text name)
{
    if (name.length == 0 || is_digit(name.at[0])) return false;
    for (size_t i = 0; i < name.length; i++) {
        if (!is_letter(name.at[i]) && !is_digit(name.at[i]) && name.at[i] != '_') return false;
    }
    return !is_reserved(name);
}

void literal_put_key(struct buffer *out, struct text name)
{
    if (text_is(name, "__proto__")) {
        buffer_put_string(out, "[\"__proto__\"]");
    } else if (literal_is_plain_name(name)) {
        buffer_put(out, name);
    } else {
        literal_put_string(out, name, '"');
    }
}

void literal_put_member(struct buffer *out, struct text name)
{
    if (literal_is_plain_name(name)) {
        buffer_put_char(out, '.');
        buffer_put(out, name);
    } else {
        buffer_put_char(out, '[');
        literal_put_string(out, name, '"');
        buffer_put_char(out, ']');
    }
}

void literal_put_identifier(struct buffer *out, struct text t)
{
    bool replaced = false;
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        bool fits = is_letter(c) || is_digit(c);
        if (i == 0 && is_digit(c)) buffer_put_char(out, '_');
        if (fits) buffer_put_char(out, c);
        else if (!replaced) buffer_put_char(out, '_');
        replaced = !fits;
    }
}
