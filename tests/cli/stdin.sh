#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI extract -q - <a.txt | cut -d, -f2- >1
$XUSHI extract -q a.txt | cut -d, -f2- >2
cmp 1 2 && test "$(wc -l <1)" -gt 5
