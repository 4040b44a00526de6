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
        entry->kind = fs_kind_and_link(path, &entry->is_link);
        entry->kind_known = true;
    }
    return entry->kind;
}

/* Is the real path of `path` that of its folder with its own name? */
static bool is_in_real_folder(struct disk *disk, struct text path, struct text name)
{
    if (name.length == 0 || text_is(name, ".") || text_is(name, "..")) return false;
    return disk_kind(disk, path) != FS_MISSING && !entry_of(disk, path)->is_link;
}

static struct text real_folder(struct disk *disk, struct text folder)
{
    struct disk_entry *entry = entry_of(disk, folder);
    if (!entry->real_path.at) entry->real_path = fs_real_path(&disk->arena, folder);
    return entry->real_path;
}

/* The system is asked once for each folder, not for each file and all folders above it. */
struct text disk_real_path(struct disk *disk, struct text path)
{
    struct text known = entry_of(disk, path)->real_path;
    if (known.at) return known;
    struct text name = path_base_name(path), real = {0};
    if (is_in_real_folder(disk, path, name)) {
        struct text folder = real_folder(disk, path_folder(path));
        if (folder.length) real = path_join(&disk->arena, folder, name);
    }
    if (!real.length) real = fs_real_path(&disk->arena, path);
    entry_of(disk, path)->real_path = real;
    return real;
}
