#!/bin/sh
# Runs fuzzing targets one after the other: run.sh FOLDER SECONDS TARGET…
# What made one fail lies in build/fuzz/found, to be put into tests/fuzz/corpus/TARGET with the fix.
programs=$1 seconds=$2 status=0
shift 2
here=$(dirname "$0")
for target in "$@"; do
    grown=build/fuzz/grown/$target found=build/fuzz/found/$target
    mkdir -p "$grown" "$found"
    "$programs/replay-$target" --seed >"$grown/seed"
    dictionary=
    if [ -f "$here/$target.dict" ]; then dictionary=-dict=$here/$target.dict; fi
    # shellcheck disable=SC2086 # no word, or one
    "$programs/fuzz-$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 $dictionary \
        -artifact_prefix="$found/" "$grown" "$here/corpus/$target" 2>"build/fuzz/$target.log"
    result=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: //p' "build/fuzz/$target.log")
    if [ "$result" -eq 0 ]; then
        echo "fuzz $target: ${runs:-0} inputs in $seconds s, nothing found"
    else
        grep -E 'ERROR|runtime error|^tests/fuzz|SUMMARY|Test unit written' "build/fuzz/$target.log" >&2
        echo "fuzz $target: FAILED after ${runs:-0} inputs; see build/fuzz/$target.log" >&2
        status=1
    fi
    if [ "${runs:-0}" -eq 0 ]; then status=1; fi
done
exit $status
