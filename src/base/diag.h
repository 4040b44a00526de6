/* Diagnostics: problems of the input, collected, then printed in a stable order.
 *
 * Each has a code from diag_codes.def, a place and a sentence; the code's remedy is printed with it. Collecting is safe from
 * several threads. Nothing here ends the process.
 */
#ifndef MFSHAKE_BASE_DIAG_H
#define MFSHAKE_BASE_DIAG_H

#include "base/arena.h"
#include "base/buffer.h"

#include <pthread.h>

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

/* What kind of failure an error is: decides the exit status (2 usage or configuration, 3 input/output, 1 the input). */
enum diag_domain { DIAG_USAGE, DIAG_INPUT, DIAG_WORLD };

enum diag_code {
#define DIAG(name, code, severity, domain, help) name,
#include "base/diag_codes.def"
#undef DIAG
    DIAG_CODE_COUNT
};

/* Where a problem stands. `path` may be empty (the problem has no file); line 0 means the file as a whole. */
struct diag_place {
    struct text path;
    uint32_t line, column; /* 1-based, column in bytes */
};

struct diagnostic {
    enum diag_code code;
    struct diag_place place; /* path owned by the diagnostics */
    struct text message;
};

struct diagnostics {
    struct arena arena;
    struct diagnostic *list;
    uint32_t count, capacity;
    pthread_mutex_t lock;
};

void diag_init(struct diagnostics *diagnostics);
void diag_release(struct diagnostics *diagnostics);
/* Forgets all problems. */
void diag_clear(struct diagnostics *diagnostics);

/* Adds a problem; `place.path` and the message are copied. */
void diag_add(struct diagnostics *diagnostics, enum diag_code code, struct diag_place place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The place of byte `offset` in the file `path` whose whole content is `source`. */
struct diag_place diag_place_at(struct text path, struct text source, size_t offset);
/* The file `path` as a whole. */
struct diag_place diag_place_file(struct text path);
extern const struct diag_place diag_nowhere;

const char *diag_code_name(enum diag_code code); /* "M301" */
const char *diag_code_help(enum diag_code code);
enum diag_severity diag_code_severity(enum diag_code code);

/* Sorts by (path, line, column, code, message) and drops exact repetitions. */
void diag_sort(struct diagnostics *diagnostics);

/* The exit status that the collected errors ask for: 0 without any, else 3, 2 or 1, the first that applies. */
int diag_exit_status(const struct diagnostics *diagnostics);

struct diag_print_options {
    bool color;
    bool notes;    /* print notes too */
    uint32_t most; /* print at most this many, 0 = all; the rest is counted in a last line */
};

/* Sorts and prints "path:line:col: error[M301]: message" and an indented "help: remedy" for each, passing all text through
 * escape_text. A problem without a path is printed as "mfshake: error[…]: …". */
void diag_print(struct diagnostics *diagnostics, struct buffer *out, struct diag_print_options options);

#endif
