#include "prune/macro.h"

#include "base/vec.h"
#include "prune/place.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* What a comment says, without its delimiters, and a place in it. */
struct lexer {
    const char *at;
    uint32_t next, end;
};

static void skip_space(struct lexer *lexer)
{
    while (lexer->next < lexer->end && is_space(lexer->at[lexer->next])) lexer->next++;
}

static bool accept(struct lexer *lexer, char c)
{
    if (lexer->next == lexer->end || lexer->at[lexer->next] != c) return false;
    lexer->next++;
    return true;
}

/* `key = "value"`; a value holds neither a quote, nor a bracket, nor a line end. */
static bool lex_attribute(struct lexer *lexer, struct text *key, struct text *value)
{
    uint32_t start = lexer->next;
    while (lexer->next < lexer->end && is_name(lexer->at[lexer->next])) lexer->next++;
    *key = (struct text){lexer->at + start, lexer->next - start};
    if (!key->length) return false;
    skip_space(lexer);
    if (!accept(lexer, '=')) return false;
    skip_space(lexer);
    if (!accept(lexer, '"')) return false;
    start = lexer->next;
    while (lexer->next < lexer->end && !strchr("\"]\r\n", lexer->at[lexer->next])) lexer->next++;
    *value = (struct text){lexer->at + start, lexer->next - start};
    return accept(lexer, '"');
}

static void problem(struct macro *macro, enum diag_code code, uint32_t offset)
{
    macro->has_problem = true;
    macro->problem = code;
    macro->offset = offset;
}

/* `[key="value" …]`, separated by white space or commas; of a repeated key the last one counts. */
static void lex_attributes(struct lexer *lexer, struct macro *macro)
{
    skip_space(lexer);
    if (!accept(lexer, '[')) return;
    for (;;) {
        uint32_t before = lexer->next;
        bool separated = lexer->at[before - 1] == '[';
        while (lexer->next < lexer->end && (is_space(lexer->at[lexer->next]) || lexer->at[lexer->next] == ',')) {
            lexer->next++;
            separated = true;
        }
        if (accept(lexer, ']')) return;
        struct text key, value;
        if (!separated || !lex_attribute(lexer, &key, &value)) {
            problem(macro, DIAG_MACRO_ATTRIBUTES, lexer->next);
            return;
        }
        if (text_is(key, "condition")) macro->condition = value;
        if (text_is(key, "value")) macro->value = value;
        if (text_is(key, "default")) macro->fallback = value;
        macro->has_fallback = macro->has_fallback || text_is(key, "default");
    }
}

static const struct text marker = {"@common:", 8};

void macro_lex(struct text comment, struct macro *macro)
{
    *macro = (struct macro){0};
    size_t found = text_find(comment, marker, 0);
    if (found == TEXT_NOWHERE) return;
    bool is_block = text_starts_with(comment, TEXT("/*"));
    size_t end = comment.length - (is_block && text_ends_with(comment, TEXT("*/")) ? 2 : 0);
    struct lexer lexer = {comment.at, (uint32_t)(found + marker.length), (uint32_t)end};
    macro->offset = (uint32_t)found;

    while (lexer.next < lexer.end && is_name(lexer.at[lexer.next])) lexer.next++;
    struct text name = text_slice(comment, found + marker.length, lexer.next);
    if (text_is(name, "if")) {
        macro->kind = MACRO_IF;
        lex_attributes(&lexer, macro);
        if (!macro->has_problem && !macro->condition.length) problem(macro, DIAG_MACRO_NO_CONDITION, macro->offset);
    } else if (text_is(name, "endif")) {
        macro->kind = MACRO_ENDIF;
    } else if (text_is(name, "define-inline")) {
        macro->kind = MACRO_DEFINE_INLINE;
        lex_attributes(&lexer, macro);
    } else if (text_is(name, "else")) {
        problem(macro, DIAG_MACRO_ELSE, macro->offset);
    } else {
        problem(macro, DIAG_MACRO_UNKNOWN, macro->offset);
    }
    size_t second = text_find(comment, marker, found + marker.length);
    if (second != TEXT_NOWHERE && !macro->has_problem) problem(macro, DIAG_MACRO_ATTRIBUTES, (uint32_t)second);
}

static void report(const struct syntax *syntax, struct place_walk *places, uint32_t comment, const struct macro *macro,
                   struct diagnostics *diagnostics)
{
    uint32_t start = syntax->comments[comment].start;
    struct diag_place place = place_next(places, start + macro->offset);
    struct text text = text_slice(syntax->source, start, syntax->comments[comment].end);
    if (text.length > 120) text.length = 120;
    const char *what = "unknown directive in";
    if (macro->problem == DIAG_MACRO_ATTRIBUTES) what = "malformed attributes in";
    if (macro->problem == DIAG_MACRO_NO_CONDITION) what = "no condition in";
    if (macro->problem == DIAG_MACRO_ELSE) what = "@common:else is not supported:";
    diag_add(diagnostics, macro->problem, place, "%s %.*s", what, TEXT_ARGS(text));
}

bool macro_read(const struct syntax *syntax, struct text path, struct arena *arena, struct macros *macros,
                struct diagnostics *diagnostics)
{
    VEC(struct macro_region) regions = {0};
    VEC(uint32_t) inlines = {0};
    VEC(uint32_t) open = {0};
    struct place_walk places = {.path = path, .source = syntax->source};
    bool good = true;

    for (uint32_t i = 0; i < syntax->comment_count; i++) {
        struct text comment = text_slice(syntax->source, syntax->comments[i].start, syntax->comments[i].end);
        struct macro macro;
        macro_lex(comment, &macro);
        if (macro.has_problem) {
            report(syntax, &places, i, &macro, diagnostics);
            good = good && diag_code_severity(macro.problem) != DIAG_ERROR;
        }
        switch (macro.kind) {
        case MACRO_NONE: break;
        case MACRO_IF:
            vec_push(&regions,
                     (struct macro_region){i, UINT32_MAX, open.count ? vec_last(&open) : REGION_NONE, macro.condition});
            vec_push(&open, regions.count - 1);
            break;
        case MACRO_ENDIF:
            if (open.count) {
                regions.at[vec_pop(&open)].closing = i;
                break;
            }
            diag_add(diagnostics, DIAG_MACRO_ENDIF_WITHOUT_IF,
                     place_next(&places, syntax->comments[i].start + macro.offset), "@common:endif closes nothing");
            good = false;
            break;
        case MACRO_DEFINE_INLINE: vec_push(&inlines, i); break;
        }
    }
    places = (struct place_walk){.path = path, .source = syntax->source};
    for (uint32_t i = 0; i < open.count; i++) {
        const struct macro_region *region = &regions.at[open.at[i]];
        diag_add(diagnostics, DIAG_MACRO_IF_WITHOUT_ENDIF, place_next(&places, syntax->comments[region->opening].start),
                 "@common:if [condition=\"%.*s\"] is never closed", TEXT_ARGS(region->condition));
        good = false;
    }
    vec_release(&open);
    *macros = (struct macros){.region_count = regions.count, .inline_count = inlines.count};
    macros->regions = vec_freeze(&regions, arena);
    macros->inlines = vec_freeze(&inlines, arena);
    return good;
}
