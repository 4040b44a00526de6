#include "prune/share_container.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/sha384.h"
#include "base/vec.h"

#include <stdlib.h>

enum { HASH_DIGITS = 16 }; /* of the mark in a name */

/* The end of the string literal or object that starts at `at` of `text`, or TEXT_NOWHERE. */
static size_t end_of_value(struct text text, size_t at)
{
    uint32_t depth = 0;
    bool in_string = false;
    for (size_t i = at; i < text.length; i++) {
        char c = text.at[i];
        if (in_string) {
            if (c == '\\') i++;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{') {
            depth++;
        } else if (c == '}' && --depth == UINT32_MAX) {
            return TEXT_NOWHERE;
        }
        if (!in_string && depth == 0) return i + 1;
    }
    return TEXT_NOWHERE;
}

/* The JSON value at `at`; *end is behind it. NULL when there is none. */
static const struct json *read_value(struct arena *arena, struct text text, size_t at, size_t *end)
{
    if (at >= text.length || (text.at[at] != '"' && text.at[at] != '{')) return NULL;
    *end = end_of_value(text, at);
    if (*end == TEXT_NOWHERE) return NULL;
    struct json_error error;
    return json_parse(arena, text_slice(text, at, *end), JSON_STRICT, &error);
}

/* The string behind `before`, which is searched from `from`; NULL when there is none. */
static const struct json *string_behind(struct arena *arena, struct text text, const char *before, size_t from)
{
    size_t at = text_find(text, text_of(before), from), end;
    if (at == TEXT_NOWHERE) return NULL;
    const struct json *value = read_value(arena, text, at + strlen(before), &end);
    return value && value->type == JSON_STRING ? value : NULL;
}

static size_t last_of(struct text text, struct text wanted)
{
    for (size_t at = text.length < wanted.length ? 0 : text.length - wanted.length + 1; at-- > 0;) {
        if (memcmp(text.at + at, wanted.at, wanted.length) == 0) return at;
    }
    return TEXT_NOWHERE;
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

struct text_list share_container_consumed(struct arena *arena, struct text text)
{
    static const char call[] = "__webpack_consume__(module, ";
    VEC(struct text) keys = {0};
    for (size_t at = text_find(text, TEXT(call), 0); at != TEXT_NOWHERE; at = text_find(text, TEXT(call), at + 1)) {
        size_t end;
        const struct json *row = read_value(arena, text, at + sizeof call - 1, &end);
        struct text key = json_member_string(row, "key", TEXT(""));
        if (key.length) vec_push(&keys, key);
    }
    if (keys.count) qsort(keys.at, keys.count, sizeof *keys.at, compare_texts);
    struct text_list consumed = {.at = ARENA_ARRAY(arena, struct text, keys.count + 1)};
    for (uint32_t i = 0; i < keys.count; i++) {
        if (i && text_equal(keys.at[i - 1], keys.at[i])) continue;
        consumed.at[consumed.count++] = keys.at[i];
    }
    vec_release(&keys);
    return consumed;
}

bool share_container_read(struct arena *arena, struct text text, struct share_container *container)
{
    static const char start[] = "globalThis[", assignment[] = "] = (() => {";
    *container = (struct share_container){0};
    size_t at = text_find(text, TEXT(start), 0), end;
    /* Only comments may stand before it. */
    if (at == TEXT_NOWHERE || (at > 0 && text.at[0] != '/')) return false;
    const struct json *name = read_value(arena, text, at + sizeof start - 1, &end);
    if (!name || name->type != JSON_STRING) return false;
    if (!text_starts_with(text_slice(text, end, text.length), TEXT(assignment))) return false;
    size_t answer = last_of(text, TEXT("const container = {\n  key: "));
    if (answer == TEXT_NOWHERE) return false;
    const struct json *key = string_behind(arena, text, "key: ", answer);
    const struct json *version = string_behind(arena, text, "version: ", answer);
    if (!key || !version) return false;
    container->global = name->string;
    container->literal_at = at + sizeof start - 1;
    container->literal_end = end;
    container->pruned = text_find_char(name->string, '#', 0) != TEXT_NOWHERE;
    container->key = key->string;
    container->version = version->string;
    container->consumed = share_container_consumed(arena, text);
    return true;
}

struct text share_container_mark(struct arena *arena, struct text pruned)
{
    struct share_container container;
    if (!share_container_read(arena, pruned, &container)) return pruned;
    /* The hash is of the text with the name that analyze gave it. */
    size_t hash_at = container.literal_end - 1;
    struct text literal = text_slice(pruned, container.literal_at, container.literal_end);
    size_t mark = text_find_char(literal, '#', 0);
    if (mark != TEXT_NOWHERE) hash_at = container.literal_at + mark;
    struct buffer out;
    buffer_init(&out);
    buffer_put(&out, text_slice(pruned, 0, hash_at));
    buffer_put(&out, text_slice(pruned, container.literal_end - 1, pruned.length));
    unsigned char digest[SHA384_BYTES];
    sha384(buffer_text(&out), digest);
    buffer_clear(&out);
    buffer_put(&out, text_slice(pruned, 0, hash_at));
    buffer_put_char(&out, '#');
    for (int i = 0; i < HASH_DIGITS / 2; i++) buffer_format(&out, "%02x", digest[i]);
    buffer_put(&out, text_slice(pruned, container.literal_end - 1, pruned.length));
    struct text marked = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return marked;
}
