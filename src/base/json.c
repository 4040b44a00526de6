#include "base/json.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/names.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <cJSON.h>
#include <math.h>

/* cJSON accepts too much and knows no positions. So a scanner goes over the document first: it checks the grammar to the
 * letter, notes where each value and key starts, and blanks what the relaxed dialect allows beyond JSON. cJSON then builds its
 * tree from a document that is known to be good, and the notes are joined to it in the same order. */

enum { LONGEST_NUMBER = 63 /* cJSON cuts longer ones */, FEW_MEMBERS = 16 };

struct position {
    uint32_t value, key;
};

struct scanner {
    struct text source;
    size_t at;
    char *blanked; /* a copy of `source` where extras of the relaxed dialect become spaces; NULL for the strict one */
    VEC(struct position) positions;
    struct json_error *error;
};

static bool fail(struct scanner *scanner, size_t offset, const char *message)
{
    *scanner->error = (struct json_error){(uint32_t)offset, message};
    return false;
}

static char peek(const struct scanner *scanner)
{
    return scanner->at < scanner->source.length ? scanner->source.at[scanner->at] : '\0';
}

static void blank(struct scanner *scanner, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++) {
        if (scanner->blanked[i] != '\n') scanner->blanked[i] = ' ';
    }
}

static bool skip_comment(struct scanner *scanner)
{
    size_t start = scanner->at;
    char second = start + 1 < scanner->source.length ? scanner->source.at[start + 1] : '\0';
    if (!scanner->blanked || (second != '/' && second != '*')) return fail(scanner, start, "a value is missing here");
    if (second == '/') {
        size_t end = text_find_char(scanner->source, '\n', start);
        scanner->at = end == TEXT_NOWHERE ? scanner->source.length : end;
    } else {
        size_t end = text_find(scanner->source, TEXT("*/"), start + 2);
        if (end == TEXT_NOWHERE) return fail(scanner, start, "a comment without an end");
        scanner->at = end + 2;
    }
    blank(scanner, start, scanner->at);
    return true;
}

static bool skip_space(struct scanner *scanner)
{
    for (;; scanner->at++) {
        char c = peek(scanner);
        if (c == '/' && scanner->blanked) {
            if (!skip_comment(scanner)) return false;
            scanner->at--;
        } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
            return true;
        }
    }
}

/* The value of the four hexadecimal digits at `at`, or -1. */
static int hex4(struct text t, size_t at)
{
    if (at + 4 > t.length) return -1;
    int value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = t.at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0) return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Goes over the escape whose backslash stands at `at`. */
static bool scan_escape(struct scanner *scanner)
{
    size_t start = scanner->at++;
    char c = peek(scanner);
    if (c != 'u') {
        if (c == '\0' || !strchr("\"\\/bfnrt", c)) return fail(scanner, start, "an unknown escape in a string");
        scanner->at++;
        return true;
    }
    int unit = hex4(scanner->source, scanner->at + 1);
    if (unit < 0) return fail(scanner, start, "\\u needs four hexadecimal digits");
    if (unit == 0) return fail(scanner, start, "\\u0000 is not supported");
    scanner->at += 5;
    if (unit < 0xD800 || unit > 0xDFFF) return true;
    struct text rest = text_slice(scanner->source, scanner->at, scanner->source.length);
    int low = text_starts_with(rest, TEXT("\\u")) ? hex4(rest, 2) : -1;
    if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        return fail(scanner, start, "half of a surrogate pair in a string");
    scanner->at += 6;
    return true;
}

static bool scan_string(struct scanner *scanner)
{
    size_t start = scanner->at++;
    while (scanner->at < scanner->source.length) {
        unsigned char c = (unsigned char)scanner->source.at[scanner->at];
        if (c == '"') {
            scanner->at++;
            return true;
        }
        if (c < 0x20) return fail(scanner, scanner->at, "a control character in a string: escape it");
        if (c != '\\') scanner->at++;
        else if (!scan_escape(scanner)) return false;
    }
    return fail(scanner, start, "a string without an end");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool scan_digits(struct scanner *scanner)
{
    if (!is_digit(peek(scanner))) return fail(scanner, scanner->at, "a digit is missing here");
    while (is_digit(peek(scanner))) scanner->at++;
    return true;
}

static bool scan_number(struct scanner *scanner)
{
    size_t start = scanner->at;
    if (peek(scanner) == '-') scanner->at++;
    if (peek(scanner) == '0') {
        scanner->at++;
        if (is_digit(peek(scanner))) return fail(scanner, start, "a number must not start with 0");
    } else if (!scan_digits(scanner)) {
        return false;
    }
    if (peek(scanner) == '.') {
        scanner->at++;
        if (!scan_digits(scanner)) return false;
    }
    if (peek(scanner) == 'e' || peek(scanner) == 'E') {
        scanner->at++;
        if (peek(scanner) == '+' || peek(scanner) == '-') scanner->at++;
        if (!scan_digits(scanner)) return false;
    }
    if (scanner->at - start > LONGEST_NUMBER) return fail(scanner, start, "a number of more than 63 characters");
    return true;
}

static bool scan_word(struct scanner *scanner, struct text word)
{
    struct text rest = text_slice(scanner->source, scanner->at, scanner->source.length);
    if (!text_starts_with(rest, word)) return fail(scanner, scanner->at, "a value is missing here");
    scanner->at += word.length;
    return true;
}

/* Goes over a value that is no array or object. */
static bool scan_scalar(struct scanner *scanner)
{
    switch (peek(scanner)) {
    case '"': return scan_string(scanner);
    case 't': return scan_word(scanner, TEXT("true"));
    case 'f': return scan_word(scanner, TEXT("false"));
    case 'n': return scan_word(scanner, TEXT("null"));
    default: break;
    }
    if (peek(scanner) == '-' || is_digit(peek(scanner))) return scan_number(scanner);
    if (scanner->at == scanner->source.length) return fail(scanner, scanner->at, "the document ends too early");
    return fail(scanner, scanner->at, "a value is missing here");
}

static bool scan_key(struct scanner *scanner, uint32_t *offset)
{
    if (peek(scanner) != '"') return fail(scanner, scanner->at, "a key in double quotes is missing here");
    *offset = (uint32_t)scanner->at;
    if (!scan_string(scanner) || !skip_space(scanner)) return false;
    if (peek(scanner) != ':') return fail(scanner, scanner->at, "a colon is missing here");
    scanner->at++;
    return skip_space(scanner);
}

/* Notes the value at `at` with its key, if it is a member. A scalar is gone over, an array or object only entered. */
static bool scan_start(struct scanner *scanner, bool is_member)
{
    struct position position = {0, 0};
    if (is_member && !scan_key(scanner, &position.key)) return false;
    position.value = (uint32_t)scanner->at;
    vec_push(&scanner->positions, position);
    if (peek(scanner) != '[' && peek(scanner) != '{') return scan_scalar(scanner);
    scanner->at++;
    return skip_space(scanner);
}

/* Goes over one value with all that it contains. */
static bool scan_value(struct scanner *scanner)
{
    char closers[LIMIT_JSON_DEPTH]; /* what ends each open array or object */
    unsigned depth = 0;
    size_t comma = TEXT_NOWHERE; /* the comma just before, if one is */
    for (;;) {
        bool may_end = depth && (comma == TEXT_NOWHERE || scanner->blanked);
        if (may_end && peek(scanner) == closers[depth - 1]) {
            if (comma != TEXT_NOWHERE) blank(scanner, comma, comma + 1);
        } else {
            if (!scan_start(scanner, depth && closers[depth - 1] == '}')) return false;
            size_t start = vec_last(&scanner->positions).value;
            char opener = scanner->source.at[start];
            if (opener == '[' || opener == '{') {
                if (depth == LIMIT_JSON_DEPTH) return fail(scanner, start, "nested more than 128 levels deep");
                closers[depth++] = opener == '[' ? ']' : '}';
                comma = TEXT_NOWHERE;
                continue;
            }
        }
        /* Here a value has ended, or the end of an array or object stands here. */
        for (; depth; depth--, scanner->at++) {
            if (!skip_space(scanner)) return false;
            if (peek(scanner) != closers[depth - 1]) break;
        }
        if (depth == 0) return true;
        if (scanner->at == scanner->source.length) return fail(scanner, scanner->at, "the document ends too early");
        if (peek(scanner) != ',') return fail(scanner, scanner->at, "a comma is missing here");
        comma = scanner->at++;
        if (!skip_space(scanner)) return false;
    }
}

static size_t byte_order_mark(struct text source)
{
    return text_starts_with(source, TEXT("\xEF\xBB\xBF")) ? 3 : 0;
}

static bool scan_document(struct scanner *scanner)
{
    size_t invalid = utf8_find_invalid(scanner->source);
    if (invalid != TEXT_NOWHERE) return fail(scanner, invalid, "bytes that are not UTF-8");
    scanner->at = byte_order_mark(scanner->source);
    if (!skip_space(scanner) || !scan_value(scanner) || !skip_space(scanner)) return false;
    if (scanner->at != scanner->source.length) return fail(scanner, scanner->at, "something follows the document");
    return true;
}

static enum json_type type_of(const cJSON *item)
{
    if (cJSON_IsNull(item)) return JSON_NULL;
    if (cJSON_IsFalse(item)) return JSON_FALSE;
    if (cJSON_IsTrue(item)) return JSON_TRUE;
    if (cJSON_IsNumber(item)) return JSON_NUMBER;
    if (cJSON_IsString(item)) return JSON_STRING;
    return cJSON_IsArray(item) ? JSON_ARRAY : JSON_OBJECT;
}

/* Copies a string to *room and moves that behind it and its NUL. */
static struct text keep_string(const char *string, char **room)
{
    size_t length = strlen(string);
    struct text kept = {memcpy(*room, string, length + 1), length};
    *room += length + 1;
    return kept;
}

static struct json node_of(const cJSON *item, struct position position, char **room)
{
    struct json node = {.type = type_of(item), .offset = position.value, .key_offset = position.key};
    if (item->string) node.key = keep_string(item->string, room);
    if (node.type == JSON_NUMBER) node.number = item->valuedouble;
    if (node.type == JSON_STRING) node.string = keep_string(item->valuestring, room);
    return node;
}

/* Takes `later` (which follows `before`) out of `object` and gives its value to `earlier`, whose place in the order remains. */
static void replace_member(struct json *object, struct json *earlier, struct json *before, const struct json *later)
{
    const struct json *next = before == earlier ? later->next : earlier->next;
    before->next = later->next;
    struct text key = earlier->key;
    *earlier = *later;
    earlier->key = key;
    earlier->next = next;
    object->count--;
}

/* True when each key is greater than the one before, as in documents that a program wrote: none can stand twice then. */
static bool is_ascending(struct json *const *members, uint32_t count)
{
    uint32_t i = 1;
    while (i < count && text_compare(members[i - 1]->key, members[i]->key) < 0) i++;
    return i >= count;
}

/* Of members with the same key only the last value remains, at the place of the first. `members` are the object's in order. Where the first
 * repeated key stands; 0 without one. */
static uint32_t drop_duplicates(struct json *object, struct json **members)
{
    uint32_t count = object->count, repeated = 0;
    if (is_ascending(members, count)) return 0;
    struct json *before = members[0];
    if (count <= FEW_MEMBERS) {
        for (uint32_t i = 1; i < count; i++) {
            uint32_t j = 0;
            while (j < i && !(members[j] && text_equal(members[j]->key, members[i]->key))) j++;
            if (j == i) {
                before = members[i];
            } else {
                if (!repeated) repeated = members[i]->key_offset;
                replace_member(object, members[j], before, members[i]);
                members[i] = NULL;
            }
        }
        return repeated;
    }
    struct names names;
    names_init(&names);
    VEC(struct json *) first = {0}; /* by name_id: the member that stays */
    vec_push(&first, NULL);
    for (uint32_t i = 0; i < count; i++) {
        name_id id = names_add(&names, members[i]->key);
        if (id == first.count) {
            vec_push(&first, members[i]);
            before = members[i];
        } else {
            if (!repeated) repeated = members[i]->key_offset;
            replace_member(object, first.at[id], before, members[i]);
        }
    }
    vec_release(&first);
    names_release(&names);
    return repeated;
}

struct level {
    const cJSON *next; /* the child to take next */
    struct json *parent;
    uint32_t first_open; /* where the parent's children start among the open members */
};

/* Turns cJSON's tree into ours; `positions` are in the order in which the values stand in the source, which has `length` bytes. */
static const struct json *convert(struct arena *arena, const cJSON *root, const struct position *positions,
                                  uint32_t count, size_t length, unsigned dialect, struct json_error *error)
{
    struct json *nodes = ARENA_ARRAY(arena, struct json, count);
    char *room =
        arena_alloc(arena, length); /* for all strings: each has two quotes in the source, and no string grows */
    struct level levels[LIMIT_JSON_DEPTH];
    VEC(struct json *) open = {0}; /* the children so far of all open levels */
    unsigned depth = 0;
    uint32_t used = 0;
    uint32_t repeated = 0; /* where the first key stands that an object has already */
    bool ok = true;
    const cJSON *item = root;
    for (;;) {
        struct json *node = &nodes[used];
        *node = node_of(item, positions[used], &room);
        used++;
        if (!isfinite(node->number)) {
            *error = (struct json_error){node->offset, "a number out of range"};
            ok = false;
            break;
        }
        if (depth) {
            struct level *level = &levels[depth - 1];
            if (level->parent->count++ == 0) level->parent->first = node;
            else vec_last(&open)->next = node;
            vec_push(&open, node);
        }
        if (item->child) levels[depth++] = (struct level){item->child, node, open.count};
        while (depth && !levels[depth - 1].next) {
            struct level *level = &levels[--depth];
            if (level->parent->type == JSON_OBJECT) {
                uint32_t offset = drop_duplicates(level->parent, open.at + level->first_open);
                if (offset && (!repeated || offset < repeated)) repeated = offset;
            }
            open.count = level->first_open;
        }
        if (depth == 0) break;
        item = levels[depth - 1].next;
        levels[depth - 1].next = item->next;
    }
    vec_release(&open);
    if (ok && repeated && (dialect & JSON_UNIQUE_KEYS)) {
        *error = (struct json_error){repeated, "the object has this key already"};
        ok = false;
    }
    return ok ? &nodes[0] : NULL;
}

const struct json *json_parse(struct arena *arena, struct text source, unsigned dialect, struct json_error *error)
{
    struct scanner scanner = {.source = source, .error = error};
    if (source.length > LIMIT_JSON_BYTES) {
        fail(&scanner, 0, "the document is larger than 64 MiB");
        return NULL;
    }
    if (dialect & JSON_RELAXED) {
        scanner.blanked = memory_alloc(source.length);
        if (source.length) memcpy(scanner.blanked, source.at, source.length);
    }
    const struct json *root = NULL;
    if (scan_document(&scanner)) {
        const char *document = scanner.blanked ? scanner.blanked : source.at;
        size_t mark = byte_order_mark(source);
        cJSON *tree = cJSON_ParseWithLengthOpts(document + mark, source.length - mark, NULL, false);
        if (!tree) memory_exhausted(source.length); /* a checked document has no other reason to fail */
        root = convert(arena, tree, scanner.positions.at, scanner.positions.count, source.length, dialect, error);
        cJSON_Delete(tree);
    }
    vec_release(&scanner.positions);
    memory_free(scanner.blanked);
    return root;
}

const struct json *json_member(const struct json *object, const char *key)
{
    if (!object || object->type != JSON_OBJECT) return NULL;
    struct text wanted = text_of(key);
    JSON_EACH (member, object) {
        if (text_equal(member->key, wanted)) return member;
    }
    return NULL;
}

struct text json_member_string(const struct json *object, const char *key, struct text missing)
{
    const struct json *member = json_member(object, key);
    return member && member->type == JSON_STRING ? member->string : missing;
}
