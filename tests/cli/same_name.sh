#!/bin/sh
mkdir a b
cp "$ROOT"/corpus/05_*.txt a/x.txt
cp "$ROOT"/corpus/06_*.txt b/x.txt
$XUSHI score a b
