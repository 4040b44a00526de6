// Compares exports of pruned chunks with those of the whole one; prints a line for each difference. A process of its own,
// because modules may print when they run.
//
//   node compare-exports.mjs '{"root": id, "whole": file, "others": [files], "pruned": [{"name": export, "file": file}, …]}'
import util from 'node:util';
import { createRuntime, readChunk } from '../runtime/runtime.mjs';

const { root, whole, others, pruned } = JSON.parse(process.argv[2]);
const say = console.log;
console.log = () => {};

const seen = (file, name) => {
  const shared = Object.fromEntries(others.map(other => [other.key, createRuntime([readChunk(other.file)]).require(other.root)]));
  try {
    const exports = createRuntime([readChunk(file)], { shared }).require(root);
    return util.inspect(exports[name], { depth: 3, getters: true });
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};

for (const { name, file } of pruned) {
  const [want, got] = [seen(whole, name), seen(file, name)];
  if (want !== got) say(`${name} alone is ${got}, was ${want}`);
}
