#!/bin/sh
# Files → C source in standard output: `sh embed.sh name file… [, name file…]` makes `const unsigned char name[]` of the files, one behind the other, and a NUL.
set -eu
echo '#include "overview/assets.h"'
while [ $# -gt 0 ]; do
    name=$1
    shift
    echo "const unsigned char $name[] = {"
    while [ $# -gt 0 ] && [ "$1" != , ]; do
        # "<!--" and "</script" would end or change the element that the text stands in.
        ! grep -qiE '<!--|</(script|style)' "$1" || { echo "embed: $1 would break out of its element" >&2; exit 1; }
        od -An -v -tu1 "$1" | sed 's/[0-9][0-9]*/&,/g'
        shift
    done
    [ $# -eq 0 ] || shift
    echo '0};'
done
