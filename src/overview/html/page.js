'use strict';
// The page of `mfshake report`: draws the overview, and answers choices of exports by simulation. All text of the data goes through `show` into text nodes and attributes, never into markup.
(() => {
  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId('overview').textContent);
  const simulations = JSON.parse(byId('simulations').textContent).map(table => new Simulation(table));
  const mostRows = 250;
  const mostColumns = 40;

  // ------------------------------------------------------------------------------------------- words

  const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
  /** A text of the data with characters visible that nobody sees, or that turn the text around. */
  const show = text => text.replace(hidden, c => `\\u{${c.codePointAt(0).toString(16)}}`);
  const count = (number, one, many = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
  const bytes = number => count(number, 'byte');
  function change(before, after) {
    const percent = before ? ((after - before) / before) * 100 : 0;
    if (before === after) return '0 %';
    return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
  }

  /** An element; children that are strings are text. */
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, '');
      else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }
  const name = text => element('bdi', null, show(text));
  const code = text => element('code', null, name(text));
  const number = value => element('td', { class: 'number' }, value === undefined ? '–' : value.toLocaleString('en'));
  const spoken = text => element('span', { class: 'hidden-text' }, text);

  // ------------------------------------------------------------------------------------------- shares and choices

  const shareOf = new Map(data.shares.map(share => [share.key, share]));
  for (const share of data.shares) {
    // Keys that are one module have one answer: the first of them stands for all.
    share.group = [share.key, ...share.aliases].sort()[0];
    share.names = new Set(share.exports.map(({ name: own }) => own));
    share.text = [share.key, ...share.versions, ...share.apps.map(({ app }) => data.apps[app])].join('\n').toLowerCase();
    share.isWhole = share.keptWholeBecause !== null;
    const states = ['used', 'possibly', 'unused'];
    share.exports.sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state) || b.users.length - a.users.length || (a.name < b.name ? -1 : 1));
  }
  const namesOfGroup = group => new Set(data.shares.filter(share => share.group === group).flatMap(share => [...share.names]));
  const groupNames = new Map(data.shares.map(({ group }) => [group, namesOfGroup(group)]));
  const choices = new Map(); // group → the exports that are ticked; missing: as reported

  data.chunks.forEach((chunk, index) => {
    chunk.simulation = simulations[index];
    chunk.now = null;
  });
  const chunksOf = share => data.chunks.filter(({ keys }) => keys.includes(share.key));
  const chunksOfGroup = group => data.chunks.filter(({ keys }) => keys.some(key => shareOf.get(key)?.group === group));

  function asReported({ after, modules }) {
    return { bytes: after.raw, modules: modules.map(module => ({ id: module.id, bytes: module.before, kept: module.after })),
      moduleCount: modules.filter(module => module.after > 0).length };
  }
  function answer(region) {
    const group = shareOf.get(region.key)?.group;
    const choice = choices.get(group);
    if (!choice || region.isFixed || !groupNames.get(group).has(region.name)) return region.answer;
    return choice.has(region.name) ? Answer.used : Answer.unused;
  }
  function simulate(chunk) {
    const isChosen = chunk.keys.some(key => choices.has(shareOf.get(key)?.group));
    chunk.now = isChosen ? chunk.simulation.prune(chunk.simulation.regions.map(answer)) : asReported(chunk);
  }
  data.chunks.forEach(simulate);

  const isTicked = (share, exported) => choices.get(share.group)?.has(exported.name) ?? (share.isWhole || exported.state !== 'unused');
  const sum = (list, value) => list.reduce((total, item) => total + value(item), 0);

  let selected = [...data.shares].sort((a, b) => sum(chunksOf(b), c => c.before.raw) - sum(chunksOf(a), c => c.before.raw))[0];
  let query = '';

  // ------------------------------------------------------------------------------------------- tables that may be long

  const unfolded = new Set();
  /** Fills `body` with at most so many rows, and offers the others. */
  function fill(body, button, rows, what, redraw) {
    const shown = unfolded.has(button.id) ? rows : rows.slice(0, mostRows);
    body.replaceChildren(...shown.map(make => make()));
    button.hidden = shown.length === rows.length;
    button.textContent = `Show all ${count(rows.length, what)}`;
    button.onclick = () => {
      unfolded.add(button.id);
      redraw();
    };
  }

  // ------------------------------------------------------------------------------------------- parts of the page

  function drawSummary() {
    const before = sum(data.chunks, chunk => chunk.before.raw);
    const now = sum(data.chunks, chunk => chunk.now.bytes);
    const parts = [count(data.apps.length, 'app'), count(data.shares.length, 'share')];
    if (data.chunks.length) parts.push(`${bytes(before)}, of which ${now.toLocaleString('en')} stay (${change(before, now)})`);
    else parts.push('no chunk is given, so that sizes are not known: --chunks says where they are');
    if (choices.size) parts.push('with the exports that are ticked');
    byId('summary').textContent = parts.join(' · ');
  }

  const hasExport = (share, text) => share.exports.some(({ name: own }) => own.toLowerCase().includes(text));
  const matchesShare = share => !query || share.text.includes(query) || hasExport(share, query);

  function shareRow(share) {
    const chunks = chunksOf(share);
    const [before, now] = [sum(chunks, chunk => chunk.before.raw), sum(chunks, chunk => chunk.now.bytes)];
    const used = share.exports.filter(exported => isTicked(share, exported)).length;
    const size = chunks.length
      ? [number(before), number(now), element('td', null, element('progress', { max: before, value: now, 'aria-label': `kept of ${show(share.key)}` }), ` ${change(before, now)}`)]
      : [number(), number(), element('td', null, '–')];
    return element('tr', { 'aria-current': share === selected && 'true' },
      element('th', { scope: 'row' }, element('button', { type: 'button', class: 'link', onclick: () => select(share) }, name(share.key))),
      element('td', null, name(share.versions.join(', ') || '–')), number(share.apps.length),
      element('td', { class: 'number' }, `${used.toLocaleString('en')} / ${share.exports.length.toLocaleString('en')}`), ...size,
      element('td', null, share.isWhole ? name(share.keptWholeBecause) : ''));
  }
  function drawShares() {
    byId('shares').tBodies[0].replaceChildren(...data.shares.filter(matchesShare).map(shareRow));
  }

  function packageOf(id) {
    const parts = id.split('node_modules/');
    if (parts.length < 2) return { package: '(no package)', rest: id };
    const [first, second, ...rest] = parts.at(-1).split('/');
    if (first.startsWith('@') && second) return { package: `${first}/${second}`, rest: rest.join('/') };
    return { package: first, rest: [second, ...rest].filter(part => part !== undefined).join('/') };
  }
  const moduleParts = new Map();
  for (const { modules } of data.chunks) for (const { id } of modules) moduleParts.set(id, packageOf(id));

  function treeOf(chunk) {
    const packages = new Map();
    for (const module of chunk.now.modules) {
      const { package: owner, rest } = moduleParts.get(module.id);
      if (!packages.has(owner)) packages.set(owner, []);
      packages.get(owner).push({ name: rest || module.id, label: module.id, bytes: module.bytes, kept: module.kept });
    }
    const children = packages.size === 1 ? [...packages.values()][0] : [...packages].map(([owner, modules]) => ({ name: owner, children: modules }));
    return { name: chunk.keys.join(', ') || chunk.file, children };
  }
  const treemap = new Treemap({
    place: byId('map'), crumbs: byId('crumbs'), show,
    describe: node => `${show(node.data.label ?? node.data.name)}: ${bytes(node.value)}, ${node.kept.toLocaleString('en')} stay`,
    tell: node => {
      const part = node.value ? ` (${((node.kept / node.value) * 100).toFixed(1)} %)` : '';
      byId('detail').textContent = `${show(node.data.label ?? node.data.name)}: ${bytes(node.value)}, ${node.kept.toLocaleString('en')} stay${part}`;
    },
  });
  function drawMap() {
    byId('detail').textContent = 'A module that the pointer or the focus is on is described here.';
    byId('detail').hidden = byId('crumbs').hidden = !data.chunks.length;
    if (data.chunks.length) treemap.setData({ name: 'all', children: data.chunks.map(treeOf) });
    else byId('map').replaceChildren(element('p', { class: 'notice' }, 'No chunk is given: this page shows exports only.'));
  }

  // ------------------------------------------------------------------------------------------- exports

  const places = list => element('ul', null, ...list.map(([app, place]) => element('li', null, code(place), app === null ? '' : ' in ', app === null ? '' : name(app))));

  function useCell(row, users) {
    if (users.has(row.app)) return element('td', { class: 'app' }, element('span', { 'aria-hidden': 'true' }, '●'), spoken('used'));
    if (row.mode !== 'exact') return element('td', { class: 'app' }, element('span', { 'aria-hidden': 'true' }, '◐'), spoken('possibly used'));
    return element('td', { class: 'app' }, spoken('not used'));
  }
  /** The apps that have a column: those that are looked for, else the first ones. */
  function columnsOf(share) {
    const wanted = query ? share.apps.filter(({ app }) => data.apps[app].toLowerCase().includes(query)) : [];
    return (wanted.length ? wanted : share.apps).slice(0, mostColumns);
  }
  function exportRow(share, exported, canSimulate) {
    const users = new Map(exported.users.map(user => [user.app, user]));
    const where = exported.users.flatMap(user => user.places.map(place => [data.apps[user.app], place]));
    const tick = element('input', { type: 'checkbox', checked: isTicked(share, exported), disabled: !canSimulate,
      onchange: event => choose(exported.name, event.target.checked) });
    tick.dataset.name = exported.name;
    return element('tr', null,
      element('th', { scope: 'row' }, element('label', null, tick, name(exported.name))),
      ...columnsOf(share).map(row => useCell(row, users)),
      element('td', null, where.length ? element('details', null, element('summary', null, count(where.length, 'place')), places(where)) : ''));
  }
  function exportsShown() {
    const byName = selected.exports.filter(({ name: own, users }) =>
      own.toLowerCase().includes(query) || users.some(({ app }) => data.apps[app].toLowerCase().includes(query)));
    return byName.length || !selected.text.includes(query) ? byName : selected.exports;
  }
  function drawExports() {
    const canSimulate = chunksOfGroup(selected.group).some(chunk => chunk.simulation.regions.length);
    byId('share-name').replaceChildren(name(selected.key));
    const state = [];
    if (selected.isWhole) state.push(`Kept whole because ${show(selected.keptWholeBecause)}.`);
    if (canSimulate && selected.isWhole) state.push('Ticks show what would be kept if that were not so.');
    if (!chunksOfGroup(selected.group).length) state.push('No chunk of this share is given: its sizes are not known.');
    else if (!canSimulate) state.push('Its chunk stays whole, because none of its exports is annotated.');
    if (selected.apps.length > mostColumns) state.push(`${columnsOf(selected).length} of ${count(selected.apps.length, 'app')} are shown: search for the name of another one.`);
    byId('share-state').hidden = !state.length;
    byId('share-state').textContent = state.join(' ');
    byId('simulator').hidden = !canSimulate;
    byId('exports').tHead.replaceChildren(element('tr', null, element('th', { scope: 'col' }, 'export'),
      ...columnsOf(selected).map(row => element('th', { scope: 'col', class: 'app' }, name(data.apps[row.app]))), element('th', { scope: 'col' }, 'where')));
    fill(byId('exports').tBodies[0], byId('all-exports'), exportsShown().map(exported => () => exportRow(selected, exported, canSimulate)), 'export', drawExports);
    drawResult();
  }
  function drawResult() {
    const chunks = chunksOfGroup(selected.group);
    const [before, now] = [sum(chunks, chunk => chunk.before.raw), sum(chunks, chunk => chunk.now.bytes)];
    const [modules, kept] = [sum(chunks, chunk => chunk.modules.length), sum(chunks, chunk => chunk.now.moduleCount)];
    const ticked = selected.exports.filter(exported => isTicked(selected, exported)).length;
    byId('result').textContent = `${ticked} of ${count(selected.exports.length, 'export')}: ${bytes(now)} (${change(before, now)}), ${kept} of ${count(modules, 'module')}`;
    const choice = choices.get(selected.group);
    const isNamed = choice && selected.exports.every(exported => choice.has(exported.name) === (exported.users.length > 0));
    const pressed = { 'choose-reported': !choice, 'choose-named': isNamed, 'choose-all': choice && ticked === selected.exports.length, 'choose-none': choice && ticked === 0 };
    for (const [id, is] of Object.entries(pressed)) byId(id).setAttribute('aria-pressed', String(Boolean(is)));
  }

  // Of many ticks at once only the last is simulated.
  let isWaiting = false;
  function simulateSoon() {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      chunksOfGroup(selected.group).forEach(simulate);
      [drawSummary, drawShares, drawResult, drawMap, drawModules].forEach(draw => draw());
    });
  }
  const choiceNow = () => new Set(data.shares.filter(({ group }) => group === selected.group)
    .flatMap(share => share.exports.filter(exported => isTicked(share, exported)).map(exported => exported.name)));
  function choose(exported, isUsed) {
    const choice = choices.get(selected.group) ?? choiceNow();
    if (isUsed) choice.add(exported);
    else choice.delete(exported);
    choices.set(selected.group, choice);
    simulateSoon();
  }
  function chooseAll(choice) {
    if (choice) choices.set(selected.group, choice);
    else choices.delete(selected.group);
    for (const tick of document.querySelectorAll('#exports input')) {
      tick.checked = isTicked(selected, selected.exports.find(exported => exported.name === tick.dataset.name));
    }
    simulateSoon();
  }
  const named = () => new Set(data.shares.filter(({ group }) => group === selected.group)
    .flatMap(share => share.exports.filter(({ users }) => users.length).map(exported => exported.name)));
  byId('choose-reported').onclick = () => chooseAll(null);
  byId('choose-named').onclick = () => chooseAll(named());
  byId('choose-all').onclick = () => chooseAll(new Set(groupNames.get(selected.group)));
  byId('choose-none').onclick = () => chooseAll(new Set());

  function select(share) {
    selected = share;
    unfolded.delete('all-exports');
    drawShares();
    drawExports();
    byId('exports-title').focus();
  }

  // ------------------------------------------------------------------------------------------- what is in the way

  /** { share, what: nodes, places, remedy, text: for the search }. */
  function findBlockers() {
    const found = [];
    const add = (key, what, list, remedy) => found.push({
      key, what, places: list, remedy, text: [key, ...what.map(part => (typeof part === 'string' ? part : part.textContent)), ...list.map(([, place]) => place)].join('\n').toLowerCase() });
    for (const share of data.shares) {
      if (share.locked.length) add(share.key, ['no report is given of ', name(share.locked.join(', '))], [], 'Give the reports of these apps, or say with --consumers or --federation which apps use this share.');
      const same = new Map(); // apps of which the same is said
      for (const row of share.apps.filter(({ why }) => why)) {
        const said = JSON.stringify([row.why, row.places]);
        same.set(said, [...(same.get(said) ?? []), row]);
      }
      for (const rows of same.values()) {
        const [{ why, places: where }] = rows;
        const isForeign = where.length > 0 && where.every(place => / \((?:dependency|shared)\b[^()]*.*\)$/.test(place));
        add(share.key, [name(rows.map(({ app }) => data.apps[app]).join(', ')), `: ${why}`], where.map(place => [null, place]),
          isForeign ? 'This is code of a package: a version of it that imports by name would help.' : 'Import what is used by name.');
      }
      for (const row of share.apps) {
        if (row.missing.length) add(share.key, [name(data.apps[row.app]), ' uses ', name(row.missing.join(', ')), ', which its copy does not provide'], [], 'Correct the import, or the version of the package.');
      }
    }
    for (const chunk of data.chunks) {
      if (!chunk.simulation.regions.length) {
        add(chunk.keys.join(', ') || chunk.file, ['the chunk stays whole: none of its exports is annotated'], [],
          'A package is annotated when its exports can be told apart before it runs: ES modules, or simple CommonJS.');
      }
      for (const { about, reason } of chunk.notes) add(chunk.keys.join(', '), [name(about), ' stays though no app uses it: ', name(reason)], [], '');
    }
    return found;
  }
  const blockers = findBlockers();
  function drawBlockers() {
    const rows = blockers.filter(({ text }) => text.includes(query)).map(({ key, what, places: list, remedy }) => () =>
      element('li', null, element('strong', null, name(key)), ': ', ...what.map(part => (typeof part === 'string' ? part : part.cloneNode(true))),
        ...(list.length ? [places(list)] : []), ...(remedy ? [element('p', { class: 'remedy' }, remedy)] : [])));
    fill(byId('blockers'), byId('all-blockers'), rows.length || query ? rows : [() => element('li', null, 'Nothing: every app uses every share exactly, and every app has a report.')], 'reason', drawBlockers);
  }

  // ------------------------------------------------------------------------------------------- modules, search, colours

  function drawModules() {
    const all = data.chunks.flatMap(chunk => chunk.now.modules.map(module => ({ ...module, key: chunk.keys.join(', ') })));
    const rows = all.filter(({ id }) => id.toLowerCase().includes(query)).sort((a, b) => b.bytes - a.bytes || (a.id < b.id ? -1 : 1))
      .map(({ id, key, bytes: before, kept }) => () => element('tr', null, element('th', { scope: 'row' }, name(id)),
        element('td', null, name(moduleParts.get(id).package)), element('td', null, name(key)), number(before), number(kept)));
    fill(byId('modules').tBodies[0], byId('all-modules'), rows, 'module', drawModules);
    return rows.length;
  }
  function search() {
    query = byId('search').value.trim().toLowerCase();
    unfolded.clear();
    const shares = data.shares.filter(matchesShare);
    // The share that is shown is one that has what is looked for.
    if (query && shares.length && !hasExport(selected, query) && !selected.text.includes(query)) selected = shares[0];
    drawShares();
    drawExports();
    drawBlockers();
    const modules = drawModules();
    treemap.setQuery(query);
    byId('matches').textContent = query ? [count(shares.length, 'share'), `${count(exportsShown().length, 'export')} of ${show(selected.key)}`, count(modules, 'module')].join(', ') : '';
  }
  byId('search').addEventListener('input', search);
  document.addEventListener('keydown', event => {
    const isTyping = /^(input|select|textarea)$/i.test(event.target.tagName) && event.target.type !== 'checkbox';
    if (event.key !== '/' || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    byId('search').focus();
  });
  byId('theme').addEventListener('change', event => {
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  });

  drawSummary();
  search();
  drawMap();
})();
