#!/bin/sh
mkdir d
: >none.txt
$XUSHI score -o r.csv d none.txt
