#include "cache/run_memory.h"

#include "base/atomic_write.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/siphash.h"
#include "cache/build_id.h"

#include <sys/random.h>

static const char magic[8] = "mfshrun1";
static const char prefix[] = "run-";

/* More runs than this are not remembered: all are forgotten then. */
enum { MOST_RUNS = 256 };

enum part { PART_QUESTION, PART_RESULT, PART_TALK, PART_WRITTEN, PART_TRACE, PARTS };

struct run_header {
    char magic[8];
    char build[BUILD_ID_LENGTH];
    struct siphash_key secret;
    uint64_t lengths[PARTS]; /* of the parts that follow, each padded to 8 */
    struct hash128 checksum; /* of the header, with zeros here, and all that follows */
};

/* ---------------------------------------------------------------------------------------------- files */

static struct text file_of(struct arena *arena, struct text folder, struct text question)
{
    /* A name, not a proof: the question itself stands in the file. */
    struct hash128 hash = siphash((struct siphash_key){{0, 0}}, question);
    struct text name = arena_format(arena, "%s%.8s-%016llx", prefix, build_id, (unsigned long long)hash.word[0]);
    return path_join(arena, folder, name);
}

bool run_memory_is_file(struct text name)
{
    return text_starts_with(name, text_of(prefix));
}

static uint64_t padded(uint64_t length)
{
    return (length + 7) & ~(uint64_t)7;
}

static struct hash128 checksum_of(const struct run_header *header, struct text rest)
{
    struct run_header plain = *header;
    plain.checksum = (struct hash128){0};
    struct hash128 both[2] = {siphash(header->secret, (struct text){(const char *)&plain, sizeof plain}),
                              siphash(header->secret, rest)};
    return siphash(header->secret, (struct text){(const char *)both, sizeof both});
}

/* Finds the parts in `bytes`; false when they are damaged or of another build. */
static bool read_parts(struct text bytes, struct text parts[PARTS])
{
    struct run_header header;
    if (bytes.length < sizeof header) return false;
    memcpy(&header, bytes.at, sizeof header);
    if (memcmp(header.magic, magic, sizeof magic) != 0 || memcmp(header.build, build_id, BUILD_ID_LENGTH) != 0)
        return false;
    uint64_t at = sizeof header;
    for (int part = 0; part < PARTS; part++) {
        if (header.lengths[part] > bytes.length - at || padded(header.lengths[part]) > bytes.length - at) return false;
        parts[part] = text_slice(bytes, (size_t)at, (size_t)(at + header.lengths[part]));
        at += padded(header.lengths[part]);
    }
    struct hash128 checksum = checksum_of(&header, text_slice(bytes, sizeof header, bytes.length));
    return at == bytes.length && memcmp(&checksum, &header.checksum, sizeof checksum) == 0;
}

/* ---------------------------------------------------------------------------------------------- what was written */

/* A file that the run wrote: its state, the length of its path; the path follows, padded to 8. */
struct written_file {
    struct fs_fingerprint state;
    uint64_t path_length;
};

static bool put_written(const struct text *paths, uint32_t count, struct buffer *out)
{
    for (uint32_t i = 0; i < count; i++) {
        struct written_file file = {.path_length = paths[i].length};
        if (!fs_fingerprint_at(paths[i], &file.state)) return false;
        buffer_put(out, (struct text){(const char *)&file, sizeof file});
        buffer_put(out, paths[i]);
        while (out->length % 8) buffer_put_char(out, '\0');
    }
    return true;
}

static bool lie_unchanged(struct text written)
{
    for (size_t at = 0; at < written.length;) {
        struct written_file file;
        struct fs_fingerprint state;
        if (written.length - at < sizeof file) return false;
        memcpy(&file, written.at + at, sizeof file);
        at += sizeof file;
        if (file.path_length > written.length - at) return false;
        if (!fs_fingerprint_at(text_slice(written, at, at + (size_t)file.path_length), &state)) return false;
        if (memcmp(&state, &file.state, sizeof state) != 0) return false;
        at += (size_t)padded(file.path_length);
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------- the interface */

bool run_memory_recall(struct arena *arena, struct text folder, struct text question, uint32_t workers,
                       struct run_output *output)
{
    struct text bytes, parts[PARTS];
    const char *why;
    if (!fs_read_private(arena, file_of(arena, folder, question), LIMIT_CACHE_BYTES, &bytes, &why)) return false;
    if (!read_parts(bytes, parts) || !text_equal(parts[PART_QUESTION], question)) return false;
    if (!lie_unchanged(parts[PART_WRITTEN]) || !fs_trace_holds(parts[PART_TRACE], workers)) return false;
    *output = (struct run_output){parts[PART_RESULT], parts[PART_TALK]};
    return true;
}

static void put_part(struct buffer *out, struct run_header *header, enum part part, struct text bytes)
{
    header->lengths[part] = bytes.length;
    buffer_put(out, bytes);
    while (out->length % 8) buffer_put_char(out, '\0');
}

/* Forgets all runs when there are very many. */
static void make_room(struct text folder)
{
    struct arena arena;
    arena_init(&arena);
    struct fs_entry *entries;
    uint32_t count, runs = 0;
    struct diagnostics ignored;
    diag_init(&ignored);
    if (!fs_list(&arena, folder, &entries, &count)) count = 0;
    for (uint32_t i = 0; i < count; i++) runs += run_memory_is_file(entries[i].name);
    for (uint32_t i = 0; i < count && runs >= MOST_RUNS; i++) {
        if (run_memory_is_file(entries[i].name)) output_remove(folder, entries[i].name, &ignored);
    }
    diag_release(&ignored);
    arena_release(&arena);
}

void run_memory_keep(struct text folder, struct text question, const struct fs_trace *trace, const struct text *written,
                     uint32_t count, struct run_output output)
{
    struct arena arena;
    arena_init(&arena);
    struct buffer files, asked, rest, all;
    buffer_init(&files);
    buffer_init(&asked);
    buffer_init(&rest);
    buffer_init(&all);
    struct run_header header = {0};
    bool ok = put_written(written, count, &files) && fs_trace_put(trace, &asked) &&
              getrandom(&header.secret, sizeof header.secret, 0) == (ssize_t)sizeof header.secret;
    if (ok) {
        memcpy(header.magic, magic, sizeof magic);
        memcpy(header.build, build_id, BUILD_ID_LENGTH);
        put_part(&rest, &header, PART_QUESTION, question);
        put_part(&rest, &header, PART_RESULT, output.result);
        put_part(&rest, &header, PART_TALK, output.talk);
        put_part(&rest, &header, PART_WRITTEN, buffer_text(&files));
        put_part(&rest, &header, PART_TRACE, buffer_text(&asked));
        header.checksum = checksum_of(&header, buffer_text(&rest));
        buffer_put(&all, (struct text){(const char *)&header, sizeof header});
        buffer_put(&all, buffer_text(&rest));
        make_room(folder);
        const char *why;
        private_file_write(file_of(&arena, folder, question), buffer_text(&all), &why);
    }
    buffer_release(&all);
    buffer_release(&rest);
    buffer_release(&asked);
    buffer_release(&files);
    arena_release(&arena);
}
