#!/bin/sh
# The sample of a clause is out of the office that comes first, whichever of its documents has the clause, in any order of the files.
cp "$ROOT"/tests/golden/traps/trap-12-template-paragraphs.d/input.a.txt a.txt
sed 's/云汀县/云淀县/g; s/^（五）.*/（五）规范财务资产管理。办理事项12件的台账制度，逐件登记。/' a.txt >b.txt
sed 's/2024/2023/g; s/^（五）.*/（五）规范财务资产管理。办理事项13件的台账制度，逐件登记。/' a.txt >c.txt
for files in "a.txt b.txt c.txt" "c.txt b.txt a.txt" "b.txt c.txt a.txt"; do
    # shellcheck disable=SC2086 # words
    $XUSHI learn -q $files | grep 台账 | cut -f 2-
done
