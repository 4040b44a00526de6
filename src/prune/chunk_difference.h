/* Two chunks → the modules and exports that one has and the other has not, and their bytes. */
#ifndef MFSHAKE_PRUNE_CHUNK_DIFFERENCE_H
#define MFSHAKE_PRUNE_CHUNK_DIFFERENCE_H

#include "base/buffer.h"
#include "base/diag.h"
#include "config/text_list.h"

struct chunk_module {
    struct text id;
    uint32_t bytes;           /* of its entry in the module map */
    struct text_list exports; /* sorted, those that the factory defines where it can be read */
};

struct chunk_contents {
    const struct chunk_module *modules; /* sorted by id */
    uint32_t module_count;
    uint64_t bytes, gzip;
};

/* Reads a chunk, annotated, pruned or as a bundler wrote it; everything lives in `arena` and `source`. False after M801 or a malformed macro. */
bool chunk_contents_read(struct arena *arena, struct text path, struct text source, struct chunk_contents *contents,
                         struct diagnostics *diagnostics);

/* Modules that do not differ are left out of each form. How many differ. */
uint32_t chunk_difference_text(const struct chunk_contents *before, const struct chunk_contents *now,
                               struct buffer *out);
/* For a comment on a pull request. */
void chunk_difference_markdown(const struct chunk_contents *before, const struct chunk_contents *now,
                               struct buffer *out);
/* schemas/diff-v1.schema.json */
void chunk_difference_json(const struct chunk_contents *before, const struct chunk_contents *now, struct buffer *out);

#endif
