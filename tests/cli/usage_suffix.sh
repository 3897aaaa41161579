#!/bin/sh
# A table is never written in another format than its name says: refused before any input is read, packed ones and a --format
# that contradicts the name among them. Without a suffix, or with one that says nothing, it is CSV or what --format says; .txt is
# what a terminal shows.
cp "$ROOT"/corpus/05_*.txt a.txt
for name in r.xlsx r.XLS r.json r.sqlite r.html r.csv.gz r.zip; do
    $XUSHI score a.txt -o "$name" || echo "$?"
done
$XUSHI score a.txt -o r.csv --findings f.ods || echo "$?"
for format in csv jsonl text; do
    for name in r.csv r.jsonl r.txt r.xlsx; do
        $XUSHI score -q a.txt --no-bom --format $format -o $name 2>said || echo "$? $(cat said)"
    done
done
head -c 4 r.csv r.jsonl r.txt
echo
$XUSHI score -q a.txt -o table
$XUSHI score -q a.txt -o table.2024
cmp table table.2024
$XUSHI score -q a.txt --format jsonl -o table.2024
cmp r.jsonl table.2024
for command in lint copies; do
    $XUSHI $command a.txt "$ROOT"/corpus/06_*.txt -o l.txt
    $XUSHI $command a.txt "$ROOT"/corpus/06_*.txt | cmp - l.txt
done
echo *
$XUSHI score a.txt --no-copies --copies c.csv 2>&1 || echo "$?"
$XUSHI copies a.txt --no-copies 2>&1 || echo "$?"
