#!/bin/sh
# The same tables whatever the memory, the threads, the order; run files leave nothing behind.
mkdir tmp
tables="-o r.csv --findings f.csv --documents d.csv --copies c.csv"
for how in "-j1 --memory 256" "-j8 --memory 1" "-j2 --memory 1"; do
    # shellcheck disable=SC2086 # words
    $XUSHI score -q $tables $how --tmp tmp "$ROOT"/corpus/*.txt
    cat r.csv f.csv d.csv c.csv | cksum
    ls tmp
done | sort -u | wc -l
# shellcheck disable=SC2046,SC2086 # words
$XUSHI score -q $tables $(ls -r "$ROOT"/corpus/*.txt)
cp r.csv first
# shellcheck disable=SC2086 # words
$XUSHI score -q $tables "$ROOT"/corpus/*.txt
cmp first r.csv && echo same
$XUSHI score -q --memory 0 a 2>/dev/null || echo "$?"
$XUSHI score -q --memory 1x a 2>/dev/null || echo "$?"
