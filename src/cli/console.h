/* What every command shares: common options, results to standard output, talk to standard error, the exit status. */
#ifndef MFSHAKE_CLI_CONSOLE_H
#define MFSHAKE_CLI_CONSOLE_H

#include "base/buffer.h"
#include "cli/options.h"
#include "mfshake.h"

/* Must be the first member of a command's settings. */
struct common_settings {
    bool quiet, verbose, help;
    unsigned color; /* enum color_choice */
    struct option_number max_diagnostics;
    struct text output_file;
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
extern const char *const color_words[];

#define COMMON_OPTIONS                                                                                              \
    {'q',  "quiet", OPTION_FLAG, offsetof(struct common_settings, quiet),                                           \
     NULL, NULL,    0,           "print errors only, and no table"},                                                \
        {'v', "verbose", OPTION_FLAG, offsetof(struct common_settings, verbose), NULL, NULL, 0, "print notes too"}, \
        {0,    "color",     OPTION_WORD, offsetof(struct common_settings, color),                                   \
         NULL, color_words, 0,           "NO_COLOR and FORCE_COLOR are honoured (default: auto)"},                  \
        {0,                                                                                                         \
         "max-diagnostics",                                                                                         \
         OPTION_NUMBER,                                                                                             \
         offsetof(struct common_settings, max_diagnostics),                                                         \
         "N",                                                                                                       \
         NULL,                                                                                                      \
         0,                                                                                                         \
         "print at most N problems, 0: all (default: 100)"},                                                        \
        {0,      "output-file", OPTION_TEXT, offsetof(struct common_settings, output_file),                         \
         "FILE", NULL,          0,           "where the results go instead of standard output"},                    \
    {                                                                                                               \
        'h', "help", OPTION_FLAG, offsetof(struct common_settings, help), NULL, NULL, 0, "print this"               \
    }

struct console {
    struct arena arena;
    struct diagnostics own;                 /* of the command line */
    struct mfshake_diagnostics *found;      /* of the library */
    const struct common_settings *settings; /* NULL until the options are read */
    struct remembered_run *remembered;      /* NULL: this run is not to be remembered */
    struct buffer result, talk;             /* what was written to both streams, if it is */
};

void console_init(struct console *console);
void console_release(struct console *console);

/* Reports M300. */
void console_usage_error(struct console *console, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes results to standard output, or to --output-file. False after M901: results that nobody got are a failure. */
bool console_result(struct console *console, struct text result);
/* Writes to standard output, whatever the options. */
bool console_print(struct console *console, struct text text);
/* Writes one line of talk to standard error, unless --quiet. */
void console_talk(struct console *console, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes to standard error as it is, whatever the options. */
void console_print_talk(struct console *console, struct text text);

/* Whether results on standard output may carry escape sequences for a terminal. */
bool console_colors_results(const struct console *console);
/* The same for standard error. */
bool console_colors_talk(const struct console *console);

/* False, after M310, when there are warnings and --strict makes them errors. */
bool console_passes_strict(struct console *console, bool strict);

/* Prints all problems. */
void console_print_problems(struct console *console);
/* The same; the exit status. */
int console_finish(struct console *console);

#endif
