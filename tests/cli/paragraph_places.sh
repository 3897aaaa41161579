#!/bin/sh
# What is said of running text has a place: line and column of what is quoted, as it is spelled there; the paragraph's number where
# there are no lines. Stock safeguards as a whole stand where the first of them does.
cp "$ROOT"/corpus/06_*.txt a.txt
$XUSHI lint --lang en a.txt | grep -E 'safeguards-stock|listed|other-level|template'
{
    echo '<html><head><meta charset="utf-8"></head><body>'
    sed -n '1,/加强支出管理/s/..*/<p>&<\/p>/p' a.txt
    cat "$ROOT"/tests/cli/place.html
} >b.html
$XUSHI lint --lang en b.html | grep -E 'safeguard|listed|other-level|template'
