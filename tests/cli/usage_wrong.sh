#!/bin/sh
# Every wrong use is told what is wrong with it, in both languages, with status 64, before any input is read.
while IFS= read -r words; do
    for locale in C zh_CN.UTF-8; do
        # shellcheck disable=SC2086 # words
        LC_ALL=$locale $XUSHI $words 2>said && status=0 || status=$?
        echo "$status [$words] $(cat said)"
    done
done <<'EOF'

scroe x
frobnicate x
score --qiet x
score --zzzzzzzz x
score --aWordThatIsMuchLongerThanAnyOptionOfThisProgramWillEverBe x
score -Z x
score -qZ x
score --quiet=yes x
score --output
score -o
score -qj
score -j 0 x
score -j x x
score -j 99999999999999999999 x
score --jobs= x
score --top -1 x
score --memory 0 x
score --memory 99999999999 x
score --lang fr x
score --withheld maybe x
score --format pdf x
score --color=sometimes x
score --fail-on vagueness>=101 x
score --fail-on vagueness>=100.001 x
score --fail-on vagueness>=1.2345 x
score --fail-on vagueness>=. x
score --fail-on vagueness>=x x
score --fail-on vagueness>=1.2.3 x
score --fail-on vagueness<3 x
score --fail-on severity=fatal x
score --test x
rules --top 3
rules x
explain
explain a b
eval labels
eval
score
learn --least x x
learn --least 0 x
score --nob x
score --rule-st s.csv x
score --files-fr x
score -o a.csv --findings a.csv x
score --findings - x
dump --projects p.csv x
extract --top 3 x
EOF
ls -A
