#include "base/data_url.h"

#include "base/base64.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool ends_with_base64(struct text parameters)
{
    struct text wanted = TEXT(";base64");
    if (parameters.length < wanted.length) return false;
    for (size_t i = 0; i < wanted.length; i++) {
        if (lower(parameters.at[parameters.length - wanted.length + i]) != wanted.at[i]) return false;
    }
    return true;
}

bool data_url_read(struct text url, struct data_url *read)
{
    struct text scheme = TEXT("data:");
    if (!text_starts_with(url, scheme)) return false;
    size_t comma = text_find_char(url, ',', scheme.length);
    if (comma == TEXT_NOWHERE) return false;
    size_t semicolon = text_find_char(url, ';', scheme.length);
    size_t end = semicolon < comma ? semicolon : comma;
    *read = (struct data_url){
        .media_type = text_slice(url, scheme.length, end),
        .is_base64 = ends_with_base64(text_slice(url, end, comma)),
        .body = text_slice(url, comma + 1, url.length),
    };
    return true;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool data_url_decode(struct arena *arena, const struct data_url *url, struct text *bytes)
{
    if (url->is_base64) return base64_decode(arena, url->body, bytes);
    *bytes = url->body;
    char *decoded = ARENA_ARRAY(arena, char, url->body.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < url->body.length; i++) {
        char c = url->body.at[i];
        if (c == '%') {
            bool has_both = i + 2 < url->body.length;
            int high = has_both ? digit_of(url->body.at[i + 1]) : -1;
            int low = has_both ? digit_of(url->body.at[i + 2]) : -1;
            if (high < 0 || low < 0) return true;
            c = (char)(high * 16 + low);
            i += 2;
        }
        decoded[length++] = c;
    }
    *bytes = (struct text){decoded, length};
    return true;
}
