#!/bin/sh
# Every kind of condition of a rule, in a folder of our own: each rule's examples hold. And what a wrong rule or example is told: the
# file, the place, what is wrong, status 65.
mkdir p
rule() # ID ON WHEN HIT HIT MISS MISS
{
    cat <<EOF
  - id: ours-$1
    on: $2
    part: structure
    title: {zh: 甲, en: a}
    when: {$3}
    hit: [$4, $5]
    miss: [$6, $7]
EOF
}
{
    echo 'lexicons: {ours.words: [甲乙, 丙丁]}'
    echo 'rules:'
    rule high indicator "number_high: '>20'" '{name: 人数, value: 10-30人}' '{name: 人数, value: 5~21人}' '{name: 人数, value: 10-20人}' '{name: 人数, value: ≥30人}'
    rule not-equal indicator "number: '!=100'" '{name: 人数, value: 99人}' '{name: 人数, value: ≥1人}' '{name: 人数, value: 100人}' '{name: 人数, value: 良好}'
    rule at-most indicator "number: ['<=5', '>=2']" '{name: 人数, value: 5人}' '{name: 人数, value: 2人}' '{name: 人数, value: 6人}' '{name: 人数, value: 1人}'
    rule yearly indicator "per_year: '=12'" '{name: 次数, value: 每月1次}' '{name: 次数, value: 一月一次}' '{name: 次数, value: 每季1次}' '{name: 次数, value: 12次}'
    rule budget project "budget_wan: '>=100'" '{name: 甲, budget: 100}' '{name: 甲, budget: 100.5}' '{name: 甲, budget: 99.99}' '{name: 甲}'
    rule rows project "rows: '=2'" '{name: 甲, rows: [{name: 人数, value: 1人}, {name: 次数, value: 2次}]}' '{name: 甲, rows: [{name: 人数}, {name: 次数}]}' '{name: 甲, rows: [{name: 人数}]}' '{name: 甲}'
    rule begins indicator "name: '^@ours.words'" '{name: 甲乙人数}' '{name: 丙丁}' '{name: 人数甲乙}' '{name: 人数}'
    rule ends indicator "name: '@ours.words$'" '{name: 人数甲乙}' '{name: 丙丁}' '{name: 甲乙人数}' '{name: 人数}'
    rule is indicator "name: '^@ours.words$'" '{name: 甲乙}' '{name: 丙丁}' '{name: 甲乙人数}' '{name: 人数丙丁}'
    rule basis indicator "basis: '@ours.words'" '{name: 人数, basis: 见甲乙}' '{name: 人数, basis: 丙丁}' '{name: 人数, basis: 无}' '{name: 甲乙}'
    rule office project "department: '@ours.words'" '{name: 甲, department: 甲乙局}' '{name: 甲, department: 丙丁}' '{name: 甲乙, department: 局}' '{name: 甲}'
    rule made project "project_name: '@ours.words*'" '{name: 甲乙}' '{name: 甲乙丙丁}' '{name: 甲乙经费}' '{name: 丙}'
    rule nearly project "goal: '@ours.words*2'" '{name: 经费, goal: 甲乙和丙丁。}' '{name: 经费, goal: 丙丁人数}' '{name: 经费, goal: 甲乙总人数}' '{name: 甲乙, goal: 完成工作}'
    rule parts indicator "row_flags: [value-parts]" '{name: 人数, comparator: ≥, value: "3", unit: 人}' '{name: 人数, value: "3", unit: 人}' '{name: 人数, value: ≥3人}' '{name: 人数, value: "3"}'
} >p/good.yaml
$XUSHI rules --test --patterns p | grep -v ' passed, 0 failed$' || true
$XUSHI rules --patterns p | grep -c '^ours-'
mkdir q
wrong() # ON WHEN HIT
{
    { echo 'rules:' && rule wrong "$1" "$2" "$3" '甲' '乙' '丙'; } >q/wrong.yaml
    $XUSHI rules --test --patterns q >tested 2>&1 || echo "$?"
    grep -v ' passed, ' tested || true
}
wrong indicator "name: 甲" '{nam: 甲}'
wrong indicator "name: 甲" '{name: [甲]}'
wrong indicator "name: 甲" '{name: 甲, class: output.nothing}'
wrong indicator "number: '~5'" '{name: 甲}'
wrong indicator "number: '>x'" '{name: 甲}'
wrong indicator "nothing: 甲" '{name: 甲}'
wrong indicator "name: '@no.such.list'" '{name: 甲}'
wrong indicator "name: '(甲'" '{name: 甲}'
wrong indicator "value_kind: numbers" '{name: 甲}'
wrong indicator "row_flags: [torn]" '{name: 甲}'
wrong project "name: 甲" '{name: 甲}'
wrong project "project_name: 甲" '{name: 甲, plan: 25/x/75}'
wrong project "project_name: 甲" '{name: 甲, columns: [colour]}'
wrong project "project_name: 甲" '{name: 甲, year: soon}'
wrong project "project_name: 甲" '{name: 甲, row: two}'
# a pattern that never ends is no verdict: undecided, and said
mkdir r
{ echo 'rules:' && rule slow indicator "name: '^(a|aa)+[bd]$'" '{name: ab}' '{name: aab}' '{name: b}' '{name: c}'; } >r/slow.yaml
awk '/举办主体班期数/ && !done { sub(/举办主体班期数/, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"); done = 1 } 1' "$ROOT"/corpus/05_*.txt >a.txt
$XUSHI lint --lang en --patterns r --rule-stats s.csv --no-bom a.txt | grep -c 'rule-limit' || true
grep ours-slow s.csv | tr -d '\r'
