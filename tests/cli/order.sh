#!/bin/sh
cp "$ROOT"/corpus/05_*.txt a.txt
cp "$ROOT"/corpus/06_*.txt b.txt
cp "$ROOT"/corpus/07_*.txt c.txt
for f in o1 o2 o3; do
    case $f in
    o1) set -- -j1 a.txt b.txt c.txt ;;
    o2) set -- -j8 c.txt a.txt b.txt a.txt ;;
    o3) set -- -j3 --files-from list -0 ;;
    esac
    printf 'b.txt\0c.txt\0./a.txt\0' | sed 's,\./,,' >list
    $XUSHI score -q -o $f.r.csv --indicators $f.i.csv --findings $f.f.jsonl --projects $f.p.csv --documents $f.d.csv \
        --rule-stats $f.s.csv --manifest $f.m.json "$@"
done
for t in r.csv i.csv f.jsonl p.csv d.csv s.csv m.json; do
    test -s o1.$t && cmp o1.$t o2.$t && cmp o1.$t o3.$t
done
