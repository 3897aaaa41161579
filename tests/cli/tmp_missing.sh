#!/bin/sh
# No folder for run files: said with its name, once one is needed; not before.
$XUSHI score -q --tmp /nonexistent/folder "$ROOT"/corpus/01_*.txt >/dev/null
echo "$?"
i=0
while [ $i -lt 40 ]; do
    sed "s/2024/20$i/" "$ROOT"/corpus/01_*.txt >d$i.txt
    i=$((i + 1))
done
$XUSHI score -q --memory 1 --tmp /nonexistent/folder --copies c.csv d*.txt >/dev/null
