#!/bin/sh
# Whether `$1` can build fuzzing targets; else says what to install.
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
echo 'int LLVMFuzzerTestOneInput(const unsigned char *b, unsigned long n); int LLVMFuzzerTestOneInput(const unsigned char *b, unsigned long n) { return b && n > 9; }' >"$folder/try.c"
if ! command -v "$1" >/dev/null; then
    echo "make fuzz needs clang, which is not there. On Debian: apt-get install clang" >&2
    exit 1
fi
if ! "$1" -fsanitize=fuzzer,address,undefined "$folder/try.c" -o "$folder/try" 2>"$folder/said"; then
    cat "$folder/said" >&2
    echo "$1 can not link libFuzzer. On Debian: apt-get install libclang-rt-$("$1" -dumpversion | cut -d. -f1)-dev, or choose another with FUZZ_CC=clang-16" >&2
    exit 1
fi
