#!/bin/sh
# size.sh [TREE]: files of at most 800 lines; functions of at most 80 lines, 5 parameters, complexity 15
# (1 + if, for, while, case, &&, ||, ?). The numbers may only go down.
set -eu
lint=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}"
files=$(find src include -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort)
# shellcheck disable=SC2086 # a list of names without blanks
LC_ALL=C awk -v max_file=800 -v max_lines=80 -v max_params=5 -v max_complexity=15 \
    -f "$lint/strip.awk" -f "$lint/size.awk" /dev/null $files || exit 1
echo "ok size"
