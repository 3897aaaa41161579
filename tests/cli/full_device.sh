#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
echo old >i.csv
$XUSHI extract -q a.txt --indicators i.csv >/dev/full || echo "$?"
cat i.csv
