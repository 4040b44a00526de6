'use strict';
// The size of a chunk pruned to any choice of exports, from the table that prune/simulation.c wrote: marking as prune/mark.c and prune/live.c do it,
// cutting as prune/removal.c and prune/cut.c do it, but with lengths in place of text. The rules are explained there; names are the same.

const Answer = { used: 0, unused: 1, undecided: 2 }; // enum usage_answer

const Simulation = (() => {
  const Kind = { module: 0, statement: 1, member: 2, target: 3, outside: 4 };
  const Need = { unit: 0, tied: 1, module: 2, export: 3, all: 4, modules: 5, everything: 6 };
  const Fate = { stays: 0, waits: 1, goes: 2 };
  const [space, tab, lineFeed, carriageReturn, comma, brace] = [...' \t\n\r,{'].map(c => c.charCodeAt(0));
  const separators = new Set([...'()[]{},; \t\r\n'].map(c => c.charCodeAt(0)));
  const continuing = new Set([...'([`+-/*,.<>=&|^%?'].map(c => c.charCodeAt(0)));
  const semicolon = 0x3b;
  const isBlank = c => c === space || c === tab || c === lineFeed || c === carriageReturn;

  // ------------------------------------------------------------------------------------------- reading the table

  function reader(numbers) {
    let at = 0;
    return { next: () => numbers[at++], isAtEnd: () => at >= numbers.length };
  }

  function readText({ bytes, windows, texts }) {
    const text = new Uint8Array(bytes).fill(0x78);
    for (let i = 0, at = 0; i < windows.length; i += 2) {
      at += windows[i];
      const window = texts[windows[i + 1]];
      for (let c = 0; c < window.length; c++) text[at++] = window.charCodeAt(c);
    }
    return text;
  }

  function readComments(numbers) {
    const comments = [];
    let at = 0;
    for (let i = 0; i < numbers.length; i += 3) {
      const start = at + numbers[i];
      at = start + numbers[i + 1];
      const bits = numbers[i + 2];
      comments.push({ start, end: at, isLine: !!(bits & 1), hasLineEnd: !!(bits & 2), isLasting: !!(bits & 4), isMacro: !!(bits & 8) });
    }
    return comments;
  }

  function readUnits(numbers) {
    const { next, isAtEnd } = reader(numbers);
    const units = [];
    for (let start = 0; !isAtEnd();) {
      const bits = next();
      start += next();
      const unit = {
        kind: bits & 7, runs: !!(bits & 8), hasEffects: !!(bits & 16), isPart: !!(bits & 32), isImport: !!(bits & 64), isInList: !!(bits & 128),
        starts: !!(bits & 256), isWrapped: !!(bits & 512), wasLive: !!(bits & 1024), isHeld: !!(bits & 2048),
        start, end: start + next(), module: -1,
      };
      unit.parent = bits & 4096 ? next() : -1;
      if (bits & 8192) [unit.bodyStart, unit.bodyEnd] = [next(), next()];
      [unit.list, unit.position] = bits & 16384 ? [next(), next()] : [-1, -1];
      unit.import = bits & 32768 ? next() : -1;
      unit.export = bits & 65536 ? next() : -1;
      unit.needs = [];
      for (let count = bits & 131072 ? next() : 0; count > 0; count--) unit.needs.push({ kind: next(), target: next() });
      units.push(unit);
    }
    return units;
  }

  function readLists(numbers) {
    const { next, isAtEnd } = reader(numbers);
    const lists = [];
    while (!isAtEnd()) {
      const [start, end, bits, statementStart, statementEnd, count] = [next(), next(), next(), next(), next(), next()];
      const items = [];
      for (let i = 0, at = start; i < count; i++) {
        const item = { start: at + next() };
        at = item.end = item.start + next();
        items.push(item);
      }
      lists.push({ start, end, isObject: !!(bits & 1), isInList: !!(bits & 2), statementStart, statementEnd, items });
    }
    return lists;
  }

  function readGroups(numbers) {
    const { next, isAtEnd } = reader(numbers);
    const groups = [];
    while (!isAtEnd()) groups.push(Array.from({ length: next() }, next));
    return groups;
  }

  function readRegions({ regions: numbers, keys, names }) {
    const { next, isAtEnd } = reader(numbers);
    const regions = [];
    while (!isAtEnd()) {
      const [opening, closing, bits, key, name, count] = [next(), next(), next(), next(), next(), next()];
      regions.push({
        opening, closing, answer: bits & 3, isOfStatements: !!(bits & 4), isFixed: !!(bits & 8),
        key: keys[key] ?? '', name: names[name] ?? '', units: Array.from({ length: count }, next),
      });
    }
    return regions;
  }

  function readModules({ modules: numbers, ids }, units) {
    return ids.map((id, index) => {
      const [first, count, bits, directive] = numbers.slice(index * 4, index * 4 + 4);
      for (let u = first; u < first + count; u++) units[u].module = index;
      return {
        id, first, count, directive,
        isRoot: !!(bits & 1), doesNothing: !!(bits & 2), isDeclaredFree: !!(bits & 4), isSloppy: !!(bits & 8),
      };
    });
  }

  // ------------------------------------------------------------------------------------------- marking

  /** What is live when the units of `going` regions are held by nobody: { units, modules }, as arrays of 0 and 1. */
  function mark({ units, modules, exports }, going) {
    const tied = new Uint8Array(units.length);
    for (const region of going) for (const u of region.units) tied[u] = 1;
    const liveUnits = new Uint8Array(units.length);
    const liveModules = new Uint8Array(modules.length);
    const [readExports, whole, woken] = [new Uint8Array(exports.length), new Uint8Array(modules.length), new Uint8Array(modules.length)];
    const open = [];
    let [allModules, allWhole] = [false, false];

    const ownUnits = m => Array.from({ length: modules[m].count }, (_, i) => modules[m].first + i);
    const isDeferred = unit => unit.module >= 0 && modules[unit.module].isDeclaredFree && unit.isPart && unit.hasEffects;
    const isOwnCode = unit => unit.isPart && !unit.isImport && !(unit.runs && !unit.hasEffects);

    function addUnit(u) {
      if (liveUnits[u]) return false;
      liveUnits[u] = 1;
      open.push(u);
      return true;
    }
    function markUnit(u) {
      if (!addUnit(u)) return;
      const m = units[u].module;
      if (m < 0 || !modules[m].isDeclaredFree || !isOwnCode(units[u]) || woken[m]) return;
      woken[m] = 1;
      for (const other of ownUnits(m)) if (isDeferred(units[other])) addUnit(other);
    }
    function markModule(m) {
      if (liveModules[m]) return;
      liveModules[m] = 1;
      for (const u of ownUnits(m)) {
        const unit = units[u];
        const runs = (unit.runs && !isDeferred(unit)) || (unit.import >= 0 && !modules[unit.import].doesNothing);
        if (runs || (unit.isHeld && !tied[u])) markUnit(u);
      }
    }
    function markExport(e) {
      if (readExports[e]) return;
      readExports[e] = 1;
      exports[e].forEach(markUnit);
    }
    function markWhole(m) {
      if (whole[m]) return;
      whole[m] = 1;
      for (const u of ownUnits(m)) if (units[u].export >= 0) markExport(units[u].export);
    }
    function markAllModules() {
      if (!allModules) modules.forEach((_, m) => markModule(m));
      allModules = true;
    }
    function follow(u, { kind, target }) {
      if (kind === Need.unit || (kind === Need.tied && tied[u])) markUnit(target);
      else if (kind === Need.module) markModule(target);
      else if (kind === Need.export) markExport(target);
      else if (kind === Need.all) markWhole(target);
      else if (kind === Need.modules) markAllModules();
      else if (kind === Need.everything) {
        if (!allWhole) modules.forEach((_, m) => markWhole(m));
        allWhole = true;
        markAllModules();
      }
    }
    function run() {
      while (open.length) {
        const u = open.pop();
        const unit = units[u];
        if (unit.parent >= 0) markUnit(unit.parent);
        if (unit.module >= 0) markModule(unit.module);
        for (const need of unit.needs) follow(u, need);
      }
    }
    markUnit(0);
    run();
    modules.forEach((module, m) => {
      if (module.isRoot) markModule(m);
      run();
    });
    return { units: liveUnits, modules: liveModules };
  }

  // ------------------------------------------------------------------------------------------- cutting

  class Cut {
    edits = [];

    constructor({ text, comments, startOf, endOf }) {
      Object.assign(this, { text, comments, startOf, endOf });
    }

    // Reading around.
    commentStarting = offset => this.comments[this.startOf.get(offset) ?? -1];
    commentEnding = offset => this.comments[this.endOf.get(offset) ?? -1];

    skipForward(from, to) {
      while (from < to) {
        const comment = this.commentStarting(from);
        if (comment) from = comment.end;
        else if (isBlank(this.text[from])) from++;
        else break;
      }
      return Math.min(from, to);
    }
    skipBackward(from, least) {
      while (from > least) {
        if (isBlank(this.text[from - 1])) {
          from--;
          continue;
        }
        const comment = this.commentEnding(from);
        if (!comment) break;
        from = comment.start;
      }
      return Math.max(from, least);
    }
    skipSpaces(offset) {
      while (this.text[offset] === space || this.text[offset] === tab) offset++;
      return offset;
    }
    skipSpacesBack(offset) {
      while (offset > 0 && (this.text[offset - 1] === space || this.text[offset - 1] === tab)) offset--;
      return offset;
    }
    startsLine(offset) {
      offset = this.skipSpacesBack(offset);
      return offset === 0 || this.text[offset - 1] === lineFeed;
    }
    lineStart(offset) {
      while (offset > 0 && this.text[offset - 1] !== lineFeed) offset--;
      return offset;
    }
    endOfBlankRest(offset) {
      offset = this.skipSpaces(offset);
      if (offset === this.text.length) return offset;
      if (this.text[offset] === carriageReturn && this.text[offset + 1] === lineFeed) offset++;
      return this.text[offset] === lineFeed ? offset + 1 : 0;
    }

    // One edit; of what it puts only the first and last byte and the length matter.
    add(start, end, replacement = '', { isStatement = false, withLicences = false } = {}) {
      this.edits.push({ start, end, replacement, isStatement, withLicences });
    }

    cutComment({ start, end, isLine, hasLineEnd }, isClosing) {
      const nextLine = this.startsLine(start) ? this.endOfBlankRest(end) : 0;
      if (nextLine) this.add(this.lineStart(start), nextLine);
      else if (hasLineEnd) this.add(start, end, '\n');
      else if (isLine) this.add(this.skipSpacesBack(start), end);
      else {
        const hasBefore = start > 0 && this.text[start - 1] === space;
        const hasBehind = this.text[end] === space;
        if (hasBefore && (isClosing || !hasBehind)) start--;
        else if (hasBehind) end++;
        const separates = offset => offset >= this.text.length || separators.has(this.text[offset]);
        this.add(start, end, start > 0 && !separates(start - 1) && !separates(end) ? ' ' : '');
      }
    }

    memberStart(boundary, member) {
      for (let at = boundary; at < member;) {
        if (this.text[at] === lineFeed) return at > boundary && this.text[at - 1] === carriageReturn ? at - 1 : at;
        at = this.commentStarting(at)?.end ?? at + 1;
      }
      return boundary;
    }
    cutMembers(list, positions, withLicences) {
      const going = new Set(positions);
      let [lastComma, keptComma, hasKept] = [0, 0, false];
      list.items.forEach((item, i) => {
        const before = lastComma;
        lastComma = this.skipForward(item.end, list.end);
        if (this.text[lastComma] !== comma) lastComma = -1;
        if (!going.has(i)) {
          hasKept = true;
          keptComma = lastComma;
          return;
        }
        const boundary = i ? before + 1 : list.isObject ? list.start + 1 : item.start;
        let start = this.memberStart(boundary, item.start);
        let end = lastComma < 0 ? item.end : lastComma + 1;
        if (!list.isObject && !hasKept) {
          if (!i) start = item.start;
          while (isBlank(this.text[end])) end++;
        }
        this.add(start, end, '', { withLicences });
        if (lastComma < 0 && hasKept) this.add(keptComma, keptComma + 1);
      });
    }

    withCommentsBefore(start) {
      for (;;) {
        let [gap, lines] = [start, 0];
        while (gap > 0 && isBlank(this.text[gap - 1])) lines += this.text[--gap] === lineFeed;
        const comment = this.commentEnding(gap);
        if (!comment || lines > 1 || comment.isLasting) return start;
        if (lines && !this.startsLine(comment.start)) return start;
        start = comment.start;
      }
    }
    withCommentBehind(end) {
      const comment = this.commentStarting(this.skipSpaces(end));
      if (!comment || comment.isLasting) return end;
      return this.endOfBlankRest(comment.end) ? comment.end : end;
    }
    followsGap(line) {
      if (line === 0) return true;
      let end = this.skipSpacesBack(line - 1);
      if (end > 0 && this.text[end - 1] === carriageReturn) end = this.skipSpacesBack(end - 1);
      return end === 0 || this.text[end - 1] === lineFeed || this.text[end - 1] === brace;
    }
    cutStatement(start, end, isInList) {
      if (!isInList) {
        this.add(start, end, ';');
        return;
      }
      start = this.withCommentsBefore(start);
      end = this.withCommentBehind(end);
      const nextLine = this.startsLine(start) ? this.endOfBlankRest(end) : 0;
      if (nextLine) {
        start = this.lineStart(start);
        end = nextLine;
        while (this.followsGap(start) && end < this.text.length) {
          const blank = this.endOfBlankRest(end);
          if (!blank) break;
          end = blank;
        }
      } else if (this.text[end] === space) end = this.skipSpaces(end);
      else if (isBlank(this.text[end])) start = this.skipSpacesBack(start);
      this.add(start, end, '', { isStatement: true });
    }
    cutToValue(unit) {
      const end = this.skipSpaces(this.skipForward(unit.end, unit.bodyStart) + 1);
      this.add(unit.start, end, unit.isWrapped ? '(' : '', { isStatement: unit.starts });
      if (unit.isWrapped) this.add(unit.bodyEnd, unit.bodyEnd, ')');
    }

    unite() {
      const inserts = edit => edit.start === edit.end;
      this.edits.sort((a, b) => a.start - b.start || inserts(b) - inserts(a) || b.end - a.end
        || (a.replacement < b.replacement ? -1 : a.replacement > b.replacement ? 1 : 0));
      const united = [];
      for (const next of this.edits) {
        const wide = united.at(-1);
        const touches = wide && next.start === wide.end && next.end > next.start && !wide.replacement && !next.replacement
          && wide.withLicences === next.withLicences;
        if (wide && next.end <= wide.end && next.start < wide.end) {
          wide.isStatement ||= next.isStatement && next.end === wide.end;
        } else if (wide && (next.start < wide.end || touches)) {
          wide.replacement += next.replacement;
          wide.end = next.end;
          wide.isStatement ||= next.isStatement;
          wide.withLicences &&= next.withLicences;
        } else united.push(next);
      }
      this.edits = united;
    }

    /** Comments that stay though an edit covers them; `kept` are regions that keep their comments unless a cut takes both. */
    findLasting(kept) {
      const lasting = new Set();
      const editAt = offset => {
        let [low, high] = [0, this.edits.length];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (this.edits[middle].end <= offset) low = middle + 1;
          else high = middle;
        }
        return low < this.edits.length && this.edits[low].start <= offset ? low : -1;
      };
      for (const { opening, closing } of kept) {
        const [first, second] = [opening, closing].map(comment => editAt(this.comments[comment].start));
        if (first === second) continue;
        if (first >= 0) lasting.add(this.comments[opening]);
        if (second >= 0) lasting.add(this.comments[closing]);
      }
      for (const edit of this.edits) {
        if (edit.withLicences) continue;
        for (const comment of this.commentsFrom(edit.start)) {
          if (comment.end > edit.end) break;
          if (!comment.isMacro && comment.isLasting) lasting.add(comment);
        }
      }
      return lasting;
    }
    *commentsFrom(offset) {
      let [low, high] = [0, this.comments.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.comments[middle].start < offset) low = middle + 1;
        else high = middle;
      }
      for (; low < this.comments.length; low++) yield this.comments[low];
    }

    /** Applies the edits; sets `put` of each to the number of bytes that stand in its place. */
    apply(kept) {
      this.unite();
      const lasting = this.findLasting(kept);
      let [last, isNewStatement, written, before] = [0, false, 0, null];
      const keepApart = next => {
        if (!isNewStatement) return;
        isNewStatement = false;
        if (last !== 0 && last !== semicolon && last !== brace && continuing.has(next)) before.put++;
      };
      const putSource = (start, end) => {
        if (start === end) return;
        const first = this.skipForward(start, end);
        if (first < end) keepApart(this.text[first]);
        const behind = this.skipBackward(end, start);
        if (behind > start) last = this.text[behind - 1];
      };
      for (const edit of this.edits) {
        putSource(written, edit.start);
        edit.put = 0;
        before = edit;
        isNewStatement ||= edit.isStatement;
        if (edit.replacement) {
          keepApart(edit.replacement.charCodeAt(0));
          edit.put += edit.replacement.length;
          const end = edit.replacement.charCodeAt(edit.replacement.length - 1);
          if (!isBlank(end)) last = end;
        }
        for (const comment of this.commentsFrom(edit.start)) {
          if (comment.start >= edit.end) break;
          if (lasting.has(comment)) edit.put += comment.end - comment.start + 1;
        }
        written = edit.end;
      }
      putSource(written, this.text.length);
    }
  }

  // ------------------------------------------------------------------------------------------- the chunk

  return class {
    constructor(table) {
      this.bytes = table.bytes;
      this.mark = table.mark;
      this.strictAt = table.strictAt;
      this.text = readText(table);
      this.comments = readComments(table.comments);
      this.startOf = new Map(this.comments.map(({ start }, index) => [start, index]));
      this.endOf = new Map(this.comments.map(({ end }, index) => [end, index]));
      this.units = readUnits(table.units);
      this.modules = readModules(table, this.units);
      this.exports = readGroups(table.exports);
      this.lists = readLists(table.lists);
      this.regions = readRegions(table);
    }

    /** `answers[r]` is an Answer for each region. Gives { bytes, modules: by module { bytes, kept }, moduleCount }. */
    prune(answers) {
      const fates = this.regions.map((region, r) =>
        answers[r] === Answer.used ? Fate.stays : answers[r] === Answer.unused && region.units.length ? Fate.goes : Fate.waits);
      const live = mark(this, this.regions.filter((_, r) => fates[r] === Fate.goes));
      this.regions.forEach((region, r) => {
        if (fates[r] === Fate.goes && region.units.some(u => live.units[u])) fates[r] = region.isOfStatements ? Fate.waits : Fate.stays;
      });
      const cut = new Cut(this);
      this.regions.forEach((region, r) => {
        if (fates[r] === Fate.waits) return;
        cut.cutComment(this.comments[region.opening], false);
        cut.cutComment(this.comments[region.closing], true);
      });
      this.#cutModules(cut, live);
      this.#uniteDirectives(cut, live);
      cut.apply(this.regions.filter((_, r) => fates[r] === Fate.waits));
      return this.#measure(cut.edits, live);
    }

    #cutModules(cut, live) {
      const gone = [];
      let list = -1;
      this.modules.forEach((module, m) => {
        const entry = this.units[module.first];
        list = entry.list;
        if (live.modules[m]) this.#cutUnits(cut, module, live);
        else gone.push(entry.position);
      });
      if (gone.length) cut.cutMembers(this.lists[list], gone, true);
    }

    #cutUnits(cut, module, live) {
      const isGone = u => this.units[u].wasLive && !live.units[u];
      const end = module.first + module.count;
      for (let u = module.first + 1; u < end;) {
        const unit = this.units[u];
        if (unit.parent >= 0 && isGone(unit.parent)) u++;
        else if (unit.kind === Kind.member) {
          const positions = [];
          for (; u < end && this.units[u].list === unit.list; u++) if (isGone(u)) positions.push(this.units[u].position);
          const list = this.lists[unit.list];
          if (!list.isObject && positions.length === list.items.length) cut.cutStatement(list.statementStart, list.statementEnd, list.isInList);
          else if (positions.length) cut.cutMembers(list, positions, false);
        } else {
          if (isGone(u) && unit.kind === Kind.statement) cut.cutStatement(unit.start, unit.end, unit.isInList);
          if (isGone(u) && unit.kind === Kind.target) cut.cutToValue(unit);
          u++;
        }
      }
    }

    #uniteDirectives(cut, live) {
      const sloppy = this.modules.filter(module => module.isSloppy);
      if (this.strictAt < 0 || !sloppy.length || sloppy.some(module => live.modules[this.modules.indexOf(module)])) return;
      cut.add(this.strictAt, this.strictAt, '"use strict";\n');
      this.modules.forEach((module, m) => {
        if (module.directive < 0 || !live.modules[m]) return;
        const { start, end } = this.units[module.directive];
        cut.cutStatement(start, end, true);
      });
    }

    #measure(edits, live) {
      const change = edits.reduce((sum, { start, end, put }) => sum + put - (end - start), 0);
      let first = 0;
      const modules = this.modules.map(module => {
        const { start, end } = this.units[module.first];
        let kept = end - start;
        while (first < edits.length && edits[first].end <= start) first++;
        for (let e = first; e < edits.length && edits[e].start < end; e++) {
          kept -= Math.min(end, edits[e].end) - Math.max(start, edits[e].start);
          if (edits[e].start >= start && edits[e].end <= end) kept += edits[e].put;
        }
        return { id: module.id, bytes: end - start, kept };
      });
      return { bytes: this.bytes + change + this.mark, modules, moduleCount: live.modules.reduce((sum, is) => sum + is, 0) };
    }
  };
})();
