#include "syntax/direct.h"

/* ---------------------------------------------------------------------------------------------- parts */

static bool is_export_name(const struct direct_parser *p)
{
    return direct_is_identifier(p) || direct_kind(p) == TOKEN_STRING || direct_is_word(p, WORD_DEFAULT);
}

/* The name that a module exports something by: an identifier, a string, or `default`. */
static void parse_export_name(struct direct_parser *p, enum syntax_field field)
{
    if (!is_export_name(p)) direct_decline(p);
    direct_leaf(p,
                direct_kind(p) == TOKEN_STRING    ? SYNTAX_STRING
                : direct_is_word(p, WORD_DEFAULT) ? SYNTAX_TOKEN
                                                  : SYNTAX_IDENTIFIER,
                field);
}

static void parse_local_name(struct direct_parser *p, enum syntax_field field)
{
    if (!direct_is_identifier(p)) direct_decline(p);
    direct_leaf(p, SYNTAX_IDENTIFIER, field);
}

static void parse_source(struct direct_parser *p)
{
    if (direct_kind(p) != TOKEN_STRING) direct_decline(p);
    direct_leaf(p, SYNTAX_STRING, FIELD_SOURCE);
}

static void parse_from(struct direct_parser *p)
{
    direct_expect_word(p, WORD_FROM);
    parse_source(p);
}

/* `{ a, b as c }` of an import or export. */
static void parse_specifiers(struct direct_parser *p, bool is_import)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_expect(p, TOKEN_BRACE_OPEN);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED) {
        uint32_t specifier = direct_mark(p), specifier_start = direct_start(p);
        bool is_local = direct_is_identifier(p);
        parse_export_name(p, FIELD_NAME);
        bool is_renamed = direct_is_word(p, WORD_AS);
        if (is_renamed) {
            direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
            if (is_import) parse_local_name(p, FIELD_ALIAS);
            else parse_export_name(p, FIELD_ALIAS);
        } else if (is_import && !is_local) {
            direct_decline(p);
        }
        direct_close(p, is_import ? SYNTAX_IMPORT_SPECIFIER : SYNTAX_EXPORT_SPECIFIER, specifier, specifier_start);
        if (direct_kind(p) != TOKEN_BRACE_CLOSE) direct_expect(p, TOKEN_COMMA);
    }
    direct_expect(p, TOKEN_BRACE_CLOSE);
    direct_close(p, is_import ? SYNTAX_NAMED_IMPORTS : SYNTAX_EXPORT_CLAUSE, mark, start);
}

/* ---------------------------------------------------------------------------------------------- import */

static void parse_namespace_import(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    direct_expect_word(p, WORD_AS);
    parse_local_name(p, FIELD_NONE);
    direct_close(p, SYNTAX_NAMESPACE_IMPORT, mark, start);
}

static void parse_import_clause(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool more = true;
    if (direct_kind(p) == TOKEN_NAME) {
        parse_local_name(p, FIELD_NONE);
        more = direct_skip(p, TOKEN_COMMA);
    }
    if (more) {
        if (direct_kind(p) == TOKEN_STAR) parse_namespace_import(p);
        else parse_specifiers(p, true);
    }
    direct_close(p, SYNTAX_IMPORT_CLAUSE, mark, start);
}

void parse_import(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    if (direct_kind(p) != TOKEN_STRING) {
        parse_import_clause(p);
        parse_from(p);
    } else {
        parse_source(p);
    }
    if (direct_is_word(p, WORD_WITH)) direct_decline(p); /* attributes are rare */
    parse_semicolon(p);
    direct_close(p, SYNTAX_IMPORT, mark, start);
}

/* ---------------------------------------------------------------------------------------------- export */

static enum syntax_kind last_kind(struct direct_parser *p)
{
    return (enum syntax_kind)direct_tree_last(&p->tree)->kind;
}

/* A function or class with a name is a declaration, one without is a value, which ends without a semicolon. */
static void parse_default(struct direct_parser *p)
{
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    bool is_class = direct_is_word(p, WORD_CLASS);
    if (!is_class && !direct_is_word(p, WORD_FUNCTION) && !starts_async_function(p)) {
        parse_assignment(p);
        direct_set_field(p, FIELD_VALUE);
        parse_semicolon(p);
        return;
    }
    uint32_t mark = direct_mark(p);
    if (is_class) parse_class(p, FUNCTION_VALUE);
    else parse_function(p, FUNCTION_VALUE);
    bool has_name = false;
    for (uint32_t i = mark; i + 1 < direct_mark(p) && i < mark + 4; i++) {
        if (p->tree.nodes.at[i].field == FIELD_NAME && p->tree.nodes.at[i].kind == SYNTAX_IDENTIFIER) has_name = true;
        if (p->tree.nodes.at[i].kind != SYNTAX_TOKEN) break;
    }
    direct_set_field(p, has_name ? FIELD_DECLARATION : FIELD_VALUE);
    if (!has_name) {
        direct_skip(p, TOKEN_SEMICOLON);
        return;
    }
    enum syntax_kind kind = last_kind(p);
    direct_tree_last(&p->tree)->kind = kind == SYNTAX_CLASS_EXPRESSION     ? SYNTAX_CLASS_DECLARATION
                                       : kind == SYNTAX_GENERATOR_FUNCTION ? SYNTAX_GENERATOR_DECLARATION
                                                                           : SYNTAX_FUNCTION_DECLARATION;
}

/* `export *` and `export * as name`. */
static void parse_star(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    if (direct_is_word(p, WORD_AS)) {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        parse_export_name(p, FIELD_NONE);
        direct_close(p, SYNTAX_NAMESPACE_EXPORT, mark, start);
    }
    parse_from(p);
}

void parse_export(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    if (direct_is_word(p, WORD_DEFAULT)) {
        parse_default(p);
    } else if (direct_kind(p) == TOKEN_STAR || direct_kind(p) == TOKEN_BRACE_OPEN) {
        if (direct_kind(p) == TOKEN_STAR) {
            parse_star(p);
        } else {
            parse_specifiers(p, false);
            if (direct_is_word(p, WORD_FROM)) parse_from(p);
        }
        if (direct_is_word(p, WORD_WITH)) direct_decline(p);
        parse_semicolon(p);
    } else {
        parse_declaration(p);
        direct_set_field(p, FIELD_DECLARATION);
    }
    direct_close(p, SYNTAX_EXPORT, mark, start);
}
