#!/bin/sh
# findings of a document come in the order of its lines
$XUSHI lint -q --no-copies "$ROOT"/corpus/05_*.txt >out
cut -d: -f2 out >lines
sort -n lines | cmp - lines && wc -l <lines | awk '{ print ($1 > 10) }'
