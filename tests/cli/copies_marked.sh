#!/bin/sh
# What differs between two copies is marked in both, by signs or by colours; kinds and places are said in Chinese, places of a
# format without lines by table, row and cell, and a paragraph of it has none.
cp "$ROOT"/tests/golden/traps/trap-12-template-paragraphs.d/input.a.txt a.txt
sed 's/云汀县/云淀县/g; s/6月底前细化代编预算等多种措施/9月中旬完成项目库清理等多种办法/; s/确保财政资金安全有效。/定期通报违规问题线索/' a.txt >b.txt
$XUSHI copies -q a.txt b.txt | grep -B 1 -A 2 '6月底前'
$XUSHI copies -q a.txt b.txt | grep '定期通报'
$XUSHI copies -q --color=always a.txt b.txt | grep -B 2 -A 2 '6月底前' | tr '\033' '^'
cp "$ROOT"/tests/golden/format/html.d/input.html a.html
sed 's/云泽市园林管理所/云泽市绿化管理站/g; s/99010024P/99010124P/g' a.html >b.html
$XUSHI copies -q a.html b.html | grep -E '指标行|项目，|段落' | sed 's/^[0-9]*\. //' | sort | uniq -c | sed 's/^ *//'
$XUSHI copies -q a.html b.html | grep -A 3 -E '项目，|段落，' | grep html
