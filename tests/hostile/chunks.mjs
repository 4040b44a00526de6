// Chunks that nobody writes by accident. Each comes with the size that `n` stands for: small ones for `make test`, big ones
// for `make hostile`.
export const open = condition => `/* @common:if [condition="treeShake.k.${condition}"] */`;
export const close = '/* @common:endif */';
export const region = (name, code) => `${open(name)} ${code} ${close}`;
export const chunkOf = modules => `(self["webpackChunkt"] = self["webpackChunkt"] || []).push([["t"], {\n${modules}\n}]);\n`;
export const moduleOf = (id, body) => `${JSON.stringify(id)}: ((module, exports, REQ) => {\n${body}\n})`;
export const chunkWith = body => chunkOf(moduleOf('r', body));

const times = (n, make) => Array.from({ length: n }, (_, i) => make(i)).join('');
const first = region('a', 'exports.a = 1;');

/** name: [size in `make test`, in `make hostile`, its text by size]. Every one of them is a good chunk in which k.a goes. */
export const big = {
  'regions side by side': [10000, 100000, n => chunkWith(times(n, i => `${region(i ? `e${i}` : 'a', `exports.e${i} = ${i};`)}\n`))],
  'regions in each other': [10000, 100000, n => chunkWith(`${open('a').repeat(n)} exports.a = 1; ${close.repeat(n)}`)],
  'regions of getters': [10000, 100000, n => chunkWith(`REQ.d(exports, {${times(n, i => `e${i}: () => (${region('a', 'x')}),`)}});\nvar x = 1;`)],
  'regions of properties': [10000, 100000, n => chunkWith(`module.exports = {${times(n, i => `${region('a', `e${i}: 1`)},`)}};`)],
  'regions of definitions': [10000, 50000, n => chunkWith(times(n, i => region('a', `Object.defineProperty(exports, "e${i}", { get: () => 1 });\n`)))],
  'assignments in each other': [2000, 20000, n => chunkWith(`${`${open('a')} exports.a = `.repeat(n)}1${close.repeat(n)}`)],
  'one line': [3e6, 30e6, n => chunkWith(`${first} var s = "${'x'.repeat(n)}";`)],
  'one line of numbers': [3e5, 15e6, n => chunkWith(`${first} var s = [${'1,'.repeat(n)}];`)],
  'one line of calls': [1e5, 5e6, n => chunkWith(`${first}${' f(1);'.repeat(n)}`).replace('(self', 'var f = x => x;\n(self')],
  'one line of comments': [3e5, 6e6, n => chunkWith(`${first}${' /**/'.repeat(n)}`)],
  'one name declared again and again': [30000, 3e6, n => chunkWith(`${first}${' var v = 1;'.repeat(n)}`)],
  'one declaration of many names': [10000, 200000, n => chunkWith(`${first} var ${times(n, i => `v${i} = 1,`)} w; ${region('a', `var ${times(n, i => `u${i} = 1,`)} u`)}`)],
  'names that need each other': [20000, 200000, n => chunkWith(`${times(n, i => `const v${i} = () => v${i + 1};`)} const v${n} = 1; ${region('a', 'exports.a = v0')}`)],
  'blocks in each other': [10000, 100000, n => chunkWith(`${first} ${'{'.repeat(n)}${'}'.repeat(n)}`)],
  'brackets in each other': [2000, 2000, n => chunkWith(region('a', `exports.a = ${'['.repeat(n)}1${']'.repeat(n)};`))],
  'functions in each other': [1000, 1000, n => chunkWith(region('a', `exports.a = ${'() => {'.repeat(n)}${'}'.repeat(n)};`))],
  'modules that require each other': [10000, 100000, n => chunkOf(times(n, i => `${moduleOf(`m${i}`, `${i ? '' : first} () => REQ("m${(i + 1) % n}");`)},\n`))],
  'modules of one name': [5000, 100000, n => chunkOf(times(n, i => `${moduleOf('m', region(i ? 'z' : 'a', 'exports.a = 1'))},\n`))],
  'a condition full of dots': [20000, 200000, n => chunkWith(`${first} ${region(`${'%41.'.repeat(n)}a`, 'exports.b = 1;')}`)],
  'attributes without end': [50000, 1e6, n => chunkWith(`/* @common:if [${'x="y" '.repeat(n)}condition="treeShake.k.a"] */ exports.a = 1; ${close}`)],
  'licences that stay': [5000, 100000, n => chunkWith(region('a', '/*! x */ var a;'.repeat(n)))],
};

/** What is refused, with the code of the error, whatever the size. */
export const refused = {
  'an if without end': ['M104', 10000, n => chunkWith(`${open('a').repeat(n)} exports.a = 1;`)],
  'an end without if': ['M103', 10000, n => chunkWith(`exports.a = 1; ${close.repeat(n)}`)],
  'one end too many, deep inside': ['M103', 10000, n => chunkWith(`${open('a').repeat(n)} exports.a = 1; ${close.repeat(n + 1)}`)],
  'one end too few': ['M104', 10000, n => chunkWith(`${open('a').repeat(n)} exports.a = 1; ${close.repeat(n - 1)}`)],
  'an end in another module, before its if': ['M103', 1, () => chunkOf(`${moduleOf('r', `exports.a = 1; ${close}`)},\n${moduleOf('s', `${open('a')} exports.a = 1;`)}`)],
  'an else': ['M105', 1, () => chunkWith(`${open('a')} exports.a = 1; /* @common:else */ exports.a = 2; ${close}`)],
  'many malformed attributes': ['M101', 10000, n => chunkWith(`/* @common:if [condition=a] */${close}`.repeat(n))],
  'directives without number in one comment': ['M102', 200000, n => chunkWith(`/* ${'@common:if '.repeat(n)} */ ${close}`)],
  'no condition': ['M102', 1, () => chunkWith(`/* @common:if [condition=""] */ exports.a = 1; ${close}`)],
  'brackets without end': ['M801', 200000, n => chunkWith('{'.repeat(n))],
  'parentheses without end': ['M801', 20000, n => chunkWith(`${first} ${'('.repeat(n)}`)],
  'templates without end': ['M801', 20000, n => chunkWith(`${first} ${'`${'.repeat(n)}`)],
  'a NUL in the code': ['M801', 1, () => chunkWith(`${first} \0`)],
  'nothing': ['M801', 1, () => ''],
  'only white space': ['M801', 1e6, n => ' '.repeat(n)],
  'only NULs': ['M801', 1e5, n => '\0'.repeat(n)],
  'UTF-16': ['M801', 1, () => Buffer.from(chunkWith(first), 'utf16le')],
  'two module maps': ['M801', 1, () => chunkWith(first).repeat(2)],
};

/** Where no macro is, and bytes that are no text: what is in them stays as it is. */
export const undisturbed = {
  'in strings': `exports.b = '${region('a', 'x')}' + "${open('a').replaceAll('"', '\\"')}";`,
  'in templates': `exports.b = \`${region('a', 'x')}\${\`${close}\`}\`;`,
  'in regular expressions': `exports.b = String(/[/*] @common:endif \\*\\//.source) + /\\/\\* @common:if/.source;`,
  'behind a division': `var a = 4, g = 2; exports.b = a /g/ 2; ${region('b', 'exports.d = a /2/ g;')}`,
  'NULs in strings and comments': 'exports.b = "\0"; /* \0 */ // \0',
  'line separators': 'exports.b = "\u2028\u2029"; // \u2028 exports.c = 1;',
  'lone surrogates, escaped': 'exports.b = "\\ud800"; exports["\\udc00"] = 1;',
  'other alphabets': 'exports.b = "\u{1f600}"; var \u{10400} = 1; exports.\u{10400} = \u{10400};',
};
/** The same as bytes, which are no UTF-8. */
export const brokenText = { 'a lone byte': [0xff], 'a lone surrogate': [0xed, 0xa0, 0x80], 'too long a form': [0xc0, 0xaf], 'cut short': [0xf0, 0x9f] };
