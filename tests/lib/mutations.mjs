// A JSON document, damaged in every simple way: a part removed, a list or the text cut off, a name changed.

/** All places in a document: [path from the root, value], depth first. */
function* places(value, path = []) {
  if (path.length) yield [path, value];
  if (value === null || typeof value !== 'object') return;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) yield* places(value[key], [...path, key]);
}

const parentOf = (document, path) => path.slice(0, -1).reduce((value, key) => value[key], document);

/** Every damaged copy: { how, text }. */
export function* mutations(document) {
  const change = (how, path, edit) => {
    const copy = structuredClone(document);
    edit(parentOf(copy, path), path.at(-1));
    return { how: `${how} ${path.join('/')}`, text: JSON.stringify(copy) };
  };
  for (const [path, value] of places(document)) {
    yield change('removed', path, (parent, key) => {
      if (Array.isArray(parent)) parent.splice(key, 1);
      else delete parent[key];
    });
    if (Array.isArray(value) && value.length) yield change('emptied', path, (parent, key) => (parent[key] = []));
    if (Array.isArray(value) && value.length > 2) yield change('cut', path, (parent, key) => parent[key].splice(value.length / 2));
    if (value && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length)
      yield change('emptied', path, (parent, key) => (parent[key] = {}));
    if (typeof value === 'string') yield change('renamed', path, (parent, key) => (parent[key] = `${value}X`));
    if (typeof path.at(-1) === 'string') {
      yield change('renamed key', path, (parent, key) => {
        const entries = Object.entries(parent).map(([name, item]) => [name === key ? `${key}X` : name, item]);
        for (const name of Object.keys(parent)) delete parent[name];
        for (const [name, item] of entries) parent[name] = item;
      });
    }
    yield change('null', path, (parent, key) => (parent[key] = null));
  }
  const text = JSON.stringify(document);
  for (let i = 0; i < 40; i++) yield { how: `truncated at ${i}/40`, text: text.slice(0, Math.floor((text.length * i) / 40)) };
  yield { how: 'NaN', text: text.replace(/:(\d+)/, ':NaN') };
  yield { how: 'a number out of range', text: text.replace(/:(\d+)/, ':1e999') };
  yield { how: 'a later schema', text: text.replace(/"(schema|merged)":1/, '"$1":2') };
  yield { how: 'an older schema', text: text.replace(/"(schema|merged)":1/, '"$1":0') };
}
