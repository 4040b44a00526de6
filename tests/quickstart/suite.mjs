// docs/quickstart.md as a new user works through it: in a folder of its own for each part, files are saved, commands typed, and what comes is
// what the page shows. `node tests/quickstart/suite.mjs --write` puts into the page what the commands print now.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { binary, root } from '../lib/mfshake.mjs';
import { parts } from './transcript.mjs';

const page = path.join(root, 'docs/quickstart.md');
const mostCommands = 5; // to a closed gate; what explains it afterwards is not counted

function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', text => { output += text; });
    child.on('error', reject).on('close', code => resolve({ code, output }));
  });
}

/** A registry on the loopback device that has the packages of our own node_modules, packed when they are asked for. */
async function registry(dir) {
  const packed = async name => {
    const { output } = await run('npm', ['pack', path.join(root, 'node_modules', name), '--ignore-scripts', '--silent', '--pack-destination', dir],
      { env: { ...process.env, npm_config_cache: path.join(dir, 'cache') } });
    return fs.readFileSync(path.join(dir, output.trim()));
  };
  const tarballs = new Map();
  const server = http.createServer(async ({ url }, response) => {
    const [, name, tarball] = /^\/([\w-]+)(\/-\/.*)?$/.exec(url) ?? [];
    if (!name || !fs.existsSync(path.join(root, 'node_modules', name))) {
      response.writeHead(404).end('{}');
      return;
    }
    if (!tarballs.has(name)) tarballs.set(name, packed(name));
    const bytes = await tarballs.get(name);
    if (tarball) {
      response.end(bytes);
      return;
    }
    const manifest = JSON.parse(fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'));
    const integrity = `sha512-${crypto.createHash('sha512').update(bytes).digest('base64')}`;
    const dist = { tarball: `http://127.0.0.1:${server.address().port}/${name}/-/${name}.tgz`, integrity };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: { ...manifest, dist } } }));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** A folder outside of the project, where npm finds no package.json further up, and an environment with mfshake on the PATH. */
function newUser() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-quickstart-'));
  process.once('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  fs.mkdirSync(path.join(dir, 'bin'));
  fs.symlinkSync(binary, path.join(dir, 'bin/mfshake'));
  const env = { ...process.env, PATH: `${path.join(dir, 'bin')}:${process.env.PATH}`, NO_COLOR: '1', npm_config_cache: path.join(dir, 'npm-cache'),
    npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  for (const name of ['FORCE_COLOR', 'CI', 'MFSHAKE_CACHE']) delete env[name];
  return { dir, env };
}

/** Does all steps of a part in `folder`; calls seen(step, { code, output }) after each command. */
async function follow(part, folder, env, seen) {
  for (const step of part.steps) {
    if (step.file) {
      const file = path.join(folder, step.file);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, step.text);
    } else {
      await seen(step, await run('sh', ['-c', `exec 2>&1; ${step.command}`], { cwd: folder, env }));
    }
  }
}

/** The part of the Rspack app begins in an app whose packages are installed. */
function prepare(part, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const manifest = part.steps.find(step => step.file === 'package.json');
  for (const name of Object.keys(manifest ? JSON.parse(manifest.text).dependencies : {}))
    fs.cpSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name), { recursive: true });
}

async function withRegistry(use) {
  const { dir, env } = newUser();
  const server = await registry(fs.mkdtempSync(path.join(dir, 'registry-')));
  try {
    return await use(dir, { ...env, npm_config_registry: `http://127.0.0.1:${server.address().port}/` });
  } finally {
    server.close();
  }
}

export default function (suite) {
  const all = parts(fs.readFileSync(page, 'utf8')).filter(part => part.steps.length);
  assert.equal(all.length, 2, 'an empty folder, and an Rspack app');
  for (const [index, part] of all.entries()) {
    suite.test(part.title, () => withRegistry(async (dir, env) => {
      const folder = path.join(dir, 'app');
      prepare(part, folder);
      const statuses = [];
      await follow(part, folder, env, (step, { code, output }) => {
        assert.ok(step.expected.test(output), `$ ${step.command}\n${output}\n--- docs/quickstart.md shows\n${step.shown}`);
        statuses.push(code);
      });
      const closed = statuses.indexOf(1);
      assert.ok(closed >= 0 && closed < mostCommands, `the gate closes within ${mostCommands} commands: ${statuses}`);
      assert.ok(statuses.every((code, at) => code === (at === closed ? 1 : 0)), `exit statuses ${statuses}`);
      const { command, shown } = part.steps.filter(step => step.command)[closed];
      assert.match(command, /^mfshake gate$/);
      assert.match(shown, /^\S+:\d+:\d+: error\[G1\]: \S+ is used by shop now/m, 'a place and a reason');
      assert.equal(index === 0, part.steps.some(step => /^npm install/.test(step.command ?? '')));
    }));
  }

  suite.test('a page that shows something else is found', () => {
    const [part] = parts('## T\n\n```console\n$ x\na … c\n…\nend\n```\n');
    const [{ expected }] = part.steps;
    for (const good of ['a b c\nend\n', 'a  c\n1\n2\nend\n']) assert.ok(expected.test(good), good);
    for (const bad of ['', 'a b c\n', 'a b c\nend\nmore\n', 'ab c\nend\n', 'a b\nc\nend\n']) assert.ok(!expected.test(bad), bad);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write')) {
  let text = fs.readFileSync(page, 'utf8');
  for (const part of parts(text).filter(({ steps }) => steps.length)) {
    await withRegistry(async (dir, env) => {
      prepare(part, path.join(dir, 'app'));
      let from = text.indexOf(`## ${part.title}\n`);
      await follow(part, path.join(dir, 'app'), env, (step, { output }) => {
        const start = text.indexOf(`$ ${step.command}\n`, from);
        const old = `$ ${step.command}\n${step.shown}`;
        assert.ok(text.startsWith(old, start), step.command);
        const kept = step.expected.test(output) ? step.shown : output;
        text = `${text.slice(0, start)}$ ${step.command}\n${kept}${text.slice(start + old.length)}`;
        from = start + 1;
      });
    });
  }
  fs.writeFileSync(page, text);
}
