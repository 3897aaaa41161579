#!/bin/sh
# A finding is one line file:line:column: severity: message [rule]; where a format has no lines its place stands instead, and what
# is said of a whole document has none. With --color=always only colours are added, a colour for each severity; --color=auto adds none to a file.
cp "$ROOT"/corpus/05_*.txt a.txt
$XUSHI lint --lang en a.txt >plain
grep -vE '^a\.txt:([0-9]+:[0-9]+:)? (note|warn|error): .* \[[a-z0-9-]+\]$' plain || true
$XUSHI lint --lang en --color=auto a.txt | cmp - plain
$XUSHI lint --lang en --color=always a.txt >coloured
esc=$(printf '\033')
sed "s/$esc\[[0-9;]*m//g" coloured | cmp - plain
for severity in note warn error; do
    grep -o "$esc\[[0-9]*m$severity$esc\[0m" coloured | sort -u | tr "$esc" '^'
done
cp "$ROOT"/tests/cli/place.html page.html
$XUSHI lint --lang en page.html >places
grep -vE '^page\.html:(t[0-9]+\.)?[a-z0-9.]+: (note|warn|error): .* \[[a-z0-9-]+\]$' places || true
test -s places
# as many in each form
test "$($XUSHI lint --format csv a.txt | sed 1d | wc -l)" = "$(wc -l <plain)"
test "$($XUSHI lint --format jsonl a.txt | wc -l)" = "$(wc -l <plain)"
