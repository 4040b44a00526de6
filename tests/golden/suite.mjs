// Runs every fixtures/<area>/<case>/ that has a case.json with `args`, in a copy of its `in/` folder.
//
//   args        the command line; the current folder is the copy
//   exit        the expected status
//   stdout      text of a file of the case folder ("want/…"), or {"match": "regular expression"}; default: empty
//               when exit is not 0, anything otherwise
//   stderr      regular expressions that must each match; {M301} stands for `error[M301]:`, {error} for any code
//   errors      how many error messages there must be (default: 1 when exit is not 0, else 0)
//   noOutput    paths that must not exist afterwards
//   files       path -> file of the case folder with the same bytes
//   chmod       path -> octal mode, set in the copy; the program then runs as nobody when the tests run as root
// The place of a message is relative to the current folder. When exit is not 0, nothing but what `in/` holds
// may be there afterwards: no partial output, no temporary file.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { binary, mfshake, readTree, root } from '../lib/mfshake.mjs';
import { validateTree } from '../lib/schema.mjs';

const nobody = 65534;
const errorLine = /^(?:(\S.*?)(?::(\d+):(\d+))?: )?error\[(M\d{3})\]: (\S.*)$/;

/** The error messages of stderr: { path, line, column, code, text, help }. */
export function parseErrors(stderr) {
  const lines = stderr.split('\n');
  const errors = [];
  lines.forEach((line, i) => {
    const match = errorLine.exec(line);
    if (!match) return;
    const [, file, lineNumber, column, code, text] = match;
    const details = lines.slice(i + 1, lines.slice(i + 1).findIndex(next => !/^\s+\S/.test(next)) + i + 1);
    const help = details.map(detail => /^\s+help: (\S.*)$/.exec(detail)?.[1]).find(Boolean);
    errors.push({ path: file, line: Number(lineNumber), column: Number(column), code, text, help });
  });
  return errors;
}

export function findCases(base = path.join(root, 'fixtures')) {
  const cases = [];
  for (const area of fs.readdirSync(base).sort()) {
    for (const name of fs.readdirSync(path.join(base, area)).sort()) {
      const dir = path.join(base, area, name);
      const file = path.join(dir, 'case.json');
      if (!fs.existsSync(file)) continue;
      const spec = JSON.parse(fs.readFileSync(file, 'utf8'));
      if (spec.args) cases.push({ name: `${area}/${name}`, dir, spec });
    }
  }
  return cases;
}

/**
 * Copies `in/` to a temporary folder, runs the program there, hands (folder, result, files before) to
 * `check`.
 */
async function runCase({ dir, spec }, check) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-golden-'));
  const cwd = path.join(copy, 'in');
  try {
    fs.cpSync(path.join(dir, 'in'), cwd, { recursive: true, verbatimSymlinks: true });
    const options = { cwd };
    if (spec.chmod) Object.assign(options, withoutPrivileges(copy, cwd, spec.chmod));
    const before = readTreeAsRoot(cwd);
    const result = await mfshake(spec.args, options);
    await check(cwd, result, before);
  } finally {
    fs.rmSync(copy, { recursive: true, force: true });
  }
}

// File modes do not stop root, so the program is copied to where nobody can run it and started as nobody.
function withoutPrivileges(copy, cwd, modes) {
  for (const [file, mode] of Object.entries(modes)) fs.chmodSync(path.join(cwd, file), parseInt(mode, 8));
  if (process.getuid() !== 0) return {};
  const program = path.join(copy, 'mfshake');
  fs.copyFileSync(binary, program);
  fs.chmodSync(program, 0o755);
  for (const file of ['.', ...fs.readdirSync(copy, { recursive: true })])
    fs.lchownSync(path.join(copy, file), nobody, nobody);
  return { program, uid: nobody };
}

function readTreeAsRoot(cwd) {
  try {
    return readTree(cwd);
  } catch (error) {
    if (error.code === 'EACCES') return null; // a mode of the case stops us too; noOutput still tells
    throw error;
  }
}

// What {error} and {M301} stand for.
const errorPattern = (_, code) => `error\\[${code === 'error' ? 'M\\d{3}' : code}\\]:`;

function checkErrors(spec, { stderr }) {
  const errors = parseErrors(stderr);
  assert.equal(
    errors.length,
    spec.errors ?? (spec.exit === 0 ? 0 : 1),
    `number of error messages in:\n${stderr}`,
  );
  for (const error of errors) {
    assert.ok(error.help, `no help line after ${error.code} in:\n${stderr}`);
    assert.ok(!path.isAbsolute(error.path ?? ''), `the place is an absolute path in:\n${stderr}`);
  }
  for (const pattern of spec.stderr ?? []) {
    assert.match(stderr, new RegExp(pattern.replace(/\{(error|M\d{3})\}/g, errorPattern), 'm'));
  }
}

function checkStdout(spec, dir, { stdout }) {
  if (typeof spec.stdout === 'string')
    assert.equal(stdout, fs.readFileSync(path.join(dir, spec.stdout), 'utf8'));
  else if (spec.stdout) assert.match(stdout, new RegExp(spec.stdout.match, 'm'));
  else if (spec.exit !== 0) assert.equal(stdout, '');
}

export default async function (suite) {
  for (const fixture of findCases()) {
    const { name, dir, spec } = fixture;
    suite.test(name, () =>
      runCase(fixture, (cwd, result, before) => {
        assert.equal(result.signal, null, result.stderr);
        assert.equal(result.code, spec.exit, `exit status; stderr:\n${result.stderr}`);
        checkErrors(spec, result);
        checkStdout(spec, dir, result);
        for (const file of spec.noOutput ?? []) {
          assert.equal(
            fs.lstatSync(path.join(cwd, file), { throwIfNoEntry: false }),
            undefined,
            `${file} was written`,
          );
        }
        for (const [file, want] of Object.entries(spec.files ?? {})) {
          assert.equal(
            fs.readFileSync(path.join(cwd, file), 'utf8'),
            fs.readFileSync(path.join(dir, want), 'utf8'),
            file,
          );
        }
        if (spec.exit !== 0 && before)
          assert.deepEqual(readTreeAsRoot(cwd), before, 'files changed although the run failed');
        if (spec.exit === 0) validateTree(cwd);
      }),
    );
  }

  // What the facts and shares of an app can be told of has a fixture that makes mfshake tell it.
  suite.test('every code from M601 on, below M701, has a case', () => {
    const table = fs.readFileSync(path.join(root, 'src/base/diag_codes.def'), 'utf8');
    const codes = [...table.matchAll(/^DIAG\(\w+, "(M6\d\d)"/gm)].map(([, code]) => code);
    assert.ok(codes.length >= 15);
    const told = findCases().map(({ spec }) => JSON.stringify(spec.stderr ?? '')).join('\n');
    assert.deepEqual(codes.filter(code => !told.includes(code)), []);
  });

  // codes.json says which fixture, or which test, makes mfshake tell of macros, conditions and pruning.
  suite.test('every code of macros, conditions and prune has its fixture', () => {
    const table = fs.readFileSync(path.join(root, 'src/base/diag_codes.def'), 'utf8');
    const codes = [...table.matchAll(/^DIAG\(DIAG_(?:MACRO|CONDITION|PRUNE|DEPLOY)_\w+, "(M\d{3})"/gm)].map(([, code]) => code);
    const places = JSON.parse(fs.readFileSync(path.join(root, 'tests/golden/codes.json'), 'utf8'));
    assert.ok(codes.length >= 19);
    assert.deepEqual(Object.keys(places), [...codes].sort());
    const cases = new Map(findCases().map(({ name, spec }) => [name, JSON.stringify(spec.stderr ?? '')]));
    for (const [code, place] of Object.entries(places)) {
      const told = place.startsWith('tests/') ? fs.readFileSync(path.join(root, place), 'utf8') : cases.get(place);
      assert.ok(told?.includes(code), `${place} does not tell of ${code}`);
    }
  });

  suite.test('error messages are recognised', () => {
    const [error, bare] = parseErrors(
      'a/b.js:3:14: error[M104]: no endif\n    help: add it\nmfshake: error[M301]: no file\n  help: x\n',
    );
    assert.deepEqual(error, {
      path: 'a/b.js',
      line: 3,
      column: 14,
      code: 'M104',
      text: 'no endif',
      help: 'add it',
    });
    assert.equal(bare.path, 'mfshake');
    assert.equal(bare.help, 'x');
    assert.deepEqual(parseErrors('warning[M201]: kept\nnot an error[M1]: x\n'), []);
  });
}
