#!/bin/sh
# The worked example of patterns/README.md: its files, its commands, and what it says that they print.
block()
{
    awk -v name="$1" -f "$ROOT/tests/cli/block.awk" "$ROOT/patterns/README.md"
}
# shellcheck disable=SC2317 # called by the commands of the example
xushi()
{
    "$XUSHI" "$@"
}
mkdir forms
for f in form.txt forms/street-light.yaml; do
    block "file: $f" >$f
    test -s $f
done
for part in before after; do
    block "console: $part" >wanted
    test -s wanted
    grep '^[$] xushi ' wanted | while read -r _ command; do
        echo "$ $command"
        eval "$command" 2>&1 </dev/null
    done | tr -d '\r' >printed
    diff wanted printed
done
