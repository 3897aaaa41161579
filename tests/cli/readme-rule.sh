#!/bin/sh
# The house rule of README.md and of README.zh.md: its examples hold, and it hits.
mkdir ours
for readme in README.md README.zh.md; do
    awk -v name='file: ours/satisfaction.yaml' -f "$ROOT/tests/cli/block.awk" "$ROOT/$readme" >ours/satisfaction.yaml
    test -s ours/satisfaction.yaml
    $XUSHI rules --test --patterns ours >tested || true
    grep 'passed,' tested >/dev/null
    if grep our- tested; then exit 1; fi
    $XUSHI explain our-satisfaction-below-90 --patterns ours | sed -n '1,3p'
    cp "$ROOT"/corpus/05_*.txt a.txt
    $XUSHI lint --patterns ours a.txt | grep our-satisfaction
done
