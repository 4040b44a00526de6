#include "cli/cli.h"

#include "cli/command.h"
#include "cli/remembered_run.h"

#include <stdlib.h>

static const struct command *const commands[] = {
    &command_analyze, &command_merge,  &command_gate,   &command_diff,  &command_prune,      &command_report,
    &command_why,     &command_config, &command_export, &command_cache, &command_completion, &command_manual,
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };
const struct command_list command_all = {commands, COMMAND_COUNT};

const char *const command_program_summary = "tree shaking of packages that are shared by Module Federation";
const char *const command_exit_statuses[] = {"fine", "the input has errors, or the gate is closed",
                                             "usage or configuration",
                                             "input/output, memory, limits or a mistake in mfshake", NULL};

/* Commands of later versions. */
static const char *const later[] = {"annotate"};

static void put_help(struct buffer *out)
{
    buffer_format(out,
                  "mfshake %s: %s\n\n"
                  "Usage: mfshake COMMAND [OPTION]...\n\n"
                  "Commands:\n",
                  mfshake_version(), command_program_summary);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        buffer_format(out, "  %-12s%s\n", commands[i]->name, commands[i]->summary);
    buffer_put_string(out, "\n"
                           "mfshake COMMAND --help tells the options of a command; mfshake --version the version.\n\n"
                           "Results go to standard output, problems to standard error.\n"
                           "Exit status: ");
    for (unsigned i = 0; command_exit_statuses[i]; i++) {
        const char *end = !command_exit_statuses[i + 1] ? ".\n" : i == 2 ? ",\n" : ", ";
        buffer_format(out, "%u %s%s", i, command_exit_statuses[i], end);
    }
}

static void put_command_help(const struct command *command, struct buffer *out)
{
    buffer_format(out, "%s\n\nUsage: mfshake %s\n\nOptions:\n", command->summary, command->usage);
    options_put_help(command->options, out);
    if (command->more) buffer_format(out, "\n%s", command->more);
}

struct text command_cache_folder(struct text given)
{
    const char *named = getenv("MFSHAKE_CACHE");
    return given.length || !named ? given : text_of(named);
}

/* The values of --env as mfshake_options takes them; NULL when one has no "=", which is reported. */
static const char *const *environment_of(struct console *console, const struct option_list *given)
{
    const char **list = ARENA_ARRAY(&console->arena, const char *, given->count + 1);
    for (uint32_t i = 0; i < given->count; i++) {
        size_t equals = text_find_char(given->at[i], '=', 0);
        if (equals == 0 || equals == TEXT_NOWHERE) {
            console_usage_error(console, "--env takes NAME=VALUE, not '%.*s'", TEXT_ARGS(given->at[i]));
            return NULL;
        }
        list[i] = given->at[i].at;
    }
    return list;
}

bool command_app_options(struct console *console, const struct app_settings *settings, struct mfshake_options *options)
{
    options->size = sizeof *options;
    options->folder = settings->folder.at;
    options->file = settings->file.at;
    options->environment = environment_of(console, &settings->environment);
    return options->environment != NULL;
}

bool command_options(const struct command *command, struct console *console, char *const *arguments, uint32_t count,
                     void *settings, struct option_list *operands)
{
    bool good = options_parse(command->options, arguments, count, &console->arena, settings, operands, &console->own);
    console->settings = settings;
    if (good && console->settings->quiet && console->settings->verbose) {
        console_usage_error(console, "--quiet and --verbose contradict each other");
        good = false;
    }
    if (!good || !console->settings->help) return good;
    struct buffer help;
    buffer_init(&help);
    put_command_help(command, &help);
    console_print(console, buffer_text(&help));
    buffer_release(&help);
    return false;
}

static void print_help(struct console *console)
{
    struct buffer help;
    buffer_init(&help);
    put_help(&help);
    console_print(console, buffer_text(&help));
    buffer_release(&help);
}

static void report_unknown(struct console *console, struct text name)
{
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (!text_is(name, later[i])) continue;
        console_usage_error(console, "the command '%s' is not available yet in this version", later[i]);
        return;
    }
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) names[i] = commands[i]->name;
    const char *nearest = options_nearest(name, names, COMMAND_COUNT),
               *what = name.length && name.at[0] == '-' ? "option" : "command";
    if (nearest)
        console_usage_error(console, "there is no %s '%.*s'; did you mean '%s'?", what, TEXT_ARGS(name), nearest);
    else console_usage_error(console, "there is no %s '%.*s'", what, TEXT_ARGS(name));
}

static void run(struct console *console, char *const *arguments, uint32_t count)
{
    if (count == 0) {
        console_usage_error(console, "no command is given; mfshake --help lists them");
        return;
    }
    struct text name = text_of(arguments[0]);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!text_is(name, commands[i]->name)) continue;
        commands[i]->run(commands[i], console, arguments + 1, count - 1);
        return;
    }
    if (text_is(name, "--help") || text_is(name, "-h")) print_help(console);
    else if (text_is(name, "--version"))
        console_print(console, arena_format(&console->arena, "mfshake %s\n", mfshake_version()));
    else report_unknown(console, name);
}

int cli_run(char *const *arguments, uint32_t count)
{
    struct console console;
    console_init(&console);
    run(&console, arguments, count);
    int status = console_finish(&console);
    remembered_run_end(&console, status == 0);
    console_release(&console);
    return status;
}
