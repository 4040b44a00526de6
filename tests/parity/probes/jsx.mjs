// JSX and TSX: the runtimes' imports, names of elements, pragma comments, fragments.
const names = ['createElement', 'Fragment', 'useState', 'memo', 'Component', 'createContext'];
const react = {
  'node_modules/react/package.json': { name: 'react', version: '19.0.0', sideEffects: false },
  'node_modules/react/index.js': names.map(name => `export const ${name} = (...all) => ['${name}', ...all];\n`).join(''),
  'node_modules/react/jsx-runtime.js': ['jsx', 'jsxs', 'Fragment'].map(name => `export const ${name} = (...all) => ['${name}', ...all];\n`).join(''),
  'node_modules/react/jsx-dev-runtime.js': ['jsxDEV', 'Fragment'].map(name => `export const ${name} = (...all) => ['${name}', ...all];\n`).join(''),
};
const ui = {
  'node_modules/ui/package.json': { name: 'ui', version: '1.0.0', sideEffects: false },
  'node_modules/ui/index.js': "export * as Form from './form.js';\nexport const Button = () => 1;\nexport const Card = { Header: 1, Body: 2 };\nexport const List = () => 2;\nexport const lower = () => 3;\nexport const _under = 1;\nexport const $dollar = 1;\nexport default { Item: 1 };\n",
  'node_modules/ui/form.js': "export * as Parts from './parts.js';\nexport const Item = () => 1;\nexport const Label = () => 2;\n",
  'node_modules/ui/parts.js': "export const Icon = 1;\nexport const Text = 2;\n",
};
const cjsReact = {
  'node_modules/react/package.json': { name: 'react', version: '19.0.0' },
  'node_modules/react/index.js': `${names.map(name => `exports.${name} = function () { return '${name}'; };\n`).join('')}`,
  'node_modules/react/jsx-runtime.js': "'use strict';\nif (process.env.NODE_ENV === 'production') {\n  module.exports = require('./cjs/p.js');\n} else {\n  module.exports = require('./cjs/d.js');\n}\n",
  'node_modules/react/cjs/p.js': "exports.Fragment = 1;\nexports.jsx = function () {};\nexports.jsxs = function () {};\n",
  'node_modules/react/cjs/d.js': "exports.Fragment = 2;\nexports.jsx = function () {};\nexports.jsxs = function () {};\n",
};

// Babel and TypeScript read every line of a comment, esbuild one; mfshake is with the former.
const oneOfThem = ['react: ', 'share react/jsx-runtime', 'node_modules/react/'].map(text => [text, 'several pragmas in one comment']);

const probes = [];
function add(name, source, more = {}) {
  const { files = {}, differs, extension = 'jsx', lib = react, ...rest } = more;
  probes.push({
    name, differs, files: { 'src/index.js': `import { App } from './App.${extension}';\nuse(App);\n`, [`src/App.${extension}`]: source, ...lib, ...ui, ...files },
    case: { shared: { react: {}, 'react/': {}, ui: {} }, ...rest },
  });
}
for (const jsx of ['automatic', 'transform']) {
  const j = (name, source, more = {}) => add(`${jsx} ${name}`, jsx === 'transform' && !/import.*'react'/.test(source) ? `import * as React from 'react';\n${source}` : source, { jsx, ...more });
  j('one element', 'export const App = () => <div/>;\n');
  j('one child', 'export const App = () => <div><b/></div>;\n');
  j('two children', 'export const App = () => <div><b/><i/></div>;\n');
  j('text and blanks', 'export const App = () => <div>\n  text\n  </div>;\n');
  j('text and element', 'export const App = () => <div>text <b/></div>;\n');
  j('blank expression', 'export const App = () => <div>{" "}{/* nothing */}</div>;\n');
  j('comment child', 'export const App = () => <div>{/* nothing */}</div>;\n');
  j('spread child', 'export const App = (x) => <div>{...x}</div>;\n');
  j('entity', 'export const App = () => <div>&nbsp;<b/></div>;\n');
  j('text with entity', 'export const App = () => <div>a&nbsp;b</div>;\n');
  j('blanks in a line', 'export const App = () => <div> <b/></div>;\n');
  j('lines between', 'export const App = () => <div>\n<b/>\n\n</div>;\n');
  j('fragment', 'export const App = () => <></>;\n');
  j('fragment with two', 'export const App = () => <><b/><i/></>;\n');
  j('fragment with key', "import { Fragment } from 'react';\nimport * as React from 'react';\nexport const App = () => <Fragment key=\"x\"><b/></Fragment>;\n");
  j('React.Fragment', "import * as React from 'react';\nexport const App = () => <React.Fragment><b/></React.Fragment>;\n");
  j('key before spread', 'export const App = (p) => <div key="x" {...p}/>;\n');
  j('key after spread', 'export const App = (p) => <div {...p} key="x"/>;\n');
  j('key after spread, children', 'export const App = (p) => <div {...p} key="x"><b/><i/></div>;\n');
  j('element as attribute', 'export const App = () => <div a=<b/>/>;\n');
  j('named component', "import { Button, List } from 'ui';\nexport const App = () => <Button/>;\nconst unused = () => <List/>;\n");
  j('namespace member', "import * as U from 'ui';\nexport const App = () => <U.Button/>;\n");
  j('namespace member deep', "import * as U from 'ui';\nexport const App = () => <U.Form.Item/>;\n");
  j('namespace member three deep', "import * as U from 'ui';\nexport const App = () => <U.Form.Parts.Icon>x</U.Form.Parts.Icon>;\n");
  j('member of named', "import { Card, Form } from 'ui';\nexport const App = () => <Card.Header><Form.Label/></Card.Header>;\n");
  j('member of default', "import D from 'ui';\nexport const App = () => <D.Item/>;\n");
  j('lower member', "import * as U from 'ui';\nexport const App = () => <U.lower/>;\n");
  j('lower name is a tag', "import { lower } from 'ui';\nexport const App = () => <lower/>;\n");
  j('underscore and dollar', "import { _under, $dollar } from 'ui';\nexport const App = () => <_under><$dollar/></_under>;\n");
  j('dash', "import * as a from 'ui';\nexport const App = () => <a-b/>;\n");
  j('upper dash', "import { Button } from 'ui';\nexport const App = () => <Button-x/>;\n");
  j('namespaced name', "import * as U from 'ui';\nexport const App = () => <U:Button U:x=\"1\"/>;\n");
  j('this member', "export function App() { return <this.x/>; }\n");
  j('this member closing', "export function App() { return <this.x.y><this.z/></this.x.y>; }\n");
  j('texts', 'export const App = () => <div>a & b &lt; &#65; \'x\' "y" // z /* w */ http://x <b/></div>;\n');
  j('attribute texts', 'export const App = () => <div a="\\" b=\'"\n\' c /* x */ d // y\n/>;\n');
  j('text then entity then text', 'export const App = () => <div>\n  &nbsp;\n  x\n</div>;\n');
  j('expression between texts', 'export const App = () => <div>a{1}b</div>;\n');
  j('spread of one element', 'export const App = (x) => <div>{...[x]}<b/></div>;\n');
  j('local shadows', "import { Button } from 'ui';\nexport const App = ({ Button }) => <Button/>;\n");
  j('attribute name is none', "import { List } from 'ui';\nexport const App = () => <div List={1}/>;\n");
  j('spread attributes of a namespace', "import * as U from 'ui';\nexport const App = () => <div {...U}/>;\n");
  j('namespace as attribute', "import * as U from 'ui';\nexport const App = () => <div x={U}/>;\n");
  j('namespace as a tag', "import * as U from 'ui';\nexport const App = () => <U/>;\n");
  j('element top level unused', "import { Button, List } from 'ui';\nexport const App = () => <Button/>;\nconst unused = <List/>;\n");
  j('element top level exported unused', "import { Button, List } from 'ui';\nexport const App = () => <Button/>;\nexport const unused = <List/>;\n");
  j('dead branch', "import { Button, List } from 'ui';\nexport const App = () => process.env.NODE_ENV !== 'production' ? <List/> : <Button/>;\n");
  j('key spread in an object', "export const App = (p) => <div {...{ key: 1 }}/>;\n");
  j('two spreads', "export const App = (p) => <div {...p} a {...p}/>;\n");
  j('jsxImportSource', "/** @jsxImportSource ui */\nimport * as React from 'react';\nexport const App = () => <div/>;\n", { files: { 'node_modules/ui/jsx-runtime.js': 'export const jsx = 1;\nexport const jsxs = 2;\nexport const Fragment = 3;\n' } });
  j('jsxRuntime classic', "/** @jsxRuntime classic */\nimport React from 'react';\nexport const App = () => <div/>;\n");
  j('jsxRuntime automatic', "/* @jsxRuntime automatic */\nimport React from 'react';\nexport const App = () => <div/>;\n");
  j('pragma h', "/** @jsxRuntime classic */\n/** @jsx h */\nimport { createElement as h } from 'react';\nexport const App = () => <div/>;\n");
  j('pragma h in one comment', "/** @jsxRuntime classic\n * @jsx h\n * @jsxFrag F */\nimport { createElement as h, Fragment as F } from 'react';\nexport const App = () => <><div/></>;\n", { differs: oneOfThem.filter(([text]) => jsx === 'automatic' || !text.includes('runtime')) });
  j('pragma line comments', "// @jsxRuntime classic\n// @jsx h\nimport { createElement as h } from 'react';\nexport const App = () => <div/>;\n");
  j('pragma late comment', "import { createElement as h } from 'react';\nimport * as React from 'react';\nexport const App = () => <div/>;\n/* @jsx h */ /* @jsxRuntime classic */\n");
  j('pragma two', "/* @jsx one */ /* @jsx h */ /* @jsxRuntime classic */\nimport { createElement as h, memo as one } from 'react';\nexport const App = () => <div/>;\n");
  j('pragma local', "/* @jsxRuntime classic @jsx h */\nimport * as React from 'react';\nconst h = React.createElement;\nexport const App = () => <div/>;\n");
  j('pragma local function', "/* @jsxRuntime classic */ /* @jsx h */\nimport { memo, createContext } from 'react';\nfunction h(x) { return memo(x); }\nfunction g(x) { return createContext(x); }\nexport const App = () => <div/>;\n");
  j('pragma member deep', "/* @jsxRuntime classic */ /* @jsx U.Form.Item */\nimport * as U from 'ui';\nexport const App = () => <div/>;\n");
  j('pragma null', "/* @jsxRuntime classic */ /* @jsx h */ /* @jsxFrag null */\nimport { createElement as h } from 'react';\nexport const App = () => <></>;\n");
  j('pragma inner scope', "/* @jsxRuntime classic */ /* @jsx h */\nimport { createElement as h, memo } from 'react';\nexport const App = (h) => <div/>;\n");
  j('cjs react', 'export const App = () => <div><b/><i/></div>;\n', { lib: cjsReact });
  j('cjs react default import', "import React from 'react';\nexport const App = () => <><b/>{React.useState()}</>;\n", { lib: cjsReact });
  j('cjs react named', "import React, { useState } from 'react';\nexport const App = () => <b>{useState()}</b>;\n", { lib: cjsReact });
  j('class component', "import React, { Component } from 'react';\nexport class App extends Component { render() { return <b/>; } }\nexport class Other extends React.Component { render() { return <b/>; } }\n");
  j('development', 'export const App = () => <div/>;\n', { mode: 'development' });
  // TSX
  const t = (name, source, more = {}) => j(`tsx ${name}`, source, { extension: 'tsx', ...more });
  t('generic arrow', "import { Button } from 'ui';\nexport const App = <T,>(x: T) => <Button<T> x={x as T}/>;\n");
  t('type only', "import type { Button } from 'ui';\nimport { type List, Card } from 'ui';\nexport const App = (x: typeof Button, y: List) => <div>{x!}{y satisfies List}</div>;\n");
  t('namespace', "import * as U from 'ui';\ntype P = U.Card;\nexport const App = (p: P) => <U.Form.Item {...p!}/>;\n");
  t('elided React', "import React from 'react';\nimport { useState } from 'react';\nexport const App = () => <b/>;\ntype X = React.FC;\n");
  t('enum and element', "import { Button, List } from 'ui';\nenum E { a = 1 }\nexport const App = () => <Button e={E.a}/>;\n");
}
const configured = (name, compilerOptions, source, more = {}) => add(`tsconfig ${name}`, source, { extension: 'tsx', jsx: undefined, files: { 'tsconfig.json': { compilerOptions }, 'node_modules/ui/jsx-runtime.js': 'export const jsx = 1;\nexport const jsxs = 2;\nexport const Fragment = 3;\n' }, ...more });
configured('react-jsx', { jsx: 'react-jsx' }, "import * as React from 'react';\nexport const App = () => <b/>;\n");
configured('react', { jsx: 'react' }, "import * as React from 'react';\nexport const App = () => <b/>;\n", { jsx: 'transform' });
configured('factory', { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'F' }, "import { createElement as h, Fragment as F } from 'react';\nexport const App = () => <><b/></>;\n", { jsx: 'transform' });
configured('factory member', { jsx: 'react', jsxFactory: 'U.Form.Item' }, "import * as U from 'ui';\nexport const App = () => <b/>;\n", { jsx: 'transform' });
configured('import source', { jsx: 'react-jsx', jsxImportSource: 'ui' }, 'export const App = () => <b/>;\n');
configured('reactNamespace', { jsx: 'react', reactNamespace: 'R' }, "import * as R from 'react';\nimport * as React from 'react';\nexport const App = () => <b/>;\n", { jsx: 'transform' });
export default probes;
