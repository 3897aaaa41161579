#!/bin/sh
# Signals that end a run leave the old output whole and nothing beside it; under nohup a hangup ends nothing. What a killed run
# left behind goes with the next one, unless it is of a process that lives.
mkfifo pipe
for signal in TERM INT HUP; do
    echo old >r.csv
    sleep 5 >pipe &
    $XUSHI score -o r.csv pipe &
    sleep 1
    kill -$signal $!
    wait $! || echo "$signal $?"
    cat r.csv
    ls -A
done
rm pipe
cp "$ROOT"/corpus/05_*.txt a.txt
sleep 60 >/dev/null &
sleeper=$!
dead=$(sh -c 'echo $$')
touch ".xushi-$dead-0.tmp" ".xushi-$dead-1.tmp" ".xushi-$sleeper-0.tmp" .xushi-x-0.tmp ".xushi-$dead-0.tmp.txt"
mkdir ".xushi-$dead-2.tmp"
$XUSHI score -q -o r.csv --projects p.csv a.txt
find . -mindepth 1 -maxdepth 1 | sed "s,./,,; s/$dead/DEAD/; s/$sleeper/LIVES/" | sort
(
    trap '' HUP
    mkfifo pipe
    { sleep 2 && cat a.txt; } >pipe &
    $XUSHI score -q -o n.csv pipe &
    sleep 1
    kill -HUP $!
    wait $! && echo "nohup 0"
)
kill $sleeper
