#!/bin/sh
# layers.sh [TREE]: a file includes only base/, its own layer and layers to its left, each written
# "layer/file.h"; public headers include nothing of src/.
set -eu
cd "${1:-.}"
files=$(find src include -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort)
# shellcheck disable=SC2086 # a list of names without blanks
LC_ALL=C awk '
BEGIN {
    n = split("base read text tree rule corpus score write cli", order, " ")
    for (i = 1; i <= n; i++) rank[order[i]] = i
}
function bad(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; faults++ }
FNR == 1 {
    split(FILENAME, part, "/")
    public = part[1] == "include"
    own = part[2]
    if (!public && !(own in rank)) bad("\"" own "\" is no layer")
}
/^[ \t]*#[ \t]*include/ {
    target = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", target)
    if (target ~ /^</) {
        sub(/^</, "", target)
        split(target, dir, "/")
        if (dir[1] in rank) bad("own headers are written \"layer/file.h\"")
        next
    }
    if (target !~ /^"[a-z0-9_]+\/[a-z0-9_]+\.(h|def)"/) { bad("not of the form \"layer/file.h\": " target); next }
    sub(/^"/, "", target)
    split(target, dir, "/")
    if (dir[1] == "xushi") next
    if (public) bad("a public header includes " dir[1] "/")
    else if (!(dir[1] in rank)) bad("\"" dir[1] "\" is no layer")
    else if ((own in rank) && rank[dir[1]] > rank[own]) bad(own "/ includes " dir[1] "/, which is to its right")
}
END { if (faults) exit 1 }
' /dev/null $files || exit 1
echo "ok layers"
