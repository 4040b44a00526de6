/* The reports that a command is asked to read: files, folders, patterns, or a list of them from standard input. */
#ifndef MFSHAKE_CLI_REPORT_FILES_H
#define MFSHAKE_CLI_REPORT_FILES_H

#include "cli/console.h"

/* Adds to `files` what `operands` name, sorted and without repetition:
 *
 *     a/share-usage.json         the file, whatever its name
 *     apps                       every share-usage.json below the folder, node_modules and names with a leading dot left out
 *     a pattern                  files that match, and every report below folders that do: * and ? within a name, ** any folders
 *     -                          names in standard input, one per line
 *
 * False after M409 for one that names nothing, or more folders than can be searched, or M401 for a folder that can not be read. */
bool report_files_find(struct console *console, const struct option_list *operands, struct option_list *files);

#endif
