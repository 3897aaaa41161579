#!/bin/sh
# libfuzzer.sh TARGET...: each, a program in $FUZZ, for $FUZZ_SECONDS, from the kept inputs (tests/fuzz/corpus), the sample documents and what
# earlier runs found ($FOUND), $FUZZ_JOBS at once. An input that breaks one is left in $FOUND. Ends with "fuzz: N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 70
export XUSHI_PATTERNS="$PWD/patterns" LC_ALL=C ASAN_OPTIONS=allocator_may_return_null=1

# one TARGET: a line with what it did, to $FOUND/TARGET.done
one()
{
    mkdir -p "$FOUND/$1"
    extra='' limit=0 # 0: that of -rss_limit_mb
    [ "$1" != document ] || extra=corpus
    # libarchive asks for what a 7z says that it needs, and takes a refusal well: only memory that is touched counts there
    [ "$1" != archive ] || limit=1048576
    # shellcheck disable=SC2086 # none or one folder
    if timeout $((FUZZ_SECONDS + 120)) "$FUZZ/fuzz_$1" -max_total_time="$FUZZ_SECONDS" -max_len=16384 -timeout=20 \
        -rss_limit_mb=3000 -malloc_limit_mb="$limit" -print_final_stats=1 -artifact_prefix="$FOUND/$1-" "$FOUND/$1" "tests/fuzz/corpus/$1" \
        $extra >"$FOUND/$1.log" 2>&1; then
        awk -v name="$1" '
            { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "ft:") ft = $(i + 1) } }
            $1 == "stat::number_of_executed_units:" { runs = $2 }
            $1 == "stat::average_exec_per_sec:" { rate = $2 }
            END { printf "passed %s: %d runs, %d a second, cov %d, features %d\n", name, runs, rate, cov, ft }' "$FOUND/$1.log"
    else
        grep -E 'must hold|ERROR: |runtime error|Test unit written' "$FOUND/$1.log" | head -n 5
        echo "FAILED fuzz_$1: see $FOUND/$1.log"
    fi >"$FOUND/$1.done"
    cat "$FOUND/$1.done"
}

if [ "${1:-}" = --one ]; then
    one "$2"
    exit
fi
mkdir -p "$FOUND"
rm -f "$FOUND"/*.done
printf '%s\n' "$@" | xargs -P "${FUZZ_JOBS:-1}" -n 1 "tests/fuzz/${0##*/}" --one
passed=$(cat "$FOUND"/*.done | grep -c '^passed ')
failed=$(cat "$FOUND"/*.done | grep -c '^FAILED ')
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
