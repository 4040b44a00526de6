/* The options of federation plugins, in the shapes of webpack, enhanced, Vite and Next. */
#include "config/static_json.h"

/* The address of a remote: where it is loaded from changes nothing here, so that it need not be known: "shop@(process.env.SHOP_URL)". */
static struct static_value address_of(struct reading *r, struct static_value address)
{
    struct arena *arena = r->reader->arena;
    if (address.type == STATIC_ARRAY && !address.object->open) {
        struct static_value list = static_new(arena, STATIC_ARRAY, address.place);
        for (uint32_t i = 0; i < address.object->count; i++)
            static_push(arena, list.object, address_of(r, address.object->at[i].value));
        return list;
    }
    if (address.type != STATIC_UNKNOWN || address.text.length == 0) return address;
    bool named = text_find_char(address.known_start, '@', 0) != TEXT_NOWHERE;
    return static_string(
        arena_format(arena, "%.*s(%.*s)", TEXT_ARGS(named ? address.known_start : TEXT("")), TEXT_ARGS(address.text)),
        address.place);
}

/* A remote written as enhanced and Vite write it, { name, entry, type, shareScope }, as webpack's { external, shareScope }. */
static struct static_value remote_of(struct reading *r, struct static_value remote)
{
    if (remote.type != STATIC_OBJECT || remote.object->open) return address_of(r, remote);
    struct arena *arena = r->reader->arena;
    struct static_value entry = static_member(r, remote, "external"), name = static_undefined(0);
    if (static_is_nullish(entry)) {
        entry = static_member(r, remote, "entry");
        name = static_member(r, remote, "name");
    }
    if (static_is_nullish(entry)) return remote;
    entry = address_of(r, entry);
    if (entry.type == STATIC_STRING && name.type == STATIC_STRING)
        entry.text = arena_format(arena, "%.*s@%.*s", TEXT_ARGS(name.text), TEXT_ARGS(entry.text));
    struct static_value result = static_new(arena, STATIC_OBJECT, remote.place);
    static_set(arena, result.object, TEXT("external"), entry.place, entry);
    struct static_value scope = static_member(r, remote, "shareScope");
    if (scope.type != STATIC_UNDEFINED) static_set(arena, result.object, TEXT("shareScope"), scope.place, scope);
    return result;
}

static struct static_value remotes_of(struct reading *r, struct static_value remotes)
{
    if (remotes.type != STATIC_OBJECT || remotes.object->open) return remotes;
    struct static_value result = static_new(r->reader->arena, STATIC_OBJECT, remotes.place);
    for (uint32_t i = 0; i < remotes.object->count; i++) {
        const struct static_member *remote = &remotes.object->at[i];
        static_set(r->reader->arena, result.object, remote->key, remote->key_place, remote_of(r, remote->value));
    }
    return result;
}

/* What @module-federation/nextjs-mf shares without being told, in one version or another of it. */
static const char *const shares_of_next[] = {
    "next/dynamic",
    "next/head",
    "next/link",
    "next/router",
    "next/image",
    "next/script",
    "react",
    "react/",
    "react-dom",
    "react-dom/",
    "react-dom/client",
    "react/jsx-runtime",
    "react/jsx-dev-runtime",
    "styled-jsx",
    "styled-jsx/style",
    "styled-jsx/css",
};

/* Its shares come first, so that those of the options take their places. */
static struct static_value with_shares_of_next(struct reading *r, struct static_value options, struct static_value own)
{
    struct arena *arena = r->reader->arena;
    struct static_value extra = static_member(r, options, "extraOptions");
    struct static_value skip = static_member(r, extra, "skipSharingNextInternals");
    bool is_object = own.type == STATIC_OBJECT && !own.object->open;
    if (static_truth_of(skip) == STATIC_TRUTHY || (!is_object && !static_is_nullish(own))) return own;
    struct static_value shared = static_new(arena, STATIC_OBJECT, own.place ? own.place : options.place);
    for (size_t i = 0; i < sizeof shares_of_next / sizeof *shares_of_next; i++) {
        struct static_value share = static_new(arena, STATIC_OBJECT, options.place);
        static_set(arena, share.object, TEXT("singleton"), options.place, static_boolean(true, options.place));
        static_set(arena, share.object, TEXT("requiredVersion"), options.place, static_boolean(false, options.place));
        static_set(arena, shared.object, text_of(shares_of_next[i]), options.place, share);
    }
    VEC(struct text) implied = {0}, all = {0};
    for (size_t i = 0; i < sizeof shares_of_next / sizeof *shares_of_next; i++) {
        struct text key = text_of(shares_of_next[i]);
        vec_push(&all, key);
        if (!is_object || !static_find(own.object, key)) vec_push(&implied, key);
    }
    r->reader->implied.count = implied.count;
    r->reader->implied.at = vec_freeze(&implied, arena);
    r->reader->framework.count = all.count;
    r->reader->framework.at = vec_freeze(&all, arena);
    for (uint32_t i = 0; is_object && i < own.object->count; i++) {
        const struct static_member *member = &own.object->at[i];
        static_set(arena, shared.object, member->key, member->key_place, member->value);
    }
    return shared;
}

/* Options of @originjs/vite-plugin-federation that say how its files are written. */
static void drop_build_options(struct static_value shared)
{
    static const char *const keys[] = {"generate", "modulePreload"};
    if (shared.type != STATIC_OBJECT && shared.type != STATIC_ARRAY) return;
    for (uint32_t i = 0; i < shared.object->count; i++) {
        struct static_value share = shared.object->at[i].value;
        if (shared.type == STATIC_ARRAY && share.type == STATIC_OBJECT) drop_build_options(share);
        for (size_t k = 0; share.type == STATIC_OBJECT && k < sizeof keys / sizeof *keys; k++) {
            struct static_member *member = static_find(share.object, text_of(keys[k]));
            if (member) member->value = static_undefined(member->key_place);
        }
    }
}

void static_put_federation(struct reading *r, struct json *root, struct static_value options, bool of_next)
{
    static_put_member(r, root, options, "name");
    static_put_member(r, root, options, "exposes");
    struct static_value remotes = static_member(r, options, "remotes");
    static_put(r, root, "remotes", remotes_of(r, remotes), remotes.place);
    struct static_value shared = static_member(r, options, "shared");
    drop_build_options(shared);
    if (of_next) shared = with_shares_of_next(r, options, shared);
    static_put(r, root, "shared", shared, shared.place);
    static_put_member(r, root, options, "shareScope");
    static_put_member(r, root, options, "shareStrategy");
}
