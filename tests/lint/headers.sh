#!/bin/sh
# headers.sh [TREE]: each header compiles alone, has a guard of its own, and file names are unique.
set -eu
cd "${1:-.}"
faults=0
bad()
{
    echo "$*"
    faults=1
}
# XS_FLAGS comes from the Makefile, quotes and all.
eval "set -- ${XS_FLAGS:--std=c17 -D_POSIX_C_SOURCE=200809L -I include -I src}"
guards=''
for h in $(find src include -name '*.h' | LC_ALL=C sort); do
    name=${h#*/}
    # twice, for the guard; the last line because a file of macros alone is no C
    printf '#include "%s"\n#include "%s"\nextern int xs_alone;\n' "$name" "$name" |
        "${CC:-gcc}" "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c - || bad "$h: does not compile alone"
    guard=$(LC_ALL=C awk '
        /^[ \t]*#/ && !first { first = $0; sub(/^[ \t]*#[ \t]*/, "", first); next }
        /^[ \t]*#/ && !second { second = $0; sub(/^[ \t]*#[ \t]*/, "", second) }
        NF { last = $0 }
        END {
            split(first, a, " "); split(second, b, " ")
            if (a[1] == "ifndef" && b[1] == "define" && a[2] == b[2] && last ~ /^#[ \t]*endif/) print a[2]
        }' "$h")
    case " $guards " in
    *" ${guard:-?} "*) bad "$h: guard $guard is used by another header" ;;
    esac
    [ -n "$guard" ] || bad "$h: has no guard (#ifndef X, #define X, ... #endif)"
    guards="$guards $guard"
done
for n in $(find src -name '*.[ch]' | sed 's|.*/||' | LC_ALL=C sort | uniq -d); do
    bad "file name used twice: $(find src -name "$n" | LC_ALL=C sort | tr '\n' ' ')"
done
[ "$faults" = 0 ] || exit 1
echo "ok headers"
