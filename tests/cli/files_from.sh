#!/bin/sh
# A list of paths: lines with LF or CRLF, without the last line end, empty lines, a name with blanks, NUL-parted, from standard
# input; what is in it twice is read once; a list that is not there ends the run before anything is written.
cp "$ROOT"/corpus/05_*.txt a.txt
cp "$ROOT"/corpus/06_*.txt 'b c.txt'
names()
{
    $XUSHI score -q -o /dev/null --documents d.csv --no-bom "$@" || echo "status $?"
    sed 1d d.csv | cut -d, -f1 | tr '\n\r' '  '
    echo
}
printf 'a.txt\nb c.txt\n' >lf
printf 'a.txt\r\n\r\nb c.txt\r\n\r\na.txt' >crlf
printf 'a.txt\0\0b c.txt' >nul
: >none
names --files-from lf
names --files-from crlf
names --files-from nul -0
names --files-from - <lf
names --files-from lf a.txt
names --files-from none
printf 'a.txt\nnowhere\n' | names --files-from -
$XUSHI score -q -o r.csv --files-from missing 2>&1 || echo "status $?"
$XUSHI score -q -o r.csv --files-from - - <lf 2>&1 || echo "status $?"
test ! -e r.csv
# beside other paths they are read; a mark at the beginning of the list is no part of a name
names --files-from missing a.txt 2>&1
printf '\357\273\277a.txt\r\n' >marked
names --files-from marked
