/* Every limit on hostile or mistaken input, in one place. Each has a fixture just under and just over. */
#ifndef MFSHAKE_BASE_LIMITS_H
#define MFSHAKE_BASE_LIMITS_H

enum {
    LIMIT_SOURCE_BYTES = 64 * 1024 * 1024, /* a module */
    LIMIT_CHUNK_BYTES = 256 * 1024 * 1024, /* a chunk to prune */
    LIMIT_JSON_BYTES = 64 * 1024 * 1024,   /* a configuration, report or package.json */
    LIMIT_JSON_DEPTH = 128,
    LIMIT_PATTERN_BYTES = 4 * 1024,        /* a regular expression from a configuration */
    LIMIT_CONTEXT_FILES = 20000,           /* files that one context (require.context, import(`…`)) may match */
    LIMIT_CACHE_BYTES = 256 * 1024 * 1024, /* the file of the record cache; longest unused records go first */
    LIMIT_STATIC_DEPTH = 160,              /* nesting of what is evaluated in a configuration that is a program */
    LIMIT_STATIC_STEPS = 1000000,          /* expressions and statements evaluated in it */
    LIMIT_STATIC_FILES = 200,              /* files that it is made of */
};

#endif
