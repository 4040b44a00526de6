/* What `mfshake analyze` was asked; shared by its files and nobody else. */
#ifndef MFSHAKE_CLI_ANALYZE_H
#define MFSHAKE_CLI_ANALYZE_H

#include "cli/command.h"

struct analyze_settings {
    struct app_settings app;
    struct text output, cache;
    bool no_emit, no_cache, strict, timings, watch, no_sources_content;
    unsigned formats, dumps, ids, source_maps; /* sets of bits */
    struct option_number share_depth, jobs;
};

bool analyze_prints_json(const struct analyze_settings *settings);

/* Analyzes and writes until SIGINT, SIGTERM or SIGHUP: what is written, printed and reported after every change is what a run of its own would write, print and report then. */
void analyze_watch(struct console *console, const struct analyze_settings *settings,
                   const struct mfshake_options *options);

#endif
