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
