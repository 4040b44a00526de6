/* A module record as one run of bytes, and back. The bytes hold for this build of the program alone.
 *
 * The record's own members are copied as they are, so that none can be forgotten; then the rows of each table of model/record_tables.def; then the
 * strings. A table that is missing there does not compile.
 */
#ifndef MFSHAKE_CACHE_RECORD_BLOB_H
#define MFSHAKE_CACHE_RECORD_BLOB_H

#include "base/arena.h"
#include "base/buffer.h"
#include "model/record.h"

/* Appends the bytes of `record` to `out`, whose length is a multiple of 16 before and after. */
void record_blob_put(const struct record *record, struct buffer *out);

/* The record that `blob` holds, or NULL when its sizes do not fit together. The rows and strings stay in `blob`, which must be aligned to 16 and outlive
 * the record. */
const struct record *record_blob_read(struct arena *arena, struct text blob);

#endif
