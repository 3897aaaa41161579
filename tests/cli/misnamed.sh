#!/bin/sh
# The first bytes decide what a file is: archives and RTF under the name of a text, also behind blanks and a mark of byte order.
mkdir in
cp "$ROOT"/corpus/05_*.txt a.txt
tar cf in/tar.txt a.txt
gzip -cn a.txt >in/gzip.txt
{ printf '\357\273\277  \n' && printf '{\\rtf1 x}'; } >in/rtf.txt
{ printf '%600s' '' && printf '{\\rtf1 x}'; } >in/far-rtf.txt
{ printf '%600s' '' && cat a.txt; } >in/far.txt
printf 'PK' >in/short.txt
: >in/empty.txt
PATH=/nowhere $XUSHI score -q -o r.csv --documents d.csv --no-bom --lang en in 2>/dev/null || echo "status $?"
cut -d, -f1,2,5,8 d.csv | tr -d "\r"
