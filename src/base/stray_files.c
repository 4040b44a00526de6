#include "base/stray_files.h"

#include "base/arena.h"
#include "base/path.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { DIGITS = 16, LONGEST_TARGET = 200, OLD_SECONDS = 60 * 60 };

bool stray_files_is_name(struct text name, struct text target, size_t same)
{
    if (name.length < DIGITS + 2 || name.at[0] != '.' || name.at[name.length - DIGITS - 1] != '.') return false;
    for (size_t i = name.length - DIGITS; i < name.length; i++) {
        char c = name.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    struct text middle = text_slice(name, 1, name.length - DIGITS - 1);
    if (target.length > LONGEST_TARGET) target.length = LONGEST_TARGET;
    return same >= target.length ? text_equal(middle, target) : text_starts_with(middle, text_slice(target, 0, same));
}

static bool is_old(int folder, const char *name)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
    return S_ISREG(status.st_mode) && status.st_uid == geteuid() && time(NULL) - status.st_mtime > OLD_SECONDS;
}

void stray_files_sweep(struct text path, size_t same)
{
    struct arena arena;
    arena_init(&arena);
    DIR *folder = opendir(arena_copy(&arena, path_folder(path)).at);
    struct text target = path_base_name(path);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        if (stray_files_is_name(text_of(entry->d_name), target, same) && is_old(dirfd(folder), entry->d_name))
            unlinkat(dirfd(folder), entry->d_name, 0);
    }
    if (folder) closedir(folder);
    arena_release(&arena);
}
