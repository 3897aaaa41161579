#!/bin/sh
# Texts are read before it is known what is behind them: an archive among them changes nothing, with any number of threads.
if $XUSHI --version | grep -q 'tar(libarchive)'; then
    cat "$ROOT/tests/cli/archive_behind.stdout" # not in this build
    exit
fi
mkdir in
cp "$ROOT"/corpus/05_*.txt a.txt
cp "$ROOT"/corpus/09_*.txt b.tar-1.txt
cp "$ROOT"/corpus/01_*.txt in/c.txt
cp a.txt in/d.txt
cp in/c.txt z.txt
tar -C in -cf b.tar c.txt d.txt
for jobs in 1 2 9; do
    $XUSHI score -q "-j$jobs" --lang en --no-bom -o "r$jobs.csv" --documents "d$jobs.csv" z.txt b.tar b.tar-1.txt a.txt
    cmp d1.csv "d$jobs.csv"
    cmp r1.csv "r$jobs.csv"
done
cut -d, -f1,5 d1.csv | tr -d '\r'
