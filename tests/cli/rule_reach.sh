#!/bin/sh
# What a rule hits is counted by what it could apply to: no rule hits more places than there are. A warning that a rule hits nearly
# everything wants 50 of them; what the readers remark hits all by its nature.
i=0
while [ $i -lt 12 ]; do
    sed "s/2024/20$((10 + i))/g" "$ROOT"/corpus/01_*.txt >a$i.txt
    i=$((i + 1))
done
for paths in a0.txt "a1.txt a2.txt" "a*.txt"; do
    # shellcheck disable=SC2086 # words, and a pattern
    $XUSHI score -q --lang en --no-bom -o r.csv --rule-stats s.csv $paths
    awk -F, 'NR > 1 && $3 + 0 > $2 + 0' s.csv
    grep -E '^(safeguard|paragraph-template|text-of-other)' s.csv
done
{
    printf '项目名称：甲\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n'
    printf '| 产出指标 | 数量指标 | 培训次数 | ≥3次 |\n'
    seq 60 | sed 's/.*/| 产出指标 | 数量指标 |  | ≥&次 |/'
} >b.txt
$XUSHI score -q --lang en --no-bom -o r.csv --rule-stats s.csv b.txt
grep '^read-unpaired' s.csv
