/* Ranges and versions as npm's semver reads them, prereleases not included unless the range names them. */
#include "config/semver.h"

#include "config/semver_text.h"

#include "base/buffer.h"
#include "base/vec.h"

enum { ANY = -1 };
static const int64_t highest = 9007199254740991; /* JavaScript's greatest safe integer */

/* major, minor, patch: ANY for "x", "*" or one that is not written. */
struct version {
    int64_t at[3];
    struct text prerelease; /* without its "-", "" for none */
};

enum comparison { BELOW, AT_MOST, EQUAL, AT_LEAST, ABOVE };

struct comparator {
    enum comparison comparison;
    struct version version;
};

typedef VEC(struct comparator) comparator_vec;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_identifier_character(char c)
{
    return is_digit(c) || c == '-' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Reads a number without leading zeros, or with `partial` a wildcard. */
static bool take_number(struct text *t, bool partial, int64_t *number)
{
    if (partial && t->length && strchr("xX*", t->at[0])) {
        *number = ANY;
        *t = text_slice(*t, 1, t->length);
        return true;
    }
    size_t length = 0;
    *number = 0;
    while (length < t->length && is_digit(t->at[length])) {
        if (*number <= highest) *number = *number * 10 + (t->at[length] - '0'); /* beyond it every number is as wrong */
        length++;
    }
    if (length == 0 || (length > 1 && t->at[0] == '0')) return false;
    *t = text_slice(*t, length, t->length);
    return true;
}

/* Identifiers between dots, up to `stop` or the end; numeric ones have no leading zeros unless it is a build. */
static bool are_identifiers(struct text t, bool build)
{
    for (size_t start = 0, end; start <= t.length; start = end + 1) {
        end = text_find_char(t, '.', start);
        if (end == TEXT_NOWHERE) end = t.length;
        bool numeric = true;
        for (size_t i = start; i < end; i++) {
            if (!is_identifier_character(t.at[i])) return false;
            numeric = numeric && is_digit(t.at[i]);
        }
        if (start == end || (!build && numeric && end - start > 1 && t.at[start] == '0')) return false;
    }
    return true;
}

static bool read_suffixes(struct text t, struct text *prerelease)
{
    size_t plus = text_find_char(t, '+', 0);
    if (plus != TEXT_NOWHERE) {
        if (!are_identifiers(text_slice(t, plus + 1, t.length), true)) return false;
        t = text_slice(t, 0, plus);
    }
    if (t.length == 0) return true;
    *prerelease = text_slice(t, 1, t.length);
    return t.at[0] == '-' && are_identifiers(*prerelease, false);
}

/* How many parts are written before the first wildcard; what follows one counts for nothing. -1 when a number is too high. */
static int written_parts(struct version *version)
{
    int written = 0;
    for (; written < 3 && version->at[written] != ANY; written++) {
        if (version->at[written] > highest) return -1;
    }
    for (int i = written; i < 3; i++) version->at[i] = ANY;
    if (written < 3) version->prerelease = TEXT("");
    return written;
}

/* "1.2.3-beta+build", or with `partial` also "", "1", "1.x", after any "v" and "=". */
static bool read_version(struct text t, bool partial, struct version *version)
{
    *version = (struct version){.at = {ANY, ANY, ANY}};
    while (partial && t.length && is_space(t.at[0])) t = text_slice(t, 1, t.length);
    for (int i = 0; t.length && (t.at[0] == 'v' || (partial && t.at[0] == '=')) && (partial || i == 0); i++)
        t = text_slice(t, 1, t.length);
    for (int i = 0; i < 3; i++) {
        if (i && (t.length == 0 || t.at[0] != '.')) return partial && t.length == 0;
        if (i) t = text_slice(t, 1, t.length);
        if (!take_number(&t, partial, &version->at[i])) return false;
    }
    if (!partial && written_parts(version) < 3) return false;
    return read_suffixes(t, &version->prerelease);
}

static int compare_identifiers(struct text a, struct text b)
{
    bool a_number = true, b_number = true;
    for (size_t i = 0; i < a.length; i++) a_number = a_number && is_digit(a.at[i]);
    for (size_t i = 0; i < b.length; i++) b_number = b_number && is_digit(b.at[i]);
    if (a_number != b_number) return a_number ? -1 : 1;
    if (a_number && a.length != b.length) return a.length < b.length ? -1 : 1;
    return text_compare(a, b);
}

static int compare_prereleases(struct text a, struct text b)
{
    if (a.length == 0 || b.length == 0) return (a.length == 0) - (b.length == 0);
    for (size_t i = 0, j = 0;;) {
        if (i > a.length || j > b.length) return (i <= a.length) - (j <= b.length);
        size_t i_end = text_find_char(a, '.', i), j_end = text_find_char(b, '.', j);
        if (i_end == TEXT_NOWHERE) i_end = a.length;
        if (j_end == TEXT_NOWHERE) j_end = b.length;
        int order = compare_identifiers(text_slice(a, i, i_end), text_slice(b, j, j_end));
        if (order) return order;
        i = i_end + 1;
        j = j_end + 1;
    }
}

static bool is_same_triple(const struct version *a, const struct version *b)
{
    return a->at[0] == b->at[0] && a->at[1] == b->at[1] && a->at[2] == b->at[2];
}

static int compare_versions(const struct version *a, const struct version *b)
{
    for (int i = 0; i < 3; i++) {
        if (a->at[i] != b->at[i]) return a->at[i] < b->at[i] ? -1 : 1;
    }
    return compare_prereleases(a->prerelease, b->prerelease);
}

static void compare_with(comparator_vec *set, enum comparison comparison, struct version version)
{
    for (int i = 0; i < 3; i++) {
        if (version.at[i] == ANY) version.at[i] = 0;
    }
    vec_push(set, (struct comparator){comparison, version});
}

/* Below the next version of part `part`, its prereleases excluded. */
static void below_next(comparator_vec *set, struct version version, int part)
{
    version.at[part]++;
    for (int i = part + 1; i < 3; i++) version.at[i] = 0;
    version.prerelease = TEXT("0");
    compare_with(set, BELOW, version);
}

static const struct version zero_prerelease = {{0, 0, 0}, {"0", 1}};

static void add_caret(comparator_vec *set, struct version version, int written)
{
    if (written == 0) return;
    int part = 0;
    while (part < written - 1 && version.at[part] == 0) part++;
    compare_with(set, AT_LEAST, version);
    below_next(set, version, part);
}

static void add_tilde(comparator_vec *set, struct version version, int written)
{
    if (written == 0) return;
    compare_with(set, AT_LEAST, version);
    below_next(set, version, written == 1 ? 0 : 1);
}

static void add_primitive(comparator_vec *set, struct text operator, struct version version, int written)
{
    bool above = text_is(operator, ">"), below = text_is(operator, "<"), at_most = text_is(operator, "<=");
    if (written == 0) {
        if (above || below) vec_push(set, (struct comparator){BELOW, zero_prerelease});
    } else if (written == 3) {
        compare_with(set,
                     above                     ? ABOVE
                     : below                   ? BELOW
                     : at_most                 ? AT_MOST
                     : text_is(operator, ">=") ? AT_LEAST
                                               : EQUAL,
                     version);
    } else if (above) {
        version.at[written - 1]++;
        compare_with(set, AT_LEAST, version);
    } else if (below) {
        version.prerelease = TEXT("0");
        compare_with(set, BELOW, version);
    } else if (at_most) {
        below_next(set, version, written - 1);
    } else {
        compare_with(set, AT_LEAST, version);
        if (!text_is(operator, ">=")) below_next(set, version, written - 1);
    }
}

static struct text take_operator(struct text *t)
{
    static const char *const operators[] = {"^", "~>", "~", "<=", "<", ">=", ">", "="};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        struct text operator= text_of(operators[i]);
        if (!text_starts_with(*t, operator)) continue;
        *t = text_slice(*t, operator.length, t->length);
        /* Blanks behind operators go before anything is read: "~ >1" is "~>1", "^= 1" is "^=1", "< =1" is "<=1". */
        struct text behind = trim(*t);
        bool blank = behind.length < t->length, equals = text_starts_with(behind, TEXT("="));
        bool two = operator.length == 1 &&(operator.at[0] == '<' || operator.at[0] == '>');
        if (operator.at[0] == '~' && blank && text_starts_with(behind, TEXT(">")))
            *t = text_slice(behind, 1, behind.length);
        else if (strchr("^~", operator.at[0]) && !blank && equals) *t = trim(text_slice(behind, 1, behind.length));
        else if (two && blank && equals && behind.length > 1 && !is_space(behind.at[1])) {
            *t = text_slice(behind, 1, behind.length);
            return operator.at[0] == '<' ? TEXT("<=") : TEXT(">=");
        }
        return operator;
    }
    return TEXT("");
}

/* "1.x.3", which "^" and "~" read as "1". */
static bool is_number_behind_wildcard(const struct version *version)
{
    return (version->at[0] == ANY && version->at[1] != ANY) || (version->at[1] == ANY && version->at[2] != ANY);
}

/* npm's last resort: the first "*" goes, with "<", ">" and "=" before it, and a whole version is left, or nothing. */
static bool add_without_star(struct arena *arena, comparator_vec *set, struct text t)
{
    size_t star = text_find_char(t, '*', 0);
    if (star == TEXT_NOWHERE) return false;
    size_t from = star;
    if (from && t.at[from - 1] == '=') from--;
    if (from && (t.at[from - 1] == '<' || t.at[from - 1] == '>')) from--;
    struct text before = text_slice(t, 0, from), behind = text_slice(t, star + 1, t.length);
    struct text rest = arena_format(arena, "%.*s%.*s", TEXT_ARGS(before), TEXT_ARGS(behind));
    if (rest.length == 0) return true;
    struct text operator= take_operator(&rest);
    struct version version;
    if (operator.length && strchr("^~", operator.at[0])) return false;
    if (!read_version(trim(rest), false, &version)) return false;
    add_primitive(set, operator, version, 3);
    return true;
}

static bool add_comparator(struct arena *arena, comparator_vec *set, struct text t)
{
    struct text rest = t, operator= take_operator(&rest);
    struct version version;
    bool primitive = operator.length == 0 || !strchr("^~", operator.at[0]);
    if (!read_version(rest, true, &version) || (primitive && is_number_behind_wildcard(&version)))
        return add_without_star(arena, set, t);
    int written = written_parts(&version);
    if (written < 0) return false;
    if (text_is(operator, "^")) add_caret(set, version, written);
    else if (!primitive) add_tilde(set, version, written);
    else add_primitive(set, operator, version, written);
    return true;
}

/* "1.2 - 2.3": both ends included. False when `t` is no such range or can not be read. */
static bool add_hyphen(comparator_vec *set, struct text from, struct text to)
{
    struct version low, high;
    if (!read_version(trim(from), true, &low) || !read_version(trim(to), true, &high)) return false;
    if (trim(from).length == 0 || trim(to).length == 0) return false;
    int written_low = written_parts(&low), written = written_parts(&high);
    if (written_low < 0 || written < 0) return false;
    if (written_low) compare_with(set, AT_LEAST, low);
    if (written == 3) compare_with(set, AT_MOST, high);
    else if (written) below_next(set, high, written - 1);
    return true;
}

static size_t find_hyphen(struct text t)
{
    for (size_t i = 1; i + 1 < t.length; i++) {
        if (t.at[i] == '-' && is_space(t.at[i - 1]) && is_space(t.at[i + 1])) return i;
    }
    return TEXT_NOWHERE;
}

static bool is_operator_character(char c)
{
    return strchr("^~<>=", c) != NULL && c != '\0';
}

/* The end of the comparator that starts at `start`: blanks behind an operator belong to it. */
static size_t comparator_end(struct text t, size_t start)
{
    size_t i = start;
    while (i < t.length && (is_operator_character(t.at[i]) || is_space(t.at[i]))) i++;
    while (i < t.length && !is_space(t.at[i])) i++;
    return i;
}

static bool read_range(struct arena *arena, struct text t, comparator_vec *set)
{
    t = trim(t);
    size_t hyphen = find_hyphen(t);
    if (hyphen != TEXT_NOWHERE) return add_hyphen(set, text_slice(t, 0, hyphen), text_slice(t, hyphen + 1, t.length));
    for (size_t start = 0, end; start < t.length; start = end) {
        end = comparator_end(t, start);
        if (!add_comparator(arena, set, trim(text_slice(t, start, end)))) return false;
    }
    return true;
}

static bool compares(const struct comparator *comparator, const struct version *version)
{
    int order = compare_versions(version, &comparator->version);
    switch (comparator->comparison) {
    case BELOW: return order < 0;
    case AT_MOST: return order <= 0;
    case EQUAL: return order == 0;
    case AT_LEAST: return order >= 0;
    case ABOVE: return order > 0;
    }
    return false;
}

static bool all_hold(const comparator_vec *set, const struct version *version)
{
    bool names_prerelease = version->prerelease.length == 0;
    for (uint32_t i = 0; i < set->count; i++) {
        const struct comparator *comparator = &set->at[i];
        if (!compares(comparator, version)) return false;
        if (comparator->version.prerelease.length && is_same_triple(&comparator->version, version))
            names_prerelease = true;
    }
    return names_prerelease;
}

/* Puts `range` without the "+build" of its versions. */
static void put_without_builds(struct text range, struct buffer *out)
{
    for (size_t i = 0, end; i < range.length; i = end) {
        end = i + 1;
        while (range.at[i] == '+' && end < range.length) {
            bool dot = range.at[end] == '.' && end > i + 1 && end + 1 < range.length;
            if (!is_identifier_character(range.at[end + dot])) break;
            end += 1 + dot;
        }
        if (end == i + 1) buffer_put_char(out, range.at[i]);
    }
}

static enum semver_answer satisfies(struct arena *arena, struct text range, const struct version *version)
{
    comparator_vec set = {0};
    enum semver_answer answer = SEMVER_NO;
    for (size_t start = 0, end; answer != SEMVER_INVALID && start <= range.length; start = end + 2) {
        end = text_find(range, TEXT("||"), start);
        if (end == TEXT_NOWHERE) end = range.length;
        vec_clear(&set);
        if (!read_range(arena, text_slice(range, start, end), &set)) answer = SEMVER_INVALID;
        else if (all_hold(&set, version)) answer = SEMVER_YES;
    }
    vec_release(&set);
    return answer;
}

enum semver_answer semver_npm(struct text range, struct text text)
{
    struct version version;
    if (!read_version(trim(text), false, &version)) return SEMVER_INVALID;
    struct arena arena;
    struct buffer plain;
    arena_init(&arena);
    buffer_init(&plain);
    put_without_builds(range, &plain);
    enum semver_answer answer = satisfies(&arena, buffer_text(&plain), &version);
    buffer_release(&plain);
    arena_release(&arena);
    return answer;
}
