#!/bin/sh
# Every word list that the program asks for by name is missed by name when it is not there; none is missed in silence.
cp -r "$ROOT/patterns" p
for list in field.level1 heading.part cmp.ge unit.ratio name.rate name.lead name.times value.missing mark.year money.wan noun.office; do
    cp "$ROOT"/patterns/lexicon/*.yaml p/lexicon/
    sed -i "s/^  $list:/  other.list:/" p/lexicon/*.yaml
    ! diff -rq "$ROOT/patterns" p >/dev/null || echo "there is no $list"
    XUSHI_PATTERNS=$PWD/p $XUSHI score -q -o r.csv --lang en "$ROOT"/corpus/01_*.txt 2>err && echo "$list: not missed"
    sed 's/^.*: the/the/' err
done
