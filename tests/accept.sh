#!/bin/sh
# accept.sh: reads the output of accept/agree.py and holds it against the wanted figures. A figure that is
# not there is a failure. Ends with "accept: N passed, N failed".
set -eu
LC_ALL=C awk '
# after: the number that follows the words
function after(words,    rest, at)
{
    at = index($0, words)
    if (!at) return ""
    rest = substr($0, at + length(words))
    sub(/^ +/, "", rest)
    return match(rest, /^-?[0-9]+(\.[0-9]+)?/) ? substr(rest, 1, RLENGTH) : ""
}
function say(name, good, text)
{
    printf "%s %s: %s\n", good ? "ok" : "FAILED", name, text
    if (good) passed++
    else failed++
    seen[name] = 1
}
function least(name, value, limit) { say(name, value != "" && value + 0 >= limit, value " (at least " limit ")") }
function most(name, value, limit) { say(name, value != "" && value + 0 <= limit, value " (at most " limit ")") }
function missing(name) { if (!(name in seen)) say(name, 0, "no such figure") }

/^rows: want / {
    say("rows", after("want") == 273 && after("got") == 273 && after("missing") == 0 && after("invented or doubled") == 0, \
        after("got") " of 273, missing " after("missing") ", invented or doubled " after("invented or doubled"))
}
/^cells right/ { split($0, part, ": "); split(part[2], f, /[\/ ]/); say("cells", f[1] == 2184 && f[2] == 2184, part[2]) }
/^project fields right: / { split($0, part, /[ \/,]+/); say("project fields", part[4] == 360 && part[5] == 360, part[4] "/" part[5]) }
/^verdict: exact / { least("verdict exact", after(" = "), 0.90) }
/^hollow / { least("hollow F1", after("F1"), 0.95) }
/^labels, pooled: / { least("labels F1", after("F1"), 0.88) }
/^  [a-z]/ && / found / && after("found") + after("missed") >= 10 { least("label " $1, after("F1"), 0.75) }
/^projects: / {
    least("Spearman", after("Spearman"), 0.92)
    least("Spearman within documents", after("open projects only"), 0.75)
    most("mean distance", after("mean distance of open projects"), 8)
}
/^project labels, pooled: / { least("project labels F1", after("F1"), 0.80) }

END {
    n = split("rows,cells,project fields,verdict exact,hollow F1,labels F1,Spearman,Spearman within documents," \
        "mean distance,project labels F1", name, ",")
    for (i = 1; i <= n; i++) missing(name[i])
    printf "accept: %d passed, %d failed\n", passed, failed
    exit failed > 0
}'
