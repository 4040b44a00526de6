/* What tells builds of the program apart: a hash over its sources and those of the parser, made by the Makefile. */
#ifndef MFSHAKE_CACHE_BUILD_ID_H
#define MFSHAKE_CACHE_BUILD_ID_H

enum { BUILD_ID_LENGTH = 32 };
extern const char build_id[BUILD_ID_LENGTH + 1]; /* hexadecimal digits */

#endif
