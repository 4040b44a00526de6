/* The persistent cache of module records: one file per build of the program in a folder that any number of runs share.
 *
 * The key of a record is a hash of the source's bytes and of the scan options, by a secret that stands in the file, so that no source can be made to
 * collide with another. A run reads the file once at its start and works on that state; when it has made new records it reads the file again at its end,
 * adds its own, and puts the whole in place under the old name in one step. Of two runs that end at the same moment one loses what it would have
 * added; nobody ever sees a half-written file.
 *
 * What is read is not trusted: a file that belongs to another user, that others may write to, of another build, or whose checksums or sizes do not
 * fit counts as none, and a record whose checksum is wrong as missing. So the worst that a damaged cache does is to make a run slow.
 *
 * The file: struct cache_header, the entries sorted by hash, the blobs of records (cache/record_blob.h), each aligned to 16.
 */
#ifndef MFSHAKE_CACHE_RECORD_CACHE_H
#define MFSHAKE_CACHE_RECORD_CACHE_H

#include "base/diag.h"
#include "base/siphash.h"
#include "model/record.h"

struct record_cache;

/* The cache in `folder`, which need not exist. NULL when there is no randomness to make a secret of. */
struct record_cache *record_cache_open(struct text folder);
void record_cache_close(struct record_cache *cache);

/* The key of `source` scanned with the options that `options` describes. Any thread. */
struct hash128 record_cache_key(const struct record_cache *cache, struct text options, struct text source);
/* The record, or NULL. It lives in `arena` and in the cache. Any thread. */
const struct record *record_cache_find(struct record_cache *cache, struct hash128 key, struct arena *arena);
/* Adds a copy of `record`. Any thread. */
void record_cache_add(struct record_cache *cache, struct hash128 key, const struct record *record);

/* Writes what was added, unless it is less than a 64th of what the file holds already, and forgets the records that were not used for longest when the file would be larger than `limit`. A failure is a warning (M903). */
void record_cache_save(struct record_cache *cache, size_t limit, struct diagnostics *diagnostics);

struct record_cache_info {
    struct text file;
    bool usable; /* there is a file, and this program would use it */
    uint32_t records;
    uint64_t bytes; /* of the file */
    uint32_t runs;  /* remembered as a whole (cache/run_memory.h) */
    uint64_t run_bytes;
    uint32_t other_files; /* of other builds of the program */
    uint64_t other_bytes;
};
/* What lies in `folder`. Texts live in `arena`. */
struct record_cache_info record_cache_inspect(struct arena *arena, struct text folder);
/* Deletes the cache's files in `folder`, of all builds, with what killed runs left half written, and nothing else; gives their number. False when one can not be deleted (M901). */
bool record_cache_clear(struct text folder, uint32_t *deleted, struct diagnostics *diagnostics);

#endif
