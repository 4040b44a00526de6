/* What prune did, as a table or as JSON: per chunk and share key the exports kept, removed and undecided, modules and bytes before and after. */
#ifndef MFSHAKE_CLI_PRUNE_SUMMARY_H
#define MFSHAKE_CLI_PRUNE_SUMMARY_H

#include "cli/chunk_files.h"

/* Puts the summary of pruned `files`. `with_notes` adds why exports and modules stayed that could have gone. */
void prune_summary_text(const struct chunk_files *files, bool with_notes, struct arena *arena, struct buffer *out);
void prune_summary_json(const struct chunk_files *files, bool with_notes, struct buffer *out);

#endif
