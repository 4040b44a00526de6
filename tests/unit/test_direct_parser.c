/* The direct parser's trees are those of the grammar, node by node: of forms of the language, of all JavaScript files below some folders, and of programs with random damage.
 *
 * MFSHAKE_CORPUS names other folders, separated by colons, and MFSHAKE_DAMAGED how many damaged programs: `make parsers` gives it all that is installed. */
#include "unit.h"

#include "base/fs.h"
#include "base/path.h"
#include "base/vec.h"
#include "syntax/direct_parser.h"

#include <stdlib.h>

static struct syntax_parser *parser;

static int setup(void **state)
{
    (void)state;
    parser = syntax_parser_new();
    return parser ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    syntax_parser_free(parser);
    return 0;
}

/* ---------------------------------------------------------------------------------------------- comparing */

static bool is_same_node(const struct syntax_node *a, const struct syntax_node *b)
{
    return a->kind == b->kind && a->field == b->field && a->start == b->start && a->end == b->end &&
           a->next == b->next && a->parent == b->parent;
}

static bool has_same_comments(const struct syntax *a, const struct syntax *b)
{
    if (a->comment_count != b->comment_count) return false;
    for (uint32_t i = 0; i < a->comment_count; i++) {
        if (a->comments[i].start != b->comments[i].start || a->comments[i].end != b->comments[i].end) return false;
    }
    return true;
}

/* The first node in which two trees differ, but for spans and sizes of those that hold it; NODE_NONE when there is none. */
static node_id first_difference(const struct syntax *a, const struct syntax *b)
{
    node_id found = NODE_NONE, count = a->count < b->count ? a->count : b->count;
    for (node_id i = 0; i < count && found == NODE_NONE; i++) {
        const struct syntax_node *x = &a->nodes[i], *y = &b->nodes[i];
        if (x->kind != y->kind || x->field != y->field || x->start != y->start || x->parent != y->parent) found = i;
    }
    for (node_id i = 0; i < count && found == NODE_NONE; i++) {
        if (!is_same_node(&a->nodes[i], &b->nodes[i])) found = i;
    }
    return found == NODE_NONE && a->count != b->count ? count : found;
}

/* Where the grammar is wrong about a valid program, `ours` has the tree of ECMAScript. */
static bool is_flaw_of_grammar(const struct syntax *ours, const struct syntax *grammars, node_id node)
{
    if (node >= ours->count || node >= grammars->count) return false;
    enum syntax_kind mine = syntax_kind(ours, node), its = syntax_kind(grammars, node);
    const struct syntax_node *o = &ours->nodes[node], *g = &grammars->nodes[node];
    bool is_statement = its == SYNTAX_EXPRESSION_STATEMENT;
    return (mine == SYNTAX_AWAIT && its == SYNTAX_CALL) ||            /* await (f)(x): no call of a function `await` */
           (mine == SYNTAX_NEW && its == SYNTAX_CALL) ||              /* new new A().b() */
           (mine == SYNTAX_EXPORT && is_statement) ||                 /* export, a line end, const */
           (mine == SYNTAX_LEXICAL_DECLARATION && is_statement) ||    /* let, a line end, a name */
           (mine == SYNTAX_RETURN && its == mine && o->end < g->end); /* return, a line end, a parenthesis */
}

enum verdict { SAME, DECLINED, FLAW_OF_GRAMMAR, DIFFERENT };

static enum verdict compare(struct arena *arena, struct text source, struct text name)
{
    struct syntax ours, grammars;
    if (!direct_parse(arena, source, &ours)) return DECLINED;
    if (!syntax_parse_by_grammar(parser, SYNTAX_JAVASCRIPT, arena, source, &grammars)) return FLAW_OF_GRAMMAR;
    node_id node = first_difference(&ours, &grammars);
    if (node == NODE_NONE && has_same_comments(&ours, &grammars)) return SAME;
    if (grammars.has_error || (node != NODE_NONE && is_flaw_of_grammar(&ours, &grammars, node))) return FLAW_OF_GRAMMAR;
    struct text_place place = text_place_of(source, node < ours.count ? ours.nodes[node].start : 0);
    print_error("%.*s:%u:%u: node %u is another one\n", TEXT_ARGS(name), place.line, place.column, node);
    return DIFFERENT;
}

/* ---------------------------------------------------------------------------------------------- forms of the language */

static const char *const taken[] = {
    "",
    "  \n // nothing\n",
    "#!/usr/bin/env node\n'use strict';",
    "a;;b\nc",
    "var a, b = 1, { c, d: e = 2, ...f } = g, [h, , i = 3, ...j] = k;",
    "let a = 1\nconst undefined_ = undefined, [x] = y",
    "x = { a, b: 1, 'c': 2, 3: 4, [d]: 5, e() {}, get f() { return 1 }, set f(v) {}, async g() {}, *h() {}, async *i() "
    "{}, ...j, get: 1, set, async, static: 2 };",
    "({ a = 1, b: [c], ...d } = e);\n[a.b, c[d], { e }] = f;\n[a = 1, [b] = c, ...d] = e",
    "f(a, ...b, c => c, async d => await d, async (e, { f } = {}) => { await e }, (g, ...h) => ({ g }), () => {});",
    "a?.b?.[c]?.(d).e\na ? .5 : b?.c",
    "new A; new A(1); new A.B(2).c; new (f())(); new A()()\nfunction F() { return new.target }",
    "a ? b : c ? d : e; a || b && c | d ^ e & f == g < h << i + j * k ** l ** m; a ?? b",
    "a += b; a **= b; a &&= b; a ||= b; a ?\?= b; a >>>= b; a /= b; a %= b",
    "!a; ~b; -c; +d; typeof e; void 0; delete f.g; ++h; i--; j++\n++k",
    "a instanceof B; 'c' in d; for (var e = (1 in f); ;) break;",
    "class A extends (B, C) { #p = 1; static q; r = x => x; static { this.s = 1 } constructor() { super(); } get t() { "
    "return #p in this } static async *u() {} 'v'() {} [w] = 1; ; get; static static() {} async\n= 1; }",
    "x = class extends A.B {}; y = class Named {}; class C { static\n}",
    "function* g() { yield; yield* a; const b = yield c; return yield }\nasync function h() { for await (const x of y) "
    "await x; await a.b }",
    "async () => { await f() }; async = 1; async(1, ...a); async\nfunction later() {}",
    "`a${b}c${`d${e}`}f`; tag`x\\u0041`; a.b`c`; `\\``",
    "/a[/]b/g.test(c) / d / e; f = /=x/; (g) / h",
    "1; 0x1F; 0b11; 0o17; 1_000n; .5; 1.; 1e-5; 1..toString()",
    "if (a) b; else if (c) { d } else e\nfor (;;) {}\nfor (a, b; c; d++) ;\nfor (const x of y) z\nfor (k in o) "
    "continue\nfor ([a, b] of c) ;\nfor (let [i] = 1; ;) {}",
    "while (a) { break }\ndo b; while (c) d\nlabel: for (;;) { continue label }\nwith (o) p",
    "switch (a) { case 1: b; break; case c, d: default: e }",
    "try { a } catch { b } finally { c }\ntry {} catch ({ message }) {}\nthrow new Error(`x`)\ndebugger",
    "import 'a'; import b from 'b'; import * as c from 'c'; import d, { e, default as f, 'g h' as i } from 'd'; import "
    "j, * as k from 'e'\nimport.meta.url; import('x').then()",
    "export { a, b as c, d as default, e as 'f g' }; export * from 'x'; export * as ns from 'y'; export { default, "
    "default as z } from 'w'\nexport const h = 1; export function i() {} export async function j() {} export class K "
    "{} export default function l() {}",
    "export default function () {}",
    "export default class {}",
    "export default async () => {};",
    "export default class extends A {}\nexport { x }",
    "a // one\nb /* two */\nc /* three */ /* four */\n/* five */ d",
    "f(function () {} // after\n)\nfunction g() {} /* last */",
    "(function (window, undefined) {})(this)\nvar get, set, of, as, from, target, meta",
    "a\r\n/* b\r\n */ c\r\n",
    "return 1",
    "'\\u{1F600}\\x41\\\n'; \"\xc3\xa9\"; /* \xc3\xa9 */ // \xc3\xa9",
};

static void forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        struct arena arena;
        arena_init(&arena);
        if (compare(&arena, text_of(taken[i]), text_of(taken[i])) != SAME) fail_msg("%s", taken[i]);
        arena_release(&arena);
    }
}

static void declined_forms(void **state)
{
    static const char *const sources[] = {
        "<a>b</a>",
        "x = <div />",
        "@dec class A {}",
        "using a = b;",
        "\\u0061 = 1",
        "\xc3\xa9 = 1",
        "await x",
        "a <!-- b",
        "a\n--> b",
        "let = 1",
        "yield = 1",
        "import a from 'b' with { type: 'json' }",
        "import { if as b } from 'c'",
        "export { a as if }",
        "class A { accessor b }",
        "({ a = 1 })",
        "f({ a = 1 })",
        "a b",
        "(a",
        "a)",
        "{",
        "}",
        "f(,)",
        "1a",
        "0b2",
        "0o8",
        "'a",
        "`a",
        "`${a`",
        "/a",
        "/* a",
        "'\\x4'",
        "`\\u{}`",
        "a = ",
        "a +",
        "(a, b,)",
        "()",
        "(...a)",
        "a => b => ",
        "(a.b) => c",
        "((a)) => b",
        "!a => b",
        "a + b => c",
        "a\n=> b",
        "() => {}()",
        "() => {}\n(a)",
        "1 = 2",
        "a() = 1",
        "++a()",
        "f()++",
        "[a + b] = c",
        "({ a() {} } = b)",
        "const a",
        "var { a }",
        "for (const a;;) ;",
        "if a",
        "for (a) ;",
        "try {}",
        "throw\na",
        "case 1:",
        "function () {}",
        "class {}",
        "class A { a b }",
        "class A { get\na() {} }",
        "new a?.b",
        "import(",
        "import a",
        "export a",
        "export { a b }",
        "break 1",
        "a?.`b`",
        "async a",
        "async (a, b) c",
        "-a ** b",
        "#a",
        "({ #a: 1 })",
        "\xef\xbb\xbf"
        "a",
        "a\xc2\xa0",
        "a\r",
        "// a\rb",
        "function f() { await a }",
        "enum A {}",
        "({ get a: 1 })",
        "({ *a: 1 })",
        "({ async\na() {} })",
    };
    (void)state;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct arena arena;
        arena_init(&arena);
        struct syntax syntax;
        if (direct_parse(&arena, text_of(sources[i]), &syntax)) fail_msg("%s", sources[i]);
        arena_release(&arena);
    }
}

/* The first node of `kind` is `wanted`. */
static void check_node(const char *source, enum syntax_kind kind, const char *wanted)
{
    struct arena arena;
    arena_init(&arena);
    struct syntax syntax;
    assert_true(direct_parse(&arena, text_of(source), &syntax));
    node_id node = 0;
    while (node < syntax.count && syntax_kind(&syntax, node) != kind) node++;
    if (node == syntax.count) fail_msg("%s", source);
    unit_text_equal(syntax_text(&syntax, node), text_of(wanted), __FILE__, __LINE__);
    arena_release(&arena);
}

static void flaws_of_the_grammar(void **state)
{
    (void)state;
    check_node("async () => { await (0, f)(x) }", SYNTAX_CALL, "(0, f)(x)");
    check_node("async () => { await (await f()).text() }", SYNTAX_AWAIT, "await (await f()).text()");
    check_node("export\nconst a = 1", SYNTAX_EXPORT, "export\nconst a = 1");
    check_node("export default function () {} next();", SYNTAX_EXPORT, "export default function () {}");
    check_node("export default class {} next();", SYNTAX_EXPRESSION_STATEMENT, "next();");
    check_node("function f() { return\n(a) }", SYNTAX_RETURN, "return");
    check_node("new new A().b()", SYNTAX_NEW, "new new A().b()");
}

static void nesting(void **state)
{
    static const char *const openings[] = {"(",  "[",    "{",   "a ? ",    "!",         "a = ",  "() => ",     "{a:",
                                           "f(", "new ", "`${", "if (a) ", "class { [", "a ** ", "function(){"};
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        struct arena arena;
        arena_init(&arena);
        size_t length = strlen(openings[i]), count = 100000;
        char *source = arena_alloc(&arena, length * count);
        for (size_t k = 0; k < count; k++) memcpy(source + k * length, openings[i], length);
        struct syntax syntax;
        assert_false(direct_parse(&arena, (struct text){source, length * count}, &syntax));
        arena_release(&arena);
    }
}

/* ---------------------------------------------------------------------------------------------- files */

struct tally {
    uint32_t verdicts[DIFFERENT + 1];
};

static bool is_javascript(struct text name)
{
    return text_ends_with(name, TEXT(".js")) || text_ends_with(name, TEXT(".mjs")) ||
           text_ends_with(name, TEXT(".cjs"));
}

/* What the slower targets install below tests/ is `make parsers`' business. */
static bool is_installed_for_a_target(struct text folder, struct text name)
{
    return !getenv("MFSHAKE_CORPUS") && text_starts_with(folder, TEXT("tests/")) &&
           text_equal(name, TEXT("node_modules"));
}

/* Calls `visit` with each JavaScript file below `folder` that is not larger than 4 MiB. */
static void walk(struct text folder, void (*visit)(struct text path, struct text source, void *context), void *context)
{
    struct arena arena;
    arena_init(&arena);
    VEC(struct text) folders = {0};
    vec_push(&folders, folder);
    while (folders.count) {
        struct text current = vec_pop(&folders);
        struct fs_entry *entries;
        uint32_t count = 0;
        if (!fs_list(&arena, current, &entries, &count)) continue;
        for (uint32_t i = 0; i < count; i++) {
            struct text path = path_join(&arena, current, entries[i].name), source;
            const char *why;
            struct arena file;
            arena_init(&file);
            if (entries[i].is_folder) {
                if (!is_installed_for_a_target(current, entries[i].name)) vec_push(&folders, path);
            } else if (is_javascript(path) && fs_read(&file, path, 4 << 20, &source, &why))
                visit(path, source, context);
            arena_release(&file);
        }
    }
    vec_release(&folders);
    arena_release(&arena);
}

static void compare_file(struct text path, struct text source, void *context)
{
    struct tally *tally = context;
    struct arena arena;
    arena_init(&arena);
    tally->verdicts[compare(&arena, source, path)]++;
    arena_release(&arena);
}

static void walk_corpus(void (*visit)(struct text, struct text, void *), void *context)
{
    const char *given = getenv("MFSHAKE_CORPUS");
    struct text corpus = text_of(
        given ? given
              : "tests:fixtures/parity:examples:node_modules/lodash-es:node_modules/ajv:node_modules/rxjs/dist/cjs");
    for (size_t start = 0; start < corpus.length;) {
        size_t end = text_find_char(corpus, ':', start);
        if (end == TEXT_NOWHERE) end = corpus.length;
        walk(text_slice(corpus, start, end), visit, context);
        start = end + 1;
    }
}

static void files(void **state)
{
    (void)state;
    struct tally tally = {0};
    walk_corpus(compare_file, &tally);
    print_message("%u files the same, %u declined, %u where the grammar is wrong\n", tally.verdicts[SAME],
                  tally.verdicts[DECLINED], tally.verdicts[FLAW_OF_GRAMMAR]);
    assert_int_equal(tally.verdicts[DIFFERENT], 0);
    assert_true(tally.verdicts[SAME] > 1000);
    assert_true(tally.verdicts[DECLINED] < tally.verdicts[SAME] / 20);
}

/* ---------------------------------------------------------------------------------------------- damage */

static uint32_t random_state;

static uint32_t random_below(size_t bound)
{
    random_state = random_state * 1664525 + 1013904223;
    return (uint32_t)((random_state >> 8) % bound);
}

/* Removes some bytes, repeats one, or inserts a piece of the language. */
static size_t damage(char *source, size_t length)
{
    static const char *const pieces[] = {
        "(",      ")",      "{",      "}",     "[",    "]",         ";",    ",",      "=",       "=>",     "...",
        "async ", "await ", "yield ", "let ",  "get ", "static ",   "`",    "'",      "/",       "*",      "++",
        "?",      "?.",     ":",      "in ",   "of ",  "class ",    "new ", "import", "export ", "\n",     "return\n",
        "#a",     "0",      "if(a)",  "else ", "for(", "undefined", "<",    "!",      "super",   "const ", "this"};
    size_t at = random_below(length), piece_length;
    const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
    switch (random_below(3)) {
    case 0:
        piece_length = 1 + random_below(6);
        if (at + piece_length > length) piece_length = length - at;
        memmove(source + at, source + at + piece_length, length - at - piece_length);
        return length - piece_length;
    case 1: source[at] = source[random_below(length)]; return length;
    default:
        piece_length = strlen(piece);
        memmove(source + at + piece_length, source + at, length - at);
        memcpy(source + at, piece, piece_length);
        return length + piece_length;
    }
}

struct damaging {
    struct tally tally;
    uint32_t left, each;
};

static void damage_file(struct text path, struct text source, void *context)
{
    struct damaging *damaging = context;
    if (source.length < 20 || source.length > 20000) return;
    for (uint32_t i = 0; i < damaging->each && damaging->left; i++, damaging->left--) {
        struct arena arena;
        arena_init(&arena);
        char *copy = arena_alloc(&arena, source.length + 64);
        memcpy(copy, source.at, source.length);
        size_t length = source.length;
        for (uint32_t times = 1 + random_below(3); times && length > 10; times--) length = damage(copy, length);
        damaging->tally.verdicts[compare(&arena, (struct text){copy, length}, path)]++;
        arena_release(&arena);
    }
}

static void damaged_files(void **state)
{
    (void)state;
    const char *given = getenv("MFSHAKE_DAMAGED");
    random_state = 20261125;
    struct damaging damaging = {.left = given ? (uint32_t)strtoul(given, NULL, 10) : 3000, .each = given ? 20 : 3};
    walk_corpus(damage_file, &damaging);
    const uint32_t *verdicts = damaging.tally.verdicts;
    print_message("%u the same, %u declined, %u where the grammar is wrong or finds an error\n", verdicts[SAME],
                  verdicts[DECLINED], verdicts[FLAW_OF_GRAMMAR]);
    assert_int_equal(verdicts[DIFFERENT], 0);
    assert_true(verdicts[SAME] > 100 && verdicts[DECLINED] > 100);
    assert_true(verdicts[FLAW_OF_GRAMMAR] < verdicts[SAME] / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),   cmocka_unit_test(declined_forms), cmocka_unit_test(flaws_of_the_grammar),
        cmocka_unit_test(nesting), cmocka_unit_test(files),          cmocka_unit_test(damaged_files),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
