#!/bin/sh
# The index of rules in patterns/README.md is what `xushi rules` prints. It is shown as it ought to be when it is not.
$XUSHI rules >zh.tsv
$XUSHI rules --lang en >en.tsv
paste zh.tsv en.tsv | awk -F '\t' '
BEGIN { print "| id | label | severity | on | title | |\n|---|---|---|---|---|---|" }
{ printf "| `%s` | %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5, $10 }' >wanted
sed '1,/^<!-- index -->$/d' "$ROOT/patterns/README.md" >is
test -s is
diff is wanted || { echo 'put this under "<!-- index -->":' && cat wanted && exit 1; }
