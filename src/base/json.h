/* JSON documents, read with cJSON behind checks that cJSON does not make, as an immutable tree with positions.
 *
 * Refused: nesting over 128, invalid UTF-8, "\u0000", anything after the document, numbers such as 01. Of a key that stands twice in an
 * object the last value counts, as in JSON.parse, unless JSON_UNIQUE_KEYS refuses it. A byte order mark is skipped.
 */
#ifndef MFSHAKE_BASE_JSON_H
#define MFSHAKE_BASE_JSON_H

#include "base/arena.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type;
    struct text key;     /* of a member of an object, else empty */
    uint32_t offset;     /* where the value starts in the source */
    uint32_t key_offset; /* where the member's key starts (at its quote) */
    double number;
    struct text string;
    const struct json *first; /* child of an array or object, in source order */
    const struct json *next;  /* sibling */
    uint32_t count;           /* children */
};

struct json_error {
    uint32_t offset;
    const char *message; /* static */
};

/* Flags. */
enum json_dialect {
    JSON_STRICT = 0,
    JSON_RELAXED = 1,     /* comments and trailing commas are allowed */
    JSON_UNIQUE_KEYS = 2, /* no object may have a key twice: for documents that decide what is kept or let through */
};

/* Parses `source` into `arena` (strings are copied). NULL and *error on failure. `dialect` is made of enum json_dialect. */
const struct json *json_parse(struct arena *arena, struct text source, unsigned dialect, struct json_error *error);

/* The member `key` of an object, or NULL (also when `object` is NULL or no object). Linear: for large objects iterate instead. */
const struct json *json_member(const struct json *object, const char *key);
/* The string of the member `key`, or `missing`. */
struct text json_member_string(const struct json *object, const char *key, struct text missing);

#define JSON_EACH(child, parent) for (const struct json *child = (parent)->first; child; child = child->next)

#endif
