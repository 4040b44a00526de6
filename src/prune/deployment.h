/* Pruned chunks + usage → what a deployment needs to know: names with a hash of the content, integrity, sizes, and two documents.
 *
 * The manifest (schemas/prune-manifest-v1.schema.json) maps old names to new ones; src/runtime-plugin/ reads it. The snapshot is the part of
 * `__FEDERATION__.moduleInfo` that makes @module-federation/runtime load a container in place of a share: that runtime neither tests what a container
 * has, nor falls back when it is missing, nor looks at the share's version, so a share is in it only when every declared consumer is known to be served.
 */
#ifndef MFSHAKE_PRUNE_DEPLOYMENT_H
#define MFSHAKE_PRUNE_DEPLOYMENT_H

#include "prune/finish.h"
#include "prune/share_container.h"

struct deployment_sizes {
    size_t raw, gzip, brotli; /* bytes; gzip.h and brotli.h say how they are made */
};

struct deployed_chunk {
    struct text from;          /* the path below the output folder, without a hash */
    struct text file;          /* the one to write: `from`, or with the hash of its content before its extension */
    struct text text;          /* what to write there: with another name the chunk's source map has another one, too */
    struct text map_file, map; /* the path and the text of its source map; empty without one in a file of its own */
    struct text integrity;     /* "sha384-…" of the bytes */
    struct deployment_sizes before, after;
    bool is_container;
    struct share_container container;
    bool whole; /* nothing of its share was removed */
};

/* Computes all about a pruned chunk; `source` is the chunk before, `from` its place below the output folder. False after M807: `source` is a container that was
 * pruned before, so that nobody knows what it lacks. Texts live in `arena`; may run for several chunks on different threads. */
bool deployment_describe(struct arena *arena, struct text path, struct text source, struct text from, bool rename,
                         const struct prune_result *pruned, const struct finished_chunk *finished,
                         struct deployed_chunk *chunk, struct diagnostics *diagnostics);

struct buffer;

/* Puts the manifest; `chunks` in the order in which they are to stand. */
void deployment_put_manifest(const struct deployed_chunk *chunks, uint32_t count, const struct usage_set *usage,
                             struct buffer *out);

/* Puts the snapshot; `public_path` is what stands before each file's path in its URL. `remote`: the chunks are pruned for this app alone, "" for all. Each container
 * that can not be in it is reported as M808 with the reason. */
void deployment_put_snapshot(const struct deployed_chunk *chunks, uint32_t count, const struct usage_set *usage,
                             struct text remote, struct text public_path, struct buffer *out,
                             struct diagnostics *diagnostics);

#endif
