#include "scan/component.h"

struct tag {
    struct text lang, type, src; /* attributes; at NULL when missing */
    size_t end;                  /* after its ">" */
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static size_t skip_spaces(struct text source, size_t at)
{
    while (at < source.length && is_space(source.at[at])) at++;
    return at;
}

static bool starts_at(struct text source, size_t at, const char *word)
{
    return text_starts_with(text_slice(source, at, source.length), text_of(word));
}

/* The attributes of the tag whose name ends at `at`. */
static struct tag read_tag(struct text source, size_t at)
{
    struct tag tag = {0};
    for (;;) {
        at = skip_spaces(source, at);
        if (at >= source.length || source.at[at] == '>') break;
        size_t start = at;
        while (at < source.length && !is_space(source.at[at]) && source.at[at] != '=' && source.at[at] != '>') at++;
        struct text name = text_slice(source, start, at), value = TEXT("");
        at = skip_spaces(source, at);
        if (at < source.length && source.at[at] == '=') {
            at = skip_spaces(source, at + 1);
            char quote = at < source.length && strchr("\"'", source.at[at]) ? source.at[at] : 0;
            start = quote ? at + 1 : at;
            at = start;
            while (at < source.length &&
                   (quote ? source.at[at] != quote : !is_space(source.at[at]) && source.at[at] != '>'))
                at++;
            value = text_slice(source, start, at);
            at += quote && at < source.length;
        }
        if (text_is(name, "lang")) tag.lang = value;
        if (text_is(name, "type")) tag.type = value;
        if (text_is(name, "src")) tag.src = value;
    }
    tag.end = at < source.length ? at + 1 : at;
    return tag;
}

/* True when a tag called `name` starts at `at`. */
static bool is_tag(struct text source, size_t at, const char *name)
{
    if (!starts_at(source, at, name)) return false;
    size_t end = at + strlen(name);
    return end < source.length && (is_space(source.at[end]) || source.at[end] == '>');
}

static size_t find_or_end(struct text source, const char *what, size_t from)
{
    size_t found = text_find(source, text_of(what), from);
    return found == TEXT_NOWHERE ? source.length : found;
}

static void set_opaque(struct component *component, const char *why, size_t at)
{
    if (component->opaque) return;
    component->opaque = why;
    component->opaque_offset = (uint32_t)at;
}

/* What a template calls can be a request, too. */
static void check_template(struct component *component, struct text source, size_t at)
{
    static const char *const words[] = {"import", "require"};
    for (int i = 0; i < 2; i++) {
        if (!starts_at(source, at, words[i])) continue;
        size_t next = skip_spaces(source, at + strlen(words[i]));
        if (next < source.length && source.at[next] == '(') set_opaque(component, "its template asks for modules", at);
    }
}

static bool is_program(struct text type)
{
    return type.length == 0 || text_is(type, "module") || text_is(type, "text/javascript") ||
           text_is(type, "text/typescript") || text_is(type, "ts");
}

/* TSX reads all that TypeScript does but `<T>x`; a block of each kind makes the program TypeScript. */
static void set_language(struct component *component, struct text lang, size_t at)
{
    if (text_is(lang, "ts") || text_is(lang, "typescript")) component->language = SYNTAX_TYPESCRIPT;
    else if (text_is(lang, "tsx")) component->language = SYNTAX_TSX;
    else if (lang.length && !text_is(lang, "js") && !text_is(lang, "jsx") && !text_is(lang, "javascript"))
        set_opaque(component, "its script is in another language", at);
}

/* Takes the script whose tag stands at `at` over into the program; returns where it ends. */
static size_t take_script(struct component *component, char *program, struct text source, size_t at)
{
    struct tag tag = read_tag(source, at + strlen("<script"));
    bool remote = text_starts_with(tag.src, TEXT("http:")) || text_starts_with(tag.src, TEXT("https:")) ||
                  text_starts_with(tag.src, TEXT("//"));
    size_t end = find_or_end(source, "</script", tag.end);
    if (tag.src.at && !remote) set_opaque(component, "its script lies in another file", at);
    if (!tag.src.at && is_program(tag.type)) {
        set_language(component,
                     tag.lang.length                        ? tag.lang
                     : text_is(tag.type, "text/typescript") ? TEXT("ts")
                                                            : TEXT(""),
                     at);
        memcpy(program + tag.end, source.at + tag.end, end - tag.end);
        if (end < source.length) program[end] = ';';
    }
    return end;
}

struct component component_read(struct arena *arena, struct text source)
{
    struct component component = {.language = SYNTAX_JAVASCRIPT};
    char *program = ARENA_ARRAY(arena, char, source.length + 1);
    for (size_t i = 0; i < source.length; i++) program[i] = source.at[i] == '\n' ? '\n' : ' ';
    component.program = (struct text){program, source.length};
    for (size_t at = 0; at < source.length;) {
        if (starts_at(source, at, "<!--")) at = find_or_end(source, "-->", at);
        else if (is_tag(source, at, "<style")) at = find_or_end(source, "</style", at);
        else if (is_tag(source, at, "<script")) at = take_script(&component, program, source, at);
        else check_template(&component, source, at++);
    }
    return component;
}
