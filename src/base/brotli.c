#include "base/brotli.h"

#include "base/memory.h"

#include <brotli/encode.h>

enum { QUALITY = 9, WINDOW_BITS = 22 };

static void *allocate(void *unused, size_t size)
{
    (void)unused;
    return memory_alloc(size);
}

static void release(void *unused, void *block)
{
    (void)unused;
    memory_free(block);
}

size_t brotli_size(struct text data)
{
    /* Allocation does not fail (memory.h), so the encoder neither does. */
    BrotliEncoderState *encoder = BrotliEncoderCreateInstance(allocate, release, NULL);
    BrotliEncoderSetParameter(encoder, BROTLI_PARAM_QUALITY, QUALITY);
    BrotliEncoderSetParameter(encoder, BROTLI_PARAM_LGWIN, WINDOW_BITS);
    BrotliEncoderSetParameter(encoder, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT);
    size_t available_in = data.length, available_out = 0, size = 0;
    const uint8_t *next_in = (const uint8_t *)data.at;
    while (!BrotliEncoderIsFinished(encoder)) {
        if (!BrotliEncoderCompressStream(encoder, BROTLI_OPERATION_FINISH, &available_in, &next_in, &available_out,
                                         NULL, NULL))
            memory_exhausted(data.length);
        size_t taken = 0; /* all that there is */
        BrotliEncoderTakeOutput(encoder, &taken);
        size += taken;
    }
    BrotliEncoderDestroyInstance(encoder);
    return size;
}
