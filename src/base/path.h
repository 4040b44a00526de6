/* Paths as text: joining, normalising, relating. Nothing here asks the file system. */
#ifndef MFSHAKE_BASE_PATH_H
#define MFSHAKE_BASE_PATH_H

#include "base/arena.h"

bool path_is_absolute(struct text path);
/* `path` below `folder`, normalised ("." and ".." resolved, no double slashes, no trailing slash); an absolute `path` stands alone. */
struct text path_join(struct arena *arena, struct text folder, struct text path);
struct text path_normalize(struct arena *arena, struct text path);
/* Up to the last slash, without it; "/" for files below the root, "." for a bare name. */
struct text path_folder(struct text path);
struct text path_base_name(struct text path);
/* From the last dot of the base name, with the dot (".js"); empty without one or when the name starts with its only dot. */
struct text path_extension(struct text path);
/* `path` as seen from `folder` (both absolute and normalised): "./a/b", "../c"; never without a leading dot. */
struct text path_relative(struct arena *arena, struct text folder, struct text path);
/* True when `path` is `folder` or lies below it (both normalised). */
bool path_is_below(struct text path, struct text folder);

#endif
