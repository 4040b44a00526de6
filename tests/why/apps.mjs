// Apps whose chains are drawn, and Mermaid text as a diagram.

const lib = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false },
};
const app = { 'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '*' } }, 'mfshake.json': { name: 'app', entry: './index.js', shared: ['lib'] } };

/** `depth` layers of `width` modules, each of which imports every module of the next layer; the last ones use lib.x, through use.js. */
export function layered(depth, width) {
  const imports = layer => Array.from({ length: width }, (_, i) => `import './${layer}-${i}.js';\n`).join('');
  const files = { ...lib, ...app, 'node_modules/lib/index.js': 'export const x = 1, y = 2;\n', 'use.js': "import { x } from 'lib';\nconsole.log(x);\n",
    'index.js': `${imports(0)}import './use.js';\n` };
  for (let layer = 0; layer < depth; layer++)
    for (let i = 0; i < width; i++) files[`${layer}-${i}.js`] = layer + 1 < depth ? imports(layer + 1) : "import './use.js';\n";
  return files;
}

/** Files and exports with names that mean something in HTML, Mermaid, DOT, or a terminal; what must be found of them in labels. */
export function hostileApp() {
  const names = ['"]; n0 --> n1; x["', '</script><img src=x onerror=alert(1)>', 'a\\', '\\" -> "b', '`**bold**`', '#quot;&lt;', 'end', '%%{init: {}}%%', '|x|', '{{a}}', '\u202eabc', '\u0007bell', '💥', 'click n0 "javascript:1"'];
  const files = { ...lib, ...app };
  const paths = ['<b>.js', 'a"b.js', 'back\\slash.js', 'subgraph end.js', '(35);.js', '\u202egnp.js'];
  files['node_modules/lib/index.js'] = `const v = 1;\n${names.map(name => `export { v as ${JSON.stringify(name)} };\n`).join('')}`;
  files['index.js'] = paths.map(path => `import ${JSON.stringify(`./${path}`)};\n`).join('');
  paths.forEach((path, i) => {
    const mine = names.filter((_, at) => at % paths.length === i);
    files[path] = `import { ${mine.map((name, at) => `${JSON.stringify(name)} as v${at}`).join(', ')} } from 'lib';\nconsole.log(${mine.map((_, at) => `v${at}`).join(', ')});\n`;
  });
  const shown = name => name.replaceAll('\u202e', '').replaceAll('\u0007', '');
  return { files, labels: [...names, ...paths].map(shown) };
}

/** { nodes, edges } of a flowchart as `why` writes it, its labels decoded. */
export function diagramOf(text) {
  const decode = label => label.replaceAll(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  const diagram = { nodes: {}, edges: [] };
  const [first, ...lines] = text.trimEnd().split('\n');
  if (first !== 'flowchart TD') throw new Error(`no flowchart: ${first}`);
  for (const line of lines) {
    const node = /^ {2}(n\d+)[([{/]+"([^"]*)"[)\]}/]+$/.exec(line), edge = /^ {2}(n\d+) -->(?:\|"([^"]*)"\|)? (n\d+)$/.exec(line);
    if (node) diagram.nodes[node[1]] = decode(node[2]);
    else if (edge) diagram.edges.push([edge[1], edge[3], decode(edge[2] ?? '')]);
    else throw new Error(`no line of a flowchart: ${line}`);
  }
  return diagram;
}
