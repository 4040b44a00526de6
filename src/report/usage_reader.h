/* Checked access to the JSON of a report: a wrong type ends the reading with M403 at its place, an unknown member or a contradiction is noted as a doubt. Internal to report/.
 *
 * Each reads one member of `object`; a missing one leaves what it is read into alone.
 */
#ifndef MFSHAKE_REPORT_USAGE_READER_H
#define MFSHAKE_REPORT_USAGE_READER_H

#include "report/usage.h"

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

/* Notes a doubt about `name`, unless there is one. */
void reader_doubt(struct usage_reader *reader, const char *what, struct text name, uint32_t offset);
/* Notes a member of `object` that is not among `known`, which ends with NULL. */
void reader_note_unknown(struct usage_reader *reader, const struct json *object, const char *const *known);

#endif
