// Which recorded case covers what: docs/parity-cases.md, made from `note` in each case.json.
//
//   node tests/parity/cases.mjs          writes it; the suite `parity` says when it is not up to date
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/mfshake.mjs';
import { caseFolders } from './score.mjs';

const file = path.join(root, 'docs/parity-cases.md');

// Groups by the beginning of a case's name. The other cases came with the task: they are described by their names.
const groups = [
  ['a6-', 'What the official shared tree shaking deletes'], ['b', 'Entries and re-exports'], ['e', 'Resolving'], ['g-', 'Constructs of the language and of module systems'],
  ['h-', 'Functions that read their `this`'], ['j-', 'Magic comments, contexts, and what random graphs found'], ['i-', 'Bug reports'], ['j', 'JSX'], ['s', 'Syntax'], ['t-', 'TypeScript'],
];

const cell = text => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

export function casesDocument() {
  const noted = caseFolders().map(dir => JSON.parse(fs.readFileSync(path.join(dir, 'case.json'), 'utf8'))).filter(({ note }) => note);
  const lines = [
    '# Cases of parity', '', `What the ${noted.length} cases in \`fixtures/parity/\` with a note cover. Made by \`node tests/parity/cases.mjs\` from their case.json.`,
    'How they are compared stands in [parity.md](parity.md).', '',
  ];
  const isIn = (prefix, name) => name.startsWith(prefix) && (prefix.length > 1 || /^.\d/.test(name));
  const others = noted.filter(({ name }) => !groups.some(([prefix]) => isIn(prefix, name)));
  for (const [prefix, title] of [...groups, ['', 'Others']]) {
    const rows = prefix ? noted.filter(({ name }) => isIn(prefix, name)) : others;
    if (!rows.length) continue;
    lines.push(`## ${title} (${rows.length})`, '', '| case | covers |', '|---|---|');
    for (const { name, note } of rows) lines.push(`| \`${name}\` | ${cell(note)} |`);
    lines.push('');
  }
  return lines.join('\n').trimEnd() + '\n';
}

export const isUpToDate = () => fs.readFileSync(file, 'utf8') === casesDocument();

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) fs.writeFileSync(file, casesDocument());
