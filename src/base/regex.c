#include "base/regex.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* A match that needs more is not worth its time: a path or a specifier of a few hundred bytes needs a few thousand steps. */
enum { MATCH_STEPS = 1000000, MATCH_DEPTH = 10000, MATCH_HEAP_KIB = 16 * 1024 };

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
};

static uint32_t options_of(const char *flags, const char **why)
{
    /* ECMAScript's reading of what both languages write: \u0041, [], $ only at the very end, unset groups match nothing. */
    uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_ALT_BSUX |
                       PCRE2_ALLOW_EMPTY_CLASS | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF;
    for (; *flags; flags++) {
        switch (*flags) {
        case 'i': options |= PCRE2_CASELESS; break;
        case 'm': options |= PCRE2_MULTILINE; break;
        case 's': options |= PCRE2_DOTALL; break;
        default: *why = "an unknown flag"; return 0;
        }
    }
    return options;
}

struct regex *regex_new(struct arena *arena, struct text pattern, const char *flags, const char **why)
{
    uint32_t options = options_of(flags, why);
    if (!options) return NULL;
    if (pattern.length > LIMIT_PATTERN_BYTES) {
        *why = "the pattern is longer than 4 KiB";
        return NULL;
    }
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.at, pattern.length, options, &error, &offset, NULL);
    if (!code) {
        PCRE2_UCHAR message[160];
        if (pcre2_get_error_message(error, message, sizeof message) < 0) message[0] = '\0';
        *why = arena_format(arena, "%s (at byte %zu of the pattern)", (const char *)message, (size_t)offset).at;
        return NULL;
    }
    pcre2_match_context *limits = pcre2_match_context_create(NULL);
    if (!limits) memory_exhausted(sizeof(struct regex));
    pcre2_set_match_limit(limits, MATCH_STEPS);
    pcre2_set_depth_limit(limits, MATCH_DEPTH);
    pcre2_set_heap_limit(limits, MATCH_HEAP_KIB);
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* where there is no JIT, the interpreter does the same, slower */

    struct regex *regex = memory_alloc(sizeof *regex);
    *regex = (struct regex){code, limits};
    return regex;
}

void regex_free(struct regex *regex)
{
    if (!regex) return;
    pcre2_match_context_free(regex->limits);
    pcre2_code_free(regex->code);
    memory_free(regex);
}

enum regex_outcome regex_search(const struct regex *regex, struct text subject, size_t from, struct regex_match *match)
{
    if (from > subject.length) return REGEX_NOT_FOUND;
    pcre2_match_data *data = pcre2_match_data_create(REGEX_GROUPS, NULL);
    if (!data) memory_exhausted(sizeof *match);
    PCRE2_SPTR bytes = (PCRE2_SPTR)(subject.at ? subject.at : "");
    int groups = pcre2_match(regex->code, bytes, subject.length, from, 0, data, regex->limits);
    if (groups == PCRE2_ERROR_JIT_STACKLIMIT) { /* the interpreter keeps its state on the heap */
        groups = pcre2_match(regex->code, bytes, subject.length, from, PCRE2_NO_JIT, data, regex->limits);
    }
    enum regex_outcome outcome = REGEX_FOUND;
    if (groups == PCRE2_ERROR_NOMATCH) outcome = REGEX_NOT_FOUND;
    else if (groups < 0) outcome = REGEX_GAVE_UP;
    else {
        int known = groups ? groups : REGEX_GROUPS; /* 0: there are more groups than fit */
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(data);
        for (int i = 0; i < REGEX_GROUPS; i++) {
            bool took_part = i < known && ends[2 * i] != PCRE2_UNSET;
            match->start[i] = took_part ? ends[2 * i] : TEXT_NOWHERE;
            match->end[i] = took_part ? ends[2 * i + 1] : TEXT_NOWHERE;
        }
    }
    pcre2_match_data_free(data);
    return outcome;
}

bool regex_find(const struct regex *regex, struct text subject, size_t from, struct regex_match *match)
{
    return regex_search(regex, subject, from, match) == REGEX_FOUND;
}

static bool is_special(char c)
{
    return memchr("\\^$.|?*+()[]{}#-/", c, 17) != NULL;
}

static void put_literal(struct buffer *out, char c)
{
    if (is_special(c)) buffer_put_char(out, '\\');
    buffer_put_char(out, c);
}

/* Puts the class whose "[" stands at `at` and returns the offset of its "]", or TEXT_NOWHERE without one. */
static size_t put_class(struct buffer *out, struct text glob, size_t at)
{
    size_t end = text_find_char(glob, ']', at + 1);
    if (end == TEXT_NOWHERE) return TEXT_NOWHERE;
    buffer_put_char(out, '[');
    for (size_t i = at + 1; i < end; i++) {
        if (glob.at[i] == '-') buffer_put_char(out, '-'); /* a range */
        else put_literal(out, glob.at[i]);
    }
    buffer_put_char(out, ']');
    return end;
}

/* Puts the run of stars that starts at `at` and returns the offset of its last consumed byte: `**` that fills a whole path
 * part takes the slash behind it too. */
static size_t put_stars(struct buffer *out, struct text glob, size_t at)
{
    size_t end = at + 1;
    while (end < glob.length && glob.at[end] == '*') end++;
    bool starts_part = at == 0 || glob.at[at - 1] == '/';
    bool ends_part = end == glob.length || glob.at[end] == '/';
    if (end - at == 1 || !starts_part || !ends_part) {
        buffer_put(out, TEXT("[^/]*"));
        return end - 1;
    }
    if (end == glob.length) {
        buffer_put(out, TEXT(".*"));
        return end - 1;
    }
    buffer_put(out, TEXT("(?:[^/]*/)*"));
    return end;
}

struct regex *regex_of_glob(struct arena *arena, struct text glob)
{
    struct buffer out;
    buffer_init(&out);
    buffer_put(&out, TEXT("^(?:\\./)?"));
    if (text_find_char(glob, '/', 0) == TEXT_NOWHERE) buffer_put(&out, TEXT("(?:[^/]*/)*"));
    bool in_braces = false, readable = true;
    for (size_t i = 0; i < glob.length && readable; i++) {
        switch (glob.at[i]) {
        case '*': i = put_stars(&out, glob, i); break;
        case '?': buffer_put_char(&out, '.'); break;
        case '[':
            i = put_class(&out, glob, i);
            readable = i != TEXT_NOWHERE;
            break;
        case '{':
            in_braces = true;
            buffer_put(&out, TEXT("(?:"));
            break;
        case '}':
            in_braces = false;
            buffer_put_char(&out, ')');
            break;
        case ',': buffer_put_char(&out, in_braces ? '|' : ','); break;
        case '\\':
            if (i + 1 < glob.length) i++;
            put_literal(&out, glob.at[i]);
            break;
        default: put_literal(&out, glob.at[i]); break;
        }
    }
    buffer_put_char(&out, '$');
    const char *why;
    struct regex *regex = readable ? regex_new(arena, buffer_text(&out), "s", &why) : NULL;
    buffer_release(&out);
    return regex;
}
