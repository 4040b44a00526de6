/* "define": names that stand for constants. Twins: DefinePlugin, optimization.nodeEnv. */
#include "config/config_reader.h"

#include "base/vec.h"

#include <stdlib.h>

typedef VEC(struct config_define) define_vec;

static const struct text node_env = {"process.env.NODE_ENV", sizeof "process.env.NODE_ENV" - 1};

static struct text number_text(struct arena *arena, double number)
{
    struct text shortest = arena_format(arena, "%.15g", number);
    return strtod(shortest.at, NULL) == number ? shortest : arena_format(arena, "%.17g", number);
}

/* One object, whose names begin with `prefix`. Nested objects are pushed to `nested` as rows of (their name, themselves). */
struct nested {
    struct text prefix;
    const struct json *object;
};

static bool constant_text(struct config_reader *reader, const struct json *value, struct text *text)
{
    switch (value->type) {
    case JSON_STRING: *text = value->string; return true;
    case JSON_TRUE: *text = TEXT("true"); return true;
    case JSON_FALSE: *text = TEXT("false"); return true;
    case JSON_NULL: *text = TEXT("null"); return true;
    case JSON_NUMBER: *text = number_text(reader->arena, value->number); return true;
    case JSON_ARRAY:
    case JSON_OBJECT: break;
    }
    return false;
}

static void read_defines(struct config_reader *reader, const struct json *object, define_vec *defines)
{
    VEC(struct nested) open = {0};
    vec_push(&open, (struct nested){{0}, object});
    while (open.count) {
        struct nested current = vec_pop(&open);
        JSON_EACH (member, current.object) {
            struct config_define define = {.name =
                                               arena_format(reader->arena, "%.*s%s%.*s", TEXT_ARGS(current.prefix),
                                                            current.prefix.length ? "." : "", TEXT_ARGS(member->key))};
            if (member->type == JSON_OBJECT) {
                vec_push(&open, (struct nested){define.name, member});
            } else if (constant_text(reader, member, &define.text) && define.text.length) {
                vec_push(defines, define);
            } else {
                config_error(reader, DIAG_CONFIG_VALUE, member->offset,
                             "\"%.*s\" must be defined as JavaScript text (a string inside needs its own quotes), a "
                             "number, true, false or null",
                             TEXT_ARGS(define.name));
            }
        }
    }
    vec_release(&open);
}

void config_read_define(struct config_reader *reader, const struct json *value)
{
    define_vec defines = {0};
    if (value && value->type != JSON_OBJECT) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"define\" must be an object of names");
    } else if (value) {
        read_defines(reader, value, &defines);
    }
    reader->config->define_count = defines.count;
    reader->config->defines = defines.at;
    if (reader->config->mode != CONFIG_NO_MODE && !config_define_of(reader->config, node_env)) {
        bool production = reader->config->mode == CONFIG_PRODUCTION;
        vec_push(&defines,
                 (struct config_define){node_env, production ? TEXT("\"production\"") : TEXT("\"development\"")});
    }
    reader->config->define_count = defines.count;
    reader->config->defines = vec_freeze(&defines, reader->arena);
}

const struct config_define *config_define_of(const struct config *config, struct text name)
{
    for (uint32_t i = 0; i < config->define_count; i++) {
        if (text_equal(config->defines[i].name, name)) return &config->defines[i];
    }
    return NULL;
}
