#!/bin/sh
# Runs cmocka programs. One line in the end counts their tests; what a failing program said stands before it.
passed=0 failed=0 programs=0
output=$(mktemp) || exit 1
trap 'rm -f "$output"' EXIT
for program in "$@"; do
    programs=$((programs + 1))
    timeout 120 "$program" >"$output" 2>&1 </dev/null
    status=$?
    ok=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$output" | head -n 1)
    bad=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' "$output" | head -n 1)
    # A program that dies, or runs nothing, is a failure too.
    if [ "$status" -ne 0 ] && [ "${bad:-0}" -eq 0 ]; then bad=1; fi
    if [ "$status" -eq 0 ] && [ "${ok:-0}" -eq 0 ]; then bad=1; fi
    passed=$((passed + ${ok:-0})) failed=$((failed + ${bad:-0}))
    if [ "${bad:-0}" -ne 0 ]; then
        echo "--- $program (exit status $status)"
        grep -v '^\[ *\(RUN\|OK\|=*\|-*\) *\]' "$output"
    fi
done
echo "unit: $passed passed, $failed failed ($programs programs)"
[ "$failed" -eq 0 ] && [ "$programs" -gt 0 ]
