/* Values that are known before the program runs.
 *
 * Literals, defines (process.env.NODE_ENV), and operators on them, as far as webpack's JavascriptParser evaluates them: what decides dead branches,
 * specifiers that are put together ("./a" + ".js"), and member names in brackets.
 */
#ifndef MFSHAKE_SCAN_CONSTANT_H
#define MFSHAKE_SCAN_CONSTANT_H

#include "syntax/scope.h"

/* A name or member path that stands for a literal: webpack's DefinePlugin. */
struct scan_define {
    struct text name;  /* "process.env.NODE_ENV" */
    struct text value; /* source text: "\"production\"" */
};

enum constant_type {
    CONSTANT_UNKNOWN,
    CONSTANT_UNDEFINED,
    CONSTANT_NULL,
    CONSTANT_BOOLEAN,
    CONSTANT_NUMBER,
    CONSTANT_STRING
};

struct constant {
    enum constant_type type;
    bool boolean;
    double number;
    struct text text; /* CONSTANT_STRING */
};

enum truth { TRUTH_UNKNOWN, TRUTH_FALSE, TRUTH_TRUE };

/* Where constants are looked for; nothing is owned. Strings that are put together lie in the arena. */
struct constants {
    const struct syntax *syntax;
    const struct scopes *scopes;
    const struct scan_define *defines;
    uint32_t define_count;
    bool hot_is_absent;    /* `module.hot` is there in no build for production: as a condition it is false */
    bool define_ends[256]; /* by byte: the name of a define ends with it */
    struct arena *arena;
};

void constants_init(struct constants *constants, const struct syntax *syntax, const struct scopes *scopes,
                    const struct scan_define *defines, uint32_t define_count, bool hot_is_absent, struct arena *arena);

/* The value of the expression at `node`, which has no side effects when it is known. */
struct constant constant_of(const struct constants *constants, node_id node);
/* What `node` is as a condition: also known for `f() && false`, which has side effects. */
enum truth constant_truth(const struct constants *constants, node_id node);
enum truth constant_truth_of_value(struct constant value);
static inline bool constant_is_nullish(struct constant value)
{
    return value.type == CONSTANT_NULL || value.type == CONSTANT_UNDEFINED;
}
/* The define that the identifier or member expression at `node` is a use of, or NULL: the same path from a free name, or from a const that holds
 * the first part of it. */
const struct scan_define *constant_define(const struct constants *constants, node_id node);
/* The name of the property that a value stands for between brackets. False when it is not known. */
bool constant_property_name(const struct constants *constants, node_id node, struct text *name);

#endif
