#include "syntax/lexer.h"

/* ---------------------------------------------------------------------------------------------- tables */

enum {
    NAME_START = 1,
    NAME_PART = 2,
    DIGIT = 4,
    HEX = 8,
    STRING_END = 16 /* or what may be more than one byte of it */
};

static const uint8_t classes[256] = {
    ['$'] = NAME_START | NAME_PART,
    ['_'] = NAME_START | NAME_PART,
    ['0' ... '9'] = NAME_PART | DIGIT | HEX,
    ['A' ... 'F'] = NAME_START | NAME_PART | HEX,
    ['G' ... 'Z'] = NAME_START | NAME_PART,
    ['a' ... 'f'] = NAME_START | NAME_PART | HEX,
    ['g' ... 'z'] = NAME_START | NAME_PART,
    ['"'] = STRING_END,
    ['\''] = STRING_END,
    ['\\'] = STRING_END,
    ['\n'] = STRING_END,
    ['\r'] = STRING_END,
};

static const struct {
    const char *text;
    uint8_t length;
} words[WORD_COUNT] = {
#define WORD(name, text)     [name] = {text, sizeof text - 1},
#define RESERVED(name, text) [name] = {text, sizeof text - 1},
#include "syntax/words.def"
#undef WORD
#undef RESERVED
};

static const bool reserved[WORD_COUNT] = {
#define WORD(name, text)
#define RESERVED(name, text) [name] = true,
#include "syntax/words.def"
#undef WORD
#undef RESERVED
};

static const uint8_t precedences[TOKEN_KIND_COUNT] = {
#define PUNCTUATOR(name, text)
#define OPERATOR(name, text, precedence) [name] = precedence,
#include "syntax/punctuators.def"
#undef PUNCTUATOR
#undef OPERATOR
};

bool word_is_reserved(enum word word)
{
    return reserved[word];
}

unsigned token_precedence(enum token_kind kind)
{
    return precedences[kind];
}

/* ---------------------------------------------------------------------------------------------- characters */

static unsigned char char_at(const struct lexer *lexer, uint32_t offset)
{
    return offset < lexer->source.length ? (unsigned char)lexer->source.at[offset] : 0;
}

static bool has_class(const struct lexer *lexer, uint32_t offset, unsigned class)
{
    return classes[char_at(lexer, offset)] & class;
}

/* U+2028 and U+2029 end lines, too. */
static bool is_separator(const struct lexer *lexer, uint32_t offset)
{
    return char_at(lexer, offset) == 0xe2 && char_at(lexer, offset + 1) == 0x80 &&
           (char_at(lexer, offset + 2) == 0xa8 || char_at(lexer, offset + 2) == 0xa9);
}

static bool is_at_end(const struct lexer *lexer, uint32_t offset)
{
    return offset >= lexer->source.length;
}

/* ---------------------------------------------------------------------------------------------- between tokens */

/* The end of the comment that starts at `start`, or of the source; UINT32_MAX when it is declined. Sets *has_newline. */
static uint32_t comment_end(const struct lexer *lexer, uint32_t start, bool *has_newline)
{
    uint32_t at = start + 2;
    if (char_at(lexer, start + 1) == '/') {
        for (; !is_at_end(lexer, at); at++) {
            unsigned char c = char_at(lexer, at);
            if (c == '\n') break;
            if (c == '\r' || c == 0xe2) {
                if (c == '\r' && char_at(lexer, at + 1) == '\n') break;
                if (c == '\r' || is_separator(lexer, at)) return UINT32_MAX;
            }
        }
        return at;
    }
    for (; !is_at_end(lexer, at); at++) {
        unsigned char c = char_at(lexer, at);
        if (c == '*' && char_at(lexer, at + 1) == '/') return at + 2;
        if (c == '\n') *has_newline = true;
        else if (c == 0xe2 && is_separator(lexer, at)) return UINT32_MAX;
    }
    return UINT32_MAX;
}

/* Skips white space and comments from `at` on. False when something is declined. */
static bool skip_to_token(struct lexer *lexer, uint32_t at, uint32_t *start, bool *newline)
{
    for (;;) {
        unsigned char c = char_at(lexer, at);
        if (c == ' ' || c == '\t' || c == '\v' || c == '\f') {
            at++;
        } else if (c == '\n') {
            *newline = true;
            at++;
        } else if (c == '\r' && char_at(lexer, at + 1) == '\n') {
            at++;
        } else if (c == '/' && (char_at(lexer, at + 1) == '/' || char_at(lexer, at + 1) == '*')) {
            uint32_t end = comment_end(lexer, at, newline);
            if (end == UINT32_MAX) return false;
            vec_push(&lexer->comments, (struct syntax_comment){at, end});
            at = end;
        } else {
            *start = at;
            return true;
        }
    }
}

/* ---------------------------------------------------------------------------------------------- names and literals */

/* The words by their first letter. */
static const struct {
    uint8_t first, last;
} words_of_letter[26] = {
    ['a' - 'a'] = {WORD_ACCESSOR, WORD_AWAIT}, ['b' - 'a'] = {WORD_BREAK, WORD_BREAK},
    ['c' - 'a'] = {WORD_CASE, WORD_CONTINUE},  ['d' - 'a'] = {WORD_DEBUGGER, WORD_DO},
    ['e' - 'a'] = {WORD_ELSE, WORD_EXTENDS},   ['f' - 'a'] = {WORD_FALSE, WORD_FUNCTION},
    ['g' - 'a'] = {WORD_GET, WORD_GET},        ['i' - 'a'] = {WORD_IF, WORD_INSTANCEOF},
    ['l' - 'a'] = {WORD_LET, WORD_LET},        ['m' - 'a'] = {WORD_META, WORD_META},
    ['n' - 'a'] = {WORD_NEW, WORD_NULL},       ['o' - 'a'] = {WORD_OF, WORD_OF},
    ['r' - 'a'] = {WORD_RETURN, WORD_RETURN},  ['s' - 'a'] = {WORD_SET, WORD_SWITCH},
    ['t' - 'a'] = {WORD_TARGET, WORD_TYPEOF},  ['u' - 'a'] = {WORD_UNDEFINED, WORD_USING},
    ['v' - 'a'] = {WORD_VAR, WORD_VOID},       ['w' - 'a'] = {WORD_WHILE, WORD_WITH},
    ['y' - 'a'] = {WORD_YIELD, WORD_YIELD},
};

static enum word word_of(const char *text, uint32_t length)
{
    if (text[0] < 'a' || text[0] > 'z') return WORD_NONE;
    unsigned letter = (unsigned)(text[0] - 'a');
    if (words_of_letter[letter].first == WORD_NONE) return WORD_NONE;
    for (unsigned word = words_of_letter[letter].first; word <= words_of_letter[letter].last; word++) {
        if (words[word].length == length && memcmp(words[word].text, text, length) == 0) return (enum word)word;
    }
    return WORD_NONE;
}

static uint32_t name_end(const struct lexer *lexer, uint32_t at)
{
    const unsigned char *bytes = (const unsigned char *)lexer->source.at;
    uint32_t end = (uint32_t)lexer->source.length;
    while (at < end && classes[bytes[at]] & NAME_PART) at++;
    return at;
}

/* The end of the name from `at` on, or UINT32_MAX: an escape or a letter beyond ASCII belongs to it. */
static uint32_t whole_name_end(const struct lexer *lexer, uint32_t at)
{
    at = name_end(lexer, at);
    unsigned char next = char_at(lexer, at);
    return next == '\\' || next >= 0x80 ? UINT32_MAX : at;
}

static uint32_t digits_end(const struct lexer *lexer, uint32_t at, unsigned class)
{
    while (has_class(lexer, at, class) || (char_at(lexer, at) == '_' && has_class(lexer, at + 1, class))) at++;
    return at;
}

/* The digits, with underscores between them, of a number to the base 2, 8 or 16. */
static uint32_t radix_digits_end(const struct lexer *lexer, uint32_t at, unsigned char letter)
{
    unsigned char highest = letter == 'b' ? '1' : '7';
    uint32_t end = digits_end(lexer, at, HEX);
    if (end == at) return UINT32_MAX;
    for (; letter != 'x' && at < end; at++) {
        if (char_at(lexer, at) > highest && char_at(lexer, at) != '_') return UINT32_MAX;
    }
    return end;
}

static uint32_t number_end(const struct lexer *lexer, uint32_t at)
{
    unsigned char second = char_at(lexer, at + 1) | 0x20;
    if (char_at(lexer, at) == '0' && (second == 'x' || second == 'o' || second == 'b')) {
        at = radix_digits_end(lexer, at + 2, second);
        if (at == UINT32_MAX) return at;
    } else {
        at = digits_end(lexer, at, DIGIT);
        if (char_at(lexer, at) == '.') at = digits_end(lexer, at + 1, DIGIT);
        if ((char_at(lexer, at) | 0x20) == 'e') {
            uint32_t exponent = at + 1;
            if (char_at(lexer, exponent) == '+' || char_at(lexer, exponent) == '-') exponent++;
            if (!has_class(lexer, exponent, DIGIT)) return UINT32_MAX;
            at = digits_end(lexer, exponent, DIGIT);
        }
    }
    if (char_at(lexer, at) == 'n') at++;
    unsigned char next = char_at(lexer, at);
    return classes[next] & NAME_PART || next == '\\' || next >= 0x80 ? UINT32_MAX : at;
}

/* One past the escape sequence whose backslash is at `at`; UINT32_MAX when it is none or a rare one. */
static uint32_t escape_end(const struct lexer *lexer, uint32_t at)
{
    unsigned char c = char_at(lexer, at + 1);
    if (is_at_end(lexer, at + 1) || c == '\r') return UINT32_MAX;
    if (c != 'x' && c != 'u') return at + 2;
    uint32_t first = at + 2, wanted = c == 'x' ? 2 : 4;
    if (c == 'u' && char_at(lexer, first) == '{') {
        uint32_t end = first + 1;
        while (has_class(lexer, end, HEX)) end++;
        return char_at(lexer, end) == '}' && end > first + 1 ? end + 1 : UINT32_MAX;
    }
    for (uint32_t i = 0; i < wanted; i++) {
        if (!has_class(lexer, first + i, HEX)) return UINT32_MAX;
    }
    return first + wanted;
}

static uint32_t string_end(const struct lexer *lexer, uint32_t at)
{
    unsigned char quote = char_at(lexer, at++);
    const unsigned char *bytes = (const unsigned char *)lexer->source.at;
    for (uint32_t end = (uint32_t)lexer->source.length; at < end;) {
        unsigned char c = bytes[at];
        if (!(classes[c] & STRING_END)) {
            at++;
            continue;
        }
        if (c == quote) return at + 1;
        if (c == '\n' || c == '\r') return UINT32_MAX;
        at = c == '\\' ? escape_end(lexer, at) : at + 1;
        if (at == UINT32_MAX) return UINT32_MAX;
    }
    return UINT32_MAX;
}

/* ---------------------------------------------------------------------------------------------- punctuators */

static bool is_at(const struct lexer *lexer, uint32_t at, const char *text)
{
    for (; *text; text++, at++) {
        if (char_at(lexer, at) != (unsigned char)*text) return false;
    }
    return true;
}

/* Sets kind and returns the length: `length` bytes of the operator `kind`, or with an equals sign more, an augmented assignment. */
static uint32_t assignable(const struct lexer *lexer, uint32_t at, uint32_t length, enum token_kind plain,
                           enum token_kind *kind)
{
    *kind = plain;
    if (char_at(lexer, at + length) != '=') return length;
    *kind = TOKEN_AUGMENTED_ASSIGN;
    return length + 1;
}

static uint32_t equals_sign(const struct lexer *lexer, uint32_t at, enum token_kind *kind)
{
    *kind = TOKEN_EQUALITY;
    if (char_at(lexer, at + 1) == '=') return char_at(lexer, at + 2) == '=' ? 3 : 2;
    *kind = char_at(lexer, at + 1) == '>' ? TOKEN_ARROW : TOKEN_ASSIGN;
    return *kind == TOKEN_ARROW ? 2 : 1;
}

static uint32_t angle(const struct lexer *lexer, uint32_t at, enum token_kind *kind)
{
    unsigned char c = char_at(lexer, at);
    uint32_t length = 1;
    if (c == '<' && is_at(lexer, at, "<!--")) {
        *kind = TOKEN_DECLINED;
        return 0;
    }
    while (length < (c == '<' ? 2u : 3u) && char_at(lexer, at + length) == c) length++;
    if (length > 1) return assignable(lexer, at, length, TOKEN_SHIFT, kind);
    *kind = char_at(lexer, at + 1) == '=' ? TOKEN_RELATION : c == '<' ? TOKEN_LESS : TOKEN_RELATION;
    return char_at(lexer, at + 1) == '=' ? 2 : 1;
}

static uint32_t question(const struct lexer *lexer, uint32_t at, enum token_kind *kind)
{
    if (char_at(lexer, at + 1) == '?') return assignable(lexer, at, 2, TOKEN_COALESCE, kind);
    *kind = char_at(lexer, at + 1) == '.' && !has_class(lexer, at + 2, DIGIT) ? TOKEN_OPTIONAL_CHAIN : TOKEN_QUESTION;
    return *kind == TOKEN_OPTIONAL_CHAIN ? 2 : 1;
}

static uint32_t sign(const struct lexer *lexer, uint32_t at, enum token_kind *kind)
{
    unsigned char c = char_at(lexer, at);
    if (char_at(lexer, at + 1) != c) return assignable(lexer, at, 1, TOKEN_PLUS_MINUS, kind);
    *kind = is_at(lexer, at, "-->") ? TOKEN_DECLINED : TOKEN_UPDATE;
    return 2;
}

static uint32_t dot(const struct lexer *lexer, uint32_t at, enum token_kind *kind)
{
    *kind = is_at(lexer, at, "...") ? TOKEN_ELLIPSIS : TOKEN_DOT;
    return *kind == TOKEN_ELLIPSIS ? 3 : 1;
}

/* An operator that may be doubled, each with or without an equals sign. */
static uint32_t doubled(const struct lexer *lexer, uint32_t at, enum token_kind once, enum token_kind twice,
                        enum token_kind *kind)
{
    if (char_at(lexer, at + 1) == char_at(lexer, at)) return assignable(lexer, at, 2, twice, kind);
    return assignable(lexer, at, 1, once, kind);
}

/* Sets the kind of the punctuator at `at` and returns its length. */
static uint32_t punctuator(const struct lexer *lexer, uint32_t at, enum token_kind *kind)
{
    switch (char_at(lexer, at)) {
    case '(': return *kind = TOKEN_PAREN_OPEN, 1;
    case ')': return *kind = TOKEN_PAREN_CLOSE, 1;
    case '{': return *kind = TOKEN_BRACE_OPEN, 1;
    case '}': return *kind = TOKEN_BRACE_CLOSE, 1;
    case '[': return *kind = TOKEN_BRACKET_OPEN, 1;
    case ']': return *kind = TOKEN_BRACKET_CLOSE, 1;
    case ';': return *kind = TOKEN_SEMICOLON, 1;
    case ',': return *kind = TOKEN_COMMA, 1;
    case ':': return *kind = TOKEN_COLON, 1;
    case '~': return *kind = TOKEN_TILDE, 1;
    case '`': return *kind = TOKEN_BACKTICK, 1;
    case '.': return dot(lexer, at, kind);
    case '?': return question(lexer, at, kind);
    case '=': return equals_sign(lexer, at, kind);
    case '!':
        *kind = char_at(lexer, at + 1) == '=' ? TOKEN_EQUALITY : TOKEN_NOT;
        return *kind == TOKEN_NOT ? 1 : char_at(lexer, at + 2) == '=' ? 3 : 2;
    case '<':
    case '>': return angle(lexer, at, kind);
    case '+':
    case '-': return sign(lexer, at, kind);
    case '*': return doubled(lexer, at, TOKEN_STAR, TOKEN_POWER, kind);
    case '&': return doubled(lexer, at, TOKEN_AND, TOKEN_AND_AND, kind);
    case '|': return doubled(lexer, at, TOKEN_OR, TOKEN_OR_OR, kind);
    case '/': return assignable(lexer, at, 1, TOKEN_SLASH, kind);
    case '%': return assignable(lexer, at, 1, TOKEN_PERCENT, kind);
    case '^': return assignable(lexer, at, 1, TOKEN_XOR, kind);
    default: return *kind = TOKEN_DECLINED, 0;
    }
}

/* ---------------------------------------------------------------------------------------------- tokens */

void lexer_init(struct lexer *lexer, struct text source, uint32_t offset)
{
    *lexer = (struct lexer){.source = source, .previous_end = offset};
    lexer->token = (struct token){.start = offset, .end = offset, .kind = TOKEN_SEMICOLON};
}

/* Sets the end of the current token, whose start is set; UINT32_MAX declines it. */
static void finish(struct token *token, enum token_kind kind, uint32_t end)
{
    bool declined = kind == TOKEN_DECLINED || end == UINT32_MAX;
    token->kind = declined ? TOKEN_DECLINED : (uint8_t)kind;
    token->end = declined ? token->start : end;
}

void lexer_next(struct lexer *lexer)
{
    struct token *token = &lexer->token;
    if (token->kind == TOKEN_END || token->kind == TOKEN_DECLINED) return;
    lexer->previous_end = token->end;
    bool newline = false;
    if (!skip_to_token(lexer, token->end, &token->start, &newline)) {
        finish(token, TOKEN_DECLINED, 0);
        return;
    }
    token->after_newline = newline;
    token->word = WORD_NONE;
    uint32_t at = token->start;
    unsigned char c = char_at(lexer, at);
    if (classes[c] & NAME_START) {
        finish(token, TOKEN_NAME, whole_name_end(lexer, at));
        if (token->kind == TOKEN_NAME) token->word = (uint8_t)word_of(lexer->source.at + at, token->end - at);
    } else if (classes[c] & DIGIT || (c == '.' && has_class(lexer, at + 1, DIGIT))) {
        finish(token, TOKEN_NUMBER, number_end(lexer, at));
    } else if (c == '"' || c == '\'') {
        finish(token, TOKEN_STRING, string_end(lexer, at));
    } else if (is_at_end(lexer, at)) {
        finish(token, TOKEN_END, at);
    } else if (c == '#' && has_class(lexer, at + 1, NAME_START)) {
        finish(token, TOKEN_PRIVATE_NAME, whole_name_end(lexer, at + 1));
    } else {
        enum token_kind kind;
        uint32_t length = punctuator(lexer, at, &kind);
        finish(token, kind, at + length);
    }
}

void lexer_regex(struct lexer *lexer)
{
    bool in_class = false;
    for (uint32_t at = lexer->token.start + 1; !is_at_end(lexer, at); at++) {
        unsigned char c = char_at(lexer, at);
        if (c == '\\') at++;
        else if (c == '[') in_class = true;
        else if (c == ']') in_class = false;
        else if (c == '/' && !in_class) {
            uint32_t end = at + 1;
            while (char_at(lexer, end) >= 'a' && char_at(lexer, end) <= 'z') end++;
            finish(&lexer->token, TOKEN_REGEX, whole_name_end(lexer, end) == end ? end : UINT32_MAX);
            return;
        }
        c = char_at(lexer, at);
        if (c == '\n' || c == '\r' || is_separator(lexer, at)) break;
    }
    finish(&lexer->token, TOKEN_DECLINED, 0);
}

enum template_end lexer_template(const struct lexer *lexer, uint32_t offset, uint32_t *end)
{
    uint32_t at = offset;
    while (!is_at_end(lexer, at)) {
        unsigned char c = char_at(lexer, at);
        if (c == '`' || (c == '$' && char_at(lexer, at + 1) == '{')) {
            *end = at;
            return c == '`' ? TEMPLATE_BACKTICK : TEMPLATE_SUBSTITUTION;
        }
        if (c == '\0') break;
        at = c == '\\' ? escape_end(lexer, at) : at + 1;
        if (at == UINT32_MAX) break;
    }
    return TEMPLATE_DECLINED;
}

struct lexer_state lexer_save(const struct lexer *lexer)
{
    return (struct lexer_state){lexer->token, lexer->previous_end, lexer->comments.count};
}

void lexer_restore(struct lexer *lexer, struct lexer_state state)
{
    lexer->token = state.token;
    lexer->previous_end = state.previous_end;
    lexer->comments.count = state.comment_count;
}
