/**
 * Splits C source into its code, its strings and its comments: three texts of the same length, in which everything else is
 * blank. Newlines stand in all three, so that line numbers hold.
 */
export function split(source) {
  const parts = { code: [], strings: [], comments: [] };
  const token = /\/\*[^]*?(?:\*\/|$)|\/\/(?:[^\\\n]|\\[^])*|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[^/"']+|\//g;
  for (const [piece] of source.matchAll(token)) {
    const kind = /^\/[*/]/.test(piece) ? 'comments' : /^["']/.test(piece) ? 'strings' : 'code';
    const blank = piece.replace(/[^\n]/g, ' ');
    for (const name of Object.keys(parts)) parts[name].push(name === kind ? piece : blank);
  }
  return Object.fromEntries(Object.entries(parts).map(([name, pieces]) => [name, pieces.join('')]));
}
