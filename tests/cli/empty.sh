#!/bin/sh
mkdir d
: >none.txt
printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >none.zip
$XUSHI score -o r.csv d none.txt none.zip
