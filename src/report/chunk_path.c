#include "report/chunk_path.h"

#include "base/buffer.h"

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/* `t` with every byte that is neither a letter, a digit, `-`, `_` nor in `also` as %XX. */
static void put_percent_encoded(struct buffer *out, struct text t, const char *also)
{
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        if (is_word(c) || (c != '\0' && strchr(also, c))) buffer_put_char(out, c);
        else buffer_format(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}

/* Module Federation's encodeName. */
static void put_encoded_name(struct buffer *out, struct text key)
{
    for (size_t i = 0; i < key.length; i++) {
        switch (key.at[i]) {
        case '@': buffer_put_string(out, "scope_"); break;
        case '-': buffer_put_char(out, '_'); break;
        case '/': buffer_put_string(out, "__"); break;
        case '.': break;
        default: buffer_put_char(out, key.at[i]); break;
        }
    }
}

static struct text copy_of(struct arena *arena, struct buffer *buffer)
{
    struct text copy = arena_copy(arena, buffer_text(buffer));
    buffer_clear(buffer);
    return copy;
}

static struct text encoded_name(struct arena *arena, struct buffer *scratch, struct text key)
{
    put_encoded_name(scratch, key);
    return copy_of(arena, scratch);
}

static struct text version_folder(struct arena *arena, struct buffer *scratch, struct text version)
{
    bool only_dots = true; /* "." and ".." would lead elsewhere */
    for (size_t i = 0; i < version.length; i++) only_dots = only_dots && version.at[i] == '.';
    put_percent_encoded(scratch, version.length ? version : TEXT("0"), only_dots ? "" : ".+");
    return copy_of(arena, scratch);
}

static bool same_version(const struct provided_share *a, const struct provided_share *b)
{
    return text_equal(a->key, b->key) && text_equal(a->version, b->version);
}

/* The first of the shares that are one module of one key and version, in whatever scopes. */
static uint32_t first_of_module(const struct graph *graph, uint32_t index)
{
    const struct provided_share *share = &graph->provided_shares[index];
    for (uint32_t i = 0; i < index; i++) {
        const struct provided_share *other = &graph->provided_shares[i];
        if (same_version(other, share) && other->module == share->module) return i;
    }
    return index;
}

/* Whether a key before this one, in byte order, has the encoded name already. */
static bool is_taken(const struct graph *graph, const struct text *names, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++) { /* the shares are sorted by key */
        bool same_key = text_equal(graph->provided_shares[i].key, graph->provided_shares[index].key);
        if (!same_key && text_equal(names[i], names[index])) return true;
    }
    return names[index].length == 0;
}

/* 1 for the first module of this key and version, 2 for the next one, … */
static uint32_t copy_number(const struct graph *graph, uint32_t index)
{
    uint32_t number = 1;
    for (uint32_t i = 0; i < index; i++) {
        number +=
            same_version(&graph->provided_shares[i], &graph->provided_shares[index]) && first_of_module(graph, i) == i;
    }
    return number;
}

const struct text *chunk_paths(const struct graph *graph, struct arena *arena)
{
    uint32_t count = graph->provided_share_count;
    struct text *names = ARENA_ARRAY(arena, struct text, count + 1),
                *paths = ARENA_ARRAY(arena, struct text, count + 1);
    struct buffer scratch;
    buffer_init(&scratch);
    for (uint32_t i = 0; i < count; i++) {
        const struct provided_share *share = &graph->provided_shares[i];
        names[i] = encoded_name(arena, &scratch, share->key);
        uint32_t first = first_of_module(graph, i);
        if (first < i) {
            paths[i] = paths[first];
            continue;
        }
        buffer_put(&scratch, names[i]);
        if (is_taken(graph, names, i)) {
            buffer_put_char(&scratch, '.');
            put_percent_encoded(&scratch, share->key, "");
        }
        struct text folder = copy_of(arena, &scratch), version = version_folder(arena, &scratch, share->version);
        uint32_t copy = copy_number(graph, i);
        paths[i] = copy == 1
                       ? arena_format(arena, "%.*s/%.*s/chunk.js", TEXT_ARGS(folder), TEXT_ARGS(version))
                       : arena_format(arena, "%.*s/%.*s~%u/chunk.js", TEXT_ARGS(folder), TEXT_ARGS(version), copy);
    }
    buffer_release(&scratch);
    return paths;
}

struct text chunk_source_map_path(struct arena *arena, struct text chunk_path)
{
    return arena_format(arena, "%.*s.map", TEXT_ARGS(chunk_path));
}

struct text chunk_map_path(struct arena *arena, struct text chunk_path)
{
    struct text extension = TEXT(".js");
    size_t end = chunk_path.length - (text_ends_with(chunk_path, extension) ? extension.length : 0);
    return arena_format(arena, "%.*s.shake.json", (int)end, chunk_path.at);
}
