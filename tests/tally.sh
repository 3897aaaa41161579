#!/bin/sh
# tally.sh DIR: add up what the stages of make check said. DIR holds STAGE.log and STAGE.status.
# The last line "... N passed, N failed" of a log counts. A stage without one, or with a bad status and
# no failure, counts as one failure. Ends with "N passed, N failed"; status 1 if any failed.
set -u
passed=0 failed=0
for log in "$1"/*.log; do
    stage=$(basename "$log" .log)
    status=$(cat "$1/$stage.status" 2>/dev/null || echo 1)
    sum=$(sed -n 's/^\(.*: \)\{0,1\}\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed$/\2 \3/p' "$log" 2>/dev/null | tail -n 1)
    if [ -z "$sum" ]; then
        echo "$stage: no result, status $status"
        sum='0 1'
    elif [ "${sum#* }" = 0 ] && [ "$status" != 0 ]; then
        echo "$stage: no failure named, but status $status"
        sum="${sum% *} 1"
    fi
    passed=$((passed + ${sum% *}))
    failed=$((failed + ${sum#* }))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
