#!/bin/sh
# One disclosure in another office, in another year of the office, on another line of funding, and with its values
# renewed: each is said in its own way, and only the first two cost points.
rules()
{
    $XUSHI score -q -o r.csv --findings f.csv "$@"
    tr -d '\r' <f.csv | awk -F, '{ print $4, ($8 > 0 ? "points" : "-") }' | grep -E '^(project-(copied|two)|goal-copied)' | sort | uniq -c |
        sed 's/^ *//'
    echo --
}
cp "$ROOT"/corpus/01_*.txt a.txt
sed 's/水利局/河湖局/g' a.txt >office.txt
sed "s/2024/2023/g; s/99010024P/99010023P/" a.txt >year.txt
sed '/项目名称/{n;s/$/（省级）/;}' a.txt >line.txt
sed 's/2024/2023/g; s/99010024P/99010023P/; s/≥[0-9]*/&1/' a.txt >renewed.txt
rules a.txt office.txt
rules a.txt year.txt
rules a.txt line.txt
sed '/项目名称/{n;s/$/中央资金/;}' a.txt >central.txt
rules line.txt central.txt
rules a.txt renewed.txt
rules "$ROOT"/corpus/*.txt
# Beside its second line of funding, copies in two more offices: no finding more for each document.
sed 's/水利局/水务局/g' a.txt >office2.txt
rules a.txt line.txt office.txt office2.txt
