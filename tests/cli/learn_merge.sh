#!/bin/sh
# A store learned at once is the same as stores of the parts merged, in any order of merging.
$XUSHI learn -q "$ROOT"/corpus/*.txt -o all.tsv
$XUSHI learn -q "$ROOT"/corpus/0[1-5]*.txt -o a.tsv
$XUSHI learn -q "$ROOT"/corpus/0[6-9]*.txt -o b.tsv
$XUSHI learn -q "$ROOT"/corpus/[12]*.txt -o c.tsv
$XUSHI learn --merge a.tsv b.tsv -o ab.tsv
$XUSHI learn --merge ab.tsv c.tsv -o one.tsv
$XUSHI learn --merge c.tsv b.tsv >cb.tsv
$XUSHI learn --merge cb.tsv a.tsv -o two.tsv
cmp one.tsv two.tsv && echo associative
cut -f1 all.tsv | cmp - one.cut 2>/dev/null || cut -f1,2,3 one.tsv >one.cut
cut -f1,2,3 all.tsv | cmp - one.cut && echo whole
$XUSHI learn --least 3 --merge one.tsv | awk -F'\t' 'NR > 1 && $2 < 3' | wc -l
printf 'no store\n' >bad.tsv
# shellcheck disable=SC2069 # the messages, not the output
$XUSHI learn --merge one.tsv bad.tsv 2>&1 >/dev/null || echo "$?"
mkdir -p p/stock
cp bad.tsv p/stock
printf 'lexicons:\n  unit.mine: [abc]\n' >p/x.yaml
# shellcheck disable=SC2069 # the messages, not the output
$XUSHI score --patterns p "$ROOT"/corpus/01_*.txt 2>&1 >/dev/null || echo "$?"
