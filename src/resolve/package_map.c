#include "resolve/package_map.h"

#include "base/limits.h"
#include "resolve/request.h"

typedef VEC(struct text) text_vec;

struct matched_key {
    const struct json *value; /* NULL: none */
    struct text rest;         /* what "*" stands for, or what follows the folder */
    bool pattern, folder;
};

/* How much of a key counts when two match: up to and with its "*". */
static size_t rank(struct text key)
{
    size_t star = text_find_char(key, '*', 0);
    return star == TEXT_NOWHERE ? key.length : star + 1;
}

static bool is_better(struct text key, struct text best)
{
    if (best.length == 0) return true;
    if (rank(key) != rank(best)) return rank(key) > rank(best);
    bool key_has_star = text_find_char(key, '*', 0) != TEXT_NOWHERE;
    bool best_has_star = text_find_char(best, '*', 0) != TEXT_NOWHERE;
    if (!best_has_star) return true;
    return key_has_star && key.length > best.length;
}

static struct matched_key match_key(const struct json *map, struct text request)
{
    struct matched_key match = {0};
    struct text best = {0};
    bool exact = text_find_char(request, '*', 0) == TEXT_NOWHERE && !text_ends_with(request, TEXT("/"));
    JSON_EACH (member, map) {
        struct text key = member->key;
        if (exact && text_equal(key, request)) return (struct matched_key){.value = member};
        size_t star = text_find_char(key, '*', 0);
        if (star == TEXT_NOWHERE) {
            if (!text_ends_with(key, TEXT("/")) || !text_starts_with(request, key) || !is_better(key, best)) continue;
            best = key;
            match = (struct matched_key){member, text_slice(request, key.length, request.length), false, true};
            continue;
        }
        struct text after = text_slice(key, star + 1, key.length);
        if (text_find_char(after, '*', 0) != TEXT_NOWHERE || request.length < key.length) continue;
        if (!text_starts_with(request, text_slice(key, 0, star)) || !text_ends_with(request, after)) continue;
        if (!is_better(key, best)) continue;
        best = key;
        match.value = member;
        match.rest = text_slice(request, star, request.length - after.length);
        match.pattern = true;
        match.folder = text_ends_with(key, TEXT("/"));
    }
    return match;
}

/* The first value that is no object behind conditions which hold, or NULL. */
static const struct json *choose(const struct json *value, struct text_list conditions)
{
    const struct json *open[LIMIT_JSON_DEPTH + 1]; /* the members still to look at, by depth */
    size_t depth = 0;
    open[0] = value->first;
    for (;;) {
        const struct json *member = open[depth];
        if (!member) {
            if (depth == 0) return NULL;
            depth--;
            continue;
        }
        open[depth] = member->next;
        if (!text_is(member->key, "default") && !text_list_has(conditions, member->key)) continue;
        if (member->type != JSON_OBJECT) return member;
        if (depth == LIMIT_JSON_DEPTH) return NULL;
        open[++depth] = member->first;
    }
}

static struct text fill(struct arena *arena, struct text target, const struct matched_key *match)
{
    if (match->folder) return arena_format(arena, "%.*s%.*s", TEXT_ARGS(target), TEXT_ARGS(match->rest));
    if (!match->pattern) return target;
    struct buffer filled;
    buffer_init(&filled);
    for (size_t i = 0; i < target.length; i++) {
        if (target.at[i] == '*') {
            buffer_put(&filled, match->rest);
        } else {
            buffer_put_char(&filled, target.at[i]);
        }
    }
    struct text text = arena_copy(arena, buffer_text(&filled));
    buffer_release(&filled);
    return text;
}

static bool add_target(struct arena *arena, text_vec *targets, struct text target, const struct matched_key *match)
{
    struct request parsed = request_parse(target);
    if (parsed.path.length && parsed.folder != match->folder) return false;
    vec_push(targets, fill(arena, target, match));
    return true;
}

bool package_map_targets(struct arena *arena, const struct json *map, struct text key, struct text_list conditions,
                         struct text_list *targets)
{
    *targets = (struct text_list){0};
    struct matched_key match = match_key(map, key);
    if (!match.value) return true;

    text_vec found = {0};
    bool sound = true;
    const struct json *open[LIMIT_JSON_DEPTH + 1]; /* the values still to look at, by depth of lists */
    size_t depth = 0;
    open[0] = match.value;
    for (;;) {
        const struct json *value = open[depth];
        if (!value || !sound) {
            if (depth == 0 || !sound) break;
            depth--;
            continue;
        }
        open[depth] = depth == 0 ? NULL : value->next;        /* the key's neighbours are other keys */
        bool nested = depth > 0 && value->type == JSON_ARRAY; /* a list right inside a list: not looked into */
        if (value->type == JSON_OBJECT) value = choose(value, conditions);
        if (!value || nested) continue;
        if (value->type == JSON_STRING) {
            sound = add_target(arena, &found, value->string, &match);
        } else if (value->type == JSON_ARRAY && depth < LIMIT_JSON_DEPTH) {
            open[++depth] = value->first;
        } else if (value->type != JSON_NULL) {
            sound = false;
        }
    }
    targets->count = found.count;
    targets->at = vec_freeze(&found, arena);
    return sound;
}

static char decoded(struct text path, size_t *at)
{
    if (path.at[*at] == '%' && *at + 2 < path.length) {
        unsigned value = 0;
        for (size_t i = 1; i <= 2; i++) {
            char digit = path.at[*at + i];
            unsigned nibble = digit >= '0' && digit <= '9'   ? (unsigned)(digit - '0')
                              : digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a' + 10)
                              : digit >= 'A' && digit <= 'F' ? (unsigned)(digit - 'A' + 10)
                                                             : 256;
            value = value * 16 + nibble;
        }
        if (value < 128) {
            *at += 2;
            return (char)value;
        }
    }
    return path.at[*at];
}

static bool part_escapes(struct text part, bool strict)
{
    static const char forbidden[] = "node_modules";
    char plain[sizeof forbidden];
    size_t length = 0;
    for (size_t i = 0; i < part.length; i++, length++) {
        if (length == sizeof plain - 1) return false;
        char c = decoded(part, &i);
        plain[length] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    struct text text = {plain, length};
    if (length == 0) return strict;
    return text_is(text, ".") || text_is(text, "..") || text_is(text, forbidden);
}

bool package_map_path_escapes(struct text path, bool strict)
{
    size_t start = 0;
    for (size_t i = 0; i <= path.length; i++) {
        if (i < path.length && path.at[i] != '/' && path.at[i] != '\\') continue;
        if (part_escapes(text_slice(path, start, i), strict)) return true;
        start = i + 1;
    }
    return false;
}
