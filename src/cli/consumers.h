/* --consumers: names of apps, or a file with one name per line. */
#ifndef MFSHAKE_CLI_CONSUMERS_H
#define MFSHAKE_CLI_CONSUMERS_H

#include "cli/console.h"

/* Adds the names that the values of the option give; false after M401. Texts are in console->arena and end with a NUL. */
bool consumers_read(struct console *console, const struct option_list *given, struct option_list *names);

/* Declares the apps of --consumers and of --federation, a federation.json that may be empty, to `merge`. False after an error. */
bool consumers_declare(struct console *console, const struct option_list *given, struct text federation,
                       struct mfshake_merge *merge);

#endif
