/* "shared", and which share a request belongs to. */
#include "config/config_reader.h"

#include "base/path.h"
#include "base/vec.h"

typedef VEC(struct share) share_vec;

static const struct config_key share_keys[] = {
    {"import", true},
    {"shareKey", true},
    {"shareScope", true},
    {"requiredVersion", true},
    {"packageName", true},
    {"version", true},
    {"strictVersion", true},
    {"singleton", true},
    {"eager", true},
    {"treeShaking", true},
    {"include", true},
    {"exclude", true},
    {"layer", true},
    {"issuerLayer", true},
    {"request", true},
    {"shareStrategy", true},
    {"allowNodeModulesSuffixMatch", true},
    {"nodeModulesReconstructedLookup", true},
};

static bool is_relative(struct text key)
{
    return text_is(key, ".") || text_is(key, "..") || text_starts_with(key, TEXT("./")) ||
           text_starts_with(key, TEXT("../"));
}

/* A version range, as opposed to a request: starts like one, or is a lone "*" or "x". */
static bool is_version(struct text text)
{
    if (text.length == 0) return false;
    if (strchr("0123456789^=v<>~", text.at[0])) return true;
    return text.length == 1 && strchr("*xX", text.at[0]);
}

static void set_request(struct config_reader *reader, struct text request, struct share *share)
{
    share->kind = SHARE_BARE;
    share->request = share->written = share->import = request;
    if (is_relative(request)) {
        share->kind = SHARE_RELATIVE;
        share->request = path_join(reader->arena, reader->config->context, request);
    } else if (path_is_absolute(request)) {
        share->kind = SHARE_ABSOLUTE;
        share->request = path_normalize(reader->arena, request);
    } else if (text_ends_with(request, TEXT("/"))) {
        share->kind = SHARE_PREFIX;
    }
}

static struct share share_of_key(struct config_reader *reader, struct text key, uint32_t offset)
{
    struct share share = {
        .key = key,
        .share_key = key,
        .provided = true,
        .share_scopes = reader->config->share_scopes,
        .strategy = reader->config->share_strategy,
        .offset = offset,
    };
    for (uint32_t i = 0; i < reader->implied.count; i++)
        share.implied = share.implied || text_equal(reader->implied.at[i], key);
    for (uint32_t i = 0; i < reader->framework.count; i++)
        share.of_framework = share.of_framework || text_equal(reader->framework.at[i], key);
    set_request(reader, key, &share);
    return share;
}

static void read_import(struct config_reader *reader, const struct json *value, struct share *share)
{
    if (!value) return;
    if (value->type == JSON_FALSE) {
        share->provided = false;
        share->import = (struct text){0};
    } else if (value->type == JSON_STRING && value->string.length) {
        share->import = value->string;
    } else {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"import\" of a share must be a request or false");
    }
}

static void read_version(struct config_reader *reader, const struct json *value, const char *key,
                         enum share_version *kind, struct text *text)
{
    if (!value) return;
    if (value->type == JSON_FALSE) {
        *kind = SHARE_VERSION_NONE;
    } else if (value->type == JSON_STRING && value->string.length) {
        *kind = SHARE_VERSION_TEXT;
        *text = value->string;
    } else {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" of a share must be a version or false", key);
    }
}

static void read_options(struct config_reader *reader, const struct json *value, struct share *share)
{
    CONFIG_READ_KEYS(reader, value, share_keys, "a share");
    struct text request = {0};
    config_read_text(reader, value, "request", &request);
    if (request.length) set_request(reader, request, share);
    read_import(reader, json_member(value, "import"), share);
    config_read_text(reader, value, "shareKey", &share->share_key);
    config_read_text(reader, value, "packageName", &share->package_name);
    read_version(reader, json_member(value, "requiredVersion"), "requiredVersion", &share->required_version_kind,
                 &share->required_version);
    read_version(reader, json_member(value, "version"), "version", &share->version_kind, &share->version);
    config_read_flag(reader, value, "singleton", &share->singleton);
    config_read_flag(reader, value, "eager", &share->eager);
    share->strict_version = share->provided && !share->singleton;
    config_read_flag(reader, value, "strictVersion", &share->strict_version);

    config_read_share_scopes(reader, value, &share->share_scopes);
    config_read_share_strategy(reader, value, &share->strategy);
    config_read_share_filter(reader, value, "include", &share->include);
    config_read_share_filter(reader, value, "exclude", &share->exclude);
    config_read_text(reader, value, "layer", &share->layer);
    config_read_text(reader, value, "issuerLayer", &share->issuer_layer);
    config_read_flag(reader, value, "nodeModulesReconstructedLookup", &share->suffix_match); /* its former name */
    config_read_flag(reader, value, "allowNodeModulesSuffixMatch", &share->suffix_match);
}

void config_read_share_scopes(struct config_reader *reader, const struct json *object, struct text_list *scopes)
{
    const struct json *value = json_member(object, "shareScope");
    if (!value) return;
    struct text_list list = config_read_texts(reader, value, "\"shareScope\"");
    if (value->type == JSON_ARRAY && value->count == 0)
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"shareScope\" must name a share scope");
    if (list.count) *scopes = list;
}

void config_read_share_strategy(struct config_reader *reader, const struct json *object, enum share_strategy *strategy)
{
    static const char *const words[] = {"version-first", "loaded-first"};
    unsigned word = UINT32_MAX;
    config_read_word(reader, object, "shareStrategy", words, 2, &word);
    if (word != UINT32_MAX) *strategy = word == 0 ? SHARE_VERSION_FIRST : SHARE_LOADED_FIRST;
}

/* What follows a prefix key is appended to both, so both must be prefixes too. */
static void check_prefix(struct config_reader *reader, const struct share *share, uint32_t offset)
{
    if (share->kind != SHARE_PREFIX) return;
    if (!text_ends_with(share->share_key, TEXT("/"))) {
        config_error(reader, DIAG_CONFIG_VALUE, offset, "\"shareKey\" must end with a slash, as the key \"%.*s\" does",
                     TEXT_ARGS(share->key));
    }
    if (share->provided && !text_ends_with(share->import, TEXT("/"))) {
        config_error(reader, DIAG_CONFIG_VALUE, offset, "\"import\" must end with a slash, as the key \"%.*s\" does",
                     TEXT_ARGS(share->key));
    }
}

/* `key`: value. A string is the required version, or the request of the fallback. */
static struct share read_share(struct config_reader *reader, struct text key, const struct json *value, uint32_t offset)
{
    struct share share = share_of_key(reader, key, offset);
    if (value->type == JSON_OBJECT) {
        read_options(reader, value, &share);
    } else if (value->type == JSON_STRING && value->string.length) {
        share.strict_version = true;
        if (!text_equal(value->string, key) && is_version(value->string)) {
            share.required_version_kind = SHARE_VERSION_TEXT;
            share.required_version = value->string;
        } else {
            share.import = value->string;
        }
    } else {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset,
                     "the share \"%.*s\" must be an object, a version or a request", TEXT_ARGS(key));
    }
    check_prefix(reader, &share, value->offset);
    return share;
}

/* One takes the place of the other. */
static bool is_same_share(const struct share *a, const struct share *b)
{
    return a->kind == b->kind && text_equal(a->request, b->request) && text_equal(a->issuer_layer, b->issuer_layer);
}

static void add_share(share_vec *shares, struct share share)
{
    uint32_t i = 0;
    while (i < shares->count && !is_same_share(&shares->at[i], &share)) i++;
    share.index = i;
    if (i < shares->count) {
        shares->at[i] = share;
    } else {
        vec_push(shares, share);
    }
}

static void read_object(struct config_reader *reader, share_vec *shares, const struct json *object)
{
    JSON_EACH (member, object) {
        if (member->key.length == 0) {
            config_error(reader, DIAG_CONFIG_VALUE, member->key_offset, "a share needs a name");
        } else {
            add_share(shares, read_share(reader, member->key, member, member->key_offset));
        }
    }
}

void config_read_shared(struct config_reader *reader, const struct json *value)
{
    share_vec shares = {0};
    if (value && value->type == JSON_OBJECT) {
        read_object(reader, &shares, value);
    } else if (value && value->type == JSON_ARRAY) {
        JSON_EACH (item, value) {
            if (item->type == JSON_STRING && item->string.length) {
                add_share(&shares, read_share(reader, item->string, item, item->offset));
            } else if (item->type == JSON_OBJECT) {
                read_object(reader, &shares, item);
            } else {
                config_error(reader, DIAG_CONFIG_VALUE, item->offset,
                             "\"shared\" must hold requests or objects of shares");
            }
        }
    } else if (value) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"shared\" must be an object or a list");
    }
    for (uint32_t i = 0; i < shares.count; i++) {
        if (shares.at[i].suffix_match) reader->config->shares_suffixes = true;
    }
    reader->config->share_count = shares.count;
    reader->config->shares = vec_freeze(&shares, reader->arena);
}

static struct share_match find_bare(const struct config *config, struct text request, struct text layer, bool suffix)
{
    for (uint32_t i = 0; i < config->share_count; i++) {
        const struct share *share = &config->shares[i];
        if (share->kind != SHARE_BARE || !text_equal(share->issuer_layer, layer) || (suffix && !share->suffix_match))
            continue;
        if (text_equal(request, share->request)) return (struct share_match){share, {0}};
    }
    return (struct share_match){0};
}

static bool is_for_layer(const struct share *share, struct text layer)
{
    return share->issuer_layer.length == 0 || text_equal(share->issuer_layer, layer);
}

static struct share_match find_share(const struct config *config, struct text request, struct text layer, bool suffix)
{
    struct share_match bare = find_bare(config, request, layer, suffix);
    if (!bare.share && layer.length) bare = find_bare(config, request, TEXT(""), suffix);
    if (bare.share) return bare;
    for (uint32_t i = 0; i < config->share_count; i++) {
        const struct share *share = &config->shares[i];
        if (share->kind != SHARE_PREFIX || !is_for_layer(share, layer) || (suffix && !share->suffix_match)) continue;
        if (!text_starts_with(request, share->request)) continue;
        struct text rest = text_slice(request, share->request.length, request.length);
        if (share_filters_take_request(&share->include, &share->exclude, rest))
            return (struct share_match){share, rest};
    }
    return (struct share_match){0};
}

struct share_match share_of_request(const struct config *config, struct text request, struct text layer)
{
    return find_share(config, request, layer, false);
}

struct share_match share_of_suffix(const struct config *config, struct text suffix, struct text layer)
{
    return find_share(config, suffix, layer, true);
}

struct text share_match_key(struct arena *arena, struct share_match match)
{
    return arena_format(arena, "%.*s%.*s", TEXT_ARGS(match.share->share_key), TEXT_ARGS(match.rest));
}

struct text share_match_import(struct arena *arena, struct share_match match)
{
    if (!match.share->provided) return (struct text){0};
    return arena_format(arena, "%.*s%.*s", TEXT_ARGS(match.share->import), TEXT_ARGS(match.rest));
}
