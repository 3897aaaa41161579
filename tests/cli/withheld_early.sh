#!/bin/sh
# A check of projects that a rule of our own has among the rules on rows, before anything is counted, finds the same projects with as
# many withheld rows as the one that comes with the program.
mkdir p
cat >p/early.yaml <<'RULES'
rules:
  - {id: ours-early, on: indicator, part: values, severity: note, check: withheld-table, params: {share: 80}, title: {zh: 早, en: early}, message: {zh: '{n}', en: '{n} rows'}, hit: [{name: 涉密, value: 涉密}, {name: 涉密, value: ≥90%}], miss: [{name: 人数, value: 3人}, {name: 涉密设备数量, value: 3台}]}
RULES
$XUSHI rules --test --patterns p | grep ours-early || true
$XUSHI lint -q --lang en --patterns p "$ROOT"/corpus/06_*.txt "$ROOT"/tests/golden/project/withheld.d/input.txt >said
for rule in ours-early project-withheld; do
    grep "\[$rule\]" said | sed -E 's/.*:([0-9]+:[0-9]+): [a-z]+: [^0-9]*([0-9]+).*/\1 \2 rows/'
done
