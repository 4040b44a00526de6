/* Commands and their option tables → manual pages, in the man macros of roff. */
#ifndef MFSHAKE_CLI_MANUAL_PAGE_H
#define MFSHAKE_CLI_MANUAL_PAGE_H

#include "cli/command.h"

/* Puts the page mfshake(1), which lists the commands. */
void manual_page_put_overview(struct command_list commands, struct buffer *out);

/* Puts the page mfshake-COMMAND(1). What it says is what --help says: both come from the same table. */
void manual_page_put_command(const struct command *command, struct buffer *out);

#endif
