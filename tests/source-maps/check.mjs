// Checks a chunk and its source map as a reader that knows nothing of mfshake sees them: @jridgewell/trace-mapping decodes, acorn tells identifiers.
import assert from 'node:assert/strict';
import { TraceMap, decodedMappings, traceSegment } from '@jridgewell/trace-mapping';
import { Parser, tokTypes } from 'acorn';

const lineEnd = /\r\n|[\n\r\u2028\u2029]/;
const word = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;

export const lines = text => text.split(lineEnd);

function wordAt(line, column) {
  word.lastIndex = column;
  return word.exec(line)?.[0] ?? '';
}

// What emit puts something else for, without a name in the source that could be told.
const replaced = /^(?:export\b|import\b|this\b|typeof\b|if\b|true\b|false\b|!|\(|process\.env|[{"'`\d])/;

// What stands for code that never runs.
const dead = /^(?:\{ |0)/;

/**
 * Every segment of `map` leads to a place of its source where the same word stands, or the word that it names; every identifier of `chunk` has a segment of its own, is in
 * text that emit put for one, or comes from nowhere. `contents` gives a source that the map does not hold. Gives how much there was of each.
 */
export function checkMap(chunk, map, contents, { everyIdentifier = true } = {}) {
  const trace = new TraceMap(map);
  const chunkLines = lines(chunk);
  const sources = map.sources.map((source, i) => lines(map.sourcesContent?.[i] ?? contents(source)));
  const seen = { same: 0, named: 0, replaced: 0, nowhere: 0, sources: new Set(), names: new Set() };
  decodedMappings(trace).forEach((segments, line) => {
    for (const [column, source, sourceLine, sourceColumn, name] of segments) {
      const at = `${line + 1}:${column}`;
      assert.ok(line < chunkLines.length && column <= chunkLines[line].length, `a segment at ${at}, where the chunk has nothing`);
      if (source === undefined) continue;
      seen.sources.add(source);
      const original = sources[source][sourceLine];
      assert.ok(original !== undefined && sourceColumn <= original.length, `${at} leads beyond ${map.sources[source]}`);
      const there = wordAt(original, sourceColumn);
      const here = wordAt(chunkLines[line], column);
      const place = `${at} "${chunkLines[line].slice(column, column + 40)}" leads to ${map.sources[source]}:${sourceLine + 1}:${sourceColumn} "${original.slice(sourceColumn, sourceColumn + 40)}"`;
      if (name !== undefined) {
        seen.names.add(name);
        assert.equal(there, map.names[name], place);
        seen.named++;
      } else if (here === there && (here || chunkLines[line][column] === original[sourceColumn])) {
        seen.same++;
      } else {
        if (!dead.test(chunkLines[line].slice(column))) assert.match(original.slice(sourceColumn), replaced, place);
        seen.replaced++;
      }
    }
  });
  assert.equal(seen.sources.size, map.sources.length, 'a source that nothing refers to');
  assert.equal(seen.names.size, map.names.length, 'a name that nothing refers to');
  if (everyIdentifier) checkIdentifiers(chunk, chunkLines, trace, seen);
  return seen;
}

function checkIdentifiers(chunk, chunkLines, trace, seen) {
  const options = { ecmaVersion: 'latest', sourceType: /^export /m.test(chunk.slice(-300)) || chunk.startsWith('export ') ? 'module' : 'script', locations: true, allowHashBang: true };
  for (const token of Parser.tokenizer(chunk, options)) {
    if (token.type !== tokTypes.name) continue;
    const { line, column } = token.loc.start;
    const segment = traceSegment(trace, line - 1, column);
    if (!segment || segment.length === 1) {
      seen.nowhere++;
      continue;
    }
    if (segment[0] === column) continue;
    // In text that stands for one token of the source, which only its beginning is mapped of.
    const text = chunkLines[line - 1].slice(segment[0], column);
    assert.match(text + token.value, /__webpack|__WEBPACK|^undefined|^globalThis|^const |^\{ var|^Promise\.|^0|\w: $/, `${line}:${column} "${token.value}" has no segment of its own, but that of "${text}"`);
  }
}
