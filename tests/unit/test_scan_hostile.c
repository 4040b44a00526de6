#include "scan_fixture.h"

#include <time.h>

/* What scan/ promises of any bytes: a record that keeps its invariants (scan_text checks them), in time that grows with the input. */

static void put_times(struct buffer *out, const char *what, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) buffer_put_string(out, what);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double scan_buffer(struct scanned *s, const struct buffer *source)
{
    double start = seconds();
    scan_text(s, buffer_text(source));
    return seconds() - start;
}

/* `before` and `after` around a middle, `depth` deep. */
static double scan_nested(struct scanned *s, const char *head, const char *before, const char *middle,
                          const char *after, uint32_t depth)
{
    struct buffer source;
    buffer_init(&source);
    buffer_put_string(&source, head);
    put_times(&source, before, depth);
    buffer_put_string(&source, middle);
    put_times(&source, after, depth);
    double took = scan_buffer(s, &source);
    buffer_release(&source);
    return took;
}

enum { SHALLOW = 6250, DEEP = 50000, FEW = 1250, MANY = 10000 };

/* Eight times the input takes about eight times as long; quadratic work would take sixty-four times. */
static void grows_with_input(const char *what, double small, double large)
{
    if (large < 0.5 || large < small * 30) return; /* short runs are noise */
    fail_msg("%s: %.3f s, eight times as much: %.3f s", what, small, large);
}

static const struct nesting {
    const char *head, *before, *middle, *after;
} nestings[] = {
    {"", "(", "1", ")"},
    {"", "[", "1", "]"},
    {"x = ", "{a: ", "1", "}"},
    {"", "{", "var a; a = 1;", "}"},
    {"", "{var a = this;", "", "}"},
    {"", "if (a) ", "b", ""},
    {"", "if (a) b; else ", "b", ""},
    {"", "{", "return", "}"},
    {"", "() => ", "1", ""},
    {"", "(function () { eval('a'); ", "", "})"},
    {"", "class A { static { ", "", "} }"},
    {"", "f(", "require('a')", ")"},
    {"", "f(this, ", "1", ")"},
    {"", "f(import('a'), ", "1", ")"},
    {"", "`${", "1", "}`"},
    {"", "!", "a", ""},
    {"", "- ", "a", ""},
    {"", "await ", "a", ""},
    {"", "new ", "A", ""},
    {"a", " + a", "", ""},
    {"a", " && a", "", ""},
    {"a", " ?? a", "", ""},
    {"a", " = a", "", ""},
    {"a", " ** a", "", ""},
    {"a", " ? b : c", "", ""},
    {"a", ", a", "", ""},
    {"a", ".a", "", ""},
    {"process", ".env", "", ""},
    {"a", "[0]", "", ""},
    {"a", "()", "", ""},
    {"a", "`b`", "", ""},
    {"a", "?.b", "", ""},
    {"import * as ns from 'a'; ns", ".a", "", ""},
    {"import * as ns from 'a'; const ", "{a: ", "b", "}"},
    {"import * as ns from 'a'; ", "[ns.a, ", "1", "]"},
    {"exports.a = ", "exports.b = ", "1", ""},
    {"", "<a>", "", "</a>"},
    {"", "for (;;) ", ";", ""},
    {"", "a: ", ";", ""},
    {"", "try { require('a') } finally { ", "", "}"},
    {"", "switch (a) { case 1: ", "", "}"},
    {"", "/*#__PURE__*/ f(", "1", ")"},
    {"import a from 'a'; ", "({b = ", "a", "}) => 1"},
};

static void nesting(void **state)
{
    struct scanned *s = *state;
    for (size_t i = 0; i < sizeof nestings / sizeof *nestings; i++) {
        const struct nesting *n = &nestings[i];
        grows_with_input(n->before, scan_nested(s, n->head, n->before, n->middle, n->after, SHALLOW),
                         scan_nested(s, n->head, n->before, n->middle, n->after, DEEP));
        assert_false(s->record->has_error);
    }
}

/* ---------------------------------------------------------------------------------------------- many of one kind */

/* `line` with its number in place of each #, `count` times. */
static double scan_many(struct scanned *s, const char *head, const char *line, uint32_t count)
{
    struct buffer source;
    buffer_init(&source);
    buffer_put_string(&source, head);
    for (uint32_t i = 0; i < count; i++) {
        for (const char *c = line; *c; c++) {
            if (*c == '#') buffer_format(&source, "%u", i);
            else buffer_put_char(&source, *c);
        }
    }
    double took = scan_buffer(s, &source);
    buffer_release(&source);
    return took;
}

static const struct row {
    const char *head, *line;
} rows[] = {
    {"", "import a# from 'a#';\n"},
    {"", "import {a# as b#} from 'a'; b#;\n"},
    {"import * as ns from 'a';\n", "ns.a#;\n"},
    {"import * as ns from 'a';\n", "const {a#, b: {c#}} = ns;\n"},
    {"", "export const a# = 1;\n"},
    {"", "export var a#; "},
    {"", "const a# = () => a#; export {a#};\n"},
    {"", "export * from 'a#';\n"},
    {"", "exports.a# = 1;\n"},
    {"", "exports.a# = exports.a#;\n"},
    {"", "exports.a = require('a#');\n"},
    {"module.exports = {", "a#: 1, "},
    {"", "const a# = require('a#'); a#.b;\n"},
    {"", "import('a#').then(m => m.a#);\n"},
    {"", "var a# = function (b#) { return b# };\n"},
    {"", "if (process.env.NODE_ENV === 'production') { var a# = 1; }\n"},
    {"", "/* # */ f#();\n"},
    {"import React from 'react';\n", "x = <A# b={c#}/>;\n"},
    {"f(", "a#, "},
    {"var a = '", "#"},
    {"", "export { a#"},
    {"", "export {"},
    {"", "var a;"},
};

static void many(void **state)
{
    struct scanned *s = *state;
    static const struct scan_define defines[] = {{{"process.env.NODE_ENV", 20}, {"\"development\"", 13}}};
    s->options.defines = defines;
    s->options.define_count = 1;
    for (int jsx = SCAN_JSX_AUTOMATIC; jsx <= SCAN_JSX_CLASSIC; jsx++) {
        s->options.jsx = (enum scan_jsx)jsx;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            grows_with_input(rows[i].line, scan_many(s, rows[i].head, rows[i].line, FEW),
                             scan_many(s, rows[i].head, rows[i].line, MANY));
        }
    }
}

/* ---------------------------------------------------------------------------------------------- bytes that are no JavaScript */

static void cut_anywhere(void **state)
{
    struct scanned *s = *state;
    struct text whole = TEXT("#!x\n/* c */ import a, {b as \"c d\"} from 'x' with {type: 'json'}; export {a as "
                             "\"\\0\"}; export default class extends A {"
                             " static #p = `t${a}`; static { this.x } [k]() { return super.m } } const {x, ...y} = "
                             "/re[/]g/u.exec(b?.c ?? 1n); "
                             "label: for await (const z of f) { try { eval('x') } catch { continue label } } exports.a "
                             "= require('y').z; <A b='c' {...d}>e&amp;{f}</A>;");
    for (size_t length = 0; length <= whole.length; length++) {
        scan_text(s, text_slice(whole, 0, length));
        scan_text(s, text_slice(whole, length, whole.length));
    }
}

#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

static void odd_bytes(void **state)
{
    struct scanned *s = *state;
    static const struct text sources[] = {
        BYTES("\0"),
        BYTES("a\0b"),
        BYTES("'a\0b'"),
        BYTES("\xff\xfe"),
        BYTES("\xef\xbb\xbf"),
        BYTES("// \xff\n"),
        BYTES("'\xc3'"),
        BYTES("\xed\xa0\x80"),
        BYTES("import '\\ud800';"),
        BYTES("export {x as '\\0'}; var x;"),
        BYTES("\\u{110000}"),
        BYTES("'\\u{'"),
        BYTES("'\\x'"),
        BYTES("`\\u`"),
        BYTES("'"),
        BYTES("\""),
        BYTES("`"),
        BYTES("/*"),
        BYTES("/"),
        BYTES("<!--"),
        BYTES("`${"),
        BYTES("<a"),
        BYTES("\\"),
        BYTES("\r\n\xe2\x80\xa8"),
        BYTES("#!"),
        BYTES(""),
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) scan_text(s, sources[i]);
    unsigned seed = 1;
    for (int round = 0; round < 2000; round++) {
        char bytes[64];
        static const char alphabet[] = "(){}[]<>`'\"\\/*+-=.,;:?!#$ \n\0\xff\xe2\x80\xa8"
                                       "aeimportfxu0{}";
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1103515245u + 12345u;
            bytes[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        scan_text(s, (struct text){bytes, sizeof bytes});
    }
}

/* One line of many megabytes: bounded, and either understood or reported. */
static void one_long_line(void **state)
{
    struct scanned *s = *state;
    double took = scan_many(s, "", "f(a#,'b');", 250000);
    assert_true(took < 1.0 + 4.0 * (double)s->source.length / (1024 * 1024));
    assert_true(s->record->has_error || s->record->part_count == 250000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {scan_test(nesting), scan_test(many), scan_test(cut_anywhere),
                                       scan_test(odd_bytes), scan_test(one_long_line)};
    return unit_run(tests);
}
