#!/bin/sh
# cover.sh DIR: line coverage by source file from the .gcda files under DIR (gcov, nothing else needed).
# Status 1 if the whole is under COVER_MIN per cent.
set -eu
find "$1" -name '*.gcda' -path "$1/*/*" | LC_ALL=C sort | xargs -r gcov -n 2>/dev/null |
    LC_ALL=C awk -v min="${COVER_MIN:-90}" '
    /^File / { file = $2; gsub(/\047/, "", file) }
    /^Lines executed:/ {
        if (file !~ /^src\/.*\.c$/) next
        split($0, part, /[:% ]+/)
        lines = part[5]
        hit = part[3] * lines / 100
        printf "%6.1f %%  %5d lines  %s\n", part[3], lines, file
        all += lines
        all_hit += hit
        file = ""
    }
    END {
        rate = all ? 100 * all_hit / all : 0
        printf "%6.1f %%  %5d lines  all (wanted: %d %%)\n", rate, all, min
        exit rate < min
    }'
