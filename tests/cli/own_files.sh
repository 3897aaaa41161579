#!/bin/sh
# In a folder: an empty file, a byte order mark alone, JSON of somebody else and of ours, a table of ours as text, a picture called
# .txt; the last three named as arguments, where it is said; a container that is no document, named
# as an argument; installed patterns are found beside the program, and without any the place where they ought to be is said.
mkdir in
: >in/empty.txt
printf '\357\273\277' >in/bom.txt
printf '{"a": 1}\n' >in/other.json
printf '{\n  "program": "xushi"}\n' >in/manifest.json
cp "$ROOT"/corpus/05_*.txt in/a.txt
$XUSHI score -q --format jsonl -o in/ranking.jsonl in/a.txt
$XUSHI score -q -o r.csv --findings in/findings.txt in/a.txt
printf '\377\330\377\340\000\020JFIF\000' >in/scan.txt
$XUSHI score -q -o r.csv --documents d.csv --no-bom --lang en in || echo "status $?"
cut -d, -f1,2,5,12 d.csv | tr -d '\r'
$XUSHI score -o r.csv --lang en in/ranking.jsonl in/findings.txt in/scan.txt 2>&1 || echo "status $?"
$XUSHI extract -q in/a.txt | $XUSHI score -o r.csv --lang en - 2>&1
{ printf '\320\317\021\340\241\261\032\341' && head -c 3000 /dev/zero | tr '\0' '\001'; } >odd.bin
$XUSHI score -q -o r.csv --lang en odd.bin 2>&1 || echo "status $?"
mkdir -p root/bin root/share/xushi bare/bin
cp "$XUSHI" root/bin/xushi
cp "$XUSHI" bare/bin/xushi
cp -r "$ROOT/patterns" root/share/xushi/patterns
root/bin/xushi score -q -o r.csv in/a.txt && wc -l <r.csv
bare/bin/xushi score -q -o r.csv --lang en in/a.txt 2>&1 | sed 's/^xushi: .*patterns/xushi: PLACE/' || true
