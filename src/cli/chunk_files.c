#include "cli/chunk_files.h"

#include "base/fs.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/vec.h"

struct search {
    struct console *console;
    struct chunk_destination destination;
    struct text output_folder; /* its real path, empty while it does not exist */
    struct chunk_files *files;
};

static void add_file(struct search *search, struct text path, struct text below)
{
    struct arena *arena = &search->console->arena;
    struct chunk_files *files = search->files;
    struct chunk_file file = {
        .path = path, .name = below.length ? below : path_base_name(path), .shown = below.length ? below : path};
    if (search->destination.in_place) file.target = path;
    else if (text_is(search->destination.folder, "-") || search->destination.folder.length == 0)
        file.target = TEXT("-");
    else file.target = path_join(arena, search->destination.folder, file.name);
    if (files->count == files->capacity) files->at = vec_grow(files->at, &files->capacity, sizeof *files->at);
    files->at[files->count++] = file;
}

/* ---------------------------------------------------------------------------------------------- folders */

struct folder {
    struct text path, below; /* below the folder that was named, "" for itself */
};

typedef VEC(struct folder) folder_vec;
typedef VEC(struct text) text_vec;

/* A symbolic link must not lead the search in a circle. */
static bool was_visited(text_vec *visited, struct text real)
{
    for (uint32_t i = 0; i < visited->count; i++) {
        if (text_equal(visited->at[i], real)) return true;
    }
    vec_push(visited, real);
    return false;
}

static struct text below_of(struct arena *arena, const struct folder *folder, struct text name)
{
    if (folder->below.length == 0) return name;
    return arena_format(arena, "%.*s/%.*s", TEXT_ARGS(folder->below), TEXT_ARGS(name));
}

/* Adds the chunk of `folder`, and its folders to `waiting` so that the first one comes out first. */
static bool search_folder(struct search *search, const struct folder *folder, folder_vec *waiting)
{
    struct arena *arena = &search->console->arena;
    struct fs_entry *entries;
    uint32_t count;
    if (!fs_list(arena, folder->path, &entries, &count)) {
        diag_add(&search->console->own, DIAG_FILE_UNREADABLE, diag_place_file(folder->path),
                 "the folder can not be read");
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].is_folder || !text_is(entries[i].name, "chunk.js")) continue;
        add_file(search, path_join(arena, folder->path, entries[i].name), below_of(arena, folder, entries[i].name));
    }
    for (uint32_t i = count; i-- > 0;) {
        if (!entries[i].is_folder) continue;
        vec_push(waiting, (struct folder){path_join(arena, folder->path, entries[i].name),
                                          below_of(arena, folder, entries[i].name)});
    }
    return true;
}

static bool search_below(struct search *search, struct text path)
{
    folder_vec waiting = {0};
    text_vec visited = {0};
    uint32_t before = search->files->count;
    bool good = true;
    vec_push(&waiting, (struct folder){path, TEXT("")});
    while (waiting.count && good) {
        struct folder folder = vec_pop(&waiting);
        struct text real = fs_real_path(&search->console->arena, folder.path);
        bool is_output = search->output_folder.length && text_equal(real, search->output_folder) && folder.below.length;
        if (!is_output && !was_visited(&visited, real)) good = search_folder(search, &folder, &waiting);
    }
    vec_release(&waiting);
    vec_release(&visited);
    if (good && search->files->count == before) {
        diag_add(&search->console->own, DIAG_PRUNE_NOTHING, diag_place_file(path),
                 "there is no chunk.js in this folder or below");
        good = false;
    }
    return good;
}

/* ---------------------------------------------------------------------------------------------- checks */

static bool check_target(struct search *search, uint32_t index)
{
    struct console *console = search->console;
    const struct chunk_file *file = &search->files->at[index];
    if (text_is(file->target, "-")) {
        if (search->files->count == 1) return true;
        console_usage_error(console, "%u chunks can not all go to standard output; name a folder with -o",
                            search->files->count);
        return false;
    }
    struct text real = search->destination.in_place ? TEXT("") : fs_real_path(&console->arena, file->target);
    for (uint32_t i = 0; i < search->files->count; i++) {
        const struct chunk_file *other = &search->files->at[i];
        if (i < index && text_equal(other->target, file->target)) {
            console_usage_error(console, "'%.*s' and '%.*s' would both be written to '%.*s'", TEXT_ARGS(other->path),
                                TEXT_ARGS(file->path), TEXT_ARGS(file->target));
            return false;
        }
        if (real.length && text_equal(real, fs_real_path(&console->arena, other->path))) {
            console_usage_error(console, "'%.*s' would be overwritten; name another folder with -o, or say --in-place",
                                TEXT_ARGS(other->path));
            return false;
        }
    }
    return true;
}

bool chunk_files_find(struct console *console, const struct option_list *operands, struct chunk_destination destination,
                      struct chunk_files *files)
{
    struct search search = {console, destination, {"", 0}, files};
    if (!destination.in_place && destination.folder.length)
        search.output_folder = fs_real_path(&console->arena, destination.folder);
    for (uint32_t i = 0; i < operands->count; i++) {
        struct text path = operands->at[i];
        if (text_is(path, "-")) add_file(&search, path, TEXT(""));
        else if (fs_kind_of(path) != FS_FOLDER) add_file(&search, path, TEXT(""));
        else if (!search_below(&search, path)) return false;
    }
    for (uint32_t i = 0; i < files->count; i++) {
        if (!check_target(&search, i)) return false;
    }
    return true;
}

void chunk_files_release(struct chunk_files *files)
{
    for (uint32_t i = 0; i < files->count; i++) mfshake_pruned_free(files->at[i].pruned);
    memory_free(files->at);
    *files = (struct chunk_files){0};
}
