#include "config/config_reader.h"

#include "base/vec.h"

enum { NEAR = 3 }; /* a key that differs by more edits is another key, not a slip */

static const struct config_key *nearest(struct text wrong, const struct config_key *keys, size_t key_count)
{
    const struct config_key *best = NULL;
    unsigned best_distance = NEAR + 1;
    for (size_t i = 0; i < key_count; i++) {
        if (!keys[i].supported) continue;
        struct text name = text_of(keys[i].name);
        unsigned distance = text_distance(wrong, name, NEAR);
        if (distance < best_distance && distance < name.length) {
            best = &keys[i];
            best_distance = distance;
        }
    }
    return best;
}

static struct text known_keys(struct arena *arena, const struct config_key *keys, size_t key_count)
{
    struct text list = {0};
    for (size_t i = 0; i < key_count; i++) {
        if (!keys[i].supported) continue;
        list = arena_format(arena, "%.*s%s%s", TEXT_ARGS(list), list.length ? ", " : "", keys[i].name);
    }
    return list;
}

static void check_key(struct config_reader *reader, const struct json *member, const struct config_key *keys,
                      size_t key_count, const char *what)
{
    for (size_t i = 0; i < key_count; i++) {
        if (!text_is(member->key, keys[i].name)) continue;
        if (!keys[i].supported) {
            config_error(reader, DIAG_CONFIG_VALUE, member->key_offset, "\"%s\" in %s is not supported yet",
                         keys[i].name, what);
        }
        return;
    }
    const struct config_key *near = nearest(member->key, keys, key_count);
    if (near) {
        config_error(reader, DIAG_CONFIG_UNKNOWN_KEY, member->key_offset,
                     "unknown key \"%.*s\" in %s; did you mean \"%s\"?", TEXT_ARGS(member->key), what, near->name);
    } else {
        struct text known = known_keys(reader->arena, keys, key_count);
        config_error(reader, DIAG_CONFIG_UNKNOWN_KEY, member->key_offset, "unknown key \"%.*s\" in %s; known are %.*s",
                     TEXT_ARGS(member->key), what, TEXT_ARGS(known));
    }
}

bool config_read_keys(struct config_reader *reader, const struct json *object, const struct config_key *keys,
                      size_t key_count, const char *what)
{
    if (object->type != JSON_OBJECT) {
        config_error(reader, DIAG_CONFIG_VALUE, object->offset, "%s must be an object", what);
        return false;
    }
    JSON_EACH (member, object) check_key(reader, member, keys, key_count, what);
    return true;
}

void config_read_text(struct config_reader *reader, const struct json *object, const char *key, struct text *out)
{
    const struct json *value = json_member(object, key);
    if (!value) return;
    if (value->type != JSON_STRING || value->string.length == 0) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" must be a string that is not empty", key);
        return;
    }
    *out = value->string;
}

void config_read_flag(struct config_reader *reader, const struct json *object, const char *key, bool *out)
{
    const struct json *value = json_member(object, key);
    if (!value) return;
    if (value->type != JSON_TRUE && value->type != JSON_FALSE) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" must be true or false", key);
        return;
    }
    *out = value->type == JSON_TRUE;
}

void config_read_word(struct config_reader *reader, const struct json *object, const char *key,
                      const char *const *words, unsigned word_count, unsigned *out)
{
    const struct json *value = json_member(object, key);
    if (!value) return;
    struct text allowed = {0};
    for (unsigned i = 0; i < word_count; i++) {
        if (value->type == JSON_STRING && text_is(value->string, words[i])) {
            *out = i;
            return;
        }
        const char *separator = i == 0 ? "" : i + 1 == word_count ? " or " : ", ";
        allowed = arena_format(reader->arena, "%.*s%s\"%s\"", TEXT_ARGS(allowed), separator, words[i]);
    }
    config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" must be %.*s", key, TEXT_ARGS(allowed));
}

struct text_list config_one_text(struct config_reader *reader, struct text text)
{
    struct text_list list = {ARENA_NEW(reader->arena, struct text), 1};
    list.at[0] = text;
    return list;
}

struct text_list config_read_texts(struct config_reader *reader, const struct json *value, const char *what)
{
    struct text_list list = {0};
    if (value->type == JSON_STRING && value->string.length) return config_one_text(reader, value->string);
    if (value->type != JSON_ARRAY) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "%s must be a string or a list of strings", what);
        return list;
    }
    VEC(struct text) texts = {0};
    JSON_EACH (item, value) {
        if (item->type != JSON_STRING || item->string.length == 0) {
            config_error(reader, DIAG_CONFIG_VALUE, item->offset, "%s must hold strings only, none of them empty",
                         what);
        } else {
            vec_push(&texts, item->string);
        }
    }
    list.count = texts.count;
    list.at = vec_freeze(&texts, reader->arena);
    return list;
}
