'use strict';
// The map of bytes: shares → packages → modules, laid out by d3-hierarchy (the global d3), drawn as SVG. Every cell can be reached with the arrow keys.

const Treemap = (() => {
  const svgName = 'http://www.w3.org/2000/svg';
  const titleHeight = 20;

  function shape(tag, attributes) {
    const made = document.createElementNS(svgName, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  const leastLetters = 4; // of a name that is cut off at the edge of its cell: fewer tell nothing

  /** The longest form of a name that fits: with its folders, without, without its ending; else the last, to be cut off, or nothing when there is no room at all. */
  function shorten(name, letters) {
    const base = name.slice(name.lastIndexOf('/') + 1), stem = base.replace(/(?<=.)\.\w+$/, '');
    return [name, base, stem].find(form => form.length <= letters) ?? (letters > leastLetters ? stem : '');
  }

  return class {
    #root = null; // d3's hierarchy of all that there is
    #shown = null; // the part of it that is drawn
    #query = '';
    #cells = []; // { node, group } in the order of the document

    /** `describe(node)` gives the words for a node; `tell(node)` is called for the one that has focus or the pointer, or null. */
    constructor({ place, crumbs, describe, tell, show }) {
      Object.assign(this, { place, crumbs, describe, tell, show });
      new ResizeObserver(() => this.draw()).observe(place);
    }

    /** `tree` is { name, children } down to { name, bytes, kept, … }. What was opened stays open. */
    setData(tree) {
      const path = this.#shown ? this.#shown.ancestors().map(({ data }) => data.name).reverse().slice(1) : [];
      this.#root = d3.hierarchy(tree).sum(({ bytes, children }) => (children ? 0 : bytes)).sort((a, b) => b.value - a.value);
      this.#root.eachAfter(node => {
        node.kept = node.children ? node.children.reduce((sum, child) => sum + child.kept, 0) : node.data.kept ?? 0;
      });
      this.#shown = this.#root;
      for (const name of path) this.#shown = this.#shown.children?.find(({ data }) => data.name === name) ?? this.#shown;
      this.draw();
    }

    setQuery(query) {
      this.#query = query;
      for (const { node, group } of this.#cells) this.#fade(node, group);
    }

    #fade(node, group) {
      const isMatch = !this.#query || node.leaves().some(({ data }) => data.label.toLowerCase().includes(this.#query));
      group.classList.toggle('faded', !isMatch);
    }

    open(node, focus = false) {
      this.#shown = node;
      this.draw();
      if (focus) this.#cells[0]?.group.focus();
    }

    draw() {
      const width = Math.floor(this.place.clientWidth);
      if (!this.#shown || width < 50) return;
      const height = Math.max(280, Math.min(540, Math.round(width * 0.42)));
      const top = this.#shown.copy(); // depth 0 is what is shown
      d3.treemap().size([width, height]).paddingInner(1).paddingOuter(2).paddingTop(node => (node.depth ? titleHeight : 2)).round(true)(top);
      const originals = this.#shown.descendants();
      const svg = shape('svg', { viewBox: `0 0 ${width} ${height}`, height, role: 'tree', 'aria-label': 'Packages and modules by size' });
      this.#cells = [];
      top.descendants().forEach((node, index) => {
        if (node === top) return;
        const [w, h] = [node.x1 - node.x0, node.y1 - node.y0];
        if (w < 2 || h < 2) return;
        this.#addCell(svg, originals[index], node, w, h);
      });
      // In the order of the tree, so that a screen reader meets a package before its modules.
      const order = new Map();
      this.#shown.eachBefore(node => order.set(node, order.size));
      this.#cells.sort((a, b) => order.get(a.node) - order.get(b.node));
      this.#cells.forEach(({ group }) => svg.append(group));
      this.#cells[0]?.group.setAttribute('tabindex', '0');
      this.place.replaceChildren(svg);
      this.#drawCrumbs();
    }

    #addCell(svg, node, { x0, y0, depth }, w, h) {
      const isLeaf = !node.children;
      const group = shape('g', { transform: `translate(${x0},${y0})`, role: 'treeitem', tabindex: '-1', 'aria-level': depth, 'aria-label': this.describe(node) });
      group.setAttribute('class', isLeaf ? 'leaf' : 'group');
      const part = node.value ? node.kept / node.value : 0;
      group.append(shape('rect', { width: w, height: h, ...(isLeaf && { class: 'gone' }) }));
      const kept = isLeaf && part > 0 ? Math.max(1, Math.round(w * part)) : 0;
      if (kept) group.append(shape('rect', { width: kept, height: h, class: 'kept' }));
      if (isLeaf && part > 0.5) group.classList.add('stays');
      const [left, right] = !isLeaf ? [0, w] : part > 0.5 ? [0, kept] : [kept, w]; // the name stands on one colour
      const letters = Math.floor((right - left - 8) / 6.8);
      const name = shorten(this.show(node.data.name), letters);
      if (h >= 17 && name) {
        const text = shape('text', { x: 4, y: 14 });
        text.textContent = name;
        const frame = shape('svg', { x: left, width: right - left - 2, height: h }); // which cuts off what is too long
        frame.append(text);
        group.append(frame);
      }
      group.addEventListener('click', event => this.#activate(node, event));
      group.addEventListener('keydown', event => this.#press(node, event));
      group.addEventListener('focus', () => this.tell(node));
      group.addEventListener('pointerenter', () => this.tell(node));
      this.#fade(node, group);
      this.#cells.push({ node, group });
    }

    #activate(node, event) {
      event.stopPropagation();
      const opened = node.children ? node : node.parent;
      if (opened && opened !== this.#shown) this.open(opened, true);
    }

    #leave() {
      const left = this.#shown;
      if (!left.parent) return;
      this.open(left.parent);
      this.#focus(left);
    }

    #focus(node) {
      const cell = this.#cells.find(other => other.node === node);
      if (!cell) return;
      for (const { group } of this.#cells) group.setAttribute('tabindex', '-1');
      cell.group.setAttribute('tabindex', '0');
      cell.group.focus();
    }

    #press(node, event) {
      const siblings = this.#cells.map(cell => cell.node).filter(other => other.parent === node.parent);
      const at = siblings.indexOf(node);
      const child = this.#cells.find(cell => cell.node.parent === node)?.node;
      const moves = {
        ArrowRight: () => this.#focus(siblings[at + 1]), ArrowLeft: () => this.#focus(siblings[at - 1]),
        ArrowDown: () => this.#focus(child), ArrowUp: () => this.#focus(node.parent),
        Home: () => this.#focus(siblings[0]), End: () => this.#focus(siblings.at(-1)),
        Enter: () => this.#activate(node, event), ' ': () => this.#activate(node, event), Escape: () => this.#leave(), Backspace: () => this.#leave(),
      };
      if (!moves[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      moves[event.key]();
    }

    #drawCrumbs() {
      const path = this.#shown.ancestors().reverse();
      this.crumbs.replaceChildren(...path.map((node, index) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = index ? this.show(node.data.name) : 'All shares';
        button.disabled = node === this.#shown;
        button.addEventListener('click', () => this.open(node));
        return button;
      }));
    }
  };
})();
