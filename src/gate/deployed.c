#include "gate/deployed.h"

#include "base/json.h"
#include "base/vec.h"

struct reading {
    struct arena *arena;
    struct text path, source;
    struct diagnostics *diagnostics;
    VEC(struct deployed_bundle) bundles;
};

static bool wrong(struct reading *r, const struct json *at, const char *what)
{
    diag_add(r->diagnostics, DIAG_GATE_MANIFEST, diag_place_at(r->path, r->source, at->offset), "%s", what);
    return false;
}

static const struct json *member(struct reading *r, const struct json *object, const char *key, enum json_type type,
                                 const char *complaint)
{
    const struct json *found = json_member(object, key);
    if (found && found->type == type) return found;
    wrong(r, found ? found : object, complaint);
    return NULL;
}

static bool read_names(struct reading *r, const struct json *list, const char *complaint, struct text_list *names)
{
    if (!list || list->type != JSON_ARRAY) return wrong(r, list, complaint);
    names->at = ARENA_ARRAY(r->arena, struct text, list->count);
    JSON_EACH (item, list) {
        if (item->type != JSON_STRING) return wrong(r, item, complaint);
        names->at[names->count++] = item->string;
    }
    return true;
}

/* "*", or the names that are there. */
static bool read_exports(struct reading *r, const struct json *exports, struct deployed_bundle *bundle)
{
    const char *complaint = "\"exports\" is neither \"*\" nor an array of names";
    if (exports->type == JSON_STRING && text_is(exports->string, "*")) return bundle->has_all = true;
    return read_names(r, exports, complaint, &bundle->exports);
}

static bool read_size(struct reading *r, const struct json *sizes, const char *key, uint64_t *size)
{
    const char *complaint = "a size is no whole number";
    const struct json *number = member(r, sizes, key, JSON_NUMBER, complaint);
    if (!number) return false;
    if (number->number < 0 || number->number > 1e15) return wrong(r, number, complaint);
    *size = (uint64_t)number->number;
    return number->number <= (double)*size || wrong(r, number, complaint);
}

static bool read_container(struct reading *r, const struct json *container, struct deployed_bundle bundle)
{
    const struct json *key = member(r, container, "key", JSON_STRING, "a container has no \"key\"");
    const struct json *version = member(r, container, "version", JSON_STRING, "a container has no \"version\"");
    const struct json *exports = json_member(container, "exports"), *names;
    struct text_list aliases = {0};
    if (!key || !version) return false;
    if (!key->string.length) return wrong(r, key, "a container has an empty \"key\"");
    if (!exports) return wrong(r, container, "a container has no \"exports\"");
    names = member(r, container, "aliases", JSON_ARRAY, "a container has no \"aliases\"");
    if (!names || !read_names(r, names, "\"aliases\" is no array of share keys", &aliases)) return false;
    bundle.version = version->string;
    if (!read_exports(r, exports, &bundle)) return false;
    bundle.key = key->string;
    vec_push(&r->bundles, bundle);
    for (uint32_t i = 0; i < aliases.count; i++) {
        bundle.key = aliases.at[i];
        vec_push(&r->bundles, bundle);
    }
    return true;
}

static bool read_chunk(struct reading *r, const struct json *chunk)
{
    struct deployed_bundle bundle = {.has_size = true};
    if (chunk->type != JSON_OBJECT) return wrong(r, chunk, "a chunk of the manifest is no object");
    const struct json *sizes = member(r, chunk, "after", JSON_OBJECT, "a chunk has no sizes \"after\"");
    const struct json *file = member(r, chunk, "file", JSON_STRING, "a chunk has no \"file\"");
    if (!file || !sizes) return false;
    if (!file->string.length) return wrong(r, file, "a chunk has an empty \"file\"");
    if (!read_size(r, sizes, "raw", &bundle.raw) || !read_size(r, sizes, "gzip", &bundle.gzip)) return false;
    const struct json *container = json_member(chunk, "container");
    if (!container) return true;
    if (container->type != JSON_OBJECT) return wrong(r, container, "\"container\" is no object");
    return read_container(r, container, bundle);
}

static struct deployed_bundle *bundle_of(struct reading *r, struct text key, uint32_t from)
{
    for (uint32_t i = from; i < r->bundles.count; i++) {
        if (text_equal(r->bundles.at[i].key, key)) return &r->bundles.at[i];
    }
    return NULL;
}

/* Of keys without a container: the chunk has what the apps used when it was pruned, and perhaps more. */
static bool read_uses(struct reading *r, const struct json *apps)
{
    uint32_t containers = r->bundles.count;
    JSON_EACH (app, apps) {
        if (app->type != JSON_OBJECT) return wrong(r, app, "what an app used is no object of share keys");
        JSON_EACH (key, app) {
            struct deployed_bundle uses = {.key = key->key};
            if (!read_exports(r, key, &uses)) return false;
            bool has_container = false;
            for (uint32_t i = 0; i < containers; i++)
                has_container = has_container || text_equal(r->bundles.at[i].key, key->key);
            struct deployed_bundle *known = has_container ? NULL : bundle_of(r, key->key, containers);
            if (has_container) continue;
            if (!known) {
                vec_push(&r->bundles, uses);
                continue;
            }
            struct text_list both = {ARENA_ARRAY(r->arena, struct text, known->exports.count + uses.exports.count), 0};
            for (uint32_t i = 0; i < known->exports.count; i++) both.at[both.count++] = known->exports.at[i];
            for (uint32_t i = 0; i < uses.exports.count; i++) both.at[both.count++] = uses.exports.at[i];
            known->exports = both;
            known->has_all = known->has_all || uses.has_all;
        }
    }
    return true;
}

static bool read_manifest(struct reading *r, const struct json *root)
{
    const struct json *section = json_member(root, "mfshake"), *schema = json_member(section, "schema");
    if (!schema) return wrong(r, root, "this is no manifest of mfshake prune: it has no \"mfshake.schema\"");
    if (schema->type != JSON_NUMBER || schema->number < 1 || schema->number > 1)
        return wrong(r, schema, "\"mfshake.schema\" is not 1: another version wrote this manifest");
    const struct json *apps = member(r, root, "apps", JSON_OBJECT, "the manifest has no object \"apps\"");
    const struct json *chunks = member(r, root, "chunks", JSON_ARRAY, "the manifest has no array \"chunks\"");
    if (!apps || !chunks) return false;
    if (!chunks->count) return wrong(r, chunks, "the manifest tells of no chunk");
    if (!apps->count) return wrong(r, apps, "the manifest tells of no app");
    JSON_EACH (chunk, chunks) {
        if (!read_chunk(r, chunk)) return false;
    }
    return read_uses(r, apps);
}

bool deployed_read(struct arena *arena, struct text path, struct text source, struct deployed *deployed,
                   struct diagnostics *diagnostics)
{
    struct reading r = {.arena = arena, .path = path, .source = source, .diagnostics = diagnostics};
    struct json_error error;
    const struct json *root = json_parse(arena, source, JSON_STRICT | JSON_UNIQUE_KEYS, &error);
    if (!root) {
        diag_add(diagnostics, DIAG_GATE_MANIFEST, diag_place_at(path, source, error.offset),
                 "the manifest is not JSON: %s", error.message);
        return false;
    }
    bool good = read_manifest(&r, root);
    uint32_t count = r.bundles.count;
    *deployed = (struct deployed){.path = path, .bundles = vec_freeze(&r.bundles, arena), .bundle_count = count};
    return good;
}

bool deployed_has_key(const struct deployed *deployed, struct text key)
{
    for (uint32_t i = 0; i < deployed->bundle_count; i++) {
        if (text_equal(deployed->bundles[i].key, key)) return true;
    }
    return false;
}

bool deployed_has_version(const struct deployed *deployed, struct text key, struct text_list versions,
                          struct text *other)
{
    bool knows_versions = false;
    for (uint32_t i = 0; i < deployed->bundle_count; i++) {
        const struct deployed_bundle *bundle = &deployed->bundles[i];
        if (!text_equal(bundle->key, key) || !bundle->version.length) continue;
        if (text_list_has(versions, bundle->version)) return true;
        if (!knows_versions) *other = bundle->version;
        knows_versions = true;
    }
    return !knows_versions;
}

bool deployed_has(const struct deployed *deployed, struct text key, struct text_list versions, struct text export)
{
    bool is_of_version = false;
    for (uint32_t i = 0; i < deployed->bundle_count; i++) {
        const struct deployed_bundle *bundle = &deployed->bundles[i];
        is_of_version = is_of_version || (text_equal(bundle->key, key) && text_list_has(versions, bundle->version));
    }
    bool any = false;
    for (uint32_t i = 0; i < deployed->bundle_count; i++) {
        const struct deployed_bundle *bundle = &deployed->bundles[i];
        if (!text_equal(bundle->key, key) || (is_of_version && !text_list_has(versions, bundle->version))) continue;
        if (!bundle->has_all && !text_list_has(bundle->exports, export)) return false;
        any = true;
    }
    return any;
}
