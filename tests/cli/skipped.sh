#!/bin/sh
mkdir d d/.git
cp "$ROOT"/corpus/05_*.txt d/a.txt
cp d/a.txt d/b.txt
# shellcheck disable=SC2016 # a name with a dollar sign
echo x >'d/~$a.docx'
echo x >d/Thumbs.db
echo x >d/p.PNG
printf '\177ELF\002\001\001\000\000\000\000\000\000\000\377\376\000\001\002' >d/prog
$XUSHI score -q -o d/ranking.csv d
$XUSHI score -q -o /dev/null --documents docs.csv --no-bom d
cut -d, -f1,5 docs.csv | tr -d '\r'
