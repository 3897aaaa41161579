#!/bin/sh
# Agreement with a small labelled set of our own (eval.d: rows and projects of one sample, some of them changed, some that are not
# there); the figures are worked out by hand. Where ../shared and python3 are there: what accept/agree.py says of the same data;
# labels that are equally common stand there in any order.
cp "$ROOT"/corpus/05_*.txt a.txt
set -- "$ROOT/tests/cli/eval.d"
$XUSHI eval "$1" --gold "$1/gold" a.txt
echo --
$XUSHI eval "$1" a.txt | head -2
printf 'a.txt\n' | $XUSHI eval "$1" --files-from - | head -2
echo --
{ $XUSHI eval "$1" a.txt nowhere.txt >eval.out; } 2>&1 || echo "$?"
head -1 eval.out
mkdir none
$XUSHI eval none a.txt 2>&1 || echo "$?"
shared=$ROOT/../shared
if [ -f "$shared/accept/agree.py" ] && command -v python3 >/dev/null; then
    $XUSHI eval "$1" --gold "$1/gold" a.txt | sort >sorted
    python3 "$shared/accept/agree.py" --bin "$XUSHI" --labels "$1" --gold "$1/gold" a.txt | sort | diff sorted -
    $XUSHI eval "$shared/labels" --gold "$shared/gold" "$shared"/seeds/*.txt | sort >sorted
    python3 "$shared/accept/agree.py" --bin "$XUSHI" --labels "$shared/labels" --gold "$shared/gold" "$shared"/seeds/*.txt | sort | diff sorted -
fi
