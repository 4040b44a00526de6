/* The prototypes' shapes J1 to J6 (macro-spec C.2): lists of used and unused exports by share, the last with flags.
 *
 * What stands in neither list is open: the lists held the imported names alone (macro-spec C.3, 8). "possibly unused" counts as used.
 */
#include "report/usage_reader.h"

#include <stdlib.h>

static const struct json *flags_of(const struct json *share)
{
    return json_member(json_member(share, "chunk_characteristics"), "usage");
}

static bool looks_like_share(const struct json *share)
{
    return json_member(share, "used_exports") || json_member(share, "unused_exports") || flags_of(share);
}

bool usage_is_lists(const struct json *root)
{
    if (json_member(root, "consume_shared_modules")) return true;
    if (!reader_is_object(root)) return false;
    JSON_EACH (member, root) {
        if (looks_like_share(member)) return true;
    }
    return false;
}

/* J6: {"chunk_characteristics": {"usage": {NAME: boolean}, …}} */
static bool read_flags(struct usage_reader *reader, const struct json *share, const struct json *flags,
                       reader_exports *exports, struct text_list *fallbacks)
{
    if (!reader_is_object(flags)) return reader_wrong_shape(reader, flags, "\"usage\" is no object of exports");
    JSON_EACH (member, flags) {
        uint8_t flag = member->type == JSON_TRUE    ? USAGE_FLAG_TRUE
                       : member->type == JSON_FALSE ? USAGE_FLAG_FALSE
                                                    : USAGE_FLAG_OTHER;
        vec_push(exports, (struct usage_export){member->key, flag, USAGE_NOT_LISTED, member->offset, reader->usage});
    }
    return reader_one(reader, json_member(share, "chunk_characteristics"), "entry_module_id",
                      "\"entry_module_id\" is neither a module id nor null", fallbacks);
}

/* J1 to J5. The enhanced J1 calls the unused ones "unused_imports" and has the module id in "fallback_info". */
static bool read_lists(struct usage_reader *reader, const struct json *share, reader_exports *exports,
                       struct text_list *fallbacks)
{
    const char *complaint = "\"fallback_info\" is neither an object nor null";
    const struct json *info = json_member(share, "fallback_info");
    if (info && info->type == JSON_NULL) info = NULL;
    if (info && !reader_is_object(info)) return reader_wrong_shape(reader, info, complaint);
    if (!json_member(share, "used_exports"))
        return reader_wrong_shape(reader, share, "a share has no \"used_exports\"");
    return reader_names(reader, share, "used_exports", USAGE_LISTED_USED, exports) &&
           reader_names(reader, share, "possibly_unused_exports", USAGE_LISTED_POSSIBLY, exports) &&
           reader_names(reader, share, "unused_exports", USAGE_LISTED_UNUSED, exports) &&
           reader_names(reader, share, "unused_imports", USAGE_LISTED_UNUSED, exports) &&
           reader_one(reader, info, "module_id", "\"module_id\" is neither a module id nor null", fallbacks) &&
           reader_one(reader, share, "entry_module_id", "\"entry_module_id\" is neither a module id nor null",
                      fallbacks);
}

/* Takes the names that are no exports out of the list; true when one says that anything may be used. */
static bool drop_pseudo_exports(reader_exports *exports)
{
    uint32_t kept = 0;
    bool is_dynamic = false;
    for (uint32_t i = 0; i < exports->count; i++) {
        if (!usage_is_pseudo_export(exports->at[i].name)) exports->at[kept++] = exports->at[i];
        else is_dynamic = is_dynamic || exports->at[i].flag != USAGE_FLAG_FALSE;
    }
    exports->count = kept;
    return is_dynamic;
}

static bool uses_an_export(const struct usage_share *share)
{
    for (uint32_t i = 0; i < share->export_count; i++) {
        if (share->exports[i].flag != USAGE_FLAG_FALSE) return true;
    }
    return false;
}

static bool read_share(struct usage_reader *reader, const struct json *object, struct usage_share *share)
{
    *share = (struct usage_share){.key = object->key, .unlisted = USAGE_UNLISTED_OPEN};
    if (!reader_is_object(object)) return reader_wrong_shape(reader, object, "a share is no object of lists");
    reader_exports exports = {0};
    const struct json *flags = flags_of(object);
    bool good = flags ? read_flags(reader, object, flags, &exports, &share->fallbacks)
                      : read_lists(reader, object, &exports, &share->fallbacks);
    if (drop_pseudo_exports(&exports)) share->mode = USAGE_DYNAMIC;
    usage_sort_exports(exports.at, exports.count);
    share->export_count = usage_unite_exports(exports.at, exports.count);
    share->exports = vec_freeze(&exports, reader->arena);
    /* A share is in the report because a module imports it; a namespace that is used whole left no name (macro-spec C.3, 1 and 7). */
    if (share->mode == USAGE_EXACT && !uses_an_export(share)) share->mode = USAGE_UNKNOWN;
    return good;
}

bool usage_read_lists(struct usage_reader *reader, const struct json *root)
{
    const struct json *shares = json_member(root, "consume_shared_modules");
    if (!shares) shares = root;
    if (!reader_is_object(shares))
        return reader_wrong_shape(reader, shares, "\"consume_shared_modules\" is no object of shares");
    uint32_t count;
    const struct json **members = reader_members(reader->arena, shares, &count);
    struct usage_share *list = ARENA_ARRAY(reader->arena, struct usage_share, count);
    for (uint32_t i = 0; i < count; i++) {
        if (!read_share(reader, members[i], &list[i])) return false;
    }
    reader->usage->shares = list;
    reader->usage->share_count = count;
    return true;
}
