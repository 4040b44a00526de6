#include "resolve/browser_field.h"

static const struct json *member(const struct json *object, struct text key)
{
    JSON_EACH (child, object) {
        if (text_equal(child->key, key)) return child;
    }
    return NULL;
}

struct browser_step browser_field_follow(const struct package_json *package, struct text field, struct text inner)
{
    struct browser_step step = {0};
    const struct json *map = member(package->root, field);
    if (!map || map->type != JSON_OBJECT) return step;
    const struct json *target = member(map, inner);
    if (!target && text_starts_with(inner, TEXT("./"))) target = member(map, text_slice(inner, 2, inner.length));
    if (!target) return step;
    if (target->type == JSON_FALSE) {
        step.matched = step.ignored = true;
    } else if (target->type == JSON_STRING && !text_equal(target->string, inner)) {
        step.matched = true;
        step.request = target->string;
    }
    return step;
}
