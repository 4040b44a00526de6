/* A file as git has it at a commit. */
#ifndef MFSHAKE_CLI_GIT_FILE_H
#define MFSHAKE_CLI_GIT_FILE_H

#include "cli/console.h"

/* Reads REF:PATH, as `git cat-file blob` prints it; PATH is relative to the repository, or to the current folder when it starts with "./". Runs git. False after M835. */
bool git_file_read(struct console *console, struct text name, struct text *content);

#endif
