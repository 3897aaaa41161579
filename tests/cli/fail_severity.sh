#!/bin/sh
# --fail-on severity: 1 when a finding is at least that bad; of several limits each counts; 2 goes before 1.
cp "$ROOT"/corpus/05_*.txt a.txt
cp "$ROOT"/tests/golden/traps/trap-10-natural.d/input.txt b.txt
for file in a.txt b.txt; do
    $XUSHI lint -q $file | grep -oE ': (note|warn|error): ' | sort -u
    for limit in note warn error; do
        $XUSHI lint -q --fail-on severity=$limit $file >/dev/null && echo "$limit: 0" || echo "$limit: $?"
    done
done
$XUSHI score -q --fail-on 'vagueness>=99.999' --fail-on severity=note a.txt >/dev/null || echo "$?"
$XUSHI score -q --fail-on severity=note a.txt nowhere >/dev/null 2>&1 || echo "$?"
