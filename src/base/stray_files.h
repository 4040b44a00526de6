/* Temporary files that a process left behind because it was killed while it wrote. */
#ifndef MFSHAKE_BASE_STRAY_FILES_H
#define MFSHAKE_BASE_STRAY_FILES_H

#include "base/text.h"

/* Is `name` one that atomic_write.c gives to the temporary file of `target`: `.<target>.<16 hexadecimal digits>`? Only the first `same` bytes of the target count; all
 * of it when `same` is its length. */
bool stray_files_is_name(struct text name, struct text target, size_t same);

/* Deletes temporary files beside `path` that are named after it (see above), belong to this user, and are older than an hour: nobody is writing them any more. What can
 * not be deleted stays; it does no harm. */
void stray_files_sweep(struct text path, size_t same);

#endif
