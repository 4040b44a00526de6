// Thousands of random versions, ranges and entries of package.json: mfshake's answers (tests/unit/semver_answers.c) against those of npm's semver and
// of webpack's sharing/semver and sharing/utils. The same seed gives the same questions.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root, workDir, writeFiles } from '../lib/mfshake.mjs';

const require = createRequire(import.meta.url);
const npm = require('semver');
const { parseRange, satisfy, versionLt } = require('webpack/lib/sharing/semver');
const { getRequiredVersionFromDescriptionFile } = require('webpack/lib/sharing/utils');

function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function generator(seed) {
  const next = random(seed);
  const below = n => Math.floor(next() * n);
  const pick = list => list[below(list.length)];
  const chance = share => next() < share;
  const number = () => pick(['0', '0', '1', '1', '2', '2', '3', '9', '10', '17', '20']);
  const identifier = () => pick(['0', '1', '2', '11', '20240101123045678', '1234567890123456', '100000000000000000000', 'alpha', 'beta', 'rc', 'canary', 'x', 'a-b', 'rc1', '1e2', 'next']);
  const prerelease = () => Array.from({ length: 1 + below(3) }, identifier).join('.');
  const build = () => pick(['build', '001', 'sha.5114f85', '1']);
  const version = () =>
    `${chance(0.05) ? 'v' : ''}${number()}.${number()}.${number()}${chance(0.35) ? `-${prerelease()}` : ''}${chance(0.08) ? `+${build()}` : ''}`;
  const partial = () => {
    const part = () => (chance(0.18) ? pick(['x', 'X', '*']) : number());
    const parts = Array.from({ length: pick([1, 2, 3, 3, 3, 3]) }, part);
    const full = parts.length === 3 && parts.every(text => /\d/.test(text));
    return `${chance(0.05) ? 'v' : ''}${parts.join('.')}${full && chance(0.3) ? `-${prerelease()}` : ''}${full && chance(0.05) ? `+${build()}` : ''}`;
  };
  const comparator = () => `${pick(['', '', '=', '^', '^', '~', '~', '~>', '>', '>=', '<', '<='])}${chance(0.1) ? ' ' : ''}${partial()}`;
  const conjunction = () =>
    chance(0.12) ? `${partial()} - ${partial()}` : Array.from({ length: pick([1, 1, 1, 2, 2, 3]) }, comparator).join(chance(0.1) ? '  ' : ' ');
  const range = () =>
    `${chance(0.03) ? ' ' : ''}${Array.from({ length: pick([1, 1, 1, 2, 3]) }, () => (chance(0.02) ? '' : conjunction())).join(pick(['||', ' || ', ' ||', '|| ']))}`;
  const broken = () => {
    const text = range();
    const at = below(text.length + 1);
    return text.slice(0, at) + pick(['!', '.', '-', '+', ' ', 'latest', '01', '>', '^', '|', '||', '', 'a', '*', '_', '999999999999999999999']) + text.slice(at + below(2));
  };
  const name = () => pick(['a', 'lib', 'my-lib', 'Some.Lib', 'x_y']);
  const fragment = () =>
    pick(['', '', `#${version()}`, `#semver:${comparator().replace(/\s/g, '')}`, '#main', `#v${version()}`, '#1234abcd', `#semver:${comparator().replace(/\s/g, '')}&path:x`]);
  const entry = () => {
    const repo = `${name()}/${name()}${chance(0.3) ? '.git' : ''}`;
    return pick([
      range, version, range, broken,
      () => `workspace:${pick(['*', '^', '~', range(), version()])}`,
      () => `catalog:${pick(['', 'default', 'react18'])}`,
      () => `npm:${name()}@${range()}`,
      () => `npm:@${name()}/${name()}@${version()}`,
      () => pick(['latest', 'next', 'beta', '*', 'x', 'X', '', ' ', 'LATEST']),
      () => `${pick(['git+https', 'git+ssh', 'git', 'https', 'http', 'ssh', 'git+http', 'git+file'])}://${pick(['', 'git@', 'user:pass@'])}${pick(['github.com', 'www.github.com', 'gitlab.com', 'bitbucket.org', 'gist.github.com', 'git.example.org', 'localhost', 'localhost:3000'])}/${repo}${pick(['', '', `/tree/${version()}`, `/tree/main`, '/-/x', '/archive.tar.gz', '/raw/x', '/get/x'])}${fragment()}`,
      () => `${pick(['github', 'gitlab', 'bitbucket', 'gist', 'GitHub'])}:${repo}${fragment()}`,
      () => `git@${pick(['github.com', 'example.org', 'localhost'])}:${repo}${fragment()}`,
      () => `${pick(['github.com', 'example.org'])}${pick(['/', ':'])}${repo}${fragment()}`,
      () => `${repo}${fragment()}`,
      () => `${pick(['file', 'link', 'portal'])}:../${name()}${fragment()}`,
      () => `patch:${name()}@npm%3A${version()}#./x.patch`,
      () => `https://example.com/${name()}-${version()}.tgz`,
      () => `jsr:@${name()}/${name()}@${comparator()}`,
    ])();
  };
  return { version, range, broken, entry, chance, below };
}

const letter = answer => (answer ? 'y' : 'n');

function ofNpm(range, version) {
  return npm.validRange(range) === null || npm.valid(version) === null ? '?' : letter(npm.satisfies(version, range));
}

function ofWebpack(range, version) {
  try {
    return letter(satisfy(parseRange(range), version));
  } catch {
    return '?';
  }
}

function order(left, right) {
  try {
    return versionLt(left, right) ? '<' : versionLt(right, left) ? '>' : '=';
  } catch {
    return '=';
  }
}

function ask(questions) {
  const program = path.resolve(root, process.env.BUILD ?? 'build', 'unit/semver_answers');
  assert.ok(fs.existsSync(program), `${program} does not exist: run make build/unit/semver_answers`);
  const { status, stdout, stderr } = spawnSync(program, { input: questions.map(fields => `${fields.join('\t')}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(status, 0, stderr);
  const answers = stdout.split('\n');
  assert.equal(answers.pop(), '');
  assert.equal(answers.length, questions.length);
  return answers;
}

function compare(questions, wanted) {
  const answers = ask(questions);
  const wrong = questions.flatMap((question, i) => (answers[i] === wanted[i] ? [] : [`${JSON.stringify(question)}: ${answers[i]}, not ${wanted[i]}`]));
  assert.equal(wrong.length, 0, `${wrong.length} of ${questions.length} answers differ:\n${wrong.slice(0, 25).join('\n')}`);
}

/** The kinds of answers of a list, so that no test passes for asking nothing. */
const kinds = answers => [...new Set(answers)].sort().join('');

export function defineVersions(suite, { count = 20000, seed = 1 } = {}) {
  suite.test(`versions: ${count} random ranges and versions, as npm and as webpack read them`, () => {
    const make = generator(seed);
    const pairs = Array.from({ length: count }, () => [make.range(), make.version()]);
    const npmAnswers = pairs.map(pair => ofNpm(...pair)), webpackAnswers = pairs.map(pair => ofWebpack(...pair));
    assert.equal(kinds(npmAnswers).replace('?', ''), 'ny');
    compare(pairs.map(pair => ['npm', ...pair]), npmAnswers);
    compare(pairs.map(pair => ['webpack', ...pair]), webpackAnswers);
  });

  suite.test(`versions: ${count / 2} ranges with a mistake`, () => {
    const make = generator(seed + 1);
    const pairs = Array.from({ length: count / 2 }, () => [make.broken(), make.chance(0.2) ? make.broken() : make.version()]);
    const npmAnswers = pairs.map(pair => ofNpm(...pair)), webpackAnswers = pairs.map(pair => ofWebpack(...pair));
    assert.equal(kinds(npmAnswers), '?ny');
    // npm replaces parts of such texts by others, step by step: now and then a text that means nothing becomes one that does.
    const answers = ask(pairs.map(pair => ['npm', ...pair]));
    const wrong = pairs.flatMap((pair, i) => (answers[i] === npmAnswers[i] ? [] : [`${JSON.stringify(pair)}: ${answers[i]}, not ${npmAnswers[i]}`]));
    assert.ok(wrong.length <= pairs.length / 1000 && wrong.every(text => text.includes('?')), wrong.join('\n'));
    compare(pairs.map(pair => ['webpack', ...pair]), webpackAnswers);
  });

  suite.test(`versions: the order of ${count / 2} pairs in a share scope`, () => {
    const make = generator(seed + 2);
    const pairs = Array.from({ length: count / 2 }, () => {
      const left = make.version();
      return [left, make.chance(0.3) ? left.replace(/\d+/, '1') : make.version()];
    });
    const wanted = pairs.map(pair => order(...pair));
    assert.equal(kinds(wanted), '<=>');
    compare(pairs.map(pair => ['order', ...pair]), wanted);
  });

  suite.test(`versions: what webpack reads in ${count / 5} entries of package.json`, () => {
    const make = generator(seed + 3);
    const dependencies = Object.fromEntries(Array.from({ length: count / 5 }, (_, i) => [`lib-${i}`, make.entry()]));
    const dir = fs.realpathSync(workDir('versions'));
    writeFiles(dir, { 'package.json': { name: 'app', dependencies } });
    const names = Object.keys(dependencies);
    const wanted = names.map(name => getRequiredVersionFromDescriptionFile({ dependencies }, name));
    const answers = ask(names.map(name => ['required', dir, name]));
    const wrong = names.flatMap((name, i) => (answers[i] === wanted[i] ? [] : [`${JSON.stringify(dependencies[name])}: ${JSON.stringify(answers[i])}, not ${JSON.stringify(wanted[i])}`]));
    assert.equal(wrong.length, 0, `${wrong.length} of ${names.length} differ:\n${wrong.slice(0, 40).join('\n')}`);
    assert.ok(wanted.filter(Boolean).length > names.length / 4 && wanted.filter(text => !text).length > names.length / 10);
  });
}
