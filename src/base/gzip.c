#include "base/gzip.h"

#include "base/memory.h"

#define ZLIB_CONST
#include <zlib.h>

enum { LEVEL = Z_BEST_COMPRESSION, WINDOW_BITS = 15, GZIP_HEADER = 16, MEMORY_LEVEL = 8, BLOCK = 1 << 16 };

static void *allocate(void *unused, unsigned count, unsigned size)
{
    (void)unused;
    return memory_resize(NULL, count, size);
}

static void release(void *unused, void *block)
{
    (void)unused;
    memory_free(block);
}

size_t gzip_size(struct text data)
{
    z_stream stream = {.zalloc = allocate, .zfree = release};
    /* Allocation does not fail (memory.h), and the parameters are constants that zlib takes. */
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS + GZIP_HEADER, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        memory_exhausted(BLOCK);
    unsigned char *block = memory_alloc(BLOCK);
    size_t size = 0, rest = data.length;
    const char *next = data.at;
    int status;
    do {
        if (stream.avail_in == 0 && rest) {
            size_t step = rest < BLOCK ? rest : BLOCK;
            stream.next_in = (const unsigned char *)next;
            stream.avail_in = (unsigned)step;
            next += step;
            rest -= step;
        }
        stream.next_out = block;
        stream.avail_out = BLOCK;
        status = deflate(&stream, rest ? Z_NO_FLUSH : Z_FINISH);
        size += BLOCK - stream.avail_out;
    } while (status != Z_STREAM_END);
    memory_free(block);
    deflateEnd(&stream);
    return size;
}
