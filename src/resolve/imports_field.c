#include "resolve/imports_field.h"

#include "resolve/request.h"

struct package_map_result imports_field_target(struct arena *arena, const struct package_json *package,
                                               struct text field, struct text request, struct text_list conditions)
{
    struct package_map_result result = {0};
    JSON_EACH (member, package->root) {
        if (!text_equal(member->key, field) || member->type != JSON_OBJECT) continue;
        struct text_list targets;
        result.kind = PACKAGE_MAP_REFUSED;
        if (!package_map_targets(arena, member, request, conditions, &targets)) {
            result.reason = arena_format(arena, "the \"%.*s\" field of %.*s is malformed", TEXT_ARGS(field),
                                         TEXT_ARGS(package->path));
            return result;
        }
        for (uint32_t i = 0; i < targets.count; i++) {
            struct text path = request_parse(targets.at[i]).path;
            if (path.length == 0) continue;
            bool inner = path.at[0] == '.';
            if (inner && path.length < 2) continue;
            if (inner && package_map_path_escapes(text_slice(path, 2, path.length), true)) continue;
            return (struct package_map_result){.kind = PACKAGE_MAP_TARGET, .target = targets.at[i]};
        }
        result.reason = arena_format(arena, "'%.*s' is not imported by %.*s (\"%.*s\")", TEXT_ARGS(request),
                                     TEXT_ARGS(package->path), TEXT_ARGS(field));
        return result;
    }
    return result;
}
