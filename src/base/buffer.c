#include "base/buffer.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){0};
}

void buffer_release(struct buffer *buffer)
{
    memory_free(buffer->at);
    buffer_init(buffer);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->length = 0;
}

static void grow(struct buffer *buffer, size_t more)
{
    if (more > SIZE_MAX / 4 - buffer->length) memory_exhausted(more);
    size_t capacity = buffer->capacity ? buffer->capacity : 256;
    while (capacity < buffer->length + more) capacity *= 2;
    buffer->at = memory_resize(buffer->at, capacity, 1);
    buffer->capacity = capacity;
}

static inline char *reserve(struct buffer *buffer, size_t more)
{
    if (more > buffer->capacity - buffer->length) grow(buffer, more);
    return buffer->at + buffer->length;
}

void buffer_put(struct buffer *buffer, struct text t)
{
    if (t.length == 0) return;
    memcpy(reserve(buffer, t.length), t.at, t.length);
    buffer->length += t.length;
}

void buffer_put_char(struct buffer *buffer, char c)
{
    *reserve(buffer, 1) = c;
    buffer->length++;
}

void buffer_put_number(struct buffer *buffer, uint64_t number)
{
    char digits[20];
    size_t first = sizeof digits;
    do digits[--first] = (char)('0' + number % 10);
    while (number /= 10);
    buffer_put(buffer, (struct text){digits + first, sizeof digits - first});
}

void buffer_put_string(struct buffer *buffer, const char *terminated)
{
    buffer_put(buffer, text_of(terminated));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        vsnprintf(reserve(buffer, (size_t)length + 1), (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}
