#include "config/share_filter.h"

#include "base/regex.h"
#include "config/config_reader.h"
#include "config/pattern.h"
#include "config/semver.h"

static const struct config_key filter_keys[] = {{"request", true}, {"version", true}, {"fallbackVersion", true}};
static void read_pattern(struct config_reader *reader, const struct json *value, struct share_filter *filter)
{
    struct config_pattern pattern = {0};
    if (!config_read_pattern(reader, value, "a filter's \"request\"", &pattern)) return;
    filter->request = pattern.source;
    filter->flags = pattern.flags;
    filter->has_request = filter->is_pattern = true;
}

void config_read_share_filter(struct config_reader *reader, const struct json *share, const char *key,
                              struct share_filter *filter)
{
    const struct json *value = json_member(share, key);
    if (!value || !CONFIG_READ_KEYS(reader, value, filter_keys, "a filter of a share")) return;
    const struct json *request = json_member(value, "request");
    if (request && request->type == JSON_STRING) {
        filter->has_request = true;
        config_read_text(reader, value, "request", &filter->request);
    } else if (request) {
        read_pattern(reader, request, filter);
    }
    config_read_text(reader, value, "version", &filter->version);
    config_read_text(reader, value, "fallbackVersion", &filter->fallback_version);
    filter->has_version = filter->version.length != 0;
    if (filter->has_version && semver_webpack(filter->version, TEXT("1.0.0")) == SEMVER_INVALID)
        config_error(reader, DIAG_CONFIG_VALUE, json_member(value, "version")->offset, "this is no version range");
}

static enum regex_outcome search(const struct share_filter *filter, struct text rest)
{
    if (!filter->is_pattern) return text_equal(filter->request, rest) ? REGEX_FOUND : REGEX_NOT_FOUND;
    struct arena arena;
    arena_init(&arena);
    struct regex *regex = config_pattern_regex(&arena, (struct config_pattern){filter->request, filter->flags});
    struct regex_match match;
    enum regex_outcome outcome = regex ? regex_search(regex, rest, 0, &match) : REGEX_GAVE_UP;
    regex_free(regex);
    arena_release(&arena);
    return outcome;
}

bool share_filters_take_request(const struct share_filter *include, const struct share_filter *exclude,
                                struct text rest)
{
    if (include->has_request && search(include, rest) == REGEX_NOT_FOUND) return false;
    return !exclude->has_request || search(exclude, rest) != REGEX_FOUND;
}

static bool satisfies(const struct share_filter *filter, struct text version)
{
    return version.length && semver_webpack(filter->version, version) == SEMVER_YES;
}

bool share_filters_take_version(const struct share_filter *include, const struct share_filter *exclude,
                                struct text version)
{
    bool is_included =
        !include->has_version || satisfies(include, version) || satisfies(include, include->fallback_version);
    struct text excludable = exclude->fallback_version.length ? exclude->fallback_version : version;
    return is_included && !(exclude->has_version && satisfies(exclude, excludable));
}
