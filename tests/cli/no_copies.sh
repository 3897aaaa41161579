#!/bin/sh
# Without the comparison of documents the table of documents is the same but for its share of stock text, and so are the indicators:
# also for what is unread, skipped, empty or the same as another one.
mkdir in
cp "$ROOT"/corpus/01_*.txt in/a.txt
cp in/a.txt in/again.txt
cp "$ROOT"/corpus/13_*.txt in/b.txt
: >in/empty.txt
printf '\001\002\003\004' >in/binary.dat
for how in '' --no-copies; do
    # shellcheck disable=SC2086 # a word or none
    $XUSHI score -q $how --lang en --no-bom --documents "d$how.csv" --indicators "i$how.csv" -o r.csv in 2>"said$how" || echo "$?"
done
cut -d, -f1,5,7-9 d--no-copies.csv
sed -E 's/,0\.[0-9]+,\r?$/,,/; s/\r$//' d.csv >but-share
tr -d '\r' <d--no-copies.csv | diff - but-share && grep -c ',0\.' d.csv
cmp i.csv i--no-copies.csv && cmp said said--no-copies && echo same
