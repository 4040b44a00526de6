/* Changes chunks so that most of them still are programs: moves, copies, drops and wraps runs of tokens whose brackets are balanced, and puts
 * in pieces of annotated code. What libFuzzer does to bytes makes programs that are refused at the first look; it gets every eighth turn. */
#include "fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t limit);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t limit, unsigned seed);

static const char *const pieces[] = {
    "/* @common:if [condition=\"treeShake.k.a\"] */",
    "/* @common:if [condition=\"treeShake.k.b\"] */",
    "/* @common:if [condition=\"treeShake.k.c\"] */",
    "/* @common:endif */",
    "/* @mfshake:inner */ ",
    "/* @mfshake:free */ ",
    "/* #__PURE__ */ ",
    "/*! licence */",
    "// @license x\n",
    "// x\n",
    "/* x */",
    "exports.a = 1;",
    "exports.b = x",
    "exports.a = exports.b = ",
    "exports[\"a\"] = ",
    "module.exports.a = ",
    "module.exports = { a: 1, b, c() {} };",
    "module.exports = x;",
    "this.a = 1\n",
    "Object.defineProperty(exports, \"a\", { enumerable: true, get: () => x });",
    "Object.defineProperty(exports, \"__esModule\", { value: true });",
    "REQ.d(exports, { a: () => (x), \"b\": () => y });",
    "REQ.d(exports, { a() { return x } });",
    "REQ.d(exports, { a: function () { return x; }, ...z });",
    "REQ.r(exports)\n",
    "var x = REQ(\"s\");",
    "var x = /* #__PURE__ */ REQ(\"s\"), y = REQ.n(x)\n",
    "REQ(\"s\");",
    "REQ(\"r\").a",
    "REQ.t(\"s\", 1)",
    "REQ.bind(REQ, \"s\")",
    "(0, x.a)()",
    "x.a",
    "x[\"a\"]",
    "y.a.b",
    "y()",
    "x",
    "y",
    "const x = 1, y = x;",
    "let y = () => x\n",
    "var x, y = 2;",
    "var { a, b: x } = y;",
    "function x() { return y }",
    "class x { static y = f(); }",
    "class y extends x {}\n",
    "if (x) { var y = 1 } else f()\n",
    "for (var x of y) x()\n",
    "for (;;) break;",
    "switch (x) { case 1: y(); default: }",
    "try { x() } catch (y) { }\n",
    "a: while (0) continue a\n",
    "{ let x; }",
    "(function () { x })()",
    "(x => y)",
    "[x, y][0]",
    "`${x}`",
    "/x/.y",
    "++x",
    "x++\n",
    "-x",
    "\"use strict\";",
    "eval(\"x\");",
    "arguments[0];",
    "with (x) y;",
    "var x;",
    "(x)\n",
    ";",
    ",",
    "\n",
    "\r\n",
    " ",
    ", c: 1",
    ",\n\"s\": ((module, exports, REQ) => {\nREQ.d(exports, { a: () => (x) });\nconst x = 1;\n})",
    ",\n\"s\": /* @mfshake:inner */ (function (module, exports) { exports.a = 1; exports.b = f() })",
    ",\n3(m, e, r) { e.a = r(\"s\") }",
};

struct mutation {
    struct text source;
    uint32_t *starts; /* of tokens; one more at the end */
    uint32_t count;
    uint64_t state;
};

static uint32_t below(struct mutation *m, uint32_t limit)
{
    m->state = m->state * 6364136223846793005u + 1442695040888963407u;
    return limit ? (uint32_t)(m->state >> 33) % limit : 0;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
           (c & 0x80);
}

static uint32_t token_end(struct text source, uint32_t at)
{
    char c = source.at[at];
    uint32_t end = at + 1, length = (uint32_t)source.length;
    if (is_word(c)) {
        while (end < length && is_word(source.at[end])) end++;
    } else if (c == '"' || c == '\'' || c == '`') {
        while (end < length && source.at[end] != c && source.at[end] != '\n') end++;
        end += end < length;
    } else if (c == '/' && end < length && source.at[end] == '*') {
        size_t close = text_find(source, TEXT("*/"), end + 1);
        end = close == TEXT_NOWHERE ? length : (uint32_t)close + 2;
    } else if (c == '/' && end < length && source.at[end] == '/') {
        while (end < length && source.at[end] != '\n') end++;
    }
    return end;
}

/* A run of tokens from a random one on whose brackets are balanced; may be empty. */
static struct text random_run(struct mutation *m)
{
    uint32_t first = below(m, m->count), last = first, end = first, longest = 1 + below(m, below(m, 4) ? 12 : 200);
    int depth = 0;
    for (; end < m->count && end - first < longest; end++) {
        char c = m->source.at[m->starts[end]];
        depth += strchr("([{", c) && c ? 1 : strchr(")]}", c) && c ? -1 : 0;
        if (depth < 0) break;
        if (depth == 0) last = end + 1;
    }
    return text_slice(m->source, m->starts[first], m->starts[last]);
}

static struct text piece(struct mutation *m)
{
    return text_of(pieces[below(m, sizeof pieces / sizeof *pieces)]);
}

struct output {
    char *at;
    size_t length, limit;
};

static void put(struct output *out, struct text text)
{
    if (text.length > out->limit - out->length) return;
    if (text.length) memcpy(out->at + out->length, text.at, text.length);
    out->length += text.length;
}

/* The source with the bytes of `old`, a part of it, replaced by three texts. */
static void replace(struct mutation *m, struct text old, struct text a, struct text b, struct text c,
                    struct output *out)
{
    size_t start = (size_t)(old.at - m->source.at);
    put(out, text_slice(m->source, 0, start));
    put(out, a);
    put(out, b);
    put(out, c);
    put(out, text_slice(m->source, start + old.length, m->source.length));
}

static void mutate(struct mutation *m, struct output *out)
{
    struct text run = random_run(m), none = TEXT(""), nowhere = text_slice(run, 0, 0);
    switch (below(m, 8)) {
    case 0: replace(m, run, none, none, none, out); break;
    case 1: replace(m, run, piece(m), none, none, out); break;
    case 2: replace(m, nowhere, random_run(m), none, none, out); break;
    case 3: replace(m, run, random_run(m), none, none, out); break;
    case 4:
    case 5: {
        struct text condition = text_of(pieces[below(m, 3)]);
        replace(m, run, condition, run, TEXT("/* @common:endif */"), out);
        break;
    }
    default: replace(m, nowhere, piece(m), none, none, out); break;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t size, size_t limit, unsigned seed)
{
    struct mutation m = {.source = {(const char *)bytes, size}, .state = seed};
    if (below(&m, 8) == 0 || size == 0) return LLVMFuzzerMutate(bytes, size, limit);
    m.starts = malloc((size + 1) * sizeof *m.starts);
    struct output out = {malloc(limit), 0, limit};
    if (!m.starts || !out.at) abort();
    for (uint32_t at = 0; at < size; at = token_end(m.source, at)) m.starts[m.count++] = at;
    m.starts[m.count] = (uint32_t)size;
    mutate(&m, &out);
    memcpy(bytes, out.at, out.length);
    free(m.starts);
    free(out.at);
    return out.length;
}
