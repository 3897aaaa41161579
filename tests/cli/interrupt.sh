#!/bin/sh
echo old >r.csv
mkfifo pipe
sleep 5 >pipe &
$XUSHI score -o r.csv pipe &
sleep 1
kill -TERM $!
wait $! || echo "$?"
cat r.csv
ls -A
