#include "resolve/side_effects.h"

void side_effects_init(struct side_effects_globs *globs)
{
    *globs = (struct side_effects_globs){0};
    arena_init(&globs->arena);
    map_init(&globs->found);
}

void side_effects_release(struct side_effects_globs *globs)
{
    for (uint32_t i = 0; i < globs->list.count; i++) regex_free(globs->list.at[i].regex);
    vec_release(&globs->list);
    map_release(&globs->found);
    arena_release(&globs->arena);
}

static const struct regex *glob_regex(struct side_effects_globs *globs, const struct json *value)
{
    uint64_t key = (uint64_t)(uintptr_t)value;
    uint32_t index = map_get(&globs->found, key, UINT32_MAX);
    if (index == UINT32_MAX) {
        struct text glob = value->string;
        if (text_ends_with(glob, TEXT("**/"))) glob.length--; /* to webpack the slash changes nothing */
        if (glob.length == 0) glob = TEXT("**");              /* what has no slash gets a leading "**" and one */
        index = globs->list.count;
        map_set(&globs->found, key, index);
        vec_push(&globs->list, (struct side_effects_glob){value, regex_of_glob(&globs->arena, glob)});
    }
    return globs->list.at[index].regex;
}

/* `inner` begins with "./"; a glob may or may not. */
static bool glob_matches(struct side_effects_globs *globs, const struct json *glob, struct text inner)
{
    const struct regex *regex = glob_regex(globs, glob);
    struct regex_match match;
    if (!regex) return true;
    return regex_find(regex, inner, 0, &match) ||
           (inner.length > 2 && regex_find(regex, text_slice(inner, 2, inner.length), 0, &match));
}

static enum side_effects decide(struct side_effects_globs *globs, const struct json *flag, struct text inner)
{
    switch (flag->type) {
    case JSON_FALSE: return SIDE_EFFECTS_FREE;
    case JSON_TRUE: return SIDE_EFFECTS_PRESENT;
    case JSON_STRING: return glob_matches(globs, flag, inner) ? SIDE_EFFECTS_PRESENT : SIDE_EFFECTS_FREE;
    case JSON_ARRAY:
        JSON_EACH (item, flag) {
            bool matches = item->type == JSON_STRING ? glob_matches(globs, item, inner) : item->type != JSON_FALSE;
            if (matches) return SIDE_EFFECTS_PRESENT;
        }
        return SIDE_EFFECTS_FREE;
    case JSON_NULL:
    case JSON_NUMBER:
    case JSON_OBJECT: break;
    }
    return SIDE_EFFECTS_UNKNOWN;
}

enum side_effects side_effects_of(struct side_effects_globs *globs, struct packages *packages,
                                  const struct package_json *package, struct text path)
{
    bool installed = text_find(path, TEXT("/node_modules/"), 0) != TEXT_NOWHERE;
    while (package) {
        const struct json *flag = json_member(package->root, "sideEffects");
        if (flag) return decide(globs, flag, package_inner_path(&globs->arena, package, path));
        if (!installed || json_member(package->root, "name")) break;
        package = packages_above(packages, package);
    }
    return SIDE_EFFECTS_UNKNOWN;
}
