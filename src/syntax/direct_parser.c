#include "syntax/direct_parser.h"

#include "syntax/direct.h"

/* ---------------------------------------------------------------------------------------------- tokens */

void direct_decline(struct direct_parser *p)
{
    p->lexer.token.kind = TOKEN_DECLINED;
    p->lexer.token.word = WORD_NONE;
    direct_tree_leaf(&p->tree, SYNTAX_ERROR, FIELD_NONE, direct_start(p), direct_start(p));
}

bool direct_skip(struct direct_parser *p, enum token_kind kind)
{
    if (direct_kind(p) != kind) return false;
    direct_next(p);
    return true;
}

void direct_expect(struct direct_parser *p, enum token_kind kind)
{
    if (!direct_skip(p, kind)) direct_decline(p);
}

void direct_expect_word(struct direct_parser *p, enum word word)
{
    if (direct_is_word(p, word)) direct_leaf(p, SYNTAX_TOKEN, FIELD_NONE);
    else direct_decline(p);
}

struct token direct_peek(struct direct_parser *p)
{
    struct lexer_state before = lexer_save(&p->lexer);
    direct_next(p);
    struct token token = p->lexer.token;
    lexer_restore(&p->lexer, before);
    return token;
}

bool direct_is_identifier(const struct direct_parser *p)
{
    if (direct_kind(p) != TOKEN_NAME) return false;
    enum word word = (enum word)p->lexer.token.word;
    return !word_is_reserved(word) && word != WORD_LET && word != WORD_YIELD && word != WORD_AWAIT;
}

/* ---------------------------------------------------------------------------------------------- nodes */

void direct_leaf(struct direct_parser *p, enum syntax_kind kind, enum syntax_field field)
{
    direct_tree_leaf(&p->tree, kind, field, p->lexer.token.start, p->lexer.token.end);
    direct_next(p);
}

void direct_close(struct direct_parser *p, enum syntax_kind kind, uint32_t mark, uint32_t start)
{
    direct_tree_close(&p->tree, kind, mark, start, p->lexer.previous_end);
}

void direct_set_field(struct direct_parser *p, enum syntax_field field)
{
    direct_tree_last(&p->tree)->field = (uint8_t)field;
}

bool direct_enter(struct direct_parser *p)
{
    if (p->depth == DIRECT_DEPTH) {
        direct_decline(p);
        return false;
    }
    p->depth++;
    return true;
}

void direct_leave(struct direct_parser *p)
{
    p->depth--;
}

/* ---------------------------------------------------------------------------------------------- a source */

bool direct_parse(struct arena *arena, struct text source, struct syntax *syntax)
{
    struct direct_parser p = {0};
    lexer_init(&p.lexer, source, 0);
    parse_program(&p);
    bool taken = direct_kind(&p) == TOKEN_END;
    if (taken) {
        *syntax = (struct syntax){
            .source = source,
            .nodes = direct_tree_flatten(&p.tree, arena, &taken),
            .count = p.tree.nodes.count,
            .comment_count = p.lexer.comments.count,
        };
        syntax->comments = vec_freeze(&p.lexer.comments, arena);
    }
    vec_release(&p.lexer.comments);
    vec_release(&p.tree.nodes);
    return taken;
}
