#include "base/json_write.h"

#include "base/utf8.h"

#include <stdlib.h>

void json_writer_init(struct json_writer *writer, struct buffer *out)
{
    *writer = (struct json_writer){.out = out};
}

static void new_line(struct json_writer *writer)
{
    if (writer->flat_depth) {
        if (writer->counts[writer->depth - 1] > 1) buffer_put_char(writer->out, ' ');
        return;
    }
    buffer_put_char(writer->out, '\n');
    for (uint32_t i = 0; i < writer->depth; i++) buffer_put(writer->out, TEXT("  "));
}

/* What must stand before the next value: nothing behind its key, else a comma and a new line. */
static void before_value(struct json_writer *writer)
{
    if (writer->after_key) {
        writer->after_key = false;
        return;
    }
    if (writer->depth == 0) return;
    if (writer->is_object[writer->depth - 1]) abort(); /* a member without a key: a mistake of the caller */
    if (writer->counts[writer->depth - 1]++) buffer_put_char(writer->out, ',');
    new_line(writer);
}

static void open_container(struct json_writer *writer, bool is_object)
{
    before_value(writer);
    if (writer->depth == JSON_WRITER_DEPTH) abort();
    buffer_put_char(writer->out, is_object ? '{' : '[');
    writer->is_object[writer->depth] = is_object;
    writer->counts[writer->depth] = 0;
    writer->depth++;
}

void json_object(struct json_writer *writer)
{
    open_container(writer, true);
}

void json_array(struct json_writer *writer)
{
    open_container(writer, false);
}

static void flatten(struct json_writer *writer)
{
    if (!writer->flat_depth) writer->flat_depth = writer->depth;
}

void json_flat_object(struct json_writer *writer)
{
    json_object(writer);
    flatten(writer);
}

void json_flat_array(struct json_writer *writer)
{
    json_array(writer);
    flatten(writer);
}

void json_end(struct json_writer *writer)
{
    if (writer->depth == 0 || writer->after_key) abort();
    writer->depth--;
    if (writer->counts[writer->depth] && !writer->flat_depth) new_line(writer);
    buffer_put_char(writer->out, writer->is_object[writer->depth] ? '}' : ']');
    if (writer->flat_depth > writer->depth) writer->flat_depth = 0;
}

void json_key(struct json_writer *writer, struct text key)
{
    if (writer->depth == 0 || !writer->is_object[writer->depth - 1] || writer->after_key) abort();
    if (writer->counts[writer->depth - 1]++) buffer_put_char(writer->out, ',');
    new_line(writer);
    json_put_quoted(writer->out, key);
    buffer_put(writer->out, TEXT(": "));
    writer->after_key = true;
}

void json_string(struct json_writer *writer, struct text value)
{
    before_value(writer);
    json_put_quoted(writer->out, value);
}

void json_bool(struct json_writer *writer, bool value)
{
    before_value(writer);
    buffer_put_string(writer->out, value ? "true" : "false");
}

void json_null(struct json_writer *writer)
{
    before_value(writer);
    buffer_put_string(writer->out, "null");
}

void json_integer(struct json_writer *writer, uint64_t value)
{
    before_value(writer);
    buffer_put_number(writer->out, value);
}

void json_finish(struct json_writer *writer)
{
    if (writer->depth || writer->after_key) abort();
    buffer_put_char(writer->out, '\n');
}

void json_put_text(struct json_writer *writer, const char *key, struct text value)
{
    json_key(writer, text_of(key));
    json_string(writer, value);
}

void json_put_count(struct json_writer *writer, const char *key, uint64_t value)
{
    json_key(writer, text_of(key));
    json_integer(writer, value);
}

void json_put_bool(struct json_writer *writer, const char *key, bool value)
{
    json_key(writer, text_of(key));
    json_bool(writer, value);
}

void json_put_text_or_null(struct json_writer *writer, const char *key, struct text value)
{
    json_key(writer, text_of(key));
    if (value.length) json_string(writer, value);
    else json_null(writer);
}

void json_put_count_or_null(struct json_writer *writer, const char *key, bool known, uint64_t value)
{
    json_key(writer, text_of(key));
    if (known) json_integer(writer, value);
    else json_null(writer);
}

static void put_escaped(struct buffer *out, uint32_t c)
{
    switch (c) {
    case '"': buffer_put(out, TEXT("\\\"")); break;
    case '\\': buffer_put(out, TEXT("\\\\")); break;
    case '\b': buffer_put(out, TEXT("\\b")); break;
    case '\f': buffer_put(out, TEXT("\\f")); break;
    case '\n': buffer_put(out, TEXT("\\n")); break;
    case '\r': buffer_put(out, TEXT("\\r")); break;
    case '\t': buffer_put(out, TEXT("\\t")); break;
    default: buffer_format(out, "\\u%04x", (unsigned)c); break;
    }
}

void json_put_quoted(struct buffer *out, struct text t)
{
    buffer_put_char(out, '"');
    size_t clean = 0; /* where the run of bytes that need no escape starts */
    for (size_t offset = 0; offset < t.length;) {
        unsigned char byte = (unsigned char)t.at[offset];
        if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\' && byte != '<') { /* nearly all */
            offset++;
            continue;
        }
        size_t start = offset;
        uint32_t c = utf8_next(t, &offset);
        bool is_plain = c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x2028 && c != 0x2029;
        if (is_plain && c != UTF8_INVALID) continue;
        buffer_put(out, text_slice(t, clean, start));
        if (c == UTF8_INVALID) utf8_put(out, 0xFFFD);
        else put_escaped(out, c);
        clean = offset;
    }
    buffer_put(out, text_slice(t, clean, t.length));
    buffer_put_char(out, '"');
}
