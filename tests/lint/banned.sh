#!/bin/sh
# banned.sh [TREE]: functions that this project does not call (house style 4).
# Never: those that overrun a buffer or hide an error. Only in src/cli: those that end the process,
# start one, or look at locale, clock zone or environment of the user. Allocation: only in src/base.
set -eu
lint=$(cd "$(dirname "$0")" && pwd)
cd "${1:-.}"
files=$(find src include -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort)
# shellcheck disable=SC2086 # a list of names without blanks
LC_ALL=C awk -f "$lint/strip.awk" -f "$lint/banned.awk" /dev/null $files || exit 1
echo "ok banned"
