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

/* What the grammar of TypeScript does not know, as something of the same length that it does: `export type * as ns from` becomes
 * `export type {     } from`, and `static accessor name` loses its accessor, which changes nothing about what is evaluated. */
static void mask_newer_typescript(char *masked, struct text source)
{
    for (size_t at = 0; (at = text_find(source, TEXT("export type"), at)) != TEXT_NOWHERE; at++) {
        size_t star = skip_blanks(source, at + 11), from = text_find(source, TEXT("from"), star);
        if (star >= source.length || source.at[star] != '*' || from == TEXT_NOWHERE || from < star + 2) continue;
        memset(masked + star, ' ', from - star);
        masked[star] = '{';
        masked[from - 1] = '}';
    }
    for (size_t at = 0; (at = text_find(source, TEXT("static accessor "), at)) != TEXT_NOWHERE; at++) {
        memset(masked + at + 7, ' ', 8);
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

/* A member of an interface or an object type ends at the end of its line. The grammar reads on where the next one begins like the rest of a type: with type
 * parameters, parameters, or a bracket. */
static void guess_separator(struct text source, size_t at, struct masked_guesses *guesses)
{
    if (!strchr("<([", source.at[at]) || !begins_line(source, at)) return;
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
    for (size_t at = 1; at < source.length; at++) {
        if (source.at[at] == '`') guess_type_arguments(source, at, guesses);
        else if (source.at[at]) guess_separator(source, at, guesses);
    }
}

void masking_apply_guess(char *masked, struct masked_guess guess)
{
    memset(masked + guess.start, guess.kind == MASKED_SEPARATOR ? ';' : ' ', guess.end - guess.start);
}
