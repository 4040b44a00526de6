/* How long a file is when a web server sends it with Content-Encoding: gzip. */
#ifndef MFSHAKE_BASE_GZIP_H
#define MFSHAKE_BASE_GZIP_H

#include "base/text.h"

/* The bytes of `data` as one gzip member at zlib's highest level, 9. */
size_t gzip_size(struct text data);

#endif
