#include "prune/run.h"

#include "base/buffer.h"
#include "base/json.h"
#include "prune/expression.h"

/* ---------------------------------------------------------------------------------------------- values */

/* A string literal that may stand in a script inside of a page. */
static void put_string(struct buffer *out, struct text value)
{
    buffer_put_char(out, '"');
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c < ' ' || c == '<') buffer_format(out, "\\x%02x", c);
        else if (c == '"' || c == '\\') buffer_format(out, "\\%c", c);
        else buffer_put_char(out, (char)c);
    }
    buffer_put_char(out, '"');
}

static void put_number(struct buffer *out, const struct json *json, struct text source)
{
    size_t end = json->offset;
    while (end < source.length && source.at[end] && strchr("0123456789+-.eE", source.at[end])) end++;
    buffer_put(out, text_slice(source, json->offset, end));
}

/* The value, or what opens it. */
static void put_start(struct buffer *out, const struct json *json, struct text source)
{
    switch (json->type) {
    case JSON_NULL: buffer_put_string(out, "null"); break;
    case JSON_TRUE: buffer_put_string(out, "true"); break;
    case JSON_FALSE: buffer_put_string(out, "false"); break;
    case JSON_STRING: put_string(out, json->string); break;
    case JSON_NUMBER: put_number(out, json, source); break;
    case JSON_ARRAY: buffer_put_char(out, '['); break;
    case JSON_OBJECT: buffer_put_char(out, '{'); break;
    }
}

struct level {
    const struct json *next; /* the child that comes next */
    bool is_array, is_first;
};

/* A value of the document `source` as an expression. */
static void put_value(struct buffer *out, const struct json *json, struct text source)
{
    VEC(struct level) open = {0};
    while (json) {
        put_start(out, json, source);
        bool has_children = json->type == JSON_ARRAY || json->type == JSON_OBJECT;
        if (has_children) vec_push(&open, (struct level){json->first, json->type == JSON_ARRAY, true});
        while (open.count && !vec_last(&open).next) buffer_put_char(out, vec_pop(&open).is_array ? ']' : '}');
        json = open.count ? vec_last(&open).next : NULL;
        if (!json) break;
        struct level *level = &vec_last(&open);
        level->next = json->next;
        if (!level->is_first) buffer_put_char(out, ',');
        level->is_first = false;
        if (level->is_array) continue;
        /* As a computed name __proto__ is a property like any other. */
        buffer_put_char(out, '[');
        put_string(out, json->key);
        buffer_put_string(out, "]:");
    }
    vec_release(&open);
}

static struct text literal_of(struct arena *arena, const struct json *json, struct text source)
{
    struct buffer out;
    buffer_init(&out);
    bool is_wrapped = json->type == JSON_OBJECT || (json->type == JSON_NUMBER && json->number < 0);
    if (is_wrapped) buffer_put_char(&out, '(');
    put_value(&out, json, source);
    if (is_wrapped) buffer_put_char(&out, ')');
    struct text text = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

static struct text string_literal(struct arena *arena, struct text value)
{
    struct buffer out;
    buffer_init(&out);
    put_string(&out, value);
    struct text text = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return text;
}

/* What the reports say is to stand for the expression; NULL in *why, or why nothing is. */
static struct text value_of(struct run *run, const struct macro *macro, const char **why)
{
    struct text value = TEXT("");
    *why = NULL;
    if (run->usage->waiting.length) {
        *why = arena_copy(run->arena, run->usage->waiting).at;
        return value;
    }
    for (uint32_t i = 0; macro->value.length && i < run->usage->report_count; i++) {
        const struct usage *report = run->usage->reports[i];
        const struct json *found = usage_value(report, macro->value);
        if (!found) continue;
        struct text literal = literal_of(run->arena, found, report->source);
        if (value.length && !text_equal(value, literal)) *why = "the reports have different values for it";
        value = literal;
    }
    if (!value.length && macro->has_fallback) value = string_literal(run->arena, macro->fallback);
    if (!value.length) *why = "no report has a value for it, and it has no default";
    return value;
}

/* ---------------------------------------------------------------------------------------------- places */

/* The primary expression that directly follows the comment and is no part of a longer one that starts there; NODE_NONE without one. */
static node_id expression_behind(const struct syntax *syntax, uint32_t comment)
{
    uint32_t at = syntax->comments[comment].end;
    while (at < syntax->source.length && strchr(" \t\r\n", syntax->source.at[at]) && syntax->source.at[at]) at++;
    for (node_id node = 0; node < syntax->count; node++) {
        if (syntax->nodes[node].start != at || !expression_is_primary(syntax, node)) continue;
        if (!expression_is_value(syntax, node)) return NODE_NONE;
        node_id parent = syntax_parent(syntax, node);
        bool is_part = syntax->nodes[parent].start == at && !syntax_is(syntax, parent, SYNTAX_EXPRESSION_STATEMENT);
        return is_part ? NODE_NONE : node;
    }
    return NODE_NONE;
}

static void inline_one(struct run *run, uint32_t comment, struct place_walk *places)
{
    const struct syntax_comment *at = &run->table.comments[comment];
    struct macro macro;
    macro_lex(text_slice(run->source, at->start, at->end), &macro);
    const char *why;
    struct text value = value_of(run, &macro, &why);
    node_id node = why ? NODE_NONE : expression_behind(&run->syntax, comment);
    if (!why && node == NODE_NONE) why = "no expression of one part directly follows it";
    if (why) {
        diag_add(run->diagnostics, DIAG_PRUNE_SHAPE_KEPT, place_next(places, at->start),
                 "@common:define-inline is kept: %s", why);
        return;
    }
    if (!run->options->keep_macros) cut_comment(&run->cut, comment, false);
    cut_range(&run->cut, run->syntax.nodes[node].start, run->syntax.nodes[node].end, value);
}

void inline_apply(struct run *run)
{
    struct place_walk places = {.path = run->path, .source = run->source};
    if (run->options->sweep) return;
    for (uint32_t i = 0; i < run->macros.inline_count; i++) inline_one(run, run->macros.inlines[i], &places);
}
