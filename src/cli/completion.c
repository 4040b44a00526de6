/* mfshake completion: a script that completes the command line in a shell. */
#include "cli/command.h"
#include "cli/completion_script.h"

struct completion_settings {
    struct common_settings common;
};

static const struct option completion_options[] = {COMMON_OPTIONS};

static const struct {
    const char *name;
    void (*put)(struct command_list commands, struct buffer *out);
} shells[] = {
    {"bash", completion_script_put_bash}, {"zsh", completion_script_put_zsh}, {"fish", completion_script_put_fish}};

static void run(const struct command *command, struct console *console, char *const *arguments, uint32_t count)
{
    struct completion_settings *settings = ARENA_NEW(&console->arena, struct completion_settings);
    struct option_list operands = {0};
    if (!command_options(command, console, arguments, count, settings, &operands)) return;
    for (size_t i = 0; operands.count == 1 && i < sizeof shells / sizeof *shells; i++) {
        if (!text_is(operands.at[0], shells[i].name)) continue;
        struct buffer script;
        buffer_init(&script);
        shells[i].put(command_all, &script);
        console_result(console, buffer_text(&script));
        buffer_release(&script);
        return;
    }
    console_usage_error(console, "completion needs the name of one shell: bash, zsh or fish");
}

const struct command command_completion = {
    .name = "completion",
    .summary = "print a script that completes mfshake in bash, zsh or fish",
    .usage = "completion bash|zsh|fish [OPTION]...",
    .more = "For this session of bash: source <(mfshake completion bash). make install puts the scripts where the\n"
            "shells find them.\n",
    .options = {completion_options, sizeof completion_options / sizeof *completion_options},
    .run = run,
};
