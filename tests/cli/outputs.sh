#!/bin/sh
# Where outputs cannot go: the status is 74, the message names the file, old outputs stay, nothing is left beside them.
cp "$ROOT"/corpus/05_*.txt a.txt
mkdir out
echo old >out/r.csv
try()
{
    { "$@" >/dev/null; } 2>&1 || echo "status $?"
}
try "$XUSHI" score -q -o out/r.csv --findings nowhere/f.csv a.txt
try "$XUSHI" score -q -o out/r.csv --manifest nowhere/m.json a.txt
try "$XUSHI" score -q -o out a.txt
try "$XUSHI" learn -q -o nowhere/s.tsv a.txt
try "$XUSHI" dump -o nowhere/d.txt a.txt
for command in "rules" "explain document-basis-generic" "dump a.txt" "lint a.txt" "learn a.txt" "copies a.txt" "--help" "--version" "eval $ROOT/tests/cli/eval.d a.txt"; do
    # shellcheck disable=SC2086 # words
    $XUSHI -q $command >/dev/full 2>said || echo "$? ${command%% *}: $(cat said)"
done
cat out/r.csv
ls -A out
# who reads it has gone: no message
{ $XUSHI lint a.txt; echo "$?" >status; } 2>said | sed q >/dev/null
cat said
