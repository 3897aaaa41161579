#!/bin/sh
# The province's safeguards in two offices' documents: both places and both texts, what differs marked.
cp "$ROOT"/tests/golden/traps/trap-12-template-paragraphs.d/input.a.txt a.txt
cp "$ROOT"/tests/golden/traps/trap-12-template-paragraphs.d/input.b.txt b.txt
$XUSHI copies -q --lang en a.txt b.txt >text
grep -c '^[0-9]*\. paragraph, in 2 documents$' text
grep -c '{+' text || true
$XUSHI copies -q --lang en --color=always a.txt b.txt | grep -c "$(printf '\033')\[1m"
$XUSHI copies -q --format csv a.txt b.txt | head -1 | tr -d "\r"
$XUSHI score -q --copies t.csv a.txt b.txt >/dev/null
$XUSHI copies -q -o u.csv a.txt b.txt
cmp t.csv u.csv && echo same
# One text in twenty documents: the first place with its text, twelve more without it, the rest as a number.
mkdir many
for i in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
    sed "s/云汀县/云汀第${i}县/g" a.txt >many/$i.txt
done
$XUSHI copies -q --lang en --documents d.csv many >text
sed -n '/^1\. /,/^2\. /p' text | sed '$d' | grep -v '^    '
