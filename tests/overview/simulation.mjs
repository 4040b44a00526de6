// The page's simulation, loaded as the page has it.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { root } from '../lib/mfshake.mjs';

/** { Simulation, Answer } of src/overview/html/simulate.js. */
export function loadSimulation() {
  const source = fs.readFileSync(path.join(root, 'src/overview/html/simulate.js'), 'utf8');
  return vm.runInThisContext(`(() => { ${source}\nreturn { Simulation, Answer }; })()`);
}

/** The JSON that stands in the page's script element `id`. */
export function dataOf(html, id) {
  const [, json] = new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`, 's').exec(html);
  return JSON.parse(json);
}

/** Numbers in [0, 1) that depend on the seed alone. */
export function randomFrom(seed) {
  let state = (seed * 2654435761 + 1) % 2147483647 || 1;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** A share of `names`, of a size that varies. */
export function subsetOf(names, random) {
  const share = random() ** 2;
  return names.filter(() => random() < share);
}
