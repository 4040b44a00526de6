/* A growable run of bytes that the caller owns. */
#ifndef MFSHAKE_BASE_BUFFER_H
#define MFSHAKE_BASE_BUFFER_H

#include "base/text.h"

struct buffer {
    char *at;
    size_t length, capacity;
};

void buffer_init(struct buffer *buffer);
void buffer_release(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);

void buffer_put(struct buffer *buffer, struct text t);
void buffer_put_char(struct buffer *buffer, char c);
/* In decimal. */
void buffer_put_number(struct buffer *buffer, uint64_t number);
void buffer_put_string(struct buffer *buffer, const char *terminated);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What stands in the buffer; valid until the next put. */
static inline struct text buffer_text(const struct buffer *buffer)
{
    return (struct text){buffer->at, buffer->length};
}

#endif
