#include "config/federation.h"

#include "base/fs.h"
#include "base/json.h"
#include "base/limits.h"

struct reading {
    struct arena *arena;
    struct text path, source;
    struct diagnostics *diagnostics;
};

static bool wrong(struct reading *r, enum diag_code code, uint32_t offset, const char *what, struct text name)
{
    diag_add(r->diagnostics, code, diag_place_at(r->path, r->source, offset), "%s%.*s", what, TEXT_ARGS(name));
    return false;
}

static bool read_consumes(struct reading *r, const struct json *list, struct federation_app *app)
{
    if (list->type != JSON_ARRAY)
        return wrong(r, DIAG_CONFIG_VALUE, list->offset, "\"consumes\" must be an array of share keys", TEXT(""));
    app->consumes_all = false;
    app->consumes.at = ARENA_ARRAY(r->arena, struct text, list->count);
    JSON_EACH (key, list) {
        if (key->type != JSON_STRING || key->string.length == 0)
            return wrong(r, DIAG_CONFIG_VALUE, key->offset, "a share key must be a string that is not empty", TEXT(""));
        app->consumes.at[app->consumes.count++] = arena_copy(r->arena, key->string);
    }
    return true;
}

static bool read_app(struct reading *r, const struct json *entry, struct federation_app *app)
{
    *app = (struct federation_app){.name = arena_copy(r->arena, entry->key), .consumes_all = true};
    if (entry->type != JSON_OBJECT)
        return wrong(r, DIAG_CONFIG_VALUE, entry->offset,
                     "an app must be an object, {} for one that may consume any share", TEXT(""));
    JSON_EACH (member, entry) {
        if (!text_is(member->key, "consumes"))
            return wrong(r, DIAG_CONFIG_UNKNOWN_KEY, member->key_offset, "an app has no key ", member->key);
        if (!read_consumes(r, member, app)) return false;
    }
    return true;
}

static bool read_document(struct reading *r, const struct json *root, struct federation *federation)
{
    if (root->type != JSON_OBJECT)
        return wrong(r, DIAG_CONFIG_VALUE, root->offset, "a federation is an object with \"apps\"", TEXT(""));
    JSON_EACH (member, root) {
        if (!text_is(member->key, "apps") && !text_is(member->key, "$schema"))
            return wrong(r, DIAG_CONFIG_UNKNOWN_KEY, member->key_offset, "a federation has no key ", member->key);
    }
    const struct json *apps = json_member(root, "apps");
    if (!apps || apps->type != JSON_OBJECT || apps->count == 0)
        return wrong(r, DIAG_CONFIG_VALUE, apps ? apps->offset : root->offset,
                     "\"apps\" must be an object with the name of each app", TEXT(""));
    federation->apps = ARENA_ARRAY(r->arena, struct federation_app, apps->count);
    JSON_EACH (entry, apps) {
        if (entry->key.length == 0)
            return wrong(r, DIAG_CONFIG_VALUE, entry->key_offset, "an app has an empty name", TEXT(""));
        if (!read_app(r, entry, &federation->apps[federation->app_count++])) return false;
    }
    return true;
}

bool federation_load(struct arena *arena, struct text path, struct federation *federation,
                     struct diagnostics *diagnostics)
{
    struct reading r = {.arena = arena, .path = path, .diagnostics = diagnostics};
    struct json_error error;
    const char *why;
    *federation = (struct federation){0};
    if (!fs_read(arena, path, LIMIT_JSON_BYTES, &r.source, &why)) {
        diag_add(diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(path), "can not be read: %s", why);
        return false;
    }
    const struct json *root = json_parse(arena, r.source, JSON_RELAXED | JSON_UNIQUE_KEYS, &error);
    if (!root) return wrong(&r, DIAG_CONFIG_SYNTAX, error.offset, error.message, TEXT(""));
    return read_document(&r, root, federation);
}
