#!/bin/sh
# Installs what the build and the tests need and what is missing: libraries with apt, npm packages with npm ci. Says what it
# does; is silent when there is nothing to do. Expects make, a C compiler, node and npm. The examples' own packages are
# installed by their run.mjs.
set -eu
cd "$(dirname "$0")/.."
PKG_CONFIG=${PKG_CONFIG:-pkg-config}

say() { echo "setup: $*"; }
fail() { say "$*" >&2; exit 1; }

# The names of the Debian packages that are missing.
missing_libraries() {
    command -v "$PKG_CONFIG" >/dev/null || echo pkg-config
    "$PKG_CONFIG" --exists libcjson 2>/dev/null || echo libcjson-dev
    "$PKG_CONFIG" --exists libpcre2-8 2>/dev/null || echo libpcre2-dev
    "$PKG_CONFIG" --exists zlib 2>/dev/null || echo zlib1g-dev
    "$PKG_CONFIG" --exists libbrotlienc 2>/dev/null || echo libbrotli-dev
    "$PKG_CONFIG" --exists nettle 2>/dev/null || echo nettle-dev
    "$PKG_CONFIG" --exists cmocka 2>/dev/null || echo libcmocka-dev
}

install_libraries() {
    command -v apt-get >/dev/null || fail "install with this system's package manager what Debian calls: $*"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "no sudo; as root run: apt-get install $*"
        as_root=sudo
    fi
    say "apt-get install $*"
    export DEBIAN_FRONTEND=noninteractive
    $as_root apt-get update -qq </dev/null
    # shellcheck disable=SC2086
    $as_root apt-get install -qq -y --no-install-recommends "$@" </dev/null >/dev/null
}

# Succeeds when every package of the lock file is there in its locked version.
has_packages() {
    node - <<'SCRIPT'
const fs = require('node:fs');
const wanted = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')).packages;
let found;
try {
  found = JSON.parse(fs.readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
} catch {
  process.exit(1);
}
const complete = Object.entries(wanted).every(([place, { version, optional, devOptional }]) =>
  place === '' || optional || devOptional || (found[place]?.version === version && fs.existsSync(place)));
process.exit(complete ? 0 : 1);
SCRIPT
}

for tool in node npm; do
    command -v "$tool" >/dev/null || fail "$tool is missing: install Node.js 20 or later"
done

libraries=$(missing_libraries)
# shellcheck disable=SC2086
[ -z "$libraries" ] || install_libraries $libraries

if ! has_packages; then
    say "npm ci"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >/dev/null
fi
