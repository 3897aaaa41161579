#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI score -q -o r.csv nowhere.txt a.txt || status=$?
test -s r.csv
exit "${status:-0}"
