// Writes tests/unit/semver_table.h: what npm's semver and webpack's share scope say of every range and version below.
//
//   node tests/sharing/record-semver.mjs
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const npm = require('semver');
const { parseRange, satisfy, versionLt } = require('webpack/lib/sharing/semver');

export const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../unit/semver_table.h');

const versions = `0.0.0 0.0.1 0.0.3 0.0.3-beta 0.0.4 0.1.0 0.1.5 0.2.0 0.2.3 0.2.9 0.3.0-alpha 0.3.0 1.0.0-0 1.0.0-alpha
  1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.0+build 1.0.1 1.2.0 1.2.3-pre.1 1.2.3
  1.2.4-pre 1.2.4 1.3.0-0 1.3.0 1.10.0 2.0.0-0 2.0.0-alpha 2.0.0 2.1.0 3.0.0-canary-1e-2 3.0.0 10.20.30 v1.2.3 1.2 1 01.2.3 latest
  1.2.3.4 0 1.2.3- 1..2`.split(/\s+/);
const ranges = ['', '*', 'x', 'X', '1', '1.x', '1.X.x', '1.2', '1.2.x', '1.2.*', '=1.2.3', '1.2.3', 'v1.2.3', '= 1.2.3', '01.2.3',
  '^1.2.3', '^1.2', '^1', '^1.x', '^0.2.3', '^0.0.3', '^0.0', '^0', '^0.x', '^0.0.x', '^ 1.2.3', '^1.0.0-beta.2', '^0.0.3-beta',
  '^1.2.3-pre.1', '^v1.2.3', '~1.2.3', '~1.2', '~1', '~0.2.3', '~0', '~> 1.2.3', '~ 1.2', '~1.2.3-pre', '^*', '~*', '>1', '>1.2', '>1.2.3',
  '>=1', '>=1.2', '>= 1.2.3', '>=1.0.0-alpha', '>1.0.0-alpha <1.0.0', '<1', '<1.2', '<1.2.3', '<2.0.0-0', '<=1', '<=1.2', '<=1.2.3',
  '<=1.0.0-rc.1', '>=1.0.0 <2.0.0', '>=1.0.0 <1.2.0 || >=2', '>=0.0.0', '1.0.0 - 2.0.0', '1.2 - 1.3', '1 - 2', '1.0.0-alpha - 1.2',
  '* - 2', '1 - *', '1.x - 2.x', '^1 || ^2', '^1||^3.0.0', '0.2.3 || 1.x', '1 || ', '|| 2', '!1.2.3', '!1', '>=1 !1.2.3', '^1.2.3 <1.3',
  '>*', '<*', '>=*', '<=x', 'latest', 'workspace:*', '1.2.3.4', '>=1.2.3.4', '1.2.3-', '^1.2.3+build', '1.0.0 1.2.3', ' ^1.2.3 ', '>=16.8 <20',
  '^3.0.0-canary-1e-2', '~1.2.3 || 0.0.3-beta', '*-beta', '1.x.3', 'x.2.3', '1.*.3', '<0.0.0-0', '^01', 'b', '^a.b', '1.2.3 -2', '>=1.0.0  <  1.3.0'];

const letter = answer => ({ true: 'y', false: 'n' })[answer] ?? '?';

function ofNpm(range, version) {
  return npm.validRange(range) === null || npm.valid(version) === null ? '?' : letter(npm.satisfies(version, range));
}

function ofWebpack(range, version) {
  try {
    return letter(satisfy(parseRange(range), version));
  } catch {
    return '?';
  }
}

function order(left, right) {
  try {
    return versionLt(left, right) ? '<' : versionLt(right, left) ? '>' : '=';
  } catch {
    return '=';
  }
}

export function table() {
  const rows = ranges.map(range => {
    const answers = of => versions.map(version => of(range, version)).join('');
    return `    {${JSON.stringify(range)}, "${answers(ofNpm)}",\n     "${answers(ofWebpack)}"},`;
  });
  const orders = versions.map(left => `    "${versions.map(right => order(left, right)).join('')}",`);
  return `/* Written by tests/sharing/record-semver.mjs with npm's semver and webpack's; do not edit.
 * y and n: satisfied or not; ?: the range or the version can not be read. A column for each version. */
/* clang-format off */
static const char *const semver_versions[] = {
${versions.map(version => `    "${version}",`).join('\n')}
};

static const struct semver_row {
    const char *range, *npm, *webpack;
} semver_rows[] = {
${rows.join('\n')}
};

/* Row: the left version, column: the right one, as webpack's versionLt orders them. */
static const char *const semver_orders[] = {
${orders.join('\n')}
};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) fs.writeFileSync(file, table());
