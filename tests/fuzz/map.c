/* The reader of shake maps: the input is the table of a map of one chunk, behind a header whose hashes are right.
 *
 * A table that is refused leaves prune to parse; whatever one says that is taken, prune stays within its bounds, and the bytes of its result are the
 * chunk's and its own. */
#include "pruning.h"

#include "cache/build_id.h"
#include "prune/shake_map.h"
#include "prune/shake_map_format.h"

#define REGION(name, code) "/* @common:if [condition=\"treeShake.k." name "\"] */ " code " /* @common:endif */"
#define CHUNK                                                                                                         \
    "(self[\"webpackChunkt\"] = self[\"webpackChunkt\"] || []).push([[\"t\"], {\n"                                    \
    "\"root\": ((module, exports, REQ) => {\n\"use strict\";\nREQ.d(exports, { a: () => (" REGION(                    \
        "a",                                                                                                          \
        "x.a") "), " REGION("b",                                                                                      \
                            "b: () => (b)") ", c: () => (" REGION("c",                                                \
                                                                  "c") ") });\n/*! licence */\nvar x = "              \
                                                                       "REQ(\"inner\"), y = REQ.n(x);\n"              \
                                                                       "const b = y.a, c = class "                    \
                                                                       "{};\nmake(require);\n}),\n"                   \
                                                                       "\"inner\": /* @mfshake:inner */\n(function "  \
                                                                       "(module, exports, REQ) {\nexports.a = "       \
                                                                       "exports.c = make();\n" REGION(                \
                                                                           "a",                                       \
                                                                           "exports."                                 \
                                                                           "e = [];") "\nObject.defineProperty("      \
                                                                                      "exports, \"d\", { value: 1 "   \
                                                                                      "});\n" REGION(                 \
                                                                                          "a",                        \
                                                                                          "function f() "             \
                                                                                          "{}") "\nREQ("              \
                                                                                                "REQ.s);"             \
                                                                                                "\n}),\n"             \
                                                                                                "\"caf\\u0"           \
                                                                                                "0e9\": "             \
                                                                                                "1,\n2(m, "           \
                                                                                                "e, r) { "            \
                                                                                                "m."                  \
                                                                                                "exports "            \
                                                                                                "= "                  \
                                                                                                "{"                   \
                                                                                                " " REGION(           \
                                                                                                    "a",              \
                                                                                                    "z: 1") " }; "    \
                                                                                                            "with "   \
                                                                                                            "(e) "    \
                                                                                                            "f(); "   \
                                                                                                            "}\n}]);" \
                                                                                                            "\n"
static const struct text chunk = TEXT(CHUNK);

static const char before_table[] = "\",\"table\":";

static void put_document(struct text table, struct buffer *out)
{
    buffer_format(out, "{\"schema\":1,\"build\":\"%.*s\",\"chunk\":{\"bytes\":%zu,\"hash\":\"", BUILD_ID_LENGTH,
                  build_id, chunk.length);
    shake_map_put_hash(chunk, out);
    buffer_put_string(out, "\"},\"hash\":\"");
    shake_map_put_hash(table, out);
    buffer_put_string(out, before_table);
    buffer_put(out, table);
}

struct text fuzz_seed(void)
{
    static struct arena arena;
    arena_init(&arena);
    struct text map = prune_map(&arena, chunk);
    size_t table = text_find(map, text_of(before_table), 0);
    FUZZ_PROMISE(table != TEXT_NOWHERE);
    return text_slice(map, table + sizeof before_table - 1, map.length);
}

bool fuzz_try(struct text input)
{
    struct arena arena;
    arena_init(&arena);
    struct diagnostics diagnostics;
    diag_init(&diagnostics);
    struct buffer document;
    buffer_init(&document);
    put_document(input, &document);
    struct shake_table table;
    struct macros macros;
    bool taken = !shake_map_read(&arena, buffer_text(&document), chunk, &table, &macros);
    static const enum prune_removed removed[] = {PRUNE_DROP, PRUNE_NULL, PRUNE_THROW};
    for (size_t i = 0; taken && i < sizeof removed / sizeof *removed; i++) {
        struct prune_options options = {.removed = removed[i], .map = buffer_text(&document)};
        struct prune_result result;
        prune_by_report(&arena, chunk, options, &result, &diagnostics);
    }
    buffer_release(&document);
    diag_release(&diagnostics);
    arena_release(&arena);
    return taken;
}
