#!/bin/sh
# doc/example.c, which uses libxushi alone, says of each sample what the program says of it: scores in all six parts as
# `xushi score FILE`, boilerplate by the stores of stock text among them, and findings as `xushi lint FILE`.
EXAMPLE=${EXAMPLE:-$ROOT/build/release/example}
n='([0-9.]*)'
documents=0
# lint has the indicator's name before the rule, where the message does not say it
unnamed() { sed -E 's/ \([^]]*\)( \[[a-z-]*\])$/\1/' | sort; }
for f in "$ROOT"/corpus/*.txt; do
    cp "$f" a.txt
    if ! "$EXAMPLE" "$ROOT"/patterns a.txt >got 2>why; then
        if $XUSHI score -q a.txt >/dev/null 2>&1 && $XUSHI extract -q a.txt | grep -q a.txt; then cat why; fi
        continue
    fi
    $XUSHI score -q --format jsonl a.txt | sed -E "s/\"(names|structure|copying|goal|boilerplate)\"://g
s/.*\"vagueness\":$n,\"grade\":\"(.)\".*\"values\":$n,$n,$n,$n,$n,$n,.*\"project\":([0-9]*).*/a.txt project \9: \2 \1 \3 \4 \5 \6 \7 \8/" |
        sort >want
    $XUSHI lint -q --lang en a.txt | unnamed >>want
    grep '^a.txt project ' got | sort >have
    grep -v '^a.txt project ' got | unnamed >>have
    cmp want have || diff want have | head -3
    documents=$((documents + 1))
done
echo "$documents documents"
cp "$ROOT"/corpus/01_*.txt a.txt
"$EXAMPLE" "$ROOT"/patterns a.txt none.txt 2>&1 | grep -E 'safeguards-stock|^none|project 1:' || true
"$EXAMPLE" none a.txt >/dev/null 2>&1 || echo "$?"
"$EXAMPLE" 2>/dev/null || echo "$?"
