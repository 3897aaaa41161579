#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI extract -q - <a.txt | cut -d, -f2- >one
$XUSHI extract -q a.txt | cut -d, -f2- >two
cmp one two && test "$(wc -l <one)" -gt 5
