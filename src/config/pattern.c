#include "config/pattern.h"

#include "base/regex.h"
#include "config/config_reader.h"

static const struct config_key pattern_keys[] = {{"regexp", true}, {"flags", true}};

/* ECMAScript's flags that change what matches, as regex_new takes them; the others say how to search on. */
static const char *flags_of(struct text flags)
{
    bool i = text_find_char(flags, 'i', 0) != TEXT_NOWHERE;
    bool m = text_find_char(flags, 'm', 0) != TEXT_NOWHERE;
    bool s = text_find_char(flags, 's', 0) != TEXT_NOWHERE;
    static const char *const sets[] = {"", "i", "m", "im", "s", "is", "ms", "ims"};
    return sets[(i ? 1 : 0) + (m ? 2 : 0) + (s ? 4 : 0)];
}

bool config_read_pattern(struct config_reader *reader, const struct json *value, const char *what,
                         struct config_pattern *pattern)
{
    if (!CONFIG_READ_KEYS(reader, value, pattern_keys, what)) return false;
    const struct json *source = json_member(value, "regexp");
    if (!source) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "%s must be a string or have \"regexp\"", what);
        return false;
    }
    config_read_text(reader, value, "regexp", &pattern->source);
    config_read_text(reader, value, "flags", &pattern->flags);
    for (size_t f = 0; f < pattern->flags.length; f++) {
        if (!strchr("dgimsuvy", pattern->flags.at[f]))
            config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"flags\" may hold d, g, i, m, s, u, v and y only");
    }
    const char *why = "";
    struct regex *regex = regex_new(reader->arena, pattern->source, flags_of(pattern->flags), &why);
    if (!regex)
        config_error(reader, DIAG_CONFIG_VALUE, source->offset, "this regular expression is not understood: %s", why);
    bool good = regex != NULL;
    regex_free(regex);
    return good;
}

struct regex *config_pattern_regex(struct arena *arena, struct config_pattern pattern)
{
    const char *why;
    return regex_new(arena, pattern.source, flags_of(pattern.flags), &why);
}
