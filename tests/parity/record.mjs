// Records what webpack and Rspack say about cases: writes expected.json beside each case.json.
//
//   node tests/parity/record.mjs [--check] CASE…      --check writes nothing and shows where the answers differ
//
// A CASE is a folder, or the name of one in fixtures/parity. Needs the packages of tests/parity/tools (make parity).
// Where the bundlers disagree, a module's field is left out and both values stand below `disagree`; for a share,
// `truth.must` has what all opinions contain and `truth.may` what any of them contains.
import fs from 'node:fs';
import path from 'node:path';
import { askRspack, askWebpack, combine, isDependency, isSharedByPath, readApp, stubsOf, usedOfStubs, versions, webpackShares } from './answers.mjs';
import { base } from './score.mjs';

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
// Of longer lists of provided names only the number is recorded.
const longest = 400;
const fields = ['provided', 'used', 'orphan', 'sideEffectFree'];

/** The answers of both bundlers to the case in `dir`, in the form of expected.json. */
export async function recordCase(dir) {
  const app = readApp(dir);
  const webpack = await askWebpack(app);
  const webpackWithout = app.big ? null : await askWebpack(app, { sideEffects: false });
  const rspack = await askRspack(app);
  completeRspack(rspack, await askRspack(app, { sideEffects: false }));

  const { shares, builds: [webpackStubbed, consuming] } = await webpackShares(app, webpack);
  const rspackStubbed = shares.size ? await askRspack(app, { stubs: stubsOf(app, webpack) }) : null;
  const result = {
    name: app.name, versions: versions(),
    case: { entries: app.entries, exposes: app.exposes, shared: app.shared, mode: app.mode, resolve: app.resolve, target: app.target },
    shared: {}, modules: {}, disagree: {}, diagnostics: {},
  };
  for (const [key, share] of shares) result.shared[key] = recordShare(app, key, share, rspackStubbed, webpack);
  recordModules(result, app, { webpack, webpackWithout, rspack });
  for (const [name, { errors, warnings } = { errors: [], warnings: [] }] of Object.entries({ webpack, rspack, webpackStubbed, rspackStubbed: rspackStubbed ?? undefined, consuming })) {
    if (errors.length + warnings.length) result.diagnostics[name] = { errors: errors.slice(0, 6), warnings: warnings.slice(0, 6) };
  }
  return result;
}

// Rspack never builds the parts of a side-effect-free barrel that nobody asks for. What they provide is known from a build
// without that optimisation; what is used of them is not.
function completeRspack(answer, complete) {
  for (const [file, module] of complete.modules) {
    const known = answer.modules.get(file);
    if (known) known.provided = module.provided;
    else answer.modules.set(file, { ...module, used: undefined, orphan: undefined, absent: true });
  }
}

function recordShare(app, key, { stub, consumed, files, record }, rspackStubbed, plain) {
  const rspackStub = isSharedByPath(app, key) ? null : usedOfStubs(rspackStubbed, key).used;
  const truth = combine([stub, consumed, rspackStub]);
  const viaShared = Object.values(record?.viaShared ?? {}).flat();
  if (viaShared.length && Array.isArray(truth.may)) {
    truth.may = viaShared.includes('*') ? '*' : [...new Set([...truth.may, ...viaShared])].sort();
    truth.exact = same(truth.must, truth.may);
  }
  const { provided, exportsType, sideEffectFree } = plain.modules.get(files[0]) ?? {};
  return {
    packageEntry: files, provided: Array.isArray(provided) && provided.length > longest ? provided.length : provided, exportsType, sideEffectFree,
    sources: { webpackStub: stub, rspackStub, webpackDeps: consumed },
    truth, webpackOnly: combine([stub, consumed]),
    ext: record && Object.fromEntries(Object.entries(record.dependencies).slice(0, 40).map(([file, names]) => [file, [...new Set(names)].sort()])),
    viaShared: viaShared.length ? Object.fromEntries(Object.entries(record.viaShared).map(([file, names]) => [file, [...new Set(names)].sort()])) : undefined,
    refs: app.big ? undefined : record?.references.sort(),
  };
}

function recordModules(result, app, { webpack, webpackWithout, rspack }) {
  const entriesOfShares = Object.values(result.shared).flatMap(share => share.packageEntry);
  const disagree = {};
  for (const file of [...new Set([...webpack.modules.keys(), ...rspack.modules.keys()])].sort()) {
    if (app.big && isDependency(file) && !entriesOfShares.includes(file)) continue;
    const [first, second] = [webpack.modules.get(file), rspack.modules.get(file)];
    const differences = {};
    if (!first || !second) {
      differences.presence = { webpack: Boolean(first), rspack: Boolean(second) };
    } else {
      for (const field of second.absent ? ['provided'] : fields) {
        if (!same(first[field], second[field])) differences[field] = { webpack: first[field], rspack: second[field] };
      }
    }
    if (Object.keys(differences).length) disagree[file] = differences;
    result.modules[file] = first ? recordModule(first, second, differences, webpackWithout?.modules.get(file)) : {};
  }
  if (Object.keys(disagree).length) result.disagree.modules = disagree;
}

function recordModule(module, other, differences, without) {
  const record = {};
  for (const field of ['provided', 'used', 'orphan']) if (!(field in differences)) record[field] = module[field];
  if (Array.isArray(record.provided) && record.provided.length > longest) record.provided = { count: record.provided.length };
  record.sideEffectFree = module.sideEffectFree;
  if (module.pure) record.pure = true;
  if (module.exportsType) record.exportsType = module.exportsType;
  if (module.async) record.async = true;
  if (other?.absent) record.rspackLazyAbsent = true;
  if (without && !same(without.used, module.used)) record.usedNoSideEffectsOpt = without.used;
  return record;
}

// --- comparing with what is recorded --------------------------------------------------------------------------------

/** What differs between two recordings in the fields that are scored, as texts. */
export function differences(old, now) {
  const texts = [];
  const compare = (place, a, b) => { if (!same(a, b)) texts.push(`${place}: recorded ${JSON.stringify(a)}, now ${JSON.stringify(b)}`); };
  for (const key of new Set([...Object.keys(old.shared), ...Object.keys(now.shared)])) {
    for (const field of ['truth', 'webpackOnly', 'provided', 'ext', 'viaShared']) compare(`${key} ${field}`, old.shared[key]?.[field], now.shared[key]?.[field]);
    for (const source of ['webpackStub', 'rspackStub', 'webpackDeps']) compare(`${key} ${source}`, old.shared[key]?.sources?.[source], now.shared[key]?.sources?.[source]);
  }
  for (const file of new Set([...Object.keys(old.modules), ...Object.keys(now.modules)])) {
    for (const field of [...fields, 'pure', 'exportsType', 'async', 'usedNoSideEffectsOpt', 'rspackLazyAbsent']) {
      compare(`${file} ${field}`, old.modules[file]?.[field], now.modules[file]?.[field]);
    }
  }
  compare('disagree.modules', old.disagree?.modules, now.disagree?.modules);
  return texts;
}

async function main(args) {
  const check = args.includes('--check');
  const cases = args.filter(arg => arg !== '--check');
  if (!cases.length) {
    console.error('usage: node tests/parity/record.mjs [--check] CASE…');
    process.exit(2);
  }
  let differing = 0;
  for (const name of cases) {
    const dir = fs.existsSync(path.join(name, 'case.json')) ? name : path.join(base, name);
    const file = path.join(dir, 'expected.json');
    const answer = JSON.parse(JSON.stringify(await recordCase(dir)));
    if (check) {
      const texts = differences(JSON.parse(fs.readFileSync(file, 'utf8')), answer);
      for (const text of texts) console.log(`${name}: ${text}`);
      differing += texts.length > 0;
    } else {
      fs.writeFileSync(file, `${JSON.stringify(answer, null, 1)}\n`);
      for (const [key, { truth }] of Object.entries(answer.shared)) console.log(`${name}: ${key}: must ${JSON.stringify(truth.must)}, may ${JSON.stringify(truth.may)}`);
    }
  }
  if (check) console.log(`${cases.length} cases recorded again: ${differing} differ`);
  process.exit(differing ? 1 : 0);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fs.realpathSync(new URL(import.meta.url).pathname)) await main(process.argv.slice(2));
