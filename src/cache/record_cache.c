#include "cache/record_cache.h"

#include "base/atomic_write.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/stray_files.h"
#include "base/vec.h"
#include "cache/build_id.h"
#include "cache/record_blob.h"
#include "cache/run_memory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/random.h>

static const char magic[8] = "mfshake1";
static const char prefix[] = "records-";
enum { BYTE_ORDER_MARK = 0x01020304, ALIGNMENT = 16 };

struct cache_header {
    char magic[8];
    uint32_t byte_order;
    uint32_t entry_count;
    char build[BUILD_ID_LENGTH];
    struct siphash_key secret;
    uint64_t bytes;      /* of the file */
    uint32_t generation; /* counts the writings */
    uint32_t unused;
    struct hash128 checksum; /* of the header, with zeros here, and the entries */
};

struct cache_entry {
    struct hash128 key;
    struct hash128 checksum; /* of the blob */
    uint64_t offset;         /* in the file; of a new entry: in the buffer of new blobs */
    uint32_t size;
    uint32_t generation; /* when it was last used by a run that wrote */
};

/* A file as read. */
struct cache_file {
    struct arena arena;
    struct text bytes;
    const struct cache_header *header; /* NULL: none, or not usable */
    const struct cache_entry *entries;
};

struct record_cache {
    struct text path;
    struct arena arena;
    struct siphash_key secret;
    struct cache_file file;
    atomic_uchar *used;    /* by entry of the file */
    pthread_mutex_t mutex; /* of what follows */
    struct buffer blobs;
    VEC(struct cache_entry) added;
};

/* ---------------------------------------------------------------------------------------------- reading */

static struct hash128 checksum_of(const struct cache_header *header, const struct cache_entry *entries)
{
    struct cache_header plain = *header;
    plain.checksum = (struct hash128){0};
    struct hash128 both[2] = {
        siphash(header->secret, (struct text){(const char *)&plain, sizeof plain}),
        siphash(header->secret, (struct text){(const char *)entries, header->entry_count * sizeof(struct cache_entry)}),
    };
    return siphash(header->secret, (struct text){(const char *)both, sizeof both});
}

static bool is_same(struct hash128 a, struct hash128 b)
{
    return a.word[0] == b.word[0] && a.word[1] == b.word[1];
}

static int compare_keys(const void *left, const void *right)
{
    const struct cache_entry *a = left, *b = right;
    for (int i = 0; i < 2; i++) {
        if (a->key.word[i] != b->key.word[i]) return a->key.word[i] < b->key.word[i] ? -1 : 1;
    }
    return 0;
}

static bool is_usable(struct text bytes, const struct cache_header *header)
{
    if (bytes.length < sizeof *header || memcmp(header->magic, magic, sizeof magic) != 0) return false;
    if (header->byte_order != BYTE_ORDER_MARK || header->bytes != bytes.length) return false;
    if (memcmp(header->build, build_id, BUILD_ID_LENGTH) != 0) return false;
    if (header->entry_count > (bytes.length - sizeof *header) / sizeof(struct cache_entry)) return false;
    return is_same(header->checksum, checksum_of(header, (const void *)(header + 1)));
}

static struct text file_of(struct arena *arena, struct text folder)
{
    struct text name = arena_format(arena, "%s%.16s", prefix, build_id);
    return path_join(arena, folder, name);
}

static void file_read(struct cache_file *file, struct text path)
{
    *file = (struct cache_file){0};
    arena_init(&file->arena);
    const char *why;
    if (!fs_read_private(&file->arena, path, LIMIT_CACHE_BYTES, &file->bytes, &why)) return;
    const struct cache_header *header = (const void *)file->bytes.at;
    if (!is_usable(file->bytes, header)) return;
    file->header = header;
    file->entries = (const void *)(header + 1);
}

static const struct cache_entry *file_find(const struct cache_file *file, struct hash128 key)
{
    if (!file->header || file->header->entry_count == 0) return NULL;
    struct cache_entry wanted = {.key = key};
    return bsearch(&wanted, file->entries, file->header->entry_count, sizeof wanted, compare_keys);
}

/* The bytes of an entry, or an empty text when they do not lie in the file or are damaged. */
static struct text file_blob(const struct cache_file *file, const struct cache_entry *entry)
{
    const struct text none = {0};
    if (entry->offset % ALIGNMENT || entry->offset > file->bytes.length) return none;
    if (entry->size > file->bytes.length - entry->offset) return none;
    struct text blob = text_slice(file->bytes, (size_t)entry->offset, (size_t)entry->offset + entry->size);
    return is_same(entry->checksum, siphash(file->header->secret, blob)) ? blob : none;
}

/* ---------------------------------------------------------------------------------------------- one run */

struct record_cache *record_cache_open(struct text folder)
{
    struct record_cache *cache = memory_alloc(sizeof *cache);
    *cache = (struct record_cache){0};
    arena_init(&cache->arena);
    cache->path = file_of(&cache->arena, folder);
    file_read(&cache->file, cache->path);
    pthread_mutex_init(&cache->mutex, NULL);
    buffer_init(&cache->blobs);
    if (cache->file.header) {
        cache->secret = cache->file.header->secret;
        cache->used = ARENA_ARRAY(&cache->arena, atomic_uchar, cache->file.header->entry_count);
    } else if (getrandom(&cache->secret, sizeof cache->secret, 0) != (ssize_t)sizeof cache->secret) {
        record_cache_close(cache);
        return NULL;
    }
    return cache;
}

void record_cache_close(struct record_cache *cache)
{
    if (!cache) return;
    pthread_mutex_destroy(&cache->mutex);
    vec_release(&cache->added);
    buffer_release(&cache->blobs);
    arena_release(&cache->file.arena);
    arena_release(&cache->arena);
    memory_free(cache);
}

struct hash128 record_cache_key(const struct record_cache *cache, struct text options, struct text source)
{
    struct hash128 both[2] = {siphash(cache->secret, options), siphash(cache->secret, source)};
    return siphash(cache->secret, (struct text){(const char *)both, sizeof both});
}

const struct record *record_cache_find(struct record_cache *cache, struct hash128 key, struct arena *arena)
{
    const struct cache_entry *entry = file_find(&cache->file, key);
    if (!entry) return NULL;
    struct text blob = file_blob(&cache->file, entry);
    const struct record *record = blob.length ? record_blob_read(arena, blob) : NULL;
    if (record) atomic_store_explicit(&cache->used[entry - cache->file.entries], 1, memory_order_relaxed);
    return record;
}

void record_cache_add(struct record_cache *cache, struct hash128 key, const struct record *record)
{
    pthread_mutex_lock(&cache->mutex);
    size_t start = cache->blobs.length;
    record_blob_put(record, &cache->blobs);
    struct text blob = text_slice(buffer_text(&cache->blobs), start, cache->blobs.length);
    if (blob.length <= UINT32_MAX) {
        vec_push(&cache->added,
                 (struct cache_entry){key, siphash(cache->secret, blob), start, (uint32_t)blob.length, 0});
    }
    pthread_mutex_unlock(&cache->mutex);
}

/* ---------------------------------------------------------------------------------------------- writing */

/* An entry of the file to be, with the bytes that it stands for. */
struct kept_entry {
    struct cache_entry entry; /* first: compare_keys */
    struct text blob;
};

typedef VEC(struct kept_entry) kept_vec;

static bool was_used(const struct record_cache *cache, struct hash128 key)
{
    const struct cache_entry *entry = file_find(&cache->file, key);
    return entry && atomic_load_explicit(&cache->used[entry - cache->file.entries], memory_order_relaxed);
}

/* What stands in the file now, and behind it what was added. */
static void collect(const struct record_cache *cache, const struct cache_file *latest, uint32_t generation,
                    kept_vec *kept)
{
    for (uint32_t i = 0; latest->header && i < latest->header->entry_count; i++) {
        struct kept_entry item = {latest->entries[i], file_blob(latest, &latest->entries[i])};
        if (item.blob.length == 0) continue;
        if (was_used(cache, item.entry.key)) item.entry.generation = generation;
        vec_push(kept, item);
    }
    for (uint32_t i = 0; i < cache->added.count; i++) {
        struct kept_entry item = {cache->added.at[i], {0}};
        size_t start = (size_t)item.entry.offset;
        item.blob = text_slice(buffer_text(&cache->blobs), start, start + item.entry.size);
        item.entry.generation = generation;
        vec_push(kept, item);
    }
}

/* The one used last first. */
static int compare_generations(const void *left, const void *right)
{
    const struct cache_entry *a = left, *b = right;
    if (a->generation != b->generation) return a->generation > b->generation ? -1 : 1;
    return compare_keys(left, right);
}

/* Sorts by key, one of each, and leaves out those used longest ago when all are more than `limit` bytes; a quarter is left free then. */
static void choose(kept_vec *kept, size_t limit)
{
    if (kept->count == 0) return;
    qsort(kept->at, kept->count, sizeof *kept->at, compare_keys);
    uint32_t count = 1;
    for (uint32_t i = 1; i < kept->count; i++) {
        if (compare_keys(&kept->at[count - 1], &kept->at[i]) != 0) kept->at[count++] = kept->at[i];
    }
    uint64_t bytes = sizeof(struct cache_header);
    for (uint32_t i = 0; i < count; i++) bytes += sizeof(struct cache_entry) + kept->at[i].blob.length;
    kept->count = count;
    if (bytes <= limit) return;
    qsort(kept->at, count, sizeof *kept->at, compare_generations);
    bytes = sizeof(struct cache_header);
    for (count = 0; count < kept->count; count++) {
        bytes += sizeof(struct cache_entry) + kept->at[count].blob.length;
        if (bytes > limit / 4 * 3) break;
    }
    kept->count = count;
    if (count) qsort(kept->at, count, sizeof *kept->at, compare_keys);
}

static void put_file(const struct record_cache *cache, const kept_vec *kept, uint32_t generation, struct buffer *out)
{
    struct cache_header header = {
        .byte_order = BYTE_ORDER_MARK,
        .entry_count = kept->count,
        .secret = cache->secret,
        .generation = generation,
    };
    memcpy(header.magic, magic, sizeof magic);
    memcpy(header.build, build_id, BUILD_ID_LENGTH);
    struct arena arena;
    arena_init(&arena);
    struct cache_entry *entries = ARENA_ARRAY(&arena, struct cache_entry, kept->count);
    uint64_t offset = sizeof header + kept->count * sizeof *entries;
    for (uint32_t i = 0; i < kept->count; i++) {
        entries[i] = kept->at[i].entry;
        entries[i].offset = offset;
        offset += entries[i].size;
    }
    header.bytes = offset;
    header.checksum = checksum_of(&header, entries);
    buffer_put(out, (struct text){(const char *)&header, sizeof header});
    buffer_put(out, (struct text){(const char *)entries, kept->count * sizeof *entries});
    for (uint32_t i = 0; i < kept->count; i++) buffer_put(out, kept->at[i].blob);
    arena_release(&arena);
}

/* To write a large file for a few records costs more than to make them again: so it is for an app among many that share a cache of what their packages hold. */
static bool is_not_worth_writing(const struct record_cache *cache)
{
    enum { LEAST_SHARE = 64 };
    return cache->file.header && cache->blobs.length < cache->file.bytes.length / LEAST_SHARE;
}

void record_cache_save(struct record_cache *cache, size_t limit, struct diagnostics *diagnostics)
{
    if (cache->added.count == 0 || is_not_worth_writing(cache)) return;
    struct cache_file latest;
    file_read(&latest, cache->path);
    /* Another secret: the file was made anew meanwhile, and its keys mean nothing here. */
    if (latest.header && memcmp(&latest.header->secret, &cache->secret, sizeof cache->secret) != 0)
        latest.header = NULL;
    uint32_t generation = latest.header ? latest.header->generation + 1 : 1;
    kept_vec kept = {0};
    collect(cache, &latest, generation, &kept);
    choose(&kept, limit);
    struct buffer out;
    buffer_init(&out);
    put_file(cache, &kept, generation, &out);
    const char *why;
    if (!private_file_write(cache->path, buffer_text(&out), &why))
        diag_add(diagnostics, DIAG_CACHE_UNWRITABLE, diag_place_file(cache->path), "the cache is not written: %s", why);
    buffer_release(&out);
    vec_release(&kept);
    arena_release(&latest.arena);
}

/* ---------------------------------------------------------------------------------------------- looking after it */

struct record_cache_info record_cache_inspect(struct arena *arena, struct text folder)
{
    struct record_cache_info info = {.file = file_of(arena, folder)};
    struct fs_entry *entries;
    uint32_t count;
    if (!fs_list(arena, folder, &entries, &count)) return info;
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].is_folder) continue;
        struct text path = path_join(arena, folder, entries[i].name);
        uint64_t bytes = fs_size(path);
        if (run_memory_is_file(entries[i].name)) {
            info.runs++;
            info.run_bytes += bytes;
        }
        if (!text_starts_with(entries[i].name, text_of(prefix))) continue;
        if (!text_equal(path, info.file)) {
            info.other_files++;
            info.other_bytes += bytes;
            continue;
        }
        struct cache_file file;
        file_read(&file, path);
        info.bytes = bytes;
        info.usable = file.header != NULL;
        info.records = file.header ? file.header->entry_count : 0;
        arena_release(&file.arena);
    }
    return info;
}

bool record_cache_clear(struct text folder, uint32_t *deleted, struct diagnostics *diagnostics)
{
    struct arena arena;
    arena_init(&arena);
    struct fs_entry *entries;
    uint32_t count;
    bool ok = true;
    *deleted = 0;
    if (!fs_list(&arena, folder, &entries, &count)) count = 0;
    for (uint32_t i = 0; i < count && ok; i++) {
        if (entries[i].is_folder) continue;
        struct text name = entries[i].name;
        bool is_ours = text_starts_with(name, text_of(prefix)) || run_memory_is_file(name) ||
                       stray_files_is_name(name, text_of(prefix), sizeof prefix - 2) ||
                       stray_files_is_name(name, TEXT("run-"), 3);
        if (!is_ours) continue;
        ok = output_remove(folder, entries[i].name, diagnostics);
        *deleted += ok;
    }
    arena_release(&arena);
    return ok;
}
