/* Writing JSON with two-space indentation, LF, and valid escapes, so that the same facts give the same bytes. The caller sorts.
 *
 *     struct json_writer w;
 *     json_writer_init(&w, &buffer);
 *     json_object(&w);
 *       json_key(&w, TEXT("used")); json_array(&w); json_string(&w, name); json_end(&w);
 *     json_end(&w);
 *     json_finish(&w);                         adds the final newline
 */
#ifndef MFSHAKE_BASE_JSON_WRITE_H
#define MFSHAKE_BASE_JSON_WRITE_H

#include "base/buffer.h"

enum { JSON_WRITER_DEPTH = 32 };

struct json_writer {
    struct buffer *out;
    uint32_t depth;
    bool is_object[JSON_WRITER_DEPTH];
    uint32_t counts[JSON_WRITER_DEPTH];
    bool after_key;
    uint32_t flat_depth; /* of the outermost container on one line; 0: none is open */
};

void json_writer_init(struct json_writer *writer, struct buffer *out);
void json_object(struct json_writer *writer);
void json_array(struct json_writer *writer);
/* The same on one line, with all that it contains. */
void json_flat_object(struct json_writer *writer);
void json_flat_array(struct json_writer *writer);
void json_end(struct json_writer *writer);
void json_key(struct json_writer *writer, struct text key);
void json_string(struct json_writer *writer, struct text value);
void json_bool(struct json_writer *writer, bool value);
void json_null(struct json_writer *writer);
void json_integer(struct json_writer *writer, uint64_t value);
void json_finish(struct json_writer *writer);

/* A member of the open object, its key and value at once. */
void json_put_text(struct json_writer *writer, const char *key, struct text value);
void json_put_count(struct json_writer *writer, const char *key, uint64_t value);
void json_put_bool(struct json_writer *writer, const char *key, bool value);
/* null for an empty text, and for a number that is not known. */
void json_put_text_or_null(struct json_writer *writer, const char *key, struct text value);
void json_put_count_or_null(struct json_writer *writer, const char *key, bool known, uint64_t value);

/* Puts `t` as a JSON string with quotes; invalid UTF-8 becomes U+FFFD, "<" and U+2028/2029 are escaped too (safe inside a script). */
void json_put_quoted(struct buffer *out, struct text t);

#endif
