#!/bin/sh
mkdir d
cp "$ROOT"/corpus/05_*.txt d/a.txt
printf '7z\274\257\047\034\000\004\001\002\003\000\000' >d/b.7z
$XUSHI score -q -o r.csv d
