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
    {"include", false},
    {"exclude", false},
    {"layer", false},
    {"issuerLayer", false},
    {"request", false},
    {"shareStrategy", false},
    {"allowNodeModulesSuffixMatch", false},
    {"nodeModulesReconstructedLookup", false},
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

static struct share share_of_key(struct config_reader *reader, struct text key, uint32_t offset)
{
    struct share share = {
        .key = key,
        .request = key,
        .share_key = key,
        .import = key,
        .provided = true,
        .share_scopes = config_one_text(reader, TEXT("default")),
        .offset = offset,
    };
    if (is_relative(key)) {
        share.kind = SHARE_RELATIVE;
        share.request = path_join(reader->arena, reader->config->context, key);
    } else if (path_is_absolute(key)) {
        share.kind = SHARE_ABSOLUTE;
        share.request = path_normalize(reader->arena, key);
    } else if (text_ends_with(key, TEXT("/"))) {
        share.kind = SHARE_PREFIX;
    }
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

    const struct json *scope = json_member(value, "shareScope");
    if (scope) {
        share->share_scopes = config_read_texts(reader, scope, "\"shareScope\"");
        if (scope->type == JSON_ARRAY && scope->count == 0) {
            config_error(reader, DIAG_CONFIG_VALUE, scope->offset, "\"shareScope\" must name a share scope");
        }
    }
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

static void add_share(share_vec *shares, struct share share)
{
    uint32_t i = 0;
    while (i < shares->count && !text_equal(shares->at[i].key, share.key)) i++;
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
    reader->config->share_count = shares.count;
    reader->config->shares = vec_freeze(&shares, reader->arena);
}

struct share_match share_of_request(const struct config *config, struct text request)
{
    for (uint32_t i = 0; i < config->share_count; i++) {
        const struct share *share = &config->shares[i];
        if (share->kind == SHARE_BARE && text_equal(request, share->request)) return (struct share_match){share, {0}};
    }
    for (uint32_t i = 0; i < config->share_count; i++) {
        const struct share *share = &config->shares[i];
        if (share->kind != SHARE_PREFIX || !text_starts_with(request, share->request)) continue;
        return (struct share_match){share, text_slice(request, share->request.length, request.length)};
    }
    return (struct share_match){0};
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
