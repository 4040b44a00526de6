#include "cli/options.h"

enum { GREATEST_NUMBER = 1000000 };

struct parsing {
    struct options_table table;
    char *const *arguments;
    uint32_t count, next;
    struct arena *arena;
    void *settings;
    struct option_list *operands;
    struct diagnostics *diagnostics;
    bool failed;
};

#define usage_error(parsing, ...) \
    ((parsing)->failed = true, diag_add((parsing)->diagnostics, DIAG_USAGE_INVALID, diag_nowhere, __VA_ARGS__))

void option_list_add(struct option_list *list, struct arena *arena, struct text item)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 8;
        struct text *grown = ARENA_ARRAY(arena, struct text, list->capacity);
        if (list->count) memcpy(grown, list->at, list->count * sizeof *grown);
        list->at = grown;
    }
    list->at[list->count++] = item;
}

const char *options_nearest(struct text wrong, const char *const *names, uint32_t count)
{
    const char *nearest = NULL;
    unsigned least = wrong.length > 5 ? 3 : 2; /* as many mistakes as leave the word recognisable */
    for (uint32_t i = 0; i < count; i++) {
        unsigned distance = text_distance(wrong, text_of(names[i]), least);
        if (distance > least || distance >= strlen(names[i])) continue;
        if (nearest && distance == least) continue;
        nearest = names[i];
        least = distance;
    }
    return nearest;
}

/* ---------------------------------------------------------------------------------------------- values */

static bool takes_value(const struct option *option)
{
    return option->kind != OPTION_FLAG && option->kind != OPTION_LATER;
}

static const char *shown_name(struct parsing *p, const struct option *option)
{
    if (!option->name) return arena_format(p->arena, "-%c", option->letter).at;
    if (!option->letter) return arena_format(p->arena, "--%s", option->name).at;
    return arena_format(p->arena, "-%c/--%s", option->letter, option->name).at;
}

static void *member(struct parsing *p, const struct option *option)
{
    return (char *)p->settings + option->offset;
}

static void set_number(struct parsing *p, const struct option *option, struct text value)
{
    uint32_t number = 0;
    bool good = value.length > 0;
    for (size_t i = 0; i < value.length && good; i++) {
        good = value.at[i] >= '0' && value.at[i] <= '9' && number <= GREATEST_NUMBER;
        number = number * 10 + (uint32_t)(value.at[i] - '0');
    }
    if (!good || number < option->least || number > GREATEST_NUMBER) {
        usage_error(p, "%s takes a whole number from %u to %u, not '%.*s'", shown_name(p, option), option->least,
                    (unsigned)GREATEST_NUMBER, TEXT_ARGS(value));
        return;
    }
    *(struct option_number *)member(p, option) = (struct option_number){true, number};
}

static void set_word(struct parsing *p, const struct option *option, struct text value)
{
    for (unsigned i = 0; option->words[i]; i++) {
        if (!text_is(value, option->words[i])) continue;
        unsigned *word = member(p, option);
        *word = option->kind == OPTION_WORDS ? *word | 1u << i : i;
        return;
    }
    struct buffer all;
    buffer_init(&all);
    for (unsigned i = 0; option->words[i]; i++) {
        if (i) buffer_put_string(&all, ", ");
        buffer_put_string(&all, option->words[i]);
    }
    usage_error(p, "%s takes %s, not '%.*s'", shown_name(p, option), arena_copy(p->arena, buffer_text(&all)).at,
                TEXT_ARGS(value));
    buffer_release(&all);
}

static void set_value(struct parsing *p, const struct option *option, struct text value)
{
    if (value.length == 0) {
        usage_error(p, "%s needs a value, and the one given is empty", shown_name(p, option));
        return;
    }
    switch (option->kind) {
    case OPTION_TEXT: *(struct text *)member(p, option) = value; break;
    case OPTION_LIST:
    case OPTION_EACH: option_list_add(member(p, option), p->arena, value); break;
    case OPTION_NUMBER: set_number(p, option, value); break;
    case OPTION_WORD:
    case OPTION_WORDS: set_word(p, option, value); break;
    case OPTION_FLAG:
    case OPTION_LATER: break;
    }
}

static bool looks_like_option(const char *argument)
{
    return argument[0] == '-' && argument[1] != '\0';
}

/* The value stands in the arguments that follow. */
static void take_following(struct parsing *p, const struct option *option)
{
    uint32_t first = p->next;
    uint32_t most = option->kind == OPTION_LIST ? UINT32_MAX : 1;
    while (p->next < p->count && p->next - first < most && !looks_like_option(p->arguments[p->next])) {
        set_value(p, option, text_of(p->arguments[p->next++]));
    }
    if (p->next == first)
        usage_error(p, "%s needs a value: %s", shown_name(p, option),
                    option->value ? option->value : "one of its words");
}

/* ---------------------------------------------------------------------------------------------- arguments */

static void apply(struct parsing *p, const struct option *option)
{
    if (option->kind == OPTION_FLAG) *(bool *)member(p, option) = true;
    else if (option->kind == OPTION_LATER)
        usage_error(p, "%s is not available yet in this version", shown_name(p, option));
    else take_following(p, option);
}

static void report_unknown(struct parsing *p, struct text name)
{
    const char **names = ARENA_ARRAY(p->arena, const char *, p->table.count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->table.count; i++) {
        if (p->table.at[i].name && p->table.at[i].kind != OPTION_LATER) names[count++] = p->table.at[i].name;
    }
    const char *nearest = options_nearest(name, names, count);
    if (nearest) usage_error(p, "there is no option '--%.*s'; did you mean --%s?", TEXT_ARGS(name), nearest);
    else usage_error(p, "there is no option '--%.*s'", TEXT_ARGS(name));
}

static void take_long(struct parsing *p, struct text argument)
{
    size_t equals = text_find_char(argument, '=', 0);
    struct text name = text_slice(argument, 0, equals == TEXT_NOWHERE ? argument.length : equals);
    for (uint32_t i = 0; i < p->table.count; i++) {
        const struct option *option = &p->table.at[i];
        if (!option->name || !text_is(name, option->name)) continue;
        if (equals == TEXT_NOWHERE || option->kind == OPTION_LATER) apply(p, option);
        else if (takes_value(option)) set_value(p, option, text_slice(argument, equals + 1, argument.length));
        else usage_error(p, "--%s takes no value", option->name);
        return;
    }
    report_unknown(p, name);
}

static const struct option *find_letter(const struct parsing *p, char letter)
{
    for (uint32_t i = 0; i < p->table.count; i++) {
        if (p->table.at[i].letter == letter) return &p->table.at[i];
    }
    return NULL;
}

static void take_letters(struct parsing *p, struct text letters)
{
    for (size_t i = 0; i < letters.length; i++) {
        const struct option *option = find_letter(p, letters.at[i]);
        if (!option) {
            usage_error(p, "there is no option '-%c' in '-%.*s'", letters.at[i], TEXT_ARGS(letters));
            return;
        }
        if (takes_value(option) && i + 1 < letters.length) {
            set_value(p, option, text_slice(letters, i + 1, letters.length));
            return;
        }
        apply(p, option);
    }
}

bool options_parse(struct options_table table, char *const *arguments, uint32_t count, struct arena *arena,
                   void *settings, struct option_list *operands, struct diagnostics *diagnostics)
{
    struct parsing p = {table, arguments, count, 0, arena, settings, operands, diagnostics, false};
    bool ended = false;
    while (p.next < count) {
        struct text argument = text_of(arguments[p.next++]);
        if (ended || !looks_like_option(argument.at)) option_list_add(operands, arena, argument);
        else if (text_is(argument, "--")) ended = true;
        else if (argument.at[1] == '-') take_long(&p, text_slice(argument, 2, argument.length));
        else take_letters(&p, text_slice(argument, 1, argument.length));
    }
    return !p.failed;
}

/* ---------------------------------------------------------------------------------------------- help */

enum { HELP_COLUMN = 28 };

static void put_option(const struct option *option, struct buffer *out)
{
    size_t start = out->length;
    if (option->letter) buffer_format(out, "  -%c%s", option->letter, option->name ? ", " : "");
    else buffer_put_string(out, "      ");
    if (option->name) buffer_format(out, "--%s", option->name);
    if (option->value) buffer_format(out, " %s%s", option->value, option->kind == OPTION_LIST ? "..." : "");
    for (unsigned i = 0; option->words && option->words[i] && !option->value; i++)
        buffer_format(out, "%c%s", i ? '|' : ' ', option->words[i]);
    if (out->length - start > HELP_COLUMN - 2) {
        buffer_put_char(out, '\n');
        start = out->length;
    }
    while (out->length - start < HELP_COLUMN) buffer_put_char(out, ' ');
    for (const char *c = option->help; *c; c++) {
        buffer_put_char(out, *c);
        if (*c == '\n') buffer_format(out, "%*s", HELP_COLUMN, "");
    }
    buffer_put_char(out, '\n');
}

void options_put_help(struct options_table table, struct buffer *out)
{
    for (uint32_t i = 0; i < table.count; i++) {
        if (table.at[i].kind != OPTION_LATER) put_option(&table.at[i], out);
    }
}
