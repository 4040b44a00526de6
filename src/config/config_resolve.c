/* "resolve": webpack's resolve options. What they do stands in resolve/. */
#include "config/config_reader.h"

#include "base/path.h"
#include "base/vec.h"

static const struct config_key resolve_keys[] = {
    {"alias", true},
    {"aliasFields", true},
    {"conditionNames", true},
    {"exportsFields", true},
    {"extensions", true},
    {"fallback", true},
    {"fullySpecified", true},
    {"importsFields", true},
    {"mainFields", true},
    {"mainFiles", true},
    {"modules", true},
    {"preferRelative", true},
    {"symlinks", true},
    {"byDependency", false},
    {"cache", false},
    {"cachePredicate", false},
    {"cacheWithContext", false},
    {"descriptionFiles", false},
    {"enforceExtension", false},
    {"extensionAlias", false},
    {"extensionAliasForExports", false},
    {"fileSystem", false},
    {"packageMap", false},
    {"plugins", false},
    {"pnpApi", false},
    {"preferAbsolute", false},
    {"resolver", false},
    {"restrictions", false},
    {"roots", false},
    {"tsconfig", false},
    {"unsafeCache", false},
    {"useSyncFileSystemCalls", false},
};

static const struct config_key alias_keys[] = {{"name", true}, {"alias", true}, {"onlyModule", true}};

/* A configuration in JSON can not call path.resolve, so relative targets are taken from the context. */
static struct text alias_target(struct config_reader *reader, struct text target)
{
    bool relative = text_is(target, ".") || text_is(target, "..") || text_starts_with(target, TEXT("./")) ||
                    text_starts_with(target, TEXT("../"));
    return relative ? path_join(reader->arena, reader->config->context, target) : target;
}

static void read_targets(struct config_reader *reader, const struct json *value, struct config_alias *alias)
{
    if (value->type == JSON_FALSE) {
        alias->ignored = true;
        return;
    }
    VEC(struct text) targets = {0};
    bool list = value->type == JSON_ARRAY && value->count;
    for (const struct json *item = list ? value->first : value; item; item = list ? item->next : NULL) {
        if (list && item->type == JSON_FALSE) {
            alias->ignored = true; /* the targets before it are tried first */
            break;
        }
        if (item->type != JSON_STRING || item->string.length == 0) {
            config_error(reader, DIAG_CONFIG_VALUE, item->offset,
                         "the alias \"%.*s\" must lead to a request, a list of requests, or false",
                         TEXT_ARGS(alias->name));
            break;
        }
        vec_push(&targets, alias_target(reader, item->string));
    }
    alias->targets.count = targets.count;
    alias->targets.at = vec_freeze(&targets, reader->arena);
}

static struct config_aliases read_aliases(struct config_reader *reader, const struct json *value, const char *key)
{
    struct config_aliases aliases = {0};
    if (!value) return aliases;
    VEC(struct config_alias) rows = {0};
    if (value->type == JSON_OBJECT) {
        JSON_EACH (member, value) {
            struct config_alias alias = {.name = member->key};
            alias.exact = text_ends_with(alias.name, TEXT("$"));
            if (alias.exact) alias.name.length--;
            read_targets(reader, member, &alias);
            vec_push(&rows, alias);
        }
    } else if (value->type == JSON_ARRAY) {
        JSON_EACH (item, value) {
            struct config_alias alias = {0};
            if (!CONFIG_READ_KEYS(reader, item, alias_keys, "an alias")) continue;
            config_read_text(reader, item, "name", &alias.name);
            config_read_flag(reader, item, "onlyModule", &alias.exact);
            const struct json *target = json_member(item, "alias");
            if (!target || alias.name.length == 0) {
                config_error(reader, DIAG_CONFIG_VALUE, item->offset, "an alias needs \"name\" and \"alias\"");
                continue;
            }
            read_targets(reader, target, &alias);
            vec_push(&rows, alias);
        }
    } else {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" must be an object or a list", key);
    }
    aliases.count = rows.count;
    aliases.at = vec_freeze(&rows, reader->arena);
    return aliases;
}

static void read_list(struct config_reader *reader, const struct json *resolve, const char *key,
                      struct config_list *list)
{
    const struct json *value = json_member(resolve, key);
    if (!value) return;
    if (value->type != JSON_ARRAY) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" must be a list of strings", key);
        return;
    }
    list->given = value->count > 0;
    struct text what = arena_format(reader->arena, "\"%s\"", key);
    list->items = config_read_texts(reader, value, what.at);
}

void config_read_resolve(struct config_reader *reader, const struct json *value)
{
    struct config_resolve *resolve = &reader->config->resolve;
    resolve->symlinks = true;
    if (!value || !CONFIG_READ_KEYS(reader, value, resolve_keys, "\"resolve\"")) return;
    resolve->alias = read_aliases(reader, json_member(value, "alias"), "alias");
    resolve->fallback = read_aliases(reader, json_member(value, "fallback"), "fallback");
    read_list(reader, value, "aliasFields", &resolve->alias_fields);
    read_list(reader, value, "conditionNames", &resolve->condition_names);
    read_list(reader, value, "exportsFields", &resolve->exports_fields);
    read_list(reader, value, "extensions", &resolve->extensions);
    read_list(reader, value, "importsFields", &resolve->imports_fields);
    read_list(reader, value, "mainFields", &resolve->main_fields);
    read_list(reader, value, "mainFiles", &resolve->main_files);
    read_list(reader, value, "modules", &resolve->modules);
    config_read_flag(reader, value, "symlinks", &resolve->symlinks);
    config_read_flag(reader, value, "fullySpecified", &resolve->fully_specified);
    config_read_flag(reader, value, "preferRelative", &resolve->prefer_relative);
}
