#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI score -q -o r.csv --fail-on 'vagueness>=100' --fail-on 'vagueness>=0' a.txt || echo "$?"
$XUSHI score -q -o r.csv --fail-on 'vagueness>=0' a.txt nothing 2>/dev/null || echo "$?"
$XUSHI score -q -o r.csv --fail-on 'vagueness>0' a.txt 2>/dev/null || echo "$?"
