// A page with transcripts → its parts, one for each heading `## …`, with their steps in order.
//
// A block ```console holds commands after `$ ` and what they print; a block whose first line names a file (```js src/index.js) is a file to save.
// In what is printed, `…` stands for anything within a line, and a line `…` for any lines.

/** The regular expression of what may be printed. */
function expectation(shown) {
  const escaped = line => line.split('…').map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^\\n]*');
  const lines = shown.split('\n').slice(0, -1);
  return new RegExp(`^${lines.map(line => (line === '…' ? '(?:[^\\n]*\\n)*' : `${escaped(line)}\\n`)).join('')}$`);
}

function commands(block) {
  return block.split(/^\$ /m).slice(1).map(text => {
    const end = text.indexOf('\n');
    const shown = text.slice(end + 1);
    return { command: text.slice(0, end), shown, expected: expectation(shown) };
  });
}

/** [{ title, steps: [{ file, text } | { command, shown, expected }] }] */
export function parts(page) {
  return page.split(/^## /m).slice(1).map(section => {
    const steps = [];
    for (const [, language, file, block] of section.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)) {
      if (language === 'console') steps.push(...commands(block));
      else if (file) steps.push({ file, text: block });
    }
    return { title: section.slice(0, section.indexOf('\n')), steps };
  });
}
