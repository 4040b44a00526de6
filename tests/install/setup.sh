#!/bin/sh
# Installs what only `make test-install` needs and what is missing: the shells whose completions are tried, and a checker of manual pages.
set -eu
missing=
for tool in bash zsh fish mandoc; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "setup: install with this system's package manager:$missing" >&2; exit 1; }
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "setup: no sudo; as root run: apt-get install$missing" >&2; exit 1; }
    as_root=sudo
fi
echo "setup: apt-get install$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq </dev/null
# shellcheck disable=SC2086
$as_root apt-get install -qq -y --no-install-recommends $missing </dev/null >/dev/null
