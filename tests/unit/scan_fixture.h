/* Scanning a source text and writing what the record says as text, one short line per row: the tests of scan/ compare such texts. */
#ifndef MFSHAKE_TESTS_SCAN_FIXTURE_H
#define MFSHAKE_TESTS_SCAN_FIXTURE_H

#include "unit.h"

#include "base/buffer.h"
#include "model/verify.h"
#include "scan/scan.h"

struct scanned {
    struct arena arena;
    struct scanner *scanner;
    struct text source;
    struct scan_options options;
    const struct record *record;
    struct buffer out;
};

static inline int scan_setup(void **state)
{
    static struct scanned s;
    s = (struct scanned){0};
    arena_init(&s.arena);
    buffer_init(&s.out);
    s.scanner = scanner_new();
    *state = &s;
    return s.scanner ? 0 : -1;
}

static inline int scan_teardown(void **state)
{
    struct scanned *s = *state;
    scanner_free(s->scanner);
    buffer_release(&s->out);
    arena_release(&s->arena);
    return 0;
}

#define scan_test(function) cmocka_unit_test_setup_teardown(function, scan_setup, scan_teardown)

static inline void scan_text(struct scanned *s, struct text source)
{
    s->source = source;
    s->record = scan_module(s->scanner, &s->arena, source, &s->options);
    struct text problem = verify_record(s->record, source.length, &s->arena);
    if (problem.length)
        fail_msg("%.*s\nin %.*s", TEXT_ARGS(problem), source.length < 500 ? (int)source.length : 500, source.at);
}

static inline void scan_put_name(struct scanned *s, string_index index)
{
    buffer_put(&s->out, record_string(s->record, index));
}

static inline void scan_put_span(struct scanned *s, struct span span)
{
    buffer_put(&s->out, text_slice(s->source, span.start, span.end));
}

/* "lib", or "self" for a module's own exports. */
static inline void scan_put_request(struct scanned *s, uint32_t request)
{
    if (request == INDEX_NONE) buffer_put_string(&s->out, "self");
    else scan_put_name(s, s->record->requests[request].specifier);
}

/* import lib; require ./a? (optional); context ./x/ prefix *suffix */
static inline void dump_requests(struct scanned *s)
{
    static const char *const kinds[] = {"import", "from",   "dynamic", "require", "resolve",
                                        "url",    "worker", "context", "jsx"};
    for (uint32_t i = 0; i < s->record->request_count; i++) {
        const struct request *r = &s->record->requests[i];
        buffer_format(&s->out, "%s ", kinds[r->kind]);
        scan_put_name(s, r->specifier);
        if (r->optional) buffer_put_string(&s->out, "?");
        if (r->attribute_type) {
            buffer_put_string(&s->out, " type=");
            scan_put_name(s, r->attribute_type);
        }
        if (r->context != INDEX_NONE) {
            const struct context *c = &s->record->contexts[r->context];
            buffer_put_string(&s->out, " <");
            scan_put_name(s, c->prefix);
            buffer_put_string(&s->out, "*");
            scan_put_name(s, c->suffix);
            if (c->pattern.source) {
                buffer_put_string(&s->out, " /");
                scan_put_name(s, c->pattern.source);
                buffer_put_string(&s->out, "/");
                scan_put_name(s, c->pattern.flags);
            }
            const struct context_pattern filters[] = {c->include, c->exclude};
            for (int f = 0; f < 2; f++) {
                if (filters[f].source == 0) continue;
                buffer_put_string(&s->out, f ? " -/" : " +/");
                scan_put_name(s, filters[f].source);
                buffer_put_string(&s->out, "/");
                scan_put_name(s, filters[f].flags);
            }
            buffer_put_string(&s->out, c->recursive ? ">" : " flat>");
        }
        buffer_put_string(&s->out, "\n");
    }
}

/* lib a.b call; lib * (namespace escapes); those of parts that are pure stand in brackets */
static inline void dump_uses(struct scanned *s)
{
    static const char *const kinds[] = {"",     " call",   " new",    " tag",     " typeof",
                                        " has", " assign", " unread", " reexport"};
    static const char *const reasons[] = {"",        "escapes", "computed", "optional",  "rest",    "import()",
                                          "require", "eval",    "star",     "exported",  "context", "opaque",
                                          "exposed", "default", "called",   "no export", "cache"};
    for (uint32_t i = 0; i < s->record->reference_count; i++) {
        const struct reference *r = &s->record->references[i];
        scan_put_request(s, r->request);
        buffer_put_string(&s->out, " ");
        for (uint32_t n = 0; n < r->segment_count; n++) {
            if (n) buffer_put_string(&s->out, ".");
            scan_put_name(s, s->record->segments[r->first_segment + n].name);
        }
        if (r->segment_count == 0) buffer_put_string(&s->out, "*");
        buffer_put_string(&s->out, kinds[r->kind]);
        if (r->reason) buffer_format(&s->out, " (%s)", reasons[r->reason]);
        buffer_put_string(&s->out, "\n");
    }
}

/* a local x; b from lib y; ns namespace lib; * from lib; cjs a; cjs a = lib.b; cjs * = lib */
static inline void dump_exports(struct scanned *s)
{
    static const char *const shapes[] = {"assigned", "nested", "defined", "property", "whole", "whole"};
    for (uint32_t i = 0; i < s->record->export_count; i++) {
        const struct export_entry *e = &s->record->exports[i];
        scan_put_name(s, e->name);
        switch ((enum export_kind)e->kind) {
        case EXPORT_LOCAL:
            buffer_put_string(&s->out, " local ");
            scan_put_name(s, e->local);
            break;
        case EXPORT_DEFAULT_EXPRESSION: buffer_put_string(&s->out, " value"); break;
        case EXPORT_REEXPORT:
            buffer_put_string(&s->out, " from ");
            scan_put_request(s, e->request);
            buffer_put_string(&s->out, " ");
            scan_put_name(s, e->imported);
            break;
        case EXPORT_NAMESPACE:
            buffer_put_string(&s->out, " namespace ");
            scan_put_request(s, e->request);
            break;
        case EXPORT_STAR:
            buffer_put_string(&s->out, "* from ");
            scan_put_request(s, e->request);
            break;
        }
        buffer_put_string(&s->out, "\n");
    }
    for (uint32_t i = 0; i < s->record->commonjs_count; i++) {
        const struct commonjs_export *e = &s->record->commonjs[i];
        buffer_format(&s->out, "%s ", shapes[e->shape]);
        scan_put_name(s, e->name);
        if (e->request != INDEX_NONE) {
            buffer_put_string(&s->out, e->name ? " = " : "= ");
            scan_put_request(s, e->request);
            if (e->imported) {
                buffer_put_string(&s->out, ".");
                scan_put_name(s, e->imported);
            }
        }
        if (e->annotatable) buffer_put_string(&s->out, " removable");
        buffer_put_string(&s->out, "\n");
    }
    if (s->record->syntax == MODULE_COMMONJS) {
        static const char *const types[] = {"dynamic", "default", "flagged"};
        buffer_format(&s->out, "%s%s\n", types[s->record->commonjs_type], s->record->commonjs_open ? " open" : "");
    }
}

/* delete <import a from "lib">; dead {}<var a> */
static inline void dump_rewrites(struct scanned *s)
{
    static const char *const kinds[] = {"delete",  "default=", "default;", "default name", "undefined",
                                        "text",    "dead",     "global",   "meta.url",     "meta",
                                        "require", "module",   "filename", "dirname"};
    for (uint32_t i = 0; i < s->record->rewrite_count; i++) {
        const struct rewrite *r = &s->record->rewrites[i];
        buffer_format(&s->out, "%s <", kinds[r->kind]);
        scan_put_span(s, r->span);
        buffer_put_string(&s->out, ">");
        if (r->text) {
            buffer_put_string(&s->out, " ");
            scan_put_name(s, r->text);
        }
        if (r->shorthand) buffer_put_string(&s->out, " shorthand");
        if (r->text_offset)
            buffer_format(&s->out, " before <%.*s>",
                          TEXT_ARGS(text_slice(s->source, r->text_offset, s->source.length)));
        buffer_put_string(&s->out, "\n");
    }
}

/* pure <const a = 1> declares a reads b c */
static inline void dump_parts(struct scanned *s)
{
    for (uint32_t i = 0; i < s->record->part_count; i++) {
        const struct record_part *p = &s->record->parts[i];
        buffer_put_string(&s->out, p->pure ? "pure <" : "run <");
        scan_put_span(s, p->span);
        buffer_put_string(&s->out, ">");
        for (uint32_t b = 0; b < p->declared_count; b++) {
            buffer_put_string(&s->out, b ? " " : " declares ");
            scan_put_name(s, s->record->bindings[s->record->part_bindings[p->first_declared + b]].name);
        }
        for (uint32_t b = 0; b < p->read_count; b++) {
            buffer_put_string(&s->out, b ? " " : " reads ");
            scan_put_name(s, s->record->bindings[s->record->part_bindings[p->first_read + b]].name);
        }
        buffer_put_string(&s->out, "\n");
    }
}

static inline void scan_expect(struct scanned *s, struct text source, void (*dump)(struct scanned *),
                               const char *wanted, const char *file, int line)
{
    scan_text(s, source);
    buffer_clear(&s->out);
    dump(s);
    struct text got = buffer_text(&s->out);
    if (s->record->has_error) got = TEXT("syntax error\n");
    if (text_is(got, wanted)) return;
    print_error("%.*s\n--- got\n%.*s--- want\n%s", TEXT_ARGS(source), TEXT_ARGS(got), wanted);
    _fail(file, line);
}

#define expect_requests(s, source, wanted) scan_expect((s), TEXT(source), dump_requests, (wanted), __FILE__, __LINE__)
#define expect_uses(s, source, wanted)     scan_expect((s), TEXT(source), dump_uses, (wanted), __FILE__, __LINE__)
#define expect_exports(s, source, wanted)  scan_expect((s), TEXT(source), dump_exports, (wanted), __FILE__, __LINE__)
#define expect_rewrites(s, source, wanted) scan_expect((s), TEXT(source), dump_rewrites, (wanted), __FILE__, __LINE__)
#define expect_parts(s, source, wanted)    scan_expect((s), TEXT(source), dump_parts, (wanted), __FILE__, __LINE__)

#endif
