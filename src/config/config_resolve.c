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
    {"byDependency", true},
    {"cache", false},
    {"cachePredicate", false},
    {"cacheWithContext", false},
    {"descriptionFiles", false},
    {"enforceExtension", false},
    {"extensionAlias", true},
    {"extensionAliasForExports", false},
    {"fileSystem", false},
    {"packageMap", false},
    {"plugins", false},
    {"pnpApi", false},
    {"preferAbsolute", true},
    {"resolver", false},
    {"restrictions", false},
    {"roots", true},
    {"tsConfig", true}, /* Rspack's name */
    {"tsconfig", true},
    {"unsafeCache", false},
    {"useSyncFileSystemCalls", false},
};

static const struct config_key lookup_keys[] = {
    {"aliasFields", true},     {"conditionNames", true}, {"exportsFields", true},  {"extensions", true},
    {"fullySpecified", true},  {"importsFields", true},  {"mainFields", true},     {"mainFiles", true},
    {"modules", true},         {"preferAbsolute", true}, {"preferRelative", true}, {"alias", false},
    {"extensionAlias", false}, {"fallback", false},      {"restrictions", false},  {"roots", false},
    {"symlinks", false},       {"tsConfig", false},      {"tsconfig", false},
};

/* webpack's dependency categories. mfshake makes requests of the first ones; those of style sheets, loaders and WebAssembly may stand
 * here and concern nothing; AMD's would be mistaken for commonjs. */
static const struct config_key dependency_keys[] = {
    {"default", true},
    {"esm", true},
    {"commonjs", true},
    {"url", true},
    {"worker", true},
    {"css-import", true},
    {"css-import-global-module", true},
    {"css-import-local-module", true},
    {"loader", true},
    {"loaderImport", true},
    {"undefined", true},
    {"unknown", true},
    {"wasm", true},
    {"amd", false},
};

static const struct config_key tsconfig_keys[] = {{"configFile", true}, {"baseUrl", false}, {"references", false}};

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

static bool read_list(struct config_reader *reader, const struct json *resolve, const char *key,
                      struct config_list *list)
{
    const struct json *value = json_member(resolve, key);
    if (!value) return false;
    if (value->type != JSON_ARRAY) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"%s\" must be a list of strings", key);
        return false;
    }
    list->given = value->count > 0;
    struct text what = arena_format(reader->arena, "\"%s\"", key);
    list->items = config_read_texts(reader, value, what.at);
    return true;
}

/* Names of fields of package.json; an empty list means that there is none. */
static void read_fields(struct config_reader *reader, const struct json *resolve, const char *key,
                        struct config_list *list)
{
    if (read_list(reader, resolve, key, list)) list->given = true;
}

/* { ".js": [".ts", ".js"] } */
static struct config_aliases read_extension_aliases(struct config_reader *reader, const struct json *value)
{
    struct config_aliases aliases = {0};
    if (!value) return aliases;
    if (value->type != JSON_OBJECT) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"extensionAlias\" must be an object");
        return aliases;
    }
    VEC(struct config_alias) rows = {0};
    JSON_EACH (member, value) {
        struct text what = arena_format(reader->arena, "the extension alias \"%.*s\"", TEXT_ARGS(member->key));
        struct config_alias alias = {.name = member->key, .targets = config_read_texts(reader, member, what.at)};
        if (alias.targets.count) vec_push(&rows, alias);
    }
    aliases.count = rows.count;
    aliases.at = vec_freeze(&rows, reader->arena);
    return aliases;
}

static void read_lookup(struct config_reader *reader, const struct json *value, struct config_lookup *lookup)
{
    read_fields(reader, value, "aliasFields", &lookup->alias_fields);
    read_list(reader, value, "conditionNames", &lookup->condition_names);
    read_fields(reader, value, "exportsFields", &lookup->exports_fields);
    read_list(reader, value, "extensions", &lookup->extensions);
    read_fields(reader, value, "importsFields", &lookup->imports_fields);
    read_list(reader, value, "mainFields", &lookup->main_fields);
    read_list(reader, value, "mainFiles", &lookup->main_files);
    read_list(reader, value, "modules", &lookup->modules);
    config_read_flag(reader, value, "fullySpecified", &lookup->fully_specified);
    config_read_flag(reader, value, "preferAbsolute", &lookup->prefer_absolute);
    config_read_flag(reader, value, "preferRelative", &lookup->prefer_relative);
}

static void read_dependencies(struct config_reader *reader, const struct json *value, struct config_resolve *resolve)
{
    if (!value || !CONFIG_READ_KEYS(reader, value, dependency_keys, "\"byDependency\"")) return;
    VEC(struct config_dependency) rows = {0};
    JSON_EACH (member, value) {
        struct text what = arena_format(reader->arena, "\"%.*s\"", TEXT_ARGS(member->key));
        if (!CONFIG_READ_KEYS(reader, member, lookup_keys, what.at)) continue;
        struct config_dependency row = {.name = member->key};
        row.lookup.fully_specified = resolve->lookup.fully_specified;
        row.lookup.prefer_absolute = resolve->lookup.prefer_absolute;
        row.lookup.prefer_relative = resolve->lookup.prefer_relative;
        read_lookup(reader, member, &row.lookup);
        vec_push(&rows, row);
    }
    resolve->by_dependency_count = rows.count;
    resolve->by_dependency = vec_freeze(&rows, reader->arena);
}

static void read_roots(struct config_reader *reader, const struct json *resolve, struct config_list *roots)
{
    read_list(reader, resolve, "roots", roots);
    for (uint32_t i = 0; i < roots->items.count; i++) {
        struct text *root = &roots->items.at[i];
        if (!text_is(*root, "...")) *root = path_join(reader->arena, reader->config->context, *root);
    }
}

static void read_tsconfig(struct config_reader *reader, const struct json *value, struct config_resolve *resolve)
{
    if (!value || value->type == JSON_FALSE) return;
    resolve->tsconfig = CONFIG_TSCONFIG_NEAREST;
    if (value->type == JSON_TRUE) return;
    struct text file = {0};
    if (value->type == JSON_STRING && value->string.length) {
        file = value->string;
    } else if (value->type == JSON_OBJECT && CONFIG_READ_KEYS(reader, value, tsconfig_keys, "\"tsconfig\"")) {
        config_read_text(reader, value, "configFile", &file);
        if (file.length == 0) return;
    } else {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset,
                     "\"tsconfig\" must be true, a path, or an object with \"configFile\"");
        return;
    }
    resolve->tsconfig = CONFIG_TSCONFIG_FILE;
    resolve->tsconfig_file = path_join(reader->arena, reader->config->context, file);
}

void config_read_resolve(struct config_reader *reader, const struct json *value)
{
    struct config_resolve *resolve = &reader->config->resolve;
    resolve->symlinks = true;
    if (!value || !CONFIG_READ_KEYS(reader, value, resolve_keys, "\"resolve\"")) return;
    resolve->alias = read_aliases(reader, json_member(value, "alias"), "alias");
    resolve->fallback = read_aliases(reader, json_member(value, "fallback"), "fallback");
    resolve->extension_alias = read_extension_aliases(reader, json_member(value, "extensionAlias"));
    read_lookup(reader, value, &resolve->lookup);
    read_dependencies(reader, json_member(value, "byDependency"), resolve);
    read_roots(reader, value, &resolve->roots);
    const struct json *tsconfig = json_member(value, "tsconfig");
    read_tsconfig(reader, tsconfig ? tsconfig : json_member(value, "tsConfig"), resolve);
    config_read_flag(reader, value, "symlinks", &resolve->symlinks);
}
