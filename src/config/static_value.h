/* Values of a configuration that is a program, as far as they are known without running it. Internal to config/.
 *
 * Objects and arrays are shared by reference, as in JavaScript, so that `config.plugins.push(x)` is seen by all who hold them. What
 * is not known is a value too: it says what it is and where it comes from, and whoever needs it can point there.
 */
#ifndef MFSHAKE_CONFIG_STATIC_VALUE_H
#define MFSHAKE_CONFIG_STATIC_VALUE_H

#include "base/arena.h"

enum static_type {
    STATIC_UNKNOWN,
    STATIC_UNDEFINED,
    STATIC_NULL,
    STATIC_BOOLEAN,
    STATIC_NUMBER,
    STATIC_STRING,
    STATIC_REGEX,
    STATIC_ARRAY,
    STATIC_OBJECT,
    STATIC_FUNCTION,
    STATIC_FOREIGN, /* something of a package or of Node, known by its path: "path.resolve", "@rspack/core.container" */
};

struct static_object;
struct static_function;

struct static_value {
    enum static_type type;
    uint32_t place; /* where it was written: an offset among all files that were read */
    bool boolean;
    bool from_environment;   /* STATIC_UNKNOWN: it is process.env.X */
    struct text known_start; /* STATIC_UNKNOWN: what it starts with if it is a text, "" when that is not known */
    double number;
    struct text text; /* a string's value, a pattern with its slashes, a foreign path, or what an unknown is */
    struct static_object *object;
    const struct static_function *function;
};

/* A member of an object, or an item of an array (without a key). */
struct static_member {
    struct text key;
    uint32_t key_place;
    struct static_value value;
};

struct static_object {
    struct static_member *at;
    uint32_t count, capacity;
    bool open;    /* it may have other members, too: `unknown` says why */
    bool visited; /* during a walk */
    struct static_value unknown;
};

enum static_truth { STATIC_FALSY, STATIC_TRUTHY, STATIC_MAYBE };

struct static_value static_undefined(uint32_t place);
struct static_value static_boolean(bool value, uint32_t place);
struct static_value static_number(double value, uint32_t place);
struct static_value static_string(struct text value, uint32_t place);
struct static_value static_unknown(struct text what, uint32_t place);
/* An unknown that was made of another one: why it is not known stays, what is known of it does not. */
struct static_value static_derived(struct static_value unknown);
struct static_value static_foreign(struct text path, uint32_t place);
/* An empty array or object. */
struct static_value static_new(struct arena *arena, enum static_type type, uint32_t place);

static inline bool static_is(struct static_value value, enum static_type type)
{
    return value.type == type;
}
bool static_is_nullish(struct static_value value);
enum static_truth static_truth_of(struct static_value value);
/* STATIC_MAYBE when one of them is not known well enough. */
enum static_truth static_equal(struct static_value a, struct static_value b);

/* The value as a template literal prints it; false when it is not known. */
bool static_to_text(struct arena *arena, struct static_value value, struct text *text);

/* The member of an object, or NULL. */
struct static_member *static_find(const struct static_object *object, struct text key);
/* The value of a member: undefined when it is missing, unknown when it may be there. */
struct static_value static_get(const struct static_object *object, struct text key, uint32_t place);
void static_set(struct arena *arena, struct static_object *object, struct text key, uint32_t key_place,
                struct static_value value);
void static_push(struct arena *arena, struct static_object *array, struct static_value value);
/* From here on nothing is known of the object, nor of what hangs from it. */
void static_forget(struct static_object *object, struct static_value why);
/* The same for its own members only. */
void static_open(struct static_object *object, struct static_value why);

#endif
