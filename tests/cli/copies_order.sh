#!/bin/sh
# A row whose name and description are another's, exchanged, is no copy of it, whether the table of copies is asked for or not.
row() {
    printf '\n\t产出指标\n\t数量指标\n\t%s\n\t%s\n\t%s\n\t年度工作计划\n' "$1" "$2" "$3"
}
form() {
    printf '\t%s\n\t单位：万元\n\n\t项目编码\n\t%s\n\t项目名称\n\t%s\n\n\t绩效目标\n\t完成年度任务。\n\n\t一级指标\n\t二级指标\n\t三级指标\n\t绩效指标描述\n\t指标值\n\t指标值确定依据\n' "$1" "$2" "$3"
}
texts='堤防白蚁检查长度 检查过的堤防公里数合计
闸门启闭机保养台次 完成保养的启闭机台次合计
雨量站设备巡检站次 完成巡检的雨量站站次合计
河道漂浮物打捞天数 安排打捞作业的天数合计
水文缆道维修处数量 完成维修的水文缆道处数合计'
form 云汀县水务局 99010124P00010000001A 河道管护经费 >a.txt
form 雾山市水利局 88010124P00010000002B 水工程看护经费 >b.txt
echo "$texts" | while read -r one two; do
    row "$one" "$two" '≥20次' >>a.txt
    row "$two" "$one" '≥20次' >>b.txt
done
$XUSHI score -q -o r.csv --findings without.csv a.txt b.txt
$XUSHI score -q -o r.csv --findings with.csv --copies c.csv a.txt b.txt
cmp without.csv with.csv
grep -c 'project-copied-across-documents' with.csv || true
