#include "resolve/disk.h"

void disk_init(struct disk *disk)
{
    *disk = (struct disk){0};
    names_init(&disk->paths);
    arena_init(&disk->arena);
}

void disk_release(struct disk *disk)
{
    names_release(&disk->paths);
    vec_release(&disk->entries);
    arena_release(&disk->arena);
}

name_id disk_id(struct disk *disk, struct text path)
{
    name_id id = names_add(&disk->paths, path);
    while (disk->entries.count <= id) vec_push(&disk->entries, (struct disk_entry){0});
    return id;
}

/* Valid until the next path is numbered. */
static struct disk_entry *entry_of(struct disk *disk, struct text path)
{
    name_id id = disk_id(disk, path); /* may move the entries */
    return &disk->entries.at[id];
}

enum fs_kind disk_kind(struct disk *disk, struct text path)
{
    struct disk_entry *entry = entry_of(disk, path);
    if (!entry->kind_known) {
        entry->kind = fs_kind_of(path);
        entry->kind_known = true;
    }
    return entry->kind;
}

struct text disk_real_path(struct disk *disk, struct text path)
{
    struct disk_entry *entry = entry_of(disk, path);
    if (!entry->real_path.at) entry->real_path = fs_real_path(&disk->arena, path);
    return entry->real_path;
}
