/* "entry", "exposes" and "remotes". Twins: EntryOptionPlugin, ContainerPlugin, ContainerReferencePlugin. */
#include "config/config_reader.h"

#include "base/vec.h"

typedef VEC(struct config_root) root_vec;

static void add_root(root_vec *roots, struct config_root root)
{
    for (uint32_t i = 0; i < roots->count; i++) {
        if (text_equal(roots->at[i].name, root.name)) {
            roots->at[i] = root;
            return;
        }
    }
    vec_push(roots, root);
}

/* A request, a list of them, or an object with `import`. */
static void read_root(struct config_reader *reader, root_vec *roots, struct text name, const struct json *value,
                      const struct config_key *keys, size_t key_count, const char *what)
{
    const struct json *requests = value;
    if (value->type == JSON_OBJECT) {
        config_read_keys(reader, value, keys, key_count, what);
        requests = json_member(value, "import");
        if (!requests) {
            config_error(reader, DIAG_CONFIG_VALUE, value->offset, "%s needs \"import\"", what);
            return;
        }
    }
    const struct json *library = value->type == JSON_OBJECT ? json_member(value, "library") : NULL;
    struct text layer = {0};
    config_read_text(reader, value, "layer", &layer);
    add_root(roots, (struct config_root){
                        .name = name,
                        .layer = layer,
                        .requests = config_read_texts(reader, requests, what),
                        .library = library ? config_names_library(library) : reader->config->library,
                        .offset = value->offset,
                    });
}

/* Which chunks an entry shares with others, and where they lie, changes nothing about what is used of any module by all of them. */
static const struct config_key entry_keys[] = {
    {"import", true},     {"asyncChunks", true}, {"baseUri", true},     {"chunkLoading", true},
    {"dependOn", true},   {"filename", true},    {"layer", true},       {"library", true},
    {"publicPath", true}, {"runtime", true},     {"wasmLoading", true},
};

bool config_names_library(const struct json *value)
{
    return value->type != JSON_NULL && value->type != JSON_FALSE;
}

void config_read_entries(struct config_reader *reader, const struct json *value)
{
    if (!value) return;
    const size_t key_count = sizeof entry_keys / sizeof *entry_keys;
    root_vec roots = {0};
    if (value->type == JSON_OBJECT) {
        JSON_EACH (member, value) read_root(reader, &roots, member->key, member, entry_keys, key_count, "an entry");
    } else if (value->type != JSON_ARRAY || value->count) {
        read_root(reader, &roots, TEXT("main"), value, entry_keys, key_count, "\"entry\"");
    }
    reader->config->entry_count = roots.count;
    reader->config->entries = vec_freeze(&roots, reader->arena);
}

/* `name` of an exposed module names a chunk of the app's own build, of which mfshake writes none: it changes nothing here. */
static const struct config_key expose_keys[] = {{"import", true}, {"name", true}, {"layer", false}};

static void read_exposed(struct config_reader *reader, root_vec *roots, const struct json *object)
{
    const size_t key_count = sizeof expose_keys / sizeof *expose_keys;
    JSON_EACH (member, object)
        read_root(reader, roots, member->key, member, expose_keys, key_count, "an exposed module");
}

void config_read_exposes(struct config_reader *reader, const struct json *value)
{
    if (!value) return;
    root_vec roots = {0};
    if (value->type == JSON_OBJECT) {
        read_exposed(reader, &roots, value);
    } else if (value->type == JSON_ARRAY) {
        JSON_EACH (item, value) {
            if (item->type == JSON_STRING && item->string.length) {
                add_root(&roots, (struct config_root){.name = item->string,
                                                      .requests = config_one_text(reader, item->string),
                                                      .offset = item->offset});
            } else if (item->type == JSON_OBJECT) {
                read_exposed(reader, &roots, item);
            } else {
                config_error(reader, DIAG_CONFIG_VALUE, item->offset,
                             "\"exposes\" must hold requests or objects of names");
            }
        }
    } else {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"exposes\" must be an object of names, or a list");
    }
    reader->config->expose_count = roots.count;
    reader->config->exposes = vec_freeze(&roots, reader->arena);
}

static const struct config_key remote_keys[] = {
    {"external", true}, {"shareScope", true}, {"alias", false}, {"entry", false}, {"type", false},
};

void config_read_remotes(struct config_reader *reader, const struct json *value)
{
    if (!value) return;
    if (value->type != JSON_OBJECT) {
        config_error(reader, DIAG_CONFIG_VALUE, value->offset, "\"remotes\" must be an object of names");
        return;
    }
    VEC(struct config_remote) remotes = {0};
    JSON_EACH (member, value) {
        struct config_remote remote = {
            .name = member->key, .share_scope = reader->config->share_scopes.at[0], .offset = member->offset};
        const struct json *external = member;
        if (member->type == JSON_OBJECT) {
            CONFIG_READ_KEYS(reader, member, remote_keys, "a remote");
            config_read_text(reader, member, "shareScope", &remote.share_scope);
            external = json_member(member, "external");
            if (!external) {
                config_error(reader, DIAG_CONFIG_VALUE, member->offset, "a remote needs \"external\"");
                continue;
            }
        }
        remote.externals = config_read_texts(reader, external, "a remote");
        vec_push(&remotes, remote);
    }
    reader->config->remote_count = remotes.count;
    reader->config->remotes = vec_freeze(&remotes, reader->arena);
}

const struct config_remote *config_remote_of(const struct config *config, struct text request)
{
    for (uint32_t i = 0; i < config->remote_count; i++) {
        struct text name = config->remotes[i].name;
        if (!text_starts_with(request, name)) continue;
        if (request.length == name.length || request.at[name.length] == '/') return &config->remotes[i];
    }
    return NULL;
}
