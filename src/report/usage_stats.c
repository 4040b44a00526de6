/* mf-stats.json and mf-manifest.json of Rspack, @module-federation/enhanced and @module-federation/vite → a report (sharing.md A.3, D).
 *
 * "name" of a share is its share key. Rspack and enhanced write in "usedExports" what their inference noticed, which leaves out namespaces that
 * are used whole, and [] for a share that they did not look at: the list is a lower bound, an empty or missing one says nothing. Vite looks at every import of a share that
 * it tree-shakes: its list is complete, and "status" 0 says that everything is used. "singleton" is not taken: Rspack 2.3.2 writes true of
 * every share.
 */
#include "report/usage_reader.h"

#include <stdlib.h>

bool usage_is_stats(const struct json *root)
{
    return reader_is_object(json_member(root, "metaData")) &&
           (json_member(root, "shared") || json_member(root, "remotes") || json_member(root, "exposes"));
}

static bool read_app(struct usage_reader *reader, const struct json *root)
{
    const char *complaint = "\"name\" of the stats is no name of an app";
    const struct json *name;
    if (!reader_member(reader, root, "name", JSON_STRING, complaint, &name)) return false;
    if (!name || !name->string.length) return reader_wrong_shape(reader, name ? name : root, complaint);
    reader->usage->app = name->string;
    return true;
}

/* Apps are named as they call themselves; "alias" is the importer's name for one. */
static bool read_remotes(struct usage_reader *reader, const struct json *root)
{
    const struct json *remotes;
    if (!reader_member(reader, root, "remotes", JSON_ARRAY, "\"remotes\" is no array", &remotes)) return false;
    if (!remotes) return true;
    struct text_list *list = &reader->usage->remotes;
    list->at = ARENA_ARRAY(reader->arena, struct text, remotes->count);
    JSON_EACH (remote, remotes) {
        struct text name = json_member_string(remote, "federationContainerName", (struct text){0});
        if (!name.length) name = json_member_string(remote, "alias", (struct text){0});
        if (!name.length) return reader_wrong_shape(reader, remote, "a remote has no \"federationContainerName\"");
        if (!text_list_has(*list, name)) list->at[list->count++] = name;
    }
    return true;
}

static bool read_scopes(struct usage_reader *reader, const struct json *entry, struct text_list *scopes)
{
    const char *complaint = "\"shareScope\" is neither a name nor an array of names";
    const struct json *scope = json_member(entry, "shareScope");
    if (!scope || scope->type == JSON_ARRAY) return reader_texts(reader, scope, complaint, scopes);
    return reader_one(reader, entry, "shareScope", complaint, scopes);
}

/* requiredVersion: false means any. */
static bool read_versions(struct usage_reader *reader, const struct json *entry, struct usage_share *share)
{
    const struct json *required = json_member(entry, "requiredVersion"), *import = json_member(entry, "import"),
                      *version = json_member(entry, "version");
    bool good = (!required || required->type == JSON_FALSE ||
                 reader_one(reader, entry, "requiredVersion", "\"requiredVersion\" is neither a string nor false",
                            &share->required)) &&
                (!version || version->type == JSON_FALSE ||
                 reader_one(reader, entry, "version", "\"version\" is neither a string nor false", &share->versions));
    bool is_provided = share->versions.count && share->versions.at[0].length && !(import && import->type == JSON_FALSE);
    if (!is_provided) share->versions.count = 0;
    return good;
}

/* What the entry says of its exports: how exact it is, and how the names that it lists are to be taken. */
static bool read_exports(struct usage_reader *reader, const struct json *entry, struct usage_share *share,
                         reader_exports *exports)
{
    uint32_t before = exports->count;
    if (!reader_names(reader, entry, "usedExports", USAGE_LISTED_USED, exports)) return false;
    const struct json *status = json_member(json_member(entry, "treeShaking"), "status");
    bool is_vite = status && status->type == JSON_NUMBER && json_member(entry, "referenceExports");
    if (is_vite && status->number == 0) share->mode = USAGE_NAMESPACE;
    else if (exports->count == before) share->mode = USAGE_UNKNOWN;
    else if (is_vite) share->mode = USAGE_EXACT;
    else share->mode = USAGE_UNKNOWN, share->at_least = true;
    return true;
}

static bool read_entry(struct usage_reader *reader, const struct json *entry, struct usage_share *share,
                       reader_exports *exports)
{
    *share = (struct usage_share){.unlisted = USAGE_UNLISTED_UNUSED};
    if (!reader_is_object(entry)) return reader_wrong_shape(reader, entry, "a share of the stats is no object");
    share->key = json_member_string(entry, "name", (struct text){0});
    if (!share->key.length) return reader_wrong_shape(reader, entry, "a share of the stats has no \"name\"");
    return read_scopes(reader, entry, &share->scopes) && read_versions(reader, entry, share) &&
           read_exports(reader, entry, share, exports);
}

static int compare_shares(const void *a, const void *b)
{
    return text_compare(((const struct usage_share *)a)->key, ((const struct usage_share *)b)->key);
}

/* Of a key that stands in several entries, none is certain alone. */
static uint32_t join_repeated(struct usage_share *shares, uint32_t count)
{
    if (count) qsort(shares, count, sizeof *shares, compare_shares);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool is_repeated = kept && text_equal(shares[kept - 1].key, shares[i].key);
        if (is_repeated) shares[kept - 1] = (struct usage_share){.key = shares[i].key, .mode = USAGE_UNKNOWN};
        else shares[kept++] = shares[i];
    }
    return kept;
}

bool usage_read_stats(struct usage_reader *reader, const struct json *root)
{
    const struct json *shared;
    if (!read_app(reader, root) || !read_remotes(reader, root) ||
        !reader_member(reader, root, "shared", JSON_ARRAY, "\"shared\" of the stats is no array", &shared))
        return false;
    if (!shared) return true;
    struct usage_share *list = ARENA_ARRAY(reader->arena, struct usage_share, shared->count);
    uint32_t count = 0;
    JSON_EACH (entry, shared) {
        struct usage_share *share = &list[count++];
        reader_exports exports = {0};
        bool good = read_entry(reader, entry, share, &exports);
        usage_sort_exports(exports.at, exports.count);
        share->export_count = usage_unite_exports(exports.at, exports.count);
        share->exports = vec_freeze(&exports, reader->arena);
        if (!good) return false;
    }
    reader->usage->shares = list;
    reader->usage->share_count = join_repeated(list, count);
    return true;
}

void usage_trust_lists(struct arena *arena, struct usage *usage)
{
    struct usage_share *shares = ARENA_ARRAY(arena, struct usage_share, usage->share_count);
    for (uint32_t i = 0; i < usage->share_count; i++) {
        shares[i] = usage->shares[i];
        if (!shares[i].at_least) continue;
        shares[i].at_least = false;
        shares[i].mode = USAGE_EXACT;
    }
    usage->shares = shares;
}
