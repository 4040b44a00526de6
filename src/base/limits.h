/* Every limit on hostile or mistaken input, in one place. Each has a fixture just under and just over. */
#ifndef MFSHAKE_BASE_LIMITS_H
#define MFSHAKE_BASE_LIMITS_H

enum {
    LIMIT_SOURCE_BYTES = 64 * 1024 * 1024, /* a module */
    LIMIT_CHUNK_BYTES = 256 * 1024 * 1024, /* a chunk to prune */
    LIMIT_JSON_BYTES = 64 * 1024 * 1024,   /* a configuration, report or package.json */
    LIMIT_JSON_DEPTH = 128,
    LIMIT_PATTERN_BYTES = 4 * 1024, /* a regular expression from a configuration */
    LIMIT_CONTEXT_FILES = 20000,    /* files that one context (require.context, import(`…`)) may match */
};

#endif
