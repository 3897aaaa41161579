#!/bin/sh
# Tables as text; a place where a format has no lines; a name over two lines is one line among the reasons; a path through a file;
# rules that hit nearly everything are said; messages that end with a full stop stand among others without it.
cp "$ROOT"/tests/golden/format/html.d/input.html a.html
sed 's/养护质量/养护<br>质量/' a.html >b.html
$XUSHI score -q --format text b.html | sed -E 's/ +/ /g'
$XUSHI score -q -o r.txt --projects p.txt a.html
head -n 1 p.txt | tr '\t' ' ' | cut -c1-60
$XUSHI score -q -o a.html/r.csv --lang en a.html 2>&1 || echo "status $?"
$XUSHI score -q -o r.csv --projects a.html/p.csv --lang en a.html 2>&1 || echo "status $?"
mkdir p
cat >p/all.yaml <<'EOF'
rules:
  - {id: all, on: indicator, part: values, severity: note, weight: 0.1, title: {zh: 全, en: all}, message: {zh: 全部。, en: 'All of them.'}, when: {name: '.'}, source: common-problems, hit: [{name: 甲}, {name: 乙}], miss: [{value: 甲}, {value: 乙}]}
  - {id: one, on: project, part: structure, severity: error, weight: 8, title: {zh: 项, en: one}, message: {zh: 写得不好。, en: 'Not good.'}, when: {rows: '>0'}, source: common-problems, hit: [{name: 甲, rows: [{name: 甲}]}, {name: 乙, rows: [{name: 甲}]}], miss: [{name: 甲}, {name: 乙}]}
EOF
$XUSHI score -q --patterns p -o r.csv --rule-stats s.csv --lang en "$ROOT"/corpus/0*.txt
grep '^all,' s.csv | cut -d, -f5-
$XUSHI score -q --patterns p --top 1 --no-bom --lang en "$ROOT"/corpus/05_*.txt | tail -n 1 | grep -o 'Not good[.;]*'
