#!/bin/sh
# Installs Debian's Chromium when no browser is there; CHROMIUM=path names another one.
set -eu
[ ! -x "${CHROMIUM:-/usr/bin/chromium}" ] || exit 0
command -v apt-get >/dev/null || { echo "setup: install Chromium, and name it in CHROMIUM=path" >&2; exit 1; }
as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "setup: no sudo; as root run: apt-get install chromium" >&2; exit 1; }
    as_root=sudo
fi
echo "setup: apt-get install chromium"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq </dev/null
$as_root apt-get install -qq -y --no-install-recommends chromium </dev/null >/dev/null
