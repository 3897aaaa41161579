#!/bin/sh
# Rules in a folder of our own: of two with one label the heavier one counts; one that asks for a column stays silent without it;
# one that is switched off says no remark; a check whose condition is never decided is undecided, and said; an example that is
# wrong is told what is wrong with it.
mkdir p
cat >p/two.yaml <<'EOF'
rules:
  - {id: a-light, on: indicator, part: values, label: vague-name, severity: note, weight: 0.1, title: {zh: 轻, en: light}, message: {zh: 轻, en: light}, when: {name: 举办主体班期数}, source: common-problems, hit: [{name: 举办主体班期数}, {name: 举办主体班期数二}], miss: [{name: 甲}, {name: 乙}]}
  - {id: b-heavy, on: indicator, part: values, label: vague-name, severity: error, weight: 3, title: {zh: 重, en: heavy}, message: {zh: 重, en: heavy}, when: {name: 主体班}, source: common-problems, hit: [{name: 主体班}, {name: 主体班二}], miss: [{name: 甲}, {name: 乙}]}
  - {id: c-weights, on: project, part: structure, severity: note, weight: 0, requires: [weight], title: {zh: 权, en: weights}, message: {zh: 权, en: weights}, when: {rows: '>0'}, source: common-problems, hit: [{name: 甲, columns: [weight], rows: [{name: 甲}]}, {name: 乙, columns: [weight], rows: [{name: 甲}]}], miss: [{name: 甲}, {name: 乙}]}
  - {id: e-names, on: indicator, part: names, severity: note, weight: 0, title: {zh: 名, en: names}, message: {zh: 名, en: names}, when: {name: 甲}, source: common-problems, hit: [甲, 甲乙], miss: [乙, 丙]}
  - {id: d-second, on: indicator, part: values, severity: note, weight: 0, title: {zh: 二, en: second}, message: {zh: 二, en: second}, when: {second_number: '>2'}, source: common-problems, hit: [{name: 比率, value: 100等于100%}, {name: 比率, value: ≥90大于等于90%}], miss: [{name: 次数, value: 3次}, {name: 次数}]}
EOF
$XUSHI rules --test --patterns p | grep -E '(a-light|b-heavy|c-weights|d-second)' || true
$XUSHI score -q --patterns p -o r.csv --findings f.csv --rule-stats s.csv "$ROOT"/corpus/05_*.txt
grep -E ',(a-light|b-heavy|c-weights),' f.csv | cut -d, -f4,6,8,12
grep -E '^(a-light|b-heavy|c-weights),' s.csv | cut -d, -f1-4
echo --
head -n 69 "$ROOT"/corpus/09_*.txt >cut.txt
$XUSHI lint -q --lang en cut.txt | grep -c read-cut || true
mkdir q
echo 'rules: [{id: read-cut, enabled: false}]' >q/off.yaml
$XUSHI lint -q --lang en --patterns q cut.txt | grep -c read-cut || true
echo --
mkdir s
cat >s/slow.yaml <<'EOF'
rules:
  - {id: row-tautology, on: indicator, part: names, label: tautology, severity: note, weight: 1, check: tautology, title: {zh: 慢, en: slow}, message: {zh: 慢, en: slow}, when: {name: '^(a|aa)+[bd]$'}, source: common-problems, hit: [{name: ab, description: ab}, {name: aab, description: aab}], miss: [{name: ab, description: 甲乙丙}, {name: 甲, description: 甲}]}
EOF
sed 's/举办主体班期数/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac/; s/县委批准的主体班次办结期数/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac/' "$ROOT"/corpus/05_*.txt >slow.txt
$XUSHI lint -q --lang en --patterns s slow.txt | grep -E 'rule-limit|tautology' | cut -d: -f3- | cut -c1-60 || true
# without the rule for it, only the table of rules says so
cp -r "$ROOT/patterns" t
sed -i 's/id: rule-limit/id: other-limit/' t/rules/*.yaml
XUSHI_PATTERNS=$PWD/t $XUSHI score -q --patterns t --patterns s -o r.csv --findings f.csv --rule-stats stats.csv --lang en slow.txt
grep -c limit f.csv || true
grep '^row-tautology,' stats.csv | cut -d, -f5-
echo --
mkdir w
wrong()
{
    printf 'rules:\n  - {id: w, on: %s, part: structure, title: {zh: 甲, en: a}, check: %s, hit: [%s], miss: [乙, 丙]}\n' "$1" "$2" "$3" >w/w.yaml
    $XUSHI rules --test --patterns w 2>&1 | grep -v ' passed, ' || true
}
wrong document declared-amount '{projects: [], colour: red}, {said: [甲]}'
wrong document declared-amount '{colour: red}, {colour: blue}'
wrong project no-quantity '{name: 甲, budget: x}, {name: 甲, budget: 1}'
wrong project no-quantity '{name: 甲, budget: 999999999999999999}, {name: 甲, budget: 1}'
