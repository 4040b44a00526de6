// prune on chunks made at random (from a fixed seed): modules that import each other, pure and impure declarations,
// regions of every shape, semicolons and line ends left out wherever JavaScript allows it.
//
// Every export that is not removed must be what it is in the unpruned chunk, the root module's side effects must happen
// in the same order, and pruning again must change nothing.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { createRuntime, evaluateChunk } from '../runtime/runtime.mjs';

const batches = 6;
const chunksPerBatch = 20;
export const rootExports = ['a', 'b', 'c', 'd', 'e'];
const otherExports = ['p', 'q'];
const exportsOf = module => (module === 0 ? rootExports : otherExports);

/** Repeatable choices. */
export class Random {
  constructor(seed) {
    this.state = seed;
  }

  below(n) {
    this.state = (this.state * 16807) % 2147483647;
    return this.state % n;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  chance(percent) {
    return this.below(100) < percent;
  }
}

export class ChunkWriter {
  constructor(random) {
    this.random = random;
    this.count = 2 + random.below(5);
  }

  // The code as a region of the root module, mostly.
  region(module, name, code) {
    if (module !== 0 || this.random.chance(15)) return code;
    const gap = () => this.random.pick([' ', ' ', '', '\n']);
    return `/* @common:if [condition="treeShake.k.${name}"] */${gap()}${code}${gap()}/* @common:endif */`;
  }

  imports(module) {
    const found = [];
    for (let i = this.random.below(3); i > 0; i--) {
      const target = this.random.below(this.count);
      if (target !== module) found.push({ variable: `i${i}`, target });
    }
    return found;
  }

  importText({ variable, target }) {
    const lead = this.random.pick(['/* harmony import */ ', '']);
    const pure = this.random.pick(['/* #__PURE__ */ ', '/*#__PURE__*/ ', '']);
    return `${lead}var ${variable} = ${pure}REQ("m${target}")${this.random.pick([';', ''])}`;
  }

  // An initialiser that reads something declared before it, or an import when it is called.
  value(index, imports) {
    const kind = this.random.below(7);
    if (kind < 2 && imports.length) {
      const { variable, target } = this.random.pick(imports);
      return `(() => typeof ${variable}.${this.random.pick(exportsOf(target))} === "function" ? "called" : "not")`;
    }
    if (kind < 4 && index > 0) return `(() => typeof v${this.random.below(index)} + ${this.random.below(9)})`;
    if (kind === 4) return `function () { return "s${this.random.below(99)}" }`;
    if (kind === 5) return `[function () { return 1 }, ${this.random.below(9)}][0]`;
    return `(() => ${this.random.below(99)})`;
  }

  declarations(module, count, imports) {
    const { random } = this;
    const end = () => random.pick([';', '', ';']);
    const list = [];
    for (let i = 0; i < count; i++) {
      const comment = random.pick(['', '', `// about v${i}\n`, '/** about it */\n', `/*! licence ${module}.${i} */\n`]);
      const kind = random.below(7);
      if (kind === 0) list.push(`${comment}function v${i}() { return "${module}" + typeof v${random.below(count)} }`);
      else if (kind === 1) list.push(`${comment}class v${i} { static s() { return 1 } }`);
      else if (kind === 2) list.push(`${comment}const v${i} = ${this.value(i, imports)}${end()}`);
      else if (kind === 3) list.push(`${comment}var v${i} = LOG("${module}.v${i}")${end()}`);
      else if (kind === 4 && i + 1 < count) {
        list.push(`${comment}var v${i} = ${this.value(i, imports)}, v${i + 1} = ${this.value(i, imports)}${end()}`);
        i++;
      } else list.push(`${comment}var v${i} = ${this.value(i, imports)}${end()}`);
      if (random.chance(15)) list.push(`${random.pick(['', ';'])}(function () { LOG("${module}.x${i}") })()${end()}`);
      if (random.chance(10)) list.push(`if (LOG("${module}.y")) { var z${i} = 1 }`);
    }
    return list;
  }

  // require.d(exports, {...}) with getters of every form.
  definition(module, count) {
    const { random } = this;
    const properties = exportsOf(module).map(name => {
      const value = `v${random.below(count)}`;
      const key = random.chance(20) ? `"${name}"` : name;
      const kind = random.below(4);
      if (kind === 0) return this.region(module, name, `${key}: () => (${value})`);
      if (kind === 1) return `${key}: function () { return ${this.region(module, name, value)} }`;
      return `${key}: () => (${this.region(module, name, value)})`;
    });
    const separator = random.pick([',\n  ', ', ', ',\n', ',']);
    return `REQ.d(exports, {${random.pick(['\n  ', ' ', ''])}${properties.join(separator)}${random.pick(['\n', '', ',\n'])}});`;
  }

  assignments(module, count) {
    const { random } = this;
    const list = exportsOf(module).map(name => {
      const value = `v${random.below(count)}`;
      const right = random.pick([
        value, value, `function () { return "${name}" }`, `LOG("${module}.${name}")`, `{ x: ${value} }`, `(${value})`, `[${value}]`,
      ]);
      return this.region(module, name, `exports.${name} = ${right}`) + random.pick([';', '']);
    });
    if (random.chance(20)) list.push(`exports.copy = exports.${random.pick(exportsOf(module))}`);
    if (random.chance(10)) list.push('LOG(Object.keys(exports).length < 0)');
    return list;
  }

  module(index) {
    const { random } = this;
    const imports = this.imports(index);
    const count = 2 + random.below(5);
    const gap = random.pick(['\n', '\n\n']);
    const head = imports.map(each => this.importText(each)).join('\n');
    const body = this.declarations(index, count, imports).join(gap);
    if (random.chance(30)) {
      return `"m${index}": (function (module, exports, REQ) {\n${head}\n${body}\n${this.assignments(index, count).join(gap)}\n})`;
    }
    const mark = random.pick(['REQ.r(exports);\n', '']);
    return `"m${index}": ((module, exports, REQ) => {\n${mark}${this.definition(index, count)}${gap}${head}\n${body}\n})`;
  }

  text() {
    const modules = Array.from({ length: this.count }, (_, index) => this.module(index));
    return `(self["webpackChunkt"] = self["webpackChunkt"] || []).push([["t"], {\n${modules.join(',\n')}\n}]);\n`;
  }
}

// What a value is, in words that do not depend on where it was made.
function describe(value) {
  try {
    if (typeof value === 'function') return String(value).startsWith('class') ? 'class' : `function giving ${value()}`;
    if (value && typeof value === 'object') return Object.entries(value).map(([k, v]) => `${k}: ${describe(v)}`).join();
    return String(value);
  } catch (error) {
    return `throws ${error.name}`;
  }
}

// Runs the root module: its exports in words, what it logged itself, how it failed.
function run(text) {
  const logged = [];
  globalThis.LOG = entry => {
    if (!/^[1-9]/.test(entry)) logged.push(entry);
    return entry;
  };
  try {
    const exports = createRuntime([evaluateChunk(text)]).require('m0');
    return { values: Object.fromEntries(rootExports.map(name => [name, describe(exports[name])])), logged };
  } catch (error) {
    return { failed: error.name };
  } finally {
    delete globalThis.LOG;
  }
}

export default async function (suite) {
  const dir = workDir('random');
  for (let batch = 0; batch < batches; batch++) {
    suite.test(`batch ${batch}`, async () => {
      const random = new Random(1000 + batch);
      for (let i = 0; i < chunksPerBatch; i++) {
        const text = new ChunkWriter(random).text();
        const flags = Object.fromEntries(rootExports.filter(() => random.chance(90)).map(name => [name, random.chance(35)]));
        const folder = path.join(dir, `${batch}-${i}`);
        writeFiles(folder, {
          'chunk.js': text,
          'usage.json': { treeShake: { k: { ...flags, chunk_characteristics: { entry_module_id: 'm0' } } } },
        });
        const prune = async (file, out) => {
          await mfshakeOk(['prune', file, '--usage', 'usage.json', '-o', out], { cwd: folder });
          return fs.readFileSync(path.join(folder, out, 'chunk.js'), 'utf8');
        };
        const pruned = await prune('chunk.js', 'out');
        const before = run(text);
        const after = run(pruned);
        assert.equal(after.failed, before.failed, folder);
        if (!before.failed) {
          for (const name of rootExports) {
            if (flags[name] !== false) assert.equal(after.values[name], before.values[name], `${folder}: ${name}`);
          }
          assert.deepEqual(after.logged, before.logged, folder);
        }
        assert.equal(await prune('out/chunk.js', 'again'), pruned, `${folder}, pruned again`);
      }
    });
  }
}
