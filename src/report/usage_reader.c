#include "report/usage_reader.h"

#include <stdlib.h>

#define GREATEST_COUNT 9007199254740992.0 /* the last number that a double counts to */

bool reader_wrong_shape(struct usage_reader *reader, const struct json *at, const char *what)
{
    diag_add(reader->diagnostics, DIAG_REPORT_SHAPE,
             diag_place_at(reader->usage->path, reader->usage->source, at->offset), "%s", what);
    return false;
}

bool reader_member(struct usage_reader *reader, const struct json *object, const char *key, enum json_type type,
                   const char *complaint, const struct json **member)
{
    *member = json_member(object, key);
    if (*member && (*member)->type != type) return reader_wrong_shape(reader, *member, complaint);
    return true;
}

bool reader_texts(struct usage_reader *reader, const struct json *array, const char *complaint, struct text_list *list)
{
    if (!array) return true;
    if (array->type != JSON_ARRAY) return reader_wrong_shape(reader, array, complaint);
    list->at = ARENA_ARRAY(reader->arena, struct text, array->count);
    JSON_EACH (item, array) {
        if (item->type != JSON_STRING) return reader_wrong_shape(reader, item, complaint);
        list->at[list->count++] = item->string;
    }
    return true;
}

bool reader_strings(struct usage_reader *reader, const struct json *object, const char *key, const char *complaint,
                    struct text_list *list)
{
    return reader_texts(reader, json_member(object, key), complaint, list);
}

bool reader_flag(struct usage_reader *reader, const struct json *object, const char *key, const char *complaint,
                 bool *flag)
{
    const struct json *member = json_member(object, key);
    if (!member) return true;
    *flag = member->type == JSON_TRUE;
    return *flag || member->type == JSON_FALSE || reader_wrong_shape(reader, member, complaint);
}

bool reader_count(struct usage_reader *reader, const struct json *object, const char *key, uint64_t *count)
{
    const struct json *member = json_member(object, key);
    if (!member) return true;
    bool whole = member->type == JSON_NUMBER && member->number >= 0 && member->number <= GREATEST_COUNT &&
                 member->number == (double)(uint64_t)member->number;
    if (!whole) return reader_wrong_shape(reader, member, "a count is no whole number");
    *count = (uint64_t)member->number;
    return true;
}

void reader_doubt(struct usage_reader *reader, const char *what, struct text name, uint32_t offset)
{
    if (!reader->usage->doubt.what) reader->usage->doubt = (struct usage_doubt){what, name, offset};
}

void reader_note_unknown(struct usage_reader *reader, const struct json *object, const char *const *known)
{
    JSON_EACH (member, object) {
        const char *const *name = known;
        while (*name && !text_is(member->key, *name)) name++;
        if (!*name) reader_doubt(reader, "this version does not know the member", member->key, member->key_offset);
    }
}

void reader_note_lacking(struct usage_reader *reader, const struct json *object, const char *const *names)
{
    for (uint32_t i = 0; names[i] && !reader->usage->lack.what; i++) {
        if (!json_member(object, names[i]))
            reader->usage->lack = (struct usage_doubt){"the report lacks", text_of(names[i]), object->offset};
    }
}

bool reader_mode(struct usage_reader *reader, const struct json *share, uint8_t *mode)
{
    const char *complaint = "\"mode\" is none of exact, namespace, dynamic, no-fallback";
    const struct json *member;
    if (!reader_member(reader, share, "mode", JSON_STRING, complaint, &member)) return false;
    if (!member) return true;
    for (uint8_t i = 0; i < USAGE_UNKNOWN; i++) {
        if (!text_is(member->string, usage_mode_name((enum usage_mode)i))) continue;
        *mode = i;
        return true;
    }
    return reader_wrong_shape(reader, member, complaint);
}

bool reader_attribution(struct usage_reader *reader, const struct json *details, struct usage_attribution *attribution)
{
    static const char *const known[] = {"ambiguous", "depthTruncated", "external", "modules", NULL};
    const struct json *object;
    if (!reader_member(reader, details, "attribution", JSON_OBJECT, "\"attribution\" is no object", &object))
        return false;
    if (!object) return true;
    reader_note_unknown(reader, object, known);
    reader_note_lacking(reader, object, known);
    return reader_count(reader, object, "ambiguous", &attribution->ambiguous) &&
           reader_count(reader, object, "depthTruncated", &attribution->depth_truncated) &&
           reader_count(reader, object, "external", &attribution->external) &&
           reader_count(reader, object, "modules", &attribution->modules);
}

bool reader_is_object(const struct json *json)
{
    return json && json->type == JSON_OBJECT;
}

struct text_list reader_list_of(struct arena *arena, struct text text)
{
    struct text_list list = {ARENA_ARRAY(arena, struct text, 1), 1};
    list.at[0] = text;
    return list;
}

bool reader_one(struct usage_reader *reader, const struct json *object, const char *key, const char *complaint,
                struct text_list *list)
{
    const struct json *member = json_member(object, key);
    if (!member || member->type == JSON_NULL) return true;
    if (member->type != JSON_STRING) return reader_wrong_shape(reader, member, complaint);
    *list = reader_list_of(reader->arena, member->string);
    return true;
}

bool reader_names(struct usage_reader *reader, const struct json *share, const char *key, enum usage_listed listed,
                  reader_exports *exports)
{
    const char *complaint = "a list of export names is no array of strings";
    const struct json *array;
    if (!reader_member(reader, share, key, JSON_ARRAY, complaint, &array)) return false;
    if (!array) return true;
    uint8_t flag = listed == USAGE_LISTED_UNUSED ? USAGE_FLAG_FALSE : USAGE_FLAG_TRUE;
    JSON_EACH (item, array) {
        if (item->type != JSON_STRING) return reader_wrong_shape(reader, item, complaint);
        vec_push(exports, (struct usage_export){item->string, flag, (uint8_t)listed, item->offset, reader->usage});
    }
    return true;
}

static int compare_members(const void *a, const void *b)
{
    const struct json *left = *(const struct json *const *)a, *right = *(const struct json *const *)b;
    return text_compare(left->key, right->key);
}

const struct json **reader_members(struct arena *arena, const struct json *object, uint32_t *count)
{
    uint32_t most = object ? object->count : 0, next = 0;
    const struct json **list = ARENA_ARRAY(arena, const struct json *, most);
    if (!most) return *count = 0, list;
    JSON_EACH (member, object) list[next++] = member;
    qsort(list, next, sizeof *list, compare_members);
    *count = next;
    return list;
}

bool usage_is_pseudo_export(struct text name)
{
    return text_is(name, "__dynamic_commonjs__") || text_is(name, "__dynamic__") || text_is(name, "__reexport__") ||
           text_is(name, "__commonjs_module__") || text_is(name, "*");
}

bool reader_says_nothing(const struct usage_share *share, const struct json *object)
{
    if (share->export_count == 0) return true;
    bool is_generated = false;
    JSON_EACH (member, object) is_generated = is_generated || (usage_is_reserved(member->key) && member->count > 1);
    for (uint32_t i = 0; is_generated && i < share->export_count; i++) {
        if (share->exports[i].flag != USAGE_FLAG_FALSE) return false;
    }
    return is_generated;
}
