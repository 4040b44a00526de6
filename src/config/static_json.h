/* Values of a configuration that is a program → the JSON that mfshake.json would hold. Internal to config/. */
#ifndef MFSHAKE_CONFIG_STATIC_JSON_H
#define MFSHAKE_CONFIG_STATIC_JSON_H

#include "config/config_reader.h"
#include "config/static_eval.h"

struct reading {
    struct config_reader *reader;
    struct static_eval eval;
};

/* M308: `what` can not be read, for what `unknown` says. */
void static_report(struct reading *r, struct text what, struct static_value unknown);

/* A new value without members. */
struct json *static_json_new(struct reading *r, enum json_type type, uint32_t place);
/* `path` names the value in messages. NULL for undefined, and after an error (reported). */
struct json *static_json_of(struct reading *r, struct static_value value, struct text path);
/* Adds `child`, whose key is set, to an object in which the order does not matter. */
void static_json_append(struct json *parent, struct json *child);

/* Adds the member `key`: value to `parent`; nothing when it is undefined. */
void static_put(struct reading *r, struct json *parent, const char *key, struct static_value value, uint32_t key_place);
/* The member of an object that may be missing itself. */
struct static_value static_member(struct reading *r, struct static_value object, const char *name);
void static_put_member(struct reading *r, struct json *parent, struct static_value object, const char *name);

/* The options of a federation plugin. Those that the plugin of Next shares by itself are added with `of_next`. */
void static_put_federation(struct reading *r, struct json *root, struct static_value options, bool of_next);

#endif
