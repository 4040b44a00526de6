#include "resolve/aliases.h"

#include "base/path.h"

static bool is_below_name(struct text request, struct text name)
{
    return request.length > name.length && text_starts_with(request, name) && request.at[name.length] == '/';
}

/* The part of `request` that the one "*" of `name` stands for; at NULL when it does not match. */
static struct text wildcard(struct text request, struct text name)
{
    const struct text none = {0};
    size_t star = text_find_char(name, '*', 0);
    if (star == TEXT_NOWHERE || text_find_char(name, '*', star + 1) != TEXT_NOWHERE) return none;
    struct text before = text_slice(name, 0, star);
    struct text after = text_slice(name, star + 1, name.length);
    if (request.length < before.length + after.length) return none;
    if (!text_starts_with(request, before) || !text_ends_with(request, after)) return none;
    return text_slice(request, before.length, request.length - after.length);
}

uint32_t alias_way_count(const struct config_alias *alias)
{
    return alias->targets.count + (alias->ignored ? 1 : 0);
}

struct alias_step alias_follow(struct arena *arena, const struct config_alias *alias, uint32_t way, struct text request,
                               bool is_path)
{
    struct alias_step step = {0};
    struct text name = alias->name;
    if (is_path && !path_is_absolute(name)) return step;
    bool named = text_equal(request, name) || (!alias->exact && is_below_name(request, name));
    struct text star = alias->exact || named ? (struct text){0} : wildcard(request, name);
    if (!named && !star.at) return step;

    if (way == alias->targets.count) {
        step.matched = step.ignored = true;
        return step;
    }
    struct text target = alias->targets.at[way];
    if (named) {
        if (text_equal(request, target) || is_below_name(request, target)) return step;
        struct text rest = text_slice(request, name.length, request.length);
        step.request = arena_format(arena, "%.*s%.*s", TEXT_ARGS(target), TEXT_ARGS(rest));
    } else {
        size_t at = text_find_char(target, '*', 0);
        if (at == TEXT_NOWHERE) {
            step.request = target;
        } else {
            struct text before = text_slice(target, 0, at);
            struct text after = text_slice(target, at + 1, target.length);
            step.request = arena_format(arena, "%.*s%.*s%.*s", TEXT_ARGS(before), TEXT_ARGS(star), TEXT_ARGS(after));
        }
    }
    step.matched = true;
    return step;
}

struct text extension_alias_follow(struct arena *arena, const struct config_alias *alias, uint32_t target,
                                   struct text path)
{
    struct text base = text_slice(path, 0, path.length - alias->name.length);
    return arena_format(arena, "%.*s%.*s", TEXT_ARGS(base), TEXT_ARGS(alias->targets.at[target]));
}
