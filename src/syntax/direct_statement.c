#include "syntax/direct.h"

static void parse_statement(struct direct_parser *p);

void parse_semicolon(struct direct_parser *p)
{
    enum token_kind kind = direct_kind(p);
    if (direct_skip(p, TOKEN_SEMICOLON)) return;
    if (kind != TOKEN_BRACE_CLOSE && kind != TOKEN_END && !p->lexer.token.after_newline) direct_decline(p);
}

void parse_block(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_expect(p, TOKEN_BRACE_OPEN);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED) parse_statement(p);
    direct_expect(p, TOKEN_BRACE_CLOSE);
    direct_close(p, SYNTAX_BLOCK, mark, start);
}

static void parse_body(struct direct_parser *p)
{
    parse_statement(p);
    direct_set_field(p, FIELD_BODY);
}

static void parse_condition(struct direct_parser *p, enum syntax_field field)
{
    parse_parenthesized(p);
    direct_set_field(p, field);
}

/* ---------------------------------------------------------------------------------------------- variables */

/* The name or pattern of a variable: a name is an identifier here, whatever it is. */
static void parse_variable(struct direct_parser *p, enum syntax_field field)
{
    parse_binding(p);
    struct direct_node *name = direct_tree_last(&p->tree);
    if (name->kind == SYNTAX_UNDEFINED) name->kind = SYNTAX_IDENTIFIER;
    name->field = (uint8_t)field;
}

/* The declarators from the initializer of the first one on, whose variable stands since `mark`, and the semicolon. */
static void parse_declarators(struct direct_parser *p, uint32_t mark, uint32_t start, bool is_const)
{
    for (;;) {
        bool is_pattern = direct_tree_last(&p->tree)->kind != SYNTAX_IDENTIFIER;
        if (direct_kind(p) == TOKEN_ASSIGN) parse_initializer(p, FIELD_VALUE);
        else if (is_const || is_pattern) direct_decline(p);
        direct_close(p, SYNTAX_DECLARATOR, mark, start);
        if (!direct_skip(p, TOKEN_COMMA)) return;
        mark = direct_mark(p);
        start = direct_start(p);
        parse_variable(p, FIELD_NAME);
    }
}

static void parse_variables(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool is_var = direct_is_word(p, WORD_VAR), is_const = direct_is_word(p, WORD_CONST);
    direct_leaf(p, SYNTAX_TOKEN, is_var ? FIELD_NONE : FIELD_KIND);
    uint32_t variable = direct_mark(p), variable_start = direct_start(p);
    parse_variable(p, FIELD_NAME);
    parse_declarators(p, variable, variable_start, is_const);
    parse_semicolon(p);
    direct_close(p, is_var ? SYNTAX_VARIABLE_DECLARATION : SYNTAX_LEXICAL_DECLARATION, mark, start);
}

/* `let` begins a declaration, or is declined as a name. */
static bool starts_variables(struct direct_parser *p)
{
    return direct_is_word(p, WORD_VAR) || direct_is_word(p, WORD_CONST) || direct_is_word(p, WORD_LET);
}

bool starts_async_function(struct direct_parser *p)
{
    if (!direct_is_word(p, WORD_ASYNC)) return false;
    struct token after = direct_peek(p);
    return after.word == WORD_FUNCTION && !after.after_newline;
}

void parse_declaration(struct direct_parser *p)
{
    if (starts_variables(p)) parse_variables(p);
    else if (direct_is_word(p, WORD_FUNCTION) || starts_async_function(p)) parse_function(p, FUNCTION_STATEMENT);
    else if (direct_is_word(p, WORD_CLASS)) parse_class(p, FUNCTION_STATEMENT);
    else direct_decline(p);
}

/* ---------------------------------------------------------------------------------------------- for */

static bool is_of_or_in(const struct direct_parser *p)
{
    return direct_is_word(p, WORD_OF) || direct_is_word(p, WORD_IN);
}

/* An expression or nothing, up to the semicolon. */
static void parse_clause(struct direct_parser *p, enum syntax_field field)
{
    if (direct_kind(p) == TOKEN_SEMICOLON) {
        direct_leaf(p, SYNTAX_EMPTY, field);
        return;
    }
    parse_expression(p);
    direct_set_field(p, field);
    direct_expect(p, TOKEN_SEMICOLON);
}

/* The variables in the head, up to the semicolon; true when they are those of a for-in or for-of, of which the keyword and one variable are added. */
static bool parse_for_variables(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool is_var = direct_is_word(p, WORD_VAR), is_const = direct_is_word(p, WORD_CONST);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_KIND);
    uint32_t variable = direct_mark(p), variable_start = direct_start(p);
    parse_variable(p, FIELD_LEFT);
    if (is_of_or_in(p)) return true;
    direct_set_field(p, FIELD_NAME);
    if (is_var) p->tree.nodes.at[mark].field = FIELD_NONE;
    parse_declarators(p, variable, variable_start, is_const);
    direct_expect(p, TOKEN_SEMICOLON);
    direct_close(p, is_var ? SYNTAX_VARIABLE_DECLARATION : SYNTAX_LEXICAL_DECLARATION, mark, start);
    direct_set_field(p, FIELD_INITIALIZER);
    return false;
}

/* The same for an expression. */
static bool parse_for_expression(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p);
    parse_expression(p);
    if (!is_of_or_in(p)) {
        direct_set_field(p, FIELD_INITIALIZER);
        direct_expect(p, TOKEN_SEMICOLON);
        return false;
    }
    enum syntax_kind kind = (enum syntax_kind)p->tree.nodes.at[direct_mark(p) - 1].kind;
    if (direct_mark(p) == mark || kind == SYNTAX_PARENTHESIZED) direct_decline(p);
    else direct_make_pattern(p, direct_mark(p) - 1, false);
    direct_set_field(p, FIELD_LEFT);
    return true;
}

static void parse_for(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    if (direct_is_word(p, WORD_AWAIT) && p->in_async) direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    direct_expect(p, TOKEN_PAREN_OPEN);
    bool is_for_in = false;
    p->without_in = true;
    if (direct_kind(p) == TOKEN_SEMICOLON) direct_leaf(p, SYNTAX_EMPTY, FIELD_INITIALIZER);
    else if (starts_variables(p)) is_for_in = parse_for_variables(p);
    else is_for_in = parse_for_expression(p);
    p->without_in = false;
    if (is_for_in) {
        direct_leaf(p, SYNTAX_TOKEN, FIELD_OPERATOR);
        parse_expression(p);
        direct_set_field(p, FIELD_RIGHT);
    } else {
        parse_clause(p, FIELD_CONDITION);
        if (direct_kind(p) != TOKEN_PAREN_CLOSE) {
            parse_expression(p);
            direct_set_field(p, FIELD_INCREMENT);
        }
    }
    direct_expect(p, TOKEN_PAREN_CLOSE);
    parse_body(p);
    direct_close(p, is_for_in ? SYNTAX_FOR_IN : SYNTAX_FOR, mark, start);
}

/* ---------------------------------------------------------------------------------------------- branches and loops */

static void parse_if(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_condition(p, FIELD_CONDITION);
    parse_statement(p);
    direct_set_field(p, FIELD_CONSEQUENCE);
    if (direct_is_word(p, WORD_ELSE)) {
        uint32_t otherwise = direct_mark(p), otherwise_start = direct_start(p);
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        parse_statement(p);
        direct_close(p, SYNTAX_ELSE, otherwise, otherwise_start);
        direct_set_field(p, FIELD_ALTERNATIVE);
    }
    direct_close(p, SYNTAX_IF, mark, start);
}

/* `while` and `with`: a keyword, something in parentheses, a statement. */
static void parse_headed(struct direct_parser *p, enum syntax_kind kind, enum syntax_field field)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_condition(p, field);
    parse_body(p);
    direct_close(p, kind, mark, start);
}

static void parse_do(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_body(p);
    direct_expect_word(p, WORD_WHILE);
    parse_condition(p, FIELD_CONDITION);
    direct_skip(p, TOKEN_SEMICOLON);
    direct_close(p, SYNTAX_DO, mark, start);
}

static void parse_case(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    bool is_default = direct_is_word(p, WORD_DEFAULT);
    if (!is_default && !direct_is_word(p, WORD_CASE)) direct_decline(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    if (!is_default) {
        parse_expression(p);
        direct_set_field(p, FIELD_VALUE);
    }
    direct_expect(p, TOKEN_COLON);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED && !direct_is_word(p, WORD_CASE) &&
           !direct_is_word(p, WORD_DEFAULT))
        parse_body(p);
    direct_close(p, is_default ? SYNTAX_SWITCH_DEFAULT : SYNTAX_SWITCH_CASE, mark, start);
}

static void parse_switch(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_condition(p, FIELD_VALUE);
    uint32_t body = direct_mark(p), body_start = direct_start(p);
    direct_expect(p, TOKEN_BRACE_OPEN);
    while (direct_kind(p) != TOKEN_BRACE_CLOSE && direct_kind(p) != TOKEN_DECLINED) parse_case(p);
    direct_expect(p, TOKEN_BRACE_CLOSE);
    direct_close(p, SYNTAX_SWITCH_BODY, body, body_start);
    direct_set_field(p, FIELD_BODY);
    direct_close(p, SYNTAX_SWITCH, mark, start);
}

static void parse_block_body(struct direct_parser *p)
{
    parse_block(p);
    direct_set_field(p, FIELD_BODY);
}

static void parse_catch(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    if (direct_skip(p, TOKEN_PAREN_OPEN)) {
        parse_variable(p, FIELD_PARAMETER);
        direct_expect(p, TOKEN_PAREN_CLOSE);
    }
    parse_block_body(p);
    direct_close(p, SYNTAX_CATCH, mark, start);
    direct_set_field(p, FIELD_HANDLER);
}

static void parse_try(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    parse_block_body(p);
    bool is_complete = direct_is_word(p, WORD_CATCH) || direct_is_word(p, WORD_FINALLY);
    if (direct_is_word(p, WORD_CATCH)) parse_catch(p);
    if (direct_is_word(p, WORD_FINALLY)) {
        uint32_t finally = direct_mark(p), finally_start = direct_start(p);
        direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
        parse_block_body(p);
        direct_close(p, SYNTAX_FINALLY, finally, finally_start);
        direct_set_field(p, FIELD_FINALIZER);
    }
    if (!is_complete) direct_decline(p);
    direct_close(p, SYNTAX_TRY, mark, start);
}

/* ---------------------------------------------------------------------------------------------- simple statements */

static bool ends_statement(const struct direct_parser *p)
{
    enum token_kind kind = direct_kind(p);
    return kind == TOKEN_SEMICOLON || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_END || p->lexer.token.after_newline;
}

/* `return` and `throw` with a value, `break` and `continue` with a label, `debugger`. */
static void parse_jump(struct direct_parser *p, enum syntax_kind kind)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    bool ends = ends_statement(p);
    if (kind == SYNTAX_THROW && ends) direct_decline(p);
    if (!ends && (kind == SYNTAX_RETURN || kind == SYNTAX_THROW)) {
        parse_expression(p);
    } else if (!ends && kind != SYNTAX_DEBUGGER) {
        if (!direct_is_identifier(p)) direct_decline(p);
        direct_leaf(p, SYNTAX_LABEL, FIELD_LABEL);
    }
    parse_semicolon(p);
    direct_close(p, kind, mark, start);
}

static void parse_expression_or_label(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p), start = direct_start(p);
    parse_expression(p);
    if (direct_kind(p) == TOKEN_COLON && direct_mark(p) == mark + 1 &&
        direct_tree_last(&p->tree)->kind == SYNTAX_IDENTIFIER) {
        direct_tree_last(&p->tree)->kind = SYNTAX_LABEL;
        direct_set_field(p, FIELD_LABEL);
        direct_next(p);
        parse_body(p);
        direct_close(p, SYNTAX_LABELED, mark, start);
        return;
    }
    parse_semicolon(p);
    direct_close(p, SYNTAX_EXPRESSION_STATEMENT, mark, start);
}

static void parse_import_or_expression(struct direct_parser *p)
{
    uint8_t after = direct_peek(p).kind;
    if (after == TOKEN_DOT || after == TOKEN_PAREN_OPEN) parse_expression_or_label(p);
    else parse_import(p);
}

static void parse_keyword(struct direct_parser *p)
{
    switch (p->lexer.token.word) {
    case WORD_VAR:
    case WORD_LET:
    case WORD_CONST:
    case WORD_FUNCTION:
    case WORD_CLASS: parse_declaration(p); break;
    case WORD_ASYNC:
        if (starts_async_function(p)) parse_declaration(p);
        else parse_expression_or_label(p);
        break;
    case WORD_IF: parse_if(p); break;
    case WORD_FOR: parse_for(p); break;
    case WORD_WHILE: parse_headed(p, SYNTAX_WHILE, FIELD_CONDITION); break;
    case WORD_WITH: parse_headed(p, SYNTAX_WITH, FIELD_OBJECT); break;
    case WORD_DO: parse_do(p); break;
    case WORD_SWITCH: parse_switch(p); break;
    case WORD_TRY: parse_try(p); break;
    case WORD_RETURN: parse_jump(p, SYNTAX_RETURN); break;
    case WORD_THROW: parse_jump(p, SYNTAX_THROW); break;
    case WORD_BREAK: parse_jump(p, SYNTAX_BREAK); break;
    case WORD_CONTINUE: parse_jump(p, SYNTAX_CONTINUE); break;
    case WORD_DEBUGGER: parse_jump(p, SYNTAX_DEBUGGER); break;
    case WORD_IMPORT: parse_import_or_expression(p); break;
    case WORD_EXPORT: parse_export(p); break;
    case WORD_USING: direct_decline(p); break;
    default: parse_expression_or_label(p);
    }
}

static void parse_statement(struct direct_parser *p)
{
    if (!direct_enter(p)) return;
    switch (p->lexer.token.kind) {
    case TOKEN_BRACE_OPEN: parse_block(p); break;
    case TOKEN_SEMICOLON: direct_leaf(p, SYNTAX_EMPTY, FIELD_NONE); break;
    case TOKEN_NAME: parse_keyword(p); break;
    default: parse_expression_or_label(p);
    }
    direct_leave(p);
}

/* `#!` and the rest of the line. */
static void parse_hash_bang(struct direct_parser *p)
{
    struct text source = p->lexer.source;
    if (!text_starts_with(source, TEXT("#!"))) return;
    size_t end = text_find_char(source, '\n', 0);
    if (end == TEXT_NOWHERE) end = source.length;
    direct_tree_leaf(&p->tree, SYNTAX_HASH_BANG, FIELD_NONE, 0, (uint32_t)end);
    lexer_init(&p->lexer, source, (uint32_t)end);
}

void parse_program(struct direct_parser *p)
{
    uint32_t mark = direct_mark(p);
    parse_hash_bang(p);
    direct_next(p);
    uint32_t start = direct_mark(p) > mark ? 0 : direct_start(p);
    while (direct_kind(p) != TOKEN_END && direct_kind(p) != TOKEN_DECLINED) parse_statement(p);
    if (p->lexer.comments.count && p->lexer.comments.at[0].start < start) start = p->lexer.comments.at[0].start;
    direct_tree_close(&p->tree, SYNTAX_PROGRAM, mark, start, (uint32_t)p->lexer.source.length);
}
