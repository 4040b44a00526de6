/* Checked access to the JSON of a configuration: every wrong key or type is reported at its place. Internal to config/.
 *
 * The functions go on after an error, so that one run shows all of them; `failed` says that there was one.
 */
#ifndef MFSHAKE_CONFIG_CONFIG_READER_H
#define MFSHAKE_CONFIG_CONFIG_READER_H

#include "base/json.h"
#include "config/config.h"

struct config_reader {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct config *config;
    bool failed;
    struct text_list environment; /* of the configuration's source */
    struct text_list implied;     /* keys of shares that nobody wrote */
    struct text_list framework;   /* keys of shares that a framework uses itself */
    uint32_t layer_patterns;      /* read so far in the conditions of rules */
};

/* A key that an object may have. */
struct config_key {
    const char *name;
    bool supported; /* false: webpack, Rspack or the federation plugins know it, mfshake does not yet */
};

#define config_error(reader, code, where, ...) \
    ((reader)->failed = true,                  \
     diag_add((reader)->diagnostics, (code), config_place((reader)->config, (where)), __VA_ARGS__))

/* Reports members that `keys` does not list (M303, naming the nearest) or lists as unsupported (M304). `what` names the object
 * in messages. False, with M304, when `object` is no object at all. */
bool config_read_keys(struct config_reader *reader, const struct json *object, const struct config_key *keys,
                      size_t key_count, const char *what);
#define CONFIG_READ_KEYS(reader, object, keys, what) \
    config_read_keys((reader), (object), (keys), sizeof(keys) / sizeof *(keys), (what))

/* The same for the top level of a configuration. */
bool config_read_top_keys(struct config_reader *reader, const struct json *root);

/* Each reads the member `key` of `object`, if there is one, into *out, and leaves *out alone otherwise; M304 when the type is
 * wrong. A text must not be empty. */
void config_read_text(struct config_reader *reader, const struct json *object, const char *key, struct text *out);
void config_read_flag(struct config_reader *reader, const struct json *object, const char *key, bool *out);
/* A string that is one of `words`; *out is its index. */
void config_read_word(struct config_reader *reader, const struct json *object, const char *key,
                      const char *const *words, unsigned word_count, unsigned *out);

/* The texts of a string, or of a list of strings; `what` names the value in the message of M304. */
struct text_list config_read_texts(struct config_reader *reader, const struct json *value, const char *what);

/* A list of one. */
struct text_list config_one_text(struct config_reader *reader, struct text text);

/* Does the value of "library" say that there is one? */
bool config_names_library(const struct json *value);

/* The parts of a configuration, each in the file of its name; `value` may be NULL (not given). */
void config_read_entries(struct config_reader *reader, const struct json *value);
void config_read_exposes(struct config_reader *reader, const struct json *value);
void config_read_remotes(struct config_reader *reader, const struct json *value);
void config_read_shared(struct config_reader *reader, const struct json *value);
/* Parts of "shared": "shareScope" and "shareStrategy" stand at the top level too, as what a share has by default. `share` is the object that holds `key`. */
void config_read_share_scopes(struct config_reader *reader, const struct json *object, struct text_list *scopes);
void config_read_share_strategy(struct config_reader *reader, const struct json *object, enum share_strategy *strategy);
void config_read_share_filter(struct config_reader *reader, const struct json *share, const char *key,
                              struct share_filter *filter);
void config_read_resolve(struct config_reader *reader, const struct json *value);
void config_read_define(struct config_reader *reader, const struct json *value);
void config_read_output(struct config_reader *reader, const struct json *value);

#endif
