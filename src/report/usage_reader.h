/* Checked access to the JSON of a report: a wrong type ends the reading with M403 at its place, an unknown member or a contradiction is noted as a doubt. Internal to report/.
 *
 * Each reads one member of `object`; a missing one leaves what it is read into alone.
 */
#ifndef MFSHAKE_REPORT_USAGE_READER_H
#define MFSHAKE_REPORT_USAGE_READER_H

#include "base/vec.h"
#include "report/usage.h"

typedef VEC(struct usage_export) reader_exports;

struct usage_reader {
    struct arena *arena;
    struct usage *usage;
    struct diagnostics *diagnostics;
};

/* Reports M403 at `at`; false always. */
bool reader_wrong_shape(struct usage_reader *reader, const struct json *at, const char *what);
/* *member is NULL without one. */
bool reader_member(struct usage_reader *reader, const struct json *object, const char *key, enum json_type type,
                   const char *complaint, const struct json **member);
/* The texts of the array `array`, which may be NULL. */
bool reader_texts(struct usage_reader *reader, const struct json *array, const char *complaint, struct text_list *list);
bool reader_strings(struct usage_reader *reader, const struct json *object, const char *key, const char *complaint,
                    struct text_list *list);
bool reader_flag(struct usage_reader *reader, const struct json *object, const char *key, const char *complaint,
                 bool *flag);
/* A whole number that is not negative. */
bool reader_count(struct usage_reader *reader, const struct json *object, const char *key, uint64_t *count);
bool reader_mode(struct usage_reader *reader, const struct json *share, uint8_t *mode);
bool reader_attribution(struct usage_reader *reader, const struct json *details, struct usage_attribution *attribution);

struct text_list reader_list_of(struct arena *arena, struct text text);
/* A string, or null or nothing for an empty list. */
bool reader_one(struct usage_reader *reader, const struct json *object, const char *key, const char *complaint,
                struct text_list *list);
/* Adds the names of an array, with the flag that belongs to `listed`. */
bool reader_names(struct usage_reader *reader, const struct json *share, const char *key, enum usage_listed listed,
                  reader_exports *exports);
bool reader_is_object(const struct json *json);
/* The members of `object` (or NULL), sorted by key. */
const struct json **reader_members(struct arena *arena, const struct json *object, uint32_t *count);
/* True when a report of the prototypes can not mean what it says of a share: it names no export, as for a share without a fallback, or uses none that it lists and has the prototypes' description of a
 * chunk beside them, as for a namespace that is used whole (macro-spec C.3, 1 and 7). */
bool reader_says_nothing(const struct usage_share *share, const struct json *object);
/* Names which the prototypes put among the exports to say "in a way that can not be told". */
bool usage_is_pseudo_export(struct text name);

/* Notes a doubt about `name`, unless there is one. */
void reader_doubt(struct usage_reader *reader, const char *what, struct text name, uint32_t offset);
/* Notes a member of `object` that is not among `known`, which ends with NULL. */
void reader_note_unknown(struct usage_reader *reader, const struct json *object, const char *const *known);

/* Notes a member that `object` does not have and that mfshake always writes; `names` end with NULL. */
void reader_note_lacking(struct usage_reader *reader, const struct json *object, const char *const *names);

/* The other shapes; each fills the shares of reader->usage. J1 to J6, the prototypes' older ones: */
bool usage_is_lists(const struct json *root);
bool usage_read_lists(struct usage_reader *reader, const struct json *root);
/* mf-stats.json and mf-manifest.json: */
bool usage_is_stats(const struct json *root);
bool usage_read_stats(struct usage_reader *reader, const struct json *root);

#endif
