// Compares mfshake's facts with the answers of webpack and Rspack recorded in fixtures/parity/.
//
//   node tests/parity/score.mjs [--list] [case…]      --list shows every difference, not only the grave ones
//
// A case folder holds sources, case.json (what to analyze) and expected.json. For each share key, expected.json has
// `truth.must` (uses that every reference sees) and `truth.may` (uses that some reference sees). An answer that lacks
// something of `must` is unsound: an export that somebody needs would be pruned. An answer beyond `may` is imprecise:
// safe, but less is pruned. Where running the app proves the recorded answers wrong, case.json says what it needs beyond them
// (`executed`; tests/proof runs the proof). For the modules of the plain build, provided and used exports are compared for equality.
// Exit 1 on a run that failed or an unsound answer. A case is a folder, or the name of one in fixtures/parity; the real
// apps in apps/ need libraries that make parity installs.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mfshake, root } from '../lib/mfshake.mjs';

export const base = path.join(root, 'fixtures/parity');
const readJson = file => JSON.parse(fs.readFileSync(file, 'utf8'));

/** The folders of the cases below `folder`. */
export const caseFolders = (folder = base) => fs.readdirSync(folder).sort().map(name => path.join(folder, name))
  .filter(dir => fs.existsSync(path.join(dir, 'expected.json')));

// --- sets of export names -------------------------------------------------------------------------------------------

const everything = Symbol('every export');

/** A list of names as a Set; `everything` for a whole namespace or no information. */
function nameSet(value) {
  if (value === false) return new Set();
  if (!Array.isArray(value) || value.includes('*')) return everything;
  return new Set(value);
}

const isSubset = (small, big) => big === everything || (small !== everything && [...small].every(name => big.has(name)));
const showSet = set => (set === everything ? 'everything' : `{${[...set].sort().join(', ')}}`);

/** The verdict on one share key: 'fine', 'unsound' or 'imprecise', and the difference in words. */
export function judgeShare(answer, { must, may }) {
  const [got, least, most] = [answer, must, may].map(nameSet);
  if (!isSubset(least, got)) return { verdict: 'unsound', text: `has ${showSet(got)}, must have ${showSet(least)}` };
  if (!isSubset(got, most)) return { verdict: 'imprecise', text: `has ${showSet(got)}, at most ${showSet(most)}` };
  return { verdict: 'fine' };
}

/** An ES module has no export __esModule: whoever require()s it gets the flag with its namespace. In circles of require() and
 *  `export *` webpack lists it all the same. */
export const withoutFlag = names => (Array.isArray(names) ? names.filter(name => name !== '__esModule') : names);

/** What is true of a share: the recorded truth, and what was executed (`needs` of case.json) where that is more. */
export function truthOf({ truth, exportsType }, executed) {
  const [must, may] = exportsType === 'namespace' ? [truth.must, truth.may].map(withoutFlag) : [truth.must, truth.may];
  return executed ? { must: Array.isArray(must) ? [...must, ...executed.needs] : must, may: '*' } : { must, may };
}

// --- modules --------------------------------------------------------------------------------------------------------

const sameValue = (a, b) => JSON.stringify(normal(a)) === JSON.stringify(normal(b));
const normal = value => (Array.isArray(value) ? [...value].sort() : value ?? null);

// What several answers that are not the same have in common: `true` has every name.
function namesInAll(answers) {
  const lists = answers.filter(answer => answer !== true);
  return lists.length && lists.every(Array.isArray) ? lists[0].filter(name => lists.every(list => list.includes(name))) : [];
}

/** Differences of one module: texts, each beginning with what differs (missing, provided, used). `disagreed`: the fields on which the bundlers differ, by bundler. */
export function judgeModule(answer, expected, disagreed) {
  if (!answer) return isUnneeded(expected) ? [] : ['missing'];
  const texts = [];
  if ('provided' in expected && !sameValue(answer.provided, expected.provided) && !isLongList(answer.provided, expected.provided)) {
    texts.push(`provided ${JSON.stringify(answer.provided)}, expected ${JSON.stringify(expected.provided)}`);
  }
  // With side-effect optimisation a connection may skip a barrel; both views of what the barrel's importers use are right.
  const views = [expected.used, expected.usedNoSideEffectsOpt].filter(view => view !== undefined);
  if ('used' in expected && expected.orphan !== true && !views.some(view => sameValue(answer.used, view))) {
    texts.push(`used ${JSON.stringify(answer.used)}, expected ${JSON.stringify(expected.used)}`);
  }
  const lacking = namesInAll(Object.values(disagreed?.used ?? {})).filter(name => answer.used !== true && !answer.used?.includes?.(name));
  if (lacking.length && expected.orphan !== true) texts.push(`used ${JSON.stringify(answer.used)} without ${JSON.stringify(lacking)}, which both bundlers have`);
  return texts;
}

// Of a very long list only the number of names is recorded.
const isLongList = (names, expected) => Array.isArray(names) && names.length === expected?.count;

// Nobody needs to look at a module that is in no chunk, or is free of side effects and unused.
function isUnneeded({ orphan, sideEffectFree, used }) {
  return orphan === true || (sideEffectFree === true && (used === false || (Array.isArray(used) && used.length === 0)));
}

// --- running --------------------------------------------------------------------------------------------------------

/** The mfshake.json of the case in `dir`, as text. */
export function configuration(dir) {
  const { name, mode = 'production', target = 'web', entries, library, exposes, remotes, shared, resolve, jsx } = readJson(path.join(dir, 'case.json'));
  const config = { name: name.replace(/\W/g, '_'), mode, target, entry: entries, exposes, remotes, shared, resolve, jsx, ...(library && { output: { library } }) };
  return JSON.stringify(config, null, 2).replaceAll('<dir>', dir);
}

/** mfshake's facts about the case in `dir`: { facts } or { failed }. */
export async function askMfshake(dir, { seconds } = {}) {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-parity-'));
  let result;
  try {
    const config = path.join(temporary, 'mfshake.json');
    fs.writeFileSync(config, configuration(dir));
    result = await mfshake(['analyze', '-C', dir, '-c', config, '--dump=facts'], { seconds });
  } finally {
    fs.rmSync(temporary, { recursive: true });
  }
  try {
    return { facts: JSON.parse(result.stdout) };
  } catch {
    const reason = result.signal ?? `exit ${result.code}`;
    return { failed: `${reason}, no facts on stdout: ${result.stderr.trim().split('\n')[0]}` };
  }
}

/** Runs the case in `dir`: { failed } or { shares: [{key, verdict, text}], modules: [{path, differences}] }. */
export async function scoreCase(dir) {
  const expected = readJson(path.join(dir, 'expected.json'));
  const { executed = {} } = readJson(path.join(dir, 'case.json'));
  const { facts, failed } = await askMfshake(dir);
  if (failed) return { failed };
  const shares = Object.entries(expected.shared ?? {}).filter(([, share]) => share.truth)
    .map(([key, share]) => ({ key, ...judgeShare(facts.shared?.[key]?.used ?? [], truthOf(share, executed[key])) }));
  // <root> is the folder that holds the case.
  const modules = Object.entries(expected.modules ?? {})
    .map(([file, module]) => ({ path: file, differences: judgeModule(facts.modules?.[file.replace(/^<root>/, '..')], module, expected.disagree?.modules?.[file]) }));
  return { shares, modules };
}

/** Adds up the results of many cases. */
export function summarize(results) {
  const sum = { cases: 0, failed: 0, shares: 0, fine: 0, imprecise: 0, unsound: 0, modules: 0, missing: 0, provided: 0, used: 0 };
  for (const result of results) {
    sum.cases++;
    if (result.failed) {
      sum.failed++;
      continue;
    }
    for (const { verdict } of result.shares) {
      sum.shares++;
      sum[verdict]++;
    }
    for (const { differences } of result.modules) {
      sum.modules++;
      for (const difference of differences) sum[difference.split(' ')[0]]++;
    }
  }
  return sum;
}

export function describe(sum) {
  return `${sum.shares} share keys of ${sum.cases} cases: ${sum.fine} fine, ${sum.imprecise} imprecise, ${sum.unsound} unsound, ` +
    `${sum.failed} runs failed; ${sum.modules} modules: ${sum.missing} missing, provided differs in ${sum.provided}, used in ${sum.used}`;
}

async function main(args) {
  const list = args.includes('--list');
  const names = args.filter(arg => arg !== '--list');
  const dirs = names.map(name => (fs.existsSync(path.join(name, 'expected.json')) ? path.resolve(name) : path.join(base, name)));
  const results = [];
  for (const dir of dirs.length ? dirs : caseFolders()) {
    const name = path.basename(dir);
    const result = await scoreCase(dir);
    results.push(result);
    if (result.failed) console.log(`${name}: FAILED ${result.failed}`);
    for (const { key, verdict, text } of result.shares ?? []) {
      if (verdict === 'unsound' || (list && verdict !== 'fine')) console.log(`${name}: ${key}: ${verdict}: ${text}`);
    }
    for (const { path: file, differences } of list ? result.modules ?? [] : []) {
      for (const difference of differences) console.log(`${name}: ${file}: ${difference}`);
    }
  }
  const sum = summarize(results);
  console.log(describe(sum));
  process.exit(sum.failed + sum.unsound ? 1 : 0);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
