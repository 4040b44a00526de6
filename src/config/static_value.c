#include "config/static_value.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>

struct static_value static_undefined(uint32_t place)
{
    return (struct static_value){.type = STATIC_UNDEFINED, .place = place};
}

struct static_value static_boolean(bool value, uint32_t place)
{
    return (struct static_value){.type = STATIC_BOOLEAN, .boolean = value, .place = place};
}

struct static_value static_number(double value, uint32_t place)
{
    return (struct static_value){.type = STATIC_NUMBER, .number = value, .place = place};
}

struct static_value static_string(struct text value, uint32_t place)
{
    return (struct static_value){.type = STATIC_STRING, .text = value, .place = place};
}

struct static_value static_unknown(struct text what, uint32_t place)
{
    return (struct static_value){.type = STATIC_UNKNOWN, .text = what, .place = place};
}

struct static_value static_derived(struct static_value unknown)
{
    unknown.from_environment = false;
    unknown.known_start = TEXT("");
    return unknown;
}

struct static_value static_foreign(struct text path, uint32_t place)
{
    return (struct static_value){.type = STATIC_FOREIGN, .text = path, .place = place};
}

struct static_value static_new(struct arena *arena, enum static_type type, uint32_t place)
{
    return (struct static_value){.type = type, .place = place, .object = ARENA_NEW(arena, struct static_object)};
}

bool static_is_nullish(struct static_value value)
{
    return value.type == STATIC_UNDEFINED || value.type == STATIC_NULL;
}

enum static_truth static_truth_of(struct static_value value)
{
    switch (value.type) {
    case STATIC_UNKNOWN:
    case STATIC_FOREIGN: return STATIC_MAYBE;
    case STATIC_UNDEFINED:
    case STATIC_NULL: return STATIC_FALSY;
    case STATIC_BOOLEAN: return value.boolean ? STATIC_TRUTHY : STATIC_FALSY;
    case STATIC_NUMBER: return value.number != 0 && !isnan(value.number) ? STATIC_TRUTHY : STATIC_FALSY;
    case STATIC_STRING: return value.text.length ? STATIC_TRUTHY : STATIC_FALSY;
    case STATIC_REGEX:
    case STATIC_ARRAY:
    case STATIC_OBJECT:
    case STATIC_FUNCTION: return STATIC_TRUTHY;
    }
    return STATIC_MAYBE;
}

static enum static_truth truth(bool value)
{
    return value ? STATIC_TRUTHY : STATIC_FALSY;
}

enum static_truth static_equal(struct static_value a, struct static_value b)
{
    if (a.type == STATIC_UNKNOWN || b.type == STATIC_UNKNOWN) return STATIC_MAYBE;
    if (a.type == STATIC_FOREIGN || b.type == STATIC_FOREIGN) return STATIC_MAYBE;
    if (a.type != b.type) return STATIC_FALSY;
    switch (a.type) {
    case STATIC_UNDEFINED:
    case STATIC_NULL: return STATIC_TRUTHY;
    case STATIC_BOOLEAN: return truth(a.boolean == b.boolean);
    case STATIC_NUMBER: return truth(!(a.number < b.number) && !(a.number > b.number) && !isnan(a.number));
    case STATIC_STRING: return truth(text_equal(a.text, b.text));
    case STATIC_ARRAY:
    case STATIC_OBJECT: return truth(a.object == b.object);
    case STATIC_UNKNOWN:
    case STATIC_REGEX:
    case STATIC_FUNCTION:
    case STATIC_FOREIGN: break;
    }
    return STATIC_MAYBE;
}

bool static_to_text(struct arena *arena, struct static_value value, struct text *text)
{
    switch (value.type) {
    case STATIC_STRING: *text = value.text; return true;
    case STATIC_UNDEFINED: *text = TEXT("undefined"); return true;
    case STATIC_NULL: *text = TEXT("null"); return true;
    case STATIC_BOOLEAN: *text = value.boolean ? TEXT("true") : TEXT("false"); return true;
    case STATIC_NUMBER:
        /* Other numbers print in a way of JavaScript's own; nobody needs them in a configuration. */
        if (!(fabs(value.number) < 1e15)) return false;
        *text = arena_format(arena, "%.15g", value.number);
        return strtod(text->at, NULL) >= value.number && strtod(text->at, NULL) <= value.number;
    case STATIC_UNKNOWN:
    case STATIC_REGEX:
    case STATIC_ARRAY:
    case STATIC_OBJECT:
    case STATIC_FUNCTION:
    case STATIC_FOREIGN: break;
    }
    return false;
}

struct static_member *static_find(const struct static_object *object, struct text key)
{
    for (uint32_t i = 0; i < object->count; i++) {
        if (text_equal(object->at[i].key, key)) return &object->at[i];
    }
    return NULL;
}

struct static_value static_get(const struct static_object *object, struct text key, uint32_t place)
{
    const struct static_member *member = static_find(object, key);
    if (member) return member->value;
    return object->open ? object->unknown : static_undefined(place);
}

static struct static_member *add(struct arena *arena, struct static_object *object)
{
    if (object->count == object->capacity) {
        object->capacity = object->capacity ? object->capacity * 2 : 8;
        struct static_member *grown = ARENA_ARRAY(arena, struct static_member, object->capacity);
        if (object->count) memcpy(grown, object->at, object->count * sizeof *grown);
        object->at = grown;
    }
    return &object->at[object->count++];
}

void static_set(struct arena *arena, struct static_object *object, struct text key, uint32_t key_place,
                struct static_value value)
{
    struct static_member *member = static_find(object, key);
    if (!member) {
        member = add(arena, object);
        member->key = key;
    }
    member->key_place = key_place;
    member->value = value;
}

void static_push(struct arena *arena, struct static_object *array, struct static_value value)
{
    struct static_member *item = add(arena, array);
    *item = (struct static_member){.key_place = value.place, .value = value};
}

void static_open(struct static_object *object, struct static_value why)
{
    object->count = 0;
    object->open = true;
    object->unknown = why;
}

static void forget(struct static_object *object, struct static_value why, unsigned depth)
{
    if (object->visited) return;
    object->visited = true;
    for (uint32_t i = 0; i < object->count && depth < LIMIT_STATIC_DEPTH; i++) {
        if (object->at[i].value.object) forget(object->at[i].value.object, why, depth + 1);
    }
    object->visited = false;
    static_open(object, why);
}

void static_forget(struct static_object *object, struct static_value why)
{
    forget(object, why, 0);
}
