/* A command that need not run again: see cache/run_memory.h.
 *
 *     if (remembered_run_recall(console, folder, command, arguments, count)) return;
 *     …                                        what is asked of the file system is noted
 *     remembered_run_end_of_questions(console);
 *     remembered_run_wrote(console, path);      for each file
 *
 * cli_run keeps the run when it succeeded. Nothing of this does anything when no cache is named.
 */
#ifndef MFSHAKE_CLI_REMEMBERED_RUN_H
#define MFSHAKE_CLI_REMEMBERED_RUN_H

#include "cli/console.h"

/* True when a run of `command` with these arguments is remembered: what it printed is printed. Else the questions of the run that follows are noted, to be remembered in `folder` (empty: not). */
bool remembered_run_recall(struct console *console, struct text folder, const char *command, char *const *arguments,
                           uint32_t count);
/* What is asked from now on, about the output, does not matter. */
void remembered_run_end_of_questions(struct console *console);
void remembered_run_wrote(struct console *console, struct text path);
/* The run ended, well or not. */
void remembered_run_end(struct console *console, bool succeeded);

#endif
