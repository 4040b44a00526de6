// Runs the program under test: $MFSHAKE, else build/mfshake.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentKind } from './documents.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = path.resolve(process.env.MFSHAKE ?? path.join(root, 'build/mfshake'));

const LARGE = 20e6; // bytes of a document that ajv would take too long for

/** What a run printed must fit its schema, when it is a document. */
async function checkDocument(args, text) {
  const kind = documentKind(args);
  if (!kind || !/^[[{]/.test(text) || text.length > LARGE) return;
  const { schemaErrors } = await import('./schema.mjs');
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return; // cut off on purpose, or one of several results
  }
  const errors = schemaErrors(kind, document);
  if (errors) throw new Error(`mfshake ${args.join(' ')}: what is printed does not fit ${kind}: ${errors}`);
}

/** Resolves to { code, signal, stdout, stderr }, whatever the exit status. */
export function mfshake(args, { cwd = root, env = {}, seconds = 120, program = binary, uid } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      uid,
      gid: uid,
      timeout: seconds * 1000,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'])
      child[stream].setEncoding('utf8').on('data', text => {
        output[stream] += text;
      });
    child.on('error', reject);
    child.on('close', (code, signal) => checkDocument(args, output.stdout).then(() => resolve({ code, signal, ...output }), reject));
  });
}

/** As mfshake(), but anything other than exit 0 is an error that shows what the program said. */
export async function mfshakeOk(args, options) {
  const result = await mfshake(args, options);
  if (result.code !== 0) {
    throw new Error(
      `mfshake ${args.join(' ')}: ${result.signal ?? `exit ${result.code}`}\n${result.stderr.slice(0, 4000)}`,
    );
  }
  return result;
}

process.setMaxListeners(0);

/**
 * A fresh folder below build/tests, inside the project so that node_modules is found by walking up; removed
 * at exit.
 */
export function workDir(name) {
  const parent = path.join(root, 'build/tests');
  fs.mkdirSync(parent, { recursive: true });
  const dir = fs.mkdtempSync(path.join(parent, `${name.replace(/\W+/g, '-')}-`));
  process.once('exit', () => {
    if (!process.env.MFSHAKE_KEEP) fs.rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

/** Writes { path: text | value to be written as JSON } below dir. */
export function writeFiles(dir, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  }
}

/** All files below dir, as a map from relative path to content (a link to its target). */
export function readTree(dir) {
  const tree = new Map();
  for (const entry of fs.readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isSymbolicLink()) tree.set(path.relative(dir, file), `-> ${fs.readlinkSync(file)}`);
    else if (entry.isFile()) tree.set(path.relative(dir, file), fs.readFileSync(file));
  }
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}
