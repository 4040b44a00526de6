#include "resolve/package_json.h"

#include "base/limits.h"
#include "base/path.h"

void packages_init(struct packages *packages, struct disk *disk, struct diagnostics *diagnostics)
{
    *packages = (struct packages){.disk = disk, .diagnostics = diagnostics};
    arena_init(&packages->arena);
    map_init(&packages->at);
    map_init(&packages->nearest);
}

void packages_release(struct packages *packages)
{
    vec_release(&packages->list);
    map_release(&packages->at);
    map_release(&packages->nearest);
    arena_release(&packages->arena);
}

static const struct json *read_root(struct packages *packages, struct text path)
{
    static const struct json empty = {.type = JSON_OBJECT};
    struct text source;
    const char *why;
    if (!fs_read(&packages->arena, path, LIMIT_JSON_BYTES, &source, &why)) {
        diag_add(packages->diagnostics, DIAG_PACKAGE_JSON, diag_place_file(path), "package.json: %s", why);
        return &empty;
    }
    struct json_error error;
    const struct json *root = json_parse(&packages->arena, source, JSON_STRICT, &error);
    if (!root) {
        diag_add(packages->diagnostics, DIAG_PACKAGE_JSON, diag_place_at(path, source, error.offset), "%s",
                 error.message);
        return &empty;
    }
    if (root->type != JSON_OBJECT) {
        diag_add(packages->diagnostics, DIAG_PACKAGE_JSON, diag_place_file(path), "package.json is no object");
        return &empty;
    }
    return root;
}

static const struct package_json *read_package(struct packages *packages, struct text folder, struct text path)
{
    struct package_json *package = ARENA_NEW(&packages->arena, struct package_json);
    const struct text none = {0};
    package->path = path;
    package->folder = arena_copy(&packages->arena, folder);
    package->root = read_root(packages, path);
    package->name = json_member_string(package->root, "name", none);
    package->version = json_member_string(package->root, "version", none);
    struct text type = json_member_string(package->root, "type", none);
    if (text_is(type, "module")) package->type = PACKAGE_TYPE_MODULE;
    if (text_is(type, "commonjs")) package->type = PACKAGE_TYPE_COMMONJS;
    return package;
}

/* The index in the list plus one, or 0. */
static uint32_t find_at(struct packages *packages, struct text folder)
{
    name_id id = disk_id(packages->disk, folder);
    uint32_t found = map_get(&packages->at, id, UINT32_MAX);
    if (found != UINT32_MAX) return found;
    found = 0;
    struct text path = path_join(&packages->arena, folder, TEXT("package.json"));
    if (disk_kind(packages->disk, path) == FS_FILE) {
        vec_push(&packages->list, read_package(packages, folder, path));
        found = packages->list.count;
    }
    map_set(&packages->at, id, found);
    return found;
}

const struct package_json *packages_at(struct packages *packages, struct text folder)
{
    uint32_t found = find_at(packages, folder);
    return found ? packages->list.at[found - 1] : NULL;
}

static const struct package_json *find_nearest(struct packages *packages, struct text folder)
{
    uint32_t found = UINT32_MAX;
    struct text top = folder;
    for (;;) {
        found = map_get(&packages->nearest, disk_id(packages->disk, top), UINT32_MAX);
        if (found != UINT32_MAX) break;
        found = find_at(packages, top);
        struct text above = path_folder(top);
        if (found || above.length >= top.length) break;
        top = above;
    }
    for (struct text at = folder;; at = path_folder(at)) {
        map_set(&packages->nearest, disk_id(packages->disk, at), found);
        if (at.length <= top.length) break;
    }
    return found ? packages->list.at[found - 1] : NULL;
}

const struct package_json *packages_nearest(struct packages *packages, struct text folder)
{
    /* Requests of one folder follow each other. */
    if (packages->last_folder.length && text_equal(packages->last_folder, folder)) return packages->last;
    packages->last = find_nearest(packages, folder);
    packages->last_folder = names_text(&packages->disk->paths, disk_id(packages->disk, folder));
    return packages->last;
}

const struct package_json *packages_above(struct packages *packages, const struct package_json *package)
{
    struct text folder = path_folder(package->folder);
    while (folder.length < package->folder.length && !text_is(path_base_name(folder), "node_modules")) {
        const struct package_json *above = packages_at(packages, folder);
        if (above) return above;
        struct text next = path_folder(folder);
        if (next.length >= folder.length) break;
        folder = next;
    }
    return NULL;
}

struct text package_inner_path(struct arena *arena, const struct package_json *package, struct text path)
{
    size_t root = package->folder.length == 1 ? 0 : package->folder.length;
    if (path.length <= root + 1) return TEXT(".");
    char *inner = arena_alloc_raw(arena, path.length - root + 2);
    inner[0] = '.';
    memcpy(inner + 1, path.at + root, path.length - root);
    inner[path.length - root + 1] = '\0';
    return (struct text){inner, path.length - root + 1};
}

struct text package_name_of_request(struct text request)
{
    const struct text none = {0};
    if (request.length == 0 || request.at[0] == '.' || request.at[0] == '/' || request.at[0] == '#') return none;
    size_t end = text_find_char(request, '/', 0);
    if (request.at[0] == '@') {
        if (end == TEXT_NOWHERE) return none;
        end = text_find_char(request, '/', end + 1);
    }
    return end == TEXT_NOWHERE ? request : text_slice(request, 0, end);
}
