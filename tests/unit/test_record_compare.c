/* What an edit of a module leaves as it was. */
#include "scan_fixture.h"

#include "model/record_compare.h"

static void tells_what_changed(void **state)
{
    struct scanned *s = *state;
    static const struct {
        const char *before, *after;
        bool requests, exports; /* are they the same? */
    } cases[] = {
        {"import {a} from 'x'; a();", "// more\n\nimport {b} from 'x'; b.c();", true, true},
        {"import {a} from 'x';", "import {a} from 'y';", false, true},
        {"import {a} from 'x';", "import {a} from 'x'; import 'y';", false, true},
        {"import {a} from 'x';", "import('x');", false, true},
        {"require('x');", "try { require('x'); } catch {}", false, true},
        {"import {a} from 'x';", "const {a} = require('x');", false, false},
        {"import a from './a.json' with {type: 'json'}", "import a from './a.json'", false, true},
        {"import(`./a/${b}.js`);", "\nimport(`./a/${c}.js`);", true, true},
        {"import(`./a/${b}.js`);", "import(`./a/${b}.mjs`);", false, true},
        {"require.context('./a', true, /x/);", "require.context('./a', true, /y/);", false, true},
        {"require.context('./a', true, /x/);", "require.context('./a', false, /x/);", false, true},
        {"export const a = 1;", "export function a() { return 2; }", true, true},
        {"export const a = 1;", "export const b = 1;", true, false},
        {"export const a = 1;", "export const a = 1, b = 1;", true, false},
        {"export const a = 1, b = 1;", "export const b = 1, a = 1;", true, false},
        {"export {a} from 'x';", "export {b as a} from 'x';", true, false},
        {"export * from 'x';", "export * as a from 'x';", true, false},
        {"exports.a = 1;", "\n\nexports.a = f();", true, true},
        {"exports.a = 1;", "exports.b = 1;", true, false},
        {"exports.a = 1;", "module.exports = {a: 1};", true, false},
        {"exports.a = 1;", "exports.a = 1; exports[b] = 1;", true, false},
        {"exports.a = 1;", "exports.a = 1; exports.__esModule = true;", true, false},
        {"exports.a = require('x').a;", "exports.a = require('x').b;", true, false},
        {"module.exports = require('x');", "exports.a = require('x');", true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scan_text(s, text_of(cases[i].before));
        const struct record *before = s->record;
        scan_text(s, text_of(cases[i].after));
        bool requests = record_same_requests(before, s->record), exports = record_same_exports(before, s->record);
        if (requests != cases[i].requests || (requests && exports != cases[i].exports))
            fail_msg("%s -> %s: requests %d, exports %d", cases[i].before, cases[i].after, requests, exports);
        assert_true(record_same_requests(s->record, s->record) && record_same_exports(s->record, s->record));
        assert_int_equal(record_same_requests(s->record, before), requests);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {scan_test(tells_what_changed)};
    return unit_run(tests);
}
