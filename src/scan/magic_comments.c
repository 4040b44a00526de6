#include "scan/magic_comments.h"

#include "base/memory.h"
#include "base/regex.h"
#include "base/vec.h"

struct magic_reader {
    struct regex *mark;     /* of a comment that is magic */
    struct regex *property; /* the next key and value; see enum property_group */
    struct regex *string;   /* the next string of a list; group 1 is what stands between its quotes */
};

#define STRING "(?:\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|`(?:[^`\\\\$]|\\\\.)*`)"
#define LIST   "\\[\\s*(?:" STRING "\\s*(?:,\\s*" STRING "\\s*)*,?\\s*)?\\]"
#define REGEX  "/(?![*/])(?:[^/\\\\\\[\\n]|\\\\.|\\[(?:[^\\]\\\\\\n]|\\\\.)*\\])+/[a-z]*"
#define OTHER  "true|false|null|undefined|-?\\d+(?:\\.\\d+)?"

enum property_group { WHOLE_PROPERTY, BARE_KEY, QUOTED_KEY, VALUE, SEPARATOR };

struct magic_reader *magic_reader_new(struct arena *arena)
{
    const char *why;
    struct magic_reader *reader = memory_alloc(sizeof *reader);
    *reader = (struct magic_reader){
        .mark = regex_new(arena, TEXT("(?:^|\\W)webpack[A-Z][A-Za-z]+:"), "", &why),
        .property = regex_new(arena,
                              TEXT("\\G\\s*(?:([A-Za-z_$][\\w$]*)|[\"']([\\w$]+)[\"'])\\s*:\\s*(" STRING "|" LIST
                                   "|" REGEX "|" OTHER ")\\s*(?:(,)\\s*|$)"),
                              "s", &why),
        .string = regex_new(arena,
                            TEXT("[\"'`]((?<=\")(?:[^\"\\\\]|\\\\.)*|(?<=')(?:[^'\\\\]|\\\\.)*|"
                                 "(?<=`)(?:[^`\\\\]|\\\\.)*)[\"'`]"),
                            "s", &why),
    };
    return reader;
}

void magic_reader_free(struct magic_reader *reader)
{
    if (!reader) return;
    regex_free(reader->mark);
    regex_free(reader->property);
    regex_free(reader->string);
    memory_free(reader);
}

static void set_exports(const struct magic_reader *reader, struct arena *arena, struct text value,
                        struct magic_options *options)
{
    VEC(struct text) names = {0};
    struct regex_match string;
    for (size_t at = 0; regex_find(reader->string, value, at, &string); at = string.end[0])
        vec_push(&names, syntax_unescaped(arena, text_slice(value, string.start[1], string.end[1])));
    options->has_exports = true;
    options->export_count = names.count;
    options->exports = vec_freeze(&names, arena);
}

static struct magic_pattern pattern_of(struct text value)
{
    size_t end = text_find_last_char(value, '/');
    return (struct magic_pattern){text_slice(value, 1, end), text_slice(value, end + 1, value.length)};
}

/* A value of the wrong type counts for nothing, as webpack warns. */
static void set_option(const struct magic_reader *reader, struct arena *arena, struct text key, struct text value,
                       struct magic_options *options)
{
    bool is_pattern = value.at[0] == '/', is_strings = strchr("\"'`[", value.at[0]) != NULL;
    bool is_boolean = text_is(value, "true") || text_is(value, "false");
    if (text_is(key, "webpackIgnore") && is_boolean) options->ignores = text_is(value, "true");
    else if (text_is(key, "webpackExports") && is_strings) set_exports(reader, arena, value, options);
    else if (text_is(key, "webpackInclude") && is_pattern) options->include = pattern_of(value);
    else if (text_is(key, "webpackExclude") && is_pattern) options->exclude = pattern_of(value);
}

/* The object that `text` is between braces: all of it is understood, or none of it counts. */
static void read_object(const struct magic_reader *reader, struct arena *arena, struct text text,
                        struct magic_options *options)
{
    struct magic_options read = *options;
    struct regex_match property;
    for (size_t at = 0; at < text.length; at = property.end[WHOLE_PROPERTY]) {
        if (!regex_find(reader->property, text, at, &property)) return;
        uint32_t key = property.start[BARE_KEY] != TEXT_NOWHERE ? BARE_KEY : QUOTED_KEY;
        set_option(reader, arena, text_slice(text, property.start[key], property.end[key]),
                   text_slice(text, property.start[VALUE], property.end[VALUE]), &read);
    }
    *options = read;
}

struct magic_options magic_comments_read(const struct magic_reader *reader, struct arena *arena,
                                         const struct syntax *syntax, node_id call)
{
    struct magic_options options = {0};
    for (uint32_t c = syntax_comment_at(syntax, syntax->nodes[call].start); c < syntax->comment_count; c++) {
        struct syntax_comment comment = syntax->comments[c];
        if (comment.end > syntax->nodes[call].end) break;
        bool is_block = text_starts_with(text_slice(syntax->source, comment.start, comment.end), TEXT("/*"));
        struct text text = text_slice(syntax->source, comment.start + 2, comment.end - (is_block ? 2 : 0));
        struct regex_match mark;
        if (regex_find(reader->mark, text, 0, &mark)) read_object(reader, arena, text, &options);
    }
    return options;
}
