#include "resolve/exports_field.h"

#include "resolve/request.h"

static const struct json *field_of(const struct package_json *package, struct text field)
{
    JSON_EACH (member, package->root) {
        if (!text_equal(member->key, field)) continue;
        bool usable = member->type == JSON_OBJECT || member->type == JSON_ARRAY ||
                      (member->type == JSON_STRING && member->string.length);
        return usable ? member : NULL;
    }
    return NULL;
}

bool exports_field_is_given(const struct package_json *package, struct text field)
{
    return field_of(package, field) != NULL;
}

static struct text name_of(const struct package_json *package)
{
    return package->name.length ? package->name : package->folder;
}

/* "." and "./x" keys, or conditions for ".": a mixture is malformed. */
static bool is_subpaths(const struct json *map, bool *malformed)
{
    uint32_t subpaths = 0;
    JSON_EACH (member, map) {
        bool subpath = text_is(member->key, ".") || text_starts_with(member->key, TEXT("./"));
        if (subpath) subpaths++;
        if (!subpath && member->key.length && strchr("./", member->key.at[0])) *malformed = true;
    }
    if (subpaths != 0 && subpaths != map->count) *malformed = true;
    return subpaths != 0 || map->count == 0;
}

static struct package_map_result refused(struct text reason)
{
    return (struct package_map_result){.kind = PACKAGE_MAP_REFUSED, .reason = reason};
}

struct package_map_result exports_field_target(struct arena *arena, const struct package_json *package,
                                               struct text field, struct text request, struct text_list conditions)
{
    const struct json *map = field_of(package, field);
    if (!map) return (struct package_map_result){0};
    struct text name = name_of(package);

    bool malformed = false;
    struct json whole = *map, root = {.type = JSON_OBJECT};
    if (map->type != JSON_OBJECT || !is_subpaths(map, &malformed)) {
        whole.key = TEXT("."); /* sugar: the field is what "." maps to */
        whole.next = NULL;
        root.first = &whole;
        root.count = 1;
        map = &root;
    }
    struct text_list targets;
    if (malformed || !package_map_targets(arena, map, request, conditions, &targets)) {
        return refused(
            arena_format(arena, "the \"%.*s\" field of %.*s is malformed", TEXT_ARGS(field), TEXT_ARGS(name)));
    }
    if (targets.count == 0) {
        if (text_is(request, ".")) {
            return refused(arena_format(arena, "%.*s exports nothing for its name alone (package.json \"%.*s\")",
                                        TEXT_ARGS(name), TEXT_ARGS(field)));
        }
        return refused(arena_format(arena, "subpath '%.*s' is not exported by %.*s (package.json \"%.*s\")",
                                    TEXT_ARGS(request), TEXT_ARGS(name), TEXT_ARGS(field)));
    }
    for (uint32_t i = 0; i < targets.count; i++) {
        struct request target = request_parse(targets.at[i]);
        struct text path = text_slice(targets.at[i], 0, target.path.length + target.folder); /* with its slash */
        if (!text_starts_with(path, TEXT("./"))) continue;
        if (package_map_path_escapes(text_slice(path, 2, path.length), false)) continue;
        return (struct package_map_result){.kind = PACKAGE_MAP_TARGET, .target = targets.at[i]};
    }
    return refused(arena_format(arena, "'%.*s' of %.*s leads to '%.*s', which is not inside the package",
                                TEXT_ARGS(request), TEXT_ARGS(name), TEXT_ARGS(targets.at[targets.count - 1])));
}
