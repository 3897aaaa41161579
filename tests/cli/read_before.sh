#!/bin/sh
# What was read before changes nothing: what is remembered of a text is that of the text alone. A name that was put together of two cells,
# twice, then the first half of it as a name of its own; a form that is printed twice, behind one with the same texts.
for n in 1 2; do
    printf '%s\n' 二级指标 三级指标 年度指标值 三级以上珍贵文物数字化 采集完成率 '≥75%' >"a$n.txt"
done
form() {
    printf '\t项目编码\n\t99010224P00010000001A\n\t项目名称\n\t馆藏文物保护\n\n\t预算规模及资金用途\n\t预算数\n\t22.00\n\t其中：财政资金\n\t22.00\n\t其他资金\n\t0\n\n\t\n\t%s\n\n\t绩效目标\n\t%s\n\n' \
        '用于馆藏文物的数字化和修复。' '完成珍贵文物数字化12件。'
}
table() {
    printf '\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\t指标值确定依据\n\n\t产出指标\n\t数量指标\n\t三级以上珍贵文物数字化\n\t完成数字化的文物件数\n\t12件\n\t年度工作计划\n'
}
{ form && table; } >b.txt
{ form && form && table; } >c.txt
for one in b c; do
    $XUSHI extract -q "$one.txt" >alone.csv
    $XUSHI extract -q -j1 a1.txt a2.txt b.txt c.txt | grep "^file\|^$one" >behind.csv
    cmp alone.csv behind.csv
    $XUSHI score -q -o rank.csv --documents alone.docs "$one.txt"
    $XUSHI score -q -j1 -o rank.csv --documents all.docs a1.txt a2.txt b.txt c.txt
    grep "^$one" alone.docs >alone.row
    grep "^$one" all.docs | cmp - alone.row
    cut -d, -f1,5-12 alone.row
done
