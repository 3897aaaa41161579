#!/bin/sh
# What a folder may hold: a name that is no UTF-8 is shown with \xHH and the tables stay valid; a link to a folder is not
# followed, nor a pipe waited for, and both are in the table of inputs; our own tables, in both formats, and the manifest are
# passed over, other JSON is not taken for them.
mkdir d d/sub
cp "$ROOT"/corpus/05_*.txt d/a.txt
cp "$ROOT"/corpus/06_*.txt "$(printf 'd/\266\253.txt')"
ln -s sub d/link
ln -s .. d/sub/loop
mkfifo d/pipe
$XUSHI score -q -o d/r.csv --projects d/p.jsonl --findings d/f.jsonl --manifest d/m.json d
printf '{"a": 1}\n' >d/other.json
printf '{\n "program": "another"}\n' >d/foreign.json
timeout 20 "$XUSHI" score --lang en -v -o r.csv --documents d.csv --no-bom d 2>said || echo "status $?"
grep "a table of this program\|link\|pipe" said | sort
grep -v "other.json\|foreign.json" d.csv | cut -d, -f1,2,5,12 | tr -d '\r'
iconv -f UTF-8 -t UTF-16 d.csv >/dev/null
grep -c '\\xb6\\xab' r.csv
