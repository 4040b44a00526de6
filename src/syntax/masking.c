#include "syntax/masking.h"

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
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

/* `accessor` before a name on its line is a modifier, which changes nothing about what is evaluated and goes; else it is a name, and is made one that the grammar
 * takes. */
static void mask_accessor(char *masked, struct text source, size_t accessor)
{
    size_t next = accessor + 8;
    while (next < source.length && (source.at[next] == ' ' || source.at[next] == '\t')) next++;
    bool names = next > accessor + 8 && next < source.length &&
                 (is_name_byte(source.at[next]) || strchr("#[\"'", source.at[next])) && !is_operator_at(source, next);
    if (names) memset(masked + accessor, ' ', 8);
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

/* What the grammar of TypeScript does not know, as something of the same length that it does. */
static void mask_newer_typescript(char *masked, struct text source)
{
    for (size_t at = 0; (at = text_find(source, TEXT("export"), at)) != TEXT_NOWHERE; at++) {
        if (!is_word_at(source, at, TEXT("export"))) continue;
        mask_type_star(masked, source, at);
        mask_exported_require(masked, source, at);
    }
    for (size_t at = 0; (at = text_find(source, TEXT("accessor"), at)) != TEXT_NOWHERE; at++) {
        if (is_word_at(source, at, TEXT("accessor"))) mask_accessor(masked, source, at);
    }
    for (size_t at = 0; at < source.length; at++) {
        if (source.at[at] == '`') mask_escaped_backtick(masked, source, at);
        else if (is_word_at(source, at, TEXT("as"))) mask_name_as(masked, source, at);
        else if (is_word_at(source, at, TEXT("in"))) mask_variance(masked, source, at, 2);
        else if (is_word_at(source, at, TEXT("out"))) mask_variance(masked, source, at, 3);
    }
}

void masking_apply(char *masked, struct text source, bool typescript)
{
    mask_listed_names(masked, source);
    if (typescript) mask_newer_typescript(masked, source);
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

/* What can stand in type arguments and in no expression that is compared with `<` and `>`: no call, no operator. */
static bool is_type_byte(char c)
{
    return is_name_byte(c) || strchr(" \t\r\n<>{}[]:;,.|&?'\"", c);
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

void masking_guess(struct text source, struct masked_guesses *guesses)
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
        else if (source.at[at] && at > 0) guess_separator(source, before, at, guesses);
        if (!strchr(" \t\r\n", source.at[at])) before = at;
        at++;
    }
}

void masking_apply_guess(char *masked, struct masked_guess guess)
{
    memset(masked + guess.start, guess.kind == MASKED_SEPARATOR ? ';' : ' ', guess.end - guess.start);
}
