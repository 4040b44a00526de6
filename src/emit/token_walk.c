#include "emit/token_walk.h"

#include "emit/literal.h"

void token_walk_init(struct token_walk *walk)
{
    *walk = (struct token_walk){.before = ';'};
}

void token_walk_over(struct token_walk *walk, struct text text, size_t start, size_t end, bool is_next)
{
    walk->text = text;
    walk->at = start;
    walk->end = end;
    walk->line_began = true;
    if (is_next) return;
    walk->in_comment = walk->in_template = false;
    walk->template_count = 0;
    walk->before = ';';
}

static char peek(const struct token_walk *walk, size_t ahead)
{
    return walk->at + ahead < walk->end ? walk->text.at[walk->at + ahead] : '\0';
}

/* Moves to the next line end, or the end. */
static void skip_line(struct token_walk *walk)
{
    size_t end = text_find_char(text_slice(walk->text, 0, walk->end), '\n', walk->at);
    walk->at = end == TEXT_NOWHERE ? walk->end : end;
}

static void skip_blanks(struct token_walk *walk)
{
    for (; walk->at < walk->end; walk->at++) {
        char c = walk->text.at[walk->at];
        if (c == '\n') walk->line_began = true;
        else if (c != ' ' && c != '\t' && c != '\r') return;
    }
}

/* Over the rest of the comment on this line. */
static void skip_comment(struct token_walk *walk)
{
    while (walk->at < walk->end && walk->text.at[walk->at] != '\n') {
        bool is_end = walk->text.at[walk->at] == '*' && peek(walk, 1) == '/';
        walk->at += is_end ? 2 : 1;
        if (!is_end) continue;
        walk->in_comment = false;
        return;
    }
}

/* Over the text of a template, on this line, to its end or its next expression. */
static void skip_template(struct token_walk *walk)
{
    while (walk->at < walk->end && walk->text.at[walk->at] != '\n') {
        char c = walk->text.at[walk->at++];
        if (c == '\\' && walk->at < walk->end && walk->text.at[walk->at] != '\n') walk->at++;
        if (c == '`') {
            walk->in_template = false;
            walk->template_count--;
            walk->before = 'a';
            return;
        }
        if (c == '$' && peek(walk, 0) == '{') {
            walk->at++;
            walk->in_template = false;
            walk->before = '(';
            return;
        }
    }
}

static void begin_template(struct token_walk *walk)
{
    walk->at++;
    walk->before = 'a';
    if (walk->template_count == TOKEN_WALK_TEMPLATES) return;
    walk->braces[walk->template_count++] = 0;
    walk->in_template = true;
    skip_template(walk);
}

/* Whether this brace ends the expression of a template. */
static bool ends_template_expression(struct token_walk *walk, char c)
{
    if (walk->template_count == 0 || (c != '{' && c != '}')) return false;
    uint32_t *open = &walk->braces[walk->template_count - 1];
    if (c == '}' && *open == 0) return true;
    *open += c == '{' ? 1 : UINT32_MAX;
    return false;
}

static void skip_string(struct token_walk *walk, char quote)
{
    for (walk->at++; walk->at < walk->end; walk->at++) {
        char c = walk->text.at[walk->at];
        if (c == '\n') return;
        if (c == '\\') walk->at++;
        else if (c == quote) break;
    }
    walk->at = walk->at < walk->end ? walk->at + 1 : walk->end;
}

/* The end of the regular expression that starts here, or 0 when none ends on this line. */
static size_t regex_end(const struct token_walk *walk)
{
    bool in_class = false;
    for (size_t i = walk->at + 1; i < walk->end; i++) {
        char c = walk->text.at[i];
        if (c == '\n') return 0;
        if (c == '\\') i++;
        else if (c == '[') in_class = true;
        else if (c == ']') in_class = false;
        else if (c == '/' && !in_class) return i + 1;
    }
    return 0;
}

/* Can an expression follow this word? Then a slash begins a regular expression. */
static bool awaits_expression(struct text word)
{
    static const char *const words[] = {"return", "typeof", "case", "in", "of",    "delete", "void",
                                        "throw",  "new",    "else", "do", "await", "yield",  "instanceof"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is(word, words[i])) return true;
    return false;
}

static void skip_word(struct token_walk *walk)
{
    size_t start = walk->at;
    while (walk->at < walk->end && literal_is_name_byte(walk->text.at[walk->at])) walk->at++;
    walk->before = awaits_expression(text_slice(walk->text, start, walk->at)) ? '(' : 'a';
}

/* Over one token outside of comments; true when it begins a segment wherever it stands. */
static bool skip_token(struct token_walk *walk)
{
    char c = walk->text.at[walk->at];
    if (literal_is_name_byte(c)) {
        skip_word(walk);
        return true;
    }
    if (c == '`') {
        begin_template(walk);
        return true;
    }
    if (ends_template_expression(walk, c)) {
        walk->in_template = true;
        walk->at++;
        skip_template(walk);
        return false;
    }
    size_t end = c == '/' && !strchr("a)]}", walk->before) ? regex_end(walk) : 0;
    if (end) walk->at = end;
    else if (c == '"' || c == '\'') skip_string(walk, c);
    bool is_literal = end || c == '"' || c == '\'';
    if (!is_literal) walk->at++;
    bool starts_statement = strchr(";{}", walk->before) != NULL;
    walk->before = is_literal ? 'a' : c;
    return is_literal || starts_statement;
}

bool token_walk_next(struct token_walk *walk, size_t *start)
{
    for (;;) {
        skip_blanks(walk);
        if (walk->at >= walk->end) return false;
        *start = walk->at;
        bool begins_line = walk->line_began;
        walk->line_began = false;
        if (walk->in_template) {
            skip_template(walk);
        } else if (!walk->in_comment && peek(walk, 0) == '/' && peek(walk, 1) == '/') {
            skip_line(walk);
        } else if (walk->in_comment || (peek(walk, 0) == '/' && peek(walk, 1) == '*')) {
            if (!walk->in_comment) walk->at += 2;
            walk->in_comment = true;
            skip_comment(walk);
        } else if (skip_token(walk)) {
            return true;
        }
        if (begins_line) return true;
    }
}
