/* A JavaScript regular expression in a configuration: { "regexp": "^get", "flags": "i" }. */
#ifndef MFSHAKE_CONFIG_PATTERN_H
#define MFSHAKE_CONFIG_PATTERN_H

#include "base/arena.h"

struct config_pattern {
    struct text source, flags; /* flags: "" when not given */
};

struct config_reader;
struct json;
struct regex;

/* Reads and tries `value`, an object; `what` names it in messages. False, with M304, when it is no pattern that is understood. */
bool config_read_pattern(struct config_reader *reader, const struct json *value, const char *what,
                         struct config_pattern *pattern);

/* The compiled pattern, which is the caller's to free; NULL when it is not understood. */
struct regex *config_pattern_regex(struct arena *arena, struct config_pattern pattern);

#endif
