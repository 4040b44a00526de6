/* JavaScript text → the places of it that a source map has a segment for.
 *
 * Roughly: the text is not parsed. What it takes for a comment, a string or a regular expression decides how many places there are, never whether they are right.
 */
#ifndef MFSHAKE_EMIT_TOKEN_WALK_H
#define MFSHAKE_EMIT_TOKEN_WALK_H

#include "base/text.h"

enum { TOKEN_WALK_TEMPLATES = 16 /* nested deeper, their text is taken for code */ };

struct token_walk {
    struct text text;
    size_t at, end;
    bool in_comment;  /* a block comment that began before `at` */
    bool in_template; /* the text of the innermost template, between its expressions */
    uint32_t template_count;
    uint32_t braces[TOKEN_WALK_TEMPLATES]; /* open in the expression of each template */
    bool line_began; /* nothing but blanks stands between the line's start, or the walk's, and `at` */
    char before;     /* the last character that is no blank and in no comment; 'a' for a word or literal */
};

/* Starts at the beginning of a file. */
void token_walk_init(struct token_walk *walk);

/* Goes on with the bytes from `start` to `end` of `text`. `is_next`: they follow in the file what was walked last. */
void token_walk_over(struct token_walk *walk, struct text text, size_t start, size_t end, bool is_next);

/* The next place; false at the end. */
bool token_walk_next(struct token_walk *walk, size_t *start);

#endif
