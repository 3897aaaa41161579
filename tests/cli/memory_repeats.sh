#!/bin/sh
# One document that says the same thousands of times (a clause in one paragraph, a sentence, a row of one project), more often than
# one run file holds: the tables are those of a run that keeps everything in memory. A folder for run files that is not there is an
# error of the output, and no table is left.
awk '
    function repeated(text, n,    all) { while (n--) all = all text; return all }
    sub(/能压则压/, repeated("严格预算执行管理，", 5000) "&") { }
    sub(/组织财务和业务人员/, repeated("组织财务人员学习预算绩效管理知识。", 1000) "&") { }
    { print }
    /是否/ && !done {
        done = 1
        printf "%s", repeated("\t年度工作计划\n\n\t\n\t数量指标\n\t机要通信线路巡检次数\n\t全年巡检机要通信线路的次数\n\t≥12次\n", 2000)
    }' "$ROOT"/corpus/06_*.txt >a.txt
cp "$ROOT"/corpus/0[1-5]_*.txt "$ROOT"/corpus/0[7-9]_*.txt "$ROOT"/corpus/1[0-5]_*.txt .
for memory in 256 1; do
    $XUSHI score -q --memory $memory -o $memory.ranking.csv --findings $memory.findings.csv --documents $memory.documents.csv \
        --copies $memory.copies.csv -- *.txt
done
for table in ranking findings documents copies; do
    cmp 256.$table.csv 1.$table.csv && echo "$table: the same"
done
$XUSHI extract -q a.txt | grep -c 机要通信线路巡检次数
rm -- *.csv
TMPDIR=/nonexistent/folder $XUSHI score -q --memory 1 -o r.csv --documents d.csv a.txt 2>&1 || echo "$?"
ls -- *.csv 2>/dev/null || echo "no table"
