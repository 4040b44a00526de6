#include "prune/deployment.h"

#include "base/brotli.h"
#include "base/gzip.h"
#include "base/json_write.h"
#include "base/path.h"
#include "base/sha384.h"

enum { NAME_HASH_DIGITS = 8 };

static struct deployment_sizes sizes_of(struct text bytes)
{
    return (struct deployment_sizes){bytes.length, gzip_size(bytes), brotli_size(bytes)};
}

/* "lib/1.0.0/chunk.js" → "lib/1.0.0/chunk.0f1e2d3c.js" */
static struct text hashed_name(struct arena *arena, struct text name, struct text bytes)
{
    unsigned char digest[SHA384_BYTES];
    sha384(bytes, digest);
    char hash[NAME_HASH_DIGITS + 1];
    for (int i = 0; i < NAME_HASH_DIGITS / 2; i++) {
        hash[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hash[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    size_t slash = text_find_last_char(name, '/'), dot = text_find_last_char(name, '.');
    if (dot == TEXT_NOWHERE || (slash != TEXT_NOWHERE && dot < slash)) dot = name.length;
    return arena_format(arena, "%.*s.%.*s%.*s", (int)dot, name.at, NAME_HASH_DIGITS, hash, (int)(name.length - dot),
                        name.at + dot);
}

static bool is_whole(const struct prune_result *pruned)
{
    for (uint32_t i = 0; i < pruned->key_count; i++) {
        if (pruned->keys[i].removed) return false;
    }
    return true;
}

/* What the chunk and its map are called and hold. The hash is of the chunk as it was before it got the name of its map. */
static void set_files(struct arena *arena, bool rename, const struct finished_chunk *finished,
                      struct deployed_chunk *chunk)
{
    chunk->file = rename ? hashed_name(arena, chunk->from, finished->text) : chunk->from;
    struct text name = path_base_name(chunk->file);
    struct finished_chunk named = rename ? finish_renamed(arena, finished, name) : *finished;
    chunk->text = named.text;
    if (!named.has_map) return;
    struct text map_name =
        named.url.length ? finish_map_file(named.text) : arena_format(arena, "%.*s.map", TEXT_ARGS(name));
    chunk->map_file = path_join(arena, path_folder(chunk->file), map_name);
    chunk->map = finish_map_text(arena, &named, rename ? name : named.map.file);
}

bool deployment_describe(struct arena *arena, struct text path, struct text source, struct text from, bool rename,
                         const struct prune_result *pruned, const struct finished_chunk *finished,
                         struct deployed_chunk *chunk, struct diagnostics *diagnostics)
{
    struct share_container before;
    if (share_container_read(arena, source, &before) && before.pruned) {
        diag_add(diagnostics, DIAG_DEPLOY_PRUNED_BEFORE, diag_place_file(path),
                 "the container was pruned before, so that nobody knows which exports it lacks");
        return false;
    }
    *chunk =
        (struct deployed_chunk){.from = arena_copy(arena, from), .before = sizes_of(source), .whole = is_whole(pruned)};
    set_files(arena, rename, finished, chunk);
    chunk->integrity = sha384_integrity(arena, chunk->text);
    chunk->after = text_equal(source, chunk->text) ? chunk->before : sizes_of(chunk->text);
    chunk->is_container = share_container_read(arena, chunk->text, &chunk->container);
    return true;
}

/* ---------------------------------------------------------------------------------------------- manifest */

static void write_texts(struct json_writer *json, const char *key, const struct text *texts, uint32_t count)
{
    json_key(json, text_of(key));
    json_array(json);
    for (uint32_t i = 0; i < count; i++) json_string(json, texts[i]);
    json_end(json);
}

static void write_sizes(struct json_writer *json, const char *key, struct deployment_sizes sizes)
{
    json_key(json, text_of(key));
    json_object(json);
    json_put_count(json, "brotli", sizes.brotli);
    json_put_count(json, "gzip", sizes.gzip);
    json_put_count(json, "raw", sizes.raw);
    json_end(json);
}

/* "*", or the exports that stayed. */
static void write_exports(struct json_writer *json, const struct deployed_chunk *chunk, const struct usage_key *key)
{
    json_key(json, TEXT("exports"));
    if (chunk->whole || !key) {
        json_string(json, TEXT("*"));
        return;
    }
    json_array(json);
    for (uint32_t i = 0; i < key->export_count; i++) {
        /* What is undecided stayed, but need not exist: it is not promised. */
        if (key->exports[i].flag == USAGE_FLAG_TRUE) json_string(json, key->exports[i].name);
    }
    json_end(json);
}

static void write_container(struct json_writer *json, const struct deployed_chunk *chunk, const struct usage_set *usage)
{
    const struct usage_key *key = usage_find(usage, chunk->container.key);
    static const struct text default_scope = {"default", 7};
    json_key(json, TEXT("container"));
    json_object(json);
    write_texts(json, "aliases", key ? key->aliases : NULL, key ? key->alias_count : 0);
    write_texts(json, "consumes", chunk->container.consumed.at, chunk->container.consumed.count);
    write_exports(json, chunk, key);
    json_put_text(json, "global", chunk->container.global);
    json_put_text(json, "key", chunk->container.key);
    if (key && key->scope_count) write_texts(json, "scope", key->scopes, key->scope_count);
    else write_texts(json, "scope", &default_scope, 1);
    json_put_text(json, "version", chunk->container.version);
    json_end(json);
}

static void write_chunk(struct json_writer *json, const struct deployed_chunk *chunk, const struct usage_set *usage)
{
    json_object(json);
    write_sizes(json, "after", chunk->after);
    write_sizes(json, "before", chunk->before);
    if (chunk->is_container) write_container(json, chunk, usage);
    json_put_text(json, "file", chunk->file);
    json_put_text(json, "from", chunk->from);
    json_put_text(json, "integrity", chunk->integrity);
    if (chunk->map_file.length) json_put_text(json, "map", chunk->map_file);
    json_end(json);
}

static bool counts_as_used(const struct usage_export *export)
{
    return export->flag != USAGE_FLAG_FALSE || export->listed >= USAGE_LISTED_POSSIBLY;
}

/* What an app uses, by share key: "*", or names. */
static void write_uses(struct json_writer *json, const struct usage *report)
{
    json_key(json, report->app);
    json_object(json);
    for (uint32_t s = 0; s < report->share_count; s++) {
        const struct usage_share *share = &report->shares[s];
        json_key(json, share->key);
        if (share->mode != USAGE_EXACT || share->unlisted == USAGE_UNLISTED_OPEN) {
            json_string(json, TEXT("*"));
            continue;
        }
        json_array(json);
        for (uint32_t e = 0; e < share->export_count; e++) {
            if (counts_as_used(&share->exports[e])) json_string(json, share->exports[e].name);
        }
        json_end(json);
    }
    json_end(json);
}

/* The next app in byte order after `last`, by the first of its reports; NULL at the end. */
static const struct usage *next_app(const struct usage_set *usage, struct text last)
{
    const struct usage *next = NULL;
    for (uint32_t i = 0; i < usage->report_count; i++) {
        const struct usage *report = usage->reports[i];
        if (report->app.length == 0 || text_compare(report->app, last) <= 0) continue;
        if (!next || text_compare(report->app, next->app) < 0) next = report;
    }
    return next;
}

void deployment_put_manifest(const struct deployed_chunk *chunks, uint32_t count, const struct usage_set *usage,
                             struct buffer *out)
{
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    json_key(&json, TEXT("apps"));
    json_object(&json);
    for (const struct usage *report = next_app(usage, TEXT("")); report; report = next_app(usage, report->app))
        write_uses(&json, report);
    json_end(&json);
    json_key(&json, TEXT("chunks"));
    json_array(&json);
    for (uint32_t i = 0; i < count; i++) write_chunk(&json, &chunks[i], usage);
    json_end(&json);
    json_key(&json, TEXT("mfshake"));
    json_object(&json);
    json_put_count(&json, "schema", 1);
    json_end(&json);
    json_end(&json);
    json_finish(&json);
}

/* ---------------------------------------------------------------------------------------------- snapshot */

static const struct usage_share *find_share(const struct usage *report, struct text key)
{
    for (uint32_t i = 0; i < report->share_count; i++) {
        if (text_equal(report->shares[i].key, key)) return &report->shares[i];
    }
    return NULL;
}

/* Why not all who may ask for the container's share are known to be served by it; empty: they are. */
static struct text not_covered(struct arena *arena, const struct deployed_chunk *chunk, const struct usage_set *usage,
                               struct text remote)
{
    if (remote.length) {
        return arena_format(arena, "it is pruned for %.*s alone, and the runtime would give it to every app",
                            TEXT_ARGS(remote));
    }
    const struct usage_key *key = usage_find(usage, chunk->container.key);
    if (!key) return TEXT("no report names its share");
    if (key->waiting.length) return key->waiting;
    for (uint32_t i = 0; i < usage->report_count; i++) {
        const struct usage *report = usage->reports[i];
        if (report->app.length == 0) {
            return arena_format(arena, "the report %.*s names no app", TEXT_ARGS(report->path));
        }
        const struct usage_share *share = find_share(report, chunk->container.key);
        for (uint32_t v = 0; share && v < share->versions.count; v++) {
            if (text_equal(share->versions.at[v], chunk->container.version)) continue;
            return arena_format(arena, "%.*s provides version %.*s, and the runtime looks at no version",
                                TEXT_ARGS(report->app), TEXT_ARGS(share->versions.at[v]));
        }
    }
    return TEXT("");
}

static void write_no_assets(struct json_writer *json)
{
    json_key(json, TEXT("assets"));
    json_object(json);
    for (int i = 0; i < 2; i++) {
        json_key(json, i ? TEXT("js") : TEXT("css"));
        json_object(json);
        write_texts(json, "async", NULL, 0);
        write_texts(json, "sync", NULL, 0);
        json_end(json);
    }
    json_end(json);
}

static void write_share(struct json_writer *json, struct arena *arena, const struct deployed_chunk *chunk,
                        struct text key, struct text public_path)
{
    enum { CALCULATED = 2 }; /* TreeShakingStatus of @module-federation/sdk: the container's exports are settled */
    json_object(json);
    write_no_assets(json);
    json_put_text(json, "secondarySharedTreeShakingEntry",
                  arena_format(arena, "%.*s%.*s", TEXT_ARGS(public_path), TEXT_ARGS(chunk->file)));
    json_put_text(json, "secondarySharedTreeShakingName", chunk->container.global);
    json_put_text(json, "sharedName", key);
    json_put_count(json, "treeShakingStatus", CALCULATED);
    json_put_text(json, "version", chunk->container.version);
    json_end(json);
}

static bool is_key_of(const struct deployed_chunk *chunk, const struct usage_set *usage, struct text key)
{
    if (text_equal(chunk->container.key, key)) return true;
    const struct usage_key *found = usage_find(usage, chunk->container.key);
    for (uint32_t i = 0; found && i < found->alias_count; i++) {
        if (text_equal(found->aliases[i], key)) return true;
    }
    return false;
}

/* One app's entry: the shares that its report names and that `covered` containers serve. */
static void write_app(struct json_writer *json, struct arena *arena, const struct usage *report,
                      const struct deployed_chunk *chunks, const bool *covered, uint32_t count,
                      const struct usage_set *usage, struct text public_path)
{
    json_key(json, report->app);
    json_object(json);
    json_put_text(json, "remoteEntry", TEXT(""));
    json_key(json, TEXT("remotesInfo"));
    json_object(json);
    json_end(json);
    json_key(json, TEXT("shared"));
    json_array(json);
    for (uint32_t s = 0; s < report->share_count; s++) {
        for (uint32_t i = 0; i < count; i++) {
            if (!covered[i] || !is_key_of(&chunks[i], usage, report->shares[s].key)) continue;
            write_share(json, arena, &chunks[i], report->shares[s].key, public_path);
            break;
        }
    }
    json_end(json);
    json_put_text(json, "version", TEXT(""));
    json_end(json);
}

void deployment_put_snapshot(const struct deployed_chunk *chunks, uint32_t count, const struct usage_set *usage,
                             struct text remote, struct text public_path, struct buffer *out,
                             struct diagnostics *diagnostics)
{
    struct arena arena;
    arena_init(&arena);
    bool *covered = ARENA_ARRAY(&arena, bool, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        struct text reason = chunks[i].is_container ? not_covered(&arena, &chunks[i], usage, remote)
                                                    : TEXT("it is no container (analyze --format container)");
        covered[i] = reason.length == 0;
        if (covered[i]) continue;
        diag_add(diagnostics, DIAG_DEPLOY_NOT_COVERED, diag_place_file(chunks[i].from),
                 "the chunk is not in the snapshot: %.*s", TEXT_ARGS(reason));
    }
    struct json_writer json;
    json_writer_init(&json, out);
    json_object(&json);
    json_key(&json, TEXT("moduleInfo"));
    json_object(&json);
    for (const struct usage *report = next_app(usage, TEXT("")); report; report = next_app(usage, report->app))
        write_app(&json, &arena, report, chunks, covered, count, usage, public_path);
    json_end(&json);
    json_end(&json);
    json_finish(&json);
    arena_release(&arena);
}
