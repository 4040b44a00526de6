/* Commands and their option tables → scripts that complete the command line of mfshake in a shell. */
#ifndef MFSHAKE_CLI_COMPLETION_SCRIPT_H
#define MFSHAKE_CLI_COMPLETION_SCRIPT_H

#include "cli/command.h"

/* For bash, with nothing beside bash itself; read from a folder of bash-completion or by `source`. */
void completion_script_put_bash(struct command_list commands, struct buffer *out);
/* For zsh: the file _mfshake of a folder of $fpath. */
void completion_script_put_zsh(struct command_list commands, struct buffer *out);
/* For fish: the file mfshake.fish of a folder of completions. */
void completion_script_put_fish(struct command_list commands, struct buffer *out);

#endif
