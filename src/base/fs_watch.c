#define _GNU_SOURCE /* ppoll */
#include "base/fs_watch.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/path.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KNOWN = 8, IS_LINK = 16 }; /* beside enum fs_asked */

/* A watched folder, by the path that led to it. */
struct watched {
    name_id folder;
    uint32_t next; /* another path to the same folder + 1, or 0 */
};

struct fs_watch {
    pthread_mutex_t lock;
    int file;
    struct text current_folder; /* of the process; relative paths are relative to it */
    struct arena arena;
    struct names paths;
    VEC(uint8_t) flags; /* by name_id of the path */
    VEC(struct watched) folders;
    struct map first;   /* watch descriptor → index in `folders` + 1 */
    struct map watched; /* name_id of a folder → 1 */
    name_id failed;
    const char *why;
};

static _Atomic(struct fs_watch *) current;

enum {
    EVENTS = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF |
             IN_MOVE_SELF,
    LOSING = IN_Q_OVERFLOW | IN_UNMOUNT | IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF
};

/* ---------------------------------------------------------------------------------------------- life */

static bool open_watch(struct fs_watch *watch, const char **why)
{
    watch->file = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch->file < 0)
        *why = errno == EMFILE ? "this user's processes watch too much already (fs.inotify.max_user_instances)"
                               : "the system does not tell of changes";
    return watch->file >= 0;
}

struct fs_watch *fs_watch_new(const char **why)
{
    struct fs_watch *watch = memory_alloc(sizeof *watch);
    *watch = (struct fs_watch){.file = -1};
    pthread_mutex_init(&watch->lock, NULL);
    names_init(&watch->paths);
    map_init(&watch->first);
    map_init(&watch->watched);
    arena_init(&watch->arena);
    char folder[PATH_MAX];
    if (getcwd(folder, sizeof folder)) watch->current_folder = arena_copy(&watch->arena, text_of(folder));
    if (open_watch(watch, why)) return watch;
    fs_watch_free(watch);
    return NULL;
}

static void forget(struct fs_watch *watch)
{
    if (watch->file >= 0) close(watch->file);
    watch->file = -1;
    vec_release(&watch->flags);
    vec_release(&watch->folders);
    map_release(&watch->first);
    map_release(&watch->watched);
    names_release(&watch->paths);
    watch->failed = NAME_NONE;
    watch->why = NULL;
}

void fs_watch_free(struct fs_watch *watch)
{
    if (!watch) return;
    fs_watch_listen(watch, false);
    forget(watch);
    arena_release(&watch->arena);
    pthread_mutex_destroy(&watch->lock);
    memory_free(watch);
}

bool fs_watch_reset(struct fs_watch *watch, const char **why)
{
    pthread_mutex_lock(&watch->lock);
    forget(watch);
    names_init(&watch->paths);
    bool ok = open_watch(watch, why);
    pthread_mutex_unlock(&watch->lock);
    return ok;
}

void fs_watch_listen(struct fs_watch *watch, bool listens)
{
    struct fs_watch *expected = listens ? NULL : watch;
    atomic_compare_exchange_strong(&current, &expected, listens ? watch : NULL);
}

uint32_t fs_watch_folders(const struct fs_watch *watch)
{
    return watch->first.count;
}

struct text fs_watch_failure(const struct fs_watch *watch, const char **why)
{
    *why = watch->why;
    return names_text(&watch->paths, watch->failed);
}

/* ---------------------------------------------------------------------------------------------- noting */

/* The flags of `path`; valid until the next path is added. */
static uint8_t *flags_of(struct fs_watch *watch, struct text path)
{
    name_id id = names_add(&watch->paths, path);
    while (watch->flags.count <= id) vec_push(&watch->flags, 0);
    return &watch->flags.at[id];
}

static bool terminate(struct text path, char *terminated)
{
    if (path.length >= PATH_MAX) return false;
    memcpy(terminated, path.at, path.length);
    terminated[path.length] = '\0';
    return true;
}

/* A folder that is missing or may not be read has nothing to tell; when it comes, the folder above it tells that. */
static void watch_folder(struct fs_watch *watch, struct text folder)
{
    char terminated[PATH_MAX];
    name_id id = names_add(&watch->paths, folder);
    if (map_get(&watch->watched, id, 0) || !terminate(folder, terminated)) return;
    int descriptor = inotify_add_watch(watch->file, terminated, EVENTS | IN_ONLYDIR);
    if (descriptor < 0) {
        if (watch->why || (errno != ENOSPC && errno != ENOMEM)) return;
        watch->failed = id;
        watch->why = errno == ENOMEM ? "the system has no memory for it"
                                     : "this user watches as much as the system allows (fs.inotify.max_user_watches)";
        return;
    }
    map_set(&watch->watched, id, 1);
    vec_push(&watch->folders, (struct watched){id, map_get(&watch->first, (uint64_t)descriptor, 0)});
    map_set(&watch->first, (uint64_t)descriptor, watch->folders.count);
}

/* Where the symbolic link `path` leads, or an empty text when it is none. */
static struct text link_target(struct arena *arena, struct text path)
{
    char terminated[PATH_MAX], target[PATH_MAX];
    ssize_t length = terminate(path, terminated) ? readlink(terminated, target, sizeof target) : -1;
    if (length <= 0 || (size_t)length == sizeof target) return TEXT("");
    return path_join(arena, path_folder(path), (struct text){target, (size_t)length});
}

/* Watches the folder of `path` and those above it, and all that links on the way lead to. */
static void cover(struct fs_watch *watch, struct text path, uint8_t asked)
{
    uint8_t *flags = flags_of(watch, path), before = *flags;
    *flags |= asked;
    if (asked & FS_ASKED_CONTENT & ~before) watch_folder(watch, path); /* if it is one: what comes into it matters */
    if (before & KNOWN) return;
    struct arena arena;
    arena_init(&arena);
    VEC(struct text) pending = {0};
    vec_push(&pending, arena_copy(&arena, path));
    for (uint32_t next = 0; next < pending.count; next++) {
        for (struct text at = pending.at[next];; at = path_folder(at)) {
            if (*flags_of(watch, at) & KNOWN) break;
            struct text folder = path_folder(at);
            if (folder.length < at.length) watch_folder(watch, folder);
            struct text target = link_target(&arena, at);
            *flags_of(watch, at) |= (uint8_t)(KNOWN | (target.length ? IS_LINK : 0));
            if (target.length) vec_push(&pending, target);
            if (folder.length >= at.length) break;
        }
    }
    vec_release(&pending);
    arena_release(&arena);
}

void fs_watch_note(struct text path, enum fs_asked asked)
{
    struct fs_watch *watch = atomic_load_explicit(&current, memory_order_acquire);
    if (!watch || path.length == 0) return;
    struct arena arena;
    arena_init(&arena);
    if (!path_is_absolute(path)) path = path_join(&arena, watch->current_folder, path);
    pthread_mutex_lock(&watch->lock);
    cover(watch, path, (uint8_t)asked);
    pthread_mutex_unlock(&watch->lock);
    arena_release(&arena);
}

/* ---------------------------------------------------------------------------------------------- what happens */

enum fs_watch_end fs_watch_wait(struct fs_watch *watch, int milliseconds, const sigset_t *allowed)
{
    struct pollfd asked = {.fd = watch->file, .events = POLLIN};
    struct timespec time = {milliseconds / 1000, (long)(milliseconds % 1000) * 1000000};
    int ready = ppoll(&asked, 1, milliseconds < 0 ? NULL : &time, allowed);
    if (ready < 0) return FS_WATCH_INTERRUPTED;
    return ready ? FS_WATCH_HAPPENED : FS_WATCH_TIMED_OUT;
}

void fs_changes_init(struct fs_changes *changes)
{
    *changes = (struct fs_changes){0};
    arena_init(&changes->arena);
}

void fs_changes_release(struct fs_changes *changes)
{
    vec_release(&changes->sources);
    vec_release(&changes->others);
    arena_release(&changes->arena);
}

/* What happened at `path`, of which `flags` were asked. */
static void add_change(struct fs_changes *changes, struct text path, uint8_t flags, uint32_t event)
{
    char terminated[PATH_MAX];
    struct stat status;
    bool exists = terminate(path, terminated) && lstat(terminated, &status) == 0;
    bool is_file = exists && S_ISREG(status.st_mode);
    if (event & IN_CREATE && is_file) changes->unsettled = true;
    if (event & (IN_CLOSE_WRITE | IN_MOVED_TO)) changes->unsettled = false;
    if (!exists) changes->unsettled = true;
    if (event & IN_ISDIR || flags & IS_LINK || (exists && !is_file)) changes->lost = true;
    bool only_source = is_file && flags & FS_ASKED_SOURCE && !(flags & (FS_ASKED_CONTENT | IS_LINK));
    if (only_source) vec_push(&changes->sources, arena_copy(&changes->arena, path));
    else vec_push(&changes->others, arena_copy(&changes->arena, path));
}

static void take_event(struct fs_watch *watch, const struct inotify_event *event, struct fs_changes *changes)
{
    if (event->mask & LOSING) {
        changes->lost = true;
        return;
    }
    uint32_t at = map_get(&watch->first, (uint64_t)event->wd, 0);
    for (; at; at = watch->folders.at[at - 1].next) {
        struct text folder = names_text(&watch->paths, watch->folders.at[at - 1].folder);
        struct text path = event->len ? path_join(&changes->arena, folder, text_of(event->name)) : folder;
        name_id known = names_find(&watch->paths, path), list = names_find(&watch->paths, folder);
        uint8_t flags = known < watch->flags.count ? watch->flags.at[known] : 0;
        if (flags & KNOWN) {
            add_change(changes, path, flags, event->mask);
        } else if (list < watch->flags.count && watch->flags.at[list] & FS_ASKED_CONTENT && event->len) {
            /* Nobody asked for it, but for all that is in the folder. */
            if (event->mask & (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO))
                vec_push(&changes->others, arena_copy(&changes->arena, path));
        }
    }
}

void fs_watch_take(struct fs_watch *watch, struct fs_changes *changes)
{
    alignas(struct inotify_event) char block[16 * 1024];
    for (;;) {
        ssize_t length = read(watch->file, block, sizeof block);
        if (length < 0 && errno == EINTR) continue;
        if (length <= 0) return;
        for (ssize_t at = 0; at < length;) {
            const struct inotify_event *event = (const void *)(block + at);
            take_event(watch, event, changes);
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
}
