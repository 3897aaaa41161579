#!/bin/sh
# A project of which all is withheld: last in no ranking when such rows are left out, not verifiable when they are scored.
sed -n '1,/一级指标/p' "$ROOT"/tests/golden/project/withheld.d/input.txt | sed '$d' >a.txt
{
    printf '\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\t指标值确定依据\n\n'
    for i in 产出指标:数量指标 产出指标:质量指标 效益指标:社会效益指标; do
        printf '\t%s\n\t%s\n\t涉密\n\t涉密\n\t涉密\n\t涉密\n\n' "${i%:*}" "${i#*:}"
    done
} >>a.txt
for how in score drop; do
    $XUSHI score -q --no-bom --withheld $how --findings f.csv a.txt | tr -d '\r' | cut -d, -f1-3,5,9-12
    tr -d '\r' <f.csv | tail -n +2 | cut -d, -f4 | sort | uniq -c | sed 's/^ *//'
done
