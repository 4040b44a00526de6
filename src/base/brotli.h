/* How long a file is when a web server sends it with Content-Encoding: br. */
#ifndef MFSHAKE_BASE_BROTLI_H
#define MFSHAKE_BASE_BROTLI_H

#include "base/text.h"

/* The bytes of `data` as a brotli stream of quality 9 with a window of 4 MiB. The highest quality, 11, takes nearly
 * thirty times as long for a tenth less. */
size_t brotli_size(struct text data);

#endif
