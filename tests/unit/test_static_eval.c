#include "folder.h"

#include "config/static_eval.h"

/* The default export of a program, as text; "<what>" for an unknown, "[...]" and "{...}" for lists and objects. */
static struct text shown(struct arena *arena, struct static_value value)
{
    struct text text;
    if (static_to_text(arena, value, &text)) return text;
    if (value.type == STATIC_UNKNOWN) return arena_format(arena, "<%.*s>", TEXT_ARGS(value.text));
    if (!value.object) return TEXT("<other>");
    bool list = value.type == STATIC_ARRAY;
    text = list ? TEXT("[") : TEXT("{");
    for (uint32_t i = 0; i < value.object->count; i++) {
        const struct static_member *member = &value.object->at[i];
        struct text item = shown(arena, member->value);
        text = arena_format(arena, "%.*s%s%.*s%s%.*s", TEXT_ARGS(text), i ? "," : "", TEXT_ARGS(member->key),
                            list ? "" : ":", TEXT_ARGS(item));
    }
    const char *open = value.object->open ? "..." : "";
    return arena_format(arena, "%.*s%s%s", TEXT_ARGS(text), open, list ? "]" : "}");
}

static void check(struct folder *folder, const char *source, const char *expected)
{
    folder_write(folder, "x.mjs", text_of(source));
    struct static_eval e;
    static_eval_init(&e, &folder->arena, folder->path);
    struct static_value exports = static_module_exports(&e, folder_path(folder, "x.mjs"), 0);
    struct static_value value = e.gave_up ? e.gave_up_why : static_module_default(exports, 0);
    unit_text_equal(shown(&folder->arena, value), text_of(expected), __FILE__, __LINE__);
    static_eval_release(&e);
}

static void test_literals(void **state)
{
    check(*state, "export default [1, -2, 'a\\n', `b`, null, undefined, true, 1 + 2, '1' + 2]",
          "[1,-2,a\n,b,null,undefined,true,3,12]");
    check(*state, "const a = { x: 1, y: 2 }; export default { ...a, y: 3, ['z']: `${a.x}-${a['y']}` }",
          "{x:1,y:3,z:1-2}");
    check(*state, "const [a, , b = 4] = [1, 2]; const { c, ...d } = { c: 5, e: 6 }; export default [a, b, c, d]",
          "[1,4,5,{e:6}]");
}

static void test_conditions(void **state)
{
    check(*state, "export default [0 || 'a', 0 ?? 'b', 1 && 'c', !1, 1 === 1 ? 'd' : 'e']", "[a,0,c,false,d]");
    check(*state, "export default process.env.A || 'x'", "x");
    check(*state, "export default process.env.A === 'x'", "<process.env.A>");
    check(*state, "export default process.env.A ? 'same' : 'same'", "same");
    check(*state, "export default process.env.A ? 'one' : 'other'", "<process.env.A>");
}

static void test_unknown_branches_write_unknowns(void **state)
{
    check(*state, "let a = 1, b = 2; if (process.env.A) { a = 3 } export default [a, b]", "[<process.env.A>,2]");
    check(*state, "const o = { a: 1 }; if (process.env.A) o.b = 2; export default o", "{a:1,b:<process.env.A>}");
    check(*state, "const l = [1]; for (;;) l.push(2); export default l", "[1...]");
    check(*state, "const f = () => { if (process.env.A) return 1; return 2 }; export default f()", "<process.env.A>");
    check(*state, "let a = 1; const f = () => { if (process.env.A) return; a = 2 }; f(); export default a",
          "<process.env.A>");
    check(*state, "let a = 1; try { a = 2 } catch { a = 3 } export default a", "<what this try statement does>");
}

static void test_foreign_code(void **state)
{
    check(*state, "import f from 'f'; const o = { a: { b: 1 } }; f(o.a); export default o", "{a:{...}}");
    check(*state, "import f from 'f'; let a = 1; f(() => { a = 2 }); export default a", "<what f() of \"f\" gives>");
    check(*state, "import { C } from 'f'; const o = { a: 1 }; new C(o); export default o", "{a:1}");
    check(*state, "import f from 'f'; export default { a: 1, ...f }", "{...}");
}

static void test_functions(void **state)
{
    check(*state, "export default Object.keys({ a: 1, b: 2 }).reduce((x, k) => ({ ...x, [k]: k + '!' }), {})",
          "{a:a!,b:b!}");
    check(*state, "export default Object.fromEntries(Object.entries({ a: 1 }).map(([k, v]) => [k, [v]]))", "{a:[1]}");
    check(*state,
          "const r = []; for (const k of ['a', 'b', 'c']) { if (k === 'b') continue; r.push(() => k) } export default "
          "r.map(f => f())",
          "[a,c]");
    check(*state, "const f = n => f(n); f(1); export default 1", "<a function that calls itself too often>");
    check(*state, "export default ['b-c'].map(s => s.replace(/-(c)/, '_').toUpperCase())", "[B_]");
}

static void test_modules(void **state)
{
    struct folder *folder = *state;
    folder_write(folder, "a.js", TEXT("exports.x = 1; exports.f = y => y + module.exports.x"));
    folder_write(folder, "b.ts", TEXT("export const z: number = 3; export default { z } as const"));
    folder_write(folder, "c.json", TEXT("{\"d\": [true]}"));
    check(folder,
          "import { x, f } from './a'; import b, { z } from './b'; import { d } from './c.json'; export default [x, "
          "f(1), b, z, d]",
          "[1,2,{z:3},3,[true]]");
    check(folder, "import './x.mjs'; export default 1", "1");
    check(folder, "export default import.meta.dirname === process.cwd()", "true");
    check(folder, "import { q } from './nowhere'; export default q", "<the file \"./nowhere\">");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(test_literals),     folder_test(test_conditions), folder_test(test_unknown_branches_write_unknowns),
        folder_test(test_foreign_code), folder_test(test_functions),  folder_test(test_modules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
