/* Ranges and versions as webpack's share scope reads them; npm's reading is in semver_npm.c. */
#include "config/semver.h"

#include "config/semver_text.h"

#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>

enum part_kind { PART_NONE, PART_MARK, PART_BUILD, PART_NUMBER, PART_TEXT };

/* "1", "beta", or what separates a version from its prerelease or its build. */
struct part {
    enum part_kind kind;
    double number;
    struct text text;
};

typedef VEC(struct part) part_vec;

static bool is_digits(struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] < '0' || t.at[i] > '9') return false;
    }
    return t.length != 0;
}

static double number_of(struct text digits)
{
    double number = 0;
    for (size_t i = 0; i < digits.length; i++) number = number * 10 + (digits.at[i] - '0');
    return number;
}

/* Whether JavaScript prints the number of these digits as it is written: no leading zero, and not more digits than a double holds. */
static bool is_printed_alike(struct text digits)
{
    enum { MOST = 21 }; /* longer ones are printed with an exponent */
    char text[MOST + 1], printed[MOST + 16];
    if (digits.length > 1 && digits.at[0] == '0') return false;
    if (digits.length <= 15) return true;
    if (digits.length > MOST) return false;
    memcpy(text, digits.at, digits.length);
    text[digits.length] = '\0';
    double number = strtod(text, NULL);
    int precision = 0; /* the least that tells the number from its neighbours */
    do snprintf(printed, sizeof printed, "%.*e", precision, number);
    while (strtod(printed, NULL) != number && precision++ < 17);
    size_t at = 0;
    for (const char *c = printed; *c != 'e' && at < digits.length; c++) {
        bool digit = *c >= '0' && *c <= '9';
        if (digit && *c != text[at++]) return false;
    }
    while (at < digits.length && text[at] == '0') at++;
    return at == digits.length;
}

/* A range knows numbers by their canonical form ("01" is text there); in a version JavaScript's conversion decides, which reads "01" as 1 and "" as 0. */
static struct part part_of(struct text t, bool canonical)
{
    struct text digits = canonical ? t : trim(t);
    if (!canonical && digits.length == 0) return (struct part){.kind = PART_NUMBER};
    if (is_digits(digits) && (!canonical || is_printed_alike(digits)))
        return (struct part){.kind = PART_NUMBER, .number = number_of(digits)};
    return (struct part){.kind = PART_TEXT, .text = t};
}

static void split_at_dots(struct text t, bool canonical, part_vec *parts)
{
    for (size_t start = 0, end; start <= t.length; start = end + 1) {
        end = text_find_char(t, '.', start);
        if (end == TEXT_NOWHERE) end = t.length;
        vec_push(parts, part_of(text_slice(t, start, end), canonical));
    }
}

/* "1.2.3-beta.1+b" → 1 2 3 mark beta 1 build b; a canonical one leaves the build out. False when a "-" or "+" has nothing behind it. */
static bool read_parts(struct text t, bool canonical, part_vec *parts)
{
    size_t end = 0;
    while (end < t.length && t.at[end] != '-' && t.at[end] != '+') end++;
    if (end) split_at_dots(text_slice(t, 0, end), canonical, parts);
    if (end < t.length && t.at[end] == '-') {
        size_t plus = text_find_char(t, '+', end);
        if (plus == TEXT_NOWHERE) plus = t.length;
        if (plus == end + 1) return false;
        vec_push(parts, (struct part){.kind = PART_MARK});
        split_at_dots(text_slice(t, end + 1, plus), canonical, parts);
        end = plus;
    }
    if (end == t.length) return true;
    if (!canonical) {
        vec_push(parts, (struct part){.kind = PART_BUILD});
        split_at_dots(text_slice(t, end + 1, t.length), false, parts);
    }
    return end + 1 < t.length;
}

static bool is_wildcard(const struct part *part)
{
    if (part->kind == PART_MARK) return true;
    return part->kind == PART_TEXT && part->text.length == 1 && strchr("*xX", part->text.at[0]);
}

static bool read_partial(struct text t, part_vec *parts)
{
    if (!read_parts(t, true, parts)) return false;
    while (parts->count && is_wildcard(&vec_last(parts))) parts->count--;
    return true;
}

static int compare_parts(const struct part *left, const struct part *right)
{
    if (left->kind == PART_NUMBER) return (left->number > right->number) - (left->number < right->number);
    return text_compare(left->text, right->text);
}

/* version ≥ range with the first `fixed` parts equal; `below` asks for version < range instead. A prerelease is comparable with one of
 * the same version only. */
static bool holds(const part_vec *range, uint32_t fixed, bool below, const part_vec *version)
{
    bool equal = true;
    uint32_t r = 0;
    for (uint32_t v = 0;; v++) {
        enum part_kind wanted = r < range->count ? range->at[r].kind : PART_NONE;
        bool is_fixed = r < fixed;
        if (v >= version->count || version->at[v].kind == PART_BUILD) {
            if (!equal) return true;
            return wanted == PART_MARK ? !is_fixed && !below : (wanted == PART_NONE) != below;
        }
        const struct part *has = &version->at[v];
        bool open = wanted == PART_NONE || wanted == PART_MARK;
        if (has->kind == PART_MARK) {
            if (!equal || wanted != PART_MARK) return false;
        } else if (equal && wanted == has->kind) {
            int order = compare_parts(has, &range->at[r]);
            if (order && (is_fixed || (below ? order > 0 : order < 0))) return false;
            equal = order == 0;
        } else if (equal && open) {
            if (below || is_fixed) return false;
            equal = false;
        } else if (equal) {
            bool lower = has->kind == PART_NUMBER; /* than a text */
            if (is_fixed || lower != below) return false;
            equal = false;
        }
        if (has->kind == PART_MARK || !open) r++;
    }
}

/* How many parts "=" fixes: "1" and "1.2" stand for all versions below them. */
static uint32_t fixed_parts(const part_vec *partial)
{
    return partial->count < 3 ? partial->count : partial->count + 1;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static bool is_zero(const part_vec *partial, uint32_t index)
{
    return index < partial->count && partial->at[index].kind == PART_NUMBER && partial->at[index].number == 0;
}

static uint32_t caret_parts(const part_vec *partial)
{
    if (partial->count < 2 || !is_zero(partial, 0)) return least(1, partial->count);
    return partial->count > 2 && is_zero(partial, 1) ? 3 : 2;
}

static struct text take_operator(struct text *t)
{
    static const char *const operators[] = {"^", "~", "<=", "<", ">=", ">", "=", "v", "!"};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        struct text operator= text_of(operators[i]);
        if (!text_starts_with(*t, operator)) continue;
        *t = text_slice(*t, operator.length, t->length);
        return operator;
    }
    return TEXT("");
}

static enum semver_answer simple_holds(struct text simple, const part_vec *version)
{
    struct text operator= take_operator(&simple);
    part_vec partial = {0};
    if (!read_partial(trim(simple), &partial)) {
        vec_release(&partial);
        return SEMVER_INVALID;
    }
    bool yes;
    bool same = holds(&partial, fixed_parts(&partial), false, version);
    if (text_is(operator, "^")) yes = holds(&partial, caret_parts(&partial), false, version);
    else if (text_is(operator, "~")) yes = holds(&partial, least(2, partial.count), false, version);
    else if (text_is(operator, ">=")) yes = holds(&partial, 0, false, version);
    else if (text_is(operator, ">")) yes = !same && holds(&partial, 0, false, version);
    else if (text_is(operator, "<")) yes = holds(&partial, 0, true, version);
    else if (text_is(operator, "<=")) yes = same || holds(&partial, 0, true, version);
    else yes = text_is(operator, "!") ? !same : same;
    vec_release(&partial);
    return yes ? SEMVER_YES : SEMVER_NO;
}

static enum semver_answer both(enum semver_answer a, enum semver_answer b)
{
    if (a == SEMVER_INVALID || b == SEMVER_INVALID) return SEMVER_INVALID;
    return a == SEMVER_YES && b == SEMVER_YES ? SEMVER_YES : SEMVER_NO;
}

static bool is_word(char c)
{
    return c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Comparators that must all hold; one ends where a letter or digit has a blank behind it. */
static enum semver_answer all_hold(struct text range, const part_vec *version)
{
    range = trim(range);
    enum semver_answer answer = SEMVER_YES;
    size_t start = 0;
    for (size_t i = 0; i + 1 < range.length; i++) {
        if (!is_word(range.at[i]) || !is_space(range.at[i + 1])) continue;
        answer = both(answer, simple_holds(trim(text_slice(range, start, i + 1)), version));
        start = i + 1;
    }
    return both(answer, simple_holds(trim(text_slice(range, start, range.length)), version));
}

/* The offset of the first blank before a "-" that has blanks on both sides, at or after `from`; *end is where they end. */
static size_t find_hyphen(struct text t, size_t from, size_t *end)
{
    for (size_t i = from; i < t.length; i++) {
        if (!is_space(t.at[i])) continue;
        size_t dash = i;
        while (dash < t.length && is_space(t.at[dash])) dash++;
        *end = dash + 1;
        while (*end < t.length && is_space(t.at[*end])) ++*end;
        if (dash < t.length && t.at[dash] == '-' && *end > dash + 1) return i;
        i = dash - 1;
    }
    return TEXT_NOWHERE;
}

static enum semver_answer between(struct text from, struct text to, const part_vec *version)
{
    part_vec low = {0}, high = {0};
    enum semver_answer answer = SEMVER_INVALID;
    if (read_partial(from, &low) && read_partial(to, &high)) {
        bool yes = holds(&low, 0, false, version) &&
                   (holds(&high, fixed_parts(&high), false, version) || holds(&high, 0, true, version));
        answer = yes ? SEMVER_YES : SEMVER_NO;
    }
    vec_release(&low);
    vec_release(&high);
    return answer;
}

static enum semver_answer range_holds(struct text range, const part_vec *version)
{
    size_t end, last_end;
    size_t hyphen = find_hyphen(range, 0, &end);
    if (hyphen == TEXT_NOWHERE) return all_hold(range, version);
    size_t second = find_hyphen(range, end, &last_end);
    if (second == TEXT_NOWHERE) second = range.length;
    return between(text_slice(range, 0, hyphen), text_slice(range, end, second), version);
}

enum semver_answer semver_webpack(struct text range, struct text version)
{
    part_vec parts = {0};
    enum semver_answer answer = read_parts(version, false, &parts) ? SEMVER_NO : SEMVER_INVALID;
    for (size_t start = 0, end; answer != SEMVER_INVALID && start <= range.length; start = end + 2) {
        end = text_find(range, TEXT("||"), start);
        if (end == TEXT_NOWHERE) end = range.length;
        struct text alternative = text_slice(range, start, end);
        /* The bars take the blanks around them; those at both ends of the whole range stay. */
        while (end < range.length && alternative.length && is_space(alternative.at[alternative.length - 1]))
            alternative.length--;
        while (start && alternative.length && is_space(alternative.at[0]))
            alternative = text_slice(alternative, 1, alternative.length);
        enum semver_answer found = range_holds(alternative, &parts);
        if (found != SEMVER_NO && answer != SEMVER_INVALID) answer = found;
    }
    vec_release(&parts);
    return answer;
}

/* Of parts at the same place: a prerelease is below its version, a build and what is longer above, text is above numbers. */
static int rank(const part_vec *parts, uint32_t index)
{
    if (index >= parts->count) return 1;
    switch (parts->at[index].kind) {
    case PART_MARK: return 0;
    case PART_BUILD: return 2;
    case PART_NUMBER: return 3;
    case PART_TEXT: return 4;
    case PART_NONE: break;
    }
    return 1;
}

int semver_compare(struct text left, struct text right)
{
    part_vec a = {0}, b = {0};
    int order = 0;
    if (read_parts(left, false, &a) && read_parts(right, false, &b)) {
        for (uint32_t i = 0; order == 0 && (i < a.count || i < b.count); i++) {
            order = rank(&a, i) - rank(&b, i);
            if (order == 0 && rank(&a, i) >= 3) order = compare_parts(&a.at[i], &b.at[i]);
        }
    }
    vec_release(&a);
    vec_release(&b);
    return order;
}
