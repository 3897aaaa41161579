#!/bin/sh
# labelled documents that were not given are named and left out of the figures; where none was given nothing is compared: no figure is
# printed, and the status says so
mkdir labels
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI extract -q -o rows.csv a.txt
$XUSHI score -q -o projects.csv a.txt
for table in rows projects; do
    { cat $table.csv; sed -e 1d -e 's/a\.txt/b.txt/' $table.csv; } >labels/$table.csv
done
$XUSHI eval -q labels a.txt | grep -e 'left out' -e '^verdict: exact' -e '^projects:' |
    sed -e 's/[0-9][0-9]* of [0-9]*/N of 2N/' -e 's/ = .*//' -e 's/^\(projects: \).*ranked.*/\1ranked/'
cp a.txt c.txt
mkdir gold
cp rows.csv gold/indicators.csv
cp projects.csv gold
$XUSHI eval -q labels c.txt 2>&1 || echo "$?"
$XUSHI eval -q --gold gold labels c.txt 2>&1 || echo "$?"
LC_ALL=zh_CN.UTF-8 $XUSHI eval -q labels c.txt 2>&1 || echo "$?"
