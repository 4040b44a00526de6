#include "base/path.h"

bool path_is_absolute(struct text path)
{
    return path.length > 0 && path.at[0] == '/';
}

/* Appends the parts of `path` to out[0 … length), which is empty, "/" or normalised, and returns the new length. `out` has room. */
static size_t append_parts(char *out, size_t length, struct text path)
{
    for (size_t start = 0; start < path.length;) {
        size_t end = text_find_char(path, '/', start);
        if (end == TEXT_NOWHERE) end = path.length;
        struct text part = text_slice(path, start, end);
        start = end + 1;
        if (part.length == 0 || text_is(part, ".")) continue;

        struct text sofar = {out, length};
        if (text_is(part, "..")) {
            if (text_is(sofar, "/")) continue;
            struct text last = path_base_name(sofar);
            if (length && !text_is(last, "..")) {
                length -= last.length;
                if (length > 1) length--; /* the slash before it, but not the root's */
                continue;
            }
        }
        if (length && out[length - 1] != '/') out[length++] = '/';
        memcpy(out + length, part.at, part.length);
        length += part.length;
    }
    return length;
}

struct text path_join(struct arena *arena, struct text folder, struct text path)
{
    if (path_is_absolute(path)) folder.length = 0;
    char *out = arena_alloc(arena, folder.length + path.length + 3);
    size_t length = 0;
    if (path_is_absolute(folder.length ? folder : path)) out[length++] = '/';
    length = append_parts(out, length, folder);
    length = append_parts(out, length, path);
    if (length == 0) out[length++] = '.';
    out[length] = '\0';
    return (struct text){out, length};
}

struct text path_normalize(struct arena *arena, struct text path)
{
    return path_join(arena, TEXT(""), path);
}

struct text path_folder(struct text path)
{
    size_t slash = text_find_last_char(path, '/');
    if (slash == TEXT_NOWHERE) return TEXT(".");
    return text_slice(path, 0, slash ? slash : 1);
}

struct text path_base_name(struct text path)
{
    size_t slash = text_find_last_char(path, '/');
    return slash == TEXT_NOWHERE ? path : text_slice(path, slash + 1, path.length);
}

struct text path_extension(struct text path)
{
    struct text name = path_base_name(path);
    size_t dot = text_find_last_char(name, '.');
    if (dot == TEXT_NOWHERE || dot == 0) return TEXT("");
    return text_slice(name, dot, name.length);
}

/* The length of the longest common start of `a` and `b` that ends at a part's end in both. */
static size_t common_folder(struct text a, struct text b)
{
    size_t common = 0;
    for (size_t i = 0;; i++) {
        bool a_ends = i == a.length || a.at[i] == '/', b_ends = i == b.length || b.at[i] == '/';
        if (a_ends && b_ends) common = i;
        if (i == a.length || i == b.length || a.at[i] != b.at[i]) return common;
    }
}

struct text path_relative(struct arena *arena, struct text folder, struct text path)
{
    if (text_is(folder, "/")) folder.length = 0; /* so that every folder is followed by a slash */
    if (text_is(path, "/")) path.length = 0;
    size_t common = common_folder(folder, path);
    struct text up = text_slice(folder, common, folder.length);
    struct text down = text_slice(path, common, path.length);

    size_t levels = 0;
    for (size_t i = 0; i < up.length; i++) levels += up.at[i] == '/';
    char *out = arena_alloc(arena, levels * 3 + down.length + 3);
    size_t length = 0;
    if (levels == 0) out[length++] = '.';
    for (size_t i = 0; i < levels; i++) {
        if (i) out[length++] = '/';
        out[length++] = '.';
        out[length++] = '.';
    }
    if (down.length) memcpy(out + length, down.at, down.length); /* starts with its slash */
    length += down.length;
    out[length] = '\0';
    return (struct text){out, length};
}

bool path_is_below(struct text path, struct text folder)
{
    if (text_is(folder, "/")) return path_is_absolute(path);
    if (!text_starts_with(path, folder)) return false;
    return path.length == folder.length || path.at[folder.length] == '/';
}
