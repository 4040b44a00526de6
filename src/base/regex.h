/* Regular expressions (PCRE2) with limits on time and memory, compiled once and used from any thread. */
#ifndef MFSHAKE_BASE_REGEX_H
#define MFSHAKE_BASE_REGEX_H

#include "base/arena.h"

struct regex;

/* Compiles `pattern` (at most 4 KiB) in UTF mode; `flags` holds any of "i", "m", "s". NULL on failure with *why (static or in `arena`). */
struct regex *regex_new(struct arena *arena, struct text pattern, const char *flags, const char **why);
void regex_free(struct regex *regex);

enum { REGEX_GROUPS = 10 };
struct regex_match {
    size_t start[REGEX_GROUPS], end[REGEX_GROUPS]; /* TEXT_NOWHERE for a group that took no part */
};

/* Finds the first match at or after `from`. False when there is none or a limit was hit. */
bool regex_find(const struct regex *regex, struct text subject, size_t from, struct regex_match *match);

/* A regex that matches whole paths as the glob `glob` of package.json "sideEffects" does: `*` within a path part, `**` across, `?`, `{a,b}`,
 * `[…]`; a glob without a slash matches in every folder. NULL for a glob that can not be read. */
struct regex *regex_of_glob(struct arena *arena, struct text glob);

#endif
