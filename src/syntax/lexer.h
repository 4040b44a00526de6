/* Source text → tokens of JavaScript, one at a time, for direct_parser.c.
 *
 * The lexer takes what nearly all programs are made of, and declines the rest: escapes in names, characters beyond ASCII outside of strings, templates,
 * regular expressions and comments, HTML comments, the older forms of line ends. Who declines a token never guesses: the grammar's parser reads the whole source then.
 * Twin: ECMAScript 12, lexical grammar. Which of InputElementDiv and InputElementRegExp holds is the parser's to say: a slash is lexed as an operator, and
 * lexer_regex lexes it again.
 */
#ifndef MFSHAKE_SYNTAX_LEXER_H
#define MFSHAKE_SYNTAX_LEXER_H

#include "base/vec.h"
#include "syntax/syntax.h"

enum token_kind {
    TOKEN_END,
    TOKEN_DECLINED, /* not for this lexer */
    TOKEN_NAME,     /* an identifier or a keyword: see token.word */
    TOKEN_PRIVATE_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_REGEX,
    TOKEN_BACKTICK, /* the start of a template: see lexer_template */
#define PUNCTUATOR(name, text)           name,
#define OPERATOR(name, text, precedence) name,
#include "syntax/punctuators.def"
#undef PUNCTUATOR
#undef OPERATOR
    TOKEN_KIND_COUNT
};

/* The names that mean something to the parser. */
enum word {
    WORD_NONE, /* any other */
#define WORD(name, text)     name,
#define RESERVED(name, text) name,
#include "syntax/words.def"
#undef WORD
#undef RESERVED
    WORD_COUNT
};

struct token {
    uint32_t start, end; /* bytes of the source */
    uint8_t kind;        /* enum token_kind */
    uint8_t word;        /* enum word, of a name */
    bool after_newline;  /* a line ends between the token before and this one */
};

struct lexer {
    struct text source;
    struct token token;    /* the current one; what follows token.end is not read yet */
    uint32_t previous_end; /* of the token before */
    VEC(struct syntax_comment) comments;
};

/* What is restored to read tokens again. */
struct lexer_state {
    struct token token;
    uint32_t previous_end, comment_count;
};

/* Begins at byte `offset`; there is no current token yet. The caller releases lexer->comments. */
void lexer_init(struct lexer *lexer, struct text source, uint32_t offset);
/* Goes on to the next token. After TOKEN_END and TOKEN_DECLINED the token stays. */
void lexer_next(struct lexer *lexer);
/* Makes the current token, which starts with a slash, a regular expression with its flags, or TOKEN_DECLINED. */
void lexer_regex(struct lexer *lexer);

enum template_end { TEMPLATE_DECLINED, TEMPLATE_SUBSTITUTION, TEMPLATE_BACKTICK };
/* Reads the characters of a template from `offset` on. *end is where its substitution's dollar sign or its closing backtick stands. */
enum template_end lexer_template(const struct lexer *lexer, uint32_t offset, uint32_t *end);

struct lexer_state lexer_save(const struct lexer *lexer);
void lexer_restore(struct lexer *lexer, struct lexer_state state);

/* A word that is no identifier: ECMAScript's reserved words but await and yield. */
bool word_is_reserved(enum word word);
/* How tightly a binary operator binds, 1 (??) to 12 (**); 0 for other tokens. */
unsigned token_precedence(enum token_kind kind);

#endif
