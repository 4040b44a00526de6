/* What the file system said, remembered for a run. Internal to resolve/. */
#ifndef MFSHAKE_RESOLVE_DISK_H
#define MFSHAKE_RESOLVE_DISK_H

#include "base/fs.h"
#include "base/names.h"
#include "base/vec.h"

struct disk_entry {
    struct text real_path; /* at NULL: not asked yet */
    enum fs_kind kind;
    bool kind_known, is_link;
};

struct disk {
    struct names paths;
    VEC(struct disk_entry) entries; /* by name_id of the path */
    struct arena arena;             /* real paths */
};

void disk_init(struct disk *disk);
void disk_release(struct disk *disk);

/* A number for `path`, equal for equal paths. */
name_id disk_id(struct disk *disk, struct text path);
/* As fs_kind_of and fs_real_path. */
enum fs_kind disk_kind(struct disk *disk, struct text path);
struct text disk_real_path(struct disk *disk, struct text path);

#endif
