// Random module graphs: small apps that import one another's, and shared packages', exports in every form there is.
//
// `generate(seed, form)` returns { case, files }: what stands in case.json, and for each path the chunks of text whose
// concatenation is the file. A chunk is a whole statement, so that one can be left out (shrink.mjs). The same seed gives
// the same graph; with `form`, a key of `forms`, that one is in many places. Names are chosen so that most imports hit an export, some do not, and no module declares a name twice.

/** Numbers that look random and depend on the seed alone (a 32-bit xorshift with a mixed seed). */
class Dice {
  constructor(seed) {
    this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0 || 1;
    for (let i = 0; i < 8; i++) this.next();
  }
  next() {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (this.state = x >>> 0);
  }
  below(limit) { return Math.floor((this.next() / 2 ** 32) * limit); }
  between(least, most) { return least + this.below(most - least + 1); }
  chance(probability) { return this.next() / 2 ** 32 < probability; }
  pick(list) { return list[this.below(list.length)]; }
  some(list, most) {
    const left = [...list], taken = [];
    for (let count = Math.min(left.length, most); count > 0; count--) taken.push(...left.splice(this.below(left.length), 1));
    return taken;
  }
}

const plainNames = ['a', 'b', 'c', 'd', 'e', 'f'];
const oddNames = ['x-y', 'ü', '$', '_', 'then', 'prototype', 'length', 'constructor'];
const isIdentifier = name => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !reserved.has(name);
const reserved = new Set(['default', 'delete', 'new', 'class', 'import', 'export']);
const exportName = name => (isIdentifier(name) || name === 'default' ? name : JSON.stringify(name));
const member = (object, name) => (/^[\w$]+$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`);
const property = name => (/^[\w$]+$/.test(name) ? name : JSON.stringify(name));

/** Forms that are rare by themselves, and how often each stands where it can. */
export const forms = {
  'barrel': 0.06, // a module of a package that only re-exports
  'namespace-in-namespace': 0.1, // a member of a namespace that is itself a namespace, down to three deep
  'default-again': 0.05, // `export { default } from`, `export { default as x } from`
  'two-whole-requires': 0.08, // module.exports = require() of one module or the other
  'context': 0.02, // import() of a template
  'hot': 0.02, // code for hot module replacement
  'one-line': 0.15, // a default export without a name, and what follows on its line
  'class-body': 0.08, // private members, accessors, static blocks, computed keys
  'patterns': 0.08, // patterns in patterns, with defaults that are imports
  'json': 0.05, // a module of JSON
};

// --- the plan: which modules there are, what each offers ------------------------------------------------------------------

class Plan {
  constructor(seed, form) {
    this.seed = seed;
    this.form = form;
    this.dice = new Dice(seed);
    this.modules = [];
    this.files = {};
    this.packages = [];
    const { dice } = this;
    for (const name of ['alpha', 'beta', 'gamma'].slice(0, dice.between(1, 3))) this.addPackage(name);
    const most = dice.pick([2, 4, 8, 16, 32]);
    this.app = { name: null, modules: [] };
    for (let count = dice.between(1, most), index = 0; index < count; index++) {
      const kind = dice.chance(0.15) ? 'cjs' : this.wants('json', 0.25) && index ? 'json' : 'esm';
      const extension = kind === 'esm' && dice.chance(0.05) ? 'mjs' : kind === 'json' ? 'json' : 'js';
      this.addModule(this.app, `src/${index === 0 ? 'index' : `m${index}`}.${extension}`, index === 0 && dice.chance(0.9) ? 'esm' : kind, extension);
    }
    this.addCase();
    for (const module of this.modules) this.files[module.path] = new Writer(this, module).write();
    this.files['package.json'] = [`${JSON.stringify({ name: 'app', version: '1.0.0', ...this.appFlags }, null, 1)}\n`];
  }

  /** Whether the form is to stand here; one that is asked for stands in `often` of the places. */
  wants(form, often = 0.5) { return this.dice.chance(form === this.form ? often : forms[form]); }

  addModule(owner, path, kind, extension) {
    const { dice } = this;
    const names = new Set(dice.some(plainNames, dice.between(0, 4)));
    if (dice.chance(0.4)) names.add('default');
    if (dice.chance(0.1)) names.add(dice.pick(oddNames));
    const module = { owner, path, kind: extension === 'json' ? 'json' : extension === 'mjs' ? 'esm' : kind, extension, names, stars: [], spaces: new Map() };
    if (module.kind === 'json') names.delete('default');
    owner.modules.push(module);
    this.modules.push(module);
    return module;
  }

  addPackage(name) {
    const { dice } = this;
    const owner = { name, modules: [] };
    const main = dice.chance(0.75) ? 'esm' : 'cjs';
    const extension = main === 'esm' && dice.chance(0.2) ? 'mjs' : 'js';
    for (let count = dice.between(1, this.form === 'barrel' ? 8 : 5), index = 0; index < count; index++) {
      const kind = dice.chance(0.85) ? main : main === 'esm' ? 'cjs' : 'esm';
      const own = index === 0 ? extension : 'js';
      const module = this.addModule(owner, `node_modules/${name}/${index === 0 ? 'index' : `p${index}`}.${own}`, index === 0 ? main : kind, own);
      if (index === 0) for (const extra of dice.some(plainNames, 5)) module.names.add(extra);
      if (module.kind === 'esm' && index < count - 1 && this.wants('barrel')) module.barrel = true;
    }
    const manifest = { name, version: '1.0.0', [dice.pick(main === 'esm' ? ['module', 'main'] : ['main'])]: `./index.${extension}` };
    if (dice.chance(0.6)) manifest.sideEffects = false;
    else if (dice.chance(0.2)) manifest.sideEffects = ['./p1.js'];
    this.files[`node_modules/${name}/package.json`] = [`${JSON.stringify(manifest, null, 1)}\n`];
    this.packages.push(owner);
  }

  addCase() {
    const { dice } = this;
    const files = this.app.modules.filter(module => module.kind !== 'json').map(module => `./${module.path}`);
    this.appFlags = dice.chance(0.25) ? { sideEffects: false } : dice.chance(0.1) ? { sideEffects: ['./src/m1.js', './src/index.js'] } : {};
    const entries = dice.chance(0.15) ? dice.some(files, 2) : [files[0]];
    const exposes = dice.chance(0.2) ? Object.fromEntries(dice.some(files, 2).map((file, index) => [`./x${index}`, file])) : undefined;
    const shared = Object.fromEntries(this.packages.filter((_, index) => index === 0 || dice.chance(0.8)).map(({ name }) => [name, {}]));
    this.case = { name: `seed-${this.seed}`, entries: exposes && dice.chance(0.2) ? [] : entries, exposes, shared, mode: 'production' };
  }

  /** What a module offers, through its stars too. */
  offers(module, seen = new Set()) {
    if (seen.has(module)) return [];
    seen.add(module);
    return [...module.names, ...module.stars.flatMap(star => this.offers(star, seen).filter(name => name !== 'default'))];
  }

  /** A name to ask `module` for: mostly one that it offers. For require() always, if it offers any: webpack and Rspack do not agree about
   *  names that are missing there. */
  nameOf(module, required = false) {
    const offered = this.offers(module);
    if (offered.length && (required || this.dice.chance(0.88))) return this.dice.pick(offered);
    return this.dice.pick([...plainNames, 'default', 'missing', ...oddNames.slice(0, 3)]);
  }

  /** A module that one of `module` may import, and the request for it. */
  target(module) {
    const { dice } = this;
    const inApp = module.owner === this.app;
    const packages = this.packages.filter(owner => owner !== module.owner);
    if (packages.length && dice.chance(inApp ? 0.45 : 0.15)) {
      const owner = dice.pick(packages);
      return { module: owner.modules[0], request: owner.name };
    }
    const other = dice.pick(module.owner.modules);
    const [from, to] = [module.path.split('/').slice(0, -1).join('/'), other.path];
    return { module: other, request: `.${to.slice(from.length)}` };
  }
}

// --- expressions -----------------------------------------------------------------------------------------------------

/** Ways to use a value (an imported binding, or a member of a namespace). */
const valueForms = [
  v => v, v => `${v}()`, v => `${v}.q`, v => `${v}.q()`, v => `${v}.q.r`, v => `new ${v}()`, v => `typeof ${v}`, v => `[${v}]`, v => `{ k: ${v} }`,
  v => `${v}?.q`, v => `${v}\`text\``, v => `\`\${${v}}\``, v => `...[${v}]`.slice(3), v => `${v} + 1`, v => `!${v}`, v => `(() => ${v})()`,
  v => `(0, ${v})()`, v => `${v} ? 1 : 2`, v => `(${v}, 1)`, v => `void ${v}`, v => `${v} instanceof Object`, v => `${v} ?? 0`, v => `class extends ${v} {}`,
];

/** Ways to use a namespace `n`; p gives a name of it. */
const namespaceForms = [
  ...Array(8).fill((n, p) => member(n, p())), (n, p) => `${member(n, p())}()`, (n, p) => `${n}[${JSON.stringify(p())}]`, (n, p) => `${n}[\`${p()}\`]`,
  (n, p) => `${member(n, p())}.q`, (n, p) => `${member(n, p())}.q()`, (n, p) => `${member(n, p())}.a.b`, (n, p) => `${JSON.stringify(p())} in ${n}`,
  (n, p) => `typeof ${member(n, p())}`, (n, p) => `${member(n, p())}?.()`, (n, p) => `new ${/^[\w$]+$/.test(p.last = p()) ? `${n}.${p.last}` : `(${member(n, p.last)})`}()`,
  (n, p) => `${member(n, p())}\`text\``, (n, p) => `[${member(n, p())}, ${member(n, p())}]`, (n, p) => `(({ ${property(p())}: x }) => x)(${n})`,
  n => n, n => `${n}[globalThis.key]`, n => `globalThis.key in ${n}`, n => `Object.keys(${n})`, n => `{ ...${n} }`, n => `typeof ${n}`, n => `globalThis.c ? ${n} : 0`,
  (n, p) => `${n}?.${/^[\w$]+$/.test(p.last = p()) ? p.last : 'a'}`, n => `JSON.stringify(${n})`, (n, p) => `(0, ${member(n, p())})()`,
];

class Writer {
  constructor(plan, module) {
    Object.assign(this, { plan, module, dice: plan.dice, chunks: [], bindings: [], count: 0, exported: new Set(), locals: [] });
  }

  fresh(prefix = 'v') { return `${prefix}${this.count++}`; }
  add(text) { this.chunks.push(`${text}\n`); }
  name(target, required) { return this.plan.nameOf(target, required); }

  write() {
    if (this.module.kind === 'json') return [`${JSON.stringify(Object.fromEntries([...this.module.names].map(name => [name, { q: 1 }])))}\n`];
    if (this.module.kind === 'cjs') this.writeCommonJs();
    else this.writeEsm();
    return this.chunks;
  }

  /** An expression; mostly it refers to an import. */
  expression() {
    const { dice } = this;
    const candidates = dice.chance(0.12) && this.locals.length ? this.locals : this.bindings;
    if (!candidates.length || dice.chance(0.1)) return dice.pick(['1', '"text"', 'globalThis.g', 'globalThis.g()', '{}', '[1]', '() => 1', 'function () {}', '/*#__PURE__*/ globalThis.g()']);
    const binding = dice.pick(candidates);
    if (binding.space && this.plan.wants('namespace-in-namespace', 0.7)) return this.nested(binding);
    if (binding.space) return dice.pick(namespaceForms)(binding.name, () => this.name(binding.target, binding.required));
    return dice.pick([...Array(6).fill(v => v), ...valueForms])(binding.name);
  }

  /** Members of namespaces in namespaces, as far as there are any. */
  nested(binding) {
    const { dice } = this;
    let path = binding.name, target = binding.target;
    const names = [];
    for (let depth = 0; depth < 3 && target.spaces.size && dice.chance(0.9); depth++) {
      const [name, inner] = dice.pick([...target.spaces]);
      names.push(name);
      target = inner;
    }
    const last = this.name(target, binding.required);
    const value = names.reduce(member, path);
    const pattern = [...names].reverse().reduce((inner, name) => `{ ${property(name)}: ${inner} }`, `{ ${property(last)}: x }`);
    return dice.pick([
      ...Array(4).fill(() => member(value, last)), () => `${member(value, last)}()`, () => value, () => `Object.keys(${value})`, () => `(() => { const ${pattern} = ${path}; return x; })()`,
      () => `${value}[globalThis.key]`, () => `((${pattern}) => x)(${path})`, () => `${JSON.stringify(last)} in ${value}`, () => `${value}?.${/^[\w$]+$/.test(last) ? last : 'a'}`,
    ])();
  }

  /** An expression in parentheses where a statement or an arrow function would misread its first token. */
  safe() {
    const text = this.expression();
    return /^(\{|class|function)/.test(text) ? `(${text})` : text;
  }

  /** An expression in parentheses unless it is a name or a member: as an operand, or as what a class extends. */
  operand() {
    const text = this.expression();
    return /^[\w$.]+$/.test(text) ? text : `(${text})`;
  }

  /** Statements for a function's body. Only a `live` function, which is surely called, loads modules: the bundlers do not agree about
   *  import() in functions that nobody calls. */
  body(live = this.module.kind === 'cjs') {
    const { dice } = this;
    const binding = this.bindings.length ? dice.pick(this.bindings) : null;
    const forms = [
      ...Array(5).fill(() => `return ${this.safe()};`),
      () => `const x = ${this.safe()}; return x;`, () => `if (globalThis.c) return ${this.safe()}; return ${this.safe()};`,
      () => `return; ${this.safe()};`, () => `if (process.env.NODE_ENV !== 'production') { ${this.safe()}; }`, () => `if (false) { ${this.safe()}; } else { ${this.safe()}; }`,
      () => `return process.env.NODE_ENV === 'production' ? ${this.safe()} : ${this.safe()};`, () => `if (process.env.NODE_ENV === 'production') return; ${this.safe()};`,
      () => `try { ${this.safe()}; } catch { ${this.safe()}; }`, () => `for (const x of [${this.safe()}]) ${this.safe()};`, () => `return () => { ${this.safe()}; };`,
      () => `switch (${this.safe()}) { case ${this.safe()}: ${this.safe()}; }`, () => `return typeof window === 'undefined' && ${this.operand()};`,
      () => `false && ${this.operand()}; true || ${this.operand()}; null ?? ${this.operand()};`, () => `while (globalThis.c) { ${this.safe()}; break; }`, () => `throw ${this.safe()};`,
      () => `label: { ${this.safe()}; break label; }`, () => `return async () => { await ${this.operand()}; };`, () => `return function* () { yield ${this.safe()}; };`,
    ];
    if (live) forms.push(...Array(3).fill([() => `return ${this.dynamic()};`, () => `const f = async () => { ${this.awaited()} }; return f;`]).flat());
    if (binding) {
      const v = binding.name, use = binding.space ? `${v}.${dice.pick(plainNames)}` : `${v}()`;
      forms.push(
        () => `{ const ${v} = {}; ${use}; }`, () => `return ((${v}) => ${use})({});`, () => `${use}; var ${v};`, () => `try {} catch (${v}) { ${use}; }`,
        () => `function ${v}() {} return ${use};`, () => `return { ${v}: 1, ${v}() {} };`, () => `for (let ${v} of []) { ${use}; }`, () => `return class ${v} {};`,
        () => `const { ${v} } = {}; return ${use};`, () => `return globalThis.${v};`, () => `return { ${v} };`, () => `{ ${use}; { let ${v} = {}; ${use}; } }`,
        () => `return eval('1 + 1');`.replace('eval', dice.chance(0.2) ? 'eval' : 'globalThis.g'),
      );
      if (binding.space) {
        const name = () => this.name(binding.target, binding.required);
        forms.push(...Array(2).fill([
          () => `const { ${property(name())}: x } = ${v}; return x;`, () => `const { ${property(name())}: x = 1, ...rest } = ${v}; return rest;`,
          () => `const { ${property(name())}: { q }, ${property(name())}: y = 2 } = ${v}; return q;`, () => `const { [${JSON.stringify(name())}]: x } = ${v}; return x;`,
          () => `let x; ({ ${property(name())}: x } = ${v}); return x;`, () => `for (const k in ${v}) globalThis.g(k);`, () => `const { [globalThis.key]: x } = ${v}; return x;`,
          () => `const M = ${v}; return ${member('M', name())};`, () => `var { ${property(name())}: x } = ${v}; return x;`, () => `const {} = ${v};`,
        ]).flat());
      }
    }
    return dice.pick(forms)();
  }

  // --- import() -----------------------------------------------------------------------------------------------------

  dynamic() {
    const { module: target, request } = this.plan.target(this.module);
    if (this.module.owner === this.plan.app && this.plan.wants('context')) return this.context(target);
    const p = () => this.name(target), r = JSON.stringify(request);
    return this.dice.pick([
      () => `import(${r})`, () => `import(${r}).then(m => ${member('m', p())})`, () => `import(${r}).then(({ ${property(p())}: x }) => x)`,
      () => `import(${r}).then(m => globalThis.g(m))`, () => `import(${r}).then(function (m) { return ${member('m', p())}; })`,
      () => `import(/* webpackExports: [${JSON.stringify(p())}] */ ${r})`, () => `import(/* webpackIgnore: true */ ${r})`,
      () => `import(/* webpackChunkName: "chunk" */ ${r}).then(m => ${member('m', p())}())`, () => `import(${r}).then(m => ({ default: ${member('m', p())} }))`,
      () => `import(${r}).catch(() => {})`, () => `import(${r}).then(async m => { const { ${property(p())}: x } = m; return x; })`, () => `import(${r}).then(m => m[globalThis.key])`,
      () => `import(${r}).then(({ ${property(p())}: x, ...rest }) => rest)`, () => `import(\`${request}\`)`, () => `Promise.all([import(${r})])`,
    ])();
  }

  /** import() of any of the app's modules. */
  context(target) {
    const p = () => this.name(target), path = this.dice.pick(['`./m${globalThis.k}.js`', '"./m" + globalThis.k + ".js"', '`./${globalThis.k}.js`']);
    const comment = this.dice.pick(['', '', '', '/* webpackInclude: /m[1-5]/ */ ', '/* webpackExclude: /m[13579]\\./, webpackMode: "eager" */ ', '/* see webpackExports: ["a"] */ ']);
    return this.dice.pick([
      () => `import(${comment}${path}).then(m => ${member('m', p())})`, () => `import(${comment}${path}).then(({ ${property(p())}: x }) => x)`, () => `import(${comment}${path})`,
      () => `import(${comment}${path}).then(m => globalThis.g(m))`, () => `import(/* webpackExports: [${JSON.stringify(p())}] */ ${path})`, () => `import(${comment}${path}).then(m => ${member('m', p())}())`,
    ])();
  }

  // Not `(await import()).a`: precise in Rspack for ES modules, whole in webpack.
  awaited() {
    const { module: target, request } = this.plan.target(this.module);
    const p = () => this.name(target), r = JSON.stringify(request);
    return this.dice.pick([
      () => `const { ${property(p())}: x } = await import(${r}); return x;`, () => `const m = await import(${r}); return ${member('m', p())};`,
      () => `return (await import(${r}));`, () => `await import(${r});`,
      () => `const m = await import(${r}); return globalThis.g(m);`, () => `const { ${property(p())}: x = 1, ${property(p())}: y } = await import(${r}); return [x, y];`,
      () => `const { ${property(p())}: x, ...rest } = await import(${r}); return rest;`, () => `let m = await import(${r}); return ${member('m', p())};`,
      () => `const m = await import(${r}); const { ${property(p())}: x } = m; return x;`, () => `return await import(${r});`,
    ])();
  }

  // --- ECMAScript modules -------------------------------------------------------------------------------------------

  /** A module of re-exports alone. */
  writeBarrel() {
    const { dice, module } = this;
    for (let count = dice.between(1, 3); count > 0; count--) this.addStar();
    for (const name of module.names) {
      const { module: target, request } = this.plan.target(module);
      const from = JSON.stringify(request);
      this.exported.add(name);
      dice.pick([
        ...Array(3).fill(() => this.add(`export { ${exportName(this.name(target))} as ${exportName(name)} } from ${from};`)), () => this.addNamespaceExport(name, target, from),
        () => this.add(`import { ${exportName(this.name(target))} as ${this.fresh('i')} } from ${from};\nexport { i${this.count - 1} as ${exportName(name)} };`),
      ])();
    }
  }

  addNamespaceExport(name, target, from) {
    this.module.spaces.set(name, target);
    this.add(`export * as ${exportName(name)} from ${from};`);
  }

  writeEsm() {
    const { dice, module } = this;
    if (module.barrel) return this.writeBarrel();
    for (let count = dice.between(module.path === 'src/index.js' ? 1 : 0, 4); count > 0; count--) this.addImport();
    for (let count = dice.below(3); count > 0; count--) this.addLocal();
    for (const name of module.names) this.addExport(name);
    for (let count = dice.below(2); count > 0; count--) this.addStar();
    for (let count = dice.between(module.path === 'src/index.js' ? 1 : 0, 3); count > 0; count--) this.addStatement();
    // Imports are hoisted wherever they stand.
    if (dice.chance(0.2) && this.chunks.length > 1) this.chunks.push(this.chunks.shift());
  }

  addImport() {
    const { dice } = this;
    const { module: target, request } = this.plan.target(this.module);
    const from = JSON.stringify(request);
    const bind = (space = false) => {
      const name = this.fresh('i');
      this.bindings.push({ name, target, space });
      return name;
    };
    const specifier = () => {
      const name = this.name(target), local = bind();
      return name === 'default' ? `default as ${local}` : `${exportName(name)} as ${local}`;
    };
    const attribute = target.kind === 'json' && dice.chance(0.5) ? ' with { type: "json" }' : '';
    dice.pick([
      ...Array(4).fill(() => this.add(`import { ${Array.from({ length: dice.between(1, 3) }, specifier).join(', ')} } from ${from}${attribute};`)),
      ...Array(2).fill(() => this.add(`import ${bind()} from ${from}${attribute};`)),
      ...Array(3).fill(() => this.add(`import * as ${bind(true)} from ${from}${attribute};`)),
      () => this.add(`import ${bind()}, { ${specifier()} } from ${from};`), () => this.add(`import ${bind()}, * as ${bind(true)} from ${from};`),
      () => this.add(`import ${from};`), () => this.add(`import {} from ${from};`),
      () => {
        if (this.module.extension === 'mjs') return;
        this.add(dice.pick(['const', 'const', 'const', 'var', 'let']) + ` ${bind(true)} = require(${from});`);
        this.bindings.at(-1).required = true;
      },
    ])();
  }

  addLocal() {
    const { dice } = this;
    const name = this.fresh('l');
    const forms = [
      ...Array(3).fill(() => `function ${name}() { ${this.body()} }`), () => `const ${name} = () => { ${this.body()} };`, () => `const ${name} = ${this.expression()};`,
      () => `const ${name} = /*#__PURE__*/ globalThis.g(${this.expression()});`, () => `class ${name} { m() { ${this.body()} } }`, () => `let ${name} = ${this.expression()};`,
      () => `class ${name} { static f = ${this.expression()}; }`, () => `class ${name} { f = ${this.expression()}; }`, () => `class ${name} { static { ${this.safe()}; } }`,
      () => `class ${name} { [${this.expression()}]() {} }`, () => `class ${name} { get g() { return ${this.safe()}; } static s() { ${this.body()} } }`, () => `var ${name} = function () { ${this.body()} };`,
      () => `class ${name} extends ${this.operand()} {}`, () => `const ${name} = { m() { ${this.body()} }, k: ${this.expression()} };`, () => `function ${name}(x = ${this.expression()}) { return x; }`,
      () => `let ${name}; ${name} = ${this.expression()};`, () => `const ${name} = [${this.expression()}];`,
    ];
    if (this.plan.wants('class-body')) {
      forms.splice(0, forms.length, () => `class ${name} { #p = ${this.expression()}; m() { return this.#p; } }`, () => `class ${name} { static #p = ${this.expression()}; static m() { return ${name}.#p; } }`,
        () => `class ${name} { static get g() { return ${this.safe()}; } static set g(x) { ${this.safe()}; } }`, () => `class ${name} { static { const x = ${this.expression()}; } m() { ${this.body()} } }`,
        () => `class ${name} { static [${this.expression()}] = 1; async *m() { yield ${this.safe()}; } }`, () => `class ${name} { static f = () => ${this.safe()}; static g = function () { ${this.body()} }; }`,
        () => `const ${name} = class extends ${this.operand()} { constructor() { super(${this.expression()}); } };`, () => `class ${name} { #m() { ${this.body()} } static has(x) { return #m in x; } }`);
    }
    if (this.plan.wants('patterns')) {
      forms.splice(0, forms.length, () => `function ${name}({ q = ${this.safe()}, r: [s = ${this.safe()}] = [] } = ${this.safe()}) { ${this.body()} }`, () => `const { q: { r: ${name} = ${this.expression()} } = {} } = ${this.safe()};`,
        () => `let ${name}; [${name} = ${this.expression()}] = [];`, () => `let ${name} = 1; ${name} ??= ${this.expression()};`, () => `const ${name} = ([x = ${this.expression()}, ...y]) => [x, y];`);
    }
    this.add(dice.pick(forms)());
    this.locals.push({ name, space: false });
  }

  addExport(name) {
    const { dice } = this;
    if (this.exported.has(name)) return;
    this.exported.add(name);
    const as = exportName(name);
    const { module: target, request } = this.plan.target(this.module);
    const from = JSON.stringify(request);
    const local = this.fresh('e');
    const declared = (text, own = local) => {
      this.add(`${text(own)}\nexport { ${own} as ${as} };`);
      this.locals.push({ name: own, space: false });
    };
    const declaration = text => {
      // `export const a` needs the name itself, which an earlier local of that name may have taken.
      if (isIdentifier(name) && name !== 'then') this.add(`export ${text(name)}`), this.locals.push({ name, space: false });
      else declared(text);
    };
    const forms = [
      ...Array(4).fill(() => declaration(own => `function ${own}() { ${this.body()} }`)), ...Array(2).fill(() => declaration(own => `const ${own} = ${this.expression()};`)),
      ...Array(2).fill(() => declaration(own => `const ${own} = () => ${this.safe()};`)), () => declaration(own => `class ${own} { m() { ${this.body()} } }`),
      () => declaration(own => `class ${own} { static f = ${this.expression()}; g = ${this.expression()}; }`), () => declaration(own => `class ${own} extends ${this.operand()} {}`),
      () => declaration(own => `let ${own} = ${this.expression()}; ${own} = ${this.expression()};`),
      () => declaration(own => `const ${own} = /*#__PURE__*/ globalThis.g(${this.expression()});`), () => declaration(own => `var ${own} = function () { ${this.body()} };`),
      () => declared(own => `const ${own} = ${this.expression()};`), () => declared(own => `function ${own}() { ${this.body()} }`), () => declaration(own => `function ${own}(x = ${this.expression()}) { return x; }`),
      () => declared(own => `const { q: ${own} } = ${this.safe()};`), () => declared(own => `const [${own}] = [${this.expression()}];`),
      ...Array(3).fill(() => this.add(`export { ${exportName(this.name(target))} as ${as} } from ${from};`)), () => this.addNamespaceExport(name, target, from),
    ];
    if (this.plan.wants('namespace-in-namespace')) forms.splice(0, forms.length, () => this.addNamespaceExport(name, target, from));
    if (this.plan.wants('default-again')) {
      forms.splice(0, forms.length, () => this.add(`export { default as ${as} } from ${from};`), () => this.add(`import { default as ${local} } from ${from};\nexport { ${local} as ${as} };`));
    }
    if (name !== 'default' && this.plan.wants('patterns')) {
      forms.splice(0, forms.length, () => declared(own => `const { q: ${own} = ${this.safe()} } = ${this.safe()};`), () => declared(own => `const { q: [${own}] = [${this.expression()}] } = ${this.safe()};`),
        () => declared(own => `const { [${this.expression()}]: ${own}, ...${this.fresh('x')} } = ${this.safe()};`), () => declared(own => `const [, ${own} = ${this.expression()}] = [1];`));
    }
    if (this.locals.length) forms.push(() => this.add(`export { ${dice.pick(this.locals).name} as ${as} };`));
    if (this.bindings.length) forms.push(...Array(3).fill(() => this.add(`export { ${dice.pick(this.bindings).name} as ${as} };`)));
    if (name === 'default') {
      forms.push(...Array(2).fill([
        () => this.add(`export default ${this.safe()};`), () => this.add(`export default function () { ${this.body()} }`), () => this.add(`export default function ${local}() { ${this.body()} }`),
        () => this.add(`export default class extends ${this.operand()} {}`), () => this.add(`export default () => ${this.safe()};`), () => this.add(`export default class { m() { ${this.body()} } }`),
        () => this.add(`export default { k: ${this.expression()}, m() { ${this.body()} } };`),
      ]).flat());
      if (this.locals.length) forms.push(() => this.add(`export default ${dice.pick(this.locals).name};`));
      if (this.plan.wants('one-line', 0.9)) {
        const declarations = [`function () { ${this.body()} }`, `class { m() { ${this.body()} } }`, `async function () { ${this.body()} }`, `function* () { ${this.body()} }`];
        forms.splice(0, forms.length, () => this.add(`export default ${dice.pick(declarations)}${dice.pick([' ', '', '\n'])}${dice.pick([`globalThis.g(${this.expression()})`, `(globalThis.g)(${this.expression()})`, `[1].map(() => ${this.safe()})`, '`text`'])};`));
      }
    }
    dice.pick(forms)();
  }

  addStar() {
    const { module: target, request } = this.plan.target(this.module);
    if (target === this.module || (target.kind === 'json' && this.module.extension === 'mjs')) return;
    this.module.stars.push(target);
    this.add(`export * from ${JSON.stringify(request)};`);
  }

  addStatement() {
    const { dice } = this;
    const forms = [
      ...Array(5).fill(() => `globalThis.g(${this.expression()});`), ...Array(2).fill(() => `${this.safe()};`), () => `if (globalThis.c) ${this.safe()};`, () => `${this.dynamic()};`,
      () => `if (process.env.NODE_ENV === 'development') { ${this.safe()}; }`, () => `globalThis.h = ${this.expression()};`, () => `(() => { ${this.body(true)} })();`,
      () => `!function () { ${this.body(true)} }();`, () => `{ ${this.safe()}; }`, () => `globalThis.f = () => { ${this.body(true)} };`, () => `export {};`,
      () => `const ${this.fresh('t')} = ${this.expression()};`, () => `const { q: ${this.fresh('t')} } = ${this.safe()};`, () => `globalThis.f = async () => { ${this.awaited()} };`,
    ];
    if (this.locals.length) forms.push(...Array(4).fill(() => `globalThis.g(${dice.pick(this.locals).name});`), () => `${dice.pick(this.locals).name};`);
    if (dice.chance(0.05)) forms.push(() => `globalThis.g(await ${this.operand()});`);
    if (this.module.extension !== 'mjs' && this.plan.wants('hot')) {
      forms.splice(0, forms.length, () => `if (module.hot) { ${this.safe()}; module.hot.accept(); }`, () => `module.hot && ${this.operand()};`, () => `if (!module.hot) ${this.safe()}; else ${this.safe()};`,
        () => `globalThis.g(module.hot ? ${this.safe()} : ${this.safe()});`, () => `if (typeof module !== 'undefined' && module.hot) ${this.safe()};`);
    }
    this.add(dice.pick(forms)());
  }

  // --- CommonJS -----------------------------------------------------------------------------------------------------

  writeCommonJs() {
    const { dice, module } = this;
    if (dice.chance(0.35)) this.add(dice.pick(['Object.defineProperty(exports, "__esModule", { value: true });', 'exports.__esModule = true;']));
    for (let count = dice.between(0, 3); count > 0; count--) this.addRequire();
    const whole = dice.chance(0.3);
    if (whole) this.addWhole();
    else for (const name of module.names) this.addAssignment(name);
    for (let count = dice.below(3); count > 0; count--) {
      this.add(dice.pick([
        () => `globalThis.g(${this.expression()});`, () => `${this.safe()};`, () => `if (globalThis.c) ${this.safe()};`, () => `globalThis.f = function () { ${this.body()} };`,
        () => `globalThis.g(${member('exports', this.name(module))});`, () => `globalThis.g(${member('module.exports', this.name(module))}());`, () => `globalThis.f = () => ${this.dynamic()};`,
      ])());
    }
  }

  addRequire() {
    const { dice } = this;
    const { module: target, request } = this.plan.target(this.module);
    const r = `require(${JSON.stringify(request)})`;
    const other = this.plan.target(this.module);
    const bind = space => {
      const name = this.fresh('r');
      this.bindings.push({ name, target, space, required: true });
      return name;
    };
    const p = () => this.name(target, true);
    dice.pick([
      ...Array(4).fill(() => this.add(`const ${bind(true)} = ${r};`)), () => this.add(`var ${bind(true)} = ${r};`), () => this.add(`let ${bind(true)} = ${r};`),
      ...Array(2).fill(() => this.add(`const { ${property(p())}: ${bind(false)}, ${property(p())}: ${bind(false)} } = ${r};`)), () => this.add(`const ${bind(false)} = ${member(r, p())};`),
      () => this.add(`${r};`), () => this.add(`globalThis.g(${member(r, p())});`), () => this.add(`globalThis.g(${member(r, p())}());`), () => this.add(`globalThis.g(${r});`),
      () => this.add(`const ${bind(true)} = globalThis.c ? ${r} : require(${JSON.stringify(other.request)});`), () => this.add(`globalThis.f = function () { return ${member(r, p())}; };`),
      () => this.add(`const ${bind(true)} = globalThis.interop(${r});`), () => this.add(`if (process.env.NODE_ENV !== 'production') ${r};`), () => this.add(`try { ${r}; } catch {}`),
      () => this.add(`const { ${property(p())}: ${bind(false)}, ...${this.fresh('x')} } = ${r};`), () => this.add(`var ${bind(false)} = ${member(r, p())}, ${this.fresh('x')} = 1;`),
    ])();
  }

  addAssignment(name) {
    const { dice } = this;
    const { module: target, request } = this.plan.target(this.module);
    const r = `require(${JSON.stringify(request)})`;
    const value = () => dice.pick([
      () => this.expression(), () => this.expression(), () => `function () { ${this.body()} }`, () => `() => { ${this.body()} }`, () => r, () => member(r, this.name(target)), () => `exports.also = ${this.expression()}`,
    ])();
    const base = dice.pick(['exports', 'exports', 'exports', 'module.exports', 'this']);
    dice.pick([
      ...Array(8).fill(() => this.add(`${member(base, name)} = ${value()};`)), () => this.add(`${base}[${JSON.stringify(name)}] = ${value()};`),
      () => this.add(`Object.defineProperty(exports, ${JSON.stringify(name)}, { enumerable: true, get: function () { ${this.body()} } });`),
      () => this.add(`Object.defineProperty(${dice.pick(['exports', 'module.exports', 'this'])}, ${JSON.stringify(name)}, { value: ${this.expression()} });`),
      () => this.add(`if (globalThis.c) { ${member(base, name)} = ${value()}; }`), () => this.add(`globalThis.f = function () { ${member('exports', name)} = ${value()}; };`),
      () => this.add(`${member('exports', name)} = void 0;\n${member('exports', name)} = ${value()};`), () => this.add(`exports[${JSON.stringify(name)} + globalThis.key] = 1;`),
    ])();
  }

  addWhole() {
    const { dice, module } = this;
    const { request } = this.plan.target(this.module);
    const other = this.plan.target(this.module);
    const r = `require(${JSON.stringify(request)})`;
    const names = [...module.names];
    if (this.plan.wants('two-whole-requires')) {
      const second = `require(${JSON.stringify(other.request)})`;
      this.add(dice.pick([
        () => `if (globalThis.c) module.exports = ${r}; else module.exports = ${second};`, () => `module.exports = ${r};\nif (globalThis.c) { module.exports = ${second}; }`,
        () => `${names.map(name => `${member('exports', name)} = ${this.expression()};\n`).join('')}if (globalThis.c) { module.exports = ${r}; }`, () => `module.exports = globalThis.c ? ${r} : ${second};`,
      ])());
      return;
    }
    const literal = () => `{ ${names.map(name => `${property(name)}: ${this.expression()}`).join(', ')} }`;
    dice.pick([
      ...Array(4).fill(() => this.add(`module.exports = ${literal()};`)), ...Array(2).fill(() => this.add(`module.exports = ${r};`)),
      () => this.add(`if (process.env.NODE_ENV === 'production') { module.exports = ${r}; } else { module.exports = require(${JSON.stringify(other.request)}); }`),
      () => this.add(`module.exports = function () { ${this.body()} };\n${names.map(name => `${member('module.exports', name)} = ${this.expression()};`).join('\n')}`),
      () => this.add(`module.exports = exports = ${literal()};`), () => this.add(`exports = module.exports = {};\n${names.map(name => `${member('exports', name)} = ${this.expression()};`).join('\n')}`),
      () => this.add(`var e = exports;\n${names.map(name => `${member('e', name)} = ${this.expression()};`).join('\n')}`), () => this.add(`Object.assign(exports, ${literal()});`),
      () => this.add(`globalThis.exportStar(${r}, exports);`), () => this.add(`module.exports = { ...${r}, own: 1 };`), () => this.add(`module.exports = globalThis.g(${this.expression()});`),
      () => this.add(`(function (exports) {\n${names.map(name => `${member('exports', name)} = ${this.expression()};`).join('\n')}\n})(exports);`),
      () => this.add(`(function (root, factory) { if (typeof module === 'object' && module.exports) module.exports = factory(); else root.umd = factory(); })(this, function () { return ${literal()}; });`),
      () => this.add(`module.exports = class { m() { ${this.body()} } };`),
    ])();
  }
}

/** The graph of `seed`: { case, files }. */
export function generate(seed, form) {
  const plan = new Plan(seed, form);
  return { case: plan.case, files: plan.files };
}
