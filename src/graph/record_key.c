#include "graph/record_key.h"

#include <assert.h>

/* The members that point somewhere. All others are taken as they are, so that none is forgotten; one more with a pointer does not compile. */
static_assert(sizeof(struct scan_options) == offsetof(struct scan_options, define_count) + 8 &&
                  offsetof(struct scan_options, jsx_import_source) == 16 &&
                  offsetof(struct scan_options, define_count) == 16 + 3 * sizeof(struct text) + 8 + sizeof(void *),
              "put what the new member of struct scan_options points to into the key of the cache");
static_assert(sizeof(struct scan_define) == 2 * sizeof(struct text),
              "put the new member of struct scan_define into the key");

static void put(struct buffer *out, struct text t)
{
    buffer_put(out, (struct text){(const char *)&t.length, sizeof t.length});
    buffer_put(out, t);
}

void record_key_put_options(const struct scan_options *options, struct buffer *out)
{
    struct scan_options plain;
    memcpy(&plain, options, sizeof plain);
    plain.jsx_import_source.at = plain.jsx_factory.at = plain.jsx_fragment_factory.at = NULL;
    plain.defines = NULL;
    buffer_put(out, (struct text){(const char *)&plain, sizeof plain});
    put(out, options->jsx_import_source);
    put(out, options->jsx_factory);
    put(out, options->jsx_fragment_factory);
    for (uint32_t i = 0; i < options->define_count; i++) {
        put(out, options->defines[i].name);
        put(out, options->defines[i].value);
    }
}
