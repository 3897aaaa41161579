#!/bin/sh
# run.sh [--update]: planted truth (tests/proof/manifest.tsv), planted defects (kinds.tsv), and what is made from the rules:
# doc/proof.md, doc/rules.md and the rules in doc/xushi.1 are compared, or rewritten. PROOF: folder of the programs.
# XUSHI: the program. LABELS: the readers' labels with their seeds beside; without them the figures in measured.tsv stay.
# Ends with "proof: N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 70
scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
LABELS=${LABELS:-../shared/labels}
passed=0 failed=0
unset XUSHI_PATTERNS
export LC_ALL=C ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1 TSAN_OPTIONS=exitcode=99

# add FILE: its last "... N passed, N failed" counts
add()
{
    sum=$(sed -n 's/^[a-z]*: \([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\1 \2/p' "$1" | tail -n 1)
    [ -n "$sum" ] || sum='0 1'
    passed=$((passed + ${sum% *})) failed=$((failed + ${sum#* }))
}

# same MADE KEPT: the file in the repository is what was made
same()
{
    if [ "$update" = yes ]; then
        cp "$1" "$2" && echo "written: $2"
    elif diff -u "$2" "$1" >"$scratch/diff"; then
        passed=$((passed + 1))
    else
        head -n 20 "$scratch/diff"
        echo "FAILED $2 is not what is made now: make proof-update"
        failed=$((failed + 1))
    fi
}

update=no
[ "${1-}" != --update ] || update=yes

"$XUSHI" score -q corpus -o "$scratch/ranking.csv" --indicators "$scratch/indicators.csv" --documents "$scratch/documents.csv"
status=$?
cp tests/proof/manifest.tsv "$scratch/manifest.tsv"
lacks=$("$XUSHI" --version | sed -n 's/^not in this build: //p')
if [ "$lacks" ] && [ "$status" = 2 ]; then # documents of formats that are not in this build are left out
    status=0
    awk -F '[,\t]' 'FNR == NR { if ($5 == "ok") read[$1]; next } FNR == 1 || $1 in read' "$scratch/documents.csv" \
        tests/proof/manifest.tsv >"$scratch/manifest.tsv"
    echo "planted: skipped what is not in this build: $lacks"
fi
[ "$status" = 0 ] || failed=$((failed + 1))
"$PROOF/planted" "$scratch/manifest.tsv" "$scratch/indicators.csv" "$scratch/ranking.csv" | tee "$scratch/planted"
add "$scratch/planted"

"$PROOF/mutate" tests/proof/clean.tsv tests/proof/kinds.tsv patterns >"$scratch/mutate" 2>&1
cat "$scratch/mutate"
add "$scratch/mutate"
{
    cat tests/proof/proof.head
    sed '/^[a-z]*: [0-9]* passed, [0-9]* failed$/d' "$scratch/mutate"
    cat tests/proof/proof.tail
} >"$scratch/proof.md"
same "$scratch/proof.md" doc/proof.md

if [ "$update" = yes ] && [ -f "$LABELS/rows.csv" ]; then
    "$XUSHI" score -q "$LABELS/../seeds" -o "$scratch/ranking.csv" --findings "$scratch/findings.csv" &&
        "$PROOF/measure" "$scratch/findings.csv" "$LABELS/rows.csv" "$LABELS/projects.csv" >"$scratch/measured" &&
        sort "$scratch/measured" >tests/proof/measured.tsv
fi
tests/proof/pages.sh "$XUSHI" tests/proof/measured.tsv >"$scratch/rules.md" || failed=$((failed + 1))
same "$scratch/rules.md" doc/rules.md
tests/proof/pages.sh "$XUSHI" --man doc/xushi.1 >"$scratch/xushi.1" || failed=$((failed + 1))
same "$scratch/xushi.1" doc/xushi.1

echo "proof: $passed passed, $failed failed"
[ "$failed" = 0 ]
