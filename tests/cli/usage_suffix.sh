#!/bin/sh
# A table is never written in another format than its name says: refused before any input is read. Without a suffix, or with
# one that says nothing, it is CSV; --format goes before the name.
cp "$ROOT"/corpus/05_*.txt a.txt
for name in r.xlsx r.XLS r.json r.sqlite r.html; do
    $XUSHI score a.txt -o "$name" || echo "$?"
done
$XUSHI score a.txt -o r.csv --findings f.ods || echo "$?"
$XUSHI score -q a.txt -o table
$XUSHI score -q a.txt -o table.2024
$XUSHI score -q a.txt --format csv -o r.xlsx
cmp table table.2024
cmp table r.xlsx
echo *
