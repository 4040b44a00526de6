#include "report/usage_reader.h"

#include "base/fs.h"
#include "base/limits.h"
#include "base/vec.h"

#include <stdlib.h>

bool usage_is_reserved(struct text name)
{
    return text_is(name, "chunk_characteristics") || text_is(name, "chunkCharacteristics");
}

static int compare_reasons(const void *a, const void *b)
{
    return text_compare(((const struct usage_reason *)a)->name, ((const struct usage_reason *)b)->name);
}

static bool read_reasons(struct usage_reader *reader, const struct json *details, struct usage_share *share)
{
    const char *complaint = "\"reasons\" is no object of lists of places";
    const struct json *reasons;
    if (!reader_member(reader, details, "reasons", JSON_OBJECT, complaint, &reasons)) return false;
    if (!reasons) return true;
    struct usage_reason *list = ARENA_ARRAY(reader->arena, struct usage_reason, reasons->count);
    JSON_EACH (member, reasons) {
        if (text_is(member->key, "*")) {
            if (!reader_texts(reader, member, complaint, &share->whole_places)) return false;
            continue;
        }
        list[share->reason_count].name = member->key;
        if (!reader_texts(reader, member, complaint, &list[share->reason_count++].places)) return false;
    }
    if (share->reason_count > 1) qsort(list, share->reason_count, sizeof *list, compare_reasons);
    share->reasons = list;
    return true;
}

/* The share's part of the section "mfshake". */
static bool read_details(struct usage_reader *reader, const struct json *details, struct usage_share *share,
                         reader_exports *exports)
{
    static const char *const known[] = {
        "aliases",        "attribution", "chunks",   "fallback", "missing", "mode",
        "possiblyUnused", "reasons",     "required", "role",     "scope",   "sideEffectFree",
        "singleton",      "unused",      "used",     "version",  NULL};
    static const char *const always[] = {"aliases", "attribution", "fallback", "mode",  "possiblyUnused",
                                         "reasons", "required",    "role",     "scope", "sideEffectFree",
                                         "unused",  "used",        "version",  NULL};
    reader_note_unknown(reader, details, known);
    reader_note_lacking(reader, details, always);
    return reader_one(reader, details, "fallback", "\"fallback\" is neither a module id nor null", &share->fallbacks) &&
           reader_mode(reader, details, &share->mode) &&
           reader_one(reader, details, "version", "\"version\" is neither a string nor null", &share->versions) &&
           reader_strings(reader, details, "scope", "\"scope\" is no array of strings", &share->scopes) &&
           reader_strings(reader, details, "aliases", "\"aliases\" is no array of strings", &share->aliases) &&
           reader_strings(reader, details, "missing", "\"missing\" is no array of strings", &share->missing) &&
           reader_strings(reader, details, "required", "\"required\" is no array of strings", &share->required) &&
           reader_strings(reader, details, "role", "\"role\" is no array of strings", &share->roles) &&
           reader_strings(reader, details, "chunks", "\"chunks\" is no array of strings", &share->chunks) &&
           reader_flag(reader, details, "sideEffectFree", "\"sideEffectFree\" is no boolean",
                       &share->side_effect_free) &&
           reader_flag(reader, details, "singleton", "\"singleton\" is no boolean", &share->singleton) &&
           reader_attribution(reader, details, &share->attribution) && read_reasons(reader, details, share) &&
           reader_names(reader, details, "used", USAGE_LISTED_USED, exports) &&
           reader_names(reader, details, "possiblyUnused", USAGE_LISTED_POSSIBLY, exports) &&
           reader_names(reader, details, "unused", USAGE_LISTED_UNUSED, exports);
}

/* The share's part of "treeShake". */
static void read_flags(struct usage_reader *reader, const struct json *flags, struct usage_share *share,
                       reader_exports *exports)
{
    JSON_EACH (member, flags) {
        if (usage_is_reserved(member->key) && member->type != JSON_TRUE && member->type != JSON_FALSE) {
            struct text module = json_member_string(member, "entry_module_id", (struct text){0});
            if (module.length) share->fallbacks = reader_list_of(reader->arena, module);
            continue;
        }
        enum usage_flag flag = USAGE_FLAG_OTHER;
        if (member->type == JSON_TRUE) flag = USAGE_FLAG_TRUE;
        if (member->type == JSON_FALSE) flag = USAGE_FLAG_FALSE;
        if (!reader->usage->has_section && usage_is_pseudo_export(member->key)) {
            if (flag != USAGE_FLAG_FALSE) share->mode = USAGE_DYNAMIC;
            continue;
        }
        vec_push(exports,
                 (struct usage_export){member->key, (uint8_t)flag, USAGE_NOT_LISTED, member->offset, reader->usage});
    }
}

/* Notes an export of the sorted list of which "treeShake" and the lists say different things. */
static void note_contradiction(struct usage_reader *reader, const struct usage_share *share,
                               const reader_exports *exports)
{
    for (uint32_t i = 0, end; i < exports->count; i = end) {
        uint32_t lists = 0, flags = 0;
        bool agree = true;
        uint8_t listed = USAGE_NOT_LISTED, flag = USAGE_FLAG_OTHER;
        for (end = i; end < exports->count && text_equal(exports->at[end].name, exports->at[i].name); end++) {
            const struct usage_export *export = &exports->at[end];
            if (export->listed) lists++, listed = export->listed;
            else flags++, flag = export->flag;
        }
        bool is_kept = share->mode != USAGE_EXACT || listed != USAGE_LISTED_UNUSED;
        agree = flags == 1 && lists == 1 && flag == (is_kept ? USAGE_FLAG_TRUE : USAGE_FLAG_FALSE);
        if (agree) continue;
        reader_doubt(reader, "\"treeShake\" and the lists of \"mfshake.shares\" do not agree on the export",
                     exports->at[i].name, exports->at[i].offset);
        return;
    }
}

/* Notes an export that is unused, or that nobody lists, and of which the report says where it is used. */
static void note_reason_of_unused(struct usage_reader *reader, const struct usage_share *share,
                                  const struct json *details)
{
    for (uint32_t r = 0, e = 0; r < share->reason_count; r++) { /* both are sorted */
        struct text name = share->reasons[r].name;
        while (e < share->export_count && text_compare(share->exports[e].name, name) < 0) e++;
        bool is_listed = e < share->export_count && text_equal(share->exports[e].name, name);
        if (is_listed && share->exports[e].listed != USAGE_LISTED_UNUSED) continue;
        reader_doubt(reader, "\"reasons\" says where an export is used that is not among the used ones:", name,
                     json_member(details, "reasons")->offset);
        return;
    }
}

static bool read_share(struct usage_reader *reader, struct text key, const struct json *flags,
                       const struct json *details, struct usage_share *share)
{
    *share = (struct usage_share){.key = key};
    reader_exports exports = {0};
    if (flags) read_flags(reader, flags, share, &exports);
    bool good = !details || read_details(reader, details, share, &exports);
    usage_sort_exports(exports.at, exports.count);
    if (reader->usage->has_section) {
        if (flags && details) note_contradiction(reader, share, &exports);
        else
            reader_doubt(reader, "only one of \"treeShake\" and \"mfshake.shares\" has the share", key,
                         flags ? flags->key_offset : details->key_offset);
    }
    share->export_count = usage_unite_exports(exports.at, exports.count);
    share->exports = vec_freeze(&exports, reader->arena);
    if (good && details) note_reason_of_unused(reader, share, details);
    if (!details && share->mode == USAGE_EXACT && reader_says_nothing(share, flags)) share->mode = USAGE_UNKNOWN;
    return good;
}

static bool is_share(struct usage_reader *reader, const struct json *share)
{
    return !share || share->type == JSON_OBJECT || reader_wrong_shape(reader, share, "a share is no object of exports");
}

/* Joins the sorted members of "treeShake" and of "mfshake.shares". */
static bool read_shares(struct usage_reader *reader, const struct json *tree_shake, const struct json *details)
{
    uint32_t flag_count, detail_count;
    const struct json **flags = reader_members(reader->arena, tree_shake, &flag_count);
    const struct json **shares = reader_members(reader->arena, details, &detail_count);
    VEC(struct usage_share) list = {0};
    bool good = true;
    for (uint32_t i = 0, j = 0; good && (i < flag_count || j < detail_count);) {
        int order = i == flag_count ? 1 : j == detail_count ? -1 : text_compare(flags[i]->key, shares[j]->key);
        struct text key = order <= 0 ? flags[i]->key : shares[j]->key;
        const struct json *flag = order <= 0 ? flags[i++] : NULL, *detail = order >= 0 ? shares[j++] : NULL;
        struct usage_share share;
        good = is_share(reader, flag) && is_share(reader, detail) && read_share(reader, key, flag, detail, &share);
        if (good) vec_push(&list, share);
    }
    reader->usage->share_count = list.count;
    reader->usage->shares = vec_freeze(&list, reader->arena);
    return good;
}

static bool read_section(struct usage_reader *reader, const struct json *section)
{
    static const char *const known[] = {"app", "remotes", "schema", "shares", NULL};
    reader->usage->has_section = true;
    static const char *const always[] = {"app", "remotes", "shares", NULL};
    reader_note_unknown(reader, section, known);
    reader_note_lacking(reader, section, always);
    const struct json *schema = json_member(section, "schema");
    if (!schema || schema->type != JSON_NUMBER || schema->number < 1 || schema->number > 1) {
        return reader_wrong_shape(reader, schema ? schema : section,
                                  "\"mfshake.schema\" is not 1: another version wrote this report");
    }
    const struct json *app;
    if (!reader_member(reader, section, "app", JSON_STRING, "\"mfshake.app\" is no string", &app)) return false;
    if (app) reader->usage->app = app->string;
    return reader_strings(reader, section, "remotes", "\"mfshake.remotes\" is no array of strings",
                          &reader->usage->remotes);
}

/* mfshake's own report, and the prototypes' J7 and J8. */
static bool read_tree_shake(struct usage_reader *reader, const struct json *root, const struct json *tree_shake)
{
    if (!reader_is_object(tree_shake))
        return reader_wrong_shape(reader, tree_shake, "\"treeShake\" is no object of shares");
    const struct json *section, *shares = NULL;
    if (!reader_member(reader, root, "mfshake", JSON_OBJECT, "\"mfshake\" is no object", &section)) return false;
    if (section) {
        if (!read_section(reader, section)) return false;
        if (!reader_member(reader, section, "shares", JSON_OBJECT, "\"mfshake.shares\" is no object", &shares))
            return false;
    }
    static const char *const known[] = {"mfshake", "treeShake", NULL};
    if (section) reader_note_unknown(reader, root, known);
    return read_shares(reader, tree_shake, shares);
}

static bool read_document(struct usage_reader *reader, const struct json *root)
{
    const struct json *tree_shake = json_member(root, "treeShake");
    if (tree_shake) return read_tree_shake(reader, root, tree_shake);
    if (usage_is_stats(root)) return usage_read_stats(reader, root);
    if (usage_is_lists(root)) return usage_read_lists(reader, root);
    return reader_wrong_shape(
        reader, root,
        "this is no report: neither \"treeShake\", nor the lists of an earlier prototype, nor the "
        "\"metaData\" and \"shared\" of mf-stats.json");
}

bool usage_read(struct arena *arena, struct text path, struct text source, struct usage *usage,
                struct diagnostics *diagnostics)
{
    *usage = (struct usage){.path = path, .source = source};
    struct usage_reader reader = {arena, usage, diagnostics};
    struct json_error error;
    const struct json *root = json_parse(arena, source, JSON_STRICT | JSON_UNIQUE_KEYS, &error);
    if (!root) {
        diag_add(diagnostics, DIAG_REPORT_SYNTAX, diag_place_at(path, source, error.offset),
                 "the report is not JSON: %s", error.message);
        return false;
    }
    usage->document = root;
    usage->is_merged = json_member(json_member(root, "mfshake"), "merged") != NULL;
    if (usage->is_merged) return true; /* see report/merged.h */
    if (!read_document(&reader, root)) return false;
    if (!usage->share_count) {
        diag_add(diagnostics, DIAG_REPORT_EMPTY, diag_place_file(path), "the report names no share");
        return false;
    }
    return true;
}

bool usage_load(struct arena *arena, struct text path, struct usage *usage, struct diagnostics *diagnostics)
{
    struct text source;
    const char *why;
    bool good = text_is(path, "-") ? fs_read_stdin(arena, LIMIT_JSON_BYTES, &source, &why)
                                   : fs_read(arena, path, LIMIT_JSON_BYTES, &source, &why);
    if (!good) {
        diag_add(diagnostics, DIAG_FILE_UNREADABLE, diag_place_file(path), "can not read the report: %s", why);
        return false;
    }
    return usage_read(arena, path, source, usage, diagnostics);
}
