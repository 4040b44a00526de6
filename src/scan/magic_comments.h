/* The comments inside a call of import() or new URL() → what webpack reads in them.
 *
 * A comment counts when it names a key (webpackSomething, at once followed by a colon) and its text, between braces, is an object: keys and values with commas between them. webpack
 * evaluates that object; here its values are literals, lists of strings and regular expressions. A comment with anything else in it is no magic comment, and tells nothing: an
 * `import()` is then followed as if the comment were not there. Of a key that stands twice the last one counts.
 * Twin: webpack's util/magicComment.js and ImportParserPlugin.
 */
#ifndef MFSHAKE_SCAN_MAGIC_COMMENTS_H
#define MFSHAKE_SCAN_MAGIC_COMMENTS_H

#include "syntax/syntax.h"

struct magic_pattern {
    struct text source, flags; /* of /source/flags; empty without one */
};

struct magic_options {
    bool ignores;     /* webpackIgnore: true */
    bool has_exports; /* webpackExports */
    const struct text *exports;
    uint32_t export_count;
    struct magic_pattern include, exclude; /* webpackInclude, webpackExclude */
};

/* The regular expressions that read comments: compiled once, used by one thread. */
struct magic_reader;
struct magic_reader *magic_reader_new(struct arena *arena);
void magic_reader_free(struct magic_reader *reader);

/* What the comments inside the node `call` say; names live in `arena`. */
struct magic_options magic_comments_read(const struct magic_reader *reader, struct arena *arena,
                                         const struct syntax *syntax, node_id call);

#endif
