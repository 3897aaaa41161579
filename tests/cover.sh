#!/bin/sh
# cover.sh DIR: line coverage by source file from the .gcda files under DIR (gcov, nothing else needed), then what is not covered
# and not justified in tests/cover.list; all of it, with the reasons, goes to DIR/uncovered.txt.
# Status 1 if the whole is under COVER_MIN per cent, or a line of the list justifies nothing.
set -eu
list=$(dirname "$0")/cover.list
find "$1" -name '*.gcda' -path "$1/*/*" | LC_ALL=C sort | xargs -r gcov -t -b 2>/dev/null |
    LC_ALL=C awk -v min="${COVER_MIN:-90}" -v list="$list" -v all="$1/uncovered.txt" '
    function rate(hit, lines) { return lines ? 100 * hit / lines : 0 }
    # a line of the list: FILE FUNCTION TEXT REASON, tab-parted; the first three are regular expressions
    function reason_of(file, fun, text,    i) {
        for (i = 1; i <= n; i++)
            if (file ~ files[i] && fun ~ funs[i] && text ~ texts[i]) {
                used[i]++
                return reasons[i]
            }
        return ""
    }
    function put(    line, why, i) {
        if (name !~ /^src\/.*\.c$/) return
        printf "%6.1f %%  %5d lines  %s\n", rate(hit, lines), lines, name
        sum += lines
        sum_hit += hit
        for (i = 0; i < missed; i++) {
            why = reason_of(name, missed_fun[i], missed_text[i])
            line = name ":" missed_line[i] ": " missed_fun[i] ":" missed_text[i]
            print line "  [" (why ? why : "?") "]" >all
            if (why) justified++
            else open_lines[open++] = line
        }
    }
    BEGIN {
        while ((getline line <list) > 0)
            if (line !~ /^(#|$)/) {
                split(line, part, /\t+/)
                files[++n] = "^src/" part[1] "$"
                funs[n] = "^(" part[2] ")$"
                texts[n] = part[3]
                reasons[n] = part[4]
            }
        close(list)
    }
    /^ *-: *0:Source:/ {
        put()
        name = $0
        sub(/^ *-: *0:Source:/, "", name)
        hit = lines = missed = 0
        next
    }
    /^function / { fun = $2; next }
    /^ *([0-9]+\*?|#####|=====): *[0-9]+:/ {
        lines++
        text = $0
        sub(/^[^:]*: */, "", text)
        if ($1 !~ /^[#=]/) {
            hit++
            # a call over several lines: gcov counts its arguments only
            if (missed && missed_line[missed - 1] == text - 1 && missed_text[missed - 1] ~ /[(,=]$/) { missed--; hit++ }
            next
        }
        missed_line[missed] = text + 0
        sub(/^[0-9]*:/, "", text)
        missed_fun[missed] = fun
        missed_text[missed++] = text
    }
    END {
        put()
        for (i = 0; i < open; i++) print open_lines[i]
        for (i = 1; i <= n; i++)
            if (!used[i]) { print list ": justifies nothing: " files[i] " " funs[i] " " texts[i]; stale = 1 }
        printf "%6.1f %%  %5d lines  all (wanted: %d %%)\n", rate(sum_hit, sum), sum, min
        printf "not covered: %d lines; justified in %s: %d, not: %d; all are in %s\n", sum - sum_hit, list, justified, open, all
        exit rate(sum_hit, sum) < min || stale
    }'
