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

/* `accessor` before a name on its line is a modifier, which changes nothing about what is evaluated and goes; else it is a name, and is made one that the grammar
 * takes. */
static void mask_accessor(char *masked, struct text source, size_t accessor)
{
    static const char *const operators[] = {"in", "instanceof", "as", "is", "of", "satisfies", "extends"};
    size_t next = accessor + 8;
    while (next < source.length && (source.at[next] == ' ' || source.at[next] == '\t')) next++;
    bool names = next > accessor + 8 && next < source.length &&
                 (is_name_byte(source.at[next]) || strchr("#[\"'", source.at[next]));
    for (size_t i = 0; names && i < sizeof operators / sizeof *operators; i++) {
        names = !is_word_at(source, next, (struct text){operators[i], strlen(operators[i])});
    }
    if (names) memset(masked + accessor, ' ', 8);
    else masked[accessor] = '_';
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

void masking_guess(struct text source, bool typescript, struct masked_guesses *guesses)
{
    for (size_t at = 1; at < source.length; at++) {
        if (source.at[at] == '&') guess_ampersand(source, at, guesses);
        else if (typescript && source.at[at] == '`') guess_type_arguments(source, at, guesses);
        else if (typescript && source.at[at]) guess_separator(source, at, guesses);
    }
}

void masking_apply_guess(char *masked, struct masked_guess guess)
{
    static const char instead[] = {[MASKED_SEPARATOR] = ';', [MASKED_TYPE_ARGUMENTS] = ' ', [MASKED_AMPERSAND] = '|'};
    memset(masked + guess.start, instead[guess.kind], guess.end - guess.start);
}
