#!/bin/sh
# run-unit.sh TEST.c...: build each as one cmocka program (rules in the Makefile) and run it from the root
# of the repository. MAKE, VARIANT, BUILD as in the Makefile; XS_WRAP goes before each program (valgrind).
# Ends with "unit: N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 70
ROOT=$(pwd)
dir=${BUILD:-build}/${VARIANT:-release}/tests
passed=0 failed=0
export ROOT XUSHI_PATTERNS="$ROOT/patterns" LC_ALL=C CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 TSAN_OPTIONS=exitcode=99

# A test that does not compile fails alone: -k.
[ $# = 0 ] || ${MAKE:-make} -s -k --no-print-directory VARIANT="${VARIANT:-release}" BUILD="${BUILD:-build}" unit-programs || true

for source; do
    name=$(basename "$source" .c)
    # a program older than its source or the library is left over from a build that went well
    if [ ! -x "$dir/$name" ] || [ -n "$(find "$source" "$dir/../libxushi.a" -newer "$dir/$name")" ]; then
        echo "FAILED $name: does not build"
        failed=$((failed + 1))
        continue
    fi
    # shellcheck disable=SC2086 # a command with its options
    out=$(timeout 300 ${XS_WRAP-} "$dir/$name" 2>&1)
    status=$?
    skipped=$(printf '%s\n' "$out" | grep -c '^not ok .*# SKIP') # what a build lacks; cmocka says "not ok"
    good=$(printf '%s\n' "$out" | grep -c '^ok ')
    bad=$(($(printf '%s\n' "$out" | grep -c '^not ok ') - skipped))
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
        bad=1
    elif [ $((good + bad + skipped)) = 0 ]; then
        out="$out (no test in it)"
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    [ "$skipped" = 0 ] || echo "skipped $name: $skipped tests, not in this build"
    if [ "$bad" = 0 ]; then
        echo "ok $name ($good)"
    else
        printf '%s\n' "$out" | grep -v '^ok ' | head -n 100
        echo "FAILED $name: $bad of $((good + bad)), status $status"
    fi
done
echo "unit: $passed passed, $failed failed"
[ "$failed" = 0 ]
