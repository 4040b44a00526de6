#include "base/diag.h"

#include "base/escape.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdlib.h>

static const struct {
    const char *name;
    enum diag_severity severity;
    enum diag_domain domain;
    const char *help;
} codes[DIAG_CODE_COUNT] = {
#define DIAG(name, code, severity, domain, help) [name] = {code, severity, domain, help},
#include "base/diag_codes.def"
#undef DIAG
};

const struct diag_place diag_nowhere = {{"", 0}, 0, 0};

void diag_init(struct diagnostics *diagnostics)
{
    *diagnostics = (struct diagnostics){0};
    arena_init(&diagnostics->arena);
    pthread_mutex_init(&diagnostics->lock, NULL);
}

void diag_release(struct diagnostics *diagnostics)
{
    arena_release(&diagnostics->arena);
    memory_free(diagnostics->list);
    pthread_mutex_destroy(&diagnostics->lock);
    *diagnostics = (struct diagnostics){0};
}

void diag_clear(struct diagnostics *diagnostics)
{
    arena_release(&diagnostics->arena);
    diagnostics->count = 0;
}

void diag_add(struct diagnostics *diagnostics, enum diag_code code, struct diag_place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pthread_mutex_lock(&diagnostics->lock);
    if (diagnostics->count == diagnostics->capacity) {
        diagnostics->capacity = diagnostics->capacity ? diagnostics->capacity * 2 : 16;
        diagnostics->list = memory_resize(diagnostics->list, diagnostics->capacity, sizeof *diagnostics->list);
    }
    place.path = arena_copy(&diagnostics->arena, place.path);
    struct text message = arena_format_list(&diagnostics->arena, format, args);
    diagnostics->list[diagnostics->count++] = (struct diagnostic){code, place, message};
    pthread_mutex_unlock(&diagnostics->lock);
    va_end(args);
}

struct diag_place diag_place_at(struct text path, struct text source, size_t offset)
{
    struct text_place place = text_place_of(source, offset);
    return (struct diag_place){path, place.line, place.column};
}

struct diag_place diag_place_file(struct text path)
{
    return (struct diag_place){path, 0, 0};
}

const char *diag_code_name(enum diag_code code)
{
    return codes[code].name;
}

const char *diag_code_help(enum diag_code code)
{
    return codes[code].help;
}

enum diag_severity diag_code_severity(enum diag_code code)
{
    return codes[code].severity;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Whether the message only says what follows from others, which stand before it. */
static bool sums_up(enum diag_code code)
{
    return code == DIAG_GATE_INPUT || code == DIAG_GATE_FAILED || code == DIAG_STRICT;
}

static int compare(const void *left, const void *right)
{
    const struct diagnostic *a = left, *b = right;
    int order = (int)sums_up(a->code) - (int)sums_up(b->code);
    if (!order) order = text_compare(a->place.path, b->place.path);
    if (!order) order = compare_numbers(a->place.line, b->place.line);
    if (!order) order = compare_numbers(a->place.column, b->place.column);
    if (!order) order = strcmp(codes[a->code].name, codes[b->code].name);
    if (!order) order = text_compare(a->message, b->message);
    return order;
}

void diag_sort(struct diagnostics *diagnostics)
{
    if (diagnostics->count == 0) return;
    qsort(diagnostics->list, diagnostics->count, sizeof *diagnostics->list, compare);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < diagnostics->count; i++) {
        if (compare(&diagnostics->list[kept - 1], &diagnostics->list[i]) == 0) continue;
        diagnostics->list[kept++] = diagnostics->list[i];
    }
    diagnostics->count = kept;
}

int diag_exit_status(const struct diagnostics *diagnostics)
{
    static const int status_of[] = {[DIAG_USAGE] = 2, [DIAG_INPUT] = 1, [DIAG_WORLD] = 3};
    int status = 0;
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        enum diag_code code = diagnostics->list[i].code;
        if (codes[code].severity != DIAG_ERROR) continue;
        if (status_of[codes[code].domain] > status) status = status_of[codes[code].domain];
    }
    return status;
}

/* A line that starts with "::" or "##[" is a command to some CI systems; a path must not be able to give one. */
static bool may_start_a_line(char c)
{
    return c == '/' || c == '.' || c == '_' || c == '@' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static void print_one(const struct diagnostic *diagnostic, struct buffer *out, bool color)
{
    static const char *const words[] = {[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    static const char *const colors[] = {
        [DIAG_NOTE] = "\x1b[36m", [DIAG_WARNING] = "\x1b[33m", [DIAG_ERROR] = "\x1b[31m"};
    const struct diag_place *place = &diagnostic->place;
    enum diag_severity severity = codes[diagnostic->code].severity;
    const char *bold = color ? "\x1b[1m" : "", *plain = color ? "\x1b[0m" : "";

    buffer_put_string(out, bold);
    if (place->path.length) {
        bool is_stdin = text_is(place->path, "-");
        if (!is_stdin && !may_start_a_line(place->path.at[0])) buffer_put_string(out, "./");
        escape_text(out, is_stdin ? TEXT("<stdin>") : place->path, false);
        if (place->line) buffer_format(out, ":%u", (unsigned)place->line);
        if (place->line && place->column) buffer_format(out, ":%u", (unsigned)place->column);
    } else {
        buffer_put_string(out, "mfshake");
    }
    buffer_put_string(out, ": ");
    buffer_put_string(out, color ? colors[severity] : "");
    buffer_format(out, "%s[%s]:", words[severity], codes[diagnostic->code].name);
    buffer_put_string(out, plain);
    buffer_put_char(out, ' ');
    escape_text(out, diagnostic->message, false);
    buffer_format(out, "\n  help: %s\n", codes[diagnostic->code].help);
}

void diag_print(struct diagnostics *diagnostics, struct buffer *out, struct diag_print_options options)
{
    diag_sort(diagnostics);
    uint32_t counts[] = {[DIAG_NOTE] = 0, [DIAG_WARNING] = 0, [DIAG_ERROR] = 0};
    for (uint32_t i = 0; i < diagnostics->count; i++) counts[codes[diagnostics->list[i].code].severity]++;
    if (!options.notes) counts[DIAG_NOTE] = 0;

    /* What is printed of each severity: errors first get a part of `most`, so that no crowd of warnings hides them. */
    uint32_t left = options.most ? options.most : UINT32_MAX, hidden = 0;
    for (int severity = DIAG_ERROR; severity >= DIAG_NOTE; severity--) {
        uint32_t printed = counts[severity] < left ? counts[severity] : left;
        hidden += counts[severity] - printed;
        left -= printed;
        counts[severity] = printed;
    }
    for (uint32_t i = 0; i < diagnostics->count; i++) {
        uint32_t *more = &counts[codes[diagnostics->list[i].code].severity];
        if (*more == 0) continue;
        --*more;
        print_one(&diagnostics->list[i], out, options.color);
    }
    if (hidden) {
        buffer_format(out, "mfshake: %u more not shown (--max-diagnostics 0 shows all)\n", (unsigned)hidden);
    }
}
