/* A run of bytes that somebody else owns: pointer and length, not terminated, usually UTF-8. Passed by value. */
#ifndef MFSHAKE_BASE_TEXT_H
#define MFSHAKE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *at;
    size_t length;
};

/* The text of a string literal. */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})
/* The two arguments that "%.*s" takes. */
#define TEXT_ARGS(t) (int)(t).length, (t).at

static inline struct text text_of(const char *terminated)
{
    return (struct text){terminated, strlen(terminated)};
}

static inline struct text text_slice(struct text t, size_t start, size_t end)
{
    return (struct text){t.at + start, end - start};
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool text_is(struct text a, const char *terminated)
{
    return text_equal(a, text_of(terminated));
}

static inline bool text_starts_with(struct text t, struct text prefix)
{
    return t.length >= prefix.length && (prefix.length == 0 || memcmp(t.at, prefix.at, prefix.length) == 0);
}

static inline bool text_ends_with(struct text t, struct text suffix)
{
    return t.length >= suffix.length &&
           (suffix.length == 0 || memcmp(t.at + t.length - suffix.length, suffix.at, suffix.length) == 0);
}

#define TEXT_NOWHERE SIZE_MAX

/* Offset of the first `wanted` at or after `from`, or TEXT_NOWHERE. */
size_t text_find_char(struct text t, char wanted, size_t from);
/* Offset of the last `wanted`, or TEXT_NOWHERE. */
size_t text_find_last_char(struct text t, char wanted);
/* Offset of the first `wanted` at or after `from`, or TEXT_NOWHERE. An empty `wanted` is found at `from`. */
size_t text_find(struct text t, struct text wanted, size_t from);

/* Byte order, as memcmp then length: the order of every sorted list that mfshake prints. */
int text_compare(struct text a, struct text b);

/* `t` without spaces, tabs, CR and LF at both ends. */
struct text text_trim(struct text t);

/* A hash of the bytes for tables in memory, seeded per process start so that inputs can not aim at collisions. */
uint64_t text_hash(struct text t);

/* Edit distance of `a` and `b` (insert, delete, replace), or `limit` + 1 when it is more than `limit`; for "did you mean". */
unsigned text_distance(struct text a, struct text b, unsigned limit);

/* 1-based line, and 1-based column in bytes, of byte offset `offset` of `t` (clamped to its end). A byte order mark is in no column. */
struct text_place {
    uint32_t line, column;
};
struct text_place text_place_of(struct text t, size_t offset);

#endif
