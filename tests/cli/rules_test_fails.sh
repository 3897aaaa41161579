#!/bin/sh
# A rule whose examples do not hold is said with its file and line, the example, and status 65.
mkdir p
cat >p/r.yaml <<'EOF'
rules:
  - id: ours-high
    label: vague-name
    on: indicator
    part: values
    severity: error
    weight: 0.5
    when: {number: '>100'}
    title: {zh: 数, en: a number}
    message: {zh: '{quote}', en: '{quote}'}
    source: common-problems
    hit:
      - {name: 人数, value: ≥120人}
      - {name: 人数, value: ≥20人}
    miss:
      - {name: 人数, value: ≥200人}
      - {name: 人数, value: ≥2人}
EOF
$XUSHI rules --test --patterns p | tail -3 | sed 's/^[0-9]* passed/N passed/' || true
$XUSHI rules --test --patterns p >tested || echo "$?"
$XUSHI explain ours-high --patterns p --lang en || echo "$?"
