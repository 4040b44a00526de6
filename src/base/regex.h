/* Regular expressions (PCRE2) with limits on time and memory, compiled once and used from any thread. */
#ifndef MFSHAKE_BASE_REGEX_H
#define MFSHAKE_BASE_REGEX_H

#include "base/arena.h"

struct regex;

/* Compiles `pattern` (at most 4 KiB) in UTF mode, written as in ECMAScript as far as PCRE2 can; `flags` holds any of "i", "m", "s". NULL on failure with *why (static or in `arena`). */
struct regex *regex_new(struct arena *arena, struct text pattern, const char *flags, const char **why);
void regex_free(struct regex *regex);

enum { REGEX_GROUPS = 10 };
struct regex_match {
    size_t start[REGEX_GROUPS], end[REGEX_GROUPS]; /* TEXT_NOWHERE for a group that took no part */
};

enum regex_outcome { REGEX_NOT_FOUND, REGEX_FOUND, REGEX_GAVE_UP /* a limit was hit: nobody knows */ };

/* Finds the first match at or after `from`; *match is set when there is one. */
enum regex_outcome regex_search(const struct regex *regex, struct text subject, size_t from, struct regex_match *match);
/* regex_search() == REGEX_FOUND, for callers to whom "nobody knows" is as good as "none". */
bool regex_find(const struct regex *regex, struct text subject, size_t from, struct regex_match *match);

/* A regex for package-relative paths, with or without a leading "./", that reads `glob` as webpack reads those of package.json
 * "sideEffects": `*` within a path part, a whole part `**` for any number of parts, `?` one character, `[ab]` (no negation),
 * `{a,b}`, `\` before a literal; a glob without a slash matches in every folder. NULL for a glob that can not be read. */
struct regex *regex_of_glob(struct arena *arena, struct text glob);

#endif
