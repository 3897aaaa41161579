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
# A duplicate leaves no rows, whether they waited or stood in their table already.
cp a.txt a2.txt
cp b.txt b2.txt
for how in '-j1 a.txt b.txt' '-j1 a.txt a2.txt b.txt b2.txt' '-j8 a.txt a2.txt b.txt b2.txt'; do
    # shellcheck disable=SC2086 # several words
    $XUSHI score -q --no-copies -o d.r.csv --indicators d.i.csv --findings d.f.jsonl --projects d.p.csv $how
    cat d.?.* | cksum
done >sums
test "$(sort -u sums | wc -l)" = 1
