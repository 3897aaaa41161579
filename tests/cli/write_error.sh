#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI score -q -o nowhere/r.csv a.txt
