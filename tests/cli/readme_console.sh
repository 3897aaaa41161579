#!/bin/sh
# What README.md and README.zh.md show as a console session is what these commands print: each ```console block, each
# "$ build/xushi ..." with the lines below it. And `make demo` shows the ten worst of the ranking that it writes.
for readme in README.md README.zh.md; do
    awk '/^```console$/ { on = 1; next } /^```/ { on = 0 } on' "$ROOT/$readme" >wanted
    grep -q '^[$] build/xushi ' wanted
    sed -n 's/^[$] build\/xushi //p' wanted | while IFS= read -r command; do
        echo "$ build/xushi $command"
        (cd "$ROOT" && eval "\"$XUSHI\" $command" 2>&1)
    done >printed
    diff -u wanted printed && echo "$readme: as printed"
done
unset MAKEFLAGS MAKELEVEL
make -s -C "$ROOT" demo-run PROG="$XUSHI" DEMO="$PWD/demo" >shown 2>said
ls demo
sed 1d demo/ranking.csv | awk -F, 'NR <= 10 { printf "%4d %10.1f  %s\n", $1, $2, $3 }' >worst
grep -E '^ *[0-9]+ +[0-9.]+  [A-E] ' shown | sed -E 's/^( *[0-9]+ +[0-9.]+  [A-E]).*/\1/' | diff worst - && echo "the ten worst"
