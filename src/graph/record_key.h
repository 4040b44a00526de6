/* What a record depends on beside the source's bytes, as one run of bytes: the scan options with all that they point to. */
#ifndef MFSHAKE_GRAPH_RECORD_KEY_H
#define MFSHAKE_GRAPH_RECORD_KEY_H

#include "base/buffer.h"
#include "scan/scan.h"

/* Appends it. Options that differ in any way give different bytes. */
void record_key_put_options(const struct scan_options *options, struct buffer *out);

#endif
