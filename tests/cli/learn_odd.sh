#!/bin/sh
# A store that is not there, and heads and lines of stores that say nothing that can be used.
$XUSHI learn -q "$ROOT"/corpus/01_*.txt -o good.tsv
head -n 1 good.tsv | tr '\t' ' '
try()
{
    { $XUSHI learn --lang en --merge good.tsv "$1" >out; } 2>&1 || echo "status $?"
    test ! -s out || echo "something was written"
}
try nowhere.tsv
head -n 1 good.tsv | sed 's/offices.*/offices/' >short.tsv
try short.tsv
head -n 1 good.tsv | sed "s/offices.*/offices$(printf '\t')/" >tail.tsv
try tail.tsv
head -n 1 good.tsv | sed -E 's/[0-9]+$/x/' >word.tsv
try word.tsv
head -n 1 good.tsv | sed -E 's/[0-9]+$/1234567890123456789/' >long.tsv
try long.tsv
{ head -n 1 good.tsv && printf 'nothex\t1\t1\ttext\n'; } >hash.tsv
try hash.tsv
: >empty.tsv
try empty.tsv
$XUSHI learn -q --least 3 "$ROOT"/corpus/*.txt | awk -F'\t' 'NR > 1 && $2 < 3 { n++ } END { print n + 0, NR > 1 ? "kept some" : "kept none" }'
