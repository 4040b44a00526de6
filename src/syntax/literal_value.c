#include "syntax/syntax.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static size_t put_utf8(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

/* Reads the digits of \uXXXX or \u{X…} that start at *at (behind the u); -1 when there are none. */
static int64_t read_unicode_escape(struct text raw, size_t *at)
{
    uint32_t code = 0;
    if (*at < raw.length && raw.at[*at] == '{') {
        size_t i = *at + 1;
        for (; i < raw.length && hex_digit(raw.at[i]) >= 0 && code <= 0x10ffff; i++)
            code = code * 16 + (uint32_t)hex_digit(raw.at[i]);
        if (i >= raw.length || raw.at[i] != '}' || code > 0x10ffff) return -1;
        *at = i + 1;
        return code;
    }
    if (*at + 4 > raw.length) return -1;
    for (size_t i = *at; i < *at + 4; i++) {
        if (hex_digit(raw.at[i]) < 0) return -1;
        code = code * 16 + (uint32_t)hex_digit(raw.at[i]);
    }
    *at += 4;
    return code;
}

/* ECMAScript's string value (SV) of what stands between the quotes. The decoded form is never longer than the raw one. */
static struct text decode_escapes(struct arena *arena, struct text raw)
{
    if (text_find_char(raw, '\\', 0) == TEXT_NOWHERE) return raw;
    char *out = arena_alloc(arena, raw.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < raw.length;) {
        char c = raw.at[i++];
        if (c != '\\' || i >= raw.length) {
            out[length++] = c;
            continue;
        }
        c = raw.at[i++];
        switch (c) {
        case 'n': out[length++] = '\n'; break;
        case 't': out[length++] = '\t'; break;
        case 'r': out[length++] = '\r'; break;
        case 'b': out[length++] = '\b'; break;
        case 'f': out[length++] = '\f'; break;
        case 'v': out[length++] = '\v'; break;
        case '\r': i += i < raw.length && raw.at[i] == '\n'; break;
        case '\n': break;
        case 'x':
            if (i + 2 <= raw.length && hex_digit(raw.at[i]) >= 0 && hex_digit(raw.at[i + 1]) >= 0) {
                length += put_utf8(out + length, (uint32_t)(hex_digit(raw.at[i]) * 16 + hex_digit(raw.at[i + 1])));
                i += 2;
            }
            break;
        case 'u': {
            int64_t code = read_unicode_escape(raw, &i);
            if (code >= 0xd800 && code < 0xdc00 && i + 1 < raw.length && raw.at[i] == '\\' && raw.at[i + 1] == 'u') {
                size_t after = i + 2;
                int64_t low = read_unicode_escape(raw, &after);
                if (low >= 0xdc00 && low < 0xe000) {
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    i = after;
                }
            }
            if (code >= 0) length += put_utf8(out + length, (uint32_t)code);
            break;
        }
        case '0':
        case '1':
        case '2':
        case '3':
        case '4':
        case '5':
        case '6':
        case '7': {
            uint32_t code = (uint32_t)(c - '0');
            for (int digits = 1; digits < 3 && i < raw.length && raw.at[i] >= '0' && raw.at[i] <= '7' && code < 32;
                 digits++) {
                code = code * 8 + (uint32_t)(raw.at[i++] - '0');
            }
            length += put_utf8(out + length, code);
            break;
        }
        default: out[length++] = c;
        }
    }
    return (struct text){out, length};
}

bool syntax_string_value(const struct syntax *syntax, struct arena *arena, node_id node, struct text *value)
{
    struct text raw = syntax_text(syntax, node);
    switch ((int)syntax_kind(syntax, node)) {
    case SYNTAX_TEMPLATE:
        if (syntax_first_child(syntax, node) != NODE_NONE) return false;
        __attribute__((fallthrough));
    case SYNTAX_STRING:
        if (raw.length < 2) return false;
        *value = decode_escapes(arena, text_slice(raw, 1, raw.length - 1));
        return true;
    case SYNTAX_IDENTIFIER:
    case SYNTAX_PROPERTY_NAME:
    case SYNTAX_SHORTHAND:
    case SYNTAX_SHORTHAND_PATTERN: *value = decode_escapes(arena, raw); return true;
    case SYNTAX_TOKEN: /* the grammar has no node for the exported name `default` */
        *value = raw;
        return text_is(raw, "default");
    default: return false;
    }
}

struct text syntax_unescaped(struct arena *arena, struct text raw)
{
    return decode_escapes(arena, raw);
}
