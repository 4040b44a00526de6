#include "config/static_json.h"

#include "base/limits.h"

void static_report(struct reading *r, struct text what, struct static_value unknown)
{
    config_error(r->reader, DIAG_CONFIG_NOT_STATIC, unknown.place,
                 "\"%.*s\" can not be read: %.*s %s known without running the file", TEXT_ARGS(what),
                 TEXT_ARGS(unknown.text), unknown.text.length ? "is not" : "it is not");
}

struct json *static_json_new(struct reading *r, enum json_type type, uint32_t place)
{
    struct json *json = ARENA_NEW(r->reader->arena, struct json);
    json->type = type;
    json->offset = place;
    return json;
}

static void add_json(struct json *parent, struct json *child, struct json **last)
{
    if (*last) (*last)->next = child;
    else parent->first = child;
    *last = child;
    parent->count++;
}

void static_json_append(struct json *parent, struct json *child)
{
    child->next = parent->first;
    parent->first = child;
    parent->count++;
}

static struct json *json_of(struct reading *r, struct static_value value, struct text path, unsigned depth)
{
    struct arena *arena = r->reader->arena;
    struct json *json = static_json_new(r, JSON_NULL, value.place);
    struct json *last = NULL;
    switch (value.type) {
    case STATIC_UNDEFINED: return NULL;
    case STATIC_NULL: return json;
    case STATIC_BOOLEAN: json->type = value.boolean ? JSON_TRUE : JSON_FALSE; return json;
    case STATIC_NUMBER:
        json->type = JSON_NUMBER;
        json->number = value.number;
        return json;
    case STATIC_STRING:
        json->type = JSON_STRING;
        json->string = value.text;
        return json;
    case STATIC_ARRAY:
    case STATIC_OBJECT:
        if (value.object->open) break;
        if (depth == LIMIT_JSON_DEPTH) {
            static_report(r, path, static_unknown(TEXT("a value that is nested too deep"), value.place));
            return NULL;
        }
        json->type = value.type == STATIC_ARRAY ? JSON_ARRAY : JSON_OBJECT;
        for (uint32_t i = 0; i < value.object->count; i++) {
            const struct static_member *member = &value.object->at[i];
            struct text name = value.type == STATIC_ARRAY
                                   ? arena_format(arena, "%.*s[%u]", TEXT_ARGS(path), i)
                                   : arena_format(arena, "%.*s.%.*s", TEXT_ARGS(path), TEXT_ARGS(member->key));
            struct json *child = json_of(r, member->value, name, depth + 1);
            if (!child) continue;
            child->key = member->key;
            child->key_offset = member->key_place;
            add_json(json, child, &last);
        }
        return json;
    case STATIC_FUNCTION: value.text = TEXT("a function, whose result"); break;
    case STATIC_REGEX: {
        size_t slash = text_find_last_char(value.text, '/');
        struct json *pattern = static_json_new(r, JSON_STRING, value.place),
                    *flags = static_json_new(r, JSON_STRING, value.place);
        pattern->key = TEXT("regexp");
        flags->key = TEXT("flags");
        pattern->key_offset = flags->key_offset = value.place;
        pattern->string = text_slice(value.text, 1, slash);
        flags->string = text_slice(value.text, slash + 1, value.text.length);
        json->type = JSON_OBJECT;
        add_json(json, pattern, &last);
        if (flags->string.length) add_json(json, flags, &last);
        return json;
    }
    case STATIC_FOREIGN: value.text = arena_format(arena, "the value of \"%.*s\"", TEXT_ARGS(value.text)); break;
    case STATIC_UNKNOWN: break;
    }
    static_report(r, path, value.object ? value.object->unknown : value);
    return NULL;
}

struct json *static_json_of(struct reading *r, struct static_value value, struct text path)
{
    return json_of(r, value, path, 0);
}

void static_put(struct reading *r, struct json *parent, const char *key, struct static_value value, uint32_t key_place)
{
    struct json *json = static_json_of(r, value, text_of(key));
    if (!json) return;
    json->key = text_of(key);
    json->key_offset = key_place;
    static_json_append(parent, json);
}

struct static_value static_member(struct reading *r, struct static_value object, const char *name)
{
    if (object.type == STATIC_UNDEFINED || object.type == STATIC_NULL) return static_undefined(object.place);
    return static_member_of(&r->eval, object, text_of(name), object.place);
}

void static_put_member(struct reading *r, struct json *parent, struct static_value object, const char *name)
{
    struct static_value value = static_member(r, object, name);
    const struct static_member *found = object.type == STATIC_OBJECT ? static_find(object.object, text_of(name)) : NULL;
    static_put(r, parent, name, value, found ? found->key_place : value.place);
}
