#!/bin/sh
# A rule that is switched off stands in no list and no table; explain still knows it, and names its source. Without a language in
# the environment texts for the terminal are English.
mkdir p
printf 'rules:\n  - {id: value-no-unit, enabled: false}\n' >p/off.yaml
$XUSHI rules | grep -c '^value-no-unit' || true
$XUSHI rules --patterns p | grep -c '^value-no-unit' || true
$XUSHI score -q --patterns p -o r.csv --rule-stats s.csv --findings f.csv "$ROOT"/corpus
grep -c '^value-no-unit' s.csv || true
grep -c ',value-no-unit,' f.csv || true
$XUSHI explain value-no-unit --lang en | grep "^source"
$XUSHI explain level-mismatch --lang en | grep '^source'
"$XUSHI" --guard-folder /tmp/x || echo "status $?"
yes '# a comment' | head -c 17000000 >p/large.yaml
$XUSHI rules --patterns p 2>&1 | sed 's/^.*: the/the/' || true
env -u LC_ALL -u LC_MESSAGES -u LANG "$XUSHI" nonsense 2>&1 | head -n 1
