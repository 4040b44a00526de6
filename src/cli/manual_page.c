#include "cli/manual_page.h"

static const char environment[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B NO_COLOR\nwhen set and not empty, nothing is coloured unless \\-\\-color says so\n"
    ".TP\n.B FORCE_COLOR\nwhen set and not 0, output is coloured when it goes to no terminal, too\n"
    ".TP\n.B CI\nwhen set, no progress is shown\n";

/* Puts text so that roff takes none of it as its own: dashes and backslashes as they are, no request at a line's start. */
static void put_escaped(struct text text, struct buffer *out)
{
    bool at_line_start = out->length == 0 || out->at[out->length - 1] == '\n';
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (at_line_start && (c == '.' || c == '\'')) buffer_put_string(out, "\\&");
        if (c == '-') buffer_put_string(out, "\\-");
        else if (c == '\\') buffer_put_string(out, "\\e");
        else buffer_put_char(out, c);
        at_line_start = c == '\n';
    }
}

static void put_string(const char *string, struct buffer *out)
{
    put_escaped(text_of(string), out);
}

static void put_in_font(char font, const char *string, struct buffer *out)
{
    buffer_format(out, "\\f%c", font);
    put_string(string, out);
    buffer_put_string(out, "\\fR");
}

static void put_title(const char *name, struct buffer *out)
{
    buffer_put_string(out, ".\\\" Made from the option tables of mfshake.\n.TH ");
    for (const char *c = name; *c; c++) buffer_put_char(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
    buffer_format(out, " 1 \"\" \"mfshake %s\" \"mfshake\"\n", mfshake_version());
}

/* Paragraphs as they stand between blank lines; indented lines keep their breaks. */
static void put_paragraphs(const char *text, struct buffer *out)
{
    struct text rest = text_of(text);
    bool is_verbatim = false;
    for (size_t start = 0; start < rest.length;) {
        size_t end = text_find_char(rest, '\n', start);
        if (end == TEXT_NOWHERE) end = rest.length;
        struct text line = text_slice(rest, start, end);
        bool is_indented = text_starts_with(line, TEXT("  "));
        if (is_indented != is_verbatim) buffer_put_string(out, is_indented ? ".PP\n.nf\n" : ".fi\n.PP\n");
        else if (!line.length) buffer_put_string(out, ".PP\n");
        is_verbatim = is_indented;
        if (line.length) {
            put_escaped(line, out);
            buffer_put_char(out, '\n');
        }
        start = end + 1;
    }
    if (is_verbatim) buffer_put_string(out, ".fi\n");
}

static void put_option(const struct option *option, struct buffer *out)
{
    buffer_put_string(out, ".TP\n");
    if (option->letter) put_in_font('B', (char[]){'-', option->letter, '\0'}, out);
    if (option->letter && option->name) buffer_put_string(out, ", ");
    if (option->name) {
        buffer_put_string(out, "\\fB\\-\\-");
        put_string(option->name, out);
        buffer_put_string(out, "\\fR");
    }
    if (option->value) {
        buffer_put_char(out, ' ');
        put_in_font('I', option->value, out);
        if (option->kind == OPTION_LIST) buffer_put_string(out, "...");
    }
    for (unsigned i = 0; option->words && option->words[i] && !option->value; i++) {
        buffer_put_char(out, i ? '|' : ' ');
        put_in_font('B', option->words[i], out);
    }
    buffer_put_char(out, '\n');
    put_string(option->help, out);
    buffer_put_char(out, '\n');
}

static void put_exit_status(struct buffer *out)
{
    buffer_put_string(out, ".SH EXIT STATUS\n");
    for (unsigned i = 0; command_exit_statuses[i]; i++) {
        buffer_format(out, ".TP\n.B %u\n", i);
        put_string(command_exit_statuses[i], out);
        buffer_put_char(out, '\n');
    }
}

void manual_page_put_command(const struct command *command, struct buffer *out)
{
    struct buffer name;
    buffer_init(&name);
    buffer_format(&name, "mfshake-%s", command->name);
    buffer_put_char(&name, '\0');
    put_title(name.at, out);
    buffer_put_string(out, ".SH NAME\n");
    put_string(name.at, out);
    buffer_put_string(out, " \\- ");
    put_string(command->summary, out);
    buffer_put_string(out, "\n.SH SYNOPSIS\n.nf\n");
    struct text usage = text_of(command->usage);
    for (size_t start = 0; start < usage.length;) {
        size_t end = text_find_char(usage, '\n', start);
        if (end == TEXT_NOWHERE) end = usage.length;
        buffer_put_string(out, "\\fBmfshake\\fR ");
        struct text line = text_trim(text_slice(usage, start, end));
        /* Each line after the first repeats the program's name in --help. */
        if (text_starts_with(line, TEXT("mfshake "))) line = text_slice(line, strlen("mfshake "), line.length);
        put_escaped(line, out);
        buffer_put_char(out, '\n');
        start = end + 1;
    }
    buffer_put_string(out, ".fi\n");
    if (command->more) {
        buffer_put_string(out, ".SH DESCRIPTION\n");
        put_paragraphs(command->more, out);
    }
    buffer_put_string(out, ".SH OPTIONS\n");
    for (uint32_t i = 0; i < command->options.count; i++) {
        if (command->options.at[i].kind != OPTION_LATER) put_option(&command->options.at[i], out);
    }
    put_exit_status(out);
    buffer_put_string(out, environment);
    buffer_put_string(out, ".SH SEE ALSO\n.BR mfshake (1)\n");
    buffer_release(&name);
}

void manual_page_put_overview(struct command_list commands, struct buffer *out)
{
    put_title("mfshake", out);
    buffer_put_string(out, ".SH NAME\nmfshake \\- ");
    put_string(command_program_summary, out);
    buffer_put_string(out, "\n.SH SYNOPSIS\n\\fBmfshake\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]...\n.br\n"
                           "\\fBmfshake\\fR \\fB\\-\\-help\\fR | \\fB\\-\\-version\\fR\n.SH COMMANDS\n");
    for (uint32_t i = 0; i < commands.count; i++) {
        buffer_put_string(out, ".TP\n.BR mfshake\\-");
        put_string(commands.at[i]->name, out);
        buffer_put_string(out, " (1)\n");
        put_string(commands.at[i]->summary, out);
        buffer_put_char(out, '\n');
    }
    put_exit_status(out);
    buffer_put_string(out, environment);
}
