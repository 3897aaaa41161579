#!/bin/sh
# Rows of two offices that differ in signs and words for the office itself only are one row: its text is held against the first one.
cp "$ROOT"/corpus/01_*.txt a.txt
awk 'sub(/当年完成坝面除草、启闭机保养等养护任务/, "全市当年完成坝面除草，启闭机保养等养护任务") { n++ } { gsub(/水利局/, "河湖局"); print }' a.txt >b.txt
$XUSHI copies -q --format csv a.txt b.txt | grep '座数|' | cut -d, -f2-5,9,12- | tr -d '\r'
