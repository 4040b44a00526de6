#include "cli/completion_script.h"

/* What can follow an option. */
enum value_kind { VALUE_NONE, VALUE_WORDS, VALUE_FOLDER, VALUE_FILE, VALUE_OTHER };

static enum value_kind value_kind_of(const struct option *option)
{
    if (option->words) return VALUE_WORDS;
    if (!option->value) return VALUE_NONE;
    struct text value = text_of(option->value);
    if (text_find(value, TEXT("DIR"), 0) != TEXT_NOWHERE) return VALUE_FOLDER;
    bool is_file =
        text_find(value, TEXT("FILE"), 0) != TEXT_NOWHERE || text_find(value, TEXT("REPORT"), 0) != TEXT_NOWHERE;
    return is_file ? VALUE_FILE : VALUE_OTHER;
}

/* Help as one line, safe inside the quotes of the shell at hand: what stands in `special` gets a backslash, a quote is left out. */
static void put_line(const char *help, const char *special, struct buffer *out)
{
    for (const char *c = help; *c; c++) {
        if (*c == '\'') continue;
        if (strchr(special, *c)) buffer_put_char(out, '\\');
        buffer_put_char(out, *c == '\n' ? ' ' : *c);
    }
}

static void put_words(const struct option *option, struct buffer *out)
{
    for (unsigned i = 0; option->words[i]; i++) {
        if (i) buffer_put_char(out, ' ');
        buffer_put_string(out, option->words[i]);
    }
}

/* ---------------------------------------------------------------------------------------------- bash */

static void put_bash_pattern(const struct option *option, struct buffer *out)
{
    if (option->letter) buffer_format(out, "-%c", option->letter);
    if (option->letter && option->name) buffer_put_char(out, '|');
    if (option->name) buffer_format(out, "--%s", option->name);
}

static void put_bash_command(const struct command *command, struct buffer *out)
{
    buffer_format(out, "    %s)\n        case $previous in\n", command->name);
    for (uint32_t i = 0; i < command->options.count; i++) {
        const struct option *option = &command->options.at[i];
        enum value_kind kind = value_kind_of(option);
        if (option->kind == OPTION_LATER || kind == VALUE_NONE) continue;
        buffer_put_string(out, "        ");
        put_bash_pattern(option, out);
        buffer_put_string(out, ") ");
        switch (kind) {
        case VALUE_WORDS:
            buffer_put_string(out, "_mfshake_words '");
            put_words(option, out);
            buffer_put_string(out, "'; return ;;\n");
            break;
        case VALUE_FOLDER: buffer_put_string(out, "_mfshake_files -d; return ;;\n"); break;
        case VALUE_FILE: buffer_put_string(out, "_mfshake_files -f; return ;;\n"); break;
        case VALUE_OTHER:
        case VALUE_NONE: buffer_put_string(out, "return ;;\n"); break;
        }
    }
    buffer_put_string(out, "        esac\n        options='");
    for (uint32_t i = 0, put = 0; i < command->options.count; i++) {
        const struct option *option = &command->options.at[i];
        if (option->kind == OPTION_LATER) continue;
        if (option->name) buffer_format(out, "%s--%s", put++ ? " " : "", option->name);
        else buffer_format(out, "%s-%c", put++ ? " " : "", option->letter);
    }
    buffer_put_string(out, "'\n        ;;\n");
}

void completion_script_put_bash(struct command_list commands, struct buffer *out)
{
    buffer_put_string(
        out, "# Completes mfshake in bash. Made from its option tables.\n"
             "_mfshake_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$current\"); }\n"
             "_mfshake_files() {\n"
             "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$current\")\n"
             "    compopt -o filenames 2>/dev/null\n"
             "}\n"
             "_mfshake() {\n"
             "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= options= word\n"
             "    # In --option=value the equals sign is a word of its own.\n"
             "    if [[ $current == '=' ]]; then current=\n"
             "    elif [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}\n"
             "    fi\n"
             "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
             "        if [[ $word != -* ]]; then command=$word; break; fi\n"
             "    done\n"
             "    COMPREPLY=()\n"
             "    case $command in\n"
             "    '') _mfshake_words '");
    for (uint32_t i = 0; i < commands.count; i++) buffer_format(out, "%s ", commands.at[i]->name);
    buffer_put_string(out, "--help --version'; return ;;\n");
    for (uint32_t i = 0; i < commands.count; i++) put_bash_command(commands.at[i], out);
    buffer_put_string(out, "    *) return ;;\n"
                           "    esac\n"
                           "    if [[ $current == -* ]]; then _mfshake_words \"$options\"; else _mfshake_files -f; fi\n"
                           "}\n"
                           "complete -F _mfshake mfshake\n");
}

/* ---------------------------------------------------------------------------------------------- zsh */

static void put_zsh_option(const struct option *option, struct buffer *out)
{
    enum value_kind kind = value_kind_of(option);
    bool can_repeat = option->kind == OPTION_LIST || option->kind == OPTION_EACH || option->kind == OPTION_WORDS;
    const char *repeats = can_repeat ? "*" : "";
    bool has_both = option->letter && option->name;
    buffer_put_string(out, "      ");
    if (has_both) {
        if (*repeats) buffer_put_string(out, "'*'");
        else buffer_format(out, "'(-%c --%s)'", option->letter, option->name);
        buffer_format(out, "{-%c%s,--%s%s}'", option->letter, kind == VALUE_NONE ? "" : "+", option->name,
                      kind == VALUE_NONE ? "" : "=");
    } else if (option->name) {
        buffer_format(out, "'%s--%s%s", repeats, option->name, kind == VALUE_NONE ? "" : "=");
    } else {
        buffer_format(out, "'%s-%c%s", repeats, option->letter, kind == VALUE_NONE ? "" : "+");
    }
    buffer_put_char(out, '[');
    put_line(option->help, "[]\\", out);
    buffer_put_char(out, ']');
    if (kind != VALUE_NONE) {
        buffer_put_char(out, ':');
        put_line(option->value ? option->value : "word", ":\\", out);
        buffer_put_char(out, ':');
    }
    if (kind == VALUE_WORDS) {
        buffer_put_char(out, '(');
        put_words(option, out);
        buffer_put_char(out, ')');
    }
    if (kind == VALUE_FOLDER) buffer_put_string(out, "_files -/");
    if (kind == VALUE_FILE) buffer_put_string(out, "_files");
    buffer_put_string(out, "' \\\n");
}

void completion_script_put_zsh(struct command_list commands, struct buffer *out)
{
    buffer_put_string(out, "#compdef mfshake\n"
                           "# Completes mfshake in zsh. Made from its option tables.\n"
                           "_mfshake() {\n"
                           "  local -a commands\n"
                           "  commands=(\n");
    for (uint32_t i = 0; i < commands.count; i++) {
        buffer_format(out, "    '%s:", commands.at[i]->name);
        put_line(commands.at[i]->summary, ":\\", out);
        buffer_put_string(out, "'\n");
    }
    buffer_put_string(out, "  )\n"
                           "  if (( CURRENT == 2 )); then\n"
                           "    _describe command commands\n"
                           "    return\n"
                           "  fi\n"
                           "  local command=$words[2]\n"
                           "  shift words\n"
                           "  (( CURRENT-- ))\n"
                           "  case $command in\n");
    for (uint32_t i = 0; i < commands.count; i++) {
        buffer_format(out, "  %s)\n    _arguments -s -S \\\n", commands.at[i]->name);
        for (uint32_t o = 0; o < commands.at[i]->options.count; o++) {
            if (commands.at[i]->options.at[o].kind != OPTION_LATER) put_zsh_option(&commands.at[i]->options.at[o], out);
        }
        buffer_put_string(out, "      '*:file:_files'\n    ;;\n");
    }
    buffer_put_string(out, "  esac\n}\n_mfshake \"$@\"\n");
}

/* ---------------------------------------------------------------------------------------------- fish */

static void put_fish_option(const struct command *command, const struct option *option, struct buffer *out)
{
    buffer_format(out, "complete -c mfshake -n '__fish_seen_subcommand_from %s'", command->name);
    if (option->letter) buffer_format(out, " -s %c", option->letter);
    if (option->name) buffer_format(out, " -l %s", option->name);
    switch (value_kind_of(option)) {
    case VALUE_NONE: break;
    case VALUE_WORDS:
        buffer_put_string(out, " -x -a '");
        put_words(option, out);
        buffer_put_char(out, '\'');
        break;
    case VALUE_FOLDER: buffer_put_string(out, " -x -a '(__fish_complete_directories)'"); break;
    case VALUE_FILE: buffer_put_string(out, " -r -F"); break;
    case VALUE_OTHER: buffer_put_string(out, " -x"); break;
    }
    buffer_put_string(out, " -d '");
    put_line(option->help, "\\", out);
    buffer_put_string(out, "'\n");
}

void completion_script_put_fish(struct command_list commands, struct buffer *out)
{
    buffer_put_string(out, "# Completes mfshake in fish. Made from its option tables.\n"
                           "complete -c mfshake -n __fish_use_subcommand -f\n"
                           "complete -c mfshake -n __fish_use_subcommand -l help -d 'print this'\n"
                           "complete -c mfshake -n __fish_use_subcommand -l version -d 'print the version'\n");
    for (uint32_t i = 0; i < commands.count; i++) {
        buffer_format(out, "complete -c mfshake -n __fish_use_subcommand -a %s -d '", commands.at[i]->name);
        put_line(commands.at[i]->summary, "\\", out);
        buffer_put_string(out, "'\n");
        for (uint32_t o = 0; o < commands.at[i]->options.count; o++) {
            if (commands.at[i]->options.at[o].kind != OPTION_LATER)
                put_fish_option(commands.at[i], &commands.at[i]->options.at[o], out);
        }
    }
}
