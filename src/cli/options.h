/* argv → a settings struct, by a table of options.
 *
 *     -o DIR, -oDIR, --output DIR, --output=DIR     a value follows, or is attached
 *     -qv                                           flags may be joined
 *     --usage A B C                                 a list takes every argument up to the next option; `--usage=A` takes one; repeating adds
 *     --                                            ends options, and a list
 *     -                                             is no option: standard input or output
 *
 * Long names are not abbreviated. An option that is given twice keeps the later value, but for lists and sets of words.
 */
#ifndef MFSHAKE_CLI_OPTIONS_H
#define MFSHAKE_CLI_OPTIONS_H

#include "base/diag.h"

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* struct text, not empty when given; terminated, as argv is */
    OPTION_LIST,   /* struct option_list; takes every argument up to the next option */
    OPTION_EACH,   /* struct option_list; takes one argument each time */
    OPTION_NUMBER, /* struct option_number */
    OPTION_WORD,   /* unsigned: index into `words` */
    OPTION_WORDS,  /* unsigned: a set, bit i for words[i]; each time the option is given adds one */
    OPTION_LATER,  /* nothing: known, and refused because this version does not have it */
};

struct option_list {
    struct text *at;
    uint32_t count, capacity;
};

struct option_number {
    bool given;
    uint32_t value;
};

struct option {
    char letter;      /* 0: none */
    const char *name; /* without the dashes; NULL: only a letter */
    enum option_kind kind;
    size_t offset;            /* of the member in the settings */
    const char *value;        /* what help calls the value: "DIR" */
    const char *const *words; /* ends with NULL */
    uint32_t least;           /* OPTION_NUMBER */
    const char *help;
};

struct options_table {
    const struct option *at;
    uint32_t count;
};

/* Reads `arguments` into `settings` (zeroed, or filled with defaults) and the rest into *operands; lists live in `arena`. Reports each mistake as M300, the
 * nearest known name with it, and returns false then. */
bool options_parse(struct options_table table, char *const *arguments, uint32_t count, struct arena *arena,
                   void *settings, struct option_list *operands, struct diagnostics *diagnostics);

/* Puts a line or more for each option, as --help shows them. */
void options_put_help(struct options_table table, struct buffer *out);

/* The name nearest to `wrong` of `count` names, or NULL when none is near. */
const char *options_nearest(struct text wrong, const char *const *names, uint32_t count);

void option_list_add(struct option_list *list, struct arena *arena, struct text item);

#endif
