#!/bin/sh
# options.sh [TREE]: each long option of src/cli/opts.def, OPT(name, ...), is in the manual doc/xushi.1.
set -eu
cd "${1:-.}"
opts=src/cli/opts.def
man=doc/xushi.1
if [ ! -f "$opts" ]; then
    echo "ok options (there is no $opts)"
    exit 0
fi
[ -f "$man" ] || { echo "$opts: there is no $man" && exit 1; }
faults=0
count=0
text=$(sed 's/\\f[A-Z]//g; s/\\f\[[A-Z]*\]//g; s/[\\]//g' "$man")
for name in $(sed -n 's/^[ \t]*[A-Z_]*OPT[A-Z_]*([ \t]*\([a-z0-9_]*\)[ \t]*[,)].*/\1/p' "$opts" | tr _ -); do
    count=$((count + 1))
    if ! printf '%s\n' "$text" | grep -Eq -e "(--|Fl -)$name([^a-z0-9-]|\$)"; then
        echo "$opts: --$name is not in $man"
        faults=1
    fi
done
[ "$count" -gt 0 ] || { echo "$opts: no OPT( line found" && exit 1; }
[ "$faults" = 0 ] || exit 1
echo "ok options"
