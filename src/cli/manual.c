/* mfshake manual: the manual pages, made from the option tables. */
#include "base/atomic_write.h"
#include "cli/command.h"
#include "cli/manual_page.h"

struct manual_settings {
    struct common_settings common;
    struct text output;
};

#define MEMBER(name) offsetof(struct manual_settings, name)
static const struct option manual_options[] = {
    {'o', "output", OPTION_TEXT, MEMBER(output), "DIR", NULL, 0, "write all pages into this folder"},
    COMMON_OPTIONS,
};

static const struct command *find_command(struct console *console, struct text name)
{
    const char **names = ARENA_ARRAY(&console->arena, const char *, command_all.count);
    for (uint32_t i = 0; i < command_all.count; i++) {
        names[i] = command_all.at[i]->name;
        if (text_is(name, names[i])) return command_all.at[i];
    }
    const char *nearest = options_nearest(name, names, command_all.count);
    if (nearest)
        console_usage_error(console, "there is no command '%.*s'; did you mean '%s'?", TEXT_ARGS(name), nearest);
    else console_usage_error(console, "there is no command '%.*s'", TEXT_ARGS(name));
    return NULL;
}

static void write_all(struct console *console, struct text folder)
{
    struct output_set set;
    struct buffer page;
    output_set_init(&set);
    buffer_init(&page);
    manual_page_put_overview(command_all, &page);
    output_set_add(&set, arena_format(&console->arena, "%.*s/mfshake.1", TEXT_ARGS(folder)), buffer_text(&page));
    for (uint32_t i = 0; i < command_all.count; i++) {
        buffer_clear(&page);
        manual_page_put_command(command_all.at[i], &page);
        struct text path =
            arena_format(&console->arena, "%.*s/mfshake-%s.1", TEXT_ARGS(folder), command_all.at[i]->name);
        output_set_add(&set, path, buffer_text(&page));
    }
    (void)output_set_commit(&set, &console->own); /* its failure is reported there */
    buffer_release(&page);
    output_set_release(&set);
}

static void print_one(struct console *console, const struct option_list *operands)
{
    const struct command *command = operands->count ? find_command(console, operands->at[0]) : NULL;
    if (operands->count && !command) return;
    struct buffer page;
    buffer_init(&page);
    if (command) manual_page_put_command(command, &page);
    else manual_page_put_overview(command_all, &page);
    console_result(console, buffer_text(&page));
    buffer_release(&page);
}

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct manual_settings *settings = ARENA_NEW(&console->arena, struct manual_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    if (operands.count > 1) console_usage_error(console, "manual takes one command at a time");
    else if (settings->output.length && operands.count)
        console_usage_error(console, "-o writes all pages; it goes with no command's name");
    else if (text_is(settings->output, "-"))
        console_usage_error(console, "-o needs a folder: the output is several files");
    else if (settings->output.length) write_all(console, settings->output);
    else print_one(console, &operands);
}

const struct command command_manual = {
    .name = "manual",
    .summary = "print the manual page of mfshake or of a command",
    .usage = "manual [COMMAND] [OPTION]...\n       mfshake manual -o DIR",
    .more = "The page is in roff: mfshake manual prune | man -l - shows it. make install puts all of them where\n"
            "man finds them.\n",
    .options = {manual_options, sizeof manual_options / sizeof *manual_options},
    .run = run,
};
