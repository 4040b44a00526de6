/* an earlier share-usage.json → the chunks of that run that the new run no longer writes.
 *
 * A chunk of a share that is no longer provided must not stay where it could be deployed. Only what the earlier report lists as its own is named, and only
 * when it is of the same app: whatever else lies in the output folder is somebody else's.
 */
#ifndef MFSHAKE_REPORT_STALE_H
#define MFSHAKE_REPORT_STALE_H

#include "base/arena.h"

/* Paths relative to the output folder, in `arena`: chunks that `earlier` lists and `current` lacks. None when `earlier` is no report, or one of another
 * app. A path that does not look like one of mfshake's (folder/folder/chunk.js) is never named. */
const struct text *stale_chunks(struct arena *arena, struct text earlier, struct text app, const struct text *current,
                                uint32_t current_count, uint32_t *count);

#endif
