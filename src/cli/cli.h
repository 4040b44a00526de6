/* argv → a subcommand. */
#ifndef MFSHAKE_CLI_CLI_H
#define MFSHAKE_CLI_CLI_H

#include <stdint.h>

/* Runs the command line `arguments` (without the program's name); the exit status. */
int cli_run(char *const *arguments, uint32_t count);

#endif
