#!/bin/sh
# Paths as a batch meets them: folders nested beyond the limit are reported and the rest is read; a path that is nowhere is said
# once, however often it is named; a file larger than a document may be is refused before it is read, and so is a line of it.
cp "$ROOT"/corpus/05_*.txt a.txt
deep=in
for _ in $(seq 70); do deep=$deep/d; done
mkdir -p "$deep"
cp a.txt in/a.txt
cp a.txt "$deep/b.txt"
$XUSHI score -q --no-bom -o r.csv --documents d.csv in || echo "status $?"
cut -d, -f1,5,12 d.csv | tr -d '\r' | sed -E 's/(d\/){60,}/.../'
echo --
$XUSHI score -q --no-bom -o r.csv --documents d.csv nowhere.txt ./nowhere.txt nowhere.txt a.txt 2>&1 || echo "status $?"
cut -d, -f1,5 d.csv | tr -d '\r'
echo --
truncate -s 1100M big.txt
$XUSHI score -q --no-bom -o r.csv --documents d.csv big.txt a.txt || echo "status $?"
cut -d, -f1,5,12 d.csv | tr -d '\r'
rm big.txt
echo --
{ cat a.txt && head -c 17000000 /dev/zero | tr '\0' x; } >line.txt
$XUSHI score -q --no-bom -o r.csv --documents d.csv line.txt || echo "status $?"
cut -d, -f5,12 d.csv | tr -d '\r'
echo --
# links that lead to themselves or nowhere, names that are too long, line ends in names and what is said of them
ln -s loop loop
ln -s gone dangling
long=$(head -c 300 /dev/zero | tr '\0' l)
printf 'x' >'two
lines.txt'
for locale in C zh_CN.UTF-8; do
    LC_ALL=$locale $XUSHI score --no-bom -o r.csv --documents d.csv loop dangling "$long" 'two
lines.txt' 'no
where' 2>&1 | sed 's/llll*/LONG/'
done
sed 1d d.csv | tr -d '\r' | sed 's/llll*/LONG/' | cut -d, -f1,5,12
