#include "cli/console.h"

#include "base/atomic_write.h"
#include "base/escape.h"
#include "base/fs.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

const char *const color_words[] = {"auto", "always", "never", NULL};

void console_init(struct console *console)
{
    *console = (struct console){0};
    arena_init(&console->arena);
    diag_init(&console->own);
    console->found = mfshake_diagnostics_new();
    buffer_init(&console->result);
    buffer_init(&console->talk);
}

void console_release(struct console *console)
{
    mfshake_diagnostics_free(console->found);
    buffer_release(&console->result);
    buffer_release(&console->talk);
    diag_release(&console->own);
    arena_release(&console->arena);
}

void console_usage_error(struct console *console, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct text message = arena_format_list(&console->arena, format, args);
    va_end(args);
    diag_add(&console->own, DIAG_USAGE_INVALID, diag_nowhere, "%.*s", TEXT_ARGS(message));
}

static bool write_fully(int file, struct text text)
{
    while (text.length) {
        ssize_t count = write(file, text.at, text.length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        text = text_slice(text, (size_t)count, text.length);
    }
    return true;
}

static const char *stream_error(int error)
{
    if (error == EPIPE) return "its reader went away";
    return error == EBADF ? "it is closed" : fs_error(error);
}

bool console_print(struct console *console, struct text text)
{
    if (console->remembered) buffer_put(&console->result, text);
    if (write_fully(STDOUT_FILENO, text)) return true;
    diag_add(&console->own, DIAG_WRITE_FAILED, diag_nowhere, "standard output can not be written: %s",
             stream_error(errno));
    return false;
}

bool console_result(struct console *console, struct text result)
{
    struct text file = console->settings->output_file;
    if (file.length == 0 || text_is(file, "-")) return console_print(console, result);
    struct output_set set;
    output_set_init(&set);
    output_set_add(&set, file, result);
    bool ok = output_set_commit(&set, &console->own);
    output_set_release(&set);
    return ok;
}

void console_talk(struct console *console, const char *format, ...)
{
    if (console->settings && console->settings->quiet) return;
    va_list args;
    va_start(args, format);
    struct text line = arena_format_list(&console->arena, format, args);
    va_end(args);
    struct buffer out;
    buffer_init(&out);
    buffer_put_string(&out, "mfshake: ");
    escape_text(&out, line, false);
    buffer_put_char(&out, '\n');
    console_print_talk(console, buffer_text(&out));
    buffer_release(&out);
}

void console_print_talk(struct console *console, struct text text)
{
    if (console->remembered) buffer_put(&console->talk, text);
    write_fully(STDERR_FILENO, text);
}

bool console_passes_strict(struct console *console, bool strict)
{
    if (!strict) return true;
    uint32_t warnings = mfshake_diagnostics_count_of(console->found, MFSHAKE_WARNING);
    for (uint32_t i = 0; i < console->own.count; i++)
        warnings += diag_code_severity(console->own.list[i].code) == DIAG_WARNING;
    if (warnings)
        diag_add(&console->own, DIAG_STRICT, diag_nowhere, "nothing is written because of %u warning%s", warnings,
                 warnings > 1 ? "s" : "");
    return warnings == 0;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value && *value;
}

static bool uses_color(const struct console *console, int stream)
{
    unsigned choice = console->settings ? console->settings->color : COLOR_AUTO;
    if (choice != COLOR_AUTO) return choice == COLOR_ALWAYS;
    if (is_set("NO_COLOR")) return false;
    if (is_set("FORCE_COLOR"))
        return strcmp(getenv("FORCE_COLOR"), "0") != 0 && strcmp(getenv("FORCE_COLOR"), "false") != 0;
    const char *terminal = getenv("TERM");
    return !is_set("CI") && isatty(stream) && terminal && strcmp(terminal, "dumb") != 0;
}

bool console_colors_results(const struct console *console)
{
    return uses_color(console, STDOUT_FILENO);
}

bool console_colors_talk(const struct console *console)
{
    return uses_color(console, STDERR_FILENO);
}

void console_print_problems(struct console *console)
{
    const struct common_settings *settings = console->settings;
    bool quiet = settings && settings->quiet, verbose = settings && settings->verbose,
         color = console_colors_talk(console);
    uint32_t most = settings && settings->max_diagnostics.given ? settings->max_diagnostics.value : 100;
    unsigned flags = (color ? MFSHAKE_PRINT_COLOR : 0u) | (verbose ? MFSHAKE_PRINT_NOTES : 0u) |
                     (quiet ? MFSHAKE_PRINT_ERRORS_ONLY : 0u);
    struct mfshake_text found = mfshake_diagnostics_print(console->found, flags, most);
    struct buffer out;
    buffer_init(&out);
    buffer_put(&out, (struct text){found.at, found.length});
    if (!quiet || diag_exit_status(&console->own))
        diag_print(&console->own, &out, (struct diag_print_options){color, verbose, most});
    console_print_talk(console, buffer_text(&out));
    buffer_release(&out);
}

int console_finish(struct console *console)
{
    console_print_problems(console);
    int of_library = mfshake_diagnostics_exit_status(console->found), own = diag_exit_status(&console->own);
    return own > of_library ? own : of_library;
}
