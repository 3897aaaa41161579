#!/bin/sh
# Characters that are not seen, or that would steer a terminal, are shown by number wherever a text of a document or a name of a
# file goes to a terminal; tables keep them.
esc=$(printf '\033')
rlo=$(printf '\342\200\256') # turns the direction of writing
far=$(printf '\363\240\200\201')
sed "s/举办主体班期数/举办$rlo主体${esc}[31m班$far期数/" "$ROOT"/corpus/05_*.txt >"a$rlo.txt"
$XUSHI lint --lang en "a$rlo.txt" >lint.out
$XUSHI dump --coverage "a$rlo.txt" "no$esc.txt" >dump.out 2>said || echo "$?"
cat said
for f in lint.out dump.out said; do
    LC_ALL=C grep -c "$esc\|$rlo\|$far" $f || true
done
grep -o '^a[^.]*.txt' lint.out | sort -u
cat dump.out
$XUSHI score -q --format text "a$rlo.txt" | LC_ALL=C grep -c "$esc\|$rlo\|$far" || true
$XUSHI extract -q "a$rlo.txt" | grep -c "举办$rlo主体"
