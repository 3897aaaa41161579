#!/bin/sh
# The index of rules in patterns/README.md is what `xushi rules` prints. XS_UPDATE=1 in the environment writes it anew.
readme=$ROOT/patterns/README.md
$XUSHI rules >zh.tsv
$XUSHI rules --lang en >en.tsv
paste zh.tsv en.tsv | awk -F '\t' '
BEGIN { print "| id | label | severity | on | title | |\n|---|---|---|---|---|---|" }
{ printf "| `%s` | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $10 }' >wanted
if [ -n "${XS_UPDATE-}" ]; then
    sed '/^<!-- index -->$/q' "$readme" >top.md
    cat top.md wanted >"$readme"
fi
sed '1,/^<!-- index -->$/d' "$readme" >is
test -s is
diff is wanted
