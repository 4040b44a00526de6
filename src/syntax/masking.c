#include "syntax/masking.h"

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

/* What can stand in type arguments and in no expression that is compared with `<` and `>`: no call, no operator. */
static bool is_type_byte(char c)
{
    return is_name_byte(c) || strchr(" \t\r\n<>{}[]:;,.|&?'\"", c);
}

static size_t skip_blanks_back(struct text t, size_t end)
{
    while (end > 0 && strchr(" \t\r\n", t.at[end - 1])) end--;
    return end;
}

/* Does the brace at `brace` open the list of an import or export: `export {`, `import {`, `import name, {`? */
static bool opens_name_list(struct text source, size_t brace)
{
    size_t end = skip_blanks_back(source, brace);
    if (end > 0 && source.at[end - 1] == ',') {
        end = skip_blanks_back(source, end - 1);
        while (end > 0 && is_name_byte(source.at[end - 1])) end--;
        return text_ends_with(text_slice(source, 0, skip_blanks_back(source, end)), TEXT("import"));
    }
    struct text before = text_slice(source, 0, end);
    return text_ends_with(before, TEXT("export")) || text_ends_with(before, TEXT("import"));
}

/* The end of the comment or string that begins at `at`, or `at` when none does. */
static size_t skip_comment_or_string(struct text t, size_t at)
{
    char first = t.at[at], second = at + 1 < t.length ? t.at[at + 1] : '\0';
    size_t end = at;
    if (first == '/' && second == '*') {
        end = text_find(t, TEXT("*/"), at + 2);
        return end == TEXT_NOWHERE ? t.length : end + 2;
    }
    if (first == '/' && second == '/') {
        end = text_find_char(t, '\n', at);
        return end == TEXT_NOWHERE ? t.length : end;
    }
    if (first != '"' && first != '\'') return at;
    for (end = at + 1; end < t.length && t.at[end] != first && t.at[end] != '\n'; end++) end += t.at[end] == '\\';
    return end < t.length ? end + 1 : t.length;
}

/* The grammar takes no reserved word for an imported or exported name (`export { _null as null }`). A copy of the source in which every name of
 * such a list begins with an underscore parses to the same tree at the same offsets; what is read from the tree is the source's own text. */
static void mask_listed_names(char *masked, struct text source)
{
    size_t next = 0; /* lists do not nest: no byte is looked at twice */
    for (size_t brace; (brace = text_find_char(source, '{', next)) != TEXT_NOWHERE;) {
        next = brace + 1;
        if (!opens_name_list(source, brace)) continue;
        for (size_t i = next; i < source.length && source.at[i] != '}' && source.at[i] != '{'; next = i) {
            size_t start = skip_comment_or_string(source, i);
            if (start != i) {
                i = start;
                continue;
            }
            while (i < source.length && is_name_byte(source.at[i])) i++;
            struct text word = text_slice(source, start, i);
            if (word.length && !text_is(word, "as") && !text_is(word, "type") && !text_is(word, "default"))
                masked[start] = '_';
            if (word.length == 0) i++;
        }
    }
}

static size_t skip_blanks(struct text t, size_t at)
{
    while (at < t.length && strchr(" \t\r\n", t.at[at])) at++;
    return at;
}

/* Is `word` a whole word of the source at `at`? */
static bool is_word_at(struct text source, size_t at, struct text word)
{
    return text_starts_with(text_slice(source, at, source.length), word) &&
           (at == 0 || !is_name_byte(source.at[at - 1])) &&
           (at + word.length >= source.length || !is_name_byte(source.at[at + word.length]));
}

/* `export type * as ns from` → `export type {     } from`. */
static void mask_type_star(char *masked, struct text source, size_t export)
{
    size_t type = skip_blanks(source, export + 6);
    if (type == source.length || !is_word_at(source, type, TEXT("type"))) return;
    size_t star = skip_blanks(source, type + 4), from = star;
    while ((from = text_find(source, TEXT("from"), from)) != TEXT_NOWHERE && !is_word_at(source, from, TEXT("from")))
        from++;
    if (star >= source.length || source.at[star] != '*' || from == TEXT_NOWHERE || from < star + 2) return;
    memset(masked + star, ' ', from - star);
    masked[star] = '{';
    masked[from - 1] = '}';
}

/* `export import a = require("x")` → `export const  a = require("x")`, which is what compilers make of it. */
static void mask_exported_require(char *masked, struct text source, size_t export)
{
    size_t import = skip_blanks(source, export + 6);
    if (import == source.length || !is_word_at(source, import, TEXT("import"))) return;
    size_t at = skip_blanks(source, import + 6);
    while (at < source.length && is_name_byte(source.at[at])) at++;
    at = skip_blanks(source, at);
    if (at == source.length || source.at[at] != '=') return;
    at = skip_blanks(source, at + 1);
    if (at < source.length && is_word_at(source, at, TEXT("require"))) memcpy(masked + import, "const ", 6);
}

/* Is one of `words` the whole word at `at`? */
static bool is_any_word_at(struct text source, size_t at, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_word_at(source, at, (struct text){words[i], strlen(words[i])})) return true;
    }
    return false;
}

/* Does the word at `at` come between two operands, or behind a type parameter's name? */
static bool is_operator_at(struct text source, size_t at)
{
    static const char *const operators[] = {"in", "instanceof", "as", "is", "of", "satisfies", "extends"};
    return is_any_word_at(source, at, operators, sizeof operators / sizeof *operators);
}

/* Does a name, or what a member can be called, follow on the same line? Then a word that can be a name as well is a keyword here. */
static bool precedes_name(struct text source, size_t next)
{
    size_t start = next;
    while (next < source.length && (source.at[next] == ' ' || source.at[next] == '\t')) next++;
    if (next == start || next == source.length) return false;
    if (!is_name_byte(source.at[next]) && !strchr("#[\"'", source.at[next]) && (unsigned char)source.at[next] < 128)
        return false;
    return !is_operator_at(source, next);
}

/* As a modifier `accessor` changes nothing about what is evaluated and goes; else it is a name, and is made one that the grammar takes. */
static void mask_accessor(char *masked, struct text source, size_t accessor)
{
    if (precedes_name(source, accessor + 8)) memset(masked + accessor, ' ', 8);
    else masked[accessor] = '_';
}

/* Does an operand end at `end`: a name, a literal, something in brackets? */
static bool is_operand_before(struct text source, size_t end)
{
    static const char *const keywords[] = {"let",  "const",  "var",  "return", "typeof", "case",       "await", "yield",
                                           "void", "delete", "else", "new",    "in",     "instanceof", "of"};
    size_t word = end;
    while (word > 0 && is_name_byte(source.at[word - 1])) word--;
    if (word == end) return end > 0 && strchr(")]}\"'`>!", source.at[end - 1]);
    bool is_member = word > 0 && source.at[word - 1] == '.';
    return is_member || !is_any_word_at(source, word, keywords, sizeof keywords / sizeof *keywords);
}

/* Can a type begin at `at`? */
static bool is_type_at(struct text source, size_t at)
{
    if (at >= source.length) return false;
    char c = source.at[at], next = at + 1 < source.length ? source.at[at + 1] : '\0';
    if (c == '|' || c == '&') return next != c && next != '=';
    return is_name_byte(c) || strchr("{[(\"'`-<", c);
}

/* `as` is a name where no operand stands before it or no type behind it, and not in `* as ns`. */
static void mask_name_as(char *masked, struct text source, size_t as)
{
    size_t before = skip_blanks_back(source, as), after = skip_blanks(source, as + 2);
    bool names_namespace = before > 0 && source.at[before - 1] == '*';
    bool is_operator = is_operand_before(source, before) && is_type_at(source, after);
    if (!is_operator && !names_namespace) masked[as] = '_';
}

/* `in`, `out` and `in out` before a type parameter say something about its variance. */
static void mask_variance(char *masked, struct text source, size_t modifier, size_t length)
{
    size_t before = skip_blanks_back(source, modifier), next = skip_blanks(source, modifier + length);
    bool begins = before > 0 && strchr("<,", source.at[before - 1]);
    if (length == 3 && before > 1 && is_word_at(source, before - 2, TEXT("in"))) {
        size_t comma = skip_blanks_back(source, before - 2);
        begins = begins || (comma > 0 && strchr("<,", source.at[comma - 1]));
    }
    if (!begins || next == modifier + length || next == source.length || !is_name_byte(source.at[next])) return;
    if (length == 3 && is_operator_at(source, next)) return;
    memset(masked + modifier, ' ', length);
}

/* An escaped backtick: to the grammar it ends the type of a template. What the text says is read from the source. */
static void mask_escaped_backtick(char *masked, struct text source, size_t backtick)
{
    size_t first = backtick;
    while (first > 0 && source.at[first - 1] == '\\') first--;
    if ((backtick - first) % 2 == 1) masked[backtick - 1] = masked[backtick] = '_';
}

static void mask_name(char *masked, struct text source, size_t word, size_t length)
{
    if (!precedes_name(source, word + length)) masked[word] = '_';
}

/* `using x: T = y`, `for (using x of y)`: the grammar of TypeScript knows only plain ones. See flatten_node for what becomes of the declaration. */
static void mask_using(char *masked, struct text source, size_t using, bool typescript)
{
    bool declares = precedes_name(source, using + 5);
    if (!declares) masked[using] = '_';
    if (!declares || !typescript) return;
    memcpy(masked + using, "const", 5);
    size_t before = skip_blanks_back(source, using);
    if (before >= 5 && is_word_at(source, before - 5, TEXT("await"))) memset(masked + before - 5, ' ', 5);
}

/* `import defer * as ns from`, `import source x from`: what is asked for is the same without the word. */
static void mask_import_phase(char *masked, struct text source, size_t import)
{
    size_t at = skip_blanks(source, import + 6);
    bool call = at < source.length && source.at[at] == '.';
    size_t word = call ? at + 1 : at;
    size_t length = is_word_at(source, word, TEXT("defer")) ? 5 : is_word_at(source, word, TEXT("source")) ? 6 : 0;
    if (length == 0) return;
    size_t next = skip_blanks(source, word + length);
    bool named = next < source.length && (is_name_byte(source.at[next]) || source.at[next] == '*');
    bool called = next < source.length && source.at[next] == '(';
    if (call ? called : named && !is_word_at(source, next, TEXT("from"))) memset(masked + at, ' ', word + length - at);
}

/* The first `c` from `at` on, not far away. */
static size_t find_near(struct text t, char c, size_t at)
{
    enum { FAR = 10000 };
    return text_find_char(text_slice(t, 0, at + FAR < t.length ? at + FAR : t.length), c, at);
}

/* Attributes behind a specifier: the grammar knows `with` of an import; `assert` is its older name. Of exports they go. */
static void mask_attributes(char *masked, struct text source, size_t word, size_t length, bool of_import)
{
    size_t open = skip_blanks(source, word + length), quote = skip_blanks_back(source, word);
    if (open == source.length || source.at[open] != '{' || quote < 2 || !strchr("'\"", source.at[quote - 1])) return;
    size_t start = quote - 1;
    while (start > 0 && source.at[start - 1] != source.at[quote - 1]) start--;
    struct text before = text_slice(source, 0, skip_blanks_back(source, start ? start - 1 : 0));
    if (!text_ends_with(before, TEXT("from")) && !text_ends_with(before, TEXT("import"))) return;
    size_t close = find_near(source, '}', open);
    if (of_import) memcpy(masked + word, "with  ", length);
    else if (close != TEXT_NOWHERE) memset(masked + word, ' ', close + 1 - word);
}

static void mask_all_attributes(char *masked, struct text source)
{
    bool of_import = false; /* the last statement that began */
    for (size_t at = 0; at < source.length; at++) {
        if (!strchr("iewa", source.at[at])) continue;
        if (is_word_at(source, at, TEXT("import"))) of_import = true;
        if (is_word_at(source, at, TEXT("export"))) of_import = false;
        if (is_word_at(source, at, TEXT("with"))) mask_attributes(masked, source, at, 4, of_import);
        if (is_word_at(source, at, TEXT("assert"))) mask_attributes(masked, source, at, 6, of_import);
    }
}

/* `import type a = b.c`, `import type a = require("x")` → type aliases, which go. */
static void mask_type_alias(char *masked, struct text source, size_t import)
{
    size_t type = skip_blanks(source, import + 6);
    if (type == source.length || !is_word_at(source, type, TEXT("type"))) return;
    size_t at = skip_blanks(source, type + 4);
    while (at < source.length && is_name_byte(source.at[at])) at++;
    at = skip_blanks(source, at);
    if (at == source.length || source.at[at] != '=') return;
    memset(masked + import, ' ', 6);
    at = skip_blanks(source, at + 1);
    size_t close =
        at < source.length && is_word_at(source, at, TEXT("require")) ? find_near(source, ')', at) : TEXT_NOWHERE;
    if (close == TEXT_NOWHERE) return;
    memset(masked + at, ' ', close + 1 - at);
    memcpy(masked + at, "any", 3);
}

/* `static [key: T]: U` declares nothing but a type; the grammar knows it without the modifier. */
static void mask_static_index(char *masked, struct text source, size_t word)
{
    size_t at = skip_blanks(source, word + 6);
    if (at == source.length || source.at[at] != '[') return;
    at = skip_blanks(source, at + 1);
    size_t name = at;
    while (at < source.length && is_name_byte(source.at[at])) at++;
    size_t colon = skip_blanks(source, at);
    if (at > name && colon < source.length && source.at[colon] == ':') memset(masked + word, ' ', 6);
}

/* ` @(expression)` → `@_(expression)`: the grammar of TypeScript knows decorators that are called, but none in parentheses. The blank before goes, unless it is the end of a
 * line that may be a comment. */
static void mask_decorator(char *masked, struct text source, size_t at)
{
    if (at == 0 || at + 1 == source.length || source.at[at + 1] != '(') return;
    char before = source.at[at - 1];
    size_t line = at - 1;
    while (before == '\n' && line > 0 && source.at[line - 1] != '\n') line--;
    bool may_be_comment = text_find(text_slice(source, 0, at - 1), TEXT("//"), line) != TEXT_NOWHERE;
    if (before != ' ' && before != '\t' && (before != '\n' || may_be_comment)) return;
    masked[at - 1] = '@';
    masked[at] = '_';
}

/* Calls for every place where one of these words stands alone. */
#define EACH_WORD(source, word, at)                                                     \
    for (size_t at = 0; (at = text_find(source, TEXT(word), at)) != TEXT_NOWHERE; at++) \
        if (is_word_at(source, at, TEXT(word)))

/* What is newer than the grammars, as something of the same length that they know. */
static void mask_newer_syntax(char *masked, struct text source, bool typescript)
{
    EACH_WORD (source, "import", at) mask_import_phase(masked, source, at);
    mask_all_attributes(masked, source);
    EACH_WORD (source, "accessor", at) mask_accessor(masked, source, at);
    EACH_WORD (source, "using", at) mask_using(masked, source, at, typescript);
    if (!typescript) return;
    EACH_WORD (source, "export", at) {
        mask_type_star(masked, source, at);
        mask_exported_require(masked, source, at);
    }
    EACH_WORD (source, "import", at) mask_type_alias(masked, source, at);
    EACH_WORD (source, "abstract", at) mask_name(masked, source, at, 8);
    EACH_WORD (source, "static", at) mask_static_index(masked, source, at);
    EACH_WORD (source, "as", at) mask_name_as(masked, source, at);
    EACH_WORD (source, "in", at) mask_variance(masked, source, at, 2);
    EACH_WORD (source, "out", at) mask_variance(masked, source, at, 3);
    for (size_t at = 0; (at = text_find_char(source, '`', at)) != TEXT_NOWHERE; at++)
        mask_escaped_backtick(masked, source, at);
    for (size_t at = 0; (at = text_find_char(source, '@', at)) != TEXT_NOWHERE; at++)
        mask_decorator(masked, source, at);
}

/* <this.name/>: the grammar takes no `this` in the name of an element. What becomes an identifier here is read as `this` from the source. */
static void mask_this_elements(char *masked, struct text source)
{
    for (size_t at = 0; (at = text_find(source, TEXT("this."), at)) != TEXT_NOWHERE; at++) {
        bool is_name =
            at > 0 && (source.at[at - 1] == '<' || (source.at[at - 1] == '/' && at > 1 && source.at[at - 2] == '<'));
        if (is_name) masked[at] = '_';
    }
}

void masking_apply(char *masked, struct text source, bool typescript)
{
    mask_listed_names(masked, source);
    mask_this_elements(masked, source);
    mask_newer_syntax(masked, source, typescript);
}

/* ---------------------------------------------------------------------------------------------- guesses */

/* Is the byte at `at` the first on its line that is not blank? */
static bool begins_line(struct text source, size_t at)
{
    while (at > 0 && (source.at[at - 1] == ' ' || source.at[at - 1] == '\t')) at--;
    return at > 0 && source.at[at - 1] == '\n';
}

/* Can a type end with the byte at `last`? */
static bool ends_type(struct text source, size_t last)
{
    bool is_arrow = source.at[last] == '>' && last > 0 && source.at[last - 1] == '=';
    return !is_arrow && (is_name_byte(source.at[last]) || strchr(">)]}\"'`", source.at[last]));
}

/* A member of an interface or an object type ends at the end of its line. The grammar reads on where the next one begins like the rest of a type: with type
 * parameters, parameters, a bracket, or a name that is an operator elsewhere. */
static void guess_separator(struct text source, size_t before, size_t at, struct masked_guesses *guesses)
{
    bool goes_on = strchr("<([", source.at[at]) || is_word_at(source, at, TEXT("in")) ||
                   is_word_at(source, at, TEXT("instanceof"));
    if (!goes_on || !begins_line(source, at) || !ends_type(source, before)) return;
    vec_push(&guesses->list, (struct masked_guess){MASKED_SEPARATOR, (uint32_t)at - 1, (uint32_t)at});
}

/* tag<Type>`text`: the grammar knows no type arguments of a tag. */
static void guess_type_arguments(struct text source, size_t backtick, struct masked_guesses *guesses)
{
    uint32_t depth = 0;
    for (size_t at = backtick; at-- > 1 && source.at[at] && is_type_byte(source.at[at]);) {
        if (source.at[at] == '>') depth++;
        if (source.at[at] == '<') depth--;
        if (depth) continue;
        bool has_tag = at + 1 < backtick && is_name_byte(source.at[at - 1]);
        if (has_tag)
            vec_push(&guesses->list, (struct masked_guess){MASKED_TYPE_ARGUMENTS, (uint32_t)at, (uint32_t)backtick});
        return;
    }
}

/* "Terms & Conditions" between tags: the grammar wants an entity. What stands for it is an operator as well, so that the first tree
 * is a good one also where code has the same character. */
static void guess_ampersand(struct text source, size_t at, struct masked_guesses *guesses)
{
    size_t end = at + 1;
    if (end < source.length && source.at[end] == '#') end++;
    size_t start = end;
    while (end < source.length && is_name_byte(source.at[end])) end++;
    if (end > start && end < source.length && source.at[end] == ';') return;
    vec_push(&guesses->list, (struct masked_guess){MASKED_AMPERSAND, (uint32_t)at, (uint32_t)at + 1});
}

/* import("x").Type: with type arguments or brackets behind it the grammar does not take it for a type. */
static void guess_imported_type(struct text source, size_t import, struct masked_guesses *guesses)
{
    size_t open = skip_blanks(source, import + 6);
    if (open == source.length || source.at[open] != '(') return;
    size_t string = skip_blanks(source, open + 1);
    size_t end = string < source.length ? skip_comment_or_string(source, string) : string;
    size_t close = skip_blanks(source, end);
    if (end == string || close + 1 >= source.length || source.at[close] != ')' || source.at[close + 1] != '.') return;
    vec_push(&guesses->list, (struct masked_guess){MASKED_IMPORTED_TYPE, (uint32_t)import, (uint32_t)close + 1});
}

static void guess_in_typescript(struct text source, struct masked_guesses *guesses)
{
    size_t before = 0; /* the last byte that is neither blank nor in a comment */
    for (size_t at = 0; at < source.length;) {
        size_t end = skip_comment_or_string(source, at);
        if (end != at) {
            if (source.at[at] != '/') before = end - 1;
            at = end;
            continue;
        }
        if (source.at[at] == '`') guess_type_arguments(source, at, guesses);
        else if (is_word_at(source, at, TEXT("import"))) guess_imported_type(source, at, guesses);
        else if (source.at[at] && at > 0) guess_separator(source, before, at, guesses);
        if (!strchr(" \t\r\n", source.at[at])) before = at;
        at++;
    }
}

void masking_guess(struct text source, bool typescript, struct masked_guesses *guesses)
{
    /* What looks like a string may be text between tags. */
    for (size_t at = 0; (at = text_find_char(source, '&', at)) != TEXT_NOWHERE; at++)
        guess_ampersand(source, at, guesses);
    if (typescript) guess_in_typescript(source, guesses);
}

void masking_apply_guess(char *masked, struct masked_guess guess)
{
    static const char instead[] = {[MASKED_SEPARATOR] = ';',
                                   [MASKED_TYPE_ARGUMENTS] = ' ',
                                   [MASKED_AMPERSAND] = '|',
                                   [MASKED_IMPORTED_TYPE] = '_'};
    memset(masked + guess.start, instead[guess.kind], guess.end - guess.start);
}
