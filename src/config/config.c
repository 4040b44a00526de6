/* Finding, reading and checking a configuration; the keys of its top level and of "output". */
#include "config/config_reader.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/path.h"
#include "config/static_config.h"

struct diag_place config_place(const struct config *config, uint32_t offset)
{
    const struct config_file *file = NULL;
    for (uint32_t i = 0; i < config->file_count && config->files[i].base <= offset; i++) file = &config->files[i];
    if (file) return diag_place_at(file->shown_path, file->source, offset - file->base);
    return diag_place_at(config->shown_path, config->source, offset);
}

static const struct config_key top_keys[] = {
    {"$schema", true}, {"name", true},       {"mode", true},       {"target", true},     {"jsx", true},
    {"entry", true},   {"exposes", true},    {"remotes", true},    {"shared", true},     {"resolve", true},
    {"define", true},  {"output", true},     {"shareDepth", true}, {"shareScope", true}, {"shareStrategy", true},
    {"gate", true},    {"externals", false}, {"module", true},     {"plugins", false},   {"devtool", true},
};

static const struct config_key output_keys[] = {
    {"path", true}, {"format", true}, {"library", true}, {"uniqueName", true}, {"ids", true}};

const char *const config_format_words[] = {"jsonp", "commonjs", "module", "container", "module-container", NULL};
const char *const config_ids_words[] = {"named", "short", NULL};

void config_read_output(struct config_reader *reader, const struct json *value)
{
    struct config *config = reader->config;
    struct text path = TEXT("dist/shared");
    unsigned format = CONFIG_FORMAT_JSONP, ids = CONFIG_IDS_NAMED;
    if (value && CONFIG_READ_KEYS(reader, value, output_keys, "\"output\"")) {
        config_read_text(reader, value, "path", &path);
        config_read_word(reader, value, "format", config_format_words, CONFIG_FORMAT_MODULE_CONTAINER + 1, &format);
        config_read_word(reader, value, "ids", config_ids_words, CONFIG_IDS_SHORT + 1, &ids);
        config_read_text(reader, value, "uniqueName", &config->unique_name);
        const struct json *library = json_member(value, "library");
        config->library = library && config_names_library(library);
    }
    config->output_path = path_join(reader->arena, config->context, path);
    config->output_format = (enum config_format)format;
    config->output_ids = (enum config_ids)ids;
}

const char *const config_devtool_words[] = {"source-map",
                                            "nosources-source-map",
                                            "inline-source-map",
                                            "inline-nosources-source-map",
                                            "hidden-source-map",
                                            "hidden-nosources-source-map",
                                            NULL};

static void read_devtool(struct config_reader *reader, const struct json *root)
{
    unsigned word = 0;
    const struct json *value = json_member(root, "devtool");
    if (!value || value->type == JSON_FALSE) return;
    config_read_word(reader, root, "devtool", config_devtool_words, 6, &word);
    reader->config->source_map =
        (struct config_source_map){(enum config_map_place)(CONFIG_MAP_FILE + word / 2), word % 2 == 1};
}

static void read_share_depth(struct config_reader *reader, const struct json *value)
{
    reader->config->share_depth = 5;
    if (!value) return;
    if (value->type != JSON_NUMBER || value->number < 0 || value->number > 1000000 ||
        value->number != (uint32_t)value->number) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"shareDepth\" must be a whole number, 0 for no limit");
        return;
    }
    reader->config->share_depth = (uint32_t)value->number;
}

/* The name of the package in the context folder, or empty. */
static struct text package_name_of_context(struct config_reader *reader)
{
    struct text path = path_join(reader->arena, reader->config->context, TEXT("package.json"));
    struct text source;
    const char *why;
    struct json_error error;
    if (!fs_read(reader->arena, path, LIMIT_JSON_BYTES, &source, &why)) return (struct text){0};
    return json_member_string(json_parse(reader->arena, source, JSON_STRICT, &error), "name", (struct text){0});
}

bool config_read_top_keys(struct config_reader *reader, const struct json *root)
{
    return CONFIG_READ_KEYS(reader, root, top_keys, "the configuration");
}

static void read_top(struct config_reader *reader, const struct json *root)
{
    static const char *const modes[] = {"production", "development", "none"};
    static const char *const targets[] = {"web", "node"};
    static const char *const jsx_kinds[] = {"automatic", "transform"};
    struct config *config = reader->config;
    if (!config_read_top_keys(reader, root)) return;

    unsigned mode = CONFIG_PRODUCTION, target = CONFIG_WEB, jsx = CONFIG_JSX_AUTOMATIC;
    config_read_word(reader, root, "mode", modes, 3, &mode);
    config_read_word(reader, root, "target", targets, 2, &target);
    config_read_word(reader, root, "jsx", jsx_kinds, 2, &jsx);
    config->mode = (enum config_mode)mode;
    config->target = (enum config_target)target;
    config->jsx = (enum config_jsx)jsx;
    config->jsx_given = json_member(root, "jsx") != NULL;
    config_read_text(reader, root, "name", &config->name);

    config->share_scopes = config_one_text(reader, TEXT("default"));
    config_read_share_scopes(reader, root, &config->share_scopes);
    config_read_share_strategy(reader, root, &config->share_strategy);

    config_read_output(reader, json_member(root, "output"));
    config_read_entries(reader, json_member(root, "entry"));
    config_read_exposes(reader, json_member(root, "exposes"));
    config_read_remotes(reader, json_member(root, "remotes"));
    config_read_shared(reader, json_member(root, "shared"));
    config_read_layer_rules(reader, json_member(root, "module"));
    config_list_layers(reader);
    config_read_resolve(reader, json_member(root, "resolve"));
    config_read_define(reader, json_member(root, "define"));
    read_share_depth(reader, json_member(root, "shareDepth"));
    read_devtool(reader, root);
    if (config->unique_name.length == 0) config->unique_name = config->name;
    if (config->unique_name.length == 0) config->unique_name = package_name_of_context(reader);

    if (reader->failed) return;
    uint32_t requests = 0;
    for (uint32_t i = 0; i < config->entry_count; i++) requests += config->entries[i].requests.count;
    for (uint32_t i = 0; i < config->expose_count; i++) requests += config->exposes[i].requests.count;
    if (requests == 0) {
        config_error(reader, DIAG_CONFIG_NO_ENTRY, root->offset, "there is neither an entry nor an exposed module");
    }
    if (config->share_count == 0) {
        config_error(reader, DIAG_CONFIG_NOTHING_SHARED, root->offset, "nothing is shared");
    }
}

static bool is_package_json(struct text path)
{
    return text_is(path_base_name(path), "package.json");
}

/* As a reader of messages would write `path`: from the current folder when it lies below it. */
static struct text shown_path(struct arena *arena, struct text path)
{
    struct text here = fs_current_folder(arena);
    if (!path_is_below(path, here)) return path;
    struct text relative = path_relative(arena, here, path);
    return text_starts_with(relative, TEXT("./")) ? text_slice(relative, 2, relative.length) : relative;
}

/* Reads the file that the configuration stands in; its path is set. */
static bool read_file(struct config_reader *reader)
{
    struct config *config = reader->config;
    config->shown_path = shown_path(reader->arena, config->path);
    switch (fs_kind_of(config->path)) {
    case FS_FILE: break;
    case FS_MISSING:
        diag_add(reader->diagnostics, DIAG_CONFIG_MISSING, diag_place_file(config->shown_path),
                 "there is no such file");
        return false;
    case FS_FOLDER:
    case FS_OTHER:
        diag_add(reader->diagnostics, DIAG_CONFIG_MISSING, diag_place_file(config->shown_path), "this is no file");
        return false;
    }
    const char *why;
    if (!fs_read(reader->arena, config->path, LIMIT_JSON_BYTES, &config->source, &why)) {
        diag_add(reader->diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(config->shown_path),
                 "the configuration can not be read: %s", why);
        return false;
    }
    return true;
}

/* The configuration in the file that was read, or NULL: reported, unless the file is a package.json without one and `optional`. */
static const struct json *parse_file(struct config_reader *reader, bool optional)
{
    struct config *config = reader->config;
    bool package = is_package_json(config->path);
    struct json_error error;
    unsigned dialect = package ? JSON_STRICT : JSON_RELAXED | JSON_UNIQUE_KEYS;
    const struct json *root = json_parse(reader->arena, config->source, dialect, &error);
    if (!root) {
        config_error(reader, DIAG_CONFIG_SYNTAX, error.offset, "%s", error.message);
        return NULL;
    }
    if (!package) return root;
    root = json_member(root, "mfshake");
    if (!root && !optional) {
        diag_add(reader->diagnostics, DIAG_CONFIG_MISSING, diag_place_file(config->shown_path),
                 "this package.json has no \"mfshake\"");
    }
    return root;
}

/* A bundler's configuration in `folder`; NULL, not reported, when there is none. The first one with a federation plugin counts. */
static const struct json *discover_program(struct config_reader *reader, struct text folder)
{
    struct config *config = reader->config;
    struct text_list found = static_config_find(reader->arena, folder);
    for (uint32_t i = 0; i < found.count; i++) {
        config->path = found.at[i];
        config->shown_path = shown_path(reader->arena, config->path);
        const struct json *root = static_config_read(reader, config->path, true);
        if (root || reader->failed) return root;
    }
    if (found.count) {
        config->path = found.at[0];
        config->shown_path = shown_path(reader->arena, config->path);
        (void)static_config_read(reader, config->path, false);
    }
    return NULL;
}

/* mfshake.json in `folder`, else "mfshake" in its package.json, else a bundler's configuration. */
static const struct json *discover(struct config_reader *reader, struct text folder)
{
    struct config *config = reader->config;
    config->path = path_join(reader->arena, folder, TEXT("mfshake.json"));
    bool is_link; /* one that leads nowhere is no absence */
    if (fs_kind_and_link(config->path, &is_link) != FS_MISSING || is_link)
        return read_file(reader) ? parse_file(reader, false) : NULL;

    config->path = path_join(reader->arena, folder, TEXT("package.json"));
    if (fs_kind_of(config->path) == FS_FILE) {
        if (!read_file(reader)) return NULL;
        const struct json *root = parse_file(reader, true);
        if (root || reader->failed) return root;
    }
    config->source = (struct text){0};
    const struct json *program = discover_program(reader, folder);
    if (program || reader->failed) return program;
    struct text wanted = shown_path(reader->arena, path_join(reader->arena, folder, TEXT("mfshake.json")));
    diag_add(reader->diagnostics, DIAG_CONFIG_MISSING, diag_place_file(wanted),
             "there is no mfshake.json, no package.json with \"mfshake\", and no configuration of a bundler beside it");
    return NULL;
}

const struct config *config_load(struct arena *arena, struct diagnostics *diagnostics, struct config_source source)
{
    struct config *config = ARENA_NEW(arena, struct config);
    struct config_reader reader = {
        .arena = arena, .diagnostics = diagnostics, .config = config, .environment = source.environment};
    struct text here = fs_current_folder(arena);

    struct text folder = source.folder.length ? path_join(arena, here, source.folder) : here;
    if (source.file.length) {
        config->path = path_join(arena, here, source.file);
        if (source.folder.length == 0) folder = path_folder(config->path);
    }
    if (source.folder.length && fs_kind_of(folder) != FS_FOLDER) {
        diag_add(diagnostics, DIAG_CONFIG_MISSING, diag_place_file(source.folder), "there is no such folder");
        return NULL;
    }
    config->context = fs_real_path(arena, folder);

    const struct json *root;
    if (source.file.length && static_config_is_program(config->path) && fs_kind_of(config->path) == FS_FILE) {
        config->shown_path = shown_path(arena, config->path);
        root = static_config_read(&reader, config->path, false);
    } else if (source.file.length) {
        root = read_file(&reader) ? parse_file(&reader, false) : NULL;
    } else {
        root = discover(&reader, folder);
    }
    if (!root) return NULL;
    config->root = root;
    read_top(&reader, root);
    return reader.failed ? NULL : config;
}
