#!/bin/sh
# A document with more findings than there is room for at first: each is said once, in the order of lines.
{
    printf '项目名称 | 水闸巡查经费 | 单位：万元\n一级指标 | 二级指标 | 三级指标 | 指标值\n'
    seq 1500 | awk '{ print "产出指标 | 数量指标 | 巡查第" $1 "段水闸次数 | 是否" }'
} >a.txt
$XUSHI lint -q --lang en a.txt >said
grep -c '\[value-yes-no\]' said
grep '\[value-yes-no\]' said | cut -d: -f2 | awk '$1 != NR + 2 { print "line " $1 " comes as number " NR }'
$XUSHI score -q --no-bom --findings f.csv -o r.csv a.txt
grep -c ',value-yes-no,' f.csv
