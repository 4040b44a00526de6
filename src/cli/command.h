/* The subcommands: one file each. */
#ifndef MFSHAKE_CLI_COMMAND_H
#define MFSHAKE_CLI_COMMAND_H

#include "cli/console.h"

struct command {
    const char *name;
    const char *summary; /* one line */
    const char *usage;   /* what follows "mfshake ", on one or more lines */
    const char *more;    /* said below the options */
    struct options_table options;
    /* Reads `arguments` and does the work; problems are in the console afterwards. */
    void (*run)(const struct command *command, struct console *console, char *const *arguments, uint32_t count);
};

extern const struct command command_analyze;
extern const struct command command_cache;
extern const struct command command_completion;
extern const struct command command_config;
extern const struct command command_diff;
extern const struct command command_export;
extern const struct command command_gate;
extern const struct command command_manual;
extern const struct command command_merge;
extern const struct command command_prune;
extern const struct command command_report;
extern const struct command command_why;

/* All of them, in the order in which help lists them. */
struct command_list {
    const struct command *const *at;
    uint32_t count;
};
extern const struct command_list command_all;

extern const char *const command_program_summary;
/* What each exit status means, from 0; ends with NULL. */
extern const char *const command_exit_statuses[];

/* Reads the options of `command` into `settings` (which begins with struct common_settings). False when the command is to end: after a mistake, or because --help was
 * given and answered. */
bool command_options(const struct command *command, struct console *console, char *const *arguments, uint32_t count,
                     void *settings, struct option_list *operands);

/* Which app a command is about. Must be the first member of the settings of a command that has APP_OPTIONS. */
struct app_settings {
    struct common_settings common;
    struct text folder, file;
    struct option_list environment;
};

#define APP_OPTIONS                                                                                            \
    {'C',   "directory", OPTION_TEXT, offsetof(struct app_settings, folder),                                   \
     "DIR", NULL,        0,           "the app's folder (default: the current one)"},                          \
        {'c',                                                                                                  \
         "config",                                                                                             \
         OPTION_TEXT,                                                                                          \
         offsetof(struct app_settings, file),                                                                  \
         "FILE",                                                                                               \
         NULL,                                                                                                 \
         0,                                                                                                    \
         "the configuration (default: the one in the app's folder;\nmfshake config "                           \
         "tells which)"},                                                                                      \
    {                                                                                                          \
        0, "env", OPTION_EACH, offsetof(struct app_settings, environment), "NAME=VALUE", NULL, 0,              \
            "what process.env.NAME is in the configuration of a\nbundler; the environment itself is not asked" \
    }

/* Says in `options` which app it is. False after a mistake in --env, which is reported. */
bool command_app_options(struct console *console, const struct app_settings *settings, struct mfshake_options *options);

/* The folder of the cache: `given`, or what the environment variable MFSHAKE_CACHE says; empty when neither does. */
struct text command_cache_folder(struct text given);

#endif
