// `make test-recipes`: what docs/ci.md says, executed. Turborepo runs the monorepo of examples/ci; the commands of the recipes for GitHub and GitLab are run as their
// runners would; Rspack builds the app of the quick start; Mermaid's own parser reads the diagrams of `why`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { binary, mfshakeOk, readTree, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { parts } from '../quickstart/transcript.mjs';
import { diagramOf, hostileApp, layered } from '../why/apps.mjs';

const tools = createRequire(path.join(root, 'tests/recipes/tools/package.json'));
const recipes = path.join(root, 'examples/ci');
const monorepo = path.join(recipes, 'monorepo');
const made = /(^|\/)(dist|\.turbo)(\/|$)|^(federation-usage\.json|gate\.(md|xml|sarif))$/;

/** A repository of its own with the monorepo and its packages, and an environment with mfshake on the PATH. */
function checkout() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-recipes-'));
  process.once('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  const folder = path.join(dir, 'repository');
  fs.cpSync(monorepo, folder, { recursive: true, verbatimSymlinks: true, filter: file => !made.test(path.relative(monorepo, file).replace(/^node_modules\/.*/, '')) });
  fs.mkdirSync(path.join(dir, 'bin'));
  fs.symlinkSync(binary, path.join(dir, 'bin/mfshake'));
  // npx finds it where npm would have put it.
  fs.rmSync(path.join(folder, 'node_modules/.bin/mfshake'), { force: true });
  fs.symlinkSync(binary, path.join(folder, 'node_modules/.bin/mfshake'));
  const env = { ...process.env, PATH: `${dir}/bin:${process.env.PATH}`, NO_COLOR: '1', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1',
    npm_config_offline: 'true', npm_config_update_notifier: 'false', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.example', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.example' };
  for (const name of ['FORCE_COLOR', 'CI', 'GITHUB_ACTIONS', 'MFSHAKE_CACHE']) delete env[name];
  const run = (command, more = {}) => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env: { ...env, ...more }, encoding: 'utf8', timeout: 120_000 });
    return { status, output: stdout + stderr };
  };
  const ok = command => {
    const { status, output } = run(command);
    assert.equal(status, 0, `${command}\n${output}`);
    return output;
  };
  ok('git init -q && git add -A && git commit -qm start');
  return { dir, folder, run, ok };
}

/** What the recipes make, without logs. */
function results(folder) {
  const files = [...readTree(folder)].filter(([name]) => !name.startsWith('node_modules/') && made.test(name) && !name.includes('.turbo/'));
  return new Map(files.map(([name, bytes]) => [name, bytes.toString('latin1')]));
}

/** { task: 'HIT' | 'MISS' } of a run of turbo. */
function cached(output) {
  const states = {};
  for (const [, task, state] of output.matchAll(/^(\S+:\S+): cache (hit|miss|bypass)/gm)) states[task.replace(/^\/\/:/, '//#')] = state;
  return states;
}

const turbo = 'npx turbo run gate prune --cache-dir=.turbo/cache';
const tasks = ['host:analyze', 'shop:analyze', '//#merge', '//#gate', 'host:prune', 'shop:prune'];
const edit = (folder, file, from, to) => {
  const old = fs.readFileSync(path.join(folder, file), 'utf8');
  assert.ok(old.includes(from), file);
  fs.writeFileSync(path.join(folder, file), old.replace(from, to));
};
const all = state => Object.fromEntries(tasks.map(task => [task, state]));

export default function (suite) {
  suite.test('Turborepo: a second run is all hits, what one app changes runs one analysis, the same bytes everywhere', () => {
    const { folder, ok, run } = checkout();
    assert.deepEqual(cached(ok(turbo)), all('miss'));
    const first = results(folder);
    for (const name of ['federation-usage.json', 'gate.md', 'apps/host/dist/shared/share-usage.json', 'apps/shop/dist/pruned/lodash_es/4.17.21/chunk.js'])
      assert.ok(first.has(name), `${name} of ${[...first.keys()]}`);
    assert.deepEqual(cached(ok(turbo)), all('hit'));
    for (const name of first.keys()) fs.rmSync(path.join(folder, name));
    assert.deepEqual(cached(ok(turbo)), all('hit'));
    assert.deepEqual(results(folder), first, 'the cache gives the bytes back');

    const other = checkout();
    other.ok(turbo);
    assert.deepEqual(results(other.folder), first, 'another folder, the same bytes');

    edit(folder, 'apps/shop/src/Cart.js', 'const total', 'const = total');
    const broken = run(turbo);
    assert.notEqual(broken.status, 0, 'an app that does not parse stops the run');
    assert.doesNotMatch(broken.output, /merge: cache/);
    edit(folder, 'apps/shop/src/Cart.js', 'const = total', 'const total');
    edit(folder, 'apps/shop/src/index.js', 'total([])', 'total([{ cents: 1 }])');
    const { 'host:analyze': host, 'shop:analyze': shop } = cached(ok(turbo));
    assert.deepEqual([host, shop], ['hit', 'miss'], 'one analysis runs again');
    edit(folder, 'packages/ui/index.js', '1000', '1e3');
    const states = cached(ok(turbo));
    assert.deepEqual([states['host:analyze'], states['shop:analyze']], ['miss', 'miss'], 'both depend on the library');

    edit(folder, 'apps/shop/src/Cart.js', 'import { sumBy }', 'import { groupBy, sumBy }');
    fs.appendFileSync(path.join(folder, 'apps/shop/src/Cart.js'), 'export const byName = goods => groupBy(goods, "name");\n');
    const closed = run(turbo);
    assert.notEqual(closed.status, 0);
    assert.match(closed.output, /apps\/shop\/src\/Cart\.js:\d+:\d+: error\[G1\]: lodash-es\.groupBy/);
    assert.doesNotMatch(closed.output, /:prune: cache/, 'nothing is pruned behind a closed gate');
    assert.match(run(turbo).output, /gate: cache miss/, 'a closed gate is not remembered as an open one');
    ok('npm run --silent gate -- --update');
    ok(turbo);
  });

  suite.test('the plain script: passes, closes, accepts, and writes the same bytes as Turborepo', () => {
    const { folder, ok, run } = checkout();
    ok('sh ci/mfshake.sh');
    const byScript = results(folder);
    const other = checkout();
    other.ok(turbo);
    for (const [name, bytes] of results(other.folder)) if (!name.startsWith('gate.')) assert.equal(byScript.get(name), bytes, name);
    edit(folder, 'apps/host/src/index.js', "import { sortBy }", "import { sortBy, uniq }");
    fs.appendFileSync(path.join(folder, 'apps/host/src/index.js'), 'console.log(uniq([]));\n');
    const { status, output } = run('sh ci/mfshake.sh');
    assert.equal(status, 1, output);
    assert.match(output, /apps\/host\/src\/index\.js:\d+:\d+: error\[G1\]: lodash-es\.uniq/);
    ok('sh ci/mfshake.sh --update');
    ok('sh ci/mfshake.sh');
    edit(folder, 'apps/host/src/index.js', 'import {', 'import { = ');
    assert.equal(run('sh ci/mfshake.sh').status, 1, 'an app with errors stops the script');
  });

  /** Runs what a runner would: every command in order, after a failure only what is marked so. `npm ci` was done before: the packages are there. */
  function runSteps({ run }, steps, env) {
    const done = [];
    let failed = false;
    for (const { name, command, always } of steps) {
      if (/^npm ci$/.test(command) || (failed && !always)) continue;
      const { status, output } = run(command, env);
      done.push({ name, status, output });
      failed = failed || status !== 0;
    }
    return { done, failed };
  }

  const break_ = ({ folder }) => {
    edit(folder, 'apps/shop/src/Cart.js', 'import { sumBy }', 'import { groupBy, sumBy }');
    fs.appendFileSync(path.join(folder, 'apps/shop/src/Cart.js'), 'export const byName = goods => groupBy(goods, "name");\n');
  };

  suite.test('GitHub Actions: annotations, SARIF and a comment', () => {
    const workflow = tools('yaml').parse(fs.readFileSync(path.join(recipes, 'github-actions.yml'), 'utf8'));
    assert.deepEqual(Object.keys(workflow), ['name', 'on', 'permissions', 'jobs']);
    const { steps } = workflow.jobs.gate;
    for (const step of steps) assert.ok(step.uses ? /^[\w-]+\/[\w/-]+@v\d+$/.test(step.uses) : step.run, JSON.stringify(step));
    const commands = steps.filter(step => step.run).map(step => ({ name: step.name, command: step.run, always: /always\(\)/.test(step.if ?? '') }));
    const here = checkout();
    fs.writeFileSync(path.join(here.dir, 'bin/gh'), '#!/bin/sh\nprintf "%s\\n" "$*" > gh.log; cp gate.md comment.md\n', { mode: 0o755 });
    const env = { GITHUB_ACTIONS: 'true', CI: 'true', NUMBER: '7', GH_TOKEN: 'none' };
    assert.equal(runSteps(here, commands, env).failed, false);
    break_(here);
    const { done, failed } = runSteps(here, commands, env);
    assert.ok(failed);
    assert.deepEqual(done.map(step => [step.name, step.status]), [['Analyze', 0], ['Gate', 1], ['Comment', 0]]);
    assert.match(done[1].output, /^::error file=apps\/shop\/src\/Cart\.js,line=\d+/m);
    assert.match(fs.readFileSync(path.join(here.folder, 'gh.log'), 'utf8'), /^pr comment 7 --body-file gate\.md/);
    assert.match(fs.readFileSync(path.join(here.folder, 'comment.md'), 'utf8'), /failed/);
    assert.equal(JSON.parse(fs.readFileSync(path.join(here.folder, 'gate.sarif'), 'utf8')).version, '2.1.0');
  });

  suite.test('GitLab CI: a test report', () => {
    const { mfshake: job } = tools('yaml').parse(fs.readFileSync(path.join(recipes, 'gitlab-ci.yml'), 'utf8'));
    const here = checkout();
    const commands = [...job.before_script, ...job.script].map(command => ({ command }));
    assert.equal(runSteps(here, commands, { CI: 'true' }).failed, false);
    break_(here);
    assert.equal(runSteps(here, commands, { CI: 'true' }).failed, true);
    for (const file of [...job.artifacts.paths, job.artifacts.reports.junit]) assert.ok(fs.existsSync(path.join(here.folder, file)), file);
    assert.match(fs.readFileSync(path.join(here.folder, 'gate.xml'), 'utf8'), /<failure/);
  });

  suite.test('the app of the quick start is one that Rspack builds', async () => {
    const part = parts(fs.readFileSync(path.join(root, 'docs/quickstart.md'), 'utf8')).find(({ title }) => /Rspack/.test(title));
    const folder = path.join(workDir('quickstart-rspack'), 'app');
    writeFiles(folder, Object.fromEntries(part.steps.filter(step => step.file).map(step => [step.file, step.text])));
    fs.mkdirSync(path.join(folder, 'node_modules'));
    for (const scope of ['@rspack', '@module-federation']) fs.symlinkSync(path.join(root, 'tests/recipes/tools/node_modules', scope), path.join(folder, 'node_modules', scope));
    const { rspack } = tools('@rspack/core');
    const { default: config } = await import(pathToFileURL(path.join(folder, 'rspack.config.mjs')).href);
    const stats = await new Promise((resolve, reject) => { rspack({ ...config, context: folder, output: { ...config.output, path: path.join(folder, 'dist') } }, (error, result) => (error ? reject(error) : resolve(result))); });
    assert.equal(stats.hasErrors(), false, stats.toString());
    assert.ok(fs.existsSync(path.join(folder, 'dist/remoteEntry.js')));
  });

  suite.test("diagrams are read by Mermaid's own parser", async () => {
    const { window } = new (tools('jsdom').JSDOM)('');
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await import(pathToFileURL(tools.resolve('mermaid')).href);
    mermaid.initialize({ startOnLoad: false });
    await assert.rejects(mermaid.parse('flowchart TD\n  n0["a" b"]\n'));
    const dir = workDir('mermaid');
    const hostile = hostileApp();
    const apps = { layers: [layered(3, 3), 'lib.x', '--all'], hostile: [hostile.files, 'lib', '--all'], unused: [layered(1, 1), 'lib.y'] };
    for (const [name, [files, ...args]] of Object.entries(apps)) {
      writeFiles(path.join(dir, name), files);
      const { stdout } = await mfshakeOk(['why', ...args, '--format', 'mermaid'], { cwd: path.join(dir, name) });
      const { db } = await mermaid.mermaidAPI.getDiagramFromText(stdout);
      const wanted = diagramOf(stdout);
      assert.deepEqual([...db.getVertices().keys()].sort(), Object.keys(wanted.nodes).sort(), name);
      assert.deepEqual(db.getEdges().map(edge => [edge.start, edge.end]), wanted.edges.map(([from, to]) => [from, to]), name);
    }
  });
}
