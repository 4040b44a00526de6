#include "report/stale.h"

#include "base/json.h"
#include "base/vec.h"

/* folder/folder/chunk.js, and nothing that leads elsewhere. */
static bool is_chunk_path(struct text path)
{
    uint32_t parts = 0;
    for (size_t start = 0, end; start <= path.length; start = end + 1) {
        end = text_find_char(path, '/', start);
        if (end == TEXT_NOWHERE) end = path.length;
        struct text part = text_slice(path, start, end);
        if (part.length == 0 || text_is(part, ".") || text_is(part, "..")) return false;
        if (text_find_char(part, '\\', 0) != TEXT_NOWHERE || text_find_char(part, '\0', 0) != TEXT_NOWHERE)
            return false;
        if (++parts == 3) return text_is(part, "chunk.js") && end == path.length;
    }
    return false;
}

static bool is_among(struct text path, const struct text *paths, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (text_equal(paths[i], path)) return true;
    }
    return false;
}

static bool is_list(const struct json *value, enum json_type type)
{
    return value && value->type == type;
}

const struct text *stale_chunks(struct arena *arena, struct text earlier, struct text app, const struct text *current,
                                uint32_t current_count, uint32_t *count)
{
    VEC(struct text) stale = {0};
    struct json_error error;
    const struct json *report = json_parse(arena, earlier, JSON_STRICT, &error);
    const struct json *own = json_member(report, "mfshake");
    const struct json *name = json_member(own, "app"), *shares = json_member(own, "shares");
    struct text earlier_app = is_list(name, JSON_STRING) ? name->string : TEXT("");
    *count = 0;
    if (!is_list(shares, JSON_OBJECT) || !text_equal(earlier_app, app)) return NULL;
    JSON_EACH (share, shares) {
        const struct json *chunks = json_member(share, "chunks");
        if (!is_list(chunks, JSON_ARRAY)) continue;
        JSON_EACH (chunk, chunks) {
            if (chunk->type != JSON_STRING || !is_chunk_path(chunk->string)) continue;
            if (is_among(chunk->string, current, current_count) || is_among(chunk->string, stale.at, stale.count))
                continue;
            vec_push(&stale, chunk->string);
        }
    }
    *count = stale.count;
    return vec_freeze(&stale, arena);
}
