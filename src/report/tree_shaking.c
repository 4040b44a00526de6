#include "report/tree_shaking.h"

#include "base/json_write.h"
#include "base/vec.h"

#include <stdlib.h>

static bool is_used(const struct usage_export *export)
{
    return export->flag != USAGE_FLAG_FALSE;
}

/* Why the list of used exports of `key` is not all that somebody may use, or "". */
static struct text reason_to_leave_out(const struct usage_key *key)
{
    if (key->whole) return key->reason;
    if (key->waiting.length) return key->waiting;
    if (key->unlisted == USAGE_UNLISTED_OPEN) return TEXT("a report leaves open which other exports are used");
    for (uint32_t i = 0; i < key->export_count; i++) {
        if (is_used(&key->exports[i])) return TEXT("");
    }
    return TEXT("no report uses an export of it");
}

static void left_out(const struct usage_key *key, struct text reason, struct diagnostics *diagnostics)
{
    diag_add(diagnostics, DIAG_EXPORT_LEFT_OUT, diag_nowhere, "the share \"%.*s\" is left out: %.*s",
             TEXT_ARGS(key->key), TEXT_ARGS(reason));
}

static bool is_told(const struct usage_key *key, struct diagnostics *diagnostics)
{
    struct text reason = reason_to_leave_out(key);
    if (reason.length) left_out(key, reason, diagnostics);
    return !reason.length;
}

static void put_used(struct json_writer *writer, const struct usage_key *key)
{
    json_array(writer);
    for (uint32_t i = 0; i < key->export_count; i++) {
        if (is_used(&key->exports[i])) json_string(writer, key->exports[i].name);
    }
    json_end(writer);
}

static bool is_enough(uint32_t told, struct diagnostics *diagnostics)
{
    if (!told) diag_add(diagnostics, DIAG_EXPORT_EMPTY, diag_nowhere, "no share can be told of: every one is left out");
    return told != 0;
}

bool tree_shaking_fragment(const struct usage_set *set, struct text mode, struct buffer *out,
                           struct diagnostics *diagnostics)
{
    struct json_writer writer;
    json_writer_init(&writer, out);
    json_object(&writer);
    uint32_t told = 0;
    for (uint32_t i = 0; i < set->key_count; i++) {
        const struct usage_key *key = &set->keys[i];
        if (!is_told(key, diagnostics)) continue;
        told++;
        json_key(&writer, key->key);
        json_object(&writer);
        json_key(&writer, TEXT("treeShaking"));
        json_object(&writer);
        json_key(&writer, TEXT("mode"));
        json_string(&writer, mode);
        json_key(&writer, TEXT("usedExports"));
        put_used(&writer, key);
        json_end(&writer);
        json_end(&writer);
    }
    json_end(&writer);
    json_finish(&writer);
    return is_enough(told, diagnostics);
}

typedef VEC(struct text) text_vec;

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* The versions of `key` that the reports provide, sorted; the caller releases them. */
static text_vec provided_versions(const struct usage_set *set, struct text key)
{
    text_vec versions = {0};
    for (uint32_t r = 0; r < set->report_count; r++) {
        const struct usage *report = set->reports[r];
        for (uint32_t i = 0; i < report->share_count; i++) {
            const struct usage_share *share = &report->shares[i];
            if (!text_equal(share->key, key)) continue;
            for (uint32_t v = 0; v < share->versions.count; v++) vec_push(&versions, share->versions.at[v]);
        }
    }
    if (versions.count) qsort(versions.at, versions.count, sizeof *versions.at, compare_texts);
    return versions;
}

static uint32_t put_requests(struct json_writer *writer, const struct usage_set *set, const struct usage_key *key,
                             struct diagnostics *diagnostics)
{
    text_vec versions = provided_versions(set, key->key);
    uint32_t told = 0;
    for (uint32_t i = 0; i < versions.count; i++) {
        if (i && text_equal(versions.at[i], versions.at[i - 1])) continue;
        told++;
        json_array(writer);
        json_string(writer, key->key);
        json_string(writer, versions.at[i]);
        put_used(writer, key);
        json_end(writer);
    }
    if (!told) left_out(key, TEXT("no report tells a version that is provided"), diagnostics);
    vec_release(&versions);
    return told;
}

static struct text first_app(const struct usage_set *set)
{
    for (uint32_t r = 0; r < set->report_count; r++) {
        if (set->reports[r]->app.length) return set->reports[r]->app;
    }
    return TEXT("");
}

bool tree_shaking_request(const struct usage_set *set, const struct tree_shaking_request *request, struct buffer *out,
                          struct diagnostics *diagnostics)
{
    struct text host = request->host.length ? request->host : first_app(set);
    if (!host.length) {
        diag_add(diagnostics, DIAG_EXPORT_EMPTY, diag_nowhere,
                 "no report names its app, and the request needs the name of a host");
        return false;
    }
    struct json_writer writer;
    json_writer_init(&writer, out);
    json_object(&writer);
    json_key(&writer, TEXT("shared"));
    json_array(&writer);
    uint32_t told = 0;
    for (uint32_t i = 0; i < set->key_count; i++) {
        const struct usage_key *key = &set->keys[i];
        if (is_told(key, diagnostics)) told += put_requests(&writer, set, key, diagnostics);
    }
    json_end(&writer);
    json_key(&writer, TEXT("target"));
    json_string(&writer, request->target);
    json_key(&writer, TEXT("libraryType"));
    json_string(&writer, request->library_type);
    json_key(&writer, TEXT("hostName"));
    json_string(&writer, host);
    json_end(&writer);
    json_finish(&writer);
    return is_enough(told, diagnostics);
}
