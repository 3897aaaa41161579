#!/bin/sh
# run.sh [FILE...]: documents that are cut short or have one byte changed: no crash, no hang, and nothing is lost in silence (damage.c says
# what that means). DAMAGE: its program. XUSHI: the program. CUTS, FLIPS: places in each file. Without FILEs: those kept for
# the fuzz targets and some samples. Ends with "damage: N passed, N failed", a file counting as one.
set -u
cd "$(dirname "$0")/../.." || exit 70
export XUSHI_PATTERNS="$PWD/patterns" LC_ALL=C
export ASAN_OPTIONS=exitcode=99:detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 TSAN_OPTIONS=exitcode=99
work=$(mktemp -d) || exit 70
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
kept=tests/fuzz/corpus
[ $# -gt 0 ] || set -- $kept/docx/packed.docx $kept/xlsx/packed.xlsx $kept/odt/packed.odt $kept/ods/packed.ods $kept/word-xml/old.xml \
    $kept/fodt/table.xml $kept/fods/table.xml $kept/html/table.html $kept/html/gbk.html corpus/01_*.txt
for file in "$@"; do
    rm -rf "$work/copies"
    mkdir "$work/copies"
    if ! "$DAMAGE" make "$work/copies" "${CUTS:-50}" "${FLIPS:-200}" "$file"; then
        echo "FAILED damage $file: cannot be copied"
        failed=$((failed + 1))
        continue
    fi
    timeout 1800 "$XUSHI" score --lang en --no-copies -q "$work/copies" -o "$work/ranking.csv" --documents "$work/documents.csv" 2>"$work/err"
    status=$?
    if [ $status -gt 2 ]; then
        head -n 5 "$work/err"
        echo "FAILED damage $file: status $status"
        failed=$((failed + 1))
    elif "$DAMAGE" judge "${file##*/}" "$work/documents.csv"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
echo "damage: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
