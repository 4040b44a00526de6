#include "report/config_table.h"

#include "base/json.h"
#include "base/json_write.h"
#include "base/path.h"
#include "base/table.h"
#include "base/vec.h"

enum value_kind { VALUE_NOTHING, VALUE_TEXT, VALUE_LIST, VALUE_FLAG, VALUE_NUMBER };

struct leaf {
    struct text path[3]; /* "shared", "react", "singleton"; the unused ones are empty */
    enum value_kind kind;
    struct text text;
    struct text_list list;
    bool flag;
    uint32_t number;
    struct text from;
};

struct leaves {
    struct arena arena;
    const struct config *config;
    struct text group, name;  /* of what is added now */
    const struct json *given; /* the object that the options are members of, or NULL */
    VEC(struct leaf) list;
};

static struct text from_offset(struct leaves *l, uint32_t offset)
{
    struct diag_place place = config_place(l->config, offset);
    return arena_format(&l->arena, "%.*s:%u:%u", TEXT_ARGS(place.path), place.line, place.column);
}

static struct leaf new_leaf(struct leaves *l, const char *option, const struct json *given)
{
    struct leaf leaf = {.from = given ? from_offset(l, given->offset) : TEXT("default")};
    uint32_t depth = 0;
    if (l->group.length) leaf.path[depth++] = l->group;
    if (l->name.length) leaf.path[depth++] = l->name;
    if (option) leaf.path[depth] = text_of(option);
    return leaf;
}

static const struct json *given_option(const struct leaves *l, const char *option)
{
    return json_member(l->given, option);
}

static void add_text(struct leaves *l, const char *option, struct text value, const struct json *given)
{
    struct leaf leaf = new_leaf(l, option, given);
    leaf.kind = value.length ? VALUE_TEXT : VALUE_NOTHING;
    leaf.text = value;
    vec_push(&l->list, leaf);
}

static void add_list(struct leaves *l, const char *option, struct text_list value, const struct json *given)
{
    struct leaf leaf = new_leaf(l, option, given);
    leaf.kind = VALUE_LIST;
    leaf.list = value;
    vec_push(&l->list, leaf);
}

static void add_flag(struct leaves *l, const char *option, bool value, const struct json *given)
{
    struct leaf leaf = new_leaf(l, option, given);
    leaf.kind = VALUE_FLAG;
    leaf.flag = value;
    vec_push(&l->list, leaf);
}

static void add_version(struct leaves *l, const char *option, enum share_version kind, struct text version,
                        const struct json *given)
{
    if (kind == SHARE_VERSION_NONE) add_flag(l, option, false, given);
    else add_text(l, option, kind == SHARE_VERSION_TEXT ? version : TEXT(""), given);
}

/* What "shared" gives for `share`: an object of options, or a version or request. */
static const struct json *given_share(const struct config *config, const struct share *share)
{
    const struct json *shared = json_member(config->root, "shared"), *found = NULL;
    if (!shared) return NULL;
    for (const struct json *item = shared->first; item; item = item->next) {
        if (shared->type == JSON_OBJECT && text_equal(item->key, share->key)) found = item;
        if (shared->type != JSON_ARRAY) continue;
        if (item->type != JSON_OBJECT) continue;
        JSON_EACH (member, item) {
            if (text_equal(member->key, share->key)) found = member;
        }
    }
    return found;
}

static void add_share(struct leaves *l, const struct share *share)
{
    const struct json *given = given_share(l->config, share);
    bool options = given && given->type == JSON_OBJECT;
    const struct json *version = options || !given                                    ? NULL
                                 : share->required_version_kind == SHARE_VERSION_TEXT ? given
                                                                                      : NULL;
    const struct json *request = options || version ? NULL : given;
    l->group = TEXT("shared");
    l->name = share->key;
    l->given = options ? given : NULL;
    if (share->provided) add_text(l, "import", share->import, options ? given_option(l, "import") : request);
    else add_flag(l, "import", false, given_option(l, "import"));
    add_text(l, "shareKey", share->share_key, given_option(l, "shareKey"));
    add_list(l, "shareScope", share->share_scopes, given_option(l, "shareScope"));
    add_version(l, "requiredVersion", share->required_version_kind, share->required_version,
                options ? given_option(l, "requiredVersion") : version);
    add_version(l, "version", share->version_kind, share->version, given_option(l, "version"));
    add_flag(l, "singleton", share->singleton, given_option(l, "singleton"));
    add_flag(l, "strictVersion", share->strict_version, given_option(l, "strictVersion"));
    add_flag(l, "eager", share->eager, given_option(l, "eager"));
    if (share->package_name.length) add_text(l, "packageName", share->package_name, given_option(l, "packageName"));
    l->given = NULL;
}

static void add_roots(struct leaves *l, const char *group, const struct config_root *roots, uint32_t count,
                      const struct json *given)
{
    for (uint32_t i = 0; i < count; i++) {
        l->group = text_of(group);
        l->name = roots[i].name;
        struct leaf leaf = new_leaf(l, NULL, NULL);
        leaf.kind = VALUE_LIST;
        leaf.list = roots[i].requests;
        if (given) leaf.from = from_offset(l, roots[i].offset);
        vec_push(&l->list, leaf);
    }
}

static void add_resolve(struct leaves *l)
{
    const struct json *given = json_member(l->config->root, "resolve");
    const struct config_resolve *resolve = &l->config->resolve;
    const struct {
        const char *name;
        const struct config_list *list;
    } lists[] = {
        {"conditionNames", &resolve->lookup.condition_names},
        {"extensions", &resolve->lookup.extensions},
        {"mainFields", &resolve->lookup.main_fields},
    };
    l->group = TEXT("resolve");
    l->name = (struct text){0};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (lists[i].list->given) add_list(l, lists[i].name, lists[i].list->items, json_member(given, lists[i].name));
    }
    const struct json *alias = json_member(given, "alias");
    for (uint32_t i = 0; i < resolve->alias.count; i++) {
        const struct config_alias *row = &resolve->alias.at[i];
        l->name = TEXT("alias");
        struct text name = arena_format(&l->arena, "%.*s%s", TEXT_ARGS(row->name), row->exact ? "$" : "");
        const struct json *at = json_member(alias, name.at);
        if (row->ignored) add_flag(l, name.at, false, at ? at : alias);
        else add_list(l, name.at, row->targets, at ? at : alias);
    }
}

static void collect(struct leaves *l)
{
    static const char *const modes[] = {"production", "development", "none"};
    static const char *const targets[] = {"web", "node"}, *const kinds[] = {"automatic", "transform"};
    const struct config *config = l->config;
    const struct json *root = config->root, *output = json_member(root, "output");
    add_text(l, "name", config->name, json_member(root, "name"));
    add_text(l, "mode", text_of(modes[config->mode]), json_member(root, "mode"));
    add_text(l, "target", text_of(targets[config->target]), json_member(root, "target"));
    add_text(l, "jsx", text_of(kinds[config->jsx]), json_member(root, "jsx"));
    add_roots(l, "entry", config->entries, config->entry_count, json_member(root, "entry"));
    add_roots(l, "exposes", config->exposes, config->expose_count, json_member(root, "exposes"));
    for (uint32_t i = 0; i < config->remote_count; i++) {
        const struct config_remote *remote = &config->remotes[i];
        const struct json *given = json_member(json_member(root, "remotes"), arena_copy(&l->arena, remote->name).at);
        l->group = TEXT("remotes");
        l->name = remote->name;
        bool object = given && given->type == JSON_OBJECT;
        add_list(l, "external", remote->externals, object ? json_member(given, "external") : given);
        add_text(l, "shareScope", remote->share_scope, object ? json_member(given, "shareScope") : NULL);
    }
    for (uint32_t i = 0; i < config->share_count; i++) add_share(l, &config->shares[i]);
    add_resolve(l);
    l->group = (struct text){0};
    l->name = (struct text){0};
    const struct config_source_map *source_map = &config->source_map;
    uint32_t devtool = 2 * ((uint32_t)source_map->place - CONFIG_MAP_FILE) + source_map->without_content;
    if (source_map->place == CONFIG_MAP_NONE) add_flag(l, "devtool", false, json_member(root, "devtool"));
    else add_text(l, "devtool", text_of(config_devtool_words[devtool]), json_member(root, "devtool"));
    l->group = TEXT("define");
    l->name = (struct text){0};
    for (uint32_t i = 0; i < config->define_count; i++) {
        const char *name = arena_copy(&l->arena, config->defines[i].name).at;
        add_text(l, name, config->defines[i].text, json_member(json_member(root, "define"), name));
    }
    l->group = TEXT("output");
    struct text path = path_relative(&l->arena, config->context, config->output_path);
    add_text(l, "path", path, json_member(output, "path"));
    add_text(l, "format", text_of(config_format_words[config->output_format]), json_member(output, "format"));
    add_text(l, "ids", text_of(config_ids_words[config->output_ids]), json_member(output, "ids"));
    add_text(l, "uniqueName", config->unique_name, json_member(output, "uniqueName"));
    l->group = (struct text){0};
    struct leaf depth = new_leaf(l, "shareDepth", json_member(root, "shareDepth"));
    depth.kind = VALUE_NUMBER;
    depth.number = config->share_depth;
    vec_push(&l->list, depth);
}

static void put_value(const struct leaf *leaf, struct json_writer *json)
{
    switch (leaf->kind) {
    case VALUE_NOTHING: json_null(json); break;
    case VALUE_TEXT: json_string(json, leaf->text); break;
    case VALUE_FLAG: json_bool(json, leaf->flag); break;
    case VALUE_NUMBER: json_integer(json, leaf->number); break;
    case VALUE_LIST:
        json_array(json);
        for (uint32_t i = 0; i < leaf->list.count; i++) json_string(json, leaf->list.at[i]);
        json_end(json);
        break;
    }
}

void config_table_json(const struct config *config, struct buffer *out)
{
    struct leaves l = {.config = config};
    arena_init(&l.arena);
    collect(&l);
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    json_put_text(&json, "file", config->shown_path);
    uint32_t open = 0; /* objects that the last leaf stands in */
    for (uint32_t i = 0; i < l.list.count; i++) {
        const struct leaf *leaf = &l.list.at[i], *before = i ? &l.list.at[i - 1] : NULL;
        uint32_t depth = 1, common = 0;
        while (depth < 3 && leaf->path[depth].length) depth++;
        while (before && common < open && common + 1 < depth && text_equal(before->path[common], leaf->path[common]))
            common++;
        for (; open > common; open--) json_end(&json);
        for (; open + 1 < depth; open++) {
            json_key(&json, leaf->path[open]);
            json_object(&json);
        }
        json_key(&json, leaf->path[open]);
        json_object(&json);
        json_put_text(&json, "from", leaf->from);
        json_key(&json, TEXT("value"));
        put_value(leaf, &json);
        json_end(&json);
    }
    for (; open; open--) json_end(&json);
    json_end(&json);
    json_finish(&json);
    vec_release(&l.list);
    arena_release(&l.arena);
}

static struct text shown_value(struct arena *arena, const struct leaf *leaf)
{
    switch (leaf->kind) {
    case VALUE_NOTHING: return TEXT("(none)");
    case VALUE_TEXT: return leaf->text;
    case VALUE_FLAG: return leaf->flag ? TEXT("true") : TEXT("false");
    case VALUE_NUMBER: return arena_format(arena, "%u", leaf->number);
    case VALUE_LIST: break;
    }
    struct text all = TEXT("");
    for (uint32_t i = 0; i < leaf->list.count; i++)
        all = arena_format(arena, "%.*s%s%.*s", TEXT_ARGS(all), i ? ", " : "", TEXT_ARGS(leaf->list.at[i]));
    return all;
}

void config_table_text(const struct config *config, struct buffer *out)
{
    struct leaves l = {.config = config};
    arena_init(&l.arena);
    collect(&l);
    struct table table;
    table_init(&table, &l.arena, 3);
    for (uint32_t i = 0; i < l.list.count; i++) {
        const struct leaf *leaf = &l.list.at[i];
        struct text path = leaf->path[0];
        for (uint32_t k = 1; k < 3 && leaf->path[k].length; k++)
            path = arena_format(&l.arena, "%.*s.%.*s", TEXT_ARGS(path), TEXT_ARGS(leaf->path[k]));
        bool version = leaf->kind == VALUE_NOTHING && text_ends_with(path, TEXT("ersion"));
        table_cell(&table, path);
        table_cell(&table, version ? TEXT("(inferred)") : shown_value(&l.arena, leaf));
        table_cell(&table, leaf->from);
    }
    table_put(&table, out);
    table_release(&table);
    vec_release(&l.list);
    arena_release(&l.arena);
}
