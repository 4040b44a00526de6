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

/* The system is asked for the kind of each folder once, and for a real path only where there is a link: it would look at every folder above it again. */
struct text disk_real_path(struct disk *disk, struct text path)
{
    struct text known =
        path; /* the nearest folder above whose real path is not that of its own folder with its own name, or is known */
    for (;;) {
        name_id id = disk_id(disk, known);
        if (disk->entries.at[id].real_path.at) break;
        if (!is_in_real_folder(disk, id, known, path_base_name(known))) {
            disk->entries.at[id].real_path = fs_real_path(&disk->arena, known);
            break;
        }
        known = path_folder(known);
    }
    struct text real = disk->entries.at[disk_id(disk, known)].real_path;
    while (known.length < path.length) {
        size_t start = known.length + (path.at[known.length] == '/'), end = text_find_char(path, '/', start);
        struct text name = text_slice(path, start, end == TEXT_NOWHERE ? path.length : end);
        known = text_slice(path, 0, start + name.length);
        real = real.length ? path_join(&disk->arena, real, name) : fs_real_path(&disk->arena, known);
        disk->entries.at[disk_id(disk, known)].real_path = real;
    }
    return real;
}
