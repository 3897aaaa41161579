#!/bin/sh
# libfuzzer.sh: every target in $FUZZ for $FUZZ_SECONDS, from the kept inputs (tests/fuzz/corpus), the sample documents and what
# earlier runs found ($FOUND). An input that breaks one is left in $FOUND. Ends with "fuzz: N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 70
export XUSHI_PATTERNS="$PWD/patterns" LC_ALL=C
passed=0 failed=0
for target in document value rules csv; do
    mkdir -p "$FOUND/$target"
    extra=
    [ "$target" != document ] || extra=corpus
    # shellcheck disable=SC2086 # none or one folder
    if timeout $((FUZZ_SECONDS + 120)) "$FUZZ/fuzz_$target" -max_total_time="$FUZZ_SECONDS" -max_len=16384 -timeout=20 \
        -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="$FOUND/$target-" "$FOUND/$target" "tests/fuzz/corpus/$target" \
        $extra >"$FOUND/$target.log" 2>&1; then
        passed=$((passed + 1))
        sed -n 's/.*\(cov: [0-9]*\).*/\1/p' "$FOUND/$target.log" | tail -n 1 | tr '\n' ' '
        sed -n 's/^Done \(.*\)/\1/p' "$FOUND/$target.log" | sed "s/^/fuzz_$target: /"
    else
        failed=$((failed + 1))
        grep -E 'must hold|ERROR: |runtime error|Test unit written' "$FOUND/$target.log" | head -n 5
        echo "FAILED fuzz_$target: see $FOUND/$target.log"
    fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ]
