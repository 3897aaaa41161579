#!/bin/sh
# A folder for run files and unpacked archives that cannot be used is named before any input is read, also where none would be
# needed; that of TMPDIR once one is needed.
cp "$ROOT"/corpus/01_*.txt a.txt
: >file
for dir in /nonexistent/folder file; do
    for locale in C zh_CN.UTF-8; do
        LC_ALL=$locale $XUSHI score -q --tmp $dir a.txt 2>&1 || echo "$?"
    done
done
TMPDIR=/nonexistent/folder $XUSHI score -q a.txt >/dev/null
echo "$?"
TMPDIR=/nonexistent/folder $XUSHI score -q "$ROOT"/corpus/25_*.zip 2>&1 || echo "$?"
i=0
while [ $i -lt 40 ]; do
    sed "s/2024/20$i/" a.txt >d$i.txt
    i=$((i + 1))
done
TMPDIR=/nonexistent/folder $XUSHI score -q --memory 1 --copies c.csv d*.txt >/dev/null
