// Asks webpack and mfshake about one generated graph and says where they differ.
import fs from 'node:fs';
import path from 'node:path';
import { writeFiles } from '../lib/mfshake.mjs';
import { askRspack, askWebpack, normalizeApp, stubsOf, usedOfStubs, webpackShares } from './answers.mjs';
import { askMfshake, withoutFlag } from './score.mjs';

/** Kinds of differences, the grave ones first: `unsound` is a use, or a provided name, that webpack and Rspack see and mfshake
 *  does not; `disputed` is one that Rspack does not see either; `imprecise` is one that only mfshake sees. */
export const kinds = ['failed', ...['unsound', 'disputed', 'imprecise'].flatMap(how => [`share ${how}`, `used ${how}`, `provided ${how}`])];
export const isGrave = kind => kinds.indexOf(kind) < 4;

const everything = Symbol('everything');
const setOf = value => (value === false ? new Set() : Array.isArray(value) && !value.includes('*') ? new Set(value) : everything);
const isSubset = (small, big) => big === everything || (small !== everything && [...small].every(name => big.has(name)));

/** Writes the graph's files into the empty folder `dir`. */
export function writeGraph(graph, dir) {
  writeFiles(dir, Object.fromEntries(Object.entries(graph.files).map(([file, chunks]) => [file, chunks.join('')])));
  writeFiles(dir, { 'case.json': `${JSON.stringify(graph.case, null, 1)}\n` });
}

/** All differences for `graph`, which is written into `dir` and removed again: { differences: [{ kind, place, text }], invalid }.
 *  `invalid` is webpack's complaint about a graph that is no program, or why it gave up. */
export async function compareGraph(graph, dir, { shares: withShares = true } = {}) {
  writeGraph(graph, dir);
  try {
    const app = normalizeApp(graph.case, dir);
    const plain = await askWebpack(app);
    forgetFlags(plain);
    const invalid = plain.errors.find(error => /Module parse failed|Can't resolve|ModuleNotFound|Module not found/.test(error));
    if (invalid) return { invalid, differences: [] };
    const { facts, failed } = await askMfshake(dir, { seconds: 2 });
    if (failed) return { differences: [{ kind: 'failed', place: '', text: failed }] };
    const conflicts = conflictsOf(graph, plain.modules);
    let differences = [...plain.modules].flatMap(([file, module]) => compareModule(file, module, facts.modules[file], conflicts.get(file)));
    if (withShares) {
      const { shares } = await webpackShares(app, plain);
      for (const [key, { must, may, files }] of shares) {
        const { provided, exportsType } = plain.modules.get(files[0]) ?? {};
        const [least, most] = exportsType === 'namespace' ? [must, may].map(withoutFlag) : [must, may];
        differences.push(...compareSets('share', key, facts.shared[key]?.used ?? [], least, most, provided));
      }
    }
    if (differences.some(({ kind }) => isGrave(kind))) differences = await askSecondOpinion(app, plain, facts, differences);
    if (differences.some(({ kind }) => isGrave(kind))) differences = await askWithoutReceivers(graph, dir, facts, differences);
    return { differences };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { invalid: `webpack: ${error.message}`, differences: [] };
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
}

// webpack's flags of ES modules are no exports.
function forgetFlags({ modules }) {
  for (const module of modules.values()) {
    if (module.exportsType === 'namespace') Object.assign(module, { provided: withoutFlag(module.provided), used: withoutFlag(module.used) });
  }
}

// Where webpack sees more than mfshake and Rspack does not, webpack's answer is a choice and not a fact.
async function askSecondOpinion(app, plain, facts, differences) {
  const ask = {
    used: memo(() => askRspack(app)), provided: memo(() => askRspack(app, { sideEffects: false })), share: memo(() => askRspack(app, { stubs: stubsOf(app, plain) })),
  };
  const result = [];
  for (const difference of differences) {
    const [what, how] = difference.kind.split(' ');
    let agrees = false;
    if (how === 'unsound') {
      const answer = await ask[what](), module = answer.modules.get(difference.place);
      if (module?.exportsType === 'namespace') forgetFlags(answer);
      const opinion = what === 'share' ? usedOfStubs(answer, difference.place).used : module ? (module.orphan && what === 'used' ? false : module[what]) : false;
      const own = what === 'share' ? facts.shared[difference.place]?.used ?? [] : facts.modules[difference.place]?.[what] ?? (what === 'used' ? false : null);
      agrees = isSubset(setOf(opinion), setOf(own));
      difference.text += `, Rspack ${JSON.stringify(opinion)}`;
    }
    result.push(agrees ? { ...difference, kind: `${what} disputed` } : difference);
  }
  return result;
}

// No function of a generated graph reads its `this`, which the bundlers do not know: to them a call `require("x").a()` is one that may. The graph in which the same
// functions are called on nothing asks for no less.
async function askWithoutReceivers(graph, dir, facts, differences) {
  const bare = text => text.replace(/(?<![\w$.)\]])((?:[\w$]+|require\("[^"]*"\))(?:\.[\w$]+|\["[^"]*"\])+)\(\)/g, '(0, $1)()');
  writeGraph({ ...graph, files: Object.fromEntries(Object.entries(graph.files).map(([file, chunks]) => [file, chunks.map(isCode(file) ? bare : text => text)])) }, dir);
  const app = normalizeApp(graph.case, dir), plain = await askWebpack(app);
  forgetFlags(plain);
  const { shares } = differences.some(({ kind }) => kind === 'share unsound') ? await webpackShares(app, plain) : { shares: new Map() };
  return differences.map(difference => {
    const [what, how] = difference.kind.split(' '), module = plain.modules.get(difference.place), share = shares.get(difference.place);
    if (how !== 'unsound' || (what === 'used' ? !module : what !== 'share' || !share)) return difference;
    const [least, own] = what === 'share' ? [share.must, facts.shared[difference.place]?.used ?? false]
      : [module.orphan ? false : module.used, facts.modules[difference.place]?.used ?? false];
    return least !== null && isSubset(setOf(least), setOf(own)) ? { ...difference, kind: `${what} disputed` } : difference;
  });
}

const memo = compute => {
  let value;
  return () => (value ??= compute());
};

// Where all names are known (`provided`), the list of them all is everything.
function compareSets(what, place, answer, least, most, provided) {
  const all = Array.isArray(provided) && isSubset(new Set(provided), setOf(answer));
  if (all) answer = '*';
  const text = `mfshake ${JSON.stringify(answer)}, webpack ${JSON.stringify(least)}${least === most ? '' : ` to ${JSON.stringify(most)}`}`;
  if (!isSubset(setOf(least), setOf(answer))) return [{ kind: `${what} unsound`, place, text }];
  if (!all && !isSubset(setOf(answer), setOf(most))) return [{ kind: `${what} imprecise`, place, text }];
  return [];
}

// Names that two stars of a module bring are exported by neither, nor by modules that get them from there. webpack knows that, but not in circles.
function conflictsOf(graph, modules) {
  const targetOf = (file, request) => (request.startsWith('.') ? path.posix.join(path.posix.dirname(file), request) : [...modules.keys()].find(other => other.startsWith(`node_modules/${request}/index.`)));
  const stars = new Map(Object.keys(graph.files).filter(isCode).map(file => [file, [...graph.files[file].join('').matchAll(/^export \* from "([^"]*)"/gm)].map(([, request]) => targetOf(file, request))]));
  const conflicts = new Map([...stars.keys()].map(file => [file, new Set()]));
  for (let again = true; again;) {
    again = false;
    for (const [file, targets] of stars) {
      const lists = targets.map(target => modules.get(target)?.provided).map(list => (Array.isArray(list) ? list : []));
      for (const name of lists.flat()) {
        const conflicting = lists.filter(list => list.includes(name)).length > 1 || targets.some(target => conflicts.get(target)?.has(name));
        if (conflicting && !conflicts.get(file).has(name)) again = Boolean(conflicts.get(file).add(name));
      }
    }
  }
  return conflicts;
}

function compareModule(file, module, answer, conflicts = new Set()) {
  // What is in no chunk does not run; a module that nobody needs may not have been looked at.
  const used = module.orphan ? false : module.used;
  if (!answer) return setOf(used).size === 0 ? [] : [{ kind: 'used unsound', place: file, text: `missing, webpack ${JSON.stringify(used)}` }];
  const differences = compareSets('provided', file, answer.provided, Array.isArray(module.provided) ? module.provided.filter(name => !conflicts.has(name)) : module.provided, module.provided);
  if (module.orphan) return differences;
  // null: the module runs, and there is nothing to know about its names.
  if (used !== null) differences.push(...compareSets('used', file, answer.used, used, used, module.provided));
  else if (answer.used === false) differences.push({ kind: 'used unsound', place: file, text: 'mfshake false, webpack null' });
  return differences;
}

// --- shrinking ------------------------------------------------------------------------------------------------------

/** The smallest graph that this finds in which a difference of `kind` remains. `dir` is a folder to work in. */
export async function shrinkGraph(graph, kind, dir, budget = 700) {
  let best = graph;
  const shows = async candidate => {
    if (budget-- <= 0) return false;
    const { differences, invalid } = await compareGraph(candidate, path.join(dir, 'shrink'), { shares: kind.startsWith('share') }).catch(() => ({ invalid: 'error' }));
    return !invalid && differences.some(difference => difference.kind === kind);
  };
  const attempt = async candidate => {
    if (!(await shows(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = -1; size !== sizeOf(best) && budget > 0;) {
    size = sizeOf(best);
    await shrinkChunks(() => best, attempt);
    await shrinkFiles(() => best, attempt);
    await shrinkCase(() => best, attempt);
    await shrinkTexts(() => best, attempt);
  }
  return best;
}

const sizeOf = graph => JSON.stringify(graph).length;
const isCode = file => !file.endsWith('.json');
const withFile = (graph, file, chunks) => ({ ...graph, files: { ...graph.files, [file]: chunks } });

// Leaves out ever smaller runs of statements, of all files together.
async function shrinkChunks(current, attempt) {
  const places = () => Object.entries(current().files).filter(([file]) => isCode(file)).flatMap(([file, chunks]) => chunks.map((_, index) => [file, index]));
  for (let size = Math.ceil(places().length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let start = 0; start < places().length;) {
      const dropped = new Set(places().slice(start, start + size).map(place => place.join()));
      const files = Object.fromEntries(Object.entries(current().files).map(([file, chunks]) => [file, isCode(file) ? chunks.filter((_, index) => !dropped.has([file, index].join())) : chunks]));
      if (!(await attempt({ ...current(), files }))) start += size;
    }
  }
}

async function shrinkFiles(current, attempt) {
  for (const file of Object.keys(current().files)) {
    const { [file]: _, ...files } = current().files;
    await attempt({ ...current(), files });
  }
}

async function shrinkCase(current, attempt) {
  for (const part of ['shared', 'exposes']) {
    for (const key of Object.keys(current().case[part] ?? {})) {
      const { [key]: _, ...rest } = current().case[part];
      // An app that shares nothing is no app.
      if (part === 'shared' && !Object.keys(rest).length) continue;
      await attempt({ ...current(), case: { ...current().case, [part]: part === 'exposes' && !Object.keys(rest).length ? undefined : rest } });
    }
  }
  for (const entry of current().case.entries) await attempt({ ...current(), case: { ...current().case, entries: current().case.entries.filter(other => other !== entry) } });
  for (const [file, chunks] of Object.entries(current().files)) {
    if (!file.endsWith('package.json')) continue;
    const { sideEffects, ...manifest } = JSON.parse(chunks.join(''));
    if (sideEffects !== undefined) await attempt(withFile(current(), file, [`${JSON.stringify(manifest, null, 1)}\n`]));
  }
}

// Empties or unwraps what stands in brackets, and drops list items; most attempts are no programs any more.
async function shrinkTexts(current, attempt) {
  for (const file of Object.keys(current().files).filter(isCode)) {
    for (let index = 0; index < current().files[file].length; index++) {
      for (let again = true; again;) {
        again = false;
        const chunk = current().files[file][index];
        for (const text of simplerTexts(chunk)) {
          const chunks = [...current().files[file]];
          chunks[index] = text;
          if (await attempt(withFile(current(), file, chunks))) { again = true; break; }
        }
      }
    }
  }
}

function simplerTexts(text) {
  const texts = [];
  const open = { '(': ')', '{': '}', '[': ']' };
  for (let start = 0; start < text.length; start++) {
    if (!open[text[start]]) continue;
    let depth = 0, end = start;
    for (; end < text.length; end++) {
      if (open[text[end]]) depth++;
      else if (Object.values(open).includes(text[end]) && --depth === 0) break;
    }
    if (depth !== 0) continue;
    const inner = text.slice(start + 1, end), before = text.slice(0, start), after = text.slice(end + 1);
    texts.push(before + after);
    if (inner.trim()) texts.push(before + text[start] + text[end] + after);
    if (!/\breturn\b/.test(inner)) texts.push(before.replace(/[\w$.]+\s*$/, '') + inner + after, `${inner.trim()}\n`);
    for (const separator of [', ', '; ']) {
      const items = inner.split(separator);
      if (items.length > 1) items.forEach((_, left) => texts.push(before + text[start] + items.filter((_, index) => index !== left).join(separator) + text[end] + after));
    }
  }
  texts.push(text.replace(/^export \{ .*\n?/m, ''), text.replace(/^export /, ''), text.replace(/\.q\b/, ''), text.replace(/return /, ''));
  return [...new Set(texts)].filter(other => other.length < text.length && other.trim()).sort((a, b) => a.length - b.length);
}
