#include "resolve/disk.h"

#include "base/path.h"

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

static enum fs_kind kind_of(struct disk *disk, name_id id, struct text path)
{
    struct disk_entry *entry = &disk->entries.at[id];
    if (!entry->kind_known) {
        entry->kind = fs_kind_and_link(path, &entry->is_link);
        entry->kind_known = true;
    }
    return entry->kind;
}

enum fs_kind disk_kind(struct disk *disk, struct text path)
{
    return kind_of(disk, disk_id(disk, path), path);
}

/* Is the real path of `path` that of its folder with its own name? */
static bool is_in_real_folder(struct disk *disk, name_id id, struct text path, struct text name)
{
    if (name.length == 0 || text_is(name, ".") || text_is(name, "..")) return false;
    return kind_of(disk, id, path) != FS_MISSING && !disk->entries.at[id].is_link;
}

static struct text real_folder(struct disk *disk, struct text folder)
{
    struct disk_entry *entry = &disk->entries.at[disk_id(disk, folder)];
    if (!entry->real_path.at) entry->real_path = fs_real_path(&disk->arena, folder);
    return entry->real_path;
}

/* The system is asked once for each folder, not for each file and all folders above it. */
struct text disk_real_path(struct disk *disk, struct text path)
{
    name_id id = disk_id(disk, path);
    if (disk->entries.at[id].real_path.at) return disk->entries.at[id].real_path;
    struct text name = path_base_name(path), real = {0};
    if (is_in_real_folder(disk, id, path, name)) {
        struct text folder = real_folder(disk, path_folder(path)); /* may move the entries */
        if (folder.length) real = path_join(&disk->arena, folder, name);
    }
    if (!real.length) real = fs_real_path(&disk->arena, path);
    disk->entries.at[id].real_path = real;
    return real;
}
